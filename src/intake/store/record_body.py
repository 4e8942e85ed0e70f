"""The parts of a record that are encrypted with its own key: answers, card, and lines of its log."""

from __future__ import annotations

import datetime as dt
import json
import zlib
from typing import Any, NamedTuple

from intake.store import encryption

RecordContent = dict[str, Any]
"""The answers or the content of a log line, JSON-ready."""

Card = dict[str, str]
"""What a list shows of a record besides its plaintext columns: link_id to initials, codes or text."""


_NOT_SAID = ("content_version", "language", "topic", "on_line", "speaker", "id", "not_this_case")
"""Parts of a record that are there before anyone says anything."""


class LogLine(NamedTuple):
    """One line of a record's log."""

    seq: int
    at: dt.datetime
    by: str
    kind: str
    content: RecordContent


def says_something(content: Any) -> bool:
    """Whether anyone said or noted anything in this version of a record, or in this part of it."""
    if isinstance(content, dict):
        return any(says_something(part) for name, part in content.items() if name not in _NOT_SAID)
    return any(map(says_something, content)) if isinstance(content, list | tuple) else bool(content)


def seal_body(key: bytes, content: RecordContent, record_id: str, version: int) -> bytes:
    """Compress and encrypt the answers of one version. Compressed, since every version is kept."""
    packed = zlib.compress(json.dumps(content, ensure_ascii=False).encode())
    return encryption.seal(key, packed, encryption.version_context(record_id, version))


def open_body(key: bytes, body: bytes, record_id: str, version: int) -> RecordContent:
    """Decrypt the answers of one version. Raises DamagedRecordError."""
    packed = encryption.unseal(key, body, encryption.version_context(record_id, version))
    content: RecordContent = json.loads(zlib.decompress(packed))
    return content


def seal_card(key: bytes, card: Card, record_id: str) -> bytes:
    """Encrypt the card of a record."""
    return encryption.seal(key, json.dumps(card, ensure_ascii=False).encode(), encryption.card_context(record_id))


def open_card(key: bytes, card: bytes, record_id: str) -> Card:
    """Decrypt the card of a record. Raises DamagedRecordError."""
    opened: Card = json.loads(encryption.unseal(key, card, encryption.card_context(record_id)))
    return opened


def seal_line(key: bytes, content: RecordContent, record_id: str, seq: int) -> bytes:
    """Encrypt the content of one line of a log."""
    return encryption.seal(
        key, json.dumps(content, ensure_ascii=False).encode(), encryption.line_context(record_id, seq)
    )


def open_line(key: bytes, record_id: str, entry: Any) -> LogLine:
    """Decrypt one line of a log. `entry` is an Entry or a row with its columns. Raises DamagedRecordError."""
    content = encryption.unseal(key, entry.body, encryption.line_context(record_id, entry.seq))
    return LogLine(entry.seq, entry.at, entry.by, entry.kind, json.loads(content))
