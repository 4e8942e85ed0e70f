"""What people type or paste, made fit to be kept: what means nothing is left out, and lengths are counted."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

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


MOST_PARTS = 5
"""Code points per character, on average over a text: more would be marks piled on a letter."""

_JOINER = "\u200d"
_FLAG_LETTERS = frozenset(map(chr, range(0x1F1E6, 0x1F200)))  # two make a flag
_ALSO_EXTENDING = frozenset(
    (
        *("\u200c", _JOINER),
        *map(chr, range(0x1F3FB, 0x1F400)),  # skin tones
        *map(chr, range(0xE0020, 0xE0080)),  # the letters in the flags of England, Scotland and Wales
        *map(chr, range(0x1160, 0x1200)),  # vowels and final consonants of a Korean syllable
    )
)


def fitting(text: str, most: int) -> str:
    """The first `most` characters of a text as people count them, of at most MOST_PARTS code points on average.

    A character is a grapheme cluster of Unicode Standard Annex 29, in short: a letter with its accents, an emoji with
    what it is composed of, a flag, a line break.
    """
    if len(text) <= most:
        return text
    most_parts, characters, start = MOST_PARTS * most, 1, 0
    flag = text[0] in _FLAG_LETTERS  # whether the last character is the first half of a flag
    for at, (before, letter) in enumerate(pairwise(text), start=1):
        if _continues(before, letter) or (flag and letter in _FLAG_LETTERS):
            if at >= most_parts:
                return text[:start] or text[:most_parts]
            flag = False
            continue
        if characters == most or at >= most_parts:
            return text[:at]
        characters, start, flag = characters + 1, at, letter in _FLAG_LETTERS
    return text


def _continues(before: str, letter: str) -> bool:
    """Whether a code point belongs to the same character as the one before it, apart from flags."""
    return (
        letter in _ALSO_EXTENDING
        or unicodedata.category(letter).startswith("M")
        or (before == _JOINER and unicodedata.category(letter) == "So")
        or before + letter == "\r\n"
    )
