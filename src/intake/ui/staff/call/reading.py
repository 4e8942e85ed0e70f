"""What it takes to read a stored record on this screen: today's questions, the time, and the time in words."""

from __future__ import annotations

from intake.ui.common import session
from intake.ui.staff import record_rows
from intake.ui.staff.call.joined_record import Reading


def now() -> Reading:
    """For a record that is read now."""
    at = session.now()
    return Reading(session.content(), at, record_rows.moment(at, session.words(), at.tzinfo))
