"""Whether a helpline answers at a moment, in its own time zone."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from intake.domain.helplines import Helpline

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def is_open(line: Helpline, now: dt.datetime) -> bool | None:
    """Whether it answers now; None where its hours are not known. `now` knows its time zone."""
    if line.always_open:
        return True
    if line.opening is None:
        return None
    there = now.astimezone(ZoneInfo(line.opening.zone))
    return _DAYS[there.weekday()] in line.opening.days and line.opening.opens <= f"{there:%H:%M}" < line.opening.closes
