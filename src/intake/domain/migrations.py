"""Changes between versions of the questions."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field

from intake.domain.base import Code, Frozen, LinkId, Text

_LONGEST_VERSION = 40


class Renamed(Frozen):
    """A question with a new name. `was`: its old label, set if a person should review the answer."""

    question: LinkId
    to: LinkId
    was: Text | None = None


class Recoded(Frozen):
    """Options with new codes: old code to new code, or to "" if that answer no longer exists."""

    question: LinkId
    to: Annotated[dict[Code, Code | Literal[""]], Field(min_length=1)]


class Removed(Frozen):
    """A question that is no longer asked."""

    question: LinkId
    was: Text


class Split(Frozen):
    """A question that became several: for each old code, the new questions it answers and their codes."""

    question: LinkId
    was: Text
    to: Annotated[dict[Code, dict[LinkId, Code]], Field(min_length=1)]


class Migration(Frozen):
    """The changes that one version made, so that answers saved before it can still be used.

    `new`: the questions and sections it added.
    """

    version: str = Field(min_length=1)
    new: tuple[LinkId, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    recoded: tuple[Recoded, ...] = ()
    removed: tuple[Removed, ...] = ()
    split: tuple[Split, ...] = ()


def version_order(version: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key for versions: 2026.9.1 comes before 2026.11.1."""
    pieces = re.findall("[0-9]+|[A-Za-z]+", version[:_LONGEST_VERSION])
    return tuple((0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces)
