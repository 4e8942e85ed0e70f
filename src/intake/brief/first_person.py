"""Turns what is said about a person ("they") into what this person says ("I"), for people who ask for themselves.

English verbs have the same form after "I" as after "they", except those of "to be". Other languages stay as they are.
"""

from __future__ import annotations

import re

from intake.i18n import SOURCE

_WORDS = {
    "they": "I",
    "themselves": "myself",
    "themself": "myself",
    "theirs": "mine",
    "their": "my",
    "them": "me",
}
_ANY = re.compile(rf"\b({'|'.join(_WORDS)})\b", re.IGNORECASE)
_TO_BE = {"I are": "I am", "I were": "I was"}


def without_a_family(text: str, language: str) -> str:
    """The text for the professional, if the person whom it is about wrote the answers: no family did."""
    return re.sub(r"\bthe family\b", "this person", text) if language == SOURCE else text


def in_first_person(text: str, language: str) -> str:
    """The text as said by the person whom it is about."""
    if language != SOURCE:
        return text
    own = _ANY.sub(_own, text)
    for wrong, right in _TO_BE.items():
        own = re.sub(rf"\b{wrong}\b", right, own)
    return own


def _own(found: re.Match[str]) -> str:
    own = _WORDS[found[0].lower()]
    return own[0].upper() + own[1:] if found[0][0].isupper() else own
