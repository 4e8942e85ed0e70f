"""Opening hours of helplines."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from intake.domain.helplines import Helpline

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def is_open(line: Helpline, now: dt.datetime) -> bool | None:
    """Whether the line is open at `now`, an aware datetime. None if its hours are not known."""
    if line.always_open:
        return True
    if line.opening is None:
        return None
    local = now.astimezone(ZoneInfo(line.opening.zone))
    return _DAYS[local.weekday()] in line.opening.days and line.opening.opens <= f"{local:%H:%M}" < line.opening.closes
