"""Cases in content/cases/: answers and the result they must lead to. `make check` and the tests run them.

acceptance.toml has complete situations. A case lists the answers that matter to it and inherits the rest from the table
[base] or, if that has no answer, the option with `sign = false` ("no", "none of these"). So a new question requires no
change to existing cases. rules/*.toml has, for every rule, answers that meet it, that do not, and that leave it
undecided; these inherit nothing. "?" means "I don't know", "-" means "I'd rather not say", and "+" means yes to the
line that opens a list, without saying to what. In a repeating section, the key of an answer is question@entry.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import Field, ValidationError

from intake.domain.answers_json import read_answers
from intake.domain.assessing import assess
from intake.domain.assessment import Assessment
from intake.domain.base import Frozen, LinkId, Tag
from intake.domain.content import Content
from intake.domain.questionnaire import OF_THE_CHECK, Item, ItemType
from intake.domain.response import Absent, Answer, Response
from intake.domain.routing import applies
from intake.domain.rules import Tier, Truth

ON = dt.date(2026, 11, 22)
"""The date on which cases are assessed."""

Shorthand = dict[str, str | tuple[str, ...]]
"""Answers by key: a code, several codes, typed text, "?", "-", or "+"."""

Model = TypeVar("Model", bound=Frozen)


class Expected(Frozen):
    """The result a case must have. A list names what it must include; `not_...`, what it must not.

    `actions` are among the three steps; `urgent` are among those or in "also today"; `not_actions` are in neither.
    """

    tier: Tier
    tiers: tuple[Tier, ...] = ()
    first_action: LinkId
    actions: tuple[LinkId, ...] = ()
    urgent: tuple[LinkId, ...] = ()
    not_actions: tuple[LinkId, ...] = ()
    rules: tuple[LinkId, ...] = ()
    not_rules: tuple[LinkId, ...] = ()
    withheld: tuple[Tag, ...] = ()
    not_withheld: tuple[Tag, ...] = ()
    pathways: tuple[LinkId, ...] = ()
    not_pathways: tuple[LinkId, ...] = ()
    kinds: tuple[LinkId, ...] | None = None
    unknowns: tuple[LinkId, ...] | None = None
    lines: tuple[LinkId, ...] = ()


class Case(Frozen):
    """A complete situation. `note`: where it comes from and what it guards against.

    `answers`: as written in the file (`declared_cases`), or with inherited answers (`acceptance_cases`).
    `stops_early`: the family did not finish, so nothing is inherited.
    """

    id: LinkId
    title: str
    note: str = ""
    answers: Shorthand
    stops_early: bool = False
    expect: Expected


class _Base(Frozen):
    base: Shorthand = Field(default_factory=dict)


class RuleCases(Frozen):
    """Small sets of answers for one rule, by the truth they must give."""

    met: tuple[Shorthand, ...] = Field(min_length=1)
    not_met: tuple[Shorthand, ...] = ()
    unknown: tuple[Shorthand, ...] = ()

    def by_truth(self) -> Iterator[tuple[Truth, Shorthand]]:
        """Every set of answers, with the truth it must give."""
        yield from ((Truth.MET, answers) for answers in self.met)
        yield from ((Truth.NOT_MET, answers) for answers in self.not_met)
        yield from ((Truth.UNKNOWN, answers) for answers in self.unknown)


class CaseError(ValueError):
    """A case that cannot be read. The message names the file, the case, and the key."""


def _checked(where: str, model: type[Model], row: dict[str, Any]) -> Model:
    try:
        return model.model_validate(row)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        raise CaseError(f"{where}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None


def declared_cases(folder: Path) -> tuple[Shorthand, tuple[Case, ...]]:
    """The answers under [base], and the acceptance cases with only the answers that each lists itself.

    Raises OSError, tomllib.TOMLDecodeError, or CaseError if the file cannot be read.
    """
    base: Shorthand = {}
    cases: list[Case] = []
    for path in (folder / "cases" / "acceptance.toml", *sorted((folder / "cases").glob("situations_*.toml"))):
        with path.open("rb") as file:
            table = tomllib.load(file)
        if "base" in table:
            base = _checked(path.name, _Base, {"base": table["base"]}).base
        rows = table.get("case", [])
        if not rows:
            raise CaseError(f"{path.name}: the file has no [[case]]")
        cases += (_checked(f"{path.name}, {row.get('id', 'case without an id')}", Case, row) for row in rows)
    return base, tuple(cases)


def acceptance_cases(folder: Path, content: Content) -> tuple[Case, ...]:
    """The acceptance cases of a content folder, with inherited answers. Raises as `declared_cases` does."""
    base, cases = declared_cases(folder)
    return tuple(completed(case, base, content) for case in cases)


def completed(case: Case, base: Shorthand, content: Content) -> Case:
    """The case with its inherited answers. Raises KeyError for a question that does not exist."""
    if case.stops_early:
        return case
    return case.model_copy(update={"answers": with_inherited(case.answers, base, content)})


def with_inherited(answers: Shorthand, base: Shorthand, content: Content) -> Shorthand:
    """The answers plus the inherited ones to questions of the check that apply, in asking order."""
    inherited = _inherited(response_of(answers, content), base, content, OF_THE_CHECK)
    order = content.questionnaire.places
    return dict(sorted({**answers, **inherited}.items(), key=lambda pair: order[pair[0].partition("@")[0]]))


def whole_intakes(folder: Path, content: Content) -> dict[str, Response]:
    """The complete intakes of a content folder by name, with inherited answers to questions added later.

    Raises OSError, tomllib.TOMLDecodeError, AnswersError, or CaseError if a file cannot be read.
    """
    base, _ = declared_cases(folder)
    return {
        path.stem: completed_intake(read_answers(path.read_bytes(), content.questionnaire), base, content)
        for path in sorted((folder / "cases" / "intakes").glob("*.json"))
    }


def completed_intake(response: Response, base: Shorthand, content: Content) -> Response:
    """The answers of a complete intake, plus the inherited ones."""
    for key, value in _inherited(response, base, content, (*OF_THE_CHECK, "full")).items():
        response = response.with_answer(_answer(key, value, content))
    return response


def _inherited(response: Response, base: Shorthand, content: Content, places: tuple[str, ...]) -> Shorthand:
    """Inherited answers for unanswered questions asked in these places, except in repeating sections."""
    questionnaire = content.questionnaire
    declared = response.by_key
    inherited: Shorthand = {}
    added: list[Answer] = []
    for link_id, item in questionnaire.items.items():
        section = questionnaire.section_of[link_id]
        if section.asked not in places or section.repeats or link_id in declared:
            continue
        value = base.get(link_id) or _denial(item)
        if value and item.enable_when and added:
            response = Response(content_version=response.content_version, answers=(*response.answers, *added))
            added = []
        if value and applies(item, "", questionnaire, response) is Truth.MET:
            inherited[link_id] = value
            added.append(_answer(link_id, value, content))
    return inherited


def _denial(item: Item) -> str | tuple[str, ...] | None:
    """The answer that reports nothing, preferably the exclusive one; None if there is none."""
    denials = [option for option in item.options if option.sign is False]
    denials.sort(key=lambda option: not option.exclusive)
    if not denials:
        return None
    return (denials[0].code,) if item.type is ItemType.CHOICES else denials[0].code


def rule_cases(folder: Path) -> dict[str, RuleCases]:
    """The cases of every rule, by rule id."""
    cases: dict[str, RuleCases] = {}
    for path in sorted((folder / "cases" / "rules").glob("*.toml")):
        with path.open("rb") as file:
            table = tomllib.load(file)
        cases.update({rule: _checked(f"{path.name}, {rule}", RuleCases, row) for rule, row in table.items()})
    return cases


def response_of(answers: Shorthand, content: Content) -> Response:
    """A Response from the short form of a case. Raises KeyError for a question that does not exist."""
    return Response(
        content_version=content.questionnaire.version,
        answers=tuple(_answer(key, value, content) for key, value in answers.items()),
    )


def differences(case: Case, content: Content) -> list[str]:
    """Where the assessment differs from what the case expects, one sentence each; empty if it agrees."""
    result, expect = assess(content, response_of(case.answers, content), ON), case.expect
    met = [finding.rule for finding in result.met]
    steps = [step.action for step in result.steps]
    shown = [*steps, *(step.action for step in result.also_today)]
    pathways = [offer.id for offer in result.pathways]
    kinds = tuple(offer.id for offer in result.kinds)
    sentences = [f"{kind} `{name}` is missing" for kind, name in _missing(result, expect, met, shown, pathways)]
    sentences += [f"rule `{name}` is met but should not be" for name in expect.not_rules if name in met]
    sentences += [f"pathway `{name}` is offered but should not be" for name in expect.not_pathways if name in pathways]
    sentences += [
        f"tag `{tag.value}` is withheld but should not be" for tag in expect.not_withheld if tag in result.withheld
    ]
    sentences += [f"action `{name}` is shown but should not be" for name in expect.not_actions if name in shown]
    if result.tier is not expect.tier:
        sentences.append(f"tier is {result.tier.value}, expected {expect.tier.value}")
    if expect.tiers and result.tiers != expect.tiers:
        sentences.append(f"tiers are {_listed(result.tiers)}, expected {_listed(expect.tiers)}")
    if steps[:1] != [expect.first_action]:
        sentences.append(f"the first action is {_listed(steps[:1])}, expected {expect.first_action}")
    if expect.kinds is not None and kinds != expect.kinds:
        sentences.append(f"kinds of intervention are {_listed(kinds)}, expected {_listed(expect.kinds)}")
    if expect.unknowns is not None and result.unknowns != expect.unknowns:
        sentences.append(f"unanswered questions are {_listed(result.unknowns)}, expected {_listed(expect.unknowns)}")
    return sentences


def _missing(
    result: Assessment, expect: Expected, met: list[str], shown: list[str], pathways: list[str]
) -> Iterator[tuple[str, str]]:
    for kind, expected, actual in (
        ("rule", expect.rules, met),
        ("action", expect.actions, [step.action for step in result.steps]),
        ("urgent action", expect.urgent, shown),
        ("pathway", expect.pathways, pathways),
        ("helpline", expect.lines, result.lines),
        ("withheld tag", [tag.value for tag in expect.withheld], [tag.value for tag in result.withheld]),
    ):
        yield from ((kind, name) for name in expected if name not in actual)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"


def _answer(key: str, value: str | tuple[str, ...], content: Content) -> Answer:
    link_id, _, entry = key.partition("@")
    if value == "?":
        return Answer(link_id=link_id, entry=entry, absent=Absent.UNKNOWN)
    if value == "+":
        return Answer(link_id=link_id, entry=entry, absent=Absent.UNNAMED)
    if value == "-":
        return Answer(link_id=link_id, entry=entry, absent=Absent.DECLINED)
    if content.questionnaire.items[link_id].type is ItemType.CHOICES and isinstance(value, str):
        return Answer(link_id=link_id, entry=entry, value=(value,))
    return Answer(link_id=link_id, entry=entry, value=value)
