"""Access to a case: by its owner, by everyone while it has no owner, by supervisors, and by who gave a reason."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session

from intake.store.permissions import Actor, NotPermittedError, Permission, RecordMergedError
from intake.store.schema import CaseAccess, RecordStatus

LASTS = dt.timedelta(hours=12)
"""How long someone may work on a case after giving a reason: a shift. It ends earlier when the case is closed."""

_WITH_A_REASON = frozenset(
    {
        Permission.TAKE_CALL,
        Permission.READ_RECORD,
        Permission.CHANGE_RECORD,
        Permission.EXPORT_RECORD,
        Permission.ASK_SUPERVISOR,
    }
)


class Owned(Protocol):
    """What decides about access: a Record, or a RecordHead."""

    @property
    def id(self) -> str:
        """The id of the record."""

    @property
    def owner(self) -> str:
        """Its owner, "" for none."""

    @property
    def status(self) -> str:
        """Its status."""


def allows(session: Session, actor: Actor, action: Permission, record: Owned, now: dt.datetime) -> bool:
    """Whether the actor may do this with the record; nobody may with one that was merged into another case."""
    if record.status == RecordStatus.MERGED:
        return False
    if actor.may(action, owner=record.owner):
        return True
    if action not in _WITH_A_REASON or not actor.may(action) or record.status == RecordStatus.CLOSED:
        return False
    opened = session.get(CaseAccess, (record.id, actor.name))
    return opened is not None and opened.until > now


def check(session: Session, actor: Actor, action: Permission, record: Owned, now: dt.datetime) -> None:
    """Raise NotPermittedError unless the actor may do this with the record."""
    if record.status == RecordStatus.MERGED and actor.may(action):
        raise RecordMergedError("the record was merged into another case")
    if not allows(session, actor, action, record, now):
        raise NotPermittedError(f"{actor.role} may not {action}")


def grant(session: Session, record_id: str, name: str, now: dt.datetime) -> None:
    """Let someone work on the case for LASTS."""
    session.merge(CaseAccess(record_id=record_id, name=name, until=now + LASTS))


def opened_by(name: str, now: dt.datetime) -> sa.Select[str]:
    """A query for the ids of the cases that someone opened with a reason."""
    return sa.select(CaseAccess.record_id).where(CaseAccess.name == name, CaseAccess.until > now)
