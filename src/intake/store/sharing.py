"""Cases that several workers share: opened with a reason, handed over to a colleague, picked up when one has left.

Every step is in the log of the case and in the audit trail. Closed cases of others stay with supervisors.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from intake.store import access, audit, calls, case_log, presence
from intake.store.database import Clock, Database
from intake.store.lists import PAGE_SIZE, ListRow, list_rows, names_taking_calls
from intake.store.permissions import Actor, NotPermittedError, Permission, RecordMergedError
from intake.store.records import RecordGoneError, RecordHead, RecordStateError, head_of
from intake.store.schema import Call, Offer, Record, RecordStatus, Staff
from intake.store.sessions import IDLE


class AccessReason(StrEnum):
    """Why someone opens a case that a colleague owns. The trail shows it; its words are in the log of the case."""

    FAMILY_CALLS = "family calls"
    COVERING = "covering for the owner"
    ASKED_TO_HELP = "asked to help"
    OTHER = "other reason"


class Offered(NamedTuple):
    """A case that is offered to someone: `by` whom, to whom, and when."""

    row: ListRow
    by: str
    to: str
    at: dt.datetime


class LeftCall(NamedTuple):
    """A call that is still open although its worker is no longer at the desk."""

    row: ListRow
    worker: str
    began_at: dt.datetime


@dataclass(frozen=True)
class Sharing:
    """What one member of staff may do with the open cases of their colleagues.

    `share_open_cases`: False keeps every case with its owner and supervisors; handing over is still possible.
    """

    database: Database
    actor: Actor
    now: Clock
    share_open_cases: bool = True

    # --- open with a reason ---

    def open_with_reason(self, record_id: str, reason: AccessReason, text: str = "") -> RecordHead:
        """Let the actor work on an open case of someone else for a shift. `text`: the reason in words, for its log."""
        self._check_sharing()
        if reason is AccessReason.OTHER and not text.strip():
            raise ValueError("another reason needs words")
        with self.database.writing() as session:
            record = self._locked(session, record_id)
            if record.status == RecordStatus.CLOSED and not self.actor.may(Permission.READ_OTHERS):
                raise NotPermittedError("closed cases of others stay with supervisors")
            access.grant(session, record_id, self.actor.name, self.now())
            self._log(session, record, case_log.OPENED, text.strip(), reason=str(reason))
            self._audit(session, "open-shared", record_id, reason=str(reason))
            return head_of(record)

    # --- hand over ---

    def colleagues(self) -> tuple[str, ...]:
        """Names of the others who take calls, to whom a case can be offered."""
        self.actor.check(Permission.HAND_OVER)
        with self.database.reading() as session:
            return tuple(session.scalars(names_taking_calls().where(Staff.name != self.actor.name)))

    def offer(self, record_id: str, to: str, note: str = "") -> RecordHead:
        """Offer a case to a colleague. It stays with its owner until they take it; a new offer replaces the last."""
        if to not in self.colleagues():
            raise ValueError("no such colleague")
        with self.database.writing() as session:
            record = self._locked(session, record_id)
            self.actor.check(Permission.HAND_OVER, owner=record.owner)
            session.merge(
                Offer(
                    record_id=record_id,
                    owner=record.owner,
                    offered_by=self.actor.name,
                    offered_to=to,
                    offered_at=self.now(),
                )
            )
            self._log(session, record, case_log.OFFERED, note.strip(), to=to)
            self._audit(session, "offer", record_id, now=to)
            return head_of(record)

    def offers_to_me(self) -> tuple[Offered, ...]:
        """The cases offered to the actor, most urgent first."""
        return self._offers(Offer.offered_to == self.actor.name)

    def offer_of(self, record_id: str) -> Offered | None:
        """The offer that waits for an answer, for who may see the case; None if there is none."""
        offers = self._offers(Offer.record_id == record_id)
        with self.database.reading() as session:
            seen = (
                offer
                for offer in offers
                if access.allows(session, self.actor, Permission.READ_RECORD, offer.row.head, self.now())
            )
            return next(seen, None)

    def take(self, record_id: str) -> RecordHead:
        """Become the owner of a case offered to the actor. Raises RecordStateError if the offer no longer stands."""
        with self.database.writing() as session:
            record, offer = self._offer(session, record_id)
            if offer.offered_to != self.actor.name:
                raise NotPermittedError("the case is offered to someone else")
            before, record.owner = record.owner, self.actor.name
            session.delete(offer)
            self._log(session, record, case_log.TAKEN, "")
            self._audit(session, "take-offered", record_id, before=before, now=self.actor.name)
            return head_of(record)

    def end_offer(self, record_id: str) -> None:
        """Decline a case offered to the actor, or take back an offer of their own or of their case."""
        with self.database.writing() as session:
            record, offer = self._offer(session, record_id)
            concerned = self.actor.name in (offer.offered_to, offer.offered_by)
            if not concerned:
                self.actor.check(Permission.HAND_OVER, owner=record.owner)
            session.delete(offer)
            self._log(session, record, case_log.NOT_TAKEN, "", to=offer.offered_to)
            self._audit(session, "end-offer", record_id, now=offer.offered_to)

    # --- pick up ---

    def left_calls(self) -> tuple[LeftCall, ...]:
        """The open calls whose worker has left the desk, most urgent first."""
        self._check_sharing()
        here = presence.at_the_desk(self.now() - IDLE)
        left = sa.select(Call.record_id, Call.worker, Call.began_at).where(
            Call.ended_at.is_(None), Call.worker != self.actor.name, Call.worker.not_in(here)
        )
        ids = left.with_only_columns(Call.record_id)
        condition = sa.and_(Record.status == RecordStatus.CALLING, Record.id.in_(ids))
        with self.database.reading() as session:
            rows = list_rows(self.database, session, condition, (Record.peak_urgency, Record.changed_at), PAGE_SIZE)
            call_of = {call.record_id: call for call in session.execute(left)}
        return tuple(
            LeftCall(row, call.worker, call.began_at) for row in rows if (call := call_of.get(row.head.id)) is not None
        )

    def pick_up(self, record_id: str) -> RecordHead:
        """Continue an open call whose worker has left: the actor becomes its worker and the owner of the case.

        It stays one call, so that a no to notes also covers what the first worker wrote.

        Raises RecordStateError if the worker is back, or the call is over.
        """
        self._check_sharing()
        with self.database.writing() as session:
            record = self._locked(session, record_id)
            call = calls.going_on(session, record_id)
            if call is None or record.status != RecordStatus.CALLING:
                raise RecordStateError("no call is going on")
            here = presence.at_the_desk(self.now() - IDLE)
            if call.worker == self.actor.name or session.scalar(here.where(Staff.name == call.worker)) is not None:
                raise RecordStateError("the worker is at the desk")
            before = call.worker
            call.worker = record.owner = self.actor.name
            self._log(session, record, case_log.PICKED_UP, "", before=before)
            self._audit(session, "pick-up", record_id, before=before, now=self.actor.name)
            return head_of(record)

    # --- internals ---

    def _check_sharing(self) -> None:
        self.actor.check(Permission.OPEN_SHARED)
        if not self.share_open_cases and not self.actor.may(Permission.READ_OTHERS):
            raise NotPermittedError("cases are not shared in this agency")

    def _locked(self, session: Session, record_id: str) -> Record:
        record = session.scalar(sa.select(Record).where(Record.id == record_id).with_for_update())
        if record is None:
            raise RecordGoneError("there is no such record")
        if record.status == RecordStatus.MERGED:
            raise RecordMergedError("the record was merged into another case")
        return record

    def _offer(self, session: Session, record_id: str) -> tuple[Record, Offer]:
        """A case and the offer that waits for an answer. An offer ends when the case changes its owner."""
        self.actor.check(Permission.HAND_OVER)
        record, offer = self._locked(session, record_id), session.get(Offer, record_id)
        if offer is None or offer.owner != record.owner:
            raise RecordStateError("the offer no longer stands")
        return record, offer

    def _offers(self, condition: sa.ColumnElement[bool]) -> tuple[Offered, ...]:
        self.actor.check(Permission.HAND_OVER)
        stands = sa.select(Offer).join(Record, Record.id == Offer.record_id).where(Offer.owner == Record.owner)
        with self.database.reading() as session:
            offers = {offer.record_id: offer for offer in session.scalars(stands.where(condition))}
            order = (Record.peak_urgency, Record.changed_at)
            rows = list_rows(self.database, session, Record.id.in_(offers), order, len(offers))
        found = ((row, offers[row.head.id]) for row in rows)
        return tuple(Offered(row, offer.offered_by, offer.offered_to, offer.offered_at) for row, offer in found)

    def _log(self, session: Session, record: Record, kind: str, text: str, **more: str) -> None:
        key, said = self.database.keyring.unwrap(record.key), {"text": text, **more}
        line = case_log.NewLine(record.id, uuid.uuid4().hex, self.now(), self.actor.name, kind, said)
        case_log.append(session, key, line)

    def _audit(self, session: Session, action: str, record_id: str, **detail: str | int) -> None:
        event = audit.AuditEvent(self.now(), self.actor.name, action, record_id)
        audit.append(self.database, session, event, **detail)
