"""The months after as a calendar file: the days on which a family looks in on each other.

A calendar is seen by whoever picks up the phone, and shared with others more often than its owner knows. So an entry
says nothing but a neutral title: no name, no illness, no place, no notes, no name of this product, and no alarm, which
would light up a locked phone at a moment nobody chose. It lasts the whole day and is of no time zone: the family says
among itself when they talk, and a journey moves nothing.
"""

from __future__ import annotations

import calendar
import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from intake.domain.content import Content
from intake.domain.questionnaire import CheckIns
from intake.domain.response import Response

if TYPE_CHECKING:
    from icalendar import Event

DAYS_AHEAD = 60
"""How far ahead the first day can lie."""
WEEKS_OF_FIRST_MONTH = 4
MONTHS_A_YEAR = 12
_MAKER = "-//check in//EN"
_UIDS = uuid.UUID("6f1d3f0e-2f6b-4d0b-9a55-5c7f0f2f8a11")


def days(content: Content, response: Response) -> tuple[dt.date, ...]:
    """The days the answers speak of, in order; empty until length, rhythm and first day are chosen."""
    chosen = _chosen(content)
    if chosen is None:
        return ()
    length, rhythm = response.by_key.get(chosen.length), response.by_key.get(chosen.rhythm)
    first = rhythm.as_of if rhythm is not None else None
    if length is None or rhythm is None or not length.codes or not rhythm.codes or first is None:
        return ()
    try:
        day = dt.date.fromisoformat(first)
    except ValueError:  # a month or a year: nobody chose a day
        return ()
    weekly = rhythm.codes[0] in chosen.weekly
    return tuple(sorted({day, *_weeks(day, weekly), *_months(day, chosen.months[length.codes[0]])}))


def first_days(today: dt.date) -> tuple[dt.date, ...]:
    """The days that can be chosen as the first: from tomorrow on."""
    return tuple(today + dt.timedelta(days=ahead) for ahead in range(1, DAYS_AHEAD + 1))


def rhythm(content: Content) -> str | None:
    """The question whose answer carries the first day, if any section makes dates."""
    chosen = _chosen(content)
    return chosen.rhythm if chosen else None


def reminders(content: Content, response: Response, made_on: dt.date) -> tuple[dt.date, ...]:
    """The days on which something was planned for oneself, counted from the day the file is made; in order."""
    items = content.questionnaire.items
    return tuple(
        sorted(
            made_on + dt.timedelta(days=reminder.days)
            for section in content.questionnaire.sections
            for reminder in section.reminders
            if (answer := response.by_key.get(reminder.question)) is not None
            and any(not items[reminder.question].by_code[code].exclusive for code in answer.codes)
        )
    )


def ics(some: Iterable[dt.date], made_on: dt.date, title: str, *, of: str = "") -> bytes:
    """A calendar file with one entry a day, titled `title`. The same days and date give the same bytes.

    An entry keeps its id when the file is made again, so that a calendar changes the old entry and adds no second one.
    `of` keeps the ids of two kinds of file apart: one must not change the entries of the other.
    """
    from icalendar import Calendar  # slow to import, and only this needs it

    whole = Calendar()
    whole.add("prodid", _MAKER)
    whole.add("version", "2.0")
    for day in some:
        whole.add_component(_entry(f"{of}{day.isoformat()}", day, made_on, title))
    return bytes(whole.to_ical())


def _entry(name: str, day: dt.date, made_on: dt.date, title: str) -> Event:
    from icalendar import Event

    entry = Event()
    entry.add("uid", str(uuid.uuid5(_UIDS, name)))
    entry.add("dtstamp", dt.datetime.combine(made_on, dt.time(), dt.UTC))
    entry.add("dtstart", day)
    entry.add("dtend", day + dt.timedelta(days=1))
    entry.add("summary", title)
    entry.add("class", "PRIVATE")
    entry.add("transp", "TRANSPARENT")
    return entry


def _chosen(content: Content) -> CheckIns | None:
    return next((one.check_ins for one in content.questionnaire.sections if one.check_ins), None)


def _weeks(first: dt.date, weekly: bool) -> Iterator[dt.date]:
    if weekly:
        yield from (first + dt.timedelta(weeks=number) for number in range(1, WEEKS_OF_FIRST_MONTH))


def _months(first: dt.date, number: int) -> Iterator[dt.date]:
    """The same day of each of the next months, or the last one of a shorter month."""
    for ahead in range(1, number + 1):
        years, month = divmod(first.month - 1 + ahead, MONTHS_A_YEAR)
        year = first.year + years
        longest = calendar.monthrange(year, month + 1)[1]
        yield dt.date(year, month + 1, min(first.day, longest))
