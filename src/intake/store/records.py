"""Records of callers: begun, changed, noted on, found, listed. Everything asks whether the actor may, and is audited.

A change names the version it was made on. Where somebody else was quicker it is refused with what is there now, and
nothing is overwritten; the answers of every earlier version stay (`history`).
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from intake.access import Action, Actor
from intake.store import audit, envelope
from intake.store.database import Database
from intake.store.schema import Entry, Record, RecordWord, Revision, Status

Now = Callable[[], dt.datetime]
LEAST_PREFIX = 3
MOST_LISTED = 200


class Gone(LookupError):
    """There is no such record (any more)."""


class Conflict(RuntimeError):
    """Somebody changed the record meanwhile: `there` is how it is now, `by` who changed it last."""

    def __init__(self, there: Opened, by: str) -> None:
        super().__init__("the record was changed meanwhile")
        self.there = there
        self.by = by


@dataclass(frozen=True)
class Head:
    """What a list says of a record: nothing that was told, but how urgent and when due."""

    id: str
    version: int
    status: Status
    urgency: int
    owner: str
    created_at: dt.datetime
    changed_at: dt.datetime
    due_at: dt.datetime | None
    closed_at: dt.datetime | None = None
    outcome: str | None = None
    region: str | None = None
    held: bool = False


@dataclass(frozen=True)
class Opened:
    """A record with what was told, JSON-ready."""

    head: Head
    content: dict[str, Any]


class Line(NamedTuple):
    """One line of a record's log."""

    seq: int
    at: dt.datetime
    by: str
    kind: str
    said: dict[str, Any]


class Version(NamedTuple):
    """The answers as they were."""

    version: int
    at: dt.datetime
    by: str
    content: dict[str, Any]


