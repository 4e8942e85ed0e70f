"""What of a record is sealed with the record's own key: its answers, its card in lists, the lines of its log."""

from __future__ import annotations

import datetime as dt
import json
import zlib
from typing import Any, NamedTuple

from intake.store import encryption

RecordContent = dict[str, Any]
"""What was told, JSON-ready."""

Card = dict[str, str]
"""What a list shows of a record beside its clear columns: names and how to reach somebody, by the reader's own keys."""


class LogLine(NamedTuple):
    """One line of a record's log."""

    seq: int
    at: dt.datetime
    by: str
    kind: str
    content: RecordContent


def seal_body(key: bytes, content: RecordContent, record_id: str, version: int) -> bytes:
    """The answers of one version, packed: every version of a call is kept."""
    packed = zlib.compress(json.dumps(content, ensure_ascii=False).encode())
    return encryption.seal(key, packed, encryption.version_context(record_id, version))


def open_body(key: bytes, body: bytes, record_id: str, version: int) -> RecordContent:
    """The answers. Raises envelope.Damaged."""
    packed = encryption.unseal(key, body, encryption.version_context(record_id, version))
    found: RecordContent = json.loads(zlib.decompress(packed))
    return found


def seal_card(key: bytes, card: Card, record_id: str) -> bytes:
    """The card of a record."""
    return encryption.seal(key, json.dumps(card, ensure_ascii=False).encode(), encryption.card_context(record_id))


def open_card(key: bytes, card: bytes, record_id: str) -> Card:
    """The card. Raises envelope.Damaged."""
    found: Card = json.loads(encryption.unseal(key, card, encryption.card_context(record_id)))
    return found


def seal_line(key: bytes, content: RecordContent, record_id: str, seq: int) -> bytes:
    """What one line of the log says."""
    return encryption.seal(
        key, json.dumps(content, ensure_ascii=False).encode(), encryption.line_context(record_id, seq)
    )


def open_line(key: bytes, record_id: str, entry: Any) -> LogLine:
    """One line of a record's log, of an Entry or a row with its columns. Raises envelope.Damaged."""
    content = encryption.unseal(key, entry.body, encryption.line_context(record_id, entry.seq))
    return LogLine(entry.seq, entry.at, entry.by, entry.kind, json.loads(content))
