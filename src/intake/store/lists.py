"""Many records at once: work lists, search by name or phone number, search inside notes, export as a table.

Lists stay fast with 100,000 records: order and filters use indexed plaintext columns, names use the word index, and
only the rows shown are decrypted. Only the search inside notes decrypts every note.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from intake.domain import consent
from intake.store import access, audit, encryption, record_body, word_index
from intake.store.database import Clock, Database
from intake.store.permissions import ROLE_PERMISSIONS, Actor, Permission
from intake.store.record_body import Card, LogLine, RecordContent
from intake.store.records import HEAD_COLUMNS, RecordHead, head_of
from intake.store.schema import Entry, Record, RecordStatus, Staff

PAGE_SIZE = 25
MIN_SEARCH_LENGTH = 3  # characters: fewer would match everything
_BATCH = 500  # rows fetched at a time
_MAX_HITS = 1_000  # records with a matching note: more would be no help


class ListRow(NamedTuple):
    """A record in a list, with its card. `guarded`: the actor has to give a reason before opening it."""

    head: RecordHead
    card: Card
    guarded: bool = False


class NoteMatch(NamedTuple):
    """A note that matches a search, with its record."""

    head: RecordHead
    card: Card
    line: LogLine


class ExportRow(NamedTuple):
    """A record with its answers, for an exported table."""

    head: RecordHead
    content: RecordContent


@dataclass(frozen=True)
class RecordFilter:
    """Which records to list.

    `owner`: a staff name, "" for records without an owner, None for all. `urgencies`: ranks of tiers at their
    peak, 0 the most urgent. Times in "from" are included, those in "before" are not.
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
            yield Record.peak_urgency.in_(self.urgencies)
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
        """The SQL condition on Record."""
        return sa.and_(sa.true(), *self._conditions)


