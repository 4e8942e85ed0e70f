"""The cases in content/cases/ contain only answers that a family can give.

`intake check` verifies their results, and that every rule has cases; see test_checks.py.
"""

from intake.config import content_folder
from intake.content import read
from intake.content.cases import acceptance_cases, response_of, rule_cases
from intake.domain.answers_json import check_answer


def test_every_answer_in_a_case_is_one_a_family_can_give() -> None:
    """Typed text too: no family could enter a text that every screen refuses."""
    content = read(content_folder())
    situations = [case.answers for case in acceptance_cases(content_folder(), content)]
    situations += [answers for cases in rule_cases(content_folder()).values() for _, answers in cases.by_truth()]
    assert len(situations) > len(content.rules)
    given = {pair for answers in situations for pair in answers.items()}
    for pair in given:
        for answer in response_of(dict([pair]), content).answers:
            check_answer(answer, content.questionnaire.items[answer.link_id])
