"""Reading the library: leave out what is withheld, search it, and mark the words that the glossary explains."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from intake.domain.base import Tag
from intake.domain.library import Article, Library, Passage, Story, Term

_WORDS_A_MINUTE = 180
"""Slower than a relaxed reader."""
_SHORTEST_WORD = 2
_ENDINGS = ("ings", "ing", "ies", "ied", "es", "ed", "s", "y")
_SHORTEST_STEM = 4
_WEIGHTS = {"title": 8, "keywords": 5, "summary": 4, "heading": 3, "text": 1}


def without_withheld(library: Library, withheld: Collection[Tag]) -> Library:
    """The library without texts that have a withheld tag, and without links to them."""
    tags = frozenset(withheld)
    if not tags:
        return library
    kept = {article.id: article for article in library.articles if tags.isdisjoint(article.tags)}
    kept = {name: article for name, article in kept.items() if _passages(article, tags)}
    return Library(
        topics=library.topics,
        articles=tuple(
            article.model_copy(
                update={
                    "passages": _passages(article, tags),
                    "related": tuple(name for name in article.related if name in kept),
                }
            )
            for article in kept.values()
        ),
        terms=tuple(
            term if term.article in kept else term.model_copy(update={"article": None})
            for term in library.terms
            if tags.isdisjoint(term.tags)
        ),
        stories=tuple(story for story in library.stories if tags.isdisjoint(story.tags)),
    )


def _passages(article: Article, withheld: frozenset[Tag]) -> tuple[Passage, ...]:
    return tuple(passage for passage in article.passages if withheld.isdisjoint(passage.tags))


def minutes(text: Article | Story) -> int:
    """Reading time in whole minutes, at least 1."""
    texts = [passage.text for passage in text.passages] if isinstance(text, Article) else [text.text, text.after]
    return max(1, round(sum(len(part.split()) for part in texts) / _WORDS_A_MINUTE))


class Block(NamedTuple):
    """A paragraph, or the items of a list."""

    texts: tuple[str, ...]
    is_list: bool


def blocks(text: str) -> Iterator[Block]:
    """Split a text into paragraphs and lists: an empty line separates them, and "- " starts a list item."""
    for piece in re.split(r"\n\s*\n", text.strip()):
        lines = piece.splitlines()
        prose = [line for line in lines if not line.startswith("- ")]
        items = tuple(line.removeprefix("- ").strip() for line in lines if line.startswith("- "))
        if prose:
            yield Block((" ".join(line.strip() for line in prose),), is_list=False)
        if items:
            yield Block(items, is_list=True)


# --- glossary ------------------------------------------------------------------------------------------------------


class TextPiece(NamedTuple):
    """A piece of a text. With a `term`, it is a word that the glossary explains."""

    text: str
    term: Term | None = None


class Glossary:
    """Marks each term once, at its first appearance."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms = {form.casefold(): term for term in terms for form in term.spellings}
        self._words = _any_of(tuple(self._terms))
        self._marked: set[str] = set()

    def mark(self, text: str) -> Iterator[TextPiece]:
        """Split the text at the terms it uses for the first time."""
        done = 0
        for match in self._words.finditer(text) if self._words else ():
            term = self._terms[match.group(0).casefold()]
            if term.id in self._marked:
                continue
            self._marked.add(term.id)
            yield TextPiece(text[done : match.start()])
            yield TextPiece(match.group(0), term)
            done = match.end()
        yield TextPiece(text[done:])


@lru_cache(maxsize=16)
def _any_of(forms: tuple[str, ...]) -> re.Pattern[str] | None:
    longest_first = sorted(forms, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE) if forms else None


# --- search --------------------------------------------------------------------------------------------------------


def search(library: Library, query: str) -> tuple[Article | Story, ...]:
    """Articles and stories that contain words of the query, best match first.

    A word in many texts ("how", "they") counts little; one in all texts counts only if nothing else matches.
    """
    words = tuple(dict.fromkeys(_stems(query)))
    texts: list[Article | Story] = [*library.article.values(), *library.stories]
    weights = {word: [_weight(_stems_by_field(text), word) for text in texts] for word in words}
    scores = [
        sum(of_word[place] * (1.05 - sum(map(bool, of_word)) / len(texts)) for of_word in weights.values())
        for place in range(len(texts))
    ]
    ranked = sorted(zip(scores, texts, strict=True), key=lambda pair: pair[0], reverse=True)
    return tuple(text for score, text in ranked if score > 0)


@lru_cache(maxsize=256)
def _stems_by_field(text: Article | Story) -> dict[str, tuple[str, ...]]:
    if isinstance(text, Story):
        return {"title": _stems(text.title), "summary": _stems(text.summary), "text": _stems(text.text)}
    return {
        "title": _stems(text.title),
        "keywords": _stems(text.keywords or ""),
        "summary": _stems(text.summary),
        "heading": _stems(" ".join(passage.heading for passage in text.passages)),
        "text": _stems(" ".join(passage.text for passage in text.passages)),
    }


def _weight(fields: dict[str, tuple[str, ...]], word: str) -> int:
    """The weight of the most prominent field that contains the word; 0 if none does."""
    matching = (name for name, stems in fields.items() if any(stem.startswith(word) for stem in stems))
    return max((_WEIGHTS[name] for name in matching), default=0)


def _stems(text: str) -> tuple[str, ...]:
    plain = "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))
    return tuple(_stem(word) for word in re.findall(r"[^\W_]+", plain) if len(word) >= _SHORTEST_WORD)


def _stem(word: str) -> str:
    """The word without a common English ending, so that "drinks" finds "drinking"."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word.removesuffix(ending)
    return word
