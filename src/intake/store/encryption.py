"""Encryption at rest with the agency's keys.

Each record has its own key, wrapped by the agency's key (AES-KW, RFC 3394): a new agency key means rewrapping small
keys, not re-encrypting records. A record whose key is destroyed cannot be read anywhere. Sealed content (AES-256-GCM)
is bound to its context, the row it belongs to, so a row that was moved does not open.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

KEY_BYTES = 32
_VERSION = b"\x01"
_NONCE = 12  # bytes
_KEY_ID = 8  # bytes of a hash: enough to tell a handful of keys apart
_INDEX = 16  # bytes


class RecordsKeyError(ValueError):
    """The agency's key is missing or does not open these records; one sentence for the server's operator."""


class DamagedRecordError(ValueError):
    """Stored content was changed, moved or truncated, or was written with another key. Reveals no content."""


class Keyring:
    """The agency's keys, newest first: the newest wraps, any of them unwraps."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys or any(len(key) != KEY_BYTES for key in keys):
            raise RecordsKeyError(f"each records key must have {KEY_BYTES} bytes")
        self._keys = {_key_id(key): key for key in keys}
        self._newest = _key_id(keys[0])

    def wrap(self, key: bytes) -> bytes:
        """Wrap a key with the newest agency key. Returns that key's id followed by the wrapped key."""
        return self._newest + aes_key_wrap(self._keys[self._newest], key)

    def unwrap(self, wrapped: bytes) -> bytes:
        """Unwrap a key. Raises RecordsKeyError if no agency key matches, DamagedRecordError if it was changed."""
        agency_key = self._keys.get(wrapped[:_KEY_ID])
        if agency_key is None:
            raise RecordsKeyError("the key for the records does not match them: set the key they were encrypted with")
        try:
            return aes_key_unwrap(agency_key, wrapped[_KEY_ID:])
        except (InvalidUnwrap, ValueError) as error:
            raise DamagedRecordError("a wrapped key was changed") from error

    def is_newest(self, wrapped: bytes) -> bool:
        """Whether a key is wrapped with the newest agency key."""
        return wrapped[:_KEY_ID] == self._newest


def read_keyring(file: Path) -> Keyring:
    """Read the keys in a file: base64, one per line, newest first. Raises RecordsKeyError."""
    try:
        lines = file.read_text("ascii").split()
        return Keyring([base64.b64decode(line, validate=True) for line in lines])
    except (OSError, UnicodeDecodeError) as error:
        raise RecordsKeyError("the file with the key for the records cannot be read") from error
    except (binascii.Error, RecordsKeyError) as error:
        raise RecordsKeyError(
            "the file with the key for the records must hold 32 bytes in base64 on each line"
        ) from error


def add_key(file: Path) -> None:
    """Add a new key at the top of a key file, creating the file if needed. Only its owner may read it."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    before = file.read_bytes() if file.exists() else b""
    handle = os.open(new := file.with_suffix(".new"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(base64.b64encode(new_key()) + b"\n" + before)
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(file)


def new_key() -> bytes:
    """A new random key."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, content: bytes, context: str) -> bytes:
    """Encrypt content. Returns version, nonce and ciphertext, which `unseal` opens only with the same context."""
    nonce = secrets.token_bytes(_NONCE)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, content, _VERSION + context.encode())


def unseal(key: bytes, sealed: bytes, context: str) -> bytes:
    """Decrypt content. Raises DamagedRecordError."""
    version, nonce, body = sealed[:1], sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    if version != _VERSION:
        raise DamagedRecordError("encrypted in a format that this version cannot read")
    try:
        return AESGCM(key).decrypt(nonce, body, version + context.encode())
    except (InvalidTag, ValueError) as error:
        raise DamagedRecordError(f"stored content ({context.partition('|')[0]}) was changed or moved") from error


def version_context(record_id: str, version: int) -> str:
    """The context of the answers in one version of a record."""
    return f"record|{record_id}|{version}"


def card_context(record_id: str) -> str:
    """The context of a record's card."""
    return f"card|{record_id}"


def line_context(record_id: str, seq: int) -> str:
    """The context of one line in a record's log."""
    return f"entry|{record_id}|{seq}"


def keyed_hash(key: bytes, word: str) -> bytes:
    """The keyed hash stored in the index instead of a word. Equal words have equal hashes."""
    return hmac.digest(key, word.encode(), "sha256")[:_INDEX]


def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"next-step name of a key" + key).digest()[:_KEY_ID]
