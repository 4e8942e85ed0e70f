"""Texts to look for in the memory of a server, and the search for them."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from intake.content import load
from intake.content.cases import Shorthand
from intake.domain.questionnaire import TYPED, key_of
from tests.serving import ROOT, Served

# A word of no language, so that none is in memory by chance; also as UTF-16.
CANARY = re.compile(rb"z\x00?q\x00?\d\x00?\d\x00?\d\x00?w\x00?v\x00?k")


def canaries(first: int, number: int, *, words_each: int = 3) -> list[str]:
    """As many texts of such words, from the word with the number `first`."""
    words = [f"zq{first + place:03d}wvk" for place in range(number * words_each)]
    return [" ".join(words[place::number]) for place in range(number)]


def typed_everywhere(first: int = 0) -> Shorthand:
    """An answer of such words to every question with a text, by key; in a repeating section, about one entry."""
    sections = load().questionnaire.sections
    keys = [
        key_of(item.link_id, "n1" if section.repeats else "")
        for section in sections
        for item in section.items
        if item.type in TYPED
    ]
    return dict(zip(keys, canaries(first, len(keys)), strict=True))


def as_made() -> dict[str, str]:
    """The variables that `make run` sets for the server."""
    line = next(line for line in (ROOT / "Makefile").read_text().splitlines() if line.startswith("FORGETTING := "))
    return dict(setting.split("=", 1) for setting in line.removeprefix("FORGETTING := ").split())


class Left(NamedTuple):
    """What is left in the memory of a server and its children: whole texts, and words."""

    texts: int
    words: int


def left_in(served: Served, texts: Sequence[str]) -> Left:
    """How often any of these texts, and any word of any canary, is in the memory of the server and its children."""
    whole = re.compile(b"|".join(re.escape(text.encode(code)) for text in texts for code in ("utf-8", "utf-16-le")))
    found = [
        (len(whole.findall(piece)), len(CANARY.findall(piece)))
        for process in _family_of(served.process.pid)
        for piece in _memory_of(process)
    ]
    return Left(sum(texts for texts, _ in found), sum(words for _, words in found))


def _memory_of(process: int) -> Iterator[bytes]:
    """Every region of memory that a process can write to; none if it has ended."""
    try:
        maps = Path(f"/proc/{process}/maps").read_text().splitlines()
    except OSError:
        return
    with Path(f"/proc/{process}/mem").open("rb", 0) as memory:
        for line in maps:
            area, rights, *_ = line.split()
            if not rights.startswith("rw"):
                continue
            start, end = (int(place, 16) for place in area.split("-"))
            try:
                memory.seek(start)
                yield memory.read(end - start)
            except (OSError, ValueError):
                continue  # freed in the meantime


def _family_of(process: int) -> list[int]:
    """The process and all its descendants."""
    found = subprocess.run(["ps", "--ppid", str(process), "-o", "pid="], capture_output=True, text=True, check=False)
    return [process, *(one for child in found.stdout.split() for one in _family_of(int(child)))]
