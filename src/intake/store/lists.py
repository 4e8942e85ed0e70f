"""Many records at once: what there is to do, found by a name or a number, by words inside notes, for a table.

Lists are quick also over 100,000 records: order and filters are columns in the clear, with an index each; names are
found through the word index; only what is shown is opened. Only words inside notes need everything opened.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from intake.store import audit, encryption, record_body, word_index
from intake.store.database import Clock, Database
from intake.store.permissions import ROLE_PERMISSIONS, Actor, Permission
from intake.store.record_body import Card, LogLine, RecordContent
from intake.store.records import HEAD_COLUMNS, RecordHead, head_of
from intake.store.schema import Entry, Record, RecordStatus, Staff

PAGE_SIZE = 25
MIN_SEARCH_LENGTH = 3  # characters: fewer would find everything
_AT_ONCE = 500
_MOST_HITS = 1_000  # records with a note in which the words stand: more is no answer


class ListRow(NamedTuple):
    """A record in a list, with its card."""

    head: RecordHead
    card: Card


class NoteMatch(NamedTuple):
    """A note in which the words stand, and its record."""

    head: RecordHead
    card: Card
    line: LogLine


class ExportRow(NamedTuple):
    """A record with its answers, for a table."""

    head: RecordHead
    content: RecordContent


@dataclass(frozen=True)
class RecordFilter:
    """Which records. `owner`: a name, "" for nobody's, None for anybody's. `urgencies`: places of tiers.

    "from" includes its moment, "before" does not.
    """

    statuses: tuple[RecordStatus, ...] = tuple(RecordStatus)
    owner: str | None = None
    urgencies: tuple[int, ...] | None = None
    due_from: dt.datetime | None = None
    due_before: dt.datetime | None = None
    begun_from: dt.datetime | None = None
    begun_before: dt.datetime | None = None
    region: str | None = None

    @property
    def _conditions(self) -> Iterator[sa.ColumnElement[bool]]:
        if set(self.statuses) != set(RecordStatus):
            yield Record.status.in_(self.statuses)
        if self.owner is not None:
            yield Record.owner == self.owner
        if self.urgencies is not None:
            yield Record.urgency.in_(self.urgencies)
        if self.due_from is not None:
            yield Record.due_at >= self.due_from
        if self.due_before is not None:
            yield Record.due_at < self.due_before
        if self.begun_from is not None:
            yield Record.created_at >= self.begun_from
        if self.begun_before is not None:
            yield Record.created_at < self.begun_before
        if self.region is not None:
            yield Record.region == self.region

    def where(self) -> sa.ColumnElement[bool]:
        """The condition on a Record."""
        return sa.and_(sa.true(), *self._conditions)


@dataclass(frozen=True)
class Lists:
    """The lists as one member of staff may see them."""

    database: Database
    actor: Actor
    now: Clock

    def rows(self, wanted: RecordFilter, *, most: int = PAGE_SIZE) -> tuple[ListRow, ...]:
        """What there is to do, the most urgent first, then what is due first; of what is done the latest first."""
        self.actor.check(Permission.READ_RECORD)
        done = set(wanted.statuses) == {RecordStatus.CLOSED}
        order = (Record.changed_at.desc(),) if done else (Record.urgency, Record.due_at, Record.changed_at.desc())
        with self.database.reading() as session:
            return self._opened(session, self._mine(wanted.where()), order, most)

    def count(self, wanted: RecordFilter) -> int:
        """How many there are."""
        self.actor.check(Permission.READ_RECORD)
        with self.database.reading() as session:
            chosen = sa.select(sa.func.count()).select_from(Record).where(self._mine(wanted.where()))
            return session.scalar(chosen) or 0

    def find(self, words: str, *, most: int = PAGE_SIZE) -> tuple[ListRow, ...]:
        """Records in which every one of the words is a name or a number, or begins one with three letters or more."""
        self.actor.check(Permission.READ_RECORD)
        matching = word_index.matching(self.database.index_key, words)
        if matching is None:
            return ()
        with self.database.writing() as session:
            found = self._opened(session, self._mine(Record.id.in_(matching)), (Record.changed_at.desc(),), most)
            self._audit(session, "find", found=len(found))
            return found

    def search_notes(self, words: str, *, most: int = PAGE_SIZE) -> tuple[NoteMatch, ...]:
        """Notes in which the words stand, the newest records first. Opens every note there is, so it takes its time."""
        self.actor.check(Permission.SEARCH_NOTES)
        sought = _plain(words)
        if len(sought) < MIN_SEARCH_LENGTH:
            return ()
        with self.database.writing() as session:
            self._audit(session, "search-notes")
        every = sa.select(Record.id, Record.key, Entry.seq, Entry.at, Entry.by, Entry.kind, Entry.body)
        chosen = every.join(Entry, Entry.record_id == Record.id).execution_options(yield_per=_AT_ONCE)
        hits: dict[str, list[LogLine]] = {}
        with self.database.reading() as session:
            for row in session.execute(chosen):
                line = record_body.open_line(self.database.keyring.unwrap(row.key), row.id, row)
                if sought in _plain(str(line.content.get("text", ""))):
                    hits.setdefault(row.id, []).append(line)
                    if len(hits) == _MOST_HITS:
                        break
            records = self._opened(session, Record.id.in_(hits), (Record.changed_at.desc(),), most)
        found = (NoteMatch(*one, line) for one in records for line in hits[one.head.id])
        return tuple(found)[:most]

    def owners(self) -> tuple[str, ...]:
        """The names under which calls are taken, for giving a record to one of them."""
        self.actor.check(Permission.REASSIGN)
        takes = [role for role, allowed in ROLE_PERMISSIONS.items() if Permission.TAKE_CALL in allowed]
        chosen = sa.select(Staff.name).where(Staff.role.in_(takes), Staff.disabled.is_(False)).order_by(Staff.name)
        with self.database.reading() as session:
            return tuple(session.scalars(chosen))

    def overview(self, wanted: RecordFilter) -> tuple[RecordHead, ...]:
        """What stands in the clear of many records, for the overview. No names, nothing that was told."""
        self.actor.check(Permission.OVERVIEW)
        with self.database.reading() as session:
            return tuple(head_of(row) for row in session.execute(sa.select(*HEAD_COLUMNS).where(wanted.where())))

    def export(self, wanted: RecordFilter, *, purpose: str, as_what: str) -> Iterator[ExportRow]:
        """Records that leave this store as one table, which is audited before the first is read. Oldest first."""
        self.actor.check(Permission.EXPORT_MANY)
        with self.database.writing() as session:
            number = session.scalar(sa.select(sa.func.count()).select_from(Record).where(wanted.where())) or 0
            self._audit(session, "export-many", records=number, purpose=purpose, as_what=as_what)
        chosen = (
            sa.select(Record.key, Record.body, *HEAD_COLUMNS)
            .where(wanted.where())
            .order_by(Record.created_at, Record.id)
        )
        with self.database.reading() as session:
            for row in session.execute(chosen.execution_options(yield_per=_AT_ONCE)):
                key = self.database.keyring.unwrap(row.key)
                yield ExportRow(head_of(row), record_body.open_body(key, row.body, row.id, row.version))

    # --- inside ---

    def _mine(self, condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
        if self.actor.may(Permission.READ_OTHERS):
            return condition
        return sa.and_(condition, Record.owner.in_(("", self.actor.name)))

    def _opened(
        self,
        session: Session,
        condition: sa.ColumnElement[bool],
        order: tuple[Any, ...],
        most: int,
    ) -> tuple[ListRow, ...]:
        chosen = sa.select(Record.key, Record.card, *HEAD_COLUMNS).where(condition).order_by(*order).limit(most)
        return tuple(ListRow(head_of(row), self._card(row.id, row.key, row.card)) for row in session.execute(chosen))

    def _card(self, record_id: str, wrapped: bytes, card: bytes) -> Card:
        """An empty card where it is damaged: one bad row must not hide the others (`store check` names it)."""
        try:
            return record_body.open_card(self.database.keyring.unwrap(wrapped), card, record_id)
        except encryption.DamagedRecordError:
            return {}

    def _audit(self, session: Session, action: str, **detail: str | int) -> None:
        audit.append(self.database, session, audit.AuditEvent(self.now(), self.actor.name, action), **detail)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
