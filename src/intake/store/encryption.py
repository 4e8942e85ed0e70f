"""Keeps what is stored unreadable without the agency's key.

Each record has a key of its own, and the agency's key wraps it (AES-KW, RFC 3394): a new agency key means wrapping the
small keys anew, not touching the records, and a record whose key is destroyed is unreadable in every copy. What is
sealed (AES-256-GCM) is bound to the place it stands in, so that a row cannot be moved to another place unnoticed.
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
_NONCE = 12
_NAME = 8  # bytes: the front of a hash, enough to tell a handful of keys apart
_INDEX = 16


class RecordsKeyError(ValueError):
    """The agency's key is missing or does not fit these records; one sentence for whoever runs the server."""


class DamagedRecordError(ValueError):
    """What is stored was changed, moved or cut, or belongs to another key. Says nothing of what is in it."""


class Keyring:
    """The agency's keys, the newest first: it wraps, all of them unwrap."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys or any(len(key) != KEY_BYTES for key in keys):
            raise RecordsKeyError(f"each key for the records has {KEY_BYTES} bytes")
        self._keys = {_name(key): key for key in keys}
        self._newest = _name(keys[0])

    def wrap(self, key: bytes) -> bytes:
        """A key that only the agency's newest key opens: the name of that key, and the wrapped one."""
        return self._newest + aes_key_wrap(self._keys[self._newest], key)

    def unwrap(self, wrapped: bytes) -> bytes:
        """The key. Raises KeyFault when none of the agency's keys fits, Damaged when it was changed."""
        ours = self._keys.get(wrapped[:_NAME])
        if ours is None:
            raise RecordsKeyError("the key for the records does not fit them: set the key they were written with")
        try:
            return aes_key_unwrap(ours, wrapped[_NAME:])
        except (InvalidUnwrap, ValueError) as error:
            raise DamagedRecordError("a wrapped key was changed") from error

    def is_newest(self, wrapped: bytes) -> bool:
        """Whether a key is wrapped with the newest of the agency's keys."""
        return wrapped[:_NAME] == self._newest


def read_keyring(file: Path) -> Keyring:
    """The keys in a file, one a line in base64, the newest first. Raises KeyFault."""
    try:
        lines = file.read_text("ascii").split()
        return Keyring([base64.b64decode(line, validate=True) for line in lines])
    except (OSError, UnicodeDecodeError) as error:
        raise RecordsKeyError("the file with the key for the records cannot be read") from error
    except (binascii.Error, RecordsKeyError) as error:
        raise RecordsKeyError("the file with the key for the records holds 32 bytes in base64 on each line") from error


def add_key(file: Path) -> None:
    """Puts a new key before those in a file, which is made if it is not there; only its owner may read it."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    before = file.read_bytes() if file.exists() else b""
    handle = os.open(new := file.with_suffix(".new"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(base64.b64encode(new_key()) + b"\n" + before)
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(file)


def new_key() -> bytes:
    """A key nobody has seen."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, content: bytes, place: str) -> bytes:
    """Version, nonce and ciphertext; it opens in that place alone."""
    nonce = secrets.token_bytes(_NONCE)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, content, _VERSION + place.encode())


def unseal(key: bytes, sealed: bytes, place: str) -> bytes:
    """The content. Raises Damaged."""
    version, nonce, body = sealed[:1], sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    if version != _VERSION:
        raise DamagedRecordError("sealed in a way this version does not know")
    try:
        return AESGCM(key).decrypt(nonce, body, version + place.encode())
    except (InvalidTag, ValueError) as error:
        raise DamagedRecordError(f"what is stored at {place.partition('|')[0]} was changed or moved") from error


def version_context(record_id: str, version: int) -> str:
    """Where the answers of one version of a record stand."""
    return f"record|{record_id}|{version}"


def card_context(record_id: str) -> str:
    """Where what lists say of a record stands."""
    return f"card|{record_id}"


def line_context(record_id: str, seq: int) -> str:
    """Where a line of a record's log stands."""
    return f"entry|{record_id}|{seq}"


def keyed_hash(key: bytes, word: str) -> bytes:
    """What stands in an index in the place of a word. Equal words look equal there: that much an index tells."""
    return hmac.digest(key, word.encode(), "sha256")[:_INDEX]


def _name(key: bytes) -> bytes:
    return hashlib.sha256(b"next-step name of a key" + key).digest()[:_NAME]
