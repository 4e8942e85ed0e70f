"""Cases come out as they say, and the handbook matches the content."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from intake.content import Problem
from intake.content.cases import (
    OF_THE_CHECK,
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
from intake.content.cases import ON as CASES_ON
from intake.content.handbook import HANDBOOK, handbook
from intake.domain.answers_json import AnswersError, read_answers
from intake.domain.assessing import assess
from intake.domain.content import Content
from intake.domain.migrations import version_order
from intake.domain.questionnaire import FOR_THE_FAMILY, TYPED, Item, Operator
from intake.domain.response import Response
from intake.domain.routing import route
from intake.domain.rules import Rule, RuleKind, Truth

WHOLE = "cases/acceptance.toml"
_BEYOND = {Operator.AT_LEAST: -1, Operator.AT_MOST: 1, Operator.GREATER: 0, Operator.LESS: 0}
"""For comparisons on a rising scale: how far from the option named the nearest option is that does not count."""
_COUNTS = {Operator.AT_LEAST: 0, Operator.AT_MOST: 0, Operator.GREATER: 1, Operator.LESS: -1}
"""And the nearest that does."""


def case_problems(content: Content, folder: Path) -> Iterator[Problem]:
    """Acceptance cases and rule cases that do not come out as they say."""
    try:
        base, whole = declared_cases(folder)
        small = rule_cases(folder)
    except FileNotFoundError as error:
        yield Problem("cases", f"{Path(str(error.filename)).name} is missing")
        return
    except tomllib.TOMLDecodeError as error:
        yield Problem("cases", f"this is not valid TOML: {error}")
        return
    except CaseError as error:
        yield Problem("cases", str(error))
        return
    wrong_base = [Problem(f"{WHOLE}, base", sentence) for sentence in _impossible(base, content)]
    yield from wrong_base
    if wrong_base:
        return
    for rule in content.rules:
        sentences = _rule_cases(rule, small, base, content)
        yield from (Problem(f"cases/rules, {rule.id}", sentence) for sentence in sentences)
    for extra in set(small) - set(content.rule):
        yield Problem("cases/rules", f"there is no rule {extra!r}")
    yield from _file_names(folder)
    yield from _whole_cases(whole, base, content)


def _file_names(folder: Path) -> Iterator[Problem]:
    """The cases of a rule lie in a file that is named like the rule's, so that they are found without searching."""
    file_of = {row["id"]: path.name for path, table in _tables(folder / "rules") for row in table.get("rule", [])}
    for path, table in _tables(folder / "cases" / "rules"):
        for rule in table:
            if file_of.get(rule, path.name) != path.name:
                yield Problem(
                    f"cases/rules/{path.name}", f"the cases of {rule} belong into {file_of[rule]}, like the rule"
                )


