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


class LinesShown(Frozen):
    """Which helplines stand where: each field names purposes. Lines keep the order of helplines.toml.

    `for_life` and `for_suicide`: the two numbers of the first paint, before anything about anyone is known.
    `for_violence`: lines for violence at home, shown alone where a file or a call could be found out. `crisis_page`:
    the page of crisis numbers that needs no script. `danger_page`: the page with the question about danger, and
    `talk_it_through` what it adds for somebody who comes from the first page. `contacts`: the contacts file.
    """

    for_life: LinkId
    for_suicide: LinkId
    for_violence: LinkId
    crisis_page: tuple[LinkId, ...] = Field(min_length=1)
    danger_page: tuple[LinkId, ...] = Field(min_length=1)
    talk_it_through: tuple[LinkId, ...] = ()
    contacts: tuple[LinkId, ...] = ()

    @property
    def purposes(self) -> tuple[LinkId, ...]:
        """Every purpose that is named, some of them more than once."""
        lists = (self.crisis_page, self.danger_page, self.talk_it_through, self.contacts)
        return (self.for_life, self.for_suicide, self.for_violence, *(purpose for named in lists for purpose in named))


class Place(Frozen):
    """Which questions say where people are, and which helplines are shown where.

    `countries` maps an option code to a helpline country; a country left out of it is "elsewhere". `always` names the
    purposes whose lines are shown on every result."""

    country: LinkId
    own_country: LinkId
    regions: tuple[LinkId, ...]
    countries: dict[str, str]
    always: tuple[LinkId, ...]
    lines: LinesShown
