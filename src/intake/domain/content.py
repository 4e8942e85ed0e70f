"""The frozen types everything else speaks in. Names follow FHIR where FHIR has one (see ARCHITECTURE.md).

Nothing here reads a file, a clock or a screen. All types refuse unknown keys and cannot be changed after they are made.
"""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

LinkId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
"""Identifies a question, option, rule or other piece of content everywhere: files, widgets, exports, translations."""


Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*$", max_length=60)]
"""Identifies one option of a question."""


class Translatable:
    """Marks a field that people read: it is translated, checked for wording, and never used as a key."""


Text = Annotated[str, Translatable(), Field(min_length=1)]


class Frozen(BaseModel):
    """Base of every type here: unchangeable, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


# --- questions ---------------------------------------------------------------------------------------------------


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


class Tag(StrEnum):
    """What a text speaks of, so that a finding can withhold it wherever it would be shown."""

    CONFRONTATION = "confrontation"
    MEETING = "meeting"
    INTERVENTIONIST = "interventionist"
    FILE = "file"


class Personal(StrEnum):
    """What a person may want to leave out of a file: names, how to be reached, what they wrote in their own words.

    And what they noted on professionals: the file may be for one of them.
    """

    NAME = "name"
    CONTACT = "contact"
    NOTES = "notes"
    PROFESSIONALS = "professionals"


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
    def safety(self) -> tuple[str, ...]:
        """The safety questions, in asking order."""
        return tuple(link_id for link_id, item in self.items.items() if item.safety)

    @cached_property
    def section(self) -> dict[str, Section]:
        """The sections by id."""
        return {section.id: section for section in self.sections}


# --- answers -----------------------------------------------------------------------------------------------------


class Absent(StrEnum):
    """Why there is no value (FHIR dataAbsentReason). None of these is ever a "no"."""

    UNKNOWN = "asked-unknown"
    DECLINED = "asked-declined"
    NOT_ASKED = "not-asked"


class Basis(StrEnum):
    """How the person answering knows."""

    SAW = "saw"
    TOLD = "was-told"
    GUESS = "guess"


def _date_or_part(text: str) -> str:
    year, *rest = (int(part) for part in text.split("-"))
    month, day = [*rest, 1, 1][:2]
    dt.date(year, month, day)
    return text


PartialDate = Annotated[str, Field(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"), AfterValidator(_date_or_part)]
"""A day, a month or a year, as far as it is known (FHIR date): 2026-11-22, 2026-11 or 2026."""


Value = str | tuple[str, ...]
"""An option code (choice), option codes (choices), or the words as written (text, line)."""


class Answer(Frozen):
    """What was said to one question: a value, or the reason there is none. Text is kept exactly as written.

    `entry`: of which entry, in a section that repeats. `basis`: how the person knows. `as_of`: of what day, month or
    year the answer speaks.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=False)

    link_id: LinkId
    entry: Annotated[str, Field(pattern=r"^([a-z0-9][a-z0-9_]*)?$", max_length=60)] = ""
    value: Value | None = None
    absent: Absent | None = None
    basis: Basis | None = None
    as_of: PartialDate | None = None

    @model_validator(mode="after")
    def _value_or_reason(self) -> Answer:
        if (self.value is None) == (self.absent is None):
            raise ValueError("an answer has either a value or a reason why there is none")
        return self

    @property
    def key(self) -> str:
        """What it is found by among other answers."""
        return key_of(self.link_id, self.entry)

    @cached_property
    def given(self) -> bool:
        """Whether there is a value; one of nothing but spaces is none."""
        return any(code.strip() for code in self.codes)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The value as a tuple of codes; empty when there is none."""
        if self.value is None:
            return ()
        return (self.value,) if isinstance(self.value, str) else self.value


class Response(Frozen):
    """All answers of one person at one moment. Changing an answer makes a new Response."""

    content_version: str
    language: str = "en"
    answers: tuple[Answer, ...] = ()

    @cached_property
    def by_key(self) -> dict[str, Answer]:
        """The answers by key: the link_id, or link_id@entry."""
        return {answer.key: answer for answer in self.answers}

    @cached_property
    def of_question(self) -> dict[str, tuple[Answer, ...]]:
        """The answers to each question, in a section that repeats those of all entries."""
        found: dict[str, tuple[Answer, ...]] = {}
        for answer in self.answers:
            found[answer.link_id] = (*found.get(answer.link_id, ()), answer)
        return found

    def with_answer(self, answer: Answer) -> Response:
        """A new Response in which `answer` takes the place of any earlier answer to the same question and entry."""
        return self._with((*(other for other in self.answers if other.key != answer.key), answer))

    def without(self, *keys: str) -> Response:
        """A new Response without the answers of these keys."""
        return self._with(tuple(other for other in self.answers if other.key not in keys))

    def without_entry(self, entry: str) -> Response:
        """A new Response without anything that was said of an entry."""
        return self._with(tuple(other for other in self.answers if other.entry != entry))

    def _with(self, answers: tuple[Answer, ...]) -> Response:
        return Response(content_version=self.content_version, language=self.language, answers=answers)


# --- rules and what they speak of --------------------------------------------------------------------------------


class Truth(StrEnum):
    """Three-valued: an unknown is never a no."""

    MET = "met"
    NOT_MET = "not-met"
    UNKNOWN = "unknown"


class Level(StrEnum):
    """How soon. RED now, ORANGE today, AMBER within about three days, GREEN plan."""

    RED = "RED"
    ORANGE = "ORANGE"
    AMBER = "AMBER"
    GREEN = "GREEN"


class Tier(StrEnum):
    """A level with, for RED, what to do. Listed from most to least urgent: the first that applies leads."""

    RED_911 = "RED-911"
    RED_ED = "RED-ED"
    RED_988 = "RED-988"
    RED_DV = "RED-DV"
    ORANGE = "ORANGE"
    AMBER = "AMBER"
    GREEN = "GREEN"

    @cached_property
    def level(self) -> Level:
        """The level without the action code."""
        return Level(self.value.split("-")[0])

    @cached_property
    def urgency(self) -> int:
        """Place in the order of tiers: 0 is the most urgent."""
        return list(Tier).index(self)


class RuleKind(StrEnum):
    """What a rule is for.

    danger sets the tier; hold says "no meeting now"; pathway and fit offer; note adds steps; unknown_safety is the one
    rule that fires when a safety question has no answer, or a RED or ORANGE rule cannot be ruled out.
    danger, hold and unknown_safety read every answer given.
    """

    DANGER = "danger"
    HOLD = "hold"
    PATHWAY = "pathway"
    FIT = "fit"
    NOTE = "note"
    UNKNOWN_SAFETY = "unknown_safety"


class Matching(Frozen):
    """Conditions, and how many of them must be met."""

    match: Literal["all", "any"] | int = "all"
    when: tuple[Condition, ...] = ()

    @cached_property
    def needed(self) -> int:
        """How many conditions must be met."""
        if isinstance(self.match, int):
            return self.match
        return len(self.when) if self.match == "all" else 1


class Rule(Matching):
    """When `match` of the conditions hold, this is recommended, offered or withheld. Deeper logic is two rules."""

    id: LinkId
    kind: RuleKind
    title: Text
    because: Text
    sources: tuple[LinkId, ...] = Field(min_length=1)
    tier: Tier | None = None
    recommend: tuple[LinkId, ...] = ()
    offers: LinkId | None = None
    withholds: tuple[Tag, ...] = ()
    lines: tuple[LinkId, ...] = ()

    @cached_property
    def reads_every_answer(self) -> bool:
        """Danger reads answers to hidden questions too; other rules only relevant ones."""
        return self.kind in (RuleKind.DANGER, RuleKind.HOLD, RuleKind.UNKNOWN_SAFETY)


class Action(Frozen):
    """One thing to do.

    The order of the file is the order of doing. `text_elsewhere` replaces `text` outside 911/988 land.
    """

    id: LinkId
    text: Text
    text_elsewhere: Text | None = None
    detail: Text
    when: Literal["now", "today", "three_days", "this_week"]
    free: bool = True
    article: LinkId | None = None
    tags: tuple[Tag, ...] = ()
    lines: tuple[LinkId, ...] = ()
    sources: tuple[LinkId, ...] = Field(min_length=1)


class Pathway(Frozen):
    """A way forward that a family can choose, or (in kinds.toml) a kind of intervention.

    `after_red`: also told when there is danger, as something for later.
    `for_you`: help for the family itself, shown apart from ways to reach the person."""

    id: LinkId
    title: Text
    text: Text
    evidence: Text
    cost: Text
    free: bool
    after_red: bool = False
    for_you: bool = False
    article: LinkId | None = None
    tags: tuple[Tag, ...] = ()
    lines: tuple[LinkId, ...] = ()
    sources: tuple[LinkId, ...] = Field(min_length=1)


class Flag(Matching):
    """Something to take to heart in the answers of one section; in one that repeats, of one entry.

    It is raised when `match` of the conditions are met. It changes nothing else.
    """

    id: LinkId
    about: LinkId
    title: Text
    text: Text
    when: tuple[Condition, ...] = Field(min_length=1)
    lines: tuple[LinkId, ...] = ()
    article: LinkId | None = None
    sources: tuple[LinkId, ...] = Field(min_length=1)


class Request(Frozen):
    """What the summary asks of the professional for one tier."""

    tier: Tier
    text: Text


class Band(Frozen):
    """How a level is said: heading = action and time; `request` is what the summary asks of the professional."""

    level: Level
    heading: Text
    text: Text
    request: Text
    requests: tuple[Request, ...] = ()


class Source(Frozen):
    """Where a statement comes from. `verified`: somebody read it in the place named, on `checked_on`."""

    id: LinkId
    title: str
    publisher: str
    url: str | None = None
    checked_on: dt.date
    review_by: dt.date
    verified: bool


class Purpose(Frozen):
    """What helplines are for (`scope`). The order of the file is the order of need."""

    id: LinkId
    title: Text


Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class Opening(Frozen):
    """When a line answers, in its own time zone (IANA name)."""

    zone: str
    days: tuple[Weekday, ...] = Field(min_length=1)
    opens: Clock
    closes: Clock


class Helpline(Frozen):
    """One line people can call. `scope` says for what; `region` narrows it to states or provinces.

    After `review_by` it is not shown any more, unless it is `lasting`: a number set by law.
    """

    id: LinkId
    name: Text
    country: Literal["US", "CA", "any"]
    region: tuple[str, ...] = ()
    scope: tuple[LinkId, ...] = Field(min_length=1)
    call: str | None = None
    text: str | None = None
    text_word: str | None = None
    web: str | None = None
    hours: Text
    always_open: bool = False
    opening: Opening | None = None
    lasting: bool = False
    languages: Text
    what_happens: Text
    not_for: Text | None = None
    source: str
    checked_on: dt.date
    review_by: dt.date
    verified: bool

    def current(self, on: dt.date) -> bool:
        """Whether it may be given out on that day."""
        return self.verified and (self.lasting or on <= self.review_by)


class Part(Frozen):
    """One part of the summary: which answers fill it, in which order, and after them which sections that repeat.

    `note` stands in small letters under its title.
    """

    id: LinkId
    title: Text
    note: Text | None = None
    items: tuple[LinkId, ...] = ()
    groups: tuple[LinkId, ...] = ()


class RiskPart(Part):
    """A row of the risk box: each question in it is reported, denied, not known, not asked or declined."""

    context: tuple[LinkId, ...] = ()
    gate: dict[LinkId, tuple[Code, ...]] = {}


class MedicinesBox(Part):
    """What stands on page 1 of medicines and allergies: of each entry of the groups only the questions in `shown`."""

    shown: tuple[LinkId, ...] = ()


class Notice(Frozen):
    """A sentence that stands out on page 1 when the condition is met."""

    id: LinkId
    text: Text
    when: Condition


class Timeline(Frozen):
    """The entries of a section that repeats, drawn along time.

    `when` is the question that gives the time: by the date its answer speaks of, by a year in its words, or, if its
    options are ordered, by the place of the option; `latest` says which end of the options is the latest.
    """

    id: LinkId
    title: Text
    group: LinkId
    when: LinkId
    latest: Literal["first", "last"] = "first"


class Layout(Frozen):
    """Which answers stand where in the summary. What it does not name stands under "Other answers".

    `who` to `medicines` are page 1 (situation and background are the S and B of SBAR), `parts` all answers after it.
    """

    who: tuple[LinkId, ...]
    reach: tuple[LinkId, ...]
    situation: tuple[LinkId, ...]
    background: tuple[LinkId, ...]
    notices: tuple[Notice, ...] = ()
    risk: tuple[RiskPart, ...]
    medicines: MedicinesBox
    parts: tuple[Part, ...]
    timelines: tuple[Timeline, ...] = ()


class Place(Frozen):
    """Which questions say where people are, so that the right helplines are shown.

    `countries` maps an option code to a helpline country; a country left out of it is "elsewhere". `always` names the
    purposes whose lines are shown on every result."""

    country: LinkId
    own_country: LinkId
    regions: tuple[LinkId, ...]
    countries: dict[str, str]
    always: tuple[LinkId, ...]


# --- what changed between versions -------------------------------------------------------------------------------


class Renamed(Frozen):
    """A question that has another name now. `was`: its old label, where a person should look at the answer again."""

    question: LinkId
    to: LinkId
    was: Text | None = None


class Recoded(Frozen):
    """Options that have other codes now: old code to new code, or to "" where there is no such answer any more."""

    question: LinkId
    to: Annotated[dict[Code, Code | Literal[""]], Field(min_length=1)]


class Removed(Frozen):
    """A question that is no longer asked."""

    question: LinkId
    was: Text


class Split(Frozen):
    """A question that became several: for each old code the new questions it answers, and with which code."""

    question: LinkId
    was: Text
    to: Annotated[dict[Code, dict[LinkId, Code]], Field(min_length=1)]


class Migration(Frozen):
    """What became different with one version, so that answers saved before it can still be used.

    `new` names the questions and sections that it brought.
    """

    version: str = Field(min_length=1)
    new: tuple[LinkId, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    recoded: tuple[Recoded, ...] = ()
    removed: tuple[Removed, ...] = ()
    split: tuple[Split, ...] = ()


# --- the library -------------------------------------------------------------------------------------------------


class Passage(Frozen):
    """One part of an article: paragraphs with an empty line between them; a line that begins with "- " is a point.

    A passage with a tag that is withheld is not shown. `warns`: it speaks of such a thing only to advise against it.
    """

    heading: Text
    text: Text
    tags: tuple[Tag, ...] = ()
    warns: bool = False
    sources: tuple[LinkId, ...] = Field(min_length=1)


class Article(Frozen):
    """Something to read in three to five minutes. With a tag that is withheld it is nowhere to be found.

    `keywords` are words people search for that the article does not use. `reviewed_on`: when somebody last read it
    against its sources.
    """

    id: LinkId
    topic: LinkId
    title: Text
    summary: Text
    keywords: Text | None = None
    tags: tuple[Tag, ...] = ()
    related: tuple[LinkId, ...] = ()
    reviewed_on: dt.date
    review_by: dt.date
    passages: tuple[Passage, ...] = Field(min_length=1)


class Topic(Frozen):
    """A shelf of the library. The order of the file is the order of showing."""

    id: LinkId
    title: Text


class Term(Frozen):
    """A word of the glossary. `forms`: other forms of it that texts use, with commas between them."""

    id: LinkId
    word: Text
    forms: Text | None = None
    definition: Text
    article: LinkId | None = None
    tags: tuple[Tag, ...] = ()
    sources: tuple[LinkId, ...] = Field(min_length=1)

    @cached_property
    def spellings(self) -> tuple[str, ...]:
        """Every form of the word."""
        return (self.word, *(form.strip() for form in (self.forms or "").split(",") if form.strip()))


class Choice(Frozen):
    """One way to go on in a story, and why it is safer or not."""

    id: LinkId
    text: Text
    safer: bool
    why: Text
    sources: tuple[LinkId, ...] = Field(min_length=1)


class Story(Frozen):
    """A made-up family at a point where it decides. It ends in what the check says of `case`, an acceptance case.

    `note` says beforehand what hard things it speaks of. With a tag that is withheld it is nowhere to be found.
    """

    id: LinkId
    case: LinkId
    title: Text
    summary: Text
    note: Text | None = None
    text: Text
    question: Text
    choices: tuple[Choice, ...] = Field(min_length=2)
    after: Text
    article: LinkId
    tags: tuple[Tag, ...] = ()
    reviewed_on: dt.date
    review_by: dt.date


class Library(Frozen):
    """What there is to read."""

    topics: tuple[Topic, ...] = ()
    articles: tuple[Article, ...] = ()
    terms: tuple[Term, ...] = ()
    stories: tuple[Story, ...] = ()

    @cached_property
    def article(self) -> dict[str, Article]:
        """The articles by id, in the order of their shelves."""
        return {article.id: article for topic in self.topics for article in self.articles if article.topic == topic.id}

    @cached_property
    def story(self) -> dict[str, Story]:
        """The stories by id."""
        return {story.id: story for story in self.stories}

    @cached_property
    def term(self) -> dict[str, Term]:
        """The words of the glossary by id."""
        return {term.id: term for term in self.terms}


# --- what to say on the phone ------------------------------------------------------------------------------------


class Listener(StrEnum):
    """Whom one speaks to: somebody who finds help, or, where there is violence, an advocate."""

    HELPER = "helper"
    ADVOCATE = "advocate"


class Wording(Frozen):
    """How one option is said inside a sentence."""

    code: Code
    text: Text


class Sentence(Frozen):
    """A sentence to say. With a `question`: when an option in `words` was picked; `{what}` is how these are said."""

    id: LinkId
    text: Text
    question: LinkId | None = None
    words: tuple[Wording, ...] = ()


class CallText(Frozen):
    """What each text of the call helper has: `to` whom it is for, and the tags with which it is withheld."""

    to: tuple[Listener, ...] = (Listener.HELPER,)
    tags: tuple[Tag, ...] = ()
    sources: tuple[LinkId, ...] = Field(min_length=1)


class SayLine(CallText):
    """A line to read out: its sentences one after the other."""

    id: LinkId
    sentences: tuple[Sentence, ...] = Field(min_length=1)


class TheyAsk(CallText):
    """What somebody who answers the phone wants to know, and the question of ours that has the answer."""

    question: LinkId
    text: Text


class YouAsk(CallText):
    """What a family can ask."""

    id: LinkId
    text: Text


class CallHelper(Frozen):
    """What to say on the phone, what they will ask and what one can ask, each in order.

    The call is to an advocate when one of the conditions in `advocate` is met.
    """

    advocate: tuple[Condition, ...] = ()
    say: tuple[SayLine, ...] = ()
    they_ask: tuple[TheyAsk, ...] = ()
    you_ask: tuple[YouAsk, ...] = ()


# --- the call desk -----------------------------------------------------------------------------------------------


class DangerWords(Frozen):
    """One kind of danger at the call desk: what is said to the caller, and what staff listen for."""

    id: LinkId
    tier: Tier
    say: Text
    listen: Text
    sources: tuple[LinkId, ...] = Field(min_length=1)


class RefusalWords(Frozen):
    """After the caller declined help in a danger: what is said to them, and what staff heed."""

    id: LinkId
    say: Text
    listen: Text
    sources: tuple[LinkId, ...] = Field(min_length=1)


class FindWords(Frozen):
    """Words that callers and staff use, with commas between them, and the questions they lead to."""

    id: LinkId
    words: Text
    questions: tuple[LinkId, ...] = Field(min_length=1)

    @cached_property
    def each(self) -> tuple[str, ...]:
        """The words, one by one."""
        return tuple(word.strip() for word in self.words.split(",") if word.strip())


class PartTwo(Frozen):
    """The notice of 42 CFR Part 2, word for word; `why` says to staff when it belongs on a record."""

    id: LinkId
    notice: Text
    why: Text
    sources: tuple[LinkId, ...] = Field(min_length=1)


class CallDesk(Frozen):
    """What staff at the call desk see besides the questions.

    `first_minute`: asked on one screen, in the order of the talk. A list shows the initials in the answer to
    `initials_of`, and beside them the answers to `on_card`. `message`: whether a message may be left; "yes" is its
    plain yes. `outcomes`: how a call can end; "emergency" means that emergency help was called.
    """

    first_minute: tuple[LinkId, ...] = ()
    initials_of: LinkId | None = None
    on_card: tuple[LinkId, ...] = ()
    message: LinkId | None = None
    outcomes: tuple[Option, ...] = ()
    dangers: tuple[DangerWords, ...] = ()
    finds: tuple[FindWords, ...] = ()
    refused: RefusalWords | None = None
    part_2: PartTwo | None = None

    @cached_property
    def danger(self) -> dict[Tier, DangerWords]:
        """What is said, by kind of danger."""
        return {one.tier: one for one in self.dangers}

    @cached_property
    def outcome(self) -> dict[str, str]:
        """How a call can end: code to words."""
        return {option.code: option.text for option in self.outcomes}


class Content(Frozen):
    """Everything an expert, translator or designer can change, in one language."""

    language: str
    questionnaire: Questionnaire
    rules: tuple[Rule, ...]
    actions: tuple[Action, ...]
    pathways: tuple[Pathway, ...]
    kinds: tuple[Pathway, ...]
    flags: tuple[Flag, ...] = ()
    bands: tuple[Band, ...]
    helplines: tuple[Helpline, ...]
    purposes: tuple[Purpose, ...] = ()
    sources: tuple[Source, ...]
    layout: Layout
    place: Place
    migrations: tuple[Migration, ...] = ()
    library: Library = Library()
    call_helper: CallHelper = CallHelper()
    call_desk: CallDesk = CallDesk()

    @cached_property
    def read_by_rules(self) -> frozenset[str]:
        """The questions that any rule reads."""
        return frozenset(condition.question for rule in self.rules for condition in rule.when)

    @cached_property
    def rule(self) -> dict[str, Rule]:
        """Rules by id."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def action(self) -> dict[str, Action]:
        """Actions by id, in order of doing."""
        return {action.id: action for action in self.actions}

    @cached_property
    def pathway(self) -> dict[str, Pathway]:
        """Pathways by id, in the order they are offered."""
        return {pathway.id: pathway for pathway in self.pathways}

    @cached_property
    def kind(self) -> dict[str, Pathway]:
        """Kinds of intervention by id."""
        return {kind.id: kind for kind in self.kinds}

    @cached_property
    def band(self) -> dict[Level, Band]:
        """How each level is said."""
        return {band.level: band for band in self.bands}

    @cached_property
    def source(self) -> dict[str, Source]:
        """Sources by id."""
        return {source.id: source for source in self.sources}


# --- what the engine says ----------------------------------------------------------------------------------------


class Finding(Frozen):
    """One rule that is met or cannot be ruled out, with the keys of the answers it rests on and of those it lacks."""

    rule: LinkId
    truth: Truth
    evidence: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


class Step(Frozen):
    """One of the three next steps, and the rules that ask for it."""

    action: LinkId
    rules: tuple[LinkId, ...]


class Offer(Frozen):
    """A pathway or kind of intervention, and the rules that offer it."""

    id: LinkId
    rules: tuple[LinkId, ...]


class Assessment(Frozen):
    """What the answers so far mean. `tier` leads; `tiers` lists every RED code that applies, or just the tier."""

    tier: Tier
    tiers: tuple[Tier, ...]
    findings: tuple[Finding, ...]
    withheld: tuple[Tag, ...]
    unknowns: tuple[str, ...]
    steps: tuple[Step, ...]
    pathways: tuple[Offer, ...]
    kinds: tuple[Offer, ...]
    lines: tuple[LinkId, ...]
    on: dt.date

    @property
    def met(self) -> tuple[Finding, ...]:
        """Findings whose conditions hold."""
        return tuple(finding for finding in self.findings if finding.truth is Truth.MET)
