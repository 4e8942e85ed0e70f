"""Sections, questions, options, and the conditions between them. Names follow FHIR where FHIR has one."""

from __future__ import annotations

import re
from collections.abc import Iterable
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
    """One comparison of one answer. A tuple of codes means "any of these" and is allowed only with = and !=."""

    question: LinkId
    operator: Operator = Operator.EQUALS
    answer: bool | str | tuple[str, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The option codes to compare with; empty for `exists`."""
        if isinstance(self.answer, bool):
            return ()
        return (self.answer,) if isinstance(self.answer, str) else self.answer

    @cached_property
    def code_set(self) -> frozenset[str]:
        """The codes as a set."""
        return frozenset(self.codes)


class Option(Frozen):
    """An option of a question. `sign`: true if it reports something to act on, false if it denies it.

    `label`: replaces the question's label where this option is reported, if that label does not fit it.
    `within_days`: it says that something happened at most so many days before the answer, "any" for any time before; so
    an older answer can be read as what it means today.
    """

    code: Code
    text: Text
    label: Text | None = None
    sign: bool | None = None
    exclusive: bool = False
    within_days: Annotated[int, Field(ge=0, le=3660)] | Literal["any"] | None = None


class Opener(Frozen):
    """A line in place of a long list: with yes, the list opens; with no, the answer is the option `no`.

    The line names every sign of the list, or the people without whom none of them can be. A yes without any option is
    told in the words of `yes`: it is known not to be `no`; everything else about it is unknown, and may be wrong.
    """

    line: Text
    no: Code
    yes: Text


class ItemType(StrEnum):
    """How a question is answered: one option, several options, free text, or one line of text."""

    CHOICE = "choice"
    CHOICES = "choices"
    TEXT = "text"
    LINE = "line"


TYPED = (ItemType.TEXT, ItemType.LINE)
"""The types whose answers are typed."""


class Item(Frozen):
    """One question.

    `say`: the wording that staff read aloud. `ordered`: the options rise from first to last, so < and >= have a
    meaning. `quick`: part of the short way; so is every question that a RED or ORANGE rule reads. `together`:
    on the same page as the question before it. `follow_up`: asked only once an answer calls for it, not while that
    answer is missing or unknown; the rules still read it as unknown. `opener`: what families are asked first.
    `passing`: the answer may be true only on the day it is given; always so for safety questions. `personal`: the kind
    of personal information by which it can be left out of a file; free text counts as notes, and "own" is left out
    unless the family wants it in, with all that follows from it alone. `article`: the article
    that explains it, if not its section's. `about_informant`: it is about the person who answers, so the answers of
    several people never contradict each other. `label_of_rest`: replaces the label for the options without a label of
    their own where one with a label was reported.
    """

    link_id: LinkId
    type: ItemType
    label: Text
    label_of_rest: Text | None = None
    text: Text
    opener: Opener | None = None
    say: Text
    why: Text
    sources: tuple[LinkId, ...] = ()
    options: tuple[Option, ...] = ()
    ordered: bool = False
    safety: bool = False
    quick: bool = False
    together: bool = False
    follow_up: bool = False
    passing: bool = False
    about_informant: bool = False
    personal: Personal | None = None
    article: LinkId | None = None
    enable_when: tuple[Condition, ...] = ()
    enable_behavior: Literal["all", "any"] = "all"

    @property
    def dated(self) -> bool:
        """Whether an answer from an earlier day must show its date."""
        return self.safety or self.passing or any(option.within_days is not None for option in self.options)

    @property
    def left_out_with(self) -> Personal | None:
        """The kind of personal information by which this answer can be left out of a file; None if it cannot."""
        return self.personal or (Personal.NOTES if self.type is ItemType.TEXT else None)

    def opened_by(self, codes: Iterable[str]) -> bool:
        """Whether an answer with these codes begins with a yes to the opener."""
        return self.opener is not None and any(code in self.by_code and code != self.opener.no for code in codes)

    @cached_property
    def by_code(self) -> dict[str, Option]:
        """The options by code."""
        return {option.code: option for option in self.options}

    @cached_property
    def rank(self) -> dict[str, int]:
        """Position of each option, for ordered questions."""
        return {option.code: place for place, option in enumerate(self.options)}


class Repeats(Frozen):
    """How a section is repeated once for each of several things (its entries).

    `each`: a question, each of whose chosen options becomes an entry, or another repeating section, whose entries it
    shares. People can add more entries, up to `most`; `named_by` is the question for the name of an added entry, and
    `one` is the label of an entry without a name. `more` is asked after the last entry; `add` is the button.
    """

    each: LinkId | None = None
    named_by: LinkId
    one: Text
    more: Text
    add: Text
    most: int = Field(default=12, ge=1, le=30)


class CheckIns(Frozen):
    """Which answers of a section set the dates in a calendar file.

    `length`: the question about how long to check in, with the `months` for each option. `rhythm`: the question about
    how often; an option in `weekly` means weekly in the first month, any other means monthly. The `as_of` of its
    answer is the first day.
    """

    length: LinkId
    months: dict[Code, Annotated[int, Field(ge=1, le=24)]]
    rhythm: LinkId
    weekly: tuple[Code, ...] = ()


class Reminder(Frozen):
    """A calendar reminder of what was chosen at a question, after this many days."""

    question: LinkId
    days: int = Field(ge=1, le=366)


class Section(Frozen):
    """A group of questions under one heading.

    `asked` says where: before anything else (gate), among the first facts, in the check, in the full intake, in the
    plan, on the summary page, when comparing professionals (choose), or on the page for the family member (self). A
    section with a withheld tag is neither asked nor shown. `article`: the article that explains it. `form_intro`: the
    intro in a form of another program, if `intro` speaks of our screens.
    """

    id: LinkId
    title: Text
    intro: Text | None = None
    form_intro: Text | None = None
    article: LinkId | None = None
    asked: Literal["gate", "first", "check", "full", "plan", "summary", "choose", "self"] = "check"
    tags: tuple[Tag, ...] = ()
    repeats: Repeats | None = None
    check_ins: CheckIns | None = None
    reminders: tuple[Reminder, ...] = ()
    items: tuple[Item, ...]

    @cached_property
    def asked_once(self) -> tuple[Asked, ...]:
        """Its questions, for a section that does not repeat."""
        return tuple(map(Asked, self.items))


OF_THE_CHECK = ("gate", "first", "check")
"""Places whose questions are asked before the result."""
FOR_THE_FAMILY = ("choose", "self")
"""Places whose questions are for the family alone: no professional gets the answers."""


class Asked(NamedTuple):
    """A question that applies; in a repeating section, for one entry."""

    item: Item
    entry: str = ""

    @property
    def link_id(self) -> str:
        """The id of the question."""
        return self.item.link_id

    @property
    def key(self) -> str:
        """The key of its answer."""
        return key_of(self.item.link_id, self.entry)


ADDED = re.compile(r"n[1-9][0-9]{0,5}")
"""Names of entries that a person added, such as "n1". All other entries are named by an option code."""


def key_of(link_id: str, entry: str = "") -> str:
    """The key of one answer: the link_id, or `link_id@entry` in a repeating section."""
    return f"{link_id}@{entry}" if entry else link_id


class Questionnaire(Frozen):
    """All sections in asking order, with the version that saved answers carry."""

    version: str
    sections: tuple[Section, ...]

    @cached_property
    def items(self) -> dict[str, Item]:
        """Every question by link_id, in asking order."""
        return {item.link_id: item for section in self.sections for item in section.items}

    @cached_property
    def section_of(self) -> dict[str, Section]:
        """The section of each question, by link_id."""
        return {item.link_id: section for section in self.sections for item in section.items}

    @cached_property
    def depends_on(self) -> dict[str, tuple[tuple[Condition, Item, bool], ...]]:
        """For each question, its conditions, each with the question it reads and whether that question repeats."""
        repeating = {link_id: section.repeats is not None for link_id, section in self.section_of.items()}
        return {
            item.link_id: tuple((one, self.items[one.question], repeating[one.question]) for one in item.enable_when)
            for item in self.items.values()
        }

    @cached_property
    def places(self) -> dict[str, int]:
        """The position of each question in asking order."""
        return {link_id: place for place, link_id in enumerate(self.items)}

    @cached_property
    def gate(self) -> Item:
        """The question about danger right now, asked before anything else."""
        return next(section for section in self.sections if section.asked == "gate").items[0]

    @cached_property
    def safety(self) -> tuple[str, ...]:
        """The safety questions, in asking order."""
        return tuple(link_id for link_id, item in self.items.items() if item.safety)

    @cached_property
    def section(self) -> dict[str, Section]:
        """The sections by id."""
        return {section.id: section for section in self.sections}
