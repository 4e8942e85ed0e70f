"""The calls about a case: each has its worker, who was on the line, when it began and ended, and its outcome."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from intake.store.schema import Call, Record, RecordStatus


class CallRow(NamedTuple):
    """One call about a case. `ended_at` and `outcome` are None while it lasts."""

    number: int
    worker: str
    informant: str
    began_at: dt.datetime
    ended_at: dt.datetime | None
    outcome: str | None
    urgency: int


def start(session: Session, record: Record, worker: str, at: dt.datetime, informant: str = "") -> None:
    """Add a call that begins now."""
    last = session.scalar(sa.select(sa.func.max(Call.number)).where(Call.record_id == record.id))
    session.add(
        Call(
            record_id=record.id,
            number=(last or 0) + 1,
            worker=worker,
            informant=informant,
            began_at=at,
            urgency=record.urgency,
        )
    )


def follow(session: Session, record: Record, at: dt.datetime) -> None:
    """Keep the call that is going on in step with its record, and end it when the record is no longer in a call."""
    call = going_on(session, record.id)
    if call is None:
        return
    call.urgency = record.urgency
    if record.status != RecordStatus.CALLING:
        call.ended_at, call.outcome = at, record.outcome


def going_on(session: Session, record_id: str) -> Call | None:
    """The call about a case that has not ended."""
    return session.scalar(sa.select(Call).where(Call.record_id == record_id, Call.ended_at.is_(None)))


def of_record(session: Session, record_id: str) -> tuple[CallRow, ...]:
    """The calls about a case, oldest first."""
    rows = session.scalars(sa.select(Call).where(Call.record_id == record_id).order_by(Call.number))
    return tuple(
        CallRow(row.number, row.worker, row.informant, row.began_at, row.ended_at, row.outcome, row.urgency)
        for row in rows
    )
