"""The cases notice every small mistake in a RED or ORANGE rule.

Each rule is made wrong in many ways, one at a time; some case must then fail: one of the rule's own, or an acceptance
case. A change that no case notices survives.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar, cast

import pytest

from intake.config import content_folder
from intake.content import read
from intake.content.cases import ON, Case, acceptance_cases, differences, response_of, rule_cases
from intake.domain.assessing import assess
from intake.domain.assessment import Finding
from intake.domain.base import Frozen
from intake.domain.content import Content
from intake.domain.questionnaire import Condition, Operator
from intake.domain.response import Response
from intake.domain.rules import Rule, RuleKind, Truth
from tests.garden import LIBRARY

OPPOSITE = {
    Operator.EQUALS: Operator.NOT_EQUALS,
    Operator.AT_LEAST: Operator.LESS,
    Operator.GREATER: Operator.AT_MOST,
}
OPPOSITE |= {opposite: operator for operator, opposite in OPPOSITE.items()}


Model = TypeVar("Model", bound=Frozen)


class Mutant(NamedTuple):
    """A rule with one mistake, and what the mistake is."""

    mistake: str
    rule: Rule


def mutants(rule: Rule) -> Iterator[Mutant]:
    """Leave out or turn around each condition and exception, and leave out each code of a list."""
    for mistake, when in _mistakes(rule.when):
        match = min(rule.match, len(when)) if isinstance(rule.match, int) else rule.match
        yield Mutant(f"when: {mistake}", _changed(rule, when=when, match=match))
    for place, exception in enumerate(rule.exceptions):
        for mistake, wrong in _mistakes(exception):
            unless = (*rule.exceptions[:place], *([wrong] if wrong else ()), *rule.exceptions[place + 1 :])
            yield Mutant(f"unless: {mistake}", _changed(rule, unless=unless))


def _mistakes(conditions: tuple[Condition, ...]) -> Iterator[tuple[str, tuple[Condition, ...]]]:
    """The conditions with one of them left out, turned around, or without one of its codes, and which it is."""
    for place, condition in enumerate(conditions):
        before, after = conditions[:place], conditions[place + 1 :]
        for mistake, wrong in (("left out", ()), *_wrong(condition)):
            shown = f"{condition.question} {condition.operator.value} {'|'.join(condition.codes)}"
            yield f"{shown}: {mistake}", (*before, *wrong, *after)


def _wrong(condition: Condition) -> Iterator[tuple[str, tuple[Condition]]]:
    if condition.operator is Operator.EXISTS:
        yield "turned around", (_changed(condition, answer=not condition.answer),)
    else:
        yield "turned around", (_changed(condition, operator=OPPOSITE[condition.operator]),)
    for code in condition.codes if len(condition.codes) > 1 else ():
        yield f"without {code}", (_changed(condition, answer=tuple(one for one in condition.codes if one != code)),)


def _changed(part: Model, **changes: object) -> Model:
    """A copy without cached lookups. Nothing is checked: a mutant may break the laws of `make check`."""
    fields = {name: getattr(part, name) for name in type(part).model_fields}
    return cast(Model, type(part).model_construct(**{**fields, **changes}))


class Situation(NamedTuple):
    """An acceptance case that has its expected result, and its answers."""

    case: Case
    response: Response


class Cases:
    """The cases of a content folder."""

    def __init__(self, folder: Path) -> None:
        self.content = read(folder)
        self.of_rule = rule_cases(folder)
        self.situations = [
            Situation(case, response_of(case.answers, self.content))
            for case in acceptance_cases(folder, self.content)
            if not differences(case, self.content)
        ]

    def survivors(self, rule: Rule) -> list[str]:
        """The mistakes that no case notices."""
        as_written = [self._finding(rule, situation.response) for situation in self.situations]
        own = [
            (expected, response)
            for expected, answers in self.of_rule[rule.id].by_truth()
            if _truth(self._finding(rule, response := response_of(answers, self.content))) is expected
        ]
        return [
            mutant.mistake
            for mutant in mutants(rule)
            if all(_truth(self._finding(mutant.rule, response)) is expected for expected, response in own)
            and not self._changes_a_situation(mutant.rule, as_written)
        ]

    def _changes_a_situation(self, mutant: Rule, as_written: list[Finding | None]) -> bool:
        """Whether an acceptance case no longer has its result; only where the rule itself finds something else."""
        wrong = self._with(mutant if rule.id == mutant.id else rule for rule in self.content.rules)
        return any(
            differences(situation.case, wrong)
            for situation, finding in zip(self.situations, as_written, strict=True)
            if self._finding(mutant, situation.response) != finding
        )

    def _finding(self, rule: Rule, response: Response) -> Finding | None:
        """What the rule finds, next to the contradictions, which decide which answers to rely on."""
        doubting = (other for other in self.content.rules if other.kind is RuleKind.CONTRADICTION)
        findings = assess(self._with((*doubting, rule)), response, ON).findings
        return next((finding for finding in findings if finding.rule == rule.id), None)

    def _with(self, rules: Iterator[Rule] | tuple[Rule, ...]) -> Content:
        return _changed(self.content, rules=tuple(rules))


def _truth(finding: Finding | None) -> Truth:
    return finding.truth if finding else Truth.NOT_MET


@cache
def cases_of(folder: Path) -> Cases:
    return Cases(folder)


def test_a_mistake_that_no_case_notices_is_found() -> None:
    """The garden has no case in which nobody waters the plants."""
    cases = cases_of(LIBRARY)
    assert cases.survivors(cases.content.rule["thirsty"]) == [
        "when: watering = never: left out",
        "when: watering = never: turned around",
    ]


@pytest.mark.long
@pytest.mark.parametrize("rule", [rule.id for rule in read(content_folder()).rules if rule.is_urgent])
def test_no_mistake_in_an_urgent_rule_goes_unnoticed(rule: str) -> None:
    cases = cases_of(content_folder())
    survivors = cases.survivors(cases.content.rule[rule])
    assert not survivors, "no case notices:\n" + "\n".join(survivors)
