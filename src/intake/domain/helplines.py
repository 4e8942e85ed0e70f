"""People to call: lines, their hours, and which questions say where somebody is."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from intake.domain.base import Frozen, LinkId, Text


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


class Place(Frozen):
    """Which questions say where people are, so that the right helplines are shown.

    `countries` maps an option code to a helpline country; a country left out of it is "elsewhere". `always` names the
    purposes whose lines are shown on every result."""

    country: LinkId
    own_country: LinkId
    regions: tuple[LinkId, ...]
    countries: dict[str, str]
    always: tuple[LinkId, ...]
