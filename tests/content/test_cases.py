"""The situations of content/cases/: whole families, and small ones at the edges of every rule."""

from collections.abc import Iterator

import pytest

from intake.config import content_folder
from intake.content import read
from intake.content.cases import ON, Case, RuleCases, Shorthand, acceptance_cases, differences, response_of, rule_cases
from intake.domain.answers_json import check_answer
from intake.domain.assessing import assess
from intake.domain.questionnaire import Condition, Operator
from intake.domain.routing import route
from intake.domain.rules import Rule, RuleKind, Truth

FOLDER = content_folder()
CONTENT = read(FOLDER)
ACCEPTANCE = acceptance_cases(FOLDER, CONTENT)
RULE_CASES = rule_cases(FOLDER)
ORDERED = {Operator.AT_LEAST: -1, Operator.AT_MOST: 1, Operator.GREATER: 0, Operator.LESS: 0}
"""For comparisons on a rising scale: where, seen from the option named, the nearest option is that does not count."""


def rule_situations() -> Iterator[object]:
    """Every small situation as a test parameter: rule, wanted truth, answers."""
    for rule, cases in RULE_CASES.items():
        for number, (truth, answers) in enumerate(cases.by_truth(), start=1):
            yield pytest.param(rule, truth, answers, id=f"{rule}-{truth.value}-{number}")


def thresholds() -> Iterator[object]:
    """Every comparison on a rising scale as a test parameter: rule, condition."""
    for rule in CONTENT.rules:
        for condition in rule.when:
            if condition.operator in ORDERED:
                yield pytest.param(rule, condition, id=f"{rule.id}-{condition.question}")


@pytest.mark.parametrize("case", ACCEPTANCE, ids=lambda case: case.id)
def test_a_whole_situation_comes_out_as_expected(case: Case) -> None:
    """Tier, first step, rules, what is withheld, offered and open: all as the case says."""
    wrong = differences(case, CONTENT)
    assert not wrong, f"{case.title}: {'; '.join(wrong)}"


@pytest.mark.parametrize(
    "case", [case for case in ACCEPTANCE if not case.id.endswith("_stops_early")], ids=lambda case: case.id
)
def test_a_whole_situation_answers_what_it_is_asked_and_nothing_else(case: Case) -> None:
    """So that only what the case leaves open on purpose is unknown. A case speaks of the check, not of the intake."""
    questionnaire = CONTENT.questionnaire
    shown = {asked.link_id for asked in route(questionnaire, response_of(case.answers, CONTENT))}
    asked = {link_id for link_id in shown if questionnaire.section_of[link_id].asked in ("gate", "first", "check")}
    assert set(case.answers) == asked


@pytest.mark.parametrize(("rule", "truth", "answers"), list(rule_situations()))
def test_a_rule_says_of_a_situation_what_its_case_says(rule: str, truth: Truth, answers: Shorthand) -> None:
    """Met, not met, or open: judged through the whole assessment, as a family would get it."""
    findings = assess(CONTENT, response_of(answers, CONTENT), ON).findings
    found = {finding.rule: finding.truth for finding in findings}
    assert found.get(rule, Truth.NOT_MET) is truth


@pytest.mark.parametrize("rule", CONTENT.rules, ids=lambda rule: rule.id)
def test_every_rule_has_its_cases(rule: Rule) -> None:
    """One situation that meets it, one that does not, one "I don't know"; fewer only where a rule cannot have them."""
    cases = RULE_CASES.get(rule.id)
    assert cases is not None, f"content/cases/rules/ has nothing on {rule.id}"
    if rule.kind is RuleKind.UNKNOWN_SAFETY:
        assert cases.not_met, "no situation in which every safety question has an answer"
    elif rule.when:
        assert cases.not_met, "no situation that does not meet it"
        assert cases.unknown, 'no situation with an "I don\'t know"'
    else:
        assert not cases.not_met, "a rule without conditions always holds"
        assert not cases.unknown, "a rule without conditions always holds"


@pytest.mark.parametrize(("rule", "condition"), list(thresholds()))
def test_every_threshold_is_tried_on_both_sides(rule: Rule, condition: Condition) -> None:
    """The last option that counts meets the rule in one case; the next one, which does not, fails it in another."""
    item = CONTENT.questionnaire.items[condition.question]
    named = item.rank[condition.codes[0]]
    beyond = named + ORDERED[condition.operator]
    counts = {Operator.GREATER: named + 1, Operator.LESS: named - 1}.get(condition.operator, named)
    codes = [option.code for option in item.options]
    cases: RuleCases = RULE_CASES[rule.id]
    assert codes[counts] in {answers.get(item.link_id) for answers in cases.met}
    assert codes[beyond] in {answers.get(item.link_id) for answers in cases.not_met}


def test_no_case_speaks_of_a_rule_that_is_gone() -> None:
    """A renamed rule takes its cases along."""
    assert set(RULE_CASES) <= set(CONTENT.rule)


def test_cases_lie_in_files_named_like_their_rules() -> None:
    """So that a clinician finds the cases of a rule without searching."""
    rules = {path.name for path in (FOLDER / "rules").glob("*.toml")}
    cases = {path.name for path in (FOLDER / "cases" / "rules").glob("*.toml")}
    assert cases == rules


def test_every_answer_in_a_case_is_one_a_family_can_give() -> None:
    """A code misspelled in a case would silently be an answer that meets nothing."""
    situations = [case.answers for case in ACCEPTANCE]
    situations += [answers for cases in RULE_CASES.values() for _, answers in cases.by_truth()]
    for answers in situations:
        for answer in response_of(answers, CONTENT).answers:
            check_answer(answer, CONTENT.questionnaire.items[answer.link_id])


def test_names_in_expectations_exist() -> None:
    """A rule or pathway that must not appear has to exist: a misspelled one would never appear."""
    for case in ACCEPTANCE:
        expect = case.expect
        assert {*expect.rules, *expect.not_rules} <= set(CONTENT.rule), case.id
        assert {expect.first_action, *expect.actions} <= set(CONTENT.action), case.id
        assert {*expect.pathways, *expect.not_pathways} <= set(CONTENT.pathway), case.id
        assert set(expect.kinds or ()) <= set(CONTENT.kind), case.id
        assert set(expect.lines) <= {line.id for line in CONTENT.helplines}, case.id


def test_case_ids_are_told_apart() -> None:
    """Two cases of one name would hide each other in a report."""
    ids = [case.id for case in ACCEPTANCE]
    assert len(set(ids)) == len(ids)
