"""Seals what may leave the server but must stay unreadable outside it: compressed, encrypted, dated.

A token is text (URL-safe base64) of: version, day, nonce, AES-256-GCM of the padded, compressed content. Every UTC day
has a key of its own, derived from the server's key; a token of the day before yesterday is no longer opened. What was
changed, is too old or comes from another server opens to None, without a word why.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import logging
import os
import secrets
import tempfile
import zlib
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
LARGEST_CONTENT = 1_000_000  # bytes, before compression
LONGEST_TOKEN = 1_400_000  # characters
_VERSION = 1
_DAY = 3  # bytes: days since 1970
_NONCE = 12
_LENGTH = 4
_BLOCK = 512  # the length of a token tells no more than this about the length of what is in it
_FILE = "sealing.key"
_EPOCH = dt.date(1970, 1, 1)


class ServerKeyError(ValueError):
    """The key that was set cannot be used; the message is one sentence for whoever runs the server."""


class TooLargeError(ValueError):
    """The content is larger than LARGEST_CONTENT."""


class Sealer:
    """Seals and opens for one purpose; what is sealed for another purpose does not open here.

    `key` is the server's, 32 bytes. Times are aware datetimes, passed in.
    """

    def __init__(self, key: bytes, purpose: str) -> None:
        self._key = key
        self._purpose = purpose.encode()

    def seal(self, content: bytes, now: dt.datetime) -> str:
        """The token for a content. Raises TooLarge."""
        if len(content) > LARGEST_CONTENT:
            raise TooLargeError(f"more than {LARGEST_CONTENT:,} bytes")
        day = _day(now)
        head = bytes([_VERSION]) + day.to_bytes(_DAY, "big")
        nonce = secrets.token_bytes(_NONCE)
        sealed = self._cipher(day).encrypt(nonce, _packed(content), self._purpose + head)
        return base64.urlsafe_b64encode(head + nonce + sealed).decode()

    def open(self, token: str, now: dt.datetime) -> bytes | None:
        """The content of a token sealed today or yesterday with this key; None for everything else."""
        if len(token) > LONGEST_TOKEN:
            return None
        try:
            raw = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
        except (binascii.Error, UnicodeEncodeError):
            return None
        head, nonce, sealed = raw[: 1 + _DAY], raw[1 + _DAY : 1 + _DAY + _NONCE], raw[1 + _DAY + _NONCE :]
        day = int.from_bytes(head[1:], "big")
        # Another replica's clock may be a little ahead at midnight.
        if head[:1] != bytes([_VERSION]) or not -1 <= _day(now) - day <= 1:
            return None
        try:
            return _unpacked(self._cipher(day).decrypt(nonce, sealed, self._purpose + head))
        except (InvalidTag, ValueError):
            return None

    def _cipher(self, day: int) -> AESGCM:
        return AESGCM(_day_key(self._key, self._purpose, day))


@lru_cache(maxsize=8)
def _day_key(key: bytes, purpose: bytes, day: int) -> bytes:
    info = b"next-step " + purpose + b" " + day.to_bytes(_DAY, "big")
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(key)


def _day(now: dt.datetime) -> int:
    return (now.astimezone(dt.UTC).date() - _EPOCH).days


def _packed(content: bytes) -> bytes:
    small = zlib.compress(content, 6)
    return len(small).to_bytes(_LENGTH, "big") + small + bytes(-(_LENGTH + len(small)) % _BLOCK)


def _unpacked(packed: bytes) -> bytes | None:
    """What was packed, unless it would grow beyond LARGEST_CONTENT."""
    length = int.from_bytes(packed[:_LENGTH], "big")
    reader = zlib.decompressobj()
    try:
        content = reader.decompress(packed[_LENGTH : _LENGTH + length], LARGEST_CONTENT)
    except zlib.error:
        return None
    return content if reader.eof else None


# --- the server's key --------------------------------------------------------------------------------------------


def server_key(folder: Path) -> bytes:
    """The key of this server, 32 bytes, the same for all its replicas and after a restart.

    NEXT_STEP_KEY (base64), else the file NEXT_STEP_KEY_FILE names, else a file in `folder` that is made at the first
    start and readable by its owner alone. Where nothing can be written: a key that ends with this process, and a line
    in the log. There is no default key. Raises KeyFault if a key was set and cannot be used.
    """
    if told := os.environ.get("NEXT_STEP_KEY"):
        return _read(told, "NEXT_STEP_KEY")
    if named := os.environ.get("NEXT_STEP_KEY_FILE"):
        try:
            return _read(Path(named).read_text("ascii"), "the file in NEXT_STEP_KEY_FILE")
        except (OSError, UnicodeDecodeError) as error:
            raise ServerKeyError("the file in NEXT_STEP_KEY_FILE cannot be read") from error
    file = folder / _FILE
    try:
        if not file.exists():
            _make(file)
        return _read(file.read_text("ascii"), f"the file {file}")
    except (OSError, UnicodeDecodeError):
        logging.getLogger("intake").warning(
            "No key for what browsers keep: %s cannot be written or read. Answers will not survive a restart of this "
            "process. Set NEXT_STEP_KEY or NEXT_STEP_KEY_FILE.",
            file,
        )
        return secrets.token_bytes(KEY_BYTES)


def _read(text: str, where: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise ServerKeyError(f"{where} does not hold 32 bytes in base64 (openssl rand -base64 32 makes such a key)")
    return key


def _make(file: Path) -> None:
    """Writes a new key; if another process is quicker, its key stays."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent)  # only its owner can read it
    made = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
        try:
            os.link(made, file)
        except FileExistsError:
            return
    finally:
        made.unlink()
