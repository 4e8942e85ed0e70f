"""Nothing the content relies on is past its review date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import available_timezones

from intake.content import Problem
from intake.domain.content import Content

LONGEST_TRUST = 184  # days a helpline's number stays believed without a look


def problems(content: Content, on: dt.date) -> Iterator[Problem]:
    """Helplines and sources past their review date on the day `on`, and opening hours that make no sense."""
    for kind, entries in (("helplines.toml", content.helplines), ("sources.toml", content.sources)):
        for entry in entries:
            if entry.review_by < on:
                yield Problem(kind, f"{entry.id}: review_by {entry.review_by} has passed; check it and set new dates")
            if entry.checked_on > on:
                yield Problem(kind, f"{entry.id}: checked_on {entry.checked_on} lies ahead")
    for line in content.helplines:
        if line.opening is not None and line.opening.zone not in available_timezones():
            yield Problem("helplines.toml", f"{line.id}: there is no time zone {line.opening.zone!r}")
        if line.always_open and line.opening is not None:
            yield Problem("helplines.toml", f"{line.id}: always_open and opening hours contradict each other")
        if (line.review_by - line.checked_on).days > LONGEST_TRUST:
            yield Problem("helplines.toml", f"{line.id}: review_by is more than six months after checked_on")
