"""Checks that cases lead to their expected results and that the handbook matches the content."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from intake.content import Problem
from intake.content.cases import ON as CASES_ON
from intake.content.cases import (
    Case,
    CaseError,
    RuleCases,
    Shorthand,
    completed,
    completed_intake,
    declared_cases,
    differences,
    response_of,
    rule_cases,
    with_inherited,
)
from intake.content.handbook import HANDBOOK, handbook
from intake.domain.answers_json import AnswersError, read_answers
from intake.domain.assessing import assess, truth_of_rule
from intake.domain.content import Content
from intake.domain.migrations import version_order
from intake.domain.questionnaire import FOR_THE_FAMILY, OF_THE_CHECK, TYPED, Item, Operator
from intake.domain.response import Response
from intake.domain.routing import applies, route
from intake.domain.rules import Rule, RuleKind, Truth

WHOLE = "cases/acceptance.toml"
_NOT_MET_OFFSET = {Operator.AT_LEAST: -1, Operator.AT_MOST: 1, Operator.GREATER: 0, Operator.LESS: 0}
"""For each ordered comparison: offset from the named option to the nearest option that does not meet it."""
_MET_OFFSET = {Operator.AT_LEAST: 0, Operator.AT_MOST: 0, Operator.GREATER: 1, Operator.LESS: -1}
"""The same, to the nearest option that meets it."""


def case_problems(content: Content, folder: Path) -> Iterator[Problem]:
    """Acceptance cases and rule cases that do not have their expected result."""
    try:
        base, whole = declared_cases(folder)
        by_rule = rule_cases(folder)
    except FileNotFoundError as error:
        yield Problem("cases/", f"{Path(str(error.filename)).name} is missing")
        return
    except tomllib.TOMLDecodeError as error:
        yield Problem("cases/", f"this is not valid TOML: {error}")
        return
    except CaseError as error:
        yield Problem("cases/", str(error))
        return
    wrong_base = [Problem(f"{WHOLE}, base", sentence) for sentence in _impossible(base, content)]
    yield from wrong_base
    if wrong_base:
        return
    for rule in content.rules:
        sentences = _rule_cases(rule, by_rule, base, content)
        yield from (Problem(f"cases of rule `{rule.id}`", sentence) for sentence in sentences)
    for extra in set(by_rule) - set(content.rule):
        yield Problem("cases/rules/", f"there is no rule `{extra}`")
    yield from _file_names(folder)
    yield from _whole_cases(whole, base, content)


def _file_names(folder: Path) -> Iterator[Problem]:
    """Check that the cases of a rule are in a file with the same name as the rule's, so they are easy to find."""
    file_of = {row["id"]: path.name for path, table in _tables(folder / "rules") for row in table.get("rule", [])}
    for path, table in _tables(folder / "cases" / "rules"):
        for rule in table:
            if file_of.get(rule, path.name) != path.name:
                sentence = f"move the cases of `{rule}` to {file_of[rule]}, the name of the rule's file"
                yield Problem(f"cases/rules/{path.name}", sentence)


