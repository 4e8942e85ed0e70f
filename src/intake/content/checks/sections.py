"""Checks of sections: order, pages, repetition, and which answers their questions may read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from intake.domain.questionnaire import ADDED, OF_THE_CHECK, Condition, Item, ItemType, Operator, Questionnaire, Section

MOST_ON_A_PAGE = 4
MOST_ROWS = 17
"""Rows to select on a page with several questions: about two phone screens."""
_ROWS_FOR_NO_ANSWER = 2
_ORDER = ("gate", "first", "check", "summary", "full", "plan", "choose", "self")


def problems(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """Problems in sections, as (section or question, sentence)."""
    yield from _order(questionnaire.sections)
    yield from _gate(questionnaire.sections)
    yield from _duplicate_texts(questionnaire)
    for section in questionnaire.sections:
        where = f"section `{section.id}`"
        if section.id in questionnaire.items:
            yield where, "a question has the same id; each needs its own"
        yield from ((where, sentence) for sentence in (*_place(section), *_pages(section)))
        yield from ((where, sentence) for sentence in _repeats(section, questionnaire))
        for item in section.items:
            sentences = _reads(item, section, questionnaire)
            yield from ((f"question `{item.link_id}`", sentence) for sentence in sentences)


def _order(sections: Iterable[Section]) -> Iterator[tuple[str, str]]:
    for before, after in pairwise(sections):
        if _ORDER.index(after.asked) < _ORDER.index(before.asked):
            yield (
                f"section `{after.id}`",
                f'asked = "{after.asked}" must come before asked = "{before.asked}"; give its file a lower number',
            )


def _gate(sections: Iterable[Section]) -> Iterator[tuple[str, str]]:
    """Exactly one question comes before all others: the danger page and the call desk show only one."""
    gates = [section for section in sections if section.asked == "gate"]
    if [len(section.items) for section in gates] != [1]:
        where = f"section `{gates[-1].id}`" if gates else "questions/"
        yield where, 'exactly one section must have asked = "gate", with one question: is there danger right now'


def _duplicate_texts(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    seen: dict[str, str] = {}
    for link_id, item in questionnaire.items.items():
        if item.text in seen:
            yield f"question `{link_id}`", f"same text as `{seen[item.text]}`; a family would think it is asked twice"
        seen[item.text] = link_id


def _place(section: Section) -> Iterator[str]:
    """Safety questions and the short way belong before the result."""
    if section.asked in OF_THE_CHECK:
        return
    for item in section.items:
        if item.safety:
            yield f"`{item.link_id}`: a safety question must be in the check or before it"
        if item.quick:
            yield f"`{item.link_id}`: quick = true is allowed only in the check or before it"


# --- pages -----------------------------------------------------------------------------------------------------------


def _pages(section: Section) -> Iterator[str]:
    if section.items and section.items[0].together:
        yield f"`{section.items[0].link_id}`: the first question of a section cannot have together = true"
    for page in _split_into_pages(section.items):
        if len(page) > MOST_ON_A_PAGE:
            yield f"`{page[0].link_id}`: {len(page)} questions on one page; the limit is {MOST_ON_A_PAGE}"
        rows = sum(max(len(item.options), 1) + _ROWS_FOR_NO_ANSWER for item in page)
        if len(page) > 1 and rows > MOST_ROWS:
            yield f"`{page[0].link_id}`: its page has {rows} rows to choose from; remove one together = true"
        for item in page[1:]:
            if not _asked_only_with(item, page[0]):
                yield f"`{item.link_id}` is together with `{page[0].link_id}`, but may be asked when that one is not"


def _split_into_pages(items: Iterable[Item]) -> list[list[Item]]:
    pages: list[list[Item]] = []
    for item in items:
        if item.together and pages:
            pages[-1].append(item)
        else:
            pages.append([item])
    return pages


def _asked_only_with(item: Item, first: Item) -> bool:
    """Whether the item is hidden whenever the first of its page is. If not, it would move to the page before."""
    if not first.enable_when or _same_conditions(item, first):
        return True
    if item.enable_behavior == "all" and any(condition.question == first.link_id for condition in item.enable_when):
        return True
    return len(first.enable_when) == len(item.enable_when) == 1 and _narrower(item.enable_when[0], first.enable_when[0])


def _same_conditions(item: Item, first: Item) -> bool:
    return (item.enable_when, item.enable_behavior) == (first.enable_when, first.enable_behavior)


def _narrower(condition: Condition, other: Condition) -> bool:
    """Whether the other condition holds whenever this one does."""
    equal = condition.operator is other.operator is Operator.EQUALS and condition.question == other.question
    return equal and condition.code_set <= other.code_set


# --- repeating sections ----------------------------------------------------------------------------------------------


def _repeats(section: Section, questionnaire: Questionnaire) -> Iterator[str]:
    if section.repeats is None:
        return
    own = {item.link_id: item for item in section.items}
    name = own.get(section.repeats.named_by)
    if name is None:
        yield f"named_by: `{section.repeats.named_by}` is not a question in this section"
    elif name.enable_when:
        yield f"`{name.link_id}`: an entry always needs a name; remove enable_when"
    yield from (
        f"`{item.link_id}`: a safety question cannot be in a repeating section" for item in section.items if item.safety
    )
    if section.repeats.each is not None:
        yield from _entry_source(section.repeats.each, section, questionnaire)


def _entry_source(name: str, section: Section, questionnaire: Questionnaire) -> Iterator[str]:
    """Problems with `each`: a section can get its entries only from an earlier question or section."""
    earlier = questionnaire.sections[: questionnaire.sections.index(section)]
    source = next((other for other in earlier if other.id == name), None)
    item = next((item for other in earlier for item in other.items if item.link_id == name), None)
    if source is None and item is None:
        yield f"each: `{name}` is neither an earlier question nor an earlier section"
    elif source is not None and source.repeats is None:
        yield f"each: `{name}` is a section that does not repeat"
    elif item is not None and item.type is not ItemType.CHOICES:
        yield f'each: `{name}` must be a question with type = "choices"'
    elif item is not None:
        codes = [option.code for option in item.options if ADDED.fullmatch(option.code)]
        yield from (f"each: `{name}`: the option code `{code}` is reserved for added entries" for code in codes)


# --- conditions ------------------------------------------------------------------------------------------------------


def _reads(item: Item, section: Section, questionnaire: Questionnaire) -> Iterator[str]:
    """Problems in enable_when: a condition can read only answers about the same entry, or about no entry."""
    readable = _same_entries(section, questionnaire)
    for condition in item.enable_when:
        other = questionnaire.section_of.get(condition.question)
        if other is not None and other.repeats is not None and other.id not in readable:
            yield f"enable_when reads `{condition.question}`, which is about entries of `{other.id}`"


def _same_entries(section: Section, questionnaire: Questionnaire) -> frozenset[str]:
    """The sections that have the same entries: the section itself, and those it gets its entries from."""
    sections = set()
    while section.repeats is not None and section.id not in sections:
        sections.add(section.id)
        section = questionnaire.section.get(section.repeats.each or "", section)
    return frozenset(sections)
