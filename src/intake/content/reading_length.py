"""How much a family reads: the screens and words from the question about danger to the last question.

Counted: part, heading, introduction, question, why it is asked, options, and buttons. What is folded away, and pages
that follow from an answer (what to do now, two answers that do not fit together), are not. What returns on every
screen in the same words, such as "I do not know" and "Continue", counts once: people recognize it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from statistics import median
from typing import NamedTuple

from intake.content.cases import Case, response_of
from intake.domain.content import Content
from intake.domain.question_pages import CHECK, Depth, QuestionPage, opened_texts, paged, visible_texts
from intake.domain.questionnaire import Item, ItemType
from intake.domain.routing import route
from intake.i18n import Translator

WORDS_A_MINUTE = 238
"""Silent reading of nonfiction in English: Brysbaert 2019, doi 10.1016/j.jml.2019.104047."""


class Reading(NamedTuple):
    """What one family reads on one way through the questions."""

    name: str
    screens: int
    words: int

    @property
    def minutes(self) -> float:
        """The time it takes to read the words."""
        return self.words / WORDS_A_MINUTE


def reading(case: Case, content: Content, depth: Depth, words: Translator) -> Reading:
    """The screens and words of one case. Questions that the way does not ask have no answer."""
    questionnaire = content.questionnaire
    asked_here = frozenset(
        link_id
        for link_id, item in questionnaire.items.items()
        if questionnaire.section_of[link_id].asked in CHECK and (item.quick or depth == "check")
    )
    gate = questionnaire.gate
    given = {key: answer for key, answer in case.answers.items() if key in asked_here or key == gate.link_id}
    asked = (one for one in route(questionnaire, response_of(given, content)) if one.link_id in asked_here)
    pages = paged(questionnaire, asked, asked_here, depth)
    seen: set[str] = set()
    total = sum(_new_words(_gate_texts(gate, words), seen))
    for page in pages:
        total += sum(_new_words(_texts(page, content, depth, words), seen))
        total += sum(
            len(text.split())
            for asked in page.questions
            if asked.item.opened_by(_codes(given.get(asked.key)))
            for text in opened_texts(asked.item)
        )
    return Reading(case.id, len(pages) + 1, total)


def _codes(answer: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return (answer,) if isinstance(answer, str) else answer or ()


def typical(readings: Iterable[Reading]) -> Reading:
    """The median of screens and of words."""
    readings = tuple(readings)
    screens = median(reading.screens for reading in readings)
    return Reading("median", round(screens), round(median(reading.words for reading in readings)))


def longest(readings: Iterable[Reading]) -> Reading:
    """The most screens and the most words."""
    readings = tuple(readings)
    return Reading("longest", max(reading.screens for reading in readings), max(reading.words for reading in readings))


def _new_words(texts: Iterable[tuple[str, bool]], seen: set[str]) -> Iterator[int]:
    """The words of each text; of texts that return (the second value), only the first time."""
    for text, returns in texts:
        if not (returns and text in seen):
            yield len(text.split())
        seen.add(text)


def _gate_texts(gate: Item, words: Translator) -> Iterator[tuple[str, bool]]:
    yield from ((text, False) for text in (*visible_texts(gate, "check"), words.ui("What is happening now?")))
    yield from _standard_texts([gate], words)


def _texts(page: QuestionPage, content: Content, depth: Depth, words: Translator) -> Iterator[tuple[str, bool]]:
    """The texts of a question page, each with whether it returns on other pages."""
    items = [asked.item for asked in page.questions]
    yield page.section.title, True
    if page.opens and page.section.intro:
        yield page.section.intro, False
    for item in items:
        yield from ((text, False) for text in visible_texts(item, depth))
    yield from _standard_texts(items, words)
    yield words.ui("Stop for now"), True
    if depth == "quick":
        yield words.ui("Why we ask"), True
        return
    for item in items:
        article = content.library.article.get(item.article or page.section.article or "")
        if article is not None:
            yield words.ui("Read: {title}", title=article.title), True
    yield words.ui("Add how you know this, and when it was"), True
    yield words.ui("Skip this part"), True


def _standard_texts(items: Iterable[Item], words: Translator) -> Iterator[tuple[str, bool]]:
    """What stands on every question page in the same words."""
    if any(item.type is ItemType.CHOICES for item in items):
        yield words.ui("Choose all that apply."), True
    if any(item.opener for item in items):
        yield words.ui("Yes"), True
        yield words.ui("No"), True
    yield words.ui("I do not know"), True
    yield words.ui("I would rather not say"), True
    yield words.ui("Continue"), True
    yield words.ui("Back"), True
