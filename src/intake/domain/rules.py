"""Rules, and what they recommend, offer, withhold, and say."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from functools import cached_property
from typing import Literal

from pydantic import Field

from intake.domain.base import Frozen, LinkId, Tag, Text
from intake.domain.questionnaire import Condition


class Truth(StrEnum):
    """A three-valued result: unknown is never "no"."""

    MET = "met"
    NOT_MET = "not-met"
    UNKNOWN = "unknown"


class Level(StrEnum):
    """How soon to act: RED now, ORANGE today, AMBER within about three days, GREEN time to plan.

    OPEN: nothing points to danger, but a safety question has no answer, so it is not GREEN.
    """

    RED = "RED"
    ORANGE = "ORANGE"
    AMBER = "AMBER"
    OPEN = "OPEN"
    GREEN = "GREEN"


class Tier(StrEnum):
    """A level and, for RED, an action code. Listed from most to least urgent: the first that applies leads."""

    RED_911 = "RED-911"
    RED_ED = "RED-ED"
    RED_988 = "RED-988"
    RED_DV = "RED-DV"
    ORANGE = "ORANGE"
    AMBER = "AMBER"
    OPEN = "OPEN"
    GREEN = "GREEN"

    @cached_property
    def level(self) -> Level:
        """The level without the action code."""
        return Level(self.value.split("-")[0])

    @cached_property
    def urgency(self) -> int:
        """Rank among the tiers: 0 is the most urgent."""
        return list(Tier).index(self)


class RuleKind(StrEnum):
    """What a rule is for.

    danger sets the tier; hold says "no meeting now"; pathway and fit offer a way forward; note adds steps.
    contradiction is met by two answers that do not fit together. The answers it doubts cannot rule anything out: danger
    and hold rules take the graver reading, and the other rules read them as unknown.
    unknown_safety and open_safety, one rule each, are met if a safety question has no answer, or a RED or ORANGE rule
    cannot be ruled out: unknown_safety if something makes a danger likely, otherwise open_safety.
    danger and hold also read answers to questions that no longer apply.
    """

    CONTRADICTION = "contradiction"
    DANGER = "danger"
    HOLD = "hold"
    PATHWAY = "pathway"
    FIT = "fit"
    NOTE = "note"
    UNKNOWN_SAFETY = "unknown_safety"
    OPEN_SAFETY = "open_safety"


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


class StepDetail(Frozen):
    """Sentences that a rule adds to the detail of one step it recommends, because they fit only its reason.

    They are added if all of `when` are met, and left out if one of `unless` is. An unknown answer does neither.
    """

    action: LinkId
    text: Text
    when: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()


class Rule(Matching):
    """What to recommend, offer, or withhold if `match` of the conditions are met. Deeper logic takes two rules.

    `covers`: rules that this one says more exactly: if it is met, what they say on the phone, to the professional and
    beside a step, their reason not to meet, and the rules themselves are not listed. `covers_steps`: steps that its own
    first step makes needless: with 911 on the way, no doctor has to be found today. `unless`: the rule is set aside if
    all (or any: `unless_match`) of these are certainly met; of several conditions in a list of their own, all must be.
    An unknown answer never sets a rule aside. `doubts`: for a contradiction, the questions whose answers are not to be
    relied on. `say`: what to say first on the phone, about the person ("They ..."); a question in braces becomes what
    was picked there ("They {violence}."). `about_writer`: it is about the person who answers. `request`: what the
    summary asks the professional to do: who, what, by when, why; {writer} becomes whoever told what met the rule.
    `details` belong to single steps. `at_once`: about the person who answers as well, and their own panel is shown as
    soon as it is met, whatever its tier.
    """

    id: LinkId
    kind: RuleKind
    title: Text
    because: Text
    sources: tuple[LinkId, ...] = Field(min_length=1)
    tier: Tier | None = None
    unless: tuple[Condition | tuple[Condition, ...], ...] = ()
    unless_match: Literal["all", "any"] = "all"
    doubts: tuple[LinkId, ...] = ()
    covers: tuple[LinkId, ...] = ()
    covers_steps: tuple[LinkId, ...] = ()
    say: Text | None = None
    request: Text | None = None
    recommend: tuple[LinkId, ...] = ()
    details: tuple[StepDetail, ...] = ()
    about_writer: bool = False
    at_once: bool = False
    offers: LinkId | None = None
    withholds: tuple[Tag, ...] = ()
    lines: tuple[LinkId, ...] = ()

    @cached_property
    def reads_every_answer(self) -> bool:
        """Whether the rule also reads answers to questions that no longer apply."""
        return self.kind in (RuleKind.DANGER, RuleKind.HOLD)

    @cached_property
    def is_about_open_questions(self) -> bool:
        """Whether the rule is met by safety questions without an answer, not by answers."""
        return self.kind in (RuleKind.UNKNOWN_SAFETY, RuleKind.OPEN_SAFETY)

    @cached_property
    def is_about_writer(self) -> bool:
        """Whether it is about the person who answers, not the one they worry about."""
        return self.about_writer or self.at_once

    @cached_property
    def urgency(self) -> int:
        """Rank of its tier: 0 is the most urgent; a rule that sets none ranks with GREEN."""
        return (self.tier or Tier.GREEN).urgency

    @cached_property
    def is_urgent(self) -> bool:
        """Whether the rule is RED or ORANGE: its first step is never left out."""
        return self.tier is not None and self.tier.level in (Level.RED, Level.ORANGE)

    @cached_property
    def exceptions(self) -> tuple[tuple[Condition, ...], ...]:
        """What sets it aside: each exception is one condition, or several that must be met together."""
        return tuple((one,) if isinstance(one, Condition) else one for one in self.unless)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """All conditions it reads: to be met, and to set it aside."""
        return (*self.when, *(condition for exception in self.exceptions for condition in exception))

    @cached_property
    def reads(self) -> frozenset[str]:
        """The questions it reads."""
        return frozenset(condition.question for condition in self.conditions)


class Reserve(StrEnum):
    """Kinds of steps that go before others if a RED or ORANGE rule recommends them, in this order."""

    LIFE = "life"
    POISON = "poison"
    MEANS = "means"
    OVERDOSE = "overdose"
    DEPENDENT = "dependent"
    PRIVACY = "privacy"


class Variant(Frozen):
    """Other words for a step if all of its conditions are met: the first variant that fits counts."""

    id: LinkId
    when: tuple[Condition, ...] = Field(min_length=1)
    text: Text | None = None
    detail: Text | None = None


class Action(Frozen):
    """One thing to do. File order is the order to do them.

    `text_elsewhere` replaces `text` in countries without 911 and 988. `reserve`: if a RED or ORANGE rule recommends it,
    it goes before all other steps but the call of each RED code. `covers`: milder steps that are not shown beside it,
    whatever they are for, such as the same call for today. `leaves`: it means getting away from the person, so
    every text tagged approach is withheld. `instead`: the step to show if this one is withheld. `private`: it
    helps someone be safe from the person, who must not read it: in no file if files could be found. `listener`: who is
    called, for the words to say.
    """

    id: LinkId
    text: Text
    text_elsewhere: Text | None = None
    detail: Text
    variants: tuple[Variant, ...] = ()
    when: Literal["now", "today", "three_days", "this_week"]
    free: bool = True
    reserve: Reserve | None = None
    covers: tuple[LinkId, ...] = ()
    leaves: bool = False
    private: bool = False
    instead: LinkId | None = None
    listener: LinkId | None = None
    article: LinkId | None = None
    tags: tuple[Tag, ...] = ()
    lines: tuple[LinkId, ...] = ()
    sources: tuple[LinkId, ...] = Field(min_length=1)


class Pathway(Frozen):
    """A way forward that a family can choose, or (in kinds.toml) a kind of intervention.

    `after_red`: also shown when there is danger, as something for later. `for_you`: help for the family itself, shown
    apart from ways to reach their loved one. `line`: what it is in a line, for the result; else its whole text.
    """

    id: LinkId
    title: Text
    line: Text | None = None
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
    """A warning sign in the answers of one section or, in a repeating section, of one entry.

    It is raised if `match` of the conditions are met, and has no other effect.
    """

    id: LinkId
    about: LinkId
    title: Text
    text: Text
    when: tuple[Condition, ...] = Field(min_length=1)
    lines: tuple[LinkId, ...] = ()
    article: LinkId | None = None
    sources: tuple[LinkId, ...] = Field(min_length=1)


class Indicator(Matching):
    """One of the signs that it may be time for outside help, reported if `match` of the conditions are met."""

    id: LinkId
    title: Text
    when: tuple[Condition, ...] = Field(min_length=1)
    sources: tuple[LinkId, ...] = Field(min_length=1)


class Request(Frozen):
    """What the summary asks the professional to do for one tier."""

    tier: Tier
    text: Text


class Band(Frozen):
    """The wording of a level. `heading`: action and time. `request`: what the summary asks the professional to do."""

    level: Level
    heading: Text
    text: Text
    request: Text
    requests: tuple[Request, ...] = ()


class Source(Frozen):
    """Where a statement comes from. `verified`: someone read the statement in this source, on `checked_on`."""

    id: LinkId
    title: str
    publisher: str
    url: str | None = None
    checked_on: dt.date
    review_by: dt.date
    verified: bool
