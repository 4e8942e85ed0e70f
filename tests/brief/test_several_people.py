"""What the summary says of several people: whom a professional may contact, and a yes without details."""

import datetime as dt

import pytest

from intake.brief.builder import brief
from intake.brief.model import Brief
from intake.brief.rows import AnswerStatus
from intake.content.cases import Shorthand, response_of
from intake.domain.assessing import assess
from intake.domain.base import Personal
from intake.domain.case import Informant, join
from intake.domain.response import Response
from intake.i18n import Translator
from tests.any_answers import CONTENT, ON

MADE_ON = dt.datetime(2026, 11, 22, 20, tzinfo=dt.UTC)
WIFE: Shorthand = {"relationship": "partner", "your_name": "Ana", "violence": ("choked",), "violence_contact": "yes"}
SISTER: Shorthand = {"relationship": "sibling", "your_name": "Bea", "violence": ("none",), "fear": "no"}


def written(response: Response, left_out: tuple[Personal, ...] = ()) -> Brief:
    """The summary of these answers."""
    return brief(CONTENT, response, assess(CONTENT, response, ON), MADE_ON, Translator("en"), left_out=left_out)


def told_by(*each: Shorthand) -> Response:
    """What these people told, together."""
    people = [Informant(id=f"i{n}", response=response_of(one, CONTENT)) for n, one in enumerate(each, start=1)]
    return join(CONTENT.questionnaire, people)


def test_with_several_people_a_request_names_who_told_of_the_danger() -> None:
    """Whoever "wrote this" could be the sister of the one who chokes."""
    (request, *_) = written(told_by(SISTER, WIFE)).requests
    assert "contact only the person who told of this (Ana)" in request
    (request, *_) = written(told_by(SISTER, WIFE), (Personal.NAME,)).requests
    assert "contact only the person who told of this (The spouse or partner)" in request
    assert "Ana" not in request
    mother: Shorthand = {**SISTER, "relationship": "child", "your_name": "Cleo", "violence": ("weapon",)}
    (request, *_) = written(told_by(mother, WIFE, SISTER)).requests
    assert "contact only those who told of this (Cleo; Ana)" in request


def test_a_person_alone_is_the_person_who_wrote_this() -> None:
    (request, *_) = written(response_of(WIFE, CONTENT)).requests
    assert "contact only the person who wrote this" in request


def test_no_placeholder_is_left_in_any_request() -> None:
    for rule in CONTENT.rules:
        assert "{" not in (rule.request or "").replace("{writer}", "")
    for band in CONTENT.bands:
        assert all("{" not in one.text.replace("{writer}", "") for one in band.requests)
        assert "{" not in band.request


@pytest.mark.parametrize(
    ("link_id", "value", "status"),
    [
        ("violence", "Yes, but which was not said", AnswerStatus.REPORTED),
        ("children", "There is a child or adult; whether anything happened was not said", AnswerStatus.GIVEN),
    ],
)
def test_a_yes_alone_reads_as_what_was_said(link_id: str, value: str, status: AnswerStatus) -> None:
    summary = written(response_of({link_id: "+"}, CONTENT))
    (row,) = {row for part in summary.sections for row in part.all_rows if row.link_id == link_id}
    assert (row.value, row.status) == (value, status)
    assert any(link_id == open_row.link_id for open_row in summary.unanswered_safety)


def test_a_yes_alone_stands_beside_a_relatives_no() -> None:
    summary = written(told_by({**WIFE, "violence": "+"}, SISTER))
    (row,) = summary.differences[-1:]
    assert row.value == "Ana: Yes, but which was not said · Bea: None"
