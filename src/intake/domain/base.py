"""Base types of the domain."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field

LinkId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
"""Identifies a question, rule, or other piece of content everywhere: files, widgets, exports, translations."""
Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*$", max_length=60)]
"""Identifies one option of a question."""


class Translatable:
    """Marks a field that people read. It is translated and checked for wording, and is never used as a key."""


Text = Annotated[str, Translatable(), Field(min_length=1)]


class Frozen(BaseModel):
    """Base of all domain types: immutable, and an unknown key is an error.

    `cache_strings`: pydantic would keep the short strings it has read, and thus answers, as long as the process runs.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, cache_strings="none")

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with some fields replaced, without what was worked out from the former ones."""
        copy = super().model_copy(update=update, deep=deep)
        for name in copy.__dict__.keys() - type(self).model_fields.keys():
            del copy.__dict__[name]
        return copy


class Tag(StrEnum):
    """The subject of a text, by which a finding can withhold it everywhere.

    approach: go near the person or take something from them. tell_family: tell relatives what they may not know.
    adult: what only an adult can do. other_person: what one does for somebody else, not for oneself.
    """

    CONFRONTATION = "confrontation"
    MEETING = "meeting"
    INTERVENTIONIST = "interventionist"
    FILE = "file"
    APPROACH = "approach"
    TELL_FAMILY = "tell_family"
    ADULT = "adult"
    OTHER_PERSON = "other_person"


class Personal(StrEnum):
    """What a person may want to leave out of a file: names, contact details, notes in their own words.

    Also their notes on professionals, because the file may be meant for one of them, and what they said about their own
    danger, which is left out unless they want it in.
    """

    NAME = "name"
    CONTACT = "contact"
    NOTES = "notes"
    PROFESSIONALS = "professionals"
    OWN = "own"
