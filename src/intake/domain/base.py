"""What every type of the domain is built on."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

LinkId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
"""Identifies a question, option, rule or other piece of content everywhere: files, widgets, exports, translations."""
Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*$", max_length=60)]
"""Identifies one option of a question."""


class Translatable:
    """Marks a field that people read: it is translated, checked for wording, and never used as a key."""


Text = Annotated[str, Translatable(), Field(min_length=1)]


class Frozen(BaseModel):
    """Base of every type here: unchangeable, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Tag(StrEnum):
    """What a text speaks of, so that a finding can withhold it wherever it would be shown."""

    CONFRONTATION = "confrontation"
    MEETING = "meeting"
    INTERVENTIONIST = "interventionist"
    FILE = "file"


class Personal(StrEnum):
    """What a person may want to leave out of a file: names, how to be reached, what they wrote in their own words.

    And what they noted on professionals: the file may be for one of them.
    """

    NAME = "name"
    CONTACT = "contact"
    NOTES = "notes"
    PROFESSIONALS = "professionals"
