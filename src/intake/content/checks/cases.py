"""Cases come out as they say, and the handbook matches the content."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from intake.content import Problem
from intake.content.cases import ON as CASES_ON
from intake.content.cases import (
    Case,
    CaseError,
    RuleCases,
    Shorthand,
    acceptance_cases,
    differences,
    response_of,
    rule_cases,
)
from intake.content.handbook import HANDBOOK, handbook
from intake.domain.answers_json import AnswersError, read_answers
from intake.domain.assessing import assess
from intake.domain.content import Content
from intake.domain.questionnaire import FOR_THE_FAMILY, Operator
from intake.domain.routing import route
from intake.domain.rules import Rule, Truth


def case_problems(content: Content, folder: Path) -> Iterator[Problem]:
    """Acceptance cases and rule cases that do not come out as they say."""
    try:
        whole, small = acceptance_cases(folder), rule_cases(folder)
    except FileNotFoundError as error:
        yield Problem("cases", f"{Path(str(error.filename)).name} is missing")
        return
    except tomllib.TOMLDecodeError as error:
        yield Problem("cases", f"this is not valid TOML: {error}")
        return
    except CaseError as error:
        yield Problem("cases", str(error))
        return
    for rule in content.rules:
        yield from (Problem(f"cases/rules, {rule.id}", sentence) for sentence in _rule_cases(rule, small, content))
    for extra in set(small) - set(content.rule):
        yield Problem("cases/rules", f"there is no rule {extra!r}")
    for case in whole:
        found = list(_given(case.answers, content)) or [*_named(case, content), *differences(case, content)]
        yield from (Problem(f"cases/acceptance.toml, {case.id}", sentence) for sentence in found)


def intake_problems(content: Content, folder: Path) -> Iterator[Problem]:
    """Whole intakes answer, or say why not, all they are asked; of the plan they may leave out parts."""
    questionnaire = content.questionnaire
    for path in sorted((folder / "cases" / "intakes").glob("*.json")):
        where = f"cases/intakes/{path.name}"
        try:
            response = read_answers(path.read_bytes(), questionnaire)
        except AnswersError as error:
            yield Problem(where, str(error))
            continue
        asked = (one for one in route(questionnaire, response) if one.key not in response.by_key)
        for one in asked:
            if questionnaire.section_of[one.link_id].asked not in ("plan", *FOR_THE_FAMILY):
                yield Problem(where, f"{one.key} is asked and has no answer and no reason why not")


def _rule_cases(rule: Rule, small: dict[str, RuleCases], content: Content) -> Iterator[str]:
    cases = small.get(rule.id)
    if cases is None:
        yield "there are no cases for this rule"
        return
    if rule.when and not cases.not_met:
        yield "there is no case in which it is not met"
    if any(condition.operator is not Operator.EXISTS for condition in rule.when) and not cases.unknown:
        yield 'there is no case with "I don\'t know"'
    for wanted, answers in cases.by_truth():
        wrong = list(_given(answers, content))
        yield from wrong
        if wrong:
            continue
        found = assess(content, response_of(answers, content), CASES_ON)
        truth = next((finding.truth for finding in found.findings if finding.rule == rule.id), Truth.NOT_MET)
        if truth is not wanted:
            yield f"{answers} gives {truth.value}, not {wanted.value}"


def _given(answers: Shorthand, content: Content) -> Iterator[str]:
    """Answers of a case that nobody can give."""
    for key in answers:
        if key.partition("@")[0] not in content.questionnaire.items:
            yield f"there is no question {key!r}"
            return
    for answer in response_of(answers, content).answers:
        item = content.questionnaire.items[answer.link_id]
        for code in answer.codes if item.options else ():
            if code not in item.by_code:
                yield f"{item.link_id} has no option {code!r}"


def _named(case: Case, content: Content) -> Iterator[str]:
    """Names in expectations that nothing has: an expectation that something is not there would never fail."""
    expect = case.expect
    for kind, names, known in (
        ("rule", (*expect.rules, *expect.not_rules), content.rule),
        ("action", (expect.first_action, *expect.actions), content.action),
        ("pathway", (*expect.pathways, *expect.not_pathways), content.pathway),
        ("kind", expect.kinds or (), content.kind),
    ):
        yield from (f"there is no {kind} {name!r}" for name in names if name not in known)


def handbook_problems(content: Content, folder: Path) -> Iterator[Problem]:
    """Whether the handbook is the one this content makes."""
    path = folder / HANDBOOK
    if not path.is_file() or path.read_text("utf-8") != handbook(content):
        yield Problem(HANDBOOK, "it does not say what the content says; run `make handbook` and read the difference")
