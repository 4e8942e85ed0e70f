"""Passwords of saved files, treated alike when one is set and when one is entered."""

from __future__ import annotations

import unicodedata

MIN_LENGTH = 8
"""Characters: someone with the file can try passwords without limit."""

MAX_BYTES = 127
"""PDF readers ignore any bytes of a password after these."""


_STRAIGHT = str.maketrans("‘’ʼ“”", "'''\"\"")
"""Phones turn straight quotation marks and apostrophes into curly ones, computers do not."""


def normalized(password: str) -> str:
    """The password in Unicode form NFKC, whatever the keyboard produces, without surrounding spaces."""
    return unicodedata.normalize("NFKC", password).translate(_STRAIGHT).strip()


def possible_forms(password: str) -> tuple[str, ...]:
    """The forms to try when a file is opened: ours, and those with which another program may have locked it."""
    typed = password.strip()
    others = (unicodedata.normalize(form, typed) for form in ("NFKC", "NFC", "NFD"))
    return tuple(dict.fromkeys((normalized(password), *others)))


def too_short(password: str) -> bool:
    """Whether a password was entered but is too short."""
    return 0 < len(normalized(password)) < MIN_LENGTH


def too_long(password: str) -> bool:
    """Whether a PDF cannot hold the whole password."""
    return len(normalized(password).encode("utf-8", "replace")) > MAX_BYTES