@dataclass(frozen=True)
class Records:
    """The records as one member of staff may see and change them."""

    database: Database
    actor: Actor
    now: Now

    # --- one record ---

    def begin(self, content: dict[str, Any], *, urgency: int, found_by: Iterable[str] = ()) -> Opened:
        """A new record, owned by the actor."""
        self.actor.check(Action.TAKE_CALL)
        now, key = self.now(), envelope.new_key()
        record = Record(
            id=uuid.uuid4().hex,
            version=1,
            status=Status.CALLING,
            urgency=urgency,
            owner=self.actor.name,
            created_at=now,
            changed_at=now,
            key=self.database.keyring.wrap(key),
        )
        record.body = _sealed(key, content, record.id, 1)
        with self.database.writing() as session:
            session.add(record)
            session.flush()
            self._index(session, record.id, found_by)
            session.add(Revision(record_id=record.id, version=1, at=now, by=self.actor.name, body=record.body))
            self._audit(session, "begin", record.id)
        return Opened(_head(record), content)

    def open(self, record_id: str) -> Opened:
        """A record as it is now. Raises Gone, Refused, envelope.Damaged."""
        with self.database.writing() as session:
            record = self._record(session, record_id, Action.READ_RECORD)
            opened = self._opened(record)
            self._audit(session, "read", record_id)
            return opened

    def save(
        self,
        record_id: str,
        version: int,
        content: dict[str, Any],
        *,
        found_by: Iterable[str] = (),
        **changes: Any,
    ) -> Head:
        """Saves the answers over version `version`; `changes` are other columns (status, urgency, due_at, outcome ...).

        Raises Conflict, and then nothing was changed.
        """
        with self.database.writing() as session:
            record = self._record(session, record_id, Action.CHANGE_RECORD)
            if "owner" in changes:
                self.actor.check(Action.REASSIGN)
            if record.version != version:
                raise Conflict(self._opened(record), self._last_by(session, record_id))
            now, key = self.now(), self.database.keyring.unwrap(record.key)
            body = _sealed(key, content, record_id, version + 1)
            values = {"version": version + 1, "changed_at": now, "body": body, **changes}
            where = sa.and_(Record.id == record_id, Record.version == version)
            if session.execute(sa.update(Record).where(where).values(values)).rowcount != 1:  # type: ignore[attr-defined]
                session.rollback()
                raise self._conflict(record_id)
            session.add(Revision(record_id=record_id, version=version + 1, at=now, by=self.actor.name, body=body))
            self._index(session, record_id, found_by)
            self._audit(session, "save", record_id, version=version + 1)
            session.refresh(record)
            return _head(record)

    def history(self, record_id: str) -> tuple[Version, ...]:
        """The answers of every version, the first one first."""
        with self.database.writing() as session:
            record = self._record(session, record_id, Action.READ_RECORD)
            key = self.database.keyring.unwrap(record.key)
            found = session.scalars(
                sa.select(Revision).where(Revision.record_id == record_id).order_by(Revision.version)
            )
            versions = tuple(
                Version(one.version, one.at, one.by, _unsealed(key, one.body, record_id, one.version)) for one in found
            )
            self._audit(session, "history", record_id)
            return versions

    # --- its log ---

    def add(self, record_id: str, kind: str, said: dict[str, Any], *, token: str) -> Line:
        """Adds a line to the log. The same `token` again adds nothing and gives the line that is there."""
        with self.database.writing() as session:
            record = self._record(session, record_id, Action.CHANGE_RECORD, lock=True)
            key = self.database.keyring.unwrap(record.key)
            there = session.scalar(sa.select(Entry).where(Entry.record_id == record_id, Entry.token == token))
            if there is None:
                last = session.scalar(sa.select(sa.func.max(Entry.seq)).where(Entry.record_id == record_id))
                there = Entry(
                    record_id=record_id,
                    seq=(last or 0) + 1,
                    token=token,
                    at=self.now(),
                    by=self.actor.name,
                    kind=kind,
                )
                there.body = envelope.seal(key, json.dumps(said).encode(), envelope.place_of_line(record_id, there.seq))
                session.add(there)
                self._audit(session, "add", record_id, kind=kind)
            return _line(key, there)

    def log(self, record_id: str) -> tuple[Line, ...]:
        """The log, in the order in which it was written."""
        with self.database.reading() as session:
            record = self._record(session, record_id, Action.READ_RECORD)
            key = self.database.keyring.unwrap(record.key)
            lines = session.scalars(sa.select(Entry).where(Entry.record_id == record_id).order_by(Entry.seq))
            return tuple(_line(key, one) for one in lines)

    # --- many ---

    def listed(self, *statuses: Status, owner: str = "", most: int = MOST_LISTED) -> tuple[Head, ...]:
        """What there is to do: the most urgent first, then what is due first."""
        self.actor.check(Action.READ_RECORD)
        chosen = sa.select(Record).where(Record.status.in_(statuses or tuple(Status)), *self._mine(owner))
        ordered = chosen.order_by(Record.urgency, Record.due_at.is_(None), Record.due_at, Record.changed_at.desc())
        with self.database.reading() as session:
            return tuple(_head(one) for one in session.scalars(ordered.limit(most)))

    def find(self, words: str, *, most: int = MOST_LISTED) -> tuple[Head, ...]:
        """Records in which every one of the words is a name or a number, or begins one with three letters or more."""
        self.actor.check(Action.READ_RECORD)
        wanted = [self._blind(word) for word in indexed_words([words], prefixes=False)]
        if not wanted:
            return ()
        having = (
            sa.select(RecordWord.record_id)
            .where(RecordWord.word.in_(wanted))
            .group_by(RecordWord.record_id)
            .having(sa.func.count() == len(wanted))
        )
        chosen = sa.select(Record).where(Record.id.in_(having), *self._mine(""))
        with self.database.writing() as session:
            found = tuple(_head(one) for one in session.scalars(chosen.order_by(Record.changed_at.desc()).limit(most)))
            self._audit(session, "find", None, found=len(found))
            return found

    # --- inside ---

    def _mine(self, owner: str) -> tuple[sa.ColumnElement[bool], ...]:
        mine = () if self.actor.may(Action.READ_OTHERS) else (Record.owner.in_(("", self.actor.name)),)
        return (*mine, Record.owner == owner) if owner else mine

    def _record(self, session: Session, record_id: str, action: Action, *, lock: bool = False) -> Record:
        chosen = sa.select(Record).where(Record.id == record_id)
        record = session.scalar(chosen.with_for_update() if lock else chosen)
        if record is None:
            raise Gone("there is no such record")
        self.actor.check(action, owner=record.owner)
        return record

    def _opened(self, record: Record) -> Opened:
        key = self.database.keyring.unwrap(record.key)
        return Opened(_head(record), _unsealed(key, record.body, record.id, record.version))

    def _conflict(self, record_id: str) -> Conflict:
        with self.database.reading() as session:
            record = self._record(session, record_id, Action.READ_RECORD)
            return Conflict(self._opened(record), self._last_by(session, record_id))

    def _last_by(self, session: Session, record_id: str) -> str:
        newest = sa.select(Revision.by).where(Revision.record_id == record_id).order_by(Revision.version.desc())
        return session.scalar(newest.limit(1)) or ""

    def _index(self, session: Session, record_id: str, found_by: Iterable[str]) -> None:
        wanted = {self._blind(word) for word in indexed_words(found_by, prefixes=True)}
        there = set(session.scalars(sa.select(RecordWord.word).where(RecordWord.record_id == record_id)))
        if gone := there - wanted:
            session.execute(sa.delete(RecordWord).where(RecordWord.record_id == record_id, RecordWord.word.in_(gone)))
        session.add_all(RecordWord(record_id=record_id, word=word) for word in wanted - there)

    def _blind(self, word: str) -> bytes:
        return envelope.blind(self.database.index_key, word)

    def _audit(self, session: Session, action: str, record_id: str | None, **detail: str | int) -> None:
        deed = audit.Deed(self.now(), self.actor.name, action, record_id)
        audit.append(self.database, session, deed, **detail)


