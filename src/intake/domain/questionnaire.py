"""Sections, questions, options and the conditions between them. Names follow FHIR where FHIR has one."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from intake.domain.base import Code, Frozen, LinkId, Personal, Tag, Text


class Operator(StrEnum):
    """FHIR's enableWhen operators."""

    EXISTS = "exists"
    EQUALS = "="
    NOT_EQUALS = "!="
    GREATER = ">"
    LESS = "<"
    AT_LEAST = ">="
    AT_MOST = "<="


class Condition(Frozen):
    """One comparison of one answer. A tuple of codes means "any of these"; several codes go with = and != only."""

    question: LinkId
    operator: Operator = Operator.EQUALS
    answer: bool | str | tuple[str, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The option codes compared with; empty for `exists`."""
        if isinstance(self.answer, bool):
            return ()
        return (self.answer,) if isinstance(self.answer, str) else self.answer

    @cached_property
    def wanted(self) -> frozenset[str]:
        """The codes as a set."""
        return frozenset(self.codes)


class Option(Frozen):
    """One answer a person can pick. `sign`: true when it reports something to act on, false when it denies it."""

    code: Code
    text: Text
    sign: bool | None = None
    exclusive: bool = False


class ItemType(StrEnum):
    """How a question is answered: one option, several options, an open text, or one line of text."""

    CHOICE = "choice"
    CHOICES = "choices"
    TEXT = "text"
    LINE = "line"


TYPED = (ItemType.TEXT, ItemType.LINE)
"""The types whose answer is written, not picked."""


class Item(Frozen):
    """One question.

    `ordered` options rise from first to last, so that < and >= have a meaning. `quick`: part of the shortest way.
    `together`: on one page with the question before it. `passing`: the answer is true of the day on which it is given,
    and perhaps not of the next; so is that to a safety question. `personal`: with what it can be left out of a file; an
    open text is a note. `article`: what explains it, where another than its section's does.
    """

    link_id: LinkId
    type: ItemType
    label: Text
    text: Text
    say: Text
    why: Text
    sources: tuple[LinkId, ...] = ()
    options: tuple[Option, ...] = ()
    ordered: bool = False
    safety: bool = False
    quick: bool = False
    together: bool = False
    passing: bool = False
    personal: Personal | None = None
    article: LinkId | None = None
    enable_when: tuple[Condition, ...] = ()
    enable_behavior: Literal["all", "any"] = "all"

    @property
    def dated(self) -> bool:
        """Whether an answer of an earlier day has to say of which day it is."""
        return self.safety or self.passing

    @property
    def left_out_with(self) -> Personal | None:
        """With what this answer is left out of a file, if it can be."""
        return self.personal or (Personal.NOTES if self.type is ItemType.TEXT else None)

    @cached_property
    def by_code(self) -> dict[str, Option]:
        """The options by their code."""
        return {option.code: option for option in self.options}

    @cached_property
    def rank(self) -> dict[str, int]:
        """Position of each option, for ordered questions."""
        return {option.code: place for place, option in enumerate(self.options)}


class Repeats(Frozen):
    """How a section is asked once for each of several things (its entries).

    `each`: a question, whose picked options are an entry each, or another section that repeats, whose entries are taken
    over. Entries can be added besides, `most` in all; `named_by` is the question that names an added one, and `one`
    names one that has no name yet. `more` is asked after the last entry, `add` stands on the button.
    """

    each: LinkId | None = None
    named_by: LinkId
    one: Text
    more: Text
    add: Text
    most: int = Field(default=12, ge=1, le=30)


class CheckIns(Frozen):
    """Which answers of a section make the dates of a calendar.

    `length`: the question how long, with the `months` of each option. `rhythm`: the question how often; with an option
    in `weekly`, each week in the first month, otherwise each month. Its answer speaks of the first day (`as_of`).
    """

    length: LinkId
    months: dict[Code, Annotated[int, Field(ge=1, le=24)]]
    rhythm: LinkId
    weekly: tuple[Code, ...] = ()


class Reminder(Frozen):
    """After how many days a calendar reminds of what was picked at a question."""

    question: LinkId
    days: int = Field(ge=1, le=366)


class Section(Frozen):
    """A group of questions under one heading.

    `asked` is where: before anything else, among the first facts, in the check, in the full intake, in the plan, on the
    summary page, where a family compares professionals, or where somebody looks after themself. A section with a tag
    that is withheld is not asked and not shown. `article`: what explains it.
    `reminders`: after how many days a calendar reminds of what was picked at a question.
    """

    id: LinkId
    title: Text
    intro: Text | None = None
    article: LinkId | None = None
    asked: Literal["gate", "first", "check", "full", "plan", "summary", "choose", "self"] = "check"
    tags: tuple[Tag, ...] = ()
    repeats: Repeats | None = None
    check_ins: CheckIns | None = None
    reminders: tuple[Reminder, ...] = ()
    items: tuple[Item, ...]


FOR_THE_FAMILY = ("choose", "self")
"""Where questions are asked whose answers no professional is given."""


class Asked(NamedTuple):
    """A question that applies: in a section that repeats, once for each entry."""

    item: Item
    entry: str = ""

    @property
    def link_id(self) -> str:
        """Which question it is."""
        return self.item.link_id

    @property
    def key(self) -> str:
        """What its answer is found by."""
        return key_of(self.item.link_id, self.entry)


ADDED = re.compile(r"n[1-9][0-9]{0,5}")
"""The name of an entry that a person added; the others are option codes."""


def key_of(link_id: str, entry: str = "") -> str:
    """Identifies one answer: the question, and in a section that repeats `question@entry`."""
    return f"{link_id}@{entry}" if entry else link_id


class Questionnaire(Frozen):
    """All sections in asking order, with the version that every saved answer carries."""

    version: str
    sections: tuple[Section, ...]

    @cached_property
    def items(self) -> dict[str, Item]:
        """Every question by link_id, in asking order."""
        return {item.link_id: item for section in self.sections for item in section.items}

    @cached_property
    def section_of(self) -> dict[str, Section]:
        """The section each question stands in."""
        return {item.link_id: section for section in self.sections for item in section.items}

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each question in asking order."""
        return {link_id: place for place, link_id in enumerate(self.items)}

    @cached_property
    def gate(self) -> Item:
        """The question about danger right now, which is asked before anything else."""
        return next(section for section in self.sections if section.asked == "gate").items[0]

    @cached_property
    def safety(self) -> tuple[str, ...]:
        """The safety questions, in asking order."""
        return tuple(link_id for link_id, item in self.items.items() if item.safety)

    @cached_property
    def section(self) -> dict[str, Section]:
        """The sections by id."""
        return {section.id: section for section in self.sections}
