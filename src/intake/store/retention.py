"""Retention: how long records are kept, and how they are destroyed. Records on hold are never destroyed.

The agency sets the days to keep a record after it was closed, or else last changed: by status ("closed"), and by status
and state where a state's law requires another period ("closed us_or"). A status without a period is kept. Destroying a
record destroys its key and overwrites its place on disk; older backups hold it until they are destroyed too.
"""

from __future__ import annotations

import datetime as dt
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from intake.store import audit
from intake.store.database import Clock, Database
from intake.store.permissions import Actor, Permission
from intake.store.records import HEAD_COLUMNS, RecordGoneError, RecordHead, head_of
from intake.store.schema import Entry, Record, RecordStatus, Revision

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
    """The agency's retention periods (days by status, or by status and state) and the records past them."""

    database: Database
    actor: Actor
    now: Clock
    days: Mapping[str, int]

    def expired(self) -> tuple[ExpiredRecord, ...]:
        """Records past their period, longest first, including those on hold. Changes nothing."""
        self.actor.check(Permission.PURGE)
        if not self.days:
            return ()
        with self.database.reading() as session:
            heads = [head_of(row) for row in session.execute(sa.select(*HEAD_COLUMNS).where(self._may_be_expired()))]
        periods = ((head, self._period(head)) for head in heads)
        expired = [
            ExpiredRecord(head, days) for head, days in periods if days is not None and self._is_over(head, days)
        ]
        return tuple(sorted(expired, key=lambda record: _start(record.head)))

    def purge(self) -> PurgeCertificate:
        """Destroy the records past their period that are not on hold."""
        return self._destroy([record.head.id for record in self.expired()], _RULE)

    def erase(self, record_id: str) -> PurgeCertificate:
        """Destroy one record on request, unless it is on hold. Raises RecordGoneError."""
        self.actor.check(Permission.PURGE)
        with self.database.reading() as session:
            if session.get(Record, record_id) is None:
                raise RecordGoneError("there is no such record")
        return self._destroy([record_id], _REQUEST)

    # --- internals ---

    def _period(self, head: RecordHead) -> int | None:
        return self.days.get(f"{head.status} {head.region}", self.days.get(head.status))

    def _is_over(self, head: RecordHead, days: int) -> bool:
        return _start(head) + dt.timedelta(days=days) < self.now()

    def _may_be_expired(self) -> sa.ColumnElement[bool]:
        shortest = self.now() - dt.timedelta(days=min(self.days.values()))
        statuses = {RecordStatus(key.partition(" ")[0]) for key in self.days}
        return sa.and_(Record.status.in_(statuses), sa.func.coalesce(Record.closed_at, Record.changed_at) < shortest)

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
                proof = PurgedRecord(record_id, self._fingerprint(session, record))
                for table in (Entry, Revision):
                    session.execute(sa.delete(table).where(table.record_id == record_id))
                session.delete(record)
                event = audit.AuditEvent(self.now(), self.actor.name, "purge", record_id)
                audit.append(self.database, session, event, rule=rule, fingerprint=proof.fingerprint)
                destroyed.append(proof)
        if destroyed:
            self.database.overwrite_deleted()
        return PurgeCertificate(self.now(), self.actor.name, rule, tuple(destroyed), tuple(held))

    def _fingerprint(self, session: Session, record: Record) -> str:
        mac = hmac.new(self.database.audit_key, record.key + record.card + record.body, "sha256")
        for table, order in ((Revision, Revision.version), (Entry, Entry.seq)):
            for body in session.scalars(sa.select(table.body).where(table.record_id == record.id).order_by(order)):
                mac.update(body)
        return mac.hexdigest()


def _start(head: RecordHead) -> dt.datetime:
    return head.closed_at or head.changed_at
