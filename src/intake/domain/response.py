"""What was answered: frozen answers, and why one is absent."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from intake.domain.base import Frozen, LinkId
from intake.domain.questionnaire import key_of


class Absent(StrEnum):
    """Why there is no value (FHIR dataAbsentReason). None of these is ever a "no"."""

    UNKNOWN = "asked-unknown"
    DECLINED = "asked-declined"
    NOT_ASKED = "not-asked"


class Basis(StrEnum):
    """How the person answering knows."""

    SAW = "saw"
    TOLD = "was-told"
    GUESS = "guess"


def _date_or_part(text: str) -> str:
    year, *rest = (int(part) for part in text.split("-"))
    month, day = [*rest, 1, 1][:2]
    dt.date(year, month, day)
    return text


PartialDate = Annotated[str, Field(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"), AfterValidator(_date_or_part)]
"""A day, a month or a year, as far as it is known (FHIR date): 2026-11-22, 2026-11 or 2026."""
Value = str | tuple[str, ...]
"""An option code (choice), option codes (choices), or the words as written (text, line)."""


class Answer(Frozen):
    """What was said to one question: a value, or the reason there is none. Text is kept exactly as written.

    `entry`: of which entry, in a section that repeats. `basis`: how the person knows. `as_of`: of what day, month or
    year the answer speaks.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=False)

    link_id: LinkId
    entry: Annotated[str, Field(pattern=r"^([a-z0-9][a-z0-9_]*)?$", max_length=60)] = ""
    value: Value | None = None
    absent: Absent | None = None
    basis: Basis | None = None
    as_of: PartialDate | None = None

    @model_validator(mode="after")
    def _value_or_reason(self) -> Answer:
        if (self.value is None) == (self.absent is None):
            raise ValueError("an answer has either a value or a reason why there is none")
        return self

    @property
    def key(self) -> str:
        """What it is found by among other answers."""
        return key_of(self.link_id, self.entry)

    @cached_property
    def given(self) -> bool:
        """Whether there is a value; one of nothing but spaces is none."""
        return any(code.strip() for code in self.codes)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The value as a tuple of codes; empty when there is none."""
        if self.value is None:
            return ()
        return (self.value,) if isinstance(self.value, str) else self.value


class Response(Frozen):
    """All answers of one person at one moment. Changing an answer makes a new Response."""

    content_version: str
    language: str = "en"
    answers: tuple[Answer, ...] = ()

    @cached_property
    def by_key(self) -> dict[str, Answer]:
        """The answers by key: the link_id, or link_id@entry."""
        return {answer.key: answer for answer in self.answers}

    @cached_property
    def of_question(self) -> dict[str, tuple[Answer, ...]]:
        """The answers to each question, in a section that repeats those of all entries."""
        found: dict[str, tuple[Answer, ...]] = {}
        for answer in self.answers:
            found[answer.link_id] = (*found.get(answer.link_id, ()), answer)
        return found

    def with_answer(self, answer: Answer) -> Response:
        """A new Response in which `answer` takes the place of any earlier answer to the same question and entry."""
        return self._with((*(other for other in self.answers if other.key != answer.key), answer))

    def without(self, *keys: str) -> Response:
        """A new Response without the answers of these keys."""
        return self._with(tuple(other for other in self.answers if other.key not in keys))

    def without_entry(self, entry: str) -> Response:
        """A new Response without anything that was said of an entry."""
        return self._with(tuple(other for other in self.answers if other.entry != entry))

    def _with(self, answers: tuple[Answer, ...]) -> Response:
        return Response(content_version=self.content_version, language=self.language, answers=answers)
