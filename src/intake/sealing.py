"""Encrypt data that leaves the server but must be unreadable elsewhere, such as answers kept by a browser tab.

A token is URL-safe base64 of version, day, nonce, and AES-256-GCM of the padded, compressed content. Every UTC day has
its own key, derived from the server's key; tokens expire at the end of the next UTC day. A token that was altered, has
expired, or comes from another server opens to None, without a reason.
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
_BLOCK = 512  # content is padded to a multiple of this, to hide its length
_FILE = "sealing.key"
_EPOCH = dt.date(1970, 1, 1)


class ServerKeyError(ValueError):
    """The configured key cannot be used. The message is one sentence for the person who runs the server."""


class TooLargeError(ValueError):
    """The content is larger than LARGEST_CONTENT."""


class Sealer:
    """Seals and opens tokens for one purpose. Tokens for another purpose do not open.

    `key`: the server's key, 32 bytes. Times are aware datetimes.
    """

    def __init__(self, key: bytes, purpose: str) -> None:
        self._key = key
        self._purpose = purpose.encode()

    def seal(self, content: bytes, now: dt.datetime) -> str:
        """Encrypt the content. Raises TooLargeError."""
        if len(content) > LARGEST_CONTENT:
            raise TooLargeError(f"more than {LARGEST_CONTENT:,} bytes")
        day = _day(now)
        head = bytes([_VERSION]) + day.to_bytes(_DAY, "big")
        nonce = secrets.token_bytes(_NONCE)
        sealed = self._cipher(day).encrypt(nonce, _packed(content), self._purpose + head)
        return base64.urlsafe_b64encode(head + nonce + sealed).decode()

    def open(self, token: str, now: dt.datetime) -> bytes | None:
        """The content of a token sealed today or yesterday with this key; otherwise None."""
        if len(token) > LONGEST_TOKEN:
            return None
        try:
            raw = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
        except (binascii.Error, UnicodeEncodeError):
            return None
        head, nonce, sealed = raw[: 1 + _DAY], raw[1 + _DAY : 1 + _DAY + _NONCE], raw[1 + _DAY + _NONCE :]
        day = int.from_bytes(head[1:], "big")
        # Around midnight, another replica's clock may be slightly ahead.
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
    """The unpacked content; None if it would exceed LARGEST_CONTENT."""
    length = int.from_bytes(packed[:_LENGTH], "big")
    reader = zlib.decompressobj()
    try:
        content = reader.decompress(packed[_LENGTH : _LENGTH + length], LARGEST_CONTENT)
    except zlib.error:
        return None
    return content if reader.eof else None


# --- the server's key --------------------------------------------------------------------------------------------


def server_key(folder: Path) -> bytes:
    """This server's key, 32 bytes, the same for all replicas and after a restart.

    From NEXT_STEP_KEY (base64), else from the file named by NEXT_STEP_KEY_FILE, else from a file in `folder`, which is
    created at the first start and readable only by its owner. If it cannot be created, the key lasts until the process
    ends, and a warning is logged. There is no default key. Raises ServerKeyError if a configured key cannot be used.
    """
    if encoded := os.environ.get("NEXT_STEP_KEY"):
        return _read(encoded, "NEXT_STEP_KEY")
    if path := os.environ.get("NEXT_STEP_KEY_FILE"):
        try:
            return _read(Path(path).read_text("ascii"), "the file in NEXT_STEP_KEY_FILE")
        except (OSError, UnicodeDecodeError) as error:
            raise ServerKeyError("the file in NEXT_STEP_KEY_FILE cannot be read") from error
    file = folder / _FILE
    try:
        if not file.exists():
            _create(file)
        return _read(file.read_text("ascii"), f"the file {file}")
    except (OSError, UnicodeDecodeError):
        logging.getLogger("intake").warning(
            "The key file %s cannot be written or read. Answers kept in browser tabs will be lost when this process "
            "restarts. Set NEXT_STEP_KEY or NEXT_STEP_KEY_FILE.",
            file,
        )
        return secrets.token_bytes(KEY_BYTES)


def _read(text: str, where: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise ServerKeyError(f"{where} must contain 32 bytes in base64; `openssl rand -base64 32` creates such a key")
    return key


def _create(file: Path) -> None:
    """Write a new key, unless another process has written one first."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent)  # readable only by its owner
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
        try:
            os.link(temporary, file)
        except FileExistsError:
            return
    finally:
        temporary.unlink()
