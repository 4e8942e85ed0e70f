"""Phrases that chapters of the handbook share: conditions, what a text is withheld with, and sources."""

from __future__ import annotations

from collections.abc import Iterable

from intake.domain.base import Tag
from intake.domain.conditions import truth_of
from intake.domain.content import Content
from intake.domain.questionnaire import Condition, Item, ItemType, Operator
from intake.domain.response import Answer
from intake.domain.rules import Truth

SUBJECTS = {
    Tag.CONFRONTATION: "confrontation",
    Tag.MEETING: "meetings",
    Tag.INTERVENTIONIST: "interventionists",
    Tag.FILE: "files",
    Tag.APPROACH: "going near the person",
    Tag.TELL_FAMILY: "telling the family",
    Tag.ADULT: "what only an adult can do",
    Tag.OTHER_PERSON: "what one does for somebody else",
}


def how_many(conditions: tuple[object, ...], match: str | int) -> str:
    """How many of the conditions listed next must be true."""
    if len(conditions) == 1:
        return "this is true"
    words = {"all": "all of these are true", "any": "any of these is true"}
    return words.get(str(match), f"at least {match} of these are true")


def condition_words(condition: Condition, content: Content) -> str:
    """A condition as a clause, with the texts of its options."""
    item = content.questionnaire.items[condition.question]
    if condition.operator is Operator.EXISTS:
        return f"`{item.link_id}` {'has an' if condition.answer else 'has no'} answer"
    if condition.operator in (Operator.EQUALS, Operator.NOT_EQUALS):
        codes = condition.codes
    else:
        codes = tuple(code for code in item.by_code if _meets(condition, item, code))
    texts = " or ".join(f"“{item.by_code[code].text}”" for code in codes)
    if condition.operator is Operator.NOT_EQUALS:
        return f"`{item.link_id}` is answered, but not with {texts}"
    return f"`{item.link_id}` {'includes' if item.type is ItemType.CHOICES else 'is'} {texts}"


def _meets(condition: Condition, item: Item, code: str) -> bool:
    """Whether an option meets an ordered comparison."""
    return truth_of(condition, item, Answer(link_id=item.link_id, value=code)) is Truth.MET


def said_if(when: Iterable[Condition], unless: Iterable[Condition], content: Content) -> str:
    """When a sentence is said, in parentheses; "" if it has no conditions."""
    met = " and ".join(condition_words(condition, content) for condition in when)
    not_met = " or ".join(condition_words(condition, content) for condition in unless)
    parts = ", ".join(filter(None, (met and f"if {met}", not_met and f"not if {not_met}")))
    return f" ({parts})" if parts else ""


def withheld_with(tags: Iterable[Tag]) -> str:
    """When a text is withheld, as a sentence; "" if it has no tags."""
    withheld = subjects(tags)
    return f"Not shown when a rule withholds {withheld}." if withheld else ""


def subjects(tags: Iterable[Tag]) -> str:
    """The subjects that these tags mark."""
    return " or ".join(SUBJECTS[tag] for tag in tags)


def cited(sources: Iterable[str]) -> str:
    """The ids of the sources."""
    return f"Sources: {', '.join(sources)}"
