"""The cases in content/cases/ contain only answers that a family can give.

`intake check` verifies their results, and that every rule has cases; see test_checks.py.
"""

import pytest

from intake.config import content_folder
from intake.content import read
from intake.content.cases import ON, Case, response_of, rule_cases
from intake.domain.answers_json import check_answer
from intake.domain.assessing import assess
from intake.domain.questionnaire import OF_THE_CHECK
from intake.domain.rules import Tier
from tests.real_cases import ACCEPTANCE

CONTENT = read(content_folder())
QUICK = frozenset(
    item.link_id
    for section in CONTENT.questionnaire.sections
    if section.asked in OF_THE_CHECK
    for item in section.items
    if item.quick
)


def test_every_answer_in_a_case_is_one_a_family_can_give() -> None:
    """Typed text too: no family could enter a text that every screen refuses."""
    content = read(content_folder())
    situations = [case.answers for case in ACCEPTANCE]
    situations += [answers for cases in rule_cases(content_folder()).values() for _, answers in cases.by_truth()]
    assert len(situations) > len(content.rules)
    given = {pair for answers in situations for pair in answers.items()}
    for pair in given:
        for answer in response_of(dict([pair]), content).answers:
            check_answer(answer, content.questionnaire.items[answer.link_id])


@pytest.mark.parametrize("case", ACCEPTANCE, ids=lambda case: case.id)
def test_the_short_way_is_never_calmer_than_all_answers(case: Case) -> None:
    """Not asked is not a no: what only the full check asks must not make the short way look better."""
    full, short = (
        assess(CONTENT, response_of(answers, CONTENT), ON).tier
        for answers in (case.answers, {key: given for key, given in case.answers.items() if key in QUICK})
    )
    assert full.urgency > Tier.AMBER.urgency or short.urgency <= full.urgency
