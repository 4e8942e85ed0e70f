"""The answers that the figures are about: the case and the whole intake with the most of them, on the real content."""

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
    """The acceptance case with the most answers that have a value; the first of several."""
    return max(
        acceptance_cases(content_folder(), content()),
        key=lambda case: len(_given(response_of(case.answers, content()))),
    )


def full() -> Response:
    """All answers of the fullest case."""
    return response_of(fullest().answers, content())


@cache
def _intakes() -> dict[str, Response]:
    return whole_intakes(content_folder(), content())


def fullest_intake() -> str:
    """The name of the whole intake with the most answers that have a value."""
    return max(_intakes(), key=lambda name: given(_intakes()[name]))


def intake() -> Response:
    """All answers of that intake, its plan among them."""
    return _intakes()[fullest_intake()]


def empty() -> Response:
    """A visit that has only begun."""
    return response_of({}, content())


def given(response: Response) -> int:
    """How many answers have a value."""
    return len(_given(response))


def _given(response: Response) -> list[str]:
    return [answer.link_id for answer in response.answers if answer.codes]
