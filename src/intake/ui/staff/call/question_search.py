"""Finds questions by a word: their own words, their answers, and what callers say instead (content/call_desk.toml)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from intake.domain.call_texts import CallDesk
from intake.domain.questionnaire import Asked, Item

MOST = 12
_WORDS = re.compile(r"[^\W_]+")


def found(sought: str, asked: Iterable[Asked], desk: CallDesk) -> tuple[Asked, ...]:
    """The questions that have every word sought, or its beginning; those that have it in what is asked come first."""
    wanted = _words(sought)
    if not wanted:
        return ()
    hits = [(place, one) for one in asked if (place := _place(one.item, wanted, desk)) is not None]
    hits.sort(key=lambda hit: hit[0])
    return tuple(one for _, one in hits[:MOST])


def _place(item: Item, wanted: list[str], desk: CallDesk) -> int | None:
    """0 where the label has the words, 1 where the question, the callers' words or an answer do; None for nowhere."""
    called = [word for find in desk.finds if item.link_id in find.questions for word in find.separate]
    asked = [item.label, item.text, item.say, *called, *(option.text for option in item.options)]
    for place, texts in enumerate(([item.label], asked, [*asked, item.why])):
        have = _words(" ".join(texts))
        if all(any(word.startswith(start) for word in have) for start in wanted):
            return place
    return None


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _WORDS.findall("".join(sign for sign in plain if not unicodedata.combining(sign)))
