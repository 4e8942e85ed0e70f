"""Answers, and the reasons for missing ones. Immutable."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from intake.domain.base import Frozen, LinkId
from intake.domain.questionnaire import key_of


class Absent(StrEnum):
    """Why there is no value (FHIR data-absent-reason). None of these ever counts as "no".

    UNNAMED, which FHIR lacks: yes to the line that opens a list, and nothing picked from the list.
    """

    UNKNOWN = "asked-unknown"
    DECLINED = "asked-declined"
    UNNAMED = "yes-unnamed"
    NOT_ASKED = "not-asked"


class Basis(StrEnum):
    """How the person who answers knows."""

    SAW = "saw"
    TOLD = "was-told"
    GUESS = "guess"


def _date_or_part(text: str) -> str:
    year, *rest = (int(part) for part in text.split("-"))
    month, day = [*rest, 1, 1][:2]
    dt.date(year, month, day)
    return text


PartialDate = Annotated[str, Field(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"), AfterValidator(_date_or_part)]
"""A day, month, or year, as precise as it is known (FHIR date): 2026-11-22, 2026-11, or 2026."""
Value = str | tuple[str, ...]
"""An option code (choice), option codes (choices), or typed text (text, line)."""


class Answer(Frozen):
    """The answer to one question: a value, or the reason there is none. Text is kept exactly as typed.

    `entry`: the entry it is about, in a repeating section. `basis`: how the person knows. `as_of`: the day, month, or
    year for which the answer is true.
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
            raise ValueError("an answer needs either a value or the reason why there is none")
        return self

    @property
    def key(self) -> str:
        """The key of the answer: the link_id, or link_id@entry."""
        return key_of(self.link_id, self.entry)

    @cached_property
    def given(self) -> bool:
        """Whether there is a value. Whitespace alone does not count."""
        return any(code.strip() for code in self.codes)

    @property
    def unnamed(self) -> bool:
        """Whether it is a yes to a list without saying to what."""
        return self.absent is Absent.UNNAMED

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The value as a tuple of codes; empty if there is none."""
        if self.value is None:
            return ()
        return (self.value,) if isinstance(self.value, str) else self.value


class Response(Frozen):
    """All answers of one person at one moment. Changing an answer creates a new Response."""

    content_version: str
    language: str = "en"
    answers: tuple[Answer, ...] = ()

    @cached_property
    def by_key(self) -> dict[str, Answer]:
        """The answers by key: the link_id, or link_id@entry."""
        return {answer.key: answer for answer in self.answers}

    @cached_property
    def statements(self) -> dict[str, tuple[Answer, ...]]:
        """Everything that was answered, by key; more than one answer to a key if several people gave one."""
        return {answer.key: (answer,) for answer in self.answers}

    @cached_property
    def by_question(self) -> dict[str, tuple[Answer, ...]]:
        """The answers by link_id; in a repeating section, those about all entries."""
        answers: dict[str, tuple[Answer, ...]] = {}
        for answer in self.answers:
            answers[answer.link_id] = (*answers.get(answer.link_id, ()), answer)
        return answers

    def with_answer(self, answer: Answer) -> Response:
        """A new Response in which `answer` replaces any earlier answer with the same key."""
        return self._with((*(earlier for earlier in self.answers if earlier.key != answer.key), answer))

    def without(self, *keys: str) -> Response:
        """A new Response without the answers that have these keys."""
        return self._with(tuple(answer for answer in self.answers if answer.key not in keys))

    def without_entry(self, entry: str) -> Response:
        """A new Response without the answers about an entry."""
        return self._with(tuple(answer for answer in self.answers if answer.entry != entry))

    def _with(self, answers: tuple[Answer, ...]) -> Response:
        return Response(content_version=self.content_version, language=self.language, answers=answers)
