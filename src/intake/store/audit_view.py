"""The audit trail as who may read it sees it: what was done, by whom, when, with which record."""

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
_TOLD = ("name", "role", "as_what", "to_whom", "purpose", "records", "before", "now")


class AuditEntry(NamedTuple):
    """One line: `record_id` is "" where no record was touched. It never holds what somebody said.

    `about`: whose account it was, and the role or what for.
    """

    seq: int
    at: dt.datetime
    actor: str
    action: str
    record_id: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class AuditTrail:
    """The trail of one database, for one member of staff."""

    database: Database
    actor: Actor

    def last(self, most: int = MAX_LINES) -> tuple[AuditEntry, ...]:
        """The last lines, the newest first."""
        self.actor.check(Permission.READ_AUDIT)
        with self.database.reading() as session:
            found = session.scalars(sa.select(AuditRow).order_by(AuditRow.seq.desc()).limit(most))
            return tuple(_done(one) for one in found)

    def first_fault(self) -> int | None:
        """The number of the first line that is missing or was changed; None when all is well."""
        self.actor.check(Permission.READ_AUDIT)
        with self.database.reading() as session:
            return audit.first_fault(self.database, session)

    def anchor(self) -> str:
        """The end of the trail, to be noted elsewhere: with it a cut-off end shows."""
        self.actor.check(Permission.READ_AUDIT)
        with self.database.reading() as session:
            return str(audit.anchor(session))


def _done(line: AuditRow) -> AuditEntry:
    detail = json.loads(line.detail)
    about = tuple(str(detail[name]) for name in _TOLD if detail.get(name))
    return AuditEntry(line.seq, line.at, line.actor, line.action, line.record_id or "", about)
