"""Checks that no helpline or source is past its review date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import available_timezones

from intake.content import Problem
from intake.domain.content import Content

LONGEST_TRUST = 184  # days until a helpline must be checked again


def problems(content: Content, on: dt.date) -> Iterator[Problem]:
    """Helplines and sources past their review date on the day `on`, and opening hours that make no sense."""
    for kind, entries in (("helpline", content.helplines), ("source", content.sources)):
        for entry in entries:
            where = f"{kind} `{entry.id}`"
            if entry.review_by < on:
                yield Problem(where, f"review_by {entry.review_by} has passed; check it and set new dates")
            if entry.checked_on > on:
                yield Problem(where, f"checked_on {entry.checked_on} is in the future")
    for line in content.helplines:
        where = f"helpline `{line.id}`"
        if line.opening is not None and line.opening.zone not in available_timezones():
            yield Problem(where, f"there is no time zone `{line.opening.zone}`")
        if line.always_open and line.opening is not None:
            yield Problem(where, "always_open and opening cannot both be set")
        if (line.review_by - line.checked_on).days > LONGEST_TRUST:
            yield Problem(where, "review_by is more than six months after checked_on")
