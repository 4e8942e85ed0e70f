"""The calls about a case: each has its worker, who was on the line, when it began and ended, and its outcome."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from intake.store.schema import Call, Instant, Record, RecordStatus


class CallRow(NamedTuple):
    """One call about a case. `ended_at` and `outcome` are None while it lasts. `merged_from`: see Call."""

    number: int
    worker: str
    informant: str
    began_at: dt.datetime
    ended_at: dt.datetime | None
    outcome: str | None
    urgency: int
    merged_from: str | None = None


class CallFact(NamedTuple):
    """A call in statistics. `next_at`: the next contact about its case; `region`, `must_ask`: those of the case now."""

    record_id: str
    number: int
    worker: str
    began_at: dt.datetime
    ended_at: dt.datetime | None
    outcome: str | None
    urgency: int
    next_at: dt.datetime | None
    region: str | None
    must_ask: int
    status: str


class CallsState(NamedTuple):
    """What differs once a call, or a case with calls, was added, changed or removed."""

    calls: int
    newest: dt.datetime | None
    changed: dt.datetime | None
    merged: int


class Period(NamedTuple):
    """When calls began: not before the first time, and before the second. None: no limit."""

    begun_from: dt.datetime | None = None
    begun_before: dt.datetime | None = None


def start(session: Session, record: Record, worker: str, at: dt.datetime, informant: str = "") -> None:
    """Add a call that begins now."""
    _next(session, record, worker, at).informant = informant


def follow(session: Session, record: Record, at: dt.datetime, outcome: str | None = None) -> bool:
    """Keep the call that is going on in step with its record, and end it when the record is no longer in a call.

    False if no call is going on.
    """
    call = going_on(session, record.id)
    if call is None:
        return False
    call.urgency = record.urgency
    if record.status != RecordStatus.CALLING:
        call.ended_at, call.outcome = at, outcome
    return True


def add_contact(session: Session, record: Record, worker: str, at: dt.datetime, outcome: str | None) -> None:
    """Add a follow-up that was made outside of a call at the desk: it counts as a call that is over."""
    call = _next(session, record, worker, at)
    call.ended_at, call.outcome = at, outcome


def going_on(session: Session, record_id: str) -> Call | None:
    """The call about a case that has not ended."""
    return session.scalar(sa.select(Call).where(Call.record_id == record_id, Call.ended_at.is_(None)))


def begun(session: Session, record_ids: Iterable[str]) -> dict[str, dt.datetime]:
    """When the calls began that are going on about these cases, by record id."""
    query = sa.select(Call.record_id, Call.began_at).where(Call.ended_at.is_(None), Call.record_id.in_(record_ids))
    return {row.record_id: row.began_at for row in session.execute(query)}


def of_record(session: Session, record_id: str) -> tuple[CallRow, ...]:
    """The calls about a case, oldest first."""
    rows = session.scalars(sa.select(Call).where(Call.record_id == record_id).order_by(Call.began_at, Call.number))
    return tuple(CallRow(*(getattr(row, name) for name in CallRow._fields)) for row in rows)


def over(session: Session, period: Period) -> tuple[CallFact, ...]:
    """The calls that began in a period, oldest first, with what statistics need of their cases.

    A call of a record that was merged into a case counts once, with that case.
    """
    in_order = [Call.began_at, Call.number]
    later = sa.func.lead(Call.began_at, type_=Instant()).over(partition_by=Call.record_id, order_by=in_order)
    inner = sa.select(Call, later.label("next_at"))
    if period.begun_from is not None:
        inner = inner.where(Call.began_at >= period.begun_from)
    calls = inner.subquery()
    columns = [calls.c[name] if name in calls.c else getattr(Record, name) for name in CallFact._fields]
    query = sa.select(*columns, Record.followed_up_at).join(
        Record, sa.and_(Record.id == calls.c.record_id, Record.status != RecordStatus.MERGED)
    )
    if period.begun_before is not None:
        query = query.where(calls.c.began_at < period.begun_before)
    return tuple(map(_fact, session.execute(query.order_by(calls.c.began_at, calls.c.record_id))))


def _fact(row: sa.Row[*tuple[Any, ...]]) -> CallFact:
    """A contact noted before follow-ups counted as calls is known only to the record."""
    *values, noted = row
    fact = CallFact(*values)
    if noted is None or fact.next_at is not None or fact.ended_at is None or noted <= fact.ended_at:
        return fact
    return fact._replace(next_at=noted)


def state(session: Session) -> CallsState:
    """The state of all calls: while it is the same, so is everything that `over` returns."""
    number, newest = session.execute(sa.select(sa.func.count(), sa.func.max(Call.began_at)).select_from(Call)).one()
    changed = session.scalar(sa.select(sa.func.max(Record.changed_at)))
    merged = sa.select(sa.func.count()).where(Record.status == RecordStatus.MERGED)
    return CallsState(number, newest, changed, session.scalar(merged) or 0)


def next_number(session: Session, record_id: str) -> int:
    """The number of the next call about a case."""
    return (session.scalar(sa.select(sa.func.max(Call.number)).where(Call.record_id == record_id)) or 0) + 1


def _next(session: Session, record: Record, worker: str, at: dt.datetime) -> Call:
    call = Call(
        record_id=record.id,
        number=next_number(session, record.id),
        worker=worker,
        informant="",
        began_at=at,
        urgency=record.urgency,
    )
    session.add(call)
    return call
