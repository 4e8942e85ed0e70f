"""The plans in the complete intakes: only allowed parts, fully answered, and printed in the brief."""

from __future__ import annotations

import datetime as dt

import pytest

from intake.brief.builder import brief
from intake.content import load
from intake.content.cases import ON
from intake.domain.assessing import assess
from intake.domain.questionnaire import Section
from intake.domain.response import Response
from intake.domain.routing import route
from intake.i18n import Translator
from intake.outputs import ics
from tests.real_cases import INTAKES

CONTENT = load()
QUESTIONS = CONTENT.questionnaire
PLAN = [section for section in QUESTIONS.sections if section.asked == "plan"]


every_intake = pytest.mark.parametrize("name", INTAKES)


def intake(name: str) -> Response:
    return INTAKES[name]


def open_parts(response: Response) -> list[Section]:
    withheld = frozenset(assess(CONTENT, response, ON).withheld)
    return [section for section in PLAN if withheld.isdisjoint(section.tags)]


@every_intake
def test_a_plan_answers_exactly_the_parts_that_are_not_withheld(name: str) -> None:
    response = intake(name)
    allowed = {section.id for section in open_parts(response)}
    asked = {item.key for item in route(QUESTIONS, response) if QUESTIONS.section_of[item.link_id].id in allowed}
    own = {item.link_id for section in PLAN for item in section.items}
    assert {answer.key for answer in response.answers if answer.link_id in own} == asked


@every_intake
def test_the_brief_contains_every_answer_of_the_plan(name: str) -> None:
    response = intake(name)
    made_on = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    summary = brief(CONTENT, response, assess(CONTENT, response, ON), made_on, Translator("en"))
    shown = {row.key: row.value for part in summary.sections for row in part.all_rows}
    own = {item.link_id for section in PLAN for item in section.items}
    for answer in response.answers:
        if answer.link_id in own and answer.value is not None:
            item = QUESTIONS.items[answer.link_id]
            assert shown[answer.key] == (
                "; ".join(item.by_code[code].text for code in answer.codes) if item.options else answer.value
            )


@every_intake
def test_a_plan_gives_dates_for_the_months_afterward(name: str) -> None:
    days = ics.days(CONTENT, intake(name))
    assert len(days) >= 3 + 1
    assert days[0] > ON


def test_a_withheld_talk_is_not_in_the_plan() -> None:
    planned = {section.id for section in open_parts(intake("executive"))}
    assert planned == {section.id for section in PLAN if not section.tags}
    assert planned < {section.id for section in open_parts(intake("alex"))}
