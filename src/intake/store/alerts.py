"""Alerts: a worker asks for a supervisor, and a supervisor acknowledges it. Both are in the log of the case."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from intake.store import access, audit, case_log
from intake.store.database import Clock, Database
from intake.store.permissions import Actor, Permission
from intake.store.records import RecordGoneError
from intake.store.schema import Alert, Record

SHOWN_FOR = dt.timedelta(hours=24)


class AlertRow(NamedTuple):
    """One alert, with the urgency and the open safety questions of its case. `answered_by`: None while it waits."""

    id: str
    record_id: str
    urgency: int
    must_ask: int
    raised_by: str
    raised_at: dt.datetime
    answered_by: str | None
    answered_at: dt.datetime | None


@dataclass(frozen=True)
class Alerts:
    """The alerts that one member of staff may raise, see, or acknowledge."""

    database: Database
    actor: Actor
    now: Clock

    def ask(self, record_id: str) -> AlertRow:
        """Ask for a supervisor. Does nothing more while an alert about the case waits."""
        with self.database.writing() as session:
            record = self._record(session, record_id, lock=True)
            waiting = sa.select(Alert).where(Alert.record_id == record_id, Alert.answered_at.is_(None))
            alert = session.scalars(waiting).first()
            if alert is None:
                alert = Alert(id=uuid.uuid4().hex, record_id=record_id, raised_by=self.actor.name, raised_at=self.now())
                session.add(alert)
                self._log(session, record, case_log.SUPERVISOR_ASKED)
                self._audit(session, "ask-supervisor", record_id)
            return _row(alert, record)

    def newest(self, record_id: str) -> AlertRow | None:
        """The newest alert about a case, for who works on it."""
        with self.database.reading() as session:
            record = self._record(session, record_id)
            alerts = sa.select(Alert).where(Alert.record_id == record_id).order_by(Alert.raised_at.desc())
            alert = session.scalars(alerts.limit(1)).first()
            return None if alert is None else _row(alert, record)

    def waiting(self) -> tuple[AlertRow, ...]:
        """The alerts that nobody has acknowledged, oldest first."""
        return self._rows(Alert.answered_at.is_(None), Alert.raised_at)

    def answered(self) -> tuple[AlertRow, ...]:
        """The alerts acknowledged within SHOWN_FOR, newest first."""
        return self._rows(Alert.answered_at >= self.now() - SHOWN_FOR, Alert.answered_at.desc())

    def acknowledge(self, alert_id: str) -> AlertRow:
        """Take on an alert. If another supervisor was faster, theirs stands. Raises RecordGoneError."""
        self.actor.check(Permission.SUPERVISE_CALLS)
        with self.database.writing() as session:
            alert = session.scalars(sa.select(Alert).where(Alert.id == alert_id).with_for_update()).first()
            if alert is None:
                raise RecordGoneError("there is no such alert")
            record = session.scalars(sa.select(Record).where(Record.id == alert.record_id).with_for_update()).one()
            if alert.answered_at is None:
                alert.answered_by, alert.answered_at = self.actor.name, self.now()
                self._log(session, record, case_log.SUPERVISOR_CAME)
                self._audit(session, "answer-alert", record.id, name=alert.raised_by)
            return _row(alert, record)

    def _rows(self, condition: sa.ColumnElement[bool], order: sa.SQLColumnExpression[Any]) -> tuple[AlertRow, ...]:
        self.actor.check(Permission.SUPERVISE_CALLS)
        query = (
            sa.select(Alert, Record.peak_urgency, Record.must_ask)
            .join(Record, Record.id == Alert.record_id)
            .where(condition)
        )
        with self.database.reading() as session:
            return tuple(_row(row.Alert, row) for row in session.execute(query.order_by(order)))

    def _record(self, session: Session, record_id: str, *, lock: bool = False) -> Record:
        query = sa.select(Record).where(Record.id == record_id)
        record = session.scalar(query.with_for_update() if lock else query)
        if record is None:
            raise RecordGoneError("there is no such record")
        access.check(session, self.actor, Permission.ASK_SUPERVISOR, record, self.now())
        return record

    def _log(self, session: Session, record: Record, kind: str) -> None:
        key = self.database.keyring.unwrap(record.key)
        line = case_log.NewLine(record.id, uuid.uuid4().hex, self.now(), self.actor.name, kind, {"text": ""})
        case_log.append(session, key, line)

    def _audit(self, session: Session, action: str, record_id: str, **detail: str | int) -> None:
        event = audit.AuditEvent(self.now(), self.actor.name, action, record_id)
        audit.append(self.database, session, event, **detail)


def _row(alert: Alert, record: Any) -> AlertRow:
    """`record`: a Record, or a row with its columns for lists."""
    return AlertRow(
        alert.id,
        alert.record_id,
        record.peak_urgency,
        record.must_ask,
        alert.raised_by,
        alert.raised_at,
        alert.answered_by,
        alert.answered_at,
    )
