"""Callers' records, one at a time: create, read, save, annotate, hold. Permissions are checked and access is audited.

A save names the version it is based on. If someone else saved first, it is refused with the current record and nothing
is overwritten. The answers of every version are kept (`history`). For many records at once see intake.store.lists.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple, TypedDict, Unpack

import sqlalchemy as sa
from sqlalchemy.orm import Session

from intake.domain import consent
from intake.domain.consent import Recipient, Refusal
from intake.store import access, audit, calls, case_log, encryption, record_body, refused_notes, word_index
from intake.store.calls import CallRow
from intake.store.database import Clock, Database
from intake.store.permissions import Actor, NotPermittedError, Permission
from intake.store.record_body import Card, LogLine, RecordContent
from intake.store.schema import AuditRow, Entry, Record, RecordStatus, Revision

HOLD, RELEASE_ASKED, RELEASED, ASSIGNED = "hold", "release-asked", "released", "assigned"
PEAK_CLEARED = "peak-cleared"
APPROVED = "approved"  # a supervisor approved a file for a court or authority
WITHOUT_NOTES = (
    *("danger", "finish", "follow-up", HOLD, RELEASE_ASKED, RELEASED, APPROVED, PEAK_CLEARED),
    *(case_log.SUPERVISOR_ASKED, case_log.SUPERVISOR_CAME),
    *(case_log.OPENED, case_log.TAKEN, case_log.NOT_TAKEN, case_log.PICKED_UP),
    *(case_log.MERGED, case_log.MERGED_INTO, case_log.UNMERGED),
)
"""The kinds of log lines that stay if the caller does not want notes."""


class RecordGoneError(LookupError):
    """The record does not exist, or no longer does."""


class RecordStateError(RuntimeError):
    """The record is not in a state that allows this. Nothing was done."""


class DisclosureError(NotPermittedError):
    """The file may not leave: what it holds, or its recipient, is not covered. `refusal`: why, if nothing may leave."""

    def __init__(self, refusal: Refusal | None) -> None:
        super().__init__(f"no file may leave: {refusal or 'the caller agreed to share less'}")
        self.refusal = refusal


class ConflictError(RuntimeError):
    """Someone else saved the record first: `current` is the record now, `by` who saved it."""

    def __init__(self, current: OpenedRecord, by: str) -> None:
        super().__init__("the record was changed meanwhile")
        self.current = current
        self.by = by


@dataclass(frozen=True)
class RecordHead:
    """The plaintext columns of a record: status, urgency now and at its peak, owner, times. No answers."""

    id: str
    version: int
    status: RecordStatus
    urgency: int
    peak_urgency: int
    must_ask: int
    owner: str
    created_at: dt.datetime
    changed_at: dt.datetime
    finished_at: dt.datetime | None = None
    due_at: dt.datetime | None = None
    followed_up_at: dt.datetime | None = None
    closed_at: dt.datetime | None = None
    outcome: str | None = None
    region: str | None = None
    held: bool = False
    release_by: str = ""


HEAD_COLUMNS = tuple(getattr(Record, name) for name in RecordHead.__dataclass_fields__)
"""The columns of a RecordHead, to select without answers."""


@dataclass(frozen=True)
class OpenedRecord:
    """A record with its answers."""

    head: RecordHead
    content: RecordContent


class Columns(TypedDict, total=False):
    """Columns that a save may change. Owner and hold have their own methods and permissions."""

    status: RecordStatus
    urgency: int
    must_ask: int
    finished_at: dt.datetime | None
    due_at: dt.datetime | None
    followed_up_at: dt.datetime | None
    closed_at: dt.datetime | None
    outcome: str | None
    region: str | None


class Version(NamedTuple):
    """The answers in one version of a record."""

    version: int
    at: dt.datetime
    by: str
    content: RecordContent


class RecordAccess(NamedTuple):
    """One audited access to a record."""

    at: dt.datetime
    actor: str
    action: str
    detail: str


def head_of(row: Any) -> RecordHead:
    """The RecordHead of a Record, or of a row with HEAD_COLUMNS."""
    values = {name: getattr(row, name) for name in RecordHead.__dataclass_fields__}
    return RecordHead(**{**values, "status": RecordStatus(values["status"])})


@dataclass(frozen=True)
class Records:
    """The records that one member of staff may see and change."""

    database: Database
    actor: Actor
    now: Clock

    # --- one record ---

    def begin(
        self,
        content: RecordContent,
        *,
        search_terms: Iterable[str] = (),
        card: Card | None = None,
        **columns: Unpack[Columns],
    ) -> OpenedRecord:
        """Create a record owned by the actor."""
        self.actor.check(Permission.TAKE_CALL)
        now, key = self.now(), encryption.new_key()
        record = Record(
            id=uuid.uuid4().hex,
            version=1,
            owner=self.actor.name,
            created_at=now,
            changed_at=now,
            key=self.database.keyring.wrap(key),
            held=False,
            release_by="",
            peak_urgency=columns["urgency"],
            **{"status": RecordStatus.CALLING, "must_ask": 0, **columns},
        )
        record.body = record_body.seal_body(key, content, record.id, 1)
        record.card = record_body.seal_card(key, card or {}, record.id)
        with self.database.writing() as session:
            session.add(record)
            session.flush()
            word_index.write(session, self.database.index_key, record.id, search_terms)
            session.add(Revision(record_id=record.id, version=1, at=now, by=self.actor.name, body=record.body))
            calls.start(session, record, self.actor.name, now)
            self._audit(session, "begin", record.id)
        return OpenedRecord(head_of(record), content)

    def open(self, record_id: str) -> OpenedRecord:
        """Read a record. Raises RecordGoneError, NotPermittedError, DamagedRecordError."""
        with self.database.writing() as session:
            record = self._record(session, record_id, Permission.READ_RECORD)
            opened = self._opened(record)
            self._audit(session, "read", record_id)
            return opened

    def save(
        self,
        record_id: str,
        version: int,
        content: RecordContent,
        *,
        search_terms: Iterable[str] = (),
        card: Card | None = None,
        **changes: Unpack[Columns],
    ) -> RecordHead:
        """Save the answers as a new version based on `version`.

        The card and columns not given stay as they are; `search_terms` always replace the former ones. A call ends with
        the `outcome` given; with `followed_up_at` and no call going on, the follow-up counts as a call. If the caller
        does not want notes, earlier versions and all log lines but WITHOUT_NOTES are destroyed.

        Raises ConflictError, RecordGoneError, NotPermittedError; nothing was changed then.
        """
        if unknown := changes.keys() - Columns.__annotations__.keys():
            raise TypeError(f"a save does not change {sorted(unknown)}")
        with self.database.writing() as session:
            record = self._record(session, record_id, Permission.CHANGE_RECORD)
            if record.version != version:
                raise ConflictError(self._opened(record), self._last_by(session, record_id))
            now, key = self.now(), self.database.keyring.unwrap(record.key)
            drops = self._refuses_notes_now(record, content)
            body = record_body.seal_body(key, content, record_id, version + 1)
            values = {"version": version + 1, "changed_at": now, "body": body, **changes}
            values["peak_urgency"] = min(record.peak_urgency, changes.get("urgency", record.urgency))
            if card is not None:
                values["card"] = record_body.seal_card(key, card, record_id)
            where = sa.and_(Record.id == record_id, Record.version == version)
            if session.execute(sa.update(Record).where(where).values(values)).rowcount != 1:  # type: ignore[attr-defined]
                session.rollback()
                raise self._conflict(record_id)
            session.add(Revision(record_id=record_id, version=version + 1, at=now, by=self.actor.name, body=body))
            word_index.write(session, self.database.index_key, record_id, search_terms)
            self._audit(session, "save", record_id, version=version + 1)
            if drops:
                self._drop_notes(session, record_id, version)
            session.refresh(record)
            outcome = changes.get("outcome")
            if not calls.follow(session, record, now, outcome) and "followed_up_at" in changes:
                calls.add_contact(session, record, self.actor.name, now, outcome)
            head = head_of(record)
        if drops:
            self.database.overwrite_deleted()
        return head

    def discard(self, record_id: str) -> None:
        """Delete a call in progress in which nothing was said: no answer in any version, no line in the log.

        Raises RecordStateError for any other record, RecordGoneError, NotPermittedError; nothing was changed then.
        """
        with self.database.writing() as session:
            record = self._record(session, record_id, Permission.CHANGE_RECORD, lock=True)
            lines = session.scalar(sa.select(sa.func.count()).where(Entry.record_id == record_id))
            said = any(record_body.says_something(version.content) for version in self._versions(session, record))
            if record.status != RecordStatus.CALLING or record.held or lines or said:
                raise RecordStateError("only an empty call can be discarded")
            session.execute(sa.delete(Revision).where(Revision.record_id == record_id))
            session.delete(record)
            self._audit(session, "discard", record_id)

    def history(self, record_id: str) -> tuple[Version, ...]:
        """The answers of every version, oldest first."""
        with self.database.writing() as session:
            record = self._record(session, record_id, Permission.READ_RECORD)
            versions = self._versions(session, record)
            self._audit(session, "history", record_id)
            return versions

    def assign(self, record_id: str, owner: str) -> RecordHead:
        """Change the owner. With "" the record has no owner, and everyone who takes calls can see it."""
        with self.database.writing() as session:
            record = self._record(session, record_id, Permission.REASSIGN, lock=True)
            before, record.owner = record.owner, owner
            self._audit(session, ASSIGNED, record_id, before=before, now=owner)
            return head_of(record)

    def export(self, record_id: str, *, as_what: str, to_whom: Recipient, parts: tuple[str, ...] = ()) -> OpenedRecord:
        """Read a record to export it as a file, with these parts of the summary, or with all of it.

        Raises RecordGoneError, DisclosureError, NotPermittedError, DamagedRecordError.
        """
        with self.database.writing() as session:
            record = self._record(session, record_id, Permission.EXPORT_RECORD)
            opened = self._opened(record)
            self._check_disclosure(session, record, opened.content, to_whom, parts)
            what = {"parts": " ".join(parts)} if parts else {}
            self._audit(session, "export", record_id, as_what=as_what, to_whom=to_whom, **what)
            return opened

    def export_all(self, record_id: str, *, to_whom: Recipient) -> RecordContent:
        """Read everything in a record to export it, JSON-ready: every version, the log, its audit trail.

        Raises RecordGoneError, DisclosureError, NotPermittedError, DamagedRecordError.
        """
        with self.database.writing() as session:
            record = self._record(session, record_id, Permission.EXPORT_RECORD)
            key, opened = self.database.keyring.unwrap(record.key), self._opened(record)
            if to_whom not in (Recipient.OWN_SYSTEM, Recipient.AUTHORITY):
                raise DisclosureError(None)
            self._check_disclosure(session, record, opened.content, to_whom, ())
            self._audit(session, "export", record_id, as_what="json", to_whom=to_whom)
            lines = session.scalars(sa.select(Entry).where(Entry.record_id == record_id).order_by(Entry.seq))
            accesses = session.scalars(
                sa.select(AuditRow).where(AuditRow.record_id == record_id).order_by(AuditRow.seq)
            )
            return {
                "record": {
                    **{name: _plain(value) for name, value in vars(head_of(record)).items()},
                    "part_2": consent.part_2(opened.content.get("call", {})) is not None,
                },
                "versions": [_plain(version._asdict()) for version in self._versions(session, record)],
                "log": [_plain(_exported_line(record_body.open_line(key, record_id, entry))) for entry in lines],
                "audit": [_plain(_access_of(access)._asdict()) for access in accesses],
            }

    def approve_disclosure(self, record_id: str, *, reason: str, text: str) -> LogLine:
        """Approve files for a court or authority for APPROVAL_DAYS. `reason`: a code; `text`: who asks, and why.

        The code is in the audit trail; the text is in the log of the record.
        """
        if not reason or not text.strip():
            raise ValueError("an approval needs a reason")
        with self.database.writing() as session:
            record = self._record(session, record_id, Permission.APPROVE_DISCLOSURE, lock=True)
            content = {"text": text.strip(), "reason": reason}
            entry = self._write_line(session, record, APPROVED, content, uuid.uuid4().hex)
            self._audit(session, APPROVED, record_id, reason=reason)
            return record_body.open_line(self.database.keyring.unwrap(record.key), record_id, entry)

    def access_log(self, record_id: str) -> tuple[RecordAccess, ...]:
        """Who read or changed a record, newest first."""
        self.actor.check(Permission.READ_AUDIT)
        with self.database.reading() as session:
            self._record(session, record_id, Permission.READ_RECORD)
            query = sa.select(AuditRow).where(AuditRow.record_id == record_id).order_by(AuditRow.seq.desc())
            return tuple(_access_of(line) for line in session.scalars(query))

    # --- calls and urgency ---

    def start_call(self, record_id: str, informant: str = "") -> RecordHead:
        """Start another call about a case, unless one is going on. `informant`: the id of the person on the line."""
        with self.database.writing() as session:
            record = self._record(session, record_id, Permission.TAKE_CALL, lock=True)
            if calls.going_on(session, record_id) is None:
                calls.start(session, record, self.actor.name, self.now(), informant)
                record.status, record.closed_at = RecordStatus.CALLING, None
                self._audit(session, "call", record_id)
            return head_of(record)

    def calls(self, record_id: str) -> tuple[CallRow, ...]:
        """The calls about a case, oldest first."""
        with self.database.reading() as session:
            self._record(session, record_id, Permission.READ_RECORD)
            return calls.of_record(session, record_id)

    def clear_peak(self, record_id: str, reason: str) -> RecordHead:
        """Let the urgency of today's answers stand for the case, with a reason in its log."""
        with self.database.writing() as session:
            record = self._record(session, record_id, Permission.CLEAR_PEAK, lock=True)
            before, record.peak_urgency = record.peak_urgency, record.urgency
            self._write_line(session, record, PEAK_CLEARED, {"text": reason}, uuid.uuid4().hex)
            self._audit(session, PEAK_CLEARED, record_id, before=before, now=record.urgency)
            return head_of(record)

    # --- hold ---

    def hold(self, record_id: str, reason: str) -> RecordHead:
        """Protect a record from being purged. The reason is added to its log."""
        with self.database.writing() as session:
            record = self._record(session, record_id, Permission.HOLD, lock=True)
            record.held, record.release_by = True, ""
            self._write_line(session, record, HOLD, {"text": reason}, uuid.uuid4().hex)
            self._audit(session, HOLD, record_id)
            return head_of(record)

    def release(self, record_id: str) -> RecordHead:
        """Release a hold: one supervisor asks, another confirms. Raises RecordStateError for the same one twice."""
        with self.database.writing() as session:
            record = self._record(session, record_id, Permission.HOLD, lock=True)
            if not record.held:
                raise RecordStateError("the record is not held")
            if record.release_by == self.actor.name:
                raise RecordStateError("another supervisor has to agree")
            step = RELEASED if record.release_by else RELEASE_ASKED
            record.held, record.release_by = not record.release_by, "" if record.release_by else self.actor.name
            self._write_line(session, record, step, {"text": ""}, uuid.uuid4().hex)
            self._audit(session, step, record_id)
            return head_of(record)

    # --- log ---

    def add(self, record_id: str, kind: str, content: RecordContent, *, token: str) -> LogLine:
        """Add a line to the log. Idempotent: a `token` used before adds nothing and returns the existing line."""
        if kind == APPROVED:
            raise ValueError("only approve_disclosure adds an approval")
        with self.database.writing() as session:
            record = self._record(session, record_id, Permission.CHANGE_RECORD, lock=True)
            key = self.database.keyring.unwrap(record.key)
            entry = session.scalar(sa.select(Entry).where(Entry.record_id == record_id, Entry.token == token))
            if entry is None:
                entry = self._write_line(session, record, kind, content, token)
                self._audit(session, "add", record_id, kind=kind)
            return record_body.open_line(key, record_id, entry)

    def log(self, record_id: str) -> tuple[LogLine, ...]:
        """The log, oldest line first; lines of a merged record stand where they belong in time."""
        with self.database.reading() as session:
            record = self._record(session, record_id, Permission.READ_RECORD)
            key = self.database.keyring.unwrap(record.key)
            lines = session.scalars(sa.select(Entry).where(Entry.record_id == record_id))
            return case_log.in_order(record_body.open_line(key, record_id, entry) for entry in lines)

    # --- internals ---

    def _check_disclosure(
        self, session: Session, record: Record, content: RecordContent, to_whom: Recipient, parts: tuple[str, ...]
    ) -> None:
        """Raise DisclosureError unless a file with these parts may leave for this recipient.

        What was approved before a merge does not cover what the merge added.
        """
        now, log = self.now(), sa.select(Entry.seq).where(Entry.record_id == record.id)
        since = now - dt.timedelta(days=consent.APPROVAL_DAYS)
        merged = session.scalar(log.where(Entry.kind == case_log.MERGED).order_by(Entry.seq.desc()).limit(1))
        approved = log.where(Entry.kind == APPROVED, Entry.at > since, Entry.seq > (merged or 0))
        allowed = consent.may_leave(
            content.get("call", {}),
            to_whom,
            now.astimezone().date(),
            approved=session.scalar(approved.limit(1)) is not None,
        )
        if isinstance(allowed, Refusal):
            raise DisclosureError(allowed)
        if not allowed.covers(parts):
            raise DisclosureError(None)

    def _record(self, session: Session, record_id: str, action: Permission, *, lock: bool = False) -> Record:
        query = sa.select(Record).where(Record.id == record_id)
        record = session.scalar(query.with_for_update() if lock else query)
        if record is None:
            raise RecordGoneError("there is no such record")
        access.check(session, self.actor, action, record, self.now())
        return record

    def _opened(self, record: Record) -> OpenedRecord:
        key = self.database.keyring.unwrap(record.key)
        return OpenedRecord(head_of(record), record_body.open_body(key, record.body, record.id, record.version))

    def _versions(self, session: Session, record: Record) -> tuple[Version, ...]:
        key = self.database.keyring.unwrap(record.key)
        rows = session.scalars(sa.select(Revision).where(Revision.record_id == record.id).order_by(Revision.version))
        return tuple(
            Version(row.version, row.at, row.by, record_body.open_body(key, row.body, record.id, row.version))
            for row in rows
        )

    def _write_line(self, session: Session, record: Record, kind: str, content: RecordContent, token: str) -> Entry:
        key = self.database.keyring.unwrap(record.key)
        return case_log.append(
            session, key, case_log.NewLine(record.id, token, self.now(), self.actor.name, kind, content)
        )

    def _refuses_notes_now(self, record: Record, content: RecordContent) -> bool:
        """Whether this save is the first to say that the caller does not want notes. A hold keeps what there is."""
        if record.held or not consent.notes_refused(content.get("call", {})):
            return False
        return not consent.notes_refused(self._opened(record).content.get("call", {}))

    def _drop_notes(self, session: Session, record_id: str, before: int) -> None:
        refused_notes.destroy(session, record_id, before, kept_lines=WITHOUT_NOTES)
        self._audit(session, "drop-notes", record_id)

    def _conflict(self, record_id: str) -> ConflictError:
        with self.database.reading() as session:
            record = self._record(session, record_id, Permission.READ_RECORD)
            return ConflictError(self._opened(record), self._last_by(session, record_id))

    def _last_by(self, session: Session, record_id: str) -> str:
        newest = sa.select(Revision.by).where(Revision.record_id == record_id).order_by(Revision.version.desc())
        return session.scalar(newest.limit(1)) or ""

    def _audit(self, session: Session, action: str, record_id: str, **detail: str | int) -> None:
        event = audit.AuditEvent(self.now(), self.actor.name, action, record_id)
        audit.append(self.database, session, event, **detail)


def _access_of(line: AuditRow) -> RecordAccess:
    return RecordAccess(line.at, line.actor, line.action, line.detail)


def _exported_line(line: LogLine) -> dict[str, Any]:
    """A line of the log with the keys of the exported file."""
    return {"seq": line.seq, "at": line.at, "by": line.by, "kind": line.kind, "said": line.content}


def _plain(value: Any) -> Any:
    """Make a value JSON-ready: times become ISO 8601 strings."""
    if isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return value
