"""Saved files are read back unchanged: answers, place, time."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import JsonValue

from intake.brief.builder import brief
from intake.config import content_folder
from intake.content.cases import ON, response_of
from intake.domain.answers_json import document_of
from intake.domain.assessing import assess
from intake.domain.questionnaire import ItemType
from intake.domain.response import Answer, Response
from intake.domain.routing import route
from intake.i18n import Translator
from intake.outputs import formats, summary_pdf
from intake.saved import LARGEST_FILE, open_saved, payload
from tests.often import often
from tests.real_cases import CASES
from tests.saved.files import CONTENT, QUESTIONS, carrying, responses

SAVED_AT = dt.datetime(2026, 11, 22, 8, 5, 30, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
PLACE: dict[str, JsonValue] = {
    "at": "mind_signs",
    "return_to": None,
    "asked_before": ["fear", "amount@alcohol"],
    "depth": "check",
}
LARGEST_INTAKE = 250_000
PASSWORD = "twelve brown horses"


def as_pdf(response: Response, password: str = "") -> bytes:
    """The summary PDF of these answers, with the answers attached, as the app makes it."""
    words = Translator("en")
    said = brief(CONTENT, response, assess(CONTENT, response, ON), SAVED_AT, words)
    carried = formats.answers_attachment(payload(response, PLACE, SAVED_AT), words)
    return summary_pdf.pdf(said, words, content_folder(), attachments=(carried,), password=password).data


@pytest.mark.parametrize("name", often(CASES))
def test_the_answers_of_every_case_are_read_back_from_the_pdf(name: str) -> None:
    response = response_of(CASES[name].answers, CONTENT)
    file = open_saved(as_pdf(response), QUESTIONS, CONTENT.migrations)
    assert file.response == response
    assert (file.place, file.saved_at, file.language, file.notes) == (PLACE, SAVED_AT, "en", ())
    assert assess(CONTENT, file.response, ON) == assess(CONTENT, response, ON)


@given(responses(), st.dictionaries(st.text(max_size=9), st.text(max_size=9) | st.integers() | st.none(), max_size=4))
def test_any_answers_are_read_back_from_json(response: Response, place: dict[str, str | int | None]) -> None:
    file = open_saved(payload(response, place, SAVED_AT), QUESTIONS, CONTENT.migrations)
    assert file.response == response
    assert (file.place, file.saved_at, file.notes) == (place, SAVED_AT, ())


@settings(max_examples=settings().max_examples // 8)
@given(responses())
def test_any_answers_are_read_back_from_a_pdf(response: Response) -> None:
    """One empty page is enough: reading does not depend on the pages."""
    assert open_saved(carrying(payload(response, PLACE, SAVED_AT)), QUESTIONS).response == response


@given(responses())
def test_a_file_may_hold_answers_alone(response: Response) -> None:
    """The command line writes and reads answers without time and place."""
    file = open_saved(json.dumps(document_of(response)).encode(), QUESTIONS)
    assert (file.response, file.place, file.saved_at) == (response, {}, None)


def test_answers_written_by_hand_need_no_version() -> None:
    file = open_saved(b'\xef\xbb\xbf \n{"answers": {"fear": "no"}}', QUESTIONS)
    assert file.response == Response(content_version=QUESTIONS.version, answers=(Answer(link_id="fear", value="no"),))


def full_intake() -> Response:
    """Every question answered at length, with three entries in each repeating section: more than any family gives."""
    response = Response(content_version=QUESTIONS.version)
    note = "He came home late again, and we talked about it for a long time. "
    for _ in range(3):  # answers bring questions
        for item, entry in route(QUESTIONS, response):
            if item.options:
                codes = [option.code for option in item.options if not option.exclusive][:3]
                value = tuple(codes) if item.type is ItemType.CHOICES else codes[0]
            else:
                value = (note * 8)[: 110 if item.type is ItemType.LINE else 500]
            response = response.with_answer(Answer(link_id=item.link_id, entry=entry, value=value))
        for section in QUESTIONS.sections:
            if section.repeats is None or section.repeats.each is not None:
                continue
            named_by = QUESTIONS.items[section.repeats.named_by]
            value = named_by.options[0].code if named_by.options else "Aunt Ada"
            for number in range(1, 4):
                response = response.with_answer(Answer(link_id=named_by.link_id, entry=f"n{number}", value=value))
    return response


def test_a_full_intake_is_a_small_file_that_opens_with_its_password() -> None:
    response = full_intake()
    assert len(response.answers) > 250
    locked = as_pdf(response, PASSWORD)
    assert len(locked) < LARGEST_INTAKE < LARGEST_FILE
    assert open_saved(locked, QUESTIONS, password=PASSWORD).response == response
