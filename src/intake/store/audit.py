"""The audit trail: who read and changed what, and when. Each line is bound to the one before it.

A line holds no answer and no name. A changed, missing or moved line shows; a cut-off end shows against an `Anchor` that
was written down elsewhere.
"""

from __future__ import annotations

import datetime as dt
import hmac
import json
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from intake.store.database import Database
from intake.store.schema import AuditRow

_FIRST = b"\x00" * 32


class Anchor(NamedTuple):
    """The last line of the trail at one moment, to be kept in another place."""

    seq: int
    mac: str

    def __str__(self) -> str:
        """`seq:mac`, to be printed or mailed."""
        return f"{self.seq}:{self.mac}"


class AuditEvent(NamedTuple):
    """Who did what, when, and with which record."""

    at: dt.datetime
    actor: str
    action: str
    record_id: str | None = None


def parse_anchor(text: str) -> Anchor:
    """An anchor as it was printed. Raises ValueError."""
    seq, _, mac = text.partition(":")
    if not seq.isdigit() or len(bytes.fromhex(mac)) != len(_FIRST):
        raise ValueError("an anchor looks like 12:0a1b..., as `store anchor` prints it")
    return Anchor(int(seq), mac)


def append(database: Database, session: Session, deed: AuditEvent, **detail: str | int) -> None:
    """Adds a line in the transaction of what it tells of. `detail` names things; it never holds what somebody said."""
    database.lock_audit_trail(session)
    last = session.execute(sa.select(AuditRow.seq, AuditRow.mac).order_by(AuditRow.seq.desc()).limit(1)).first()
    line = AuditRow(
        seq=(last.seq if last else 0) + 1,
        **deed._asdict(),
        detail=json.dumps(detail, sort_keys=True),
    )
    line.mac = _mac(database.audit_key, last.mac if last else _FIRST, line)
    session.add(line)
    session.flush()


def anchor(session: Session) -> Anchor:
    """The end of the trail."""
    last = session.execute(sa.select(AuditRow.seq, AuditRow.mac).order_by(AuditRow.seq.desc()).limit(1)).first()
    return Anchor(last.seq, last.mac.hex()) if last else Anchor(0, _FIRST.hex())


def first_fault(database: Database, session: Session, known: Anchor | None = None) -> int | None:
    """The number of the first line that is missing or not as it was written; None when all is well.

    With an anchor from earlier, a trail that was cut off before it is found too.
    """
    before, expected = _FIRST, 1
    anchored = known is None or known.seq == 0
    for line in session.scalars(sa.select(AuditRow).order_by(AuditRow.seq)).yield_per(1000):
        if line.seq != expected or not hmac.compare_digest(line.mac, _mac(database.audit_key, before, line)):
            return expected
        if known is not None and known.seq == line.seq:
            if known.mac != line.mac.hex():
                return line.seq
            anchored = True
        before, expected = line.mac, expected + 1
    return None if anchored else expected


def _mac(key: bytes, before: bytes, line: AuditRow) -> bytes:
    said = [line.seq, line.at.astimezone(dt.UTC).isoformat(), line.actor, line.action, line.record_id, line.detail]
    return hmac.digest(key, before + json.dumps(said).encode(), "sha256")
