"""Where things stand in time: what a family said of when, as a place on a line from long ago to now.

Pure: dates come in, numbers go out. A time that nobody told has no place; it is never guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from intake.domain.base import Frozen

MOST_MARKS = 12
FEWEST = 2
"""One point shows no course: fewer than this, and there is no timeline."""

# 2021, 2021-05 or 2021-05-30, alone or among words.
_DATE = re.compile(r"(?<![0-9-])((?:19|20)[0-9]{2})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?![0-9-])")


class Moment(Frozen):
    """One thing that happened: its name, when that was in the family's words, and its place from 0 (oldest) to 1."""

    title: str
    when: str
    place: float


class Course(Frozen):
    """Things in the order in which they happened, the oldest first; after them the names of those without a time.

    `start` and `end` say what the ends of the line stand for; `marks` are places on it that help the eye.
    """

    title: str
    start: str
    end: str
    marks: tuple[float, ...] = ()
    moments: tuple[Moment, ...]
    undated: tuple[str, ...]


class TimedEntry(Frozen):
    """What was said of one thing: `date` as far as it is known, or `step` of `steps` from long ago (0) to now."""

    title: str
    when: str
    date: str | None = None
    step: int | None = None


def date_in(words: str) -> str | None:
    """The first date in a text, as far as it is one: "since 2021" is 2021. None where there is no possible date."""
    for found in _DATE.finditer(words):
        if _year(found.group()) is not None:
            return found.group()
    return None


def dated(title: str, told: Iterable[TimedEntry], made_on: dt.date) -> Course | None:
    """The things with a date, on a line of years that ends on `made_on`. None where fewer than two have one."""
    things = list(told)
    years = {id(thing): year for thing in things if thing.date and (year := _year(thing.date)) is not None}
    if len(years) < FEWEST:
        return None
    first = int(min(years.values()))
    last = max(_year(made_on.isoformat()) or 0.0, *years.values())
    span = max(last - first, 1.0)
    moments = [
        Moment(title=thing.title, when=thing.when, place=(years[id(thing)] - first) / span)
        for thing in things
        if id(thing) in years
    ]
    step = max(1, -(-int(span) // MOST_MARKS))
    marks = tuple((year - first) / span for year in range(first, int(last) + 1, step))
    undated = [thing.title for thing in things if id(thing) not in years]
    # Within one year its months say more than the year twice.
    ends = (str(first), str(int(last))) if int(last) > first else (f"{first}-01", made_on.isoformat()[:7])
    return _course(title, ends, moments, undated).model_copy(update={"marks": marks})


def stepped(title: str, told: Iterable[TimedEntry], steps: Sequence[str]) -> Course | None:
    """The things with a step, on a line from the first of `steps` (long ago) to the last; only its ends are marked."""
    things = list(told)
    known = [(thing, thing.step) for thing in things if thing.step is not None]
    if len(known) < FEWEST or len(steps) < FEWEST:
        return None
    moments = [Moment(title=thing.title, when=thing.when, place=step / (len(steps) - 1)) for thing, step in known]
    return _course(title, (steps[0], steps[-1]), moments, [thing.title for thing in things if thing.step is None])


def _course(title: str, ends: tuple[str, str], moments: list[Moment], undated: list[str]) -> Course:
    in_order = tuple(sorted(moments, key=lambda moment: moment.place))
    return Course(title=title, start=ends[0], end=ends[1], moments=in_order, undated=tuple(undated))


def _year(date: str) -> float | None:
    """A date as a year with a fraction; a year or a month alone counts from its middle. None for an impossible one."""
    year, month, day = [*(int(part) for part in date.split("-")), 0, 0][:3]
    try:
        dt.date(year, month or 1, day or 1)
    except ValueError:
        return None
    if not month:
        return year + 0.5
    return year + (month - 1 + ((day or 15) - 1) / 31) / 12
