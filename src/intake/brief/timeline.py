"""Timelines: when things happened, as positions on a line from long ago to now.

Pure: dates in, numbers out. A time that was not given has no position; it is never guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from intake.domain.base import Frozen

MOST_MARKS = 12
FEWEST = 2
"""With fewer points than this there is no timeline."""

# 2021, 2021-05 or 2021-05-30, alone or inside a text.
_DATE = re.compile(r"(?<![0-9-])((?:19|20)[0-9]{2})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?![0-9-])")


class Moment(Frozen):
    """One event: its name, its time in the family's words, and its position from 0 (oldest) to 1."""

    title: str
    when: str
    place: float


class Course(Frozen):
    """Events in chronological order, and the names of those without a time.

    `start` and `end`: labels of the ends of the line; `marks`: positions of the tick marks, from 0 to 1.
    """

    title: str
    start: str
    end: str
    marks: tuple[float, ...] = ()
    moments: tuple[Moment, ...]
    undated: tuple[str, ...]


class TimedEntry(Frozen):
    """An event to place: its `date`, as exact as known, or its `step` from long ago (0) to now."""

    title: str
    when: str
    date: str | None = None
    step: int | None = None


def date_in(words: str) -> str | None:
    """The first valid date in a text, such as 2021 in "since 2021"; None if there is none."""
    for match in _DATE.finditer(words):
        if _year(match.group()) is not None:
            return match.group()
    return None


def course_by_date(title: str, entries: Iterable[TimedEntry], made_on: dt.date) -> Course | None:
    """The entries with a date, on a line of years up to `made_on` or later; None if fewer than two have one."""
    events = list(entries)
    years = {id(event): year for event in events if event.date and (year := _year(event.date)) is not None}
    if len(years) < FEWEST:
        return None
    first = int(min(years.values()))
    last = max(_year(made_on.isoformat()) or 0.0, *years.values())
    span = max(last - first, 1.0)
    moments = [
        Moment(title=event.title, when=event.when, place=(years[id(event)] - first) / span)
        for event in events
        if id(event) in years
    ]
    step = max(1, -(-int(span) // MOST_MARKS))
    marks = tuple((year - first) / span for year in range(first, int(last) + 1, step))
    undated = [event.title for event in events if id(event) not in years]
    # Within a single year, label the ends with months.
    ends = (str(first), str(int(last))) if int(last) > first else (f"{first}-01", made_on.isoformat()[:7])
    return _course(title, ends, moments, undated).model_copy(update={"marks": marks})


def course_by_step(title: str, entries: Iterable[TimedEntry], steps: Sequence[str]) -> Course | None:
    """The entries with a step on a line from the first of `steps` (long ago) to the last; None if fewer than two."""
    events = list(entries)
    timed = [(event, event.step) for event in events if event.step is not None]
    if len(timed) < FEWEST or len(steps) < FEWEST:
        return None
    moments = [Moment(title=event.title, when=event.when, place=step / (len(steps) - 1)) for event, step in timed]
    return _course(title, (steps[0], steps[-1]), moments, [event.title for event in events if event.step is None])


def _course(title: str, ends: tuple[str, str], moments: list[Moment], undated: list[str]) -> Course:
    in_order = tuple(sorted(moments, key=lambda moment: moment.place))
    return Course(title=title, start=ends[0], end=ends[1], moments=in_order, undated=tuple(undated))


def _year(date: str) -> float | None:
    """A date as a fractional year; a year or month alone counts as its middle. None for an invalid date."""
    year, month, day = [*(int(part) for part in date.split("-")), 0, 0][:3]
    try:
        dt.date(year, month or 1, day or 1)
    except ValueError:
        return None
    if not month:
        return year + 0.5
    return year + (month - 1 + ((day or 15) - 1) / 31) / 12
