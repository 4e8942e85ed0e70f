"""The Flesch-Kincaid reading grade of an English text, as a rough warning.

grade = 0.39 * words / sentences + 11.8 * syllables / words - 15.59. A word has as many syllables as vowel groups or as
parts in Pyphen's hyphenation, whichever is more: the first misses "vi-o-lence", the second "a-bout".
"""

from __future__ import annotations

import re
from functools import lru_cache

from pyphen import Pyphen

_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
_SENTENCE = re.compile(r"[.!?:;]+(?:\s|$)|\n+")
_VOWELS = re.compile(r"[aeiouy]+", re.IGNORECASE)


def grade(text: str) -> float:
    """The US school grade of a text; 0 if it has no words. Phone numbers and symbols do not count."""
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = max(1, sum(bool(_WORD.search(part)) for part in _SENTENCE.split(text)))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


@lru_cache(maxsize=1)
def _dictionary() -> Pyphen:
    """Hyphenation of American English, from the package's own word list."""
    return Pyphen(lang="en_US")


@lru_cache(maxsize=8192)
def _syllables(word: str) -> int:
    """Number of syllables, at least 1; off by at most one for nearly every English word."""
    plain = word.lower().strip("'’")
    return max(_vowel_groups(plain), len(_dictionary().positions(plain)) + 1)


def _vowel_groups(plain: str) -> int:
    """Number of vowel groups, not counting a silent e at the end."""
    groups = len(_VOWELS.findall(plain))
    if plain.endswith("e") and not plain.endswith(("le", "ee", "ie")) and groups > 1:
        groups -= 1
    if plain.endswith("ed") and not plain.endswith(("ted", "ded")) and groups > 1:
        groups -= 1
    return groups