def _tables(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    return ((path, tomllib.loads(path.read_text("utf-8"))) for path in sorted(folder.glob("*.toml")))


def _whole_cases(whole: Iterable[Case], base: Shorthand, content: Content) -> Iterator[Problem]:
    ids = Counter(case.id for case in whole)
    yield from (Problem(WHOLE, f"the id {each!r} is there twice") for each, times in ids.items() if times > 1)
    open_in: Counter[str] = Counter()
    for declared in whole:
        wrong = list(_impossible(declared.answers, content))
        if not wrong:
            case = completed(declared, base, content)
            asked = _asked(response_of(case.answers, content), content)
            open_in.update(set() if case.stops_early else _left_open(asked, case))
            wrong = [
                f"{each} is not asked in this case: take its answer out" for each in case.answers if each not in asked
            ]
            wrong += [*_named(case, content), *differences(case, content)]
        yield from (Problem(f"{WHOLE}, {declared.id}", sentence) for sentence in wrong)
    for link_id, cases in open_in.items():
        yield Problem(
            f"{WHOLE}, base",
            f"{link_id} is asked in cases that do not answer it ({cases}): give it an answer here, or in each of them",
        )


def _asked(response: Response, content: Content) -> dict[str, Item]:
    """The questions of the check that apply, by id."""
    section_of = content.questionnaire.section_of
    return {
        asked.link_id: asked.item
        for asked in route(content.questionnaire, response)
        if section_of[asked.link_id].asked in OF_THE_CHECK
    }


def _left_open(asked: dict[str, Item], case: Case) -> set[str]:
    """Questions without an answer; words may be left out."""
    return {link_id for link_id, item in asked.items() if link_id not in case.answers and item.type not in TYPED}


def intake_problems(content: Content, folder: Path) -> Iterator[Problem]:
    """Whole intakes answer, or say why not, all they are asked; of the plan they may leave out parts."""
    questionnaire = content.questionnaire
    try:
        base, _ = declared_cases(folder)
    except (OSError, tomllib.TOMLDecodeError, CaseError):
        return  # said where the cases are checked
    for path in sorted((folder / "cases" / "intakes").glob("*.json")):
        where = f"cases/intakes/{path.name}"
        try:
            declared = read_answers(path.read_bytes(), questionnaire)
        except AnswersError as error:
            yield Problem(where, str(error))
            continue
        if version_order(declared.content_version) > version_order(questionnaire.version):
            yield Problem(where, f"its content_version is newer than {questionnaire.version}, that of version.toml")
        response = completed_intake(declared, base, content)
        asked = (one for one in route(questionnaire, response) if one.key not in response.by_key)
        for one in asked:
            if questionnaire.section_of[one.link_id].asked not in ("plan", *FOR_THE_FAMILY):
                yield Problem(where, f"{one.key} is asked and has no answer and no reason why not")


def _rule_cases(rule: Rule, small: dict[str, RuleCases], base: Shorthand, content: Content) -> Iterator[str]:
    cases = small.get(rule.id)
    if cases is None:
        yield "there are no cases for this rule"
        return
    about_unknowns = rule.kind is RuleKind.UNKNOWN_SAFETY
    if (rule.when or about_unknowns) and not cases.not_met:
        yield "there is no case in which it is not met"
    if any(condition.operator is not Operator.EXISTS for condition in rule.when) and not cases.unknown:
        yield 'there is no case with "I don\'t know"'
    if not rule.when and not about_unknowns and (cases.not_met or cases.unknown):
        yield "it has no conditions, so it is always met: take the other cases out"
    wrong = [sentence for _, answers in cases.by_truth() for sentence in _impossible(answers, content)]
    yield from wrong
    if wrong:
        return
    yield from _sides(rule, cases, content)
    for wanted, answers in cases.by_truth():
        # That nothing is unknown takes an answer to every question: those the case does not name are inherited.
        given = with_inherited(answers, base, content) if about_unknowns and wanted is Truth.NOT_MET else answers
        found = assess(content, response_of(given, content), CASES_ON)
        truth = next((finding.truth for finding in found.findings if finding.rule == rule.id), Truth.NOT_MET)
        if truth is not wanted:
            yield f"{answers} gives {truth.value}, not {wanted.value}"


def _sides(rule: Rule, cases: RuleCases, content: Content) -> Iterator[str]:
    """Every comparison on a rising scale is tried on both sides of where it turns."""
    for condition in rule.when:
        if condition.operator not in _BEYOND:
            continue
        item, named = content.questionnaire.items[condition.question], condition.codes[0]
        codes = [option.code for option in item.options]
        for truth, tried, steps in (
            ("met", cases.met, _COUNTS[condition.operator]),
            ("not met", cases.not_met, _BEYOND[condition.operator]),
        ):
            place = item.rank[named] + steps
            if 0 <= place < len(codes) and codes[place] not in {answers.get(item.link_id) for answers in tried}:
                comparison = f"{item.link_id} {condition.operator.value} {named}"
                yield f"{comparison}: no case in which it is {truth} has {codes[place]!r}"


def _impossible(answers: Shorthand, content: Content) -> Iterator[str]:
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
