"""The dangers found in the answers, and what was done about them."""

from __future__ import annotations

from intake.domain.rules import Level, Tier
from intake.store import index_fields
from intake.ui.common import session
from intake.ui.staff.call import call_state, log

LOCATION = "where_they_are"
DECLINED = "declined"
LOGGED = "danger"  # the kind of log lines that say what was done


def kinds() -> tuple[Tier, ...]:
    """The kinds of danger found, the most urgent first."""
    return tuple(tier for tier in session.assessment().tiers if tier.level is Level.RED)


def has_new() -> bool:
    """Whether there is a danger without a choice yet: of another kind, or with another immediate step."""
    return not _current() <= set(call_state.current().dangers_seen)


def mark_seen() -> None:
    """Mark the current dangers as seen: staff chose what to do about them."""
    call_state.update(dangers_seen=tuple(sorted(_current() | set(call_state.current().dangers_seen))))


def location() -> str:
    """The address where help should come; "" for none."""
    return call_state.field_value(LOCATION).strip()


def last_action() -> str:
    """The newest log line about a danger; "" for none."""
    return next((str(line.content["text"]) for line in log.lines() if line.kind == LOGGED), "")


def last_was_declined() -> bool:
    """Whether the newest log line about a danger says that help was declined."""
    choices = (line.content.get("choice") for line in log.lines() if line.kind == LOGGED)
    return next(choices, None) == DECLINED


def _current() -> frozenset[str]:
    return index_fields.dangers(session.content(), session.assessment())
