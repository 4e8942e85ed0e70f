"""Whether a worker is still at the desk: signed in, and active within the time after which a screen locks."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from intake.store.schema import Staff, StaffSession


def at_the_desk(since: dt.datetime) -> sa.Select[str]:
    """A query for the names of staff with an open, unlocked session in which something happened since then."""
    return (
        sa.select(StaffSession.name)
        .join(Staff, Staff.name == StaffSession.name)
        .where(
            StaffSession.ended_at.is_(None),
            StaffSession.locked.is_(False),
            StaffSession.last_at >= since,
            Staff.disabled.is_(False),
        )
    )
