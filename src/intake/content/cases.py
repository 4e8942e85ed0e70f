"""Cases: answers in, what must come out. They stand in content/cases/; `make check` and the tests run them.

acceptance.toml holds whole situations. A case names the answers that matter to it and inherits the rest: from the table
[base], and where that has nothing, the option with `sign = false` ("no", "none of these"). So a new question needs no
edit in any case. rules/*.toml holds, for every rule, answers that meet it, answers that do not, and answers that leave
it open; these inherit nothing. "?" stands for "I don't know" and "-" for "I'd rather not say". In a section that
repeats, an answer is named question@entry.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import Field, ValidationError

from intake.domain.answers_json import read_answers
from intake.domain.assessing import assess
from intake.domain.assessment import Assessment
from intake.domain.base import Frozen, LinkId, Tag
from intake.domain.content import Content
from intake.domain.questionnaire import Item, ItemType
from intake.domain.response import Absent, Answer, Response
from intake.domain.routing import applies
from intake.domain.rules import Tier, Truth

ON = dt.date(2026, 11, 22)
"""The day on which cases are judged: the engine takes the date as an argument."""

OF_THE_CHECK = ("gate", "first", "check")
"""Where the questions stand that a case answers."""

Shorthand = dict[str, str | tuple[str, ...]]
"""Answers by key: a code, codes, words, "?" or "-"."""


Model = TypeVar("Model", bound=Frozen)


class Expected(Frozen):
    """What a situation must lead to. A list names what must be there; `not_` what must not."""

    tier: Tier
    tiers: tuple[Tier, ...] = ()
    first_action: LinkId
    actions: tuple[LinkId, ...] = ()
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
    """One whole situation. `note` says where it comes from and what it guards.

    `answers`: as the file has them (`declared_cases`), or with what is inherited (`acceptance_cases`). `stops_early`:
    the family stopped, so nothing is inherited.
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
    """Small situations for one rule, by what the rule must say of them."""

    met: tuple[Shorthand, ...] = Field(min_length=1)
    not_met: tuple[Shorthand, ...] = ()
    unknown: tuple[Shorthand, ...] = ()

    def by_truth(self) -> Iterator[tuple[Truth, Shorthand]]:
        """Every situation with the truth it must give."""
        yield from ((Truth.MET, answers) for answers in self.met)
        yield from ((Truth.NOT_MET, answers) for answers in self.not_met)
        yield from ((Truth.UNKNOWN, answers) for answers in self.unknown)


class CaseError(ValueError):
    """A case that cannot be read; the message names its file, its name and the key."""


def _checked(where: str, model: type[Model], row: dict[str, Any]) -> Model:
    try:
        return model.model_validate(row)
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False, include_context=False)[0]
        raise CaseError(f"{where}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}") from None


def declared_cases(folder: Path) -> tuple[Shorthand, tuple[Case, ...]]:
    """The answers under [base], and the whole situations with the answers that each names itself.

    Raises OSError, tomllib.TOMLDecodeError and CaseError where the file cannot be read.
    """
    with (folder / "cases" / "acceptance.toml").open("rb") as file:
        table = tomllib.load(file)
    rows = table.get("case", [])
    if not rows:
        raise CaseError("acceptance.toml: there is no [[case]]")
    base = _checked("acceptance.toml", _Base, {"base": table.get("base", {})}).base
    return base, tuple(_checked(f"acceptance.toml, {row.get('id', 'case without an id')}", Case, row) for row in rows)


def acceptance_cases(folder: Path, content: Content) -> tuple[Case, ...]:
    """The whole situations of a content folder, each with all of its answers. Raises as `declared_cases` does."""
    base, cases = declared_cases(folder)
    return tuple(completed(case, base, content) for case in cases)


def completed(case: Case, base: Shorthand, content: Content) -> Case:
    """The case with what it inherits. Raises KeyError for a question that does not exist."""
    if case.stops_early:
        return case
    return case.model_copy(update={"answers": with_inherited(case.answers, base, content)})


def with_inherited(answers: Shorthand, base: Shorthand, content: Content) -> Shorthand:
    """The answers, and those of the check that are asked and inherited, in asking order."""
    inherited = _inherited(response_of(answers, content), base, content, OF_THE_CHECK)
    order = content.questionnaire.places
    return dict(sorted({**answers, **inherited}.items(), key=lambda one: order[one[0].partition("@")[0]]))


def whole_intakes(folder: Path, content: Content) -> dict[str, Response]:
    """The whole intakes of a content folder by name, each with the denials of questions that came after it.

    Raises OSError, AnswersError and CaseError where a file cannot be read.
    """
    base, _ = declared_cases(folder)
    return {
        path.stem: completed_intake(read_answers(path.read_bytes(), content.questionnaire), base, content)
        for path in sorted((folder / "cases" / "intakes").glob("*.json"))
    }


