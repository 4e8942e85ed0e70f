"""Says the emergency number and crisis line of another country where a text names 911 or 988."""

from __future__ import annotations

import re
from collections.abc import Iterable

from intake.domain.helplines import AbroadWords


def words_abroad(text: str, abroad: Iterable[AbroadWords], *, own: bool = False) -> str:
    """The text for a person outside the United States and Canada. `own`: that person is the one who answers."""
    by_said = {one.said.casefold(): one.own if own and one.own else one.text for one in abroad}
    longest_first = sorted(by_said, key=len, reverse=True)
    if not longest_first:
        return text

    def instead(found: re.Match[str]) -> str:
        words = by_said[found[0].casefold()]
        before = text[: found.start()].rstrip()
        starts = found[0][0].isupper() or not before or before[-1] in ".!?“”"
        return words[0].upper() + words[1:] if starts else words

    return re.sub(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", instead, text, flags=re.IGNORECASE)
