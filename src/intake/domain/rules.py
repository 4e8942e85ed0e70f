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
    """How soon to act: RED now, ORANGE today, AMBER within about three days, GREEN time to plan."""

    RED = "RED"
    ORANGE = "ORANGE"
    AMBER = "AMBER"
    GREEN = "GREEN"


class Tier(StrEnum):
    """A level and, for RED, an action code. Listed from most to least urgent: the first that applies leads."""

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
        """Rank among the tiers: 0 is the most urgent."""
        return list(Tier).index(self)


class RuleKind(StrEnum):
    """What a rule is for.

    danger sets the tier; hold says "no meeting now"; pathway and fit offer a way forward; note adds steps;
    unknown_safety is the one rule that fires if a safety question has no answer, or a RED or ORANGE rule cannot be
    ruled out. danger, hold, and unknown_safety also read answers to questions that no longer apply.
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
    """What to recommend, offer, or withhold if `match` of the conditions are met. Deeper logic takes two rules."""

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
        """Whether the rule also reads answers to questions that no longer apply."""
        return self.kind in (RuleKind.DANGER, RuleKind.HOLD, RuleKind.UNKNOWN_SAFETY)


class Action(Frozen):
    """One thing to do. File order is the order to do them.

    `text_elsewhere` replaces `text` in countries without 911 and 988.
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

    `after_red`: also shown when there is danger, as something for later. `for_you`: help for the family itself, shown
    apart from ways to reach their loved one.
    """

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