def indexed_words(texts: Iterable[str], *, prefixes: bool) -> frozenset[str]:
    """The words of names and telephone numbers as the index knows them, with their beginnings where asked for.

    A number is its digits, and its last four.
    """
    found: set[str] = set()
    for text in texts:
        plain = unicodedata.normalize("NFKD", text.casefold())
        plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
        digits = re.sub(r"[\s().+/-]", "", plain)
        if digits.isdigit() and len(digits) >= LEAST_PREFIX:
            national = digits[-10:]
            found |= {national, national[-4:]} if prefixes else {national}
            continue
        for word in re.findall(r"\w+", plain):
            found |= {word[:end] for end in range(LEAST_PREFIX, len(word))} if prefixes else set()
            found.add(word)
    return frozenset(found)


def _head(record: Record) -> Head:
    return Head(
        id=record.id,
        version=record.version,
        status=Status(record.status),
        urgency=record.urgency,
        owner=record.owner,
        created_at=record.created_at,
        changed_at=record.changed_at,
        due_at=record.due_at,
        closed_at=record.closed_at,
        outcome=record.outcome,
        region=record.region,
        held=record.held,
    )


def _line(key: bytes, entry: Entry) -> Line:
    said = envelope.unseal(key, entry.body, envelope.place_of_line(entry.record_id, entry.seq))
    return Line(entry.seq, entry.at, entry.by, entry.kind, json.loads(said))


def _sealed(key: bytes, content: dict[str, Any], record_id: str, version: int) -> bytes:
    return envelope.seal(key, json.dumps(content).encode(), envelope.place_of_version(record_id, version))


def _unsealed(key: bytes, body: bytes, record_id: str, version: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(envelope.unseal(key, body, envelope.place_of_version(record_id, version)))
    return found
