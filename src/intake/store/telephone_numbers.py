"""Telephone numbers in a line that people typed: with any separators, several of them, or with a remark behind.

"555‑010‑0199 (6pm)", "555.010.0199 / 555.010.0142" and "+1 (555) 010-0199 ext. 4" name the numbers 5550100199 and
5550100142.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

NATIONAL = 10
"""Digits of a number without its country code; of a longer one, the last ten."""
_SHORTEST = 7
_LONGEST = 15  # digits, with the country code (ITU-T E.164)
_TWO_LOCAL = (3, 4, 3, 4)  # digits in the groups of two numbers without an area code
_COUNTRY = "1"  # of the numbers with ten digits: the United States and Canada
# Groups of digits with the usual separators.
_GROUPS = re.compile(r"\+?[(\[ ]*\d+(?:[\s()\[\].+/~•·-]*\d+)*")
_ONE_NUMBER = re.compile(r"\+[^+]+|[^+]+")
_REMARK = re.compile(r"[\s()\[\].+/~•·-]+\d{1,2}$")  # the last group, if a letter or a colon follows: "(6pm)", "6:30"
_SLASHED = re.compile(r"\s/\s")


def numbers_in(text: str) -> tuple[str, ...]:
    """The national digits of each number in a text that `name_folding.folded` has folded."""
    return tuple(dict.fromkeys(number for _, numbers in _found(text) for number in numbers))


def without_numbers(text: str) -> str:
    """The text without its telephone numbers."""
    for run, numbers in tuple(_found(text)):
        if numbers:
            text = text.replace(run, " ")
    return text


def _found(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each run of digits and separators, with the numbers in it."""
    for match in _GROUPS.finditer(text):
        run, after = match.group(), text[match.end() : match.end() + 1]
        if after.isalpha() or after == ":":
            run = _REMARK.sub("", run)
        parts = (part for one in _ONE_NUMBER.findall(run) for part in _split(one))
        yield run, tuple(number for part in parts for number in _numbers(part))


def _split(text: str) -> Sequence[str]:
    """Apart at a slash if there is a whole number on both sides; "030/1234567" is one number."""
    parts = _SLASHED.split(text)
    whole = all(len(re.sub(r"\D", "", part)) >= _SHORTEST for part in parts)
    return parts if whole else (text,)


def _numbers(text: str) -> Iterator[str]:
    """The numbers in groups of digits: each with ten digits, else all of them as one."""
    groups, digits = re.findall(r"\d+", text), re.sub(r"\D", "", text)
    if tuple(map(len, groups)) == _TWO_LOCAL:
        yield from (digits[:_SHORTEST], digits[_SHORTEST:])
        return
    if "+" not in text:
        start = 0
        while (end := _end_of_national(groups, start)) is not None:
            yield "".join(groups[start:end])[-NATIONAL:]
            start = end
        digits = "".join(groups[start:])
        if start and len(digits) < _SHORTEST:
            return
    if _SHORTEST <= len(digits) <= _LONGEST:
        yield digits[-NATIONAL:]


def _end_of_national(groups: Sequence[str], start: int) -> int | None:
    """Where a number of ten digits ends that begins with this group, with or without the country code."""
    number = ""
    for end, group in enumerate(groups[start:], start=start + 1):
        number += group
        if len(number) == NATIONAL + number.startswith(_COUNTRY):
            return end
    return None
