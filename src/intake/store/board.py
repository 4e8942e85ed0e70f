"""The live board of supervisors: the calls that are going on, and a look at one of them that changes nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from intake.store import audit, calls, case_log, presence, record_body
from intake.store.database import Clock, Database
from intake.store.lists import ListRow, list_rows
from intake.store.permissions import Actor, Permission
from intake.store.record_body import LogLine
from intake.store.records import OpenedRecord, RecordGoneError, head_of
from intake.store.schema import AuditRow, Call, Entry, Record, RecordStatus
from intake.store.sessions import IDLE

MOST_CALLS = 100
LOOK_AUDITED_EVERY = dt.timedelta(minutes=15)
_LOOK = "look"


class LiveCall(NamedTuple):
    """A call that is going on. `left`: its worker is no longer at the desk."""

    row: ListRow
    worker: str
    began_at: dt.datetime
    left: bool


class Look(NamedTuple):
    """A case as it is stored now, while someone else works on it. `worker`: who is on the call, "" for nobody.

    `call_began_at`: since when.
    """

    opened: OpenedRecord
    worker: str
    call_began_at: dt.datetime | None
    log: tuple[LogLine, ...]


@dataclass(frozen=True)
class Board:
    """What one supervisor sees of the calls of others."""

    database: Database
    actor: Actor
    now: Clock

    def calls(self) -> tuple[LiveCall, ...]:
        """The calls that are going on, most urgent first, then the longest."""
        self.actor.check(Permission.SUPERVISE_CALLS)
        going_on = sa.select(Call.record_id, Call.worker, Call.began_at).where(Call.ended_at.is_(None))
        condition = sa.and_(
            Record.status == RecordStatus.CALLING, Record.id.in_(going_on.with_only_columns(Call.record_id))
        )
        with self.database.reading() as session:
            order = (Record.peak_urgency, Record.created_at)
            rows = list_rows(self.database, session, condition, order, MOST_CALLS)
            call_of = {call.record_id: call for call in session.execute(going_on)}
            here = set(session.scalars(presence.at_the_desk(self.now() - IDLE)))
        live = [(row, call_of[row.head.id]) for row in rows if row.head.id in call_of]
        found = (LiveCall(row, call.worker, call.began_at, call.worker not in here) for row, call in live)
        return tuple(sorted(found, key=lambda call: (call.row.head.peak_urgency, call.began_at)))

    def look(self, record_id: str) -> Look:
        """Read a case without opening it. Audited once in LOOK_AUDITED_EVERY, because the screen reads it again."""
        self.actor.check(Permission.SUPERVISE_CALLS)
        with self.database.writing() as session:
            record = session.get(Record, record_id)
            if record is None or record.status == RecordStatus.MERGED:
                raise RecordGoneError("there is no such record")
            key = self.database.keyring.unwrap(record.key)
            body = record_body.open_body(key, record.body, record.id, record.version)
            lines = session.scalars(sa.select(Entry).where(Entry.record_id == record_id))
            log = case_log.in_order(record_body.open_line(key, record_id, entry) for entry in lines)[::-1]
            going_on = calls.going_on(session, record_id)
            if not self._looked_lately(session, record_id):
                self._audit(session, "look", record_id)
            worker, began = ("", None) if going_on is None else (going_on.worker, going_on.began_at)
            return Look(OpenedRecord(head_of(record), body), worker, began, log)

    def _looked_lately(self, session: Session, record_id: str) -> bool:
        mine = sa.select(AuditRow.seq).where(AuditRow.record_id == record_id, AuditRow.actor == self.actor.name)
        lately = mine.where(AuditRow.action == _LOOK, AuditRow.at > self.now() - LOOK_AUDITED_EVERY)
        return session.scalar(lately.limit(1)) is not None

    def _audit(self, session: Session, action: str, record_id: str) -> None:
        audit.append(self.database, session, audit.AuditEvent(self.now(), self.actor.name, action, record_id))
