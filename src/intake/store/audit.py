"""The audit trail: who read or changed what, and when. Each line's MAC covers the line before it.

No line holds an answer or a caller's name. A changed, missing or moved line is detected; a truncated end is detected
with an `Anchor` that was kept elsewhere.
"""

from __future__ import annotations

import datetime as dt
import hmac
import json
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from intake.store.database import Database
from intake.store.schema import AuditRow

_FIRST = b"\x00" * 32


class Anchor(NamedTuple):
    """The last line of the audit trail at one time, to be kept outside the database."""

    seq: int
    mac: str

    def __str__(self) -> str:
        """`seq:mac`, to print or e-mail."""
        return f"{self.seq}:{self.mac}"


class AuditEvent(NamedTuple):
    """Who did what, when, and to which record."""

    at: dt.datetime
    actor: str
    action: str
    record_id: str | None = None


def parse_anchor(text: str) -> Anchor:
    """Parse an anchor as printed. Raises ValueError."""
    seq, _, mac = text.partition(":")
    if not seq.isdigit() or len(bytes.fromhex(mac)) != len(_FIRST):
        raise ValueError("an anchor looks like 12:0a1b..., as `store anchor` prints it")
    return Anchor(int(seq), mac)


def append(database: Database, session: Session, event: AuditEvent, **detail: str | int) -> None:
    """Append a line in the same transaction as the event. `detail` holds codes and names of staff, never an answer."""
    database.lock_audit_trail(session)
    last = session.execute(sa.select(AuditRow.seq, AuditRow.mac).order_by(AuditRow.seq.desc()).limit(1)).first()
    line = AuditRow(
        seq=(last.seq if last else 0) + 1,
        **event._asdict(),
        detail=json.dumps(detail, sort_keys=True),
    )
    line.mac = _mac(database.audit_key, last.mac if last else _FIRST, line)
    session.add(line)
    session.flush()


def anchor(session: Session) -> Anchor:
    """The current end of the audit trail."""
    last = session.execute(sa.select(AuditRow.seq, AuditRow.mac).order_by(AuditRow.seq.desc()).limit(1)).first()
    return Anchor(last.seq, last.mac.hex()) if last else Anchor(0, _FIRST.hex())


def first_fault(database: Database, session: Session, trusted: Anchor | None = None) -> int | None:
    """The number of the first line that is missing or was changed; None if the audit trail is intact.

    `trusted` is an earlier anchor: with it, truncation is detected too.
    """
    before, expected = _FIRST, 1
    anchored = trusted is None or trusted.seq == 0
    columns = AuditRow.__table__.columns  # not whole objects: a trail can have millions of lines
    for line in session.execute(sa.select(*columns).order_by(AuditRow.seq)).yield_per(1000):
        if line.seq != expected or not hmac.compare_digest(line.mac, _mac(database.audit_key, before, line)):
            return expected
        if trusted is not None and trusted.seq == line.seq:
            if trusted.mac != line.mac.hex():
                return expected
            anchored = True
        before, expected = line.mac, expected + 1
    return None if anchored else expected


def _mac(key: bytes, before: bytes, line: AuditRow | sa.Row[tuple[Any, ...]]) -> bytes:
    fields = [line.seq, line.at.astimezone(dt.UTC).isoformat(), line.actor, line.action, line.record_id, line.detail]
    return hmac.digest(key, before + json.dumps(fields).encode(), "sha256")
