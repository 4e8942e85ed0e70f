"""Whatever a family tells, no scene is offered where a talk could do harm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.brief.builder import brief
from intake.brief.scenes import fitting_scenes
from intake.content.cases import Shorthand, response_of
from intake.domain.base import Tag
from intake.domain.response import Answer, Response
from intake.domain.rules import Level
from tests.any_answers import CONTENT, ITEMS, QUIET, as_value, dangers, judge, responses
from tests.garden import ENGLISH, MADE_ON
from tests.real_cases import CASES

WORRY = Answer(link_id="concern", value=("alcohol",))
ADULT = Answer(link_id="lo_age", value="26_39")
FORBID = ("danger_now", "violence", "fear", "suicide_talk", "suicide_acts")
SIGNS = [(link_id, option.code) for link_id in FORBID for option in ITEMS[link_id].options if option.sign]


def offered(response: Response) -> list[str]:
    return [scene.id for scene in fitting_scenes(CONTENT, response, judge(response))]


def test_a_calm_worry_about_drinking_has_scenes() -> None:
    assert "opening" in offered(QUIET.with_answer(WORRY).with_answer(ADULT))


@pytest.mark.parametrize(("link_id", "code"), SIGNS)
def test_one_sign_of_danger_alone_takes_every_scene_away(link_id: str, code: str) -> None:
    calm = QUIET.with_answer(WORRY).with_answer(ADULT)
    assert offered(calm.with_answer(Answer(link_id=link_id, value=as_value(ITEMS[link_id], code)))) == []


@given(response=responses() | dangers(), sign=st.sampled_from(SIGNS))
def test_no_answers_beside_a_sign_of_danger_bring_a_scene_back(response: Response, sign: tuple[str, str]) -> None:
    link_id, code = sign
    told = Answer(link_id=link_id, value=as_value(ITEMS[link_id], code))
    assert offered(response.with_answer(WORRY).with_answer(told)) == []


@given(response=responses() | dangers())
def test_a_scene_is_offered_only_where_talks_are_not_withheld(response: Response) -> None:
    response = response.with_answer(WORRY).with_answer(ADULT)
    assessment = judge(response)
    if fitting_scenes(CONTENT, response, assessment):
        assert assessment.tier.level is not Level.RED
        assert Tag.CONFRONTATION not in assessment.withheld


def test_without_answers_there_is_nothing_to_rehearse() -> None:
    assert offered(Response(content_version="any")) == []
    assert "opening" in offered(response_of(CASES["rachel_evenings"].answers, CONTENT))


def test_the_sentence_that_was_kept_is_in_the_files_until_a_talk_could_do_harm() -> None:
    sentence = "I love having coffee with you like this."
    changes: tuple[tuple[Shorthand, bool], ...] = (
        ({}, True),
        ({"violence": ("choked",), "violence_when": "week"}, False),
    )
    for more, shown in changes:
        answers: Shorthand = {**CASES["rachel_evenings"].answers, "plan_first_words": sentence, **more}
        response = response_of(answers, CONTENT)
        told = brief(CONTENT, response, judge(response), MADE_ON, ENGLISH)
        values = [row.value for part in told.sections for row in part.all_rows]
        assert (sentence in values) is shown
