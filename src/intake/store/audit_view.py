"""The audit trail as supervisors and administrators see it: who did what, when, to which record."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa

from intake.store import audit
from intake.store.database import Database
from intake.store.permissions import Actor, Permission
from intake.store.schema import AuditRow

MAX_LINES = 50
_SHOWN_DETAILS = ("name", "role", "as_what", "to_whom", "purpose", "records", "before", "now", "reason")


class AuditEntry(NamedTuple):
    """One line of the audit trail. `record_id` is "" if no record was involved.

    `about`: details such as the account, the role, the recipient or the purpose. Never an answer.
    """

    seq: int
    at: dt.datetime
    actor: str
    action: str
    record_id: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class AuditTrail:
    """The audit trail of one database, for one member of staff."""

    database: Database
    actor: Actor

    def last(self, limit: int = MAX_LINES) -> tuple[AuditEntry, ...]:
        """The last lines, newest first."""
        self.actor.check(Permission.READ_AUDIT)
        with self.database.reading() as session:
            rows = session.scalars(sa.select(AuditRow).order_by(AuditRow.seq.desc()).limit(limit))
            return tuple(_entry_of(row) for row in rows)

    def first_fault(self) -> int | None:
        """The number of the first line that is missing or was changed; None if the audit trail is intact."""
        self.actor.check(Permission.READ_AUDIT)
        with self.database.reading() as session:
            return audit.first_fault(self.database, session)

    def anchor(self) -> str:
        """The current end of the audit trail, to keep elsewhere: it reveals later truncation."""
        self.actor.check(Permission.READ_AUDIT)
        with self.database.reading() as session:
            return str(audit.anchor(session))


def _entry_of(row: AuditRow) -> AuditEntry:
    detail = json.loads(row.detail)
    about = tuple(str(detail[name]) for name in _SHOWN_DETAILS if detail.get(name))
    return AuditEntry(row.seq, row.at, row.actor, row.action, row.record_id or "", about)
