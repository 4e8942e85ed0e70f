"""What there is to read for a person: without what is withheld, found by a word, with the glossary's words marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from intake.domain.base import Tag
from intake.domain.library import Article, Library, Passage, Story, Term

_WORDS_A_MINUTE = 180
"""Slower than people read at ease."""
_SHORTEST_WORD = 2
_ENDINGS = ("ings", "ing", "ies", "ied", "es", "ed", "s", "y")
_SHORTEST_STEM = 4
_WEIGHTS = {"title": 8, "keywords": 5, "summary": 4, "heading": 3, "text": 1}


def open_to(library: Library, withheld: Collection[Tag]) -> Library:
    """The library without what speaks of something that is withheld, and without ways that lead there."""
    shut = frozenset(withheld)
    if not shut:
        return library
    kept = {article.id: article for article in library.articles if shut.isdisjoint(article.tags)}
    kept = {name: article for name, article in kept.items() if _passages(article, shut)}
    return Library(
        topics=library.topics,
        articles=tuple(
            article.model_copy(
                update={
                    "passages": _passages(article, shut),
                    "related": tuple(each for each in article.related if each in kept),
                }
            )
            for article in kept.values()
        ),
        terms=tuple(
            term if term.article in kept else term.model_copy(update={"article": None})
            for term in library.terms
            if shut.isdisjoint(term.tags)
        ),
        stories=tuple(story for story in library.stories if shut.isdisjoint(story.tags)),
    )


def _passages(article: Article, shut: frozenset[Tag]) -> tuple[Passage, ...]:
    return tuple(passage for passage in article.passages if shut.isdisjoint(passage.tags))


def minutes(text: Article | Story) -> int:
    """How long it takes to read, in whole minutes."""
    pieces = [passage.text for passage in text.passages] if isinstance(text, Article) else [text.text, text.after]
    return max(1, round(sum(len(piece.split()) for piece in pieces) / _WORDS_A_MINUTE))


class Block(NamedTuple):
    """A paragraph, or the points of a list."""

    texts: tuple[str, ...]
    is_list: bool


def blocks(text: str) -> Iterator[Block]:
    """The paragraphs and lists of a text: an empty line divides them, a line of a list begins with "- "."""
    for piece in re.split(r"\n\s*\n", text.strip()):
        lines = piece.splitlines()
        before = [line for line in lines if not line.startswith("- ")]
        points = tuple(line.removeprefix("- ").strip() for line in lines if line.startswith("- "))
        if before:
            yield Block((" ".join(line.strip() for line in before),), is_list=False)
        if points:
            yield Block(points, is_list=True)


# --- the glossary's words ----------------------------------------------------------------------------------------


class Marked(NamedTuple):
    """A piece of a text; with a term, it is a word that the glossary explains."""

    text: str
    term: Term | None = None


class Glossary:
    """Marks each word once: where the reader meets it first."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms = {form.casefold(): term for term in terms for form in term.spellings}
        self._words = _any_of(tuple(self._terms))
        self._met: set[str] = set()

    def marked(self, text: str) -> Iterator[Marked]:
        """The text in pieces."""
        done = 0
        for found in self._words.finditer(text) if self._words else ():
            term = self._terms[found.group(0).casefold()]
            if term.id in self._met:
                continue
            self._met.add(term.id)
            yield Marked(text[done : found.start()])
            yield Marked(found.group(0), term)
            done = found.end()
        yield Marked(text[done:])


@lru_cache(maxsize=16)
def _any_of(forms: tuple[str, ...]) -> re.Pattern[str] | None:
    longest_first = sorted(forms, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE) if forms else None


# --- finding -----------------------------------------------------------------------------------------------------


def found(library: Library, sought: str) -> tuple[Article | Story, ...]:
    """Articles and stories that speak of the words sought, the best first.

    A word that many texts use ("how", "they") says little; one that all use says nothing, unless it is all there is.
    """
    words = tuple(dict.fromkeys(_stems(sought)))
    texts: list[Article | Story] = [*library.article.values(), *library.stories]
    weights = {word: [_weight(_searched(one), word) for one in texts] for word in words}
    scores = [
        sum(of[place] * (1.05 - sum(map(bool, of)) / len(texts)) for of in weights.values())
        for place in range(len(texts))
    ]
    ranked = sorted(zip(scores, texts, strict=True), key=lambda pair: pair[0], reverse=True)
    return tuple(one for score, one in ranked if score > 0)


@lru_cache(maxsize=256)
def _searched(one: Article | Story) -> dict[str, tuple[str, ...]]:
    if isinstance(one, Story):
        return {"title": _stems(one.title), "summary": _stems(one.summary), "text": _stems(one.text)}
    return {
        "title": _stems(one.title),
        "keywords": _stems(one.keywords or ""),
        "summary": _stems(one.summary),
        "heading": _stems(" ".join(passage.heading for passage in one.passages)),
        "text": _stems(" ".join(passage.text for passage in one.passages)),
    }


def _weight(fields: dict[str, tuple[str, ...]], word: str) -> int:
    """How prominently a text speaks of a word; 0 if it does not."""
    there = (name for name, stems in fields.items() if any(stem.startswith(word) for stem in stems))
    return max((_WEIGHTS[name] for name in there), default=0)


def _stems(text: str) -> tuple[str, ...]:
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return tuple(_stem(word) for word in re.findall(r"[^\W_]+", plain) if len(word) >= _SHORTEST_WORD)


def _stem(word: str) -> str:
    """A word without a common English ending, so that "drinks" finds "drinking"."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word.removesuffix(ending)
    return word
