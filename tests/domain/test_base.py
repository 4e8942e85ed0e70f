"""What holds for every type of the domain."""

from __future__ import annotations

from collections.abc import Iterator

import intake.brief.model
import intake.saved
from intake.domain.base import Frozen


class Note(Frozen):
    text: str


def types_below(base: type[Frozen]) -> Iterator[type[Frozen]]:
    for one in base.__subclasses__():
        yield one
        yield from types_below(one)


def test_a_text_that_was_read_is_not_kept_for_the_next_one() -> None:
    """pydantic can keep every short text it reads for the life of the process, so that equal texts are one object."""
    assert Note(text="piano sold ").text is not Note(text="piano sold ").text


def test_no_type_has_its_texts_kept() -> None:
    types = set(types_below(Frozen))
    assert {intake.brief.model.Brief, intake.saved.OpenedFile} <= types
    assert {one.__name__ for one in types if one.model_config.get("cache_strings") != "none"} == set()
