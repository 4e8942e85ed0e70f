"""Articles, stories and the glossary as HTML. The first use of a glossary word can be opened to show its meaning."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from intake.domain.library import Article, Term
from intake.domain.library_search import Glossary, TextPiece, blocks


def article(shown: Article, terms: Iterable[Term]) -> str:
    """The passages of an article."""
    glossary = Glossary(terms)
    return "".join(
        f'<h2 class="ns-serif" id="{_place(number)}">{escape(passage.heading)}</h2>{_text(passage.text, glossary)}'
        for number, passage in enumerate(shown.passages, start=1)
    )


def contents(shown: Article) -> str:
    """The headings of an article, each a link to its place on the page."""
    rows = (
        f'<li><a href="#{_place(number)}">{escape(passage.heading)}</a></li>'
        for number, passage in enumerate(shown.passages, start=1)
    )
    return f"<ol>{''.join(rows)}</ol>"


def _place(number: int) -> str:
    return f"passage-{number}"


def text(source: str, terms: Iterable[Term] = ()) -> str:
    """A text of the library: paragraphs and lists."""
    return _text(source, Glossary(terms))


def _text(source: str, glossary: Glossary) -> str:
    # <details> is not phrasing content, so a paragraph that contains one cannot be a <p>.
    return "".join(
        f"<ul>{''.join(f'<li>{_marked(glossary.mark(point))}</li>' for point in block.texts)}</ul>"
        if block.is_list
        else f'<div class="ns-text" role="paragraph">{_marked(glossary.mark(block.texts[0]))}</div>'
        for block in blocks(source)
    )


def _marked(pieces: Iterable[TextPiece]) -> str:
    return "".join(
        escape(piece.text)
        if piece.term is None
        else f'<details class="ns-term"><summary>{escape(piece.text)}</summary>'
        f"<span>{escape(piece.term.definition)}</span></details>"
        for piece in pieces
    )


def glossary(terms: Iterable[Term]) -> str:
    """The words and their meanings, in alphabetical order."""
    rows = sorted(terms, key=lambda term: term.word.casefold())
    return f"<dl>{''.join(f'<dt>{escape(term.word)}</dt><dd>{escape(term.definition)}</dd>' for term in rows)}</dl>"
