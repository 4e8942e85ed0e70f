"""The audit trail as supervisors and administrators see it: who did what, when, to which record.

It is read one page at a time, the latest entries first. An index serves each filter, so that a page of a trail with
a million entries takes no longer than one with a thousand.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import sqlalchemy as sa

from intake.store import audit
from intake.store.database import Database
from intake.store.permissions import Actor, Permission
from intake.store.schema import AuditRow, Staff

ENTRIES_PER_PAGE = 50
_SHOWN_DETAILS = (
    *("name", "role", "period", "before", "now", "as_what", "to_whom", "parts", "reason", "purpose", "records"),
    "disabled",
)
_AFTER_ANY_DIGIT = "g"  # ids of records are hexadecimal


class AuditEntry(NamedTuple):
    """One line of the audit trail. `record_id` is "" if no record was involved.

    `about`: details such as the account, the role, the recipient or the purpose. Never an answer.
    """

    seq: int
    at: dt.datetime
    actor: str
    action: str
    record_id: str
    about: Mapping[str, str | int] = {}


class AuditPlace(NamedTuple):
    """An entry, as the place in the trail where a page begins or ends."""

    at: dt.datetime
    seq: int


@dataclass(frozen=True)
class AuditFilter:
    """Which entries to show. `actor`: "" for attempts by an unknown person, None for all.

    `record`: the first characters of a record's id. `at_from` is included, `at_before` is not.
    """

    actor: str | None = None
    action: str = ""
    record: str = ""
    at_from: dt.datetime | None = None
    at_before: dt.datetime | None = None

    def conditions(self) -> Iterator[sa.ColumnElement[bool]]:
        """The SQL conditions on AuditRow."""
        if self.actor is not None:
            yield AuditRow.actor == self.actor
        if self.action:
            yield AuditRow.action == self.action
        if self.record:
            yield AuditRow.record_id >= self.record
            yield AuditRow.record_id < self.record + _AFTER_ANY_DIGIT
        if self.at_from is not None:
            yield AuditRow.at >= self.at_from
        if self.at_before is not None:
            yield AuditRow.at < self.at_before


@dataclass(frozen=True)
class AuditPage:
    """Some entries, latest first. `older`: where the next page begins; None if there are no earlier entries."""

    entries: tuple[AuditEntry, ...] = field(default=())
    older: AuditPlace | None = None


@dataclass(frozen=True)
class AuditTrail:
    """The audit trail of one database, for one member of staff."""

    database: Database
    actor: Actor

    def page(
        self, chosen: AuditFilter, *, before: AuditPlace | None = None, limit: int = ENTRIES_PER_PAGE
    ) -> AuditPage:
        """The latest entries that match, or those before a place."""
        self.actor.check(Permission.READ_AUDIT)
        query = sa.select(AuditRow).where(*chosen.conditions())
        if before is not None:
            earlier = sa.or_(AuditRow.at < before.at, AuditRow.seq < before.seq)
            query = query.where(AuditRow.at <= before.at, earlier)
        with self.database.reading() as session:
            newest_first = query.order_by(AuditRow.at.desc(), AuditRow.seq.desc())
            rows = session.scalars(newest_first.limit(limit + 1)).all()
        shown = rows[:limit]
        return AuditPage(
            tuple(_entry_of(row) for row in shown),
            AuditPlace(shown[-1].at, shown[-1].seq) if len(rows) > limit else None,
        )

    def people(self) -> tuple[str, ...]:
        """Names of all accounts, to filter by."""
        self.actor.check(Permission.READ_AUDIT)
        with self.database.reading() as session:
            return tuple(session.scalars(sa.select(Staff.name).order_by(Staff.name)))

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
    about = {name: detail[name] for name in _SHOWN_DETAILS if detail.get(name) not in (None, "")}
    return AuditEntry(row.seq, row.at, row.actor, row.action, row.record_id or "", about)
