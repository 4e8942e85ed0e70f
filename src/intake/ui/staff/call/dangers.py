"""Which dangers the answers speak of, and whether their drawer was closed with a choice."""

from __future__ import annotations

from intake.domain.rules import Level, Tier
from intake.store import index_fields
from intake.ui.common import session
from intake.ui.staff.call import call_state, log

WHERE = "where_they_are"
DECLINED = "declined"
LOGGED = "danger"  # the kind of the lines that say what was done


def kinds() -> tuple[Tier, ...]:
    """The kinds of danger found, the most urgent first."""
    return tuple(tier for tier in session.assessment().tiers if tier.level is Level.RED)


def new() -> bool:
    """Whether the answers speak of a danger that is new: of another kind, or with something else to do at once."""
    return not _found() <= set(call_state.current().dangers_seen)


def saw() -> None:
    """Notes that something was done about the present ones."""
    call_state.update(dangers_seen=tuple(sorted(_found() | set(call_state.current().dangers_seen))))


def where() -> str:
    """The address that was told for help to come to; "" for none."""
    return call_state.field_value(WHERE).strip()


def last_done() -> str:
    """What the log says last of a danger; "" for nothing."""
    return next((str(line.content["text"]) for line in log.lines() if line.kind == LOGGED), "")


def is_declined() -> bool:
    """Whether the last of it is that help was declined."""
    choices = (line.content.get("choice") for line in log.lines() if line.kind == LOGGED)
    return next(choices, None) == DECLINED


def _found() -> frozenset[str]:
    return index_fields.dangers(session.content(), session.assessment())
