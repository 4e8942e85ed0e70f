"""How long records are kept, and how they go: with a proof of what went, and never where one is held.

An agency says for how many days a record is kept after it was closed, or last changed: for each status, and where the
law of a state wants another time, for the state ("closed us_or"). What is not set is kept. A record that goes takes its
key with it, and the place on the disk is overwritten; copies made before still hold it until they are destroyed.
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
_COPIES = "Backups made before this moment still hold these records until they are destroyed."


class ExpiredRecord(NamedTuple):
    """A record that is kept longer than was set, and how long that was."""

    head: RecordHead
    days: int


class PurgedRecord(NamedTuple):
    """The proof for one record: `fingerprint` is a keyed hash of what was stored, as it was stored."""

    record_id: str
    fingerprint: str


@dataclass(frozen=True)
class PurgeCertificate:
    """What went, when, by whom and why; and the ids that were held and stayed. Copies made before still hold it all."""

    at: dt.datetime
    by: str
    rule: str
    destroyed: tuple[PurgedRecord, ...]
    held: tuple[str, ...]

    def as_json(self) -> str:
        """For the agency's files."""
        destroyed = [one._asdict() for one in self.destroyed]
        told = {**asdict(self), "at": self.at.isoformat(), "destroyed": destroyed, "copies": _COPIES}
        return json.dumps(told, indent=2)


@dataclass(frozen=True)
class Retention:
    """The times an agency has set (days by status, or by status and state) and what is past them."""

    database: Database
    actor: Actor
    now: Clock
    days: Mapping[str, int]

    def expired(self) -> tuple[ExpiredRecord, ...]:
        """What would go, the longest past first, held ones among them. Changes nothing."""
        self.actor.check(Permission.PURGE)
        if not self.days:
            return ()
        with self.database.reading() as session:
            heads = [head_of(row) for row in session.execute(sa.select(*HEAD_COLUMNS).where(self._may_be_past()))]
        kept = ((head, self._kept_for(head)) for head in heads)
        found = [ExpiredRecord(head, days) for head, days in kept if days is not None and self._over(head, days)]
        return tuple(sorted(found, key=lambda one: _since(one.head)))

    def purge(self) -> PurgeCertificate:
        """Destroys what is past its time and not held."""
        return self._destroy([one.head.id for one in self.expired()], _RULE)

    def erase(self, record_id: str) -> PurgeCertificate:
        """Destroys one record because somebody asked for it; a held one stays. Raises Gone."""
        self.actor.check(Permission.PURGE)
        with self.database.reading() as session:
            if session.get(Record, record_id) is None:
                raise RecordGoneError("there is no such record")
        return self._destroy([record_id], _REQUEST)

    # --- inside ---

    def _kept_for(self, head: RecordHead) -> int | None:
        return self.days.get(f"{head.status} {head.region}", self.days.get(head.status))

    def _over(self, head: RecordHead, days: int) -> bool:
        return _since(head) + dt.timedelta(days=days) < self.now()

    def _may_be_past(self) -> sa.ColumnElement[bool]:
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
                deed = audit.AuditEvent(self.now(), self.actor.name, "purge", record_id)
                audit.append(self.database, session, deed, rule=rule, fingerprint=proof.fingerprint)
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


def _since(head: RecordHead) -> dt.datetime:
    return head.closed_at or head.changed_at