@dataclass(frozen=True)
class Lists:
    """Lists of the records that one member of staff may see.

    `share_open_cases`: whether a search by name or number finds every open case of the agency, not only the actor's.
    """

    database: Database
    actor: Actor
    now: Clock
    share_open_cases: bool = True

    def rows(self, record_filter: RecordFilter, *, limit: int = PAGE_SIZE) -> tuple[ListRow, ...]:
        """Most urgent first, then by due date; closed records alone, latest change first. At most `limit` rows."""
        self.actor.check(Permission.READ_RECORD)
        closed_only = set(record_filter.statuses) == {RecordStatus.CLOSED}
        order = (
            (Record.changed_at.desc(),)
            if closed_only
            else (Record.peak_urgency, Record.due_at, Record.changed_at.desc())
        )
        with self.database.reading() as session:
            return self._rows(session, self._visible(record_filter.where()), order, limit)

    def count(self, record_filter: RecordFilter) -> int:
        """How many records match, whatever the limit of a list."""
        self.actor.check(Permission.READ_RECORD)
        with self.database.reading() as session:
            query = sa.select(sa.func.count()).select_from(Record).where(self._visible(record_filter.where()))
            return session.scalar(query) or 0

    def find(self, words: str, *, limit: int = PAGE_SIZE) -> tuple[ListRow, ...]:
        """Records whose names or numbers match every word; the first three letters of a name are enough.

        Open cases of others are found too and are guarded; closed ones only by supervisors.
        """
        self.actor.check(Permission.READ_RECORD)
        matching = word_index.matching(self.database.index_key, words)
        if matching is None:
            return ()
        with self.database.writing() as session:
            rows = self._rows(session, self._findable(Record.id.in_(matching)), (Record.changed_at.desc(),), limit)
            found = tuple(row._replace(guarded=self._is_guarded(session, row.head)) for row in rows)
            self._audit(session, "find", found=len(found), guarded=sum(row.guarded for row in found))
            return found

    def search_notes(self, text: str, *, limit: int = PAGE_SIZE) -> tuple[NoteMatch, ...]:
        """Notes containing the text, from the latest changed records first. Slow: decrypts every note."""
        self.actor.check(Permission.SEARCH_NOTES)
        needle = _plain(text)
        if len(needle) < MIN_SEARCH_LENGTH:
            return ()
        with self.database.writing() as session:
            self._audit(session, "search-notes")
        notes = sa.select(Record.id, Record.key, Entry.seq, Entry.at, Entry.by, Entry.kind, Entry.body)
        query = notes.join(Entry, Entry.record_id == Record.id).execution_options(yield_per=_BATCH)
        hits: dict[str, list[LogLine]] = {}
        with self.database.reading() as session:
            for row in session.execute(query):
                line = record_body.open_line(self.database.keyring.unwrap(row.key), row.id, row)
                if needle in _plain(str(line.content.get("text", ""))):
                    hits.setdefault(row.id, []).append(line)
                    if len(hits) == _MAX_HITS:
                        break
            rows = self._rows(session, Record.id.in_(hits), (Record.changed_at.desc(),), limit)
        matches = (NoteMatch(row.head, row.card, line) for row in rows for line in hits[row.head.id])
        return tuple(matches)[:limit]

    def owners(self) -> tuple[str, ...]:
        """Names of the open accounts that take calls, to which a record can be assigned."""
        self.actor.check(Permission.REASSIGN)
        with self.database.reading() as session:
            return tuple(session.scalars(names_taking_calls()))

    def overview(self, record_filter: RecordFilter) -> tuple[RecordHead, ...]:
        """The plaintext columns of many records, for the overview. No names, no answers."""
        self.actor.check(Permission.OVERVIEW)
        with self.database.reading() as session:
            return tuple(head_of(row) for row in session.execute(sa.select(*HEAD_COLUMNS).where(record_filter.where())))

    def export(
        self, record_filter: RecordFilter, *, purpose: str, as_what: str, names: bool = False
    ) -> Iterator[ExportRow]:
        """Records to export as one table, oldest first. Audited before the first one is read.

        With `names`, without those of Part 2 programs: a table has no recipient that the patient's consent could name.
        """
        self.actor.check(Permission.EXPORT_MANY)
        with self.database.writing() as session:
            count = session.scalar(sa.select(sa.func.count()).select_from(Record).where(record_filter.where())) or 0
            self._audit(session, "export-many", records=count, purpose=purpose, as_what=as_what)
        query = (
            sa.select(Record.key, Record.body, *HEAD_COLUMNS)
            .where(record_filter.where())
            .order_by(Record.created_at, Record.id)
        )
        with self.database.reading() as session:
            for row in session.execute(query.execution_options(yield_per=_BATCH)):
                key = self.database.keyring.unwrap(row.key)
                content = record_body.open_body(key, row.body, row.id, row.version)
                if not names or consent.part_2(content.get("call", {})) is None:
                    yield ExportRow(head_of(row), content)

    # --- internals ---

    def _visible(self, condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
        if self.actor.may(Permission.READ_OTHERS):
            return condition
        return sa.and_(condition, Record.owner.in_(("", self.actor.name)))

    def _findable(self, condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
        if self.actor.may(Permission.READ_OTHERS):
            return condition
        own, opened = Record.owner.in_(("", self.actor.name)), access.opened_by(self.actor.name, self.now())
        shared = self.share_open_cases and self.actor.may(Permission.OPEN_SHARED)
        is_open = Record.status != RecordStatus.CLOSED if shared else sa.false()
        return sa.and_(condition, sa.or_(own, is_open, Record.id.in_(opened)))

    def _is_guarded(self, session: Session, head: RecordHead) -> bool:
        return not access.allows(session, self.actor, Permission.READ_RECORD, head, self.now())

    def _rows(
        self,
        session: Session,
        condition: sa.ColumnElement[bool],
        order: tuple[Any, ...],
        limit: int,
    ) -> tuple[ListRow, ...]:
        return list_rows(self.database, session, condition, order, limit)

    def _audit(self, session: Session, action: str, **detail: str | int) -> None:
        audit.append(self.database, session, audit.AuditEvent(self.now(), self.actor.name, action), **detail)


def names_taking_calls() -> sa.Select[str]:
    """The names of the open accounts that take calls."""
    roles = [role for role, allowed in ROLE_PERMISSIONS.items() if Permission.TAKE_CALL in allowed]
    return sa.select(Staff.name).where(Staff.role.in_(roles), Staff.disabled.is_(False)).order_by(Staff.name)


def list_rows(
    database: Database, session: Session, condition: sa.ColumnElement[bool], order: tuple[Any, ...], limit: int
) -> tuple[ListRow, ...]:
    """Records with their cards. Checks no permission."""
    query = sa.select(Record.key, Record.card, *HEAD_COLUMNS).where(condition).order_by(*order).limit(limit)
    return tuple(ListRow(head_of(row), _card(database, row)) for row in session.execute(query))


def _card(database: Database, row: Any) -> Card:
    """The card, empty if it is damaged: one bad row must not hide the others (`store check` reports it)."""
    try:
        return record_body.open_card(database.keyring.unwrap(row.key), row.card, row.id)
    except encryption.DamagedRecordError:
        return {}


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
