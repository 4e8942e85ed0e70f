"""Many records at once: work lists, search by name or phone number, search inside notes, export as a table.

Lists stay fast with 100,000 records: order and filters use indexed plaintext columns, names use the word index, and
only the rows shown are decrypted. Only the search inside notes decrypts every note.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from intake.domain import consent
from intake.store import access, audit, calls, encryption, record_body, word_index
from intake.store.calls import CallFact, CallRow, CallsState, Period
from intake.store.database import Clock, Database
from intake.store.permissions import ROLE_PERMISSIONS, Actor, Permission
from intake.store.record_body import Card, LogLine, RecordContent
from intake.store.records import HEAD_COLUMNS, RecordHead, head_of
from intake.store.schema import LISTED, Call, CaseMerge, Entry, Record, RecordStatus, Staff

PAGE_SIZE = 25
MIN_SEARCH_LENGTH = 3  # characters: fewer would match everything
NUMBER_LENGTH = 6  # characters of an id: enough to tell the records of a list apart
_RECORD_NUMBER = re.compile(rf"[0-9a-f]{{{NUMBER_LENGTH},32}}")
MOST_MATCHES = 3  # known cases shown during a call
_BATCH = 500  # rows fetched at a time
_MAX_HITS = 1_000  # records with a matching note: more would be no help


class ListRow(NamedTuple):
    """A record in a list, with its card. `guarded`: the actor has to give a reason before opening it.

    `call_began_at`: when the call began that is going on about it.
    """

    head: RecordHead
    card: Card
    guarded: bool = False
    call_began_at: dt.datetime | None = None


class NoteMatch(NamedTuple):
    """A note that matches a search, with its record."""

    head: RecordHead
    card: Card
    line: LogLine


class KnownCase(NamedTuple):
    """An open case that a caller may belong to. `by_number`: a number matches, not only a name.

    `last_call`: when the last call about it began. `on_call`: who is on a call about it now, "" for nobody.
    """

    row: ListRow
    by_number: bool
    last_call: dt.datetime | None
    on_call: str


class ExportRow(NamedTuple):
    """A record with its answers, for an exported table."""

    head: RecordHead
    content: RecordContent


class EventRow(NamedTuple):
    """A line of a record's log without its text."""

    record_id: str
    kind: str
    by: str
    at: dt.datetime


