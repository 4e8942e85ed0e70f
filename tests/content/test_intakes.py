"""The complete intakes of invented families: fully answered, and consistent with their acceptance cases."""

from __future__ import annotations

import pytest

from intake.config import content_folder
from intake.content import load
from intake.content.cases import ON
from intake.domain.answers_json import document_of, read_answers, read_table
from intake.domain.assessing import assess
from intake.domain.questionnaire import FOR_THE_FAMILY
from intake.domain.response import Absent, Basis, Response
from intake.domain.routing import entries, route
from tests.real_cases import CASES, INTAKES

FOLDER = content_folder()
CONTENT = load()
QUESTIONS = CONTENT.questionnaire
CASE_OF = {"alex": "alex", "rachel": "rachel_evenings", "executive": "executive"}
EXEMPT = (
    "plan",
    *FOR_THE_FAMILY,
)  # an intake may leave out parts of the plan; answers for the family alone are in no file


def intake(name: str) -> Response:
    return INTAKES[name]


def test_each_intake_belongs_to_a_case() -> None:
    assert set(INTAKES) == set(CASE_OF)


@pytest.mark.parametrize("name", CASE_OF)
def test_an_intake_survives_a_round_trip(name: str) -> None:
    path = FOLDER / "cases" / "intakes" / f"{name}.json"
    written = read_answers(path.read_bytes(), QUESTIONS)
    assert document_of(written)["answers"] == read_table(path.read_bytes())["answers"]


@pytest.mark.parametrize("name", CASE_OF)
def test_an_intake_answers_exactly_what_it_is_asked(name: str) -> None:
    """Except in the plan."""
    response = intake(name)
    asked = {item.key for item in route(QUESTIONS, response) if QUESTIONS.section_of[item.link_id].asked not in EXEMPT}
    answered = {key for key in response.by_key if QUESTIONS.section_of[key.partition("@")[0]].asked not in EXEMPT}
    assert asked - answered == set(), "asked but not answered"
    assert answered - asked == set(), "answered but not asked"


@pytest.mark.parametrize("name", CASE_OF)
def test_an_intake_has_the_result_of_its_case(name: str) -> None:
    result, expect = assess(CONTENT, intake(name), ON), CASES[CASE_OF[name]].expect
    assert result.tier is expect.tier
    assert result.unknowns == ()
    assert set(expect.withheld) <= set(result.withheld)
    assert set(expect.not_withheld).isdisjoint(result.withheld)
    assert result.steps[0].action == expect.first_action
    assert set(expect.rules) <= {finding.rule for finding in result.met}


@pytest.mark.parametrize("name", CASE_OF)
def test_an_intake_answers_the_check_as_its_case_does(name: str) -> None:
    """Only typed answers may differ."""
    response = intake(name)
    for link_id, given in CASES[CASE_OF[name]].answers.items():
        if QUESTIONS.items[link_id].options and given not in ("?", "-"):
            assert set(response.by_key[link_id].codes) == {given} if isinstance(given, str) else set(given), link_id


@pytest.mark.parametrize("name", CASE_OF)
def test_an_intake_has_gaps_and_says_how_the_family_knows(name: str) -> None:
    response = intake(name)
    assert {answer.absent for answer in response.answers} >= {Absent.UNKNOWN, Absent.DECLINED}
    assert {answer.basis for answer in response.answers} >= set(Basis)
    assert sum(answer.as_of is not None for answer in response.answers) >= 8
    for section in ("use_history", "medicines", "attempts", "relatives"):
        assert entries(QUESTIONS, QUESTIONS.section[section], response), section


@pytest.mark.parametrize("name", CASE_OF)
def test_an_intake_names_no_one(name: str) -> None:
    """It uses initials, and fictional phone numbers."""
    response = intake(name)
    for link_id in ("lo_name", "your_name", "safe_name"):
        assert len(response.by_key[link_id].codes[0].rstrip(".")) == 1
    assert "555-01" in response.by_key["reach_you"].codes[0]
