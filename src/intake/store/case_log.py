"""Add a line to the log of a case. Lines are encrypted with the key of the case, numbered, and never changed."""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Iterable
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from intake.store import record_body
from intake.store.record_body import LogLine, RecordContent
from intake.store.schema import Entry

SUPERVISOR_ASKED, SUPERVISOR_CAME = "supervisor-asked", "supervisor-came"
OPENED, OFFERED, NOT_TAKEN, TAKEN, PICKED_UP = "opened", "offered", "not-taken", "taken", "picked-up"
MERGED, MERGED_INTO, UNMERGED = "merged", "merged-into", "unmerged"
"""Kinds of lines about what staff did with the case; the note that goes with an offer may repeat what a caller told."""


FROM = "from"
"""In a line: the id of the record that it was written in, which was merged into this case since."""


class NewLine(NamedTuple):
    """A line to add. `token`: chosen by the writer, so that a retry does not add it twice."""

    record_id: str
    token: str
    at: dt.datetime
    by: str
    kind: str
    content: RecordContent


def in_order(lines: Iterable[LogLine]) -> tuple[LogLine, ...]:
    """The lines of a log as they were written: those of merged records stand among the case's own by their time."""
    by_number = sorted(lines, key=lambda line: line.seq)
    own = [line for line in by_number if FROM not in line.content]
    copied = sorted((line for line in by_number if FROM in line.content), key=lambda line: line.at)
    return tuple(heapq.merge(own, copied, key=lambda line: line.at))


def append(session: Session, key: bytes, new: NewLine) -> Entry:
    """Add a line in the same transaction as what it tells of. The record must be locked."""
    last = session.scalar(sa.select(sa.func.max(Entry.seq)).where(Entry.record_id == new.record_id))
    line = Entry(record_id=new.record_id, seq=(last or 0) + 1, token=new.token, at=new.at, by=new.by, kind=new.kind)
    line.body = record_body.seal_line(key, new.content, new.record_id, line.seq)
    session.add(line)
    return line