def completed_intake(response: Response, base: Shorthand, content: Content) -> Response:
    """The answers of a whole intake, and what it inherits."""
    for key, given in _inherited(response, base, content, (*OF_THE_CHECK, "full")).items():
        response = response.with_answer(_answer(key, given, content))
    return response


def _inherited(response: Response, base: Shorthand, content: Content, places: tuple[str, ...]) -> Shorthand:
    """What the questions that are asked in these places and have no answer inherit. Not in a section that repeats."""
    questionnaire = content.questionnaire
    inherited: Shorthand = {}
    for link_id, item in questionnaire.items.items():
        section = questionnaire.section_of[link_id]
        if section.asked not in places or section.repeats or link_id in response.by_key:
            continue
        given = base.get(link_id) or _denial(item)
        if given and applies(item, "", questionnaire, response, {}) is not Truth.NOT_MET:
            inherited[link_id] = given
            response = response.with_answer(_answer(link_id, given, content))
    return inherited


def _denial(item: Item) -> str | tuple[str, ...] | None:
    """The answer that reports nothing: of several, the one that excludes the others."""
    denials = [option for option in item.options if option.sign is False]
    denials.sort(key=lambda option: not option.exclusive)
    if not denials:
        return None
    return (denials[0].code,) if item.type is ItemType.CHOICES else denials[0].code


def rule_cases(folder: Path) -> dict[str, RuleCases]:
    """The small situations of every rule, by rule id."""
    found: dict[str, RuleCases] = {}
    for path in sorted((folder / "cases" / "rules").glob("*.toml")):
        with path.open("rb") as file:
            table = tomllib.load(file)
        found.update({rule: _checked(f"{path.name}, {rule}", RuleCases, row) for rule, row in table.items()})
    return found


def response_of(answers: Shorthand, content: Content) -> Response:
    """A Response from a case's short form. Raises KeyError for a question that does not exist."""
    return Response(
        content_version=content.questionnaire.version,
        answers=tuple(_answer(key, given, content) for key, given in answers.items()),
    )


def differences(case: Case, content: Content) -> list[str]:
    """What the engine says otherwise than the case expects; empty when they agree."""
    found, expect = assess(content, response_of(case.answers, content), ON), case.expect
    met = [finding.rule for finding in found.met]
    steps = [step.action for step in found.steps]
    pathways = [offer.id for offer in found.pathways]
    kinds = tuple(offer.id for offer in found.kinds)
    wrong = [f"{what} {name!r} is missing" for what, name in _missing(found, expect, met, steps, pathways)]
    wrong += [f"rule {name!r} fired" for name in expect.not_rules if name in met]
    wrong += [f"pathway {name!r} is offered" for name in expect.not_pathways if name in pathways]
    wrong += [f"{tag.value!r} is withheld" for tag in expect.not_withheld if tag in found.withheld]
    if found.tier is not expect.tier:
        wrong.append(f"tier is {found.tier.value}, not {expect.tier.value}")
    if expect.tiers and found.tiers != expect.tiers:
        wrong.append(f"tiers are {[tier.value for tier in found.tiers]}")
    if steps[:1] != [expect.first_action]:
        wrong.append(f"the first action is {steps[:1]}, not {expect.first_action!r}")
    if expect.kinds is not None and kinds != expect.kinds:
        wrong.append(f"kinds of intervention are {kinds}")
    if expect.unknowns is not None and found.unknowns != expect.unknowns:
        wrong.append(f"questions that must be answered are {found.unknowns}")
    return wrong


def _missing(
    found: Assessment, expect: Expected, met: list[str], steps: list[str], pathways: list[str]
) -> Iterator[tuple[str, str]]:
    for what, wanted, there in (
        ("rule", expect.rules, met),
        ("action", expect.actions, steps),
        ("pathway", expect.pathways, pathways),
        ("helpline", expect.lines, found.lines),
        ("withheld tag", [tag.value for tag in expect.withheld], [tag.value for tag in found.withheld]),
    ):
        yield from ((what, name) for name in wanted if name not in there)


def _answer(key: str, given: str | tuple[str, ...], content: Content) -> Answer:
    link_id, _, entry = key.partition("@")
    if given == "?":
        return Answer(link_id=link_id, entry=entry, absent=Absent.UNKNOWN)
    if given == "-":
        return Answer(link_id=link_id, entry=entry, absent=Absent.DECLINED)
    if content.questionnaire.items[link_id].type is ItemType.CHOICES and isinstance(given, str):
        return Answer(link_id=link_id, entry=entry, value=(given,))
    return Answer(link_id=link_id, entry=entry, value=given)