@dataclass(frozen=True)
class RecordFilter:
    """Which records to list.

    `owner`: a staff name, "" for records without an owner, None for all. `urgencies`: ranks of tiers at their
    peak, 0 the most urgent. Times in "from" are included, those in "before" are not.
    """

    statuses: tuple[RecordStatus, ...] = LISTED
    owner: str | None = None
    urgencies: tuple[int, ...] | None = None
    due_from: dt.datetime | None = None
    due_before: dt.datetime | None = None
    begun_from: dt.datetime | None = None
    begun_before: dt.datetime | None = None
    region: str | None = None

    @property
    def _conditions(self) -> Iterator[sa.ColumnElement[bool]]:
        listed = [status for status in LISTED if status in self.statuses]
        yield Record.status.in_(listed) if len(listed) < len(LISTED) else Record.status != RecordStatus.MERGED
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
        """Most urgent first, then calls in progress, then by due date. At most `limit` rows.

        Closed records alone: latest change first.
        """
        self.actor.check(Permission.READ_RECORD)
        closed_only = set(record_filter.statuses) == {RecordStatus.CLOSED}
        order = (
            (Record.changed_at.desc(),)
            if closed_only
            else (Record.peak_urgency, Record.due_at, Record.changed_at.desc())
        )
        # Each status is read in the order of its index, so that a list of several is as fast as one.
        with self.database.reading() as session:
            parts = [
                self._rows(session, self._visible(replace(record_filter, statuses=(status,)).where()), order, limit)
                for status in dict.fromkeys(record_filter.statuses)
            ]
        return parts[0] if len(parts) == 1 else tuple(sorted(chain(*parts), key=_place)[:limit])

    def count(self, record_filter: RecordFilter) -> int:
        """How many records match, whatever the limit of a list."""
        self.actor.check(Permission.READ_RECORD)
        with self.database.reading() as session:
            query = sa.select(sa.func.count()).select_from(Record).where(self._visible(record_filter.where()))
            return session.scalar(query) or 0

    def find(self, words: str, *, limit: int = PAGE_SIZE) -> tuple[ListRow, ...]:
        """Records whose names or numbers match every word; the first three letters of a name are enough.

        The short number of a record finds it too, or the case that it was merged into. Open cases of others are found
        and are guarded; closed ones only by supervisors.
        """
        self.actor.check(Permission.READ_RECORD)
        matching = self._matching(words)
        if matching is None:
            return ()
        with self.database.writing() as session:
            rows = self._rows(session, self._findable(matching), (Record.changed_at.desc(),), limit)
            found = tuple(row._replace(guarded=self._is_guarded(session, row.head)) for row in rows)
            self._audit(session, "find", found=len(found), guarded=sum(row.guarded for row in found))
            return found

    def match(self, names: Iterable[str], numbers: Iterable[str], *, besides: str) -> tuple[KnownCase, ...]:
        """Open cases of the agency with the name or the whole number of a caller; numbers first, at most MOST_MATCHES.

        The same cases as in `find`. Initials and short numbers match nothing. `besides`: the record of the call itself.
        Audited if something is found: it runs by itself.
        """
        self.actor.check(Permission.TAKE_CALL)
        key = self.database.index_key
        by_number = [word_index.of_word(key, number) for number in word_index.whole_numbers(numbers)]
        by_name = [
            query
            for name in names
            if word_index.is_a_name(name) and (query := word_index.matching(key, name)) is not None
        ]
        if not by_number and not by_name:
            return ()
        with self.database.writing() as session:
            numbered = self._open_rows(session, by_number, besides)
            named = self._open_rows(session, by_name, besides)
            found = {**numbered, **{id_: row for id_, row in named.items() if id_ not in numbered}}
            known = tuple(self._known(session, row, by_number=id_ in numbered) for id_, row in found.items())
            known = known[:MOST_MATCHES]
            if known:
                self._audit(session, "match", found=len(known), guarded=sum(one.row.guarded for one in known))
            return known

    def search_notes(self, text: str, *, limit: int = PAGE_SIZE) -> tuple[NoteMatch, ...]:
        """Notes containing the text, from the latest changed records first. Slow: decrypts every note."""
        self.actor.check(Permission.SEARCH_NOTES)
        needle = _plain(text)
        if len(needle) < MIN_SEARCH_LENGTH:
            return ()
        with self.database.writing() as session:
            self._audit(session, "search-notes")
        notes = sa.select(Record.id, Record.key, Entry.seq, Entry.at, Entry.by, Entry.kind, Entry.body)
        query = notes.join(Entry, Entry.record_id == Record.id).where(Record.status != RecordStatus.MERGED)
        query = query.execution_options(yield_per=_BATCH)
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

    def overview(self, period: Period) -> tuple[CallFact, ...]:
        """The calls of a period with worker and area, for statistics. No names, no answers."""
        self.actor.check(Permission.OVERVIEW)
        with self.database.reading() as session:
            return calls.over(session, period)

    def calls_state(self) -> CallsState:
        """What differs once `overview` could return something else."""
        self.actor.check(Permission.OVERVIEW)
        with self.database.reading() as session:
            return calls.state(session)

    def export(
        self, record_filter: RecordFilter, *, purpose: str, as_what: str, names: bool = False
    ) -> Iterator[ExportRow]:
        """Records to export as one table, oldest first. Audited before the first one is read.

        With `names`, without those of Part 2 programs: a table has no recipient that the patient's consent could name.
        """
        query = sa.select(Record.key, Record.body, *HEAD_COLUMNS).order_by(Record.created_at, Record.id)
        for row in self._exported(query, record_filter, purpose, as_what):
            key = self.database.keyring.unwrap(row.key)
            content = record_body.open_body(key, row.body, row.id, row.version)
            if not names or consent.part_2(content.get("call", {})) is None:
                yield ExportRow(head_of(row), content)

    def export_calls(self, record_filter: RecordFilter, *, purpose: str, as_what: str) -> Iterator[tuple[str, CallRow]]:
        """The calls of these records with their id, to export as one table. Audited first."""
        columns = [getattr(Call, name) for name in CallRow._fields]
        query = sa.select(Call.record_id, *columns).join(Record, Record.id == Call.record_id)
        for row in self._exported(query.order_by(Call.began_at, Call.record_id), record_filter, purpose, as_what):
            yield row.record_id, CallRow(*(getattr(row, name) for name in CallRow._fields))

    def export_events(self, record_filter: RecordFilter, *, purpose: str, as_what: str) -> Iterator[EventRow]:
        """What was logged in these records, by whom and when, to export as one table. No texts. Audited first."""
        query = sa.select(Entry.record_id, Entry.kind, Entry.by, Entry.at).join(Record, Record.id == Entry.record_id)
        for row in self._exported(query.order_by(Entry.at, Entry.record_id), record_filter, purpose, as_what):
            yield EventRow(row.record_id, row.kind, row.by, row.at)

    def export_counts(self, *, as_what: str) -> None:
        """Add to the audit trail that a table of counts is exported."""
        self.actor.check(Permission.OVERVIEW)
        with self.database.writing() as session:
            self._audit(session, "export-counts", as_what=as_what)

    # --- internals ---

    def _exported(
        self, query: sa.Select[*tuple[Any, ...]], record_filter: RecordFilter, purpose: str, as_what: str
    ) -> Iterator[sa.Row[Any]]:
        """The rows of a table of many records, after a line in the audit trail."""
        self.actor.check(Permission.EXPORT_MANY)
        with self.database.writing() as session:
            count = session.scalar(sa.select(sa.func.count()).select_from(Record).where(record_filter.where())) or 0
            self._audit(session, "export-many", records=count, purpose=purpose, as_what=as_what)
        with self.database.reading() as session:
            yield from session.execute(query.where(record_filter.where()).execution_options(yield_per=_BATCH))

    def _matching(self, words: str) -> sa.ColumnElement[bool] | None:
        """The condition for a search; None if there is nothing to search for."""
        named, number = word_index.matching(self.database.index_key, words), words.strip().lower()
        found = [] if named is None else [named]
        if _RECORD_NUMBER.fullmatch(number):
            after = f"{number}g"  # "g" follows every digit of an id
            found.append(sa.select(Record.id).where(Record.id >= number, Record.id < after))
            merged = sa.and_(CaseMerge.merged_id >= number, CaseMerge.merged_id < after)
            found.append(sa.select(CaseMerge.record_id).where(merged, CaseMerge.undone_at.is_(None)))
        return Record.id.in_(sa.union_all(*found)) if found else None

    def _visible(self, condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
        """The condition for lists, whose filter leaves out what was merged into another case."""
        if self.actor.may(Permission.READ_OTHERS):
            return condition
        return sa.and_(condition, Record.owner.in_(("", self.actor.name)))

    def _findable(self, condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
        condition = sa.and_(condition, Record.status != RecordStatus.MERGED)
        if self.actor.may(Permission.READ_OTHERS):
            return condition
        own, opened = Record.owner.in_(("", self.actor.name)), access.opened_by(self.actor.name, self.now())
        shared = self.share_open_cases and self.actor.may(Permission.OPEN_SHARED)
        is_open = Record.status != RecordStatus.CLOSED if shared else sa.false()
        return sa.and_(condition, sa.or_(own, is_open, Record.id.in_(opened)))

    def _open_rows(self, session: Session, found: list[sa.Select[str]], besides: str) -> dict[str, ListRow]:
        """The open cases among these, the last changed first."""
        if not found:
            return {}
        is_open = sa.and_(Record.id != besides, Record.status != RecordStatus.CLOSED)
        matching = sa.and_(is_open, Record.id.in_(sa.union_all(*found)))
        rows = self._rows(session, self._findable(matching), (Record.changed_at.desc(),), MOST_MATCHES)
        return {row.head.id: row for row in rows}

    def _known(self, session: Session, row: ListRow, *, by_number: bool) -> KnownCase:
        began = sa.select(sa.func.max(Call.began_at)).where(Call.record_id == row.head.id)
        going_on = calls.going_on(session, row.head.id) if row.head.status is RecordStatus.CALLING else None
        row = row._replace(guarded=self._is_guarded(session, row.head))
        return KnownCase(row, by_number, session.scalar(began), "" if going_on is None else going_on.worker)

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


def _place(row: ListRow) -> tuple[int, float, float]:
    """Where a record stands in a list: by danger; then calls in progress, and follow-ups by when they are due."""
    due = row.head.due_at.timestamp() if row.head.due_at is not None else 0
    return row.head.peak_urgency, due, -row.head.changed_at.timestamp()


def list_rows(
    database: Database, session: Session, condition: sa.ColumnElement[bool], order: tuple[Any, ...], limit: int
) -> tuple[ListRow, ...]:
    """Records with their cards. Checks no permission."""
    query = sa.select(Record.key, Record.card, *HEAD_COLUMNS).where(condition).order_by(*order).limit(limit)
    rows = session.execute(query).all()
    in_a_call = [row.id for row in rows if row.status == RecordStatus.CALLING]
    began = calls.begun(session, in_a_call) if in_a_call else {}
    return tuple(ListRow(head_of(row), _card(database, row), call_began_at=began.get(row.id)) for row in rows)


def _card(database: Database, row: Any) -> Card:
    """The card, empty if it is damaged: one bad row must not hide the others (`store check` reports it)."""
    try:
        return record_body.open_card(database.keyring.unwrap(row.key), row.card, row.id)
    except encryption.DamagedRecordError:
        return {}


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
