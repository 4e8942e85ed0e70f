"""The password of a file, the same when it is set and when it is asked for."""

from __future__ import annotations

import unicodedata

MIN_LENGTH = 8
"""Characters: who has the file can try passwords at home for as long as they like."""

MAX_BYTES = 127
"""Readers of a PDF look at no more than that."""


def normalized(password: str) -> str:
    """The password as a file takes it: however a keyboard composes its letters, and without spaces around it."""
    return unicodedata.normalize("NFKC", password).strip()


def too_short(password: str) -> bool:
    """Whether it is a password, but one that is quickly found."""
    return 0 < len(normalized(password)) < MIN_LENGTH


def too_long(password: str) -> bool:
    """Whether a file could not take all of it."""
    return len(normalized(password).encode("utf-8", "replace")) > MAX_BYTES
