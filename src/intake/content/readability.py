"""How hard an English text is to read: the Flesch-Kincaid grade, as a smoke alarm.

0.39 * words / sentences + 11.8 * syllables / words - 15.59. The syllables of a word are the groups of its vowels, or
the parts that Pyphen's word list divides it into, whichever is more: the first misses "vi-o-lence", the second a-bout.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pyphen import Pyphen

_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
_SENTENCE = re.compile(r"[.!?:;]+(?:\s|$)|\n+")
_VOWELS = re.compile(r"[aeiouy]+", re.IGNORECASE)


def grade(text: str) -> float:
    """The school grade of a text; 0 for one without words. Phone numbers and other signs do not count."""
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = max(1, sum(bool(_WORD.search(piece)) for piece in _SENTENCE.split(text)))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


@lru_cache(maxsize=1)
def _dictionary() -> Pyphen:
    """Where American English words are divided. The list comes with the package."""
    return Pyphen(lang="en_US")


@lru_cache(maxsize=8192)
def _syllables(word: str) -> int:
    """At least one; within one of the true number for nearly every English word."""
    plain = word.lower().strip("'’")
    return max(_groups_of_vowels(plain), len(_dictionary().positions(plain)) + 1)


def _groups_of_vowels(plain: str) -> int:
    """Groups of vowels, without a silent e at the end."""
    found = len(_VOWELS.findall(plain))
    if plain.endswith("e") and not plain.endswith(("le", "ee", "ie")) and found > 1:
        found -= 1
    if plain.endswith("ed") and not plain.endswith(("ted", "ded")) and found > 1:
        found -= 1
    return found
