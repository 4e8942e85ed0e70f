"""Whatever a family answers, the first step of each urgent rule is on the result and on page 1. On the real content."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings

from intake.brief.blocks import Listed
from intake.brief.builder import brief
from intake.brief.outline import outline
from intake.brief.phone_script import phone_scripts
from intake.config import content_folder
from intake.domain.assessing import assess
from intake.domain.assessment import Assessment
from intake.domain.base import Tag
from intake.domain.response import Response
from intake.domain.rules import Level
from intake.domain.steps import shown_action
from intake.i18n import SOURCE, translator
from tests.any_answers import CONTENT, ON, judge, responses
from tests.domain.test_properties import made_needless

WORDS = translator(SOURCE, content_folder() / "locales")
MADE_ON = dt.datetime.combine(ON, dt.time(9), dt.UTC)
fewer = settings(max_examples=settings().max_examples // 2)


def first_steps(assessment: Assessment) -> set[str]:
    """The first step of each RED or ORANGE rule that is met, if it may be shown at all."""
    withheld = frozenset(assessment.withheld)
    rules = [CONTENT.rule[finding.rule] for finding in assessment.met]
    shown = ([shown_action(CONTENT, action, withheld) for action in rule.recommend] for rule in rules if rule.is_urgent)
    return {next(action.id for action in actions if action) for actions in shown if any(actions)}


@fewer
@given(responses())
def test_the_first_step_of_each_urgent_rule_is_on_the_result_and_on_page_one(response: Response) -> None:
    """And in what to say, unless a step that is shown covers it.

    Page 1 leaves out some of them if the person whom the family fears could find it: see `BriefStep.unprinted`.
    """
    assessment = assess(CONTENT, response, ON)
    summary = brief(CONTENT, response, assessment, MADE_ON, WORDS)
    steps = {step.action: step for step in (*summary.steps, *summary.also_today)}
    assert first_steps(assessment) <= steps.keys() | made_needless(assessment)
    calls = {script.listener.id: script for script in phone_scripts(CONTENT, response, assessment)}
    for step in steps.values():
        listener = CONTENT.action[step.action].listener
        assert listener in calls or all(step.text in script.besides for script in calls.values())
    blocks = (block for section in outline(summary, WORDS).cover.sections for block in section.blocks)
    lines = [line for block in blocks if isinstance(block, Listed) for line in (*block.texts, *block.more)]
    for step in steps.values():
        assert any(line.endswith(step.text) for line in lines) is not step.unprinted, step.text


@fewer
@given(responses())
def test_a_file_that_could_be_found_has_no_step_that_helps_someone_be_safe_from_the_person(response: Response) -> None:
    assessment = assess(CONTENT, response, ON)
    if Tag.FILE in assessment.withheld:
        summary = brief(CONTENT, response, assessment, MADE_ON, WORDS)
        printed = [step for step in (*summary.steps, *summary.also_today) if not step.unprinted]
        assert not [step.text for step in printed if CONTENT.action[step.action].private]
        assert all(any(CONTENT.rule[rule].is_urgent for rule in step.rules) for step in printed)


@fewer
@given(responses())
def test_no_step_means_going_away_while_another_means_going_near(response: Response) -> None:
    assessment = judge(response)
    shown = [CONTENT.action[step.action] for step in (*assessment.steps, *assessment.also_today)]
    assert not (any(action.leaves for action in shown) and any(Tag.APPROACH in action.tags for action in shown))


@fewer
@given(responses())
def test_an_open_safety_question_is_the_headline_unless_something_is_urgent(response: Response) -> None:
    assessment = judge(response)
    summary = brief(CONTENT, response, assessment, MADE_ON, WORDS)
    urgent = summary.level in (Level.RED, Level.ORANGE)
    assert bool(summary.so_far) == (bool(assessment.unknowns) and not urgent)
    level = Level.OPEN if summary.so_far else summary.level
    assert summary.heading == CONTENT.band[level].heading
