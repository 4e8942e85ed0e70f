"""Search for questions by their text, their answers, and the words callers use (content/call_desk.toml)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from intake.domain.call_texts import CallDesk
from intake.domain.questionnaire import Asked, Item

MAX_RESULTS = 12
_WORD = re.compile(r"[^\W_]+")


def search(query: str, questions: Iterable[Asked], desk: CallDesk) -> tuple[Asked, ...]:
    """The questions that contain every word of the query, or a word that starts with it; best matches first."""
    starts = _words(query)
    if not starts:
        return ()
    hits = [(rank, asked) for asked in questions if (rank := _rank(asked.item, starts, desk)) is not None]
    hits.sort(key=lambda hit: hit[0])
    return tuple(asked for _, asked in hits[:MAX_RESULTS])


def _rank(item: Item, starts: list[str], desk: CallDesk) -> int | None:
    """0 for a match in the label, 1 in the question, its answers or callers' words, 2 in the reason; None for none."""
    callers_words = [word for find in desk.finds if item.link_id in find.questions for word in find.separate]
    question = [item.label, item.text, item.say, *callers_words, *(option.text for option in item.options)]
    for rank, texts in enumerate(([item.label], question, [*question, item.why])):
        words = _words(" ".join(texts))
        if all(any(word.startswith(start) for word in words) for start in starts):
            return rank
    return None


def _words(text: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(char for char in decomposed if not unicodedata.combining(char)))
