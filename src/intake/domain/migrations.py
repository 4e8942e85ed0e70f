"""What changed between versions of the questions."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field

from intake.domain.base import Code, Frozen, LinkId, Text

_LONGEST_VERSION = 40


class Renamed(Frozen):
    """A question that has another name now. `was`: its old label, where a person should look at the answer again."""

    question: LinkId
    to: LinkId
    was: Text | None = None


class Recoded(Frozen):
    """Options that have other codes now: old code to new code, or to "" where there is no such answer any more."""

    question: LinkId
    to: Annotated[dict[Code, Code | Literal[""]], Field(min_length=1)]


class Removed(Frozen):
    """A question that is no longer asked."""

    question: LinkId
    was: Text


class Split(Frozen):
    """A question that became several: for each old code the new questions it answers, and with which code."""

    question: LinkId
    was: Text
    to: Annotated[dict[Code, dict[LinkId, Code]], Field(min_length=1)]


class Migration(Frozen):
    """What became different with one version, so that answers saved before it can still be used.

    `new` names the questions and sections that it brought.
    """

    version: str = Field(min_length=1)
    new: tuple[LinkId, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    recoded: tuple[Recoded, ...] = ()
    removed: tuple[Removed, ...] = ()
    split: tuple[Split, ...] = ()


def version_order(version: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts versions: 2026.9.1 comes before 2026.11.1."""
    pieces = re.findall("[0-9]+|[A-Za-z]+", version[:_LONGEST_VERSION])
    return tuple((0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces)
