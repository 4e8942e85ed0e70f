"""What people type or paste, made fit to be kept: what means nothing is left out, and lengths are counted."""

from __future__ import annotations

import unicodedata

REPLACEMENT = "\ufffd"
"""Stands for a letter that cannot be known, such as half of an emoji."""

_TAB, _NEWLINE, _RETURN = 0x09, 0x0A, 0x0D
# Embeddings, overrides and isolates: they make the words around them read backward.
_TURNING = frozenset((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_LAST_TWO_OF_PLANE = 0xFFFE
_ARABIC_NONCHARACTERS = range(0xFDD0, 0xFDF0)


class _Cleaning(dict[int, int | None]):
    """A table for str.translate that decides on each character when it first occurs. Small: it remembers none."""

    def __missing__(self, code: int) -> int | None:
        control = unicodedata.category(chr(code)) == "Cc" and code not in (_TAB, _NEWLINE, _RETURN)
        never_a_character = code & _LAST_TWO_OF_PLANE == _LAST_TWO_OF_PLANE or code in _ARABIC_NONCHARACTERS
        return None if control or never_a_character or code in _TURNING else code


_CLEANING = _Cleaning()


def clean(text: str) -> str:
    """The text without control characters, noncharacters, and marks that reverse it; halves of characters replaced.

    Tabs and line breaks stay. Idempotent.
    """
    if text.isascii() and text.isprintable():
        return text
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.translate(_CLEANING)
