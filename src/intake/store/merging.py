"""Two records about one family become one case, and the merge can be undone.

The record that is merged into the case stays as it was, with its own key, and is only marked: lists, searches, and
tables show the case alone. Its log and its calls are copied into the case. The screens, which know the questions, join
the answers of both.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from intake.store import access, audit, calls, case_log, record_body, word_index
from intake.store.database import Clock, Database
from intake.store.index_fields import IndexFields
from intake.store.permissions import Actor, Permission
from intake.store.record_body import RecordContent
from intake.store.records import RecordGoneError, RecordHead, RecordStateError, head_of
from intake.store.schema import Alert, Call, CaseMerge, Entry, Offer, Record, RecordStatus, Revision

_COLUMNS = (
    *("status", "owner", "due_at", "followed_up_at", "finished_at", "closed_at", "outcome"),
    *("peak_urgency", "held", "release_by"),
)
_MERGED_COLUMNS = ("status", "held", "release_by")  # those that change in the record that is merged into a case


class MergeReason(StrEnum):
    """Why two records were merged, or a merge undone. The trail shows it; its words are in the logs of both."""

    FAMILY_CALLS = "family calls"
    SAME_FAMILY = "same family"
    ENTERED_TWICE = "entered twice"
    OTHER_FAMILY = "other family"
    OTHER = "other reason"


class Reason(NamedTuple):
    """A reason, and its words for the logs."""

    code: MergeReason
    text: str = ""


class Joined(NamedTuple):
    """What a case says after a merge, or after a merge was undone.

    `informants`: the ids in the case of who told the merged record, by their ids there; "" stands for its only one.
    """

    content: RecordContent
    fields: IndexFields
    informants: Mapping[str, str]


class MergeRow(NamedTuple):
    """A merge into a case. `version`: the first one with both; `informants`: who came with it, by id in the case."""

    id: str
    merged_id: str
    at: dt.datetime
    by: str
    version: int
    informants: tuple[str, ...]


@dataclass(frozen=True)
class Merging:
    """The merges that one member of staff may make, see, and undo."""

    database: Database
    actor: Actor
    now: Clock

    def merge(self, case: RecordHead, other: RecordHead, joined: Joined, why: Reason) -> RecordHead:
        """Merge another record into a case. Neither may be in a call.

        Raises RecordStateError if it is, or if one of them was changed meanwhile.
        """
        self.actor.check(Permission.MERGE_CASES)
        with self.database.writing() as session:
            kept, merged = self._both(session, case, other, Permission.MERGE_CASES)
            if RecordStatus.CALLING in (kept.status, merged.status):
                raise RecordStateError("a call is going on")
            return self._merge(session, kept, merged, joined, why, _after(kept, merged))

    def continue_call(self, new: RecordHead, known: RecordHead, joined: Joined) -> RecordHead:
        """Go on with a call in the open case that the caller belongs to: what was told so far comes along.

        A call about the case that the actor left open ends. Raises RecordStateError if a colleague is on a call about
        it, if it is closed, or if one of the two was changed meanwhile.
        """
        with self.database.writing() as session:
            kept, merged = self._both(session, known, new, Permission.CHANGE_RECORD)
            self.actor.check(Permission.TAKE_CALL)
            going_on = calls.going_on(session, kept.id)
            if merged.status != RecordStatus.CALLING or kept.status == RecordStatus.CLOSED:
                raise RecordStateError("the call or the case is over")
            if going_on is not None:
                if going_on.worker != self.actor.name:
                    raise RecordStateError("a colleague is on a call about it")
                going_on.ended_at = self.now()
            after = {**_after(kept, merged), "status": RecordStatus.CALLING, "due_at": kept.due_at, "closed_at": None}
            return self._merge(session, kept, merged, joined, Reason(MergeReason.FAMILY_CALLS), after)

    def merges(self, record_id: str) -> tuple[MergeRow, ...]:
        """The merges into a case that stand, newest first; only the newest can be undone."""
        with self.database.reading() as session:
            record = session.get(Record, record_id)
            if record is None:
                raise RecordGoneError("there is no such record")
            access.check(session, self.actor, Permission.READ_RECORD, record, self.now())
            rows = session.scalars(self._standing(record_id))
            return tuple(
                MergeRow(row.id, row.merged_id, row.at, row.by, row.version, tuple(row.informants.split()))
                for row in rows
            )

    def undo(self, merge_id: str, case: RecordHead, restored: Joined, why: Reason) -> RecordHead:
        """Undo the newest merge into a case: the merged record stands by itself again, as it was.

        `restored`: the case without what came with the merge; what was added since stays. Raises RecordStateError if a
        call is going on, if the case was changed meanwhile, or if a newer merge stands.
        """
        self.actor.check(Permission.MERGE_CASES)
        with self.database.writing() as session:
            kept = self._locked(session, case.id)
            access.check(session, self.actor, Permission.MERGE_CASES, kept, self.now())
            row = session.scalars(self._standing(kept.id)).first()
            if row is None or row.id != merge_id or kept.version != case.version:
                raise RecordStateError("a newer merge stands, or the case was changed")
            if kept.status == RecordStatus.CALLING:
                raise RecordStateError("a call is going on")
            merged = self._locked(session, row.merged_id)
            self._take_out(session, row)
            self._restore(kept, merged, json.loads(row.columns), restored.fields["urgency"])
            self._save(session, kept, restored)
            row.undone_at, row.undone_by = self.now(), self.actor.name
            for record, about in ((kept, merged), (merged, kept)):
                self._note(session, record, case_log.UNMERGED, about, why)
                self._audit(session, "unmerge", record.id, other=about.id, reason=str(why.code))
            return head_of(kept)

    # --- internals ---

    def _merge(
        self,
        session: Session,
        kept: Record,
        merged: Record,
        joined: Joined,
        why: Reason,
        after: Mapping[str, Any],
    ) -> RecordHead:
        columns = {"before": _columns(kept, _COLUMNS), "merged": _columns(merged, _MERGED_COLUMNS)}
        urgency = joined.fields["urgency"]
        for name, value in after.items():
            setattr(kept, name, value)
        kept.peak_urgency = min(kept.peak_urgency, merged.peak_urgency, urgency)
        merged.status, merged.held, merged.release_by = RecordStatus.MERGED, False, ""
        self._save(session, kept, joined)
        first_line, last_line = self._copy_log(session, merged, kept)
        self._copy_calls(session, merged, kept, joined.informants)
        session.execute(sa.update(Alert).where(Alert.record_id == merged.id).values(record_id=kept.id))
        session.execute(sa.delete(Offer).where(Offer.record_id == merged.id))
        self._note(session, kept, case_log.MERGED, merged, why)
        self._note(session, merged, case_log.MERGED_INTO, kept, why)
        session.add(
            CaseMerge(
                id=uuid.uuid4().hex,
                record_id=kept.id,
                merged_id=merged.id,
                at=self.now(),
                by=self.actor.name,
                version=kept.version,
                informants=" ".join(dict.fromkeys(joined.informants.values())),
                first_line=first_line,
                last_line=last_line,
                columns=json.dumps({**columns, "after": _columns(kept, _COLUMNS)}),
            )
        )
        self._audit(session, "merge", kept.id, other=merged.id, reason=str(why.code))
        self._audit(session, "merged-into", merged.id, other=kept.id, reason=str(why.code))
        session.flush()
        return head_of(kept)

    def _both(self, session: Session, case: RecordHead, other: RecordHead, action: Permission) -> tuple[Record, Record]:
        """Both records, locked in the order of their ids so that two merges never wait for each other."""
        if case.id == other.id:
            raise RecordStateError("a case cannot be merged into itself")
        locked = {record_id: self._locked(session, record_id) for record_id in sorted((case.id, other.id))}
        for head in (case, other):
            access.check(session, self.actor, action, locked[head.id], self.now())
            if locked[head.id].version != head.version:
                raise RecordStateError("the record was changed meanwhile")
        return locked[case.id], locked[other.id]

    def _locked(self, session: Session, record_id: str) -> Record:
        record = session.scalar(sa.select(Record).where(Record.id == record_id).with_for_update())
        if record is None:
            raise RecordGoneError("there is no such record")
        return record

    def _standing(self, record_id: str) -> sa.Select[CaseMerge]:
        stands = sa.select(CaseMerge).where(CaseMerge.record_id == record_id, CaseMerge.undone_at.is_(None))
        return stands.order_by(CaseMerge.version.desc())

    def _save(self, session: Session, record: Record, joined: Joined) -> None:
        """Save a new version of the case."""
        key, fields, now = self.database.keyring.unwrap(record.key), joined.fields, self.now()
        record.version += 1
        record.changed_at = now
        record.urgency, record.must_ask, record.region = fields["urgency"], fields["must_ask"], fields["region"]
        record.body = record_body.seal_body(key, joined.content, record.id, record.version)
        record.card = record_body.seal_card(key, fields["card"], record.id)
        version = Revision(record_id=record.id, version=record.version, at=now, by=self.actor.name, body=record.body)
        session.add(version)
        word_index.write(session, self.database.index_key, record.id, fields["search_terms"])

    def _copy_log(self, session: Session, merged: Record, kept: Record) -> tuple[int, int]:
        """Copy the lines of a log, each marked with the record it comes from. Returns the first and last number."""
        key, own_key = self.database.keyring.unwrap(kept.key), self.database.keyring.unwrap(merged.key)
        numbers: dict[str, str] = {}
        entries = session.scalars(sa.select(Entry).where(Entry.record_id == merged.id).order_by(Entry.seq))
        for entry in entries.all():
            said = {case_log.FROM: merged.id, **record_body.open_line(own_key, merged.id, entry).content}
            if said.get("corrects"):
                said["corrects"] = numbers.get(str(said["corrects"]), "")
            line = case_log.NewLine(kept.id, uuid.uuid4().hex, entry.at, entry.by, entry.kind, said)
            numbers[str(entry.seq)] = str(case_log.append(session, key, line).seq)
            session.flush()
        copied = [int(number) for number in numbers.values()]
        return (copied[0], copied[-1]) if copied else (0, 0)

    def _copy_calls(self, session: Session, merged: Record, kept: Record, informants: Mapping[str, str]) -> None:
        rows = session.scalars(sa.select(Call).where(Call.record_id == merged.id).order_by(Call.began_at, Call.number))
        number = calls.next_number(session, kept.id)
        for offset, row in enumerate(rows.all()):
            copy = Call(
                record_id=kept.id,
                number=number + offset,
                worker=row.worker,
                informant=informants.get(row.informant, ""),
                began_at=row.began_at,
                ended_at=row.ended_at,
                outcome=row.outcome,
                urgency=row.urgency,
                merged_from=merged.id,
            )
            session.add(copy)
        session.flush()

    def _take_out(self, session: Session, row: CaseMerge) -> None:
        """Take the copied lines and calls out of the case; a call that went on in the case has ended in both."""
        lines = Entry.seq.between(row.first_line, row.last_line)
        session.execute(sa.delete(Entry).where(Entry.record_id == row.record_id, lines))
        copies = sa.select(Call).where(Call.record_id == row.record_id, Call.merged_from == row.merged_id)
        for copy in session.scalars(copies).all():
            own = sa.update(Call).where(Call.record_id == row.merged_id, Call.ended_at.is_(None))
            ended = own.where(Call.began_at == copy.began_at, Call.worker == copy.worker)
            session.execute(ended.values(ended_at=copy.ended_at, outcome=copy.outcome, urgency=copy.urgency))
            session.delete(copy)

    def _restore(self, kept: Record, merged: Record, columns: Mapping[str, Mapping[str, Any]], urgency: int) -> None:
        """Put the columns back, except those that were changed since; the gravest peak and a hold placed since stay."""
        before, after, own = columns["before"], columns["after"], columns["merged"]
        peaks = [before["peak_urgency"], urgency]
        if kept.peak_urgency != after["peak_urgency"]:
            peaks.append(kept.peak_urgency)
        still_held = kept.held
        now = _columns(kept, _COLUMNS)
        for name in _COLUMNS:
            if now[name] == after[name]:
                setattr(kept, name, _read(name, before[name]))
        kept.peak_urgency = min(peaks)
        merged.status, merged.held, merged.release_by = own["status"], own["held"] and still_held, ""
        kept.held = still_held and (before["held"] or not own["held"])
        if not kept.held:
            kept.release_by = ""

    def _note(self, session: Session, record: Record, kind: str, about: Record, why: Reason) -> None:
        key = self.database.keyring.unwrap(record.key)
        said = {"text": why.text.strip(), "reason": str(why.code), "other": about.id}
        line = case_log.NewLine(record.id, uuid.uuid4().hex, self.now(), self.actor.name, kind, said)
        case_log.append(session, key, line)

    def _audit(self, session: Session, action: str, record_id: str, **detail: str) -> None:
        event = audit.AuditEvent(self.now(), self.actor.name, action, record_id)
        audit.append(self.database, session, event, **detail)


def _after(kept: Record, merged: Record) -> dict[str, Any]:
    """The columns of a case that follow from those of both: open if one is, due at the earlier time, held if one is."""
    records = (kept, merged)
    is_open = any(record.status != RecordStatus.CLOSED for record in records)
    due = [record.due_at for record in records if record.status == RecordStatus.FOLLOW_UP and record.due_at]
    return {
        "status": RecordStatus.FOLLOW_UP if is_open else RecordStatus.CLOSED,
        "owner": kept.owner or merged.owner,
        "due_at": min(due, default=None),
        "followed_up_at": min(filter(None, (kept.followed_up_at, merged.followed_up_at)), default=None),
        "finished_at": min(filter(None, (kept.finished_at, merged.finished_at)), default=None),
        "closed_at": None if is_open else max(filter(None, (kept.closed_at, merged.closed_at)), default=None),
        "outcome": kept.outcome or merged.outcome,
        "held": kept.held or merged.held,
        "release_by": kept.release_by if kept.held == merged.held else "",
    }


def _columns(record: Record, names: tuple[str, ...]) -> dict[str, Any]:
    """The values of columns, JSON-ready."""
    values = {name: getattr(record, name) for name in names}
    return {name: value.isoformat() if isinstance(value, dt.datetime) else value for name, value in values.items()}


def _read(name: str, value: Any) -> Any:
    return dt.datetime.fromisoformat(value) if value is not None and name.endswith("_at") else value
