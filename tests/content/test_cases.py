"""The situations of content/cases/ hold answers that a family can give.

That they come out as they say, and that every rule has them, is judged by `intake check`; see test_checks.py.
"""

from intake.config import content_folder
from intake.content import read
from intake.content.cases import acceptance_cases, response_of, rule_cases
from intake.domain.answers_json import check_answer


def test_every_answer_in_a_case_is_one_a_family_can_give() -> None:
    """Also its words: a text that no screen takes would be a case of nobody."""
    content = read(content_folder())
    situations = [case.answers for case in acceptance_cases(content_folder(), content)]
    situations += [answers for cases in rule_cases(content_folder()).values() for _, answers in cases.by_truth()]
    assert len(situations) > len(content.rules)
    for answers in situations:
        for answer in response_of(answers, content).answers:
            check_answer(answer, content.questionnaire.items[answer.link_id])
