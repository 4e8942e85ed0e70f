"""Add a line to the log of a case. Lines are encrypted with the key of the case, numbered, and never changed."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from intake.store import record_body
from intake.store.record_body import RecordContent
from intake.store.schema import Entry

SUPERVISOR_ASKED, SUPERVISOR_CAME = "supervisor-asked", "supervisor-came"
OPENED, OFFERED, NOT_TAKEN, TAKEN, PICKED_UP = "opened", "offered", "not-taken", "taken", "picked-up"
"""Kinds of lines about what staff did with the case; the note that goes with an offer may repeat what a caller told."""


class NewLine(NamedTuple):
    """A line to add. `token`: chosen by the writer, so that a retry does not add it twice."""

    record_id: str
    token: str
    at: dt.datetime
    by: str
    kind: str
    content: RecordContent


def append(session: Session, key: bytes, new: NewLine) -> Entry:
    """Add a line in the same transaction as what it tells of. The record must be locked."""
    last = session.scalar(sa.select(sa.func.max(Entry.seq)).where(Entry.record_id == new.record_id))
    line = Entry(record_id=new.record_id, seq=(last or 0) + 1, token=new.token, at=new.at, by=new.by, kind=new.kind)
    line.body = record_body.seal_line(key, new.content, new.record_id, line.seq)
    session.add(line)
    return line
