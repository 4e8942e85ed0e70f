"""Which questions share a page.

In the sections before the result, short questions that follow each other share a page, with the questions that follow
from their answers. No answer moves another question of its section to another page. Elsewhere, the content says which
share a page (`together`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal, NamedTuple

from intake.domain.questionnaire import Asked, Item, ItemType, Questionnaire, Section

MOST_QUESTIONS = 4
"""The most questions on a page that several share by their length."""
LONG_LIST = 12
"""Options; a longer list to choose one of is folded into a dropdown."""
CHECK = ("first", "check")
"""Where the questions are asked that share pages by their length."""
Depth = Literal["quick", "check"]
"""How much of the check is asked: its most important questions, or all."""
MINUTES: dict[Depth, int] = {"quick": 4, "check": 10}
"""How long it takes to read the questions alone, as `python -m intake length` measures it; a test compares the two."""
MINUTES_OF_THE_REST = 5
"""The same, for what the short way leaves out."""
MOST_WORDS = 100
"""The most words on such a page."""
MOST_WITH_FOLLOWING = 8
"""The most questions on such a page together with those that follow from its answers."""


class QuestionPage(NamedTuple):
    """One question page; without questions, the page that asks for more entries.

    `name`: the key of the first question, or "more:" with the section. `opens`: whether it is the first page of a
    section with an introduction, which stands at its top. `shared`: whether several questions are on it, now or once an
    answer on it brings up another.
    """

    name: str
    section: Section
    questions: tuple[Asked, ...] = ()
    opens: bool = False
    shared: bool = False

    @property
    def entry(self) -> str:
        """The entry the page is about; "" if the section does not repeat."""
        return self.questions[0].entry if self.questions else ""


def paged(
    questionnaire: Questionnaire, questions: Iterable[Asked], asked_here: frozenset[str], depth: Depth
) -> tuple[QuestionPage, ...]:
    """The pages of these questions, in order. `asked_here`: every question that can come up on the way (link_ids)."""
    pages: list[QuestionPage] = []
    questions, section_of = tuple(questions), questionnaire.section_of
    asked_now = frozenset(asked.link_id for asked in questions)
    leads = dict(
        pair
        for section in questionnaire.sections
        if not asked_now.isdisjoint(item.link_id for item in section.items)
        for pair in _leads(section, asked_here, asked_now, depth)
    )
    together = Counter(leads.values())
    for asked in questions:
        section, last = section_of[asked.link_id], pages[-1] if pages else None
        lead = leads[asked.link_id]
        if last is not None and last.entry == asked.entry and leads[last.questions[0].link_id] == lead:
            pages[-1] = last._replace(questions=(*last.questions, asked))
            continue
        opens = bool(section.intro) and (last is None or last.section.id != section.id)
        pages.append(QuestionPage(asked.key, section, (asked,), opens, together[lead] > 1))
    return tuple(pages)


def _leads(
    section: Section, asked_here: frozenset[str], asked_now: frozenset[str], depth: Depth
) -> list[tuple[str, str]]:
    """Each question of a section that can come up, with the first question of its page.

    A question that follows from an answer on the same page joins it without being counted.
    """
    found: list[tuple[str, str]] = []
    own = frozenset(item.link_id for item in section.items)
    page: list[Item] = []
    counted = words = 0
    for item in section.items:
        reads = {condition.question for condition in item.enable_when}
        if item.link_id not in asked_here or (item.link_id not in asked_now and reads.isdisjoint(own)):
            continue
        follows = (
            section.asked in CHECK
            and len(page) < MOST_WITH_FOLLOWING
            and not reads.isdisjoint(one.link_id for one in page)
        )
        length = 0 if follows else _words(item, depth)
        fits = section.asked in CHECK and counted < MOST_QUESTIONS and words + length <= MOST_WORDS
        if page and (item.together or ((follows or fits) and _asked_only_with(item, page[0], own))):
            page.append(item)
            words += length
        else:
            page, counted, follows = [item], 0, False
            words = _words(item, depth) + len((section.intro or "").split()) * (not found)
        counted += not follows
        found.append((item.link_id, page[0].link_id))
    return found


def _asked_only_with(item: Item, first: Item, own: frozenset[str]) -> bool:
    """Whether the first question of a page stays while this section is answered, so that the page keeps its name."""
    conditions = (item.enable_when, item.enable_behavior)
    stays = own.isdisjoint(condition.question for condition in first.enable_when)
    return stays or (first.enable_when, first.enable_behavior) == conditions


def _words(item: Item, depth: Depth) -> int:
    return sum(len(text.split()) for text in visible_texts(item, depth))


def visible_texts(item: Item, depth: Depth) -> tuple[str, ...]:
    """What a question shows: the question, why it is asked (folded away in the short way), and the options.

    Not what opens only after a yes (`opened_texts`).
    """
    if item.opener is not None:
        return (item.opener.line, *(() if depth == "quick" else (item.why,)))
    folded = item.type is ItemType.CHOICE and len(item.options) > LONG_LIST
    options = () if folded else tuple(option.text for option in item.options)
    return (item.text, *(() if depth == "quick" else (item.why,)), *options)


def opened_texts(item: Item) -> tuple[str, ...]:
    """What a yes to the opener of a question opens."""
    if item.opener is None:
        return ()
    return (item.text, *(option.text for option in item.options if option.code != item.opener.no))
