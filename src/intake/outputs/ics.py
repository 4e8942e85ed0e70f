"""Calendar files: the family's check-ins in the months after, and reminders for oneself.

Anyone who picks up the phone can see its calendar, and calendars are often shared. So an entry has only a neutral
title: no name, illness, place, notes, or product name, and no alarm, which could light up a locked phone at a bad
moment. An entry lasts all day and has no time zone, so travel does not move it.
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
"""How many days ahead the first day can be."""
WEEKS_OF_FIRST_MONTH = 4
MONTHS_A_YEAR = 12
_MAKER = "-//check in//EN"
_UIDS = uuid.UUID("6f1d3f0e-2f6b-4d0b-9a55-5c7f0f2f8a11")
_METHOD = "PUBLISH"
"""Entries to add, not an invitation to answer."""


def days(content: Content, response: Response) -> tuple[dt.date, ...]:
    """The days of the check-ins, in order; empty until length, rhythm, and first day are chosen."""
    check_ins = _check_ins(content)
    if check_ins is None:
        return ()
    length, rhythm = response.by_key.get(check_ins.length), response.by_key.get(check_ins.rhythm)
    first = rhythm.as_of if rhythm is not None else None
    if length is None or rhythm is None or not length.codes or not rhythm.codes or first is None:
        return ()
    try:
        day = dt.date.fromisoformat(first)
    except ValueError:  # only a month or a year
        return ()
    weekly = rhythm.codes[0] in check_ins.weekly
    return tuple(sorted({day, *_weeks(day, weekly), *_months(day, check_ins.months[length.codes[0]])}))


def first_days(today: dt.date) -> tuple[dt.date, ...]:
    """The days to choose the first day from, starting tomorrow."""
    return tuple(today + dt.timedelta(days=ahead) for ahead in range(1, DAYS_AHEAD + 1))


def rhythm(content: Content) -> str | None:
    """The question whose answer has the first day as its date; None if no section has check-ins."""
    check_ins = _check_ins(content)
    return check_ins.rhythm if check_ins else None


def reminders(content: Content, response: Response, made_on: dt.date) -> tuple[dt.date, ...]:
    """The days of things planned for oneself, in order, counted from the day the file is made."""
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


def ics(entry_days: Iterable[dt.date], made_on: dt.date, title: str, *, series: str) -> bytes:
    """A calendar file with an entry titled `title` for each day. The same arguments give the same bytes.

    The UID of an entry follows from `series` and its day. A new file of the same series updates entries instead of
    adding duplicates. Another family and another kind of file need another series: a calendar that holds both would
    otherwise take their entries for the same.
    """
    from icalendar import Calendar  # slow to import

    calendar_file = Calendar()
    calendar_file.add("prodid", _MAKER)
    calendar_file.add("version", "2.0")
    calendar_file.add("method", _METHOD)
    for day in entry_days:
        calendar_file.add_component(_entry(f"{series} {day.isoformat()}", day, made_on, title))
    return bytes(calendar_file.to_ical())


def _entry(uid_name: str, day: dt.date, made_on: dt.date, title: str) -> Event:
    from icalendar import Event

    entry = Event()
    entry.add("uid", str(uuid.uuid5(_UIDS, uid_name)))
    entry.add("dtstamp", dt.datetime.combine(made_on, dt.time(), dt.UTC))
    entry.add("dtstart", day)
    entry.add("dtend", day + dt.timedelta(days=1))
    entry.add("summary", title)
    entry.add("class", "PRIVATE")
    entry.add("transp", "TRANSPARENT")
    return entry


def _check_ins(content: Content) -> CheckIns | None:
    return next((section.check_ins for section in content.questionnaire.sections if section.check_ins), None)


def _weeks(first: dt.date, weekly: bool) -> Iterator[dt.date]:
    if weekly:
        yield from (first + dt.timedelta(weeks=number) for number in range(1, WEEKS_OF_FIRST_MONTH))


def _months(first: dt.date, number: int) -> Iterator[dt.date]:
    """The same day of each of the next months, or the last day of a shorter month."""
    for ahead in range(1, number + 1):
        years, month = divmod(first.month - 1 + ahead, MONTHS_A_YEAR)
        year = first.year + years
        last_day = calendar.monthrange(year, month + 1)[1]
        yield dt.date(year, month + 1, min(first.day, last_day))
