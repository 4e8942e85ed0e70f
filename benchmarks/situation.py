"""The answers to measure with: the acceptance case and the whole intake with the most answers, on the real content."""

from __future__ import annotations

from functools import cache

from intake.config import content_folder
from intake.content import load
from intake.content.cases import Case, acceptance_cases, response_of, whole_intakes
from intake.domain.content import Content
from intake.domain.response import Response


@cache
def content() -> Content:
    """The real content, in English."""
    return load()


@cache
def fullest() -> Case:
    """The acceptance case with the most answered questions; the first of several."""
    return max(
        acceptance_cases(content_folder(), content()),
        key=lambda case: answer_count(response_of(case.answers, content())),
    )


def full() -> Response:
    """All answers of the fullest case."""
    return response_of(fullest().answers, content())


@cache
def _intakes() -> dict[str, Response]:
    return whole_intakes(content_folder(), content())


def fullest_intake() -> str:
    """The name of the whole intake with the most answered questions."""
    return max(_intakes(), key=lambda name: answer_count(_intakes()[name]))


def intake() -> Response:
    """All answers of the fullest intake, including its plan."""
    return _intakes()[fullest_intake()]


def empty() -> Response:
    """A visit without answers."""
    return response_of({}, content())


def answer_count(response: Response) -> int:
    """The number of answers with a value."""
    return sum(bool(answer.codes) for answer in response.answers)
