"""Retention: how long records are kept, and how they are destroyed. Records on hold are never destroyed.

The agency sets the days to keep a record after it was closed, or else last changed: by status, and by status and state
where a state's law requires another period (see retention_periods). A status without a period is kept. Destroying a
record destroys its key and overwrites its place on disk; older backups hold it until they are destroyed too.

A record that was merged into a case is destroyed together with it, when the periods of both are over.
"""

from __future__ import annotations

import datetime as dt
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from intake.store import audit
from intake.store.database import Clock, Database
from intake.store.permissions import Actor, Permission
from intake.store.records import HEAD_COLUMNS, RecordGoneError, RecordHead, RecordStateError, head_of
from intake.store.retention_periods import RetentionPeriods, period_key
from intake.store.schema import CaseMerge, Entry, Record, RecordStatus, Revision

_RULE = "retention"
_REQUEST = "request"
_COPIES = "Earlier backups still contain these records until those backups are destroyed too."


class ExpiredRecord(NamedTuple):
    """A record past its retention period, and that period in days."""

    head: RecordHead
    days: int


class PurgedRecord(NamedTuple):
    """The proof for one destroyed record: `fingerprint` is a keyed hash (hex) of its stored, encrypted content."""

    record_id: str
    fingerprint: str


@dataclass(frozen=True)
class PurgeCertificate:
    """Proof of destruction: which records, when, by whom, why; `held` are the ids kept because of a hold."""

    at: dt.datetime
    by: str
    rule: str
    destroyed: tuple[PurgedRecord, ...]
    held: tuple[str, ...]

    def as_json(self) -> str:
        """The certificate as JSON, for the agency's files."""
        destroyed = [record._asdict() for record in self.destroyed]
        certificate = {**asdict(self), "at": self.at.isoformat(), "destroyed": destroyed, "copies": _COPIES}
        return json.dumps(certificate, indent=2)


@dataclass(frozen=True)
class Retention:
    """The records past the retention periods in force. `setting`, `fixed`: as in RetentionPeriods."""

    database: Database
    actor: Actor
    now: Clock
    setting: Mapping[str, int]
    fixed: bool = False

    @property
    def periods(self) -> RetentionPeriods:
        """The retention periods."""
        return RetentionPeriods(self.database, self.actor, self.now, self.setting, self.fixed)

    def expired(self) -> tuple[ExpiredRecord, ...]:
        """Records past their period, longest first, including those on hold; merged ones with their case alone."""
        self.actor.check(Permission.PURGE)
        days_by_key = self.periods.days()
        shortest = min((days for days in days_by_key.values() if days is not None), default=None)
        if shortest is None:
            return ()
        since = sa.func.coalesce(Record.closed_at, Record.changed_at)
        statuses = {RecordStatus(key.partition(" ")[0]) for key in days_by_key}
        query = sa.select(*HEAD_COLUMNS).where(
            Record.status.in_(statuses), since < self.now() - dt.timedelta(days=shortest)
        )
        with self.database.reading() as session:
            heads = [head_of(row) for row in session.execute(query)]
            periods = [(head, _period(head, days_by_key)) for head in heads]
            expired = [
                ExpiredRecord(head, days)
                for head, days in periods
                if days is not None
                and self._is_over(head, days)
                and self._merged_are_over(session, head.id, days_by_key)
            ]
        return tuple(sorted(expired, key=lambda record: _start(record.head)))

    def purge(self) -> PurgeCertificate:
        """Destroy the records past their period that are not on hold."""
        return self._destroy([record.head.id for record in self.expired()], _RULE)

    def erase(self, record_id: str) -> PurgeCertificate:
        """Destroy one record on request, unless it is on hold, with what was merged into it.

        Raises RecordGoneError, or RecordStateError for a record that was merged into a case: the case has it too.
        """
        self.actor.check(Permission.PURGE)
        with self.database.reading() as session:
            record = session.get(Record, record_id)
            if record is None:
                raise RecordGoneError("there is no such record")
            if record.status == RecordStatus.MERGED:
                raise RecordStateError("the record was merged into a case: undo the merge, or destroy the case")
        return self._destroy([record_id], _REQUEST)

    # --- internals ---

    def _is_over(self, head: RecordHead, days: int) -> bool:
        return _start(head) + dt.timedelta(days=days) < self.now()

    def _destroy(self, record_ids: Iterable[str], rule: str) -> PurgeCertificate:
        destroyed, held = list[PurgedRecord](), list[str]()
        for record_id in record_ids:
            with self.database.writing() as session:
                record = session.get(Record, record_id, with_for_update=True)
                if record is None:
                    continue
                if record.held:
                    held.append(record_id)
                    continue
                whole = (*_merged_into(session, record_id), record)
                destroyed += [self._destroy_one(session, one, rule) for one in whole]
        if destroyed:
            self.database.overwrite_deleted()
        return PurgeCertificate(self.now(), self.actor.name, rule, tuple(destroyed), tuple(held))

    def _merged_are_over(self, session: Session, record_id: str, days_by_key: Mapping[str, int | None]) -> bool:
        """Whether the periods of what was merged into a case are over too, each counted as a closed record."""
        closed = (replace(head_of(record), status=RecordStatus.CLOSED) for record in _merged_into(session, record_id))
        periods = ((head, _period(head, days_by_key)) for head in closed)
        return all(days is not None and self._is_over(head, days) for head, days in periods)

    def _destroy_one(self, session: Session, record: Record, rule: str) -> PurgedRecord:
        proof = PurgedRecord(record.id, self._fingerprint(session, record))
        for table in (Entry, Revision):
            session.execute(sa.delete(table).where(table.record_id == record.id))
        session.delete(record)
        session.flush()
        event = audit.AuditEvent(self.now(), self.actor.name, "purge", record.id)
        audit.append(self.database, session, event, rule=rule, fingerprint=proof.fingerprint)
        return proof

    def _fingerprint(self, session: Session, record: Record) -> str:
        mac = hmac.new(self.database.audit_key, record.key + record.card + record.body, "sha256")
        for table, order in ((Revision, Revision.version), (Entry, Entry.seq)):
            for body in session.scalars(sa.select(table.body).where(table.record_id == record.id).order_by(order)):
                mac.update(body)
        return mac.hexdigest()


def _period(head: RecordHead, days_by_key: Mapping[str, int | None]) -> int | None:
    """The days to keep a record: those of its state, or else of its status."""
    key = period_key(head.status, head.region or "")
    return days_by_key.get(key, days_by_key.get(head.status))


def _merged_into(session: Session, record_id: str) -> tuple[Record, ...]:
    """The records that were merged into a case, and into those."""
    standing = sa.select(CaseMerge.merged_id).where(CaseMerge.record_id == record_id, CaseMerge.undone_at.is_(None))
    records = session.scalars(sa.select(Record).where(Record.id.in_(standing)).order_by(Record.created_at)).all()
    return tuple(one for record in records for one in (*_merged_into(session, record.id), record))


def _start(head: RecordHead) -> dt.datetime:
    return head.closed_at or head.changed_at