def _tables(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    return ((path, tomllib.loads(path.read_text("utf-8"))) for path in sorted(folder.glob("*.toml")))


def _whole_cases(whole: Iterable[Case], base: Shorthand, content: Content) -> Iterator[Problem]:
    ids = Counter(case.id for case in whole)
    yield from (Problem(WHOLE, f"the id `{name}` is used twice") for name, times in ids.items() if times > 1)
    open_in: Counter[str] = Counter()
    for declared in whole:
        wrong = list(_impossible(declared.answers, content))
        if not wrong:
            case = completed(declared, base, content)
            response = response_of(case.answers, content)
            asked = _asked(response, content)
            open_in.update(set() if case.stops_early else _left_open(asked, response, content))
            wrong = [
                f"`{key}` is not asked in this case; remove its answer" for key in case.answers if key not in asked
            ]
            wrong += [*_unknown_names(case, content), *differences(case, content)]
        yield from (Problem(f"{WHOLE}, `{declared.id}`", sentence) for sentence in wrong)
    for link_id, cases in open_in.items():
        yield Problem(
            f"{WHOLE}, base",
            f"`{link_id}` is unanswered in {cases} cases; answer it here or in each of them",
        )


def _asked(response: Response, content: Content) -> dict[str, Item]:
    """The questions of the check that apply, by id."""
    section_of = content.questionnaire.section_of
    return {
        asked.link_id: asked.item
        for asked in route(content.questionnaire, response)
        if section_of[asked.link_id].asked in OF_THE_CHECK
    }


def _left_open(asked: dict[str, Item], response: Response, content: Content) -> set[str]:
    """Questions that certainly apply and have no answer, except typed ones."""
    return {
        link_id
        for link_id, item in asked.items()
        if link_id not in response.by_key
        and item.type not in TYPED
        and applies(item, "", content.questionnaire, response) is Truth.MET
    }


def intake_problems(content: Content, folder: Path) -> Iterator[Problem]:
    """Complete intakes with an unanswered question that is neither in the plan nor for the family alone."""
    questionnaire = content.questionnaire
    try:
        base, _ = declared_cases(folder)
    except (OSError, tomllib.TOMLDecodeError, CaseError):
        return  # reported by case_problems
    for path in sorted((folder / "cases" / "intakes").glob("*.json")):
        where = f"cases/intakes/{path.name}"
        try:
            declared = read_answers(path.read_bytes(), questionnaire)
        except AnswersError as error:
            yield Problem(where, str(error))
            continue
        if version_order(declared.content_version) > version_order(questionnaire.version):
            yield Problem(where, f"its content_version is newer than {questionnaire.version} in version.toml")
        response = completed_intake(declared, base, content)
        unanswered = (asked for asked in route(questionnaire, response) if asked.key not in response.by_key)
        for asked in unanswered:
            if questionnaire.section_of[asked.link_id].asked not in ("plan", *FOR_THE_FAMILY):
                yield Problem(where, f"`{asked.key}` has neither an answer nor a reason for having none")


def _rule_cases(rule: Rule, by_rule: dict[str, RuleCases], base: Shorthand, content: Content) -> Iterator[str]:
    cases = by_rule.get(rule.id)
    if cases is None:
        yield "no cases given"
        return
    about_unknowns = rule.is_about_open_questions
    if (rule.when or about_unknowns) and not cases.not_met:
        yield "no case given that does not meet the rule (not_met)"
    if any(condition.operator is not Operator.EXISTS for condition in rule.when) and not cases.unknown:
        yield "no case given that leaves the rule undecided (unknown)"
    if not rule.when and not about_unknowns and (cases.not_met or cases.unknown):
        yield "it has no conditions, so it is always met; remove not_met and unknown"
    wrong = [sentence for _, answers in cases.by_truth() for sentence in _impossible(answers, content)]
    yield from wrong
    if wrong:
        return
    yield from _untested_thresholds(rule, cases, content)
    for expected, answers in cases.by_truth():
        if about_unknowns:
            # For nothing else to be unknown, every question needs an answer: inherit those that the case leaves out.
            inherits = rule.kind is RuleKind.OPEN_SAFETY or expected is Truth.NOT_MET
            complete = with_inherited(answers, base, content) if inherits else answers
            result = assess(content, response_of(complete, content), CASES_ON)
            truth = next((finding.truth for finding in result.findings if finding.rule == rule.id), Truth.NOT_MET)
        else:
            truth = truth_of_rule(content, rule, response_of(answers, content))
        if truth is not expected:
            yield f"{answers} gives {truth.value}, expected {expected.value}"


def _untested_thresholds(rule: Rule, cases: RuleCases, content: Content) -> Iterator[str]:
    """Ordered comparisons that have no case on one side of the threshold."""
    for condition in rule.when:
        if condition.operator not in _NOT_MET_OFFSET:
            continue
        item, threshold = content.questionnaire.items[condition.question], condition.codes[0]
        codes = [option.code for option in item.options]
        for truth, tested, offset in (
            ("met", cases.met, _MET_OFFSET[condition.operator]),
            ("not_met", cases.not_met, _NOT_MET_OFFSET[condition.operator]),
        ):
            place = item.rank[threshold] + offset
            if 0 <= place < len(codes) and codes[place] not in {answers.get(item.link_id) for answers in tested}:
                comparison = f"`{item.link_id}` {condition.operator.value} {threshold}"
                yield f"{comparison}: no {truth} case has `{codes[place]}`"


def _impossible(answers: Shorthand, content: Content) -> Iterator[str]:
    """Answers of a case to questions or options that do not exist."""
    for key in answers:
        if key.partition("@")[0] not in content.questionnaire.items:
            yield f"there is no question `{key}`"
            return
    for answer in response_of(answers, content).answers:
        item = content.questionnaire.items[answer.link_id]
        for code in answer.codes if item.options else ():
            if code not in item.by_code:
                yield f"`{item.link_id}` has no option `{code}`"


def _unknown_names(case: Case, content: Content) -> Iterator[str]:
    """Misspelled names in expectations. Without this check, a misspelled `not_...` expectation could never fail."""
    expect = case.expect
    for kind, names, existing in (
        ("rule", (*expect.rules, *expect.not_rules), content.rule),
        ("action", (expect.first_action, *expect.actions, *expect.urgent, *expect.not_actions), content.action),
        ("pathway", (*expect.pathways, *expect.not_pathways), content.pathway),
        ("kind", expect.kinds or (), content.kind),
    ):
        yield from (f"there is no {kind} `{name}`" for name in names if name not in existing)


def handbook_problems(content: Content, folder: Path) -> Iterator[Problem]:
    """Whether the handbook is out of date."""
    path = folder / HANDBOOK
    if not path.is_file() or path.read_text("utf-8") != handbook(content):
        yield Problem(HANDBOOK, "it does not match the content; run `make handbook` and read what changed")
