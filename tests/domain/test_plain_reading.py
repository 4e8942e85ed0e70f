"""The shortcuts of `route` and `assess` change nothing: the same questions and findings as rule by rule."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.content.cases import response_of
from intake.domain.assessing import assess
from intake.domain.assessment import Finding
from intake.domain.case import Informant, join
from intake.domain.questionnaire import Condition, Operator
from intake.domain.response import Answer, Response
from intake.domain.routing import route
from tests.any_answers import ANY_ANSWER, CONTENT, ON, QUIET, responses
from tests.domain import plain_reading
from tests.often import often
from tests.real_cases import ACCEPTANCE, INTAKES

QUESTIONS = CONTENT.questionnaire
fewer, few = (settings(max_examples=settings().max_examples // share) for share in (2, 8))
CASES = {
    **{case.id: response_of(case.answers, CONTENT) for case in ACCEPTANCE},
    **INTAKES,
}
EACH_TIME = list(CASES)[::8]
DAYS = st.sampled_from([None, "2026-11-21", "2026-10-30", "2025", "2024-02-29"])


def found(response: Response) -> list[Finding]:
    """The findings of `assess`, without the rules about open questions."""
    findings = assess(CONTENT, response, ON).findings
    return [one for one in findings if not CONTENT.rule[one.rule].is_about_open_questions]


def assert_read_plainly(response: Response) -> None:
    assert [question.key for question in route(QUESTIONS, response)] == plain_reading.asked(QUESTIONS, response)
    assert found(response) == plain_reading.findings(CONTENT, response, ON)


@pytest.mark.parametrize("name", often(CASES, EACH_TIME))
def test_every_case_is_read_as_its_rules_say(name: str) -> None:
    assert_read_plainly(CASES[name])


@fewer
@given(response=responses(), day=DAYS)
def test_any_answers_are_read_as_the_rules_say(response: Response, day: str | None) -> None:
    """Also answers from an earlier day."""
    dated = tuple(answer.model_copy(update={"as_of": day}) for answer in response.answers)
    assert_read_plainly(response.model_copy(update={"answers": dated}))


@fewer
@given(told=st.lists(responses() | st.sampled_from([*CASES.values()]), min_size=2, max_size=3))
def test_what_several_people_told_is_read_as_the_rules_say(told: list[Response]) -> None:
    people = [Informant(id=f"i{number}", response=one) for number, one in enumerate(told, start=1)]
    assert_read_plainly(join(QUESTIONS, people, speaking="i1"))


@few
@given(changes=st.lists(ANY_ANSWER, min_size=1, max_size=4))
def test_nothing_known_of_earlier_answers_is_read_into_later_ones(changes: list[Answer]) -> None:
    """What was found out about one set of answers is kept with it, not with the sets made from it."""
    response = QUIET
    for answer in changes:
        route(QUESTIONS, response)
        response = response.with_answer(answer)
        copied = response.model_copy(update={"answers": response.answers[::-1]})
        route(QUESTIONS, copied)
        fewer_answers = copied.model_copy(update={"answers": copied.answers[1:]})
        assert_read_plainly(fewer_answers)


def test_other_questions_are_decided_anew_for_the_same_answers() -> None:
    """The questions of another version or language may depend on other answers."""
    answered = Condition(question=QUESTIONS.gate.link_id, operator=Operator.EXISTS, answer=True)
    sections = tuple(
        section.model_copy(
            update={
                "items": tuple(
                    item.model_copy(update={"enable_when": (answered,) if item.enable_when else ()})
                    for item in section.items
                )
            }
        )
        for section in QUESTIONS.sections
    )
    others = QUESTIONS.model_copy(update={"sections": sections})
    for questions in (QUESTIONS, others, QUESTIONS):
        assert [question.key for question in route(questions, QUIET)] == plain_reading.asked(questions, QUIET)
