"""Which answers stand where in the summary."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from intake.domain.base import Code, Frozen, LinkId, Text
from intake.domain.questionnaire import Condition


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
    gate: dict[LinkId, tuple[Code, ...]] = Field(default_factory=dict)


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
