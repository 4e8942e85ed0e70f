"""The laws of sections: their order, what stands on one page, what repeats, and what may be read from where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from intake.domain.questionnaire import ADDED, Condition, Item, ItemType, Operator, Questionnaire, Section

MOST_ON_A_PAGE = 4
MOST_ROWS = 17
"""Rows to press on a page with several questions, about two screens of a phone."""
_WAYS_OF_NO_ANSWER = 2
_ORDER = ("gate", "first", "check", "summary", "full", "plan", "choose", "self")
_BEFORE_THE_RESULT = ("gate", "first", "check")


def problems(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """What breaks a law: the section or question, and what to mend, as one sentence."""
    yield from _order(questionnaire.sections)
    yield from _gate(questionnaire.sections)
    yield from _said_twice(questionnaire)
    for section in questionnaire.sections:
        if section.id in questionnaire.items:
            yield section.id, "a section and a question have this id; each needs its own"
        yield from ((section.id, sentence) for sentence in (*_place(section), *_pages(section)))
        yield from ((section.id, sentence) for sentence in _repeats(section, questionnaire))
        for item in section.items:
            yield from ((item.link_id, sentence) for sentence in _reads(item, section, questionnaire))


def _order(sections: Iterable[Section]) -> Iterator[tuple[str, str]]:
    for before, after in pairwise(sections):
        if _ORDER.index(after.asked) < _ORDER.index(before.asked):
            yield (
                after.id,
                f"what is asked in {after.asked!r} comes before {before.asked!r}: give its file a lower number",
            )


def _gate(sections: Iterable[Section]) -> Iterator[tuple[str, str]]:
    """One question stands before all others; the page about danger and the call desk show no second one."""
    gates = [section for section in sections if section.asked == "gate"]
    if [len(section.items) for section in gates] != [1]:
        where = gates[-1].id if gates else "questions"
        yield where, "one section has asked = 'gate', with one question: whether there is danger right now"


def _said_twice(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    seen: dict[str, str] = {}
    for link_id, item in questionnaire.items.items():
        if item.text in seen:
            yield link_id, f"it asks in the words of {seen[item.text]}: a family would think that it is asked twice"
        seen[item.text] = link_id


def _place(section: Section) -> Iterator[str]:
    """Nobody reads of danger, or decides in three minutes, on pages that come after the result."""
    if section.asked in _BEFORE_THE_RESULT:
        return
    for item in section.items:
        if item.safety:
            yield f"{item.link_id}: a safety question stands in the check or before it"
        if item.quick:
            yield f"{item.link_id}: the short way (quick) is part of the check"


# --- pages -----------------------------------------------------------------------------------------------------------


def _pages(section: Section) -> Iterator[str]:
    if section.items and section.items[0].together:
        yield f"{section.items[0].link_id}: the first question of a section has none before it to be together with"
    for page in _paged(section.items):
        if len(page) > MOST_ON_A_PAGE:
            yield f"{page[0].link_id}: {len(page)} questions on one page; the most is {MOST_ON_A_PAGE}"
        rows = sum(max(len(item.options), 1) + _WAYS_OF_NO_ANSWER for item in page)
        if len(page) > 1 and rows > MOST_ROWS:
            yield f"{page[0].link_id}: {rows} rows to choose from on one page; take together away from one of them"
        for item in page[1:]:
            if not _asked_only_with(item, page[0]):
                yield f"{item.link_id} is together with {page[0].link_id}, which may not be asked when it is"


def _paged(items: Iterable[Item]) -> list[list[Item]]:
    found: list[list[Item]] = []
    for item in items:
        if item.together and found:
            found[-1].append(item)
        else:
            found.append([item])
    return found


def _asked_only_with(item: Item, first: Item) -> bool:
    """Whether a question is hidden wherever the first of its page is: else it would go to the page before."""
    if not first.enable_when or _same(item, first):
        return True
    if item.enable_behavior == "all" and any(condition.question == first.link_id for condition in item.enable_when):
        return True
    return len(first.enable_when) == len(item.enable_when) == 1 and _narrower(item.enable_when[0], first.enable_when[0])


def _same(item: Item, first: Item) -> bool:
    return (item.enable_when, item.enable_behavior) == (first.enable_when, first.enable_behavior)


def _narrower(condition: Condition, other: Condition) -> bool:
    """Whether the other condition holds wherever this one does."""
    equal = condition.operator is other.operator is Operator.EQUALS and condition.question == other.question
    return equal and condition.wanted <= other.wanted


# --- what repeats ----------------------------------------------------------------------------------------------------


def _repeats(section: Section, questionnaire: Questionnaire) -> Iterator[str]:
    if section.repeats is None:
        return
    own = {item.link_id: item for item in section.items}
    name = own.get(section.repeats.named_by)
    if name is None:
        yield f"named_by {section.repeats.named_by!r} is not a question of this section"
    elif name.enable_when:
        yield f"named_by {name.link_id}: an entry always needs a name; take enable_when away"
    yield from (
        f"{item.link_id}: a safety question is asked once; this section repeats"
        for item in section.items
        if item.safety
    )
    if section.repeats.each is not None:
        yield from _each(section.repeats.each, section, questionnaire)


def _each(each: str, section: Section, questionnaire: Questionnaire) -> Iterator[str]:
    """A section takes its entries from what was asked before it."""
    earlier = questionnaire.sections[: questionnaire.sections.index(section)]
    source = next((other for other in earlier if other.id == each), None)
    item = next((item for other in earlier for item in other.items if item.link_id == each), None)
    if source is None and item is None:
        yield f"each {each!r} is no question and no section that comes before"
    elif source is not None and source.repeats is None:
        yield f"each {each!r} is a section that does not repeat"
    elif item is not None and item.type is not ItemType.CHOICES:
        yield f"each {each!r} is not a question with several options to pick (choices)"
    elif item is not None:
        odd = [option.code for option in item.options if ADDED.fullmatch(option.code)]
        yield from (f"each {each!r}: the option {code!r} looks like an entry that was added" for code in odd)


# --- what a question may read ----------------------------------------------------------------------------------------


def _reads(item: Item, section: Section, questionnaire: Questionnaire) -> Iterator[str]:
    """A condition reads what was said once, or of the same entry."""
    readable = _same_entries(section, questionnaire)
    for condition in item.enable_when:
        other = questionnaire.section_of.get(condition.question)
        if other is not None and other.repeats is not None and other.id not in readable:
            yield f"enable_when reads {condition.question!r}, which is asked of each of {other.id!r}, not of these"


def _same_entries(section: Section, questionnaire: Questionnaire) -> frozenset[str]:
    """The sections whose entries a section has too: itself, and those it takes them over from."""
    found = set()
    while section.repeats is not None and section.id not in found:
        found.add(section.id)
        section = questionnaire.section.get(section.repeats.each or "", section)
    return frozenset(found)
