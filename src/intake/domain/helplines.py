"""Helplines: their hours, where each is shown, and which questions say where people are."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from intake.domain.base import Frozen, LinkId, Text
from intake.domain.questionnaire import Condition


class Purpose(Frozen):
    """What a helpline is for (its `scope`). File order is order of urgency."""

    id: LinkId
    title: Text


Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class Opening(Frozen):
    """Opening hours in the line's own time zone (IANA name)."""

    zone: str
    days: tuple[Weekday, ...] = Field(min_length=1)
    opens: Clock
    closes: Clock


class Helpline(Frozen):
    """A line that people can call or text. `scope`: what it is for. `region`: limits it to states or provinces.

    After `review_by` it is no longer shown, unless it is `lasting`, a number set by law. `unless`: whom it does not
    serve: it is not shown if all of these are certainly met.
    """

    id: LinkId
    name: Text
    country: Literal["US", "CA", "any"]
    region: tuple[str, ...] = ()
    unless: tuple[Condition, ...] = ()
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
        """Whether the line may be shown on that day."""
        return self.verified and (self.lasting or on <= self.review_by)


class HelplinePlacement(Frozen):
    """The purposes whose helplines each place shows. Lines keep the order of helplines.toml.

    `for_life` and `for_suicide`: the two numbers in the first paint, before any answers are known.
    `for_violence`: lines for violence at home, shown alone where an abuser could discover a file or a call.
    `crisis_page`: the page of crisis numbers that works without JavaScript. `danger_page`: the page with the question
    about danger. `talk_it_through`: what it adds for people who would rather call than answer. `contacts`: the
    contacts file.
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
        """All purposes named here, with repeats."""
        single = (self.for_life, self.for_suicide, self.for_violence)
        return (*single, *self.crisis_page, *self.danger_page, *self.talk_it_through, *self.contacts)


class AbroadWords(Frozen):
    """What is said instead of words that name a number that does not work abroad.

    `own`: if the person who answers is the one there.
    """

    id: LinkId
    said: Text
    text: Text
    own: Text | None = None


class AddedWords(Frozen):
    """What each step that says `said` adds if the answers are so: a person in another town, a child at home.

    It is left out where the step itself says `known`.
    """

    id: LinkId
    when: tuple[Condition, ...] = Field(min_length=1)
    said: Text
    known: Text
    text: Text


class Place(Frozen):
    """Which questions say where people are, and where helplines are shown.

    `countries` maps an option code to a helpline country; a code that is not in it means "elsewhere". `always`: the
    purposes whose lines every result shows. `abroad`: the longest that fit are used.
    `added`: what steps add for such a place or such people.
    """

    country: LinkId
    own_country: LinkId
    regions: tuple[LinkId, ...]
    countries: dict[str, str]
    always: tuple[LinkId, ...]
    lines: HelplinePlacement
    abroad: tuple[AbroadWords, ...] = ()
    added: tuple[AddedWords, ...] = ()
