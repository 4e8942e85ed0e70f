"""Questions and rules read one by one, exactly as they are written, to compare `route` and `assess` with.

Without shortcuts: every condition is judged anew for every rule, and nothing is kept.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Iterable, Mapping

from intake.domain.aging import read_on
from intake.domain.assessment import Finding
from intake.domain.case import JoinedResponse
from intake.domain.content import Content
from intake.domain.questionnaire import ADDED, Condition, Item, Operator, Questionnaire, Section, key_of
from intake.domain.response import Answer, Response
from intake.domain.rules import Rule, RuleKind, Truth

COMPARED = {
    Operator.GREATER: operator.gt,
    Operator.LESS: operator.lt,
    Operator.AT_LEAST: operator.ge,
    Operator.AT_MOST: operator.le,
}
Statements = Mapping[str, tuple[Answer, ...]]


# --- one condition ---------------------------------------------------------------------------------------------------


def truth(condition: Condition, item: Item, answer: Answer | None) -> Truth:
    given = answer is not None and answer.given
    if condition.operator is Operator.EXISTS:
        return Truth.MET if given is condition.answer else Truth.NOT_MET
    if answer is None or not given:
        said_yes = answer is not None and answer.unnamed
        if not said_yes or item.opener is None or set(condition.codes) != {item.opener.no}:
            return Truth.UNKNOWN
        return Truth.MET if condition.operator is Operator.NOT_EQUALS else Truth.NOT_MET
    if condition.operator is Operator.EQUALS:
        met = any(code in condition.codes for code in answer.codes)
    elif condition.operator is Operator.NOT_EQUALS:
        met = all(code not in condition.codes for code in answer.codes)
    else:
        order = [option.code for option in item.options]
        limit = order.index(condition.codes[0])
        met = any(COMPARED[condition.operator](order.index(code), limit) for code in answer.codes)
    return Truth.MET if met else Truth.NOT_MET


def truth_of_all(condition: Condition, item: Item, answers: tuple[Answer, ...], *, gravest: bool = True) -> Truth:
    """Of what several people answered; what nobody gave a value to counts only if nobody else did."""
    given = [answer for answer in answers if answer.given or answer.unnamed]
    truths = {truth(condition, item, answer) for answer in given or answers[:1] or (None,)}
    if len(truths) == 1:
        return truths.pop()
    return Truth.MET if gravest and Truth.MET in truths else Truth.UNKNOWN


def counted(needed: int, truths: list[Truth]) -> Truth:
    if truths.count(Truth.MET) >= needed:
        return Truth.MET
    return Truth.UNKNOWN if len(truths) - truths.count(Truth.NOT_MET) >= needed else Truth.NOT_MET


# --- which questions apply -------------------------------------------------------------------------------------------


def applies(item: Item, entry: str, questionnaire: Questionnaire, response: Response) -> Truth:
    section = questionnaire.section_of[item.link_id]
    if (
        section.repeats
        and item.link_id == section.repeats.named_by
        and entry in inherited(questionnaire, section, response)
    ):
        return Truth.NOT_MET
    truths = [holds(condition, entry, questionnaire, response) for condition in item.enable_when]
    if not truths:
        return Truth.MET
    return counted(len(truths) if item.enable_behavior == "all" else 1, truths)


def holds(condition: Condition, entry: str, questionnaire: Questionnaire, response: Response) -> Truth:
    other = questionnaire.items[condition.question]
    entry = entry if questionnaire.section_of[other.link_id].repeats else ""
    if applies(other, entry, questionnaire, response) is Truth.NOT_MET:
        return Truth.NOT_MET
    return truth_of_all(condition, other, response.statements.get(key_of(other.link_id, entry), ()))


def entries(questionnaire: Questionnaire, section: Section, response: Response) -> list[str]:
    if section.repeats is None:
        return [""]
    own = {item.link_id for item in section.items}
    told = {key.partition("@") for key in response.statements}
    added = {entry for link_id, _, entry in told if link_id in own and ADDED.fullmatch(entry)}
    return list(
        dict.fromkeys([*inherited(questionnaire, section, response), *sorted(added, key=lambda name: int(name[1:]))])
    )


def inherited(questionnaire: Questionnaire, section: Section, response: Response) -> list[str]:
    source = section.repeats.each if section.repeats else None
    if source is None:
        return []
    if source in questionnaire.section:
        return entries(questionnaire, questionnaire.section[source], response)
    item, answer = questionnaire.items[source], response.by_key.get(source)
    if answer is None or applies(item, "", questionnaire, response) is Truth.NOT_MET:
        return []
    return [option.code for option in item.options if option.code in answer.codes and not option.exclusive]


def asked(questionnaire: Questionnaire, response: Response) -> list[str]:
    """The keys of the answers to ask for, in order."""
    return [
        key_of(item.link_id, entry)
        for section in questionnaire.sections
        for entry in entries(questionnaire, section, response)
        for item in section.items
        if (found := applies(item, entry, questionnaire, response)) is Truth.MET
        or (found is Truth.UNKNOWN and not item.follow_up)
    ]


# --- what each rule says ---------------------------------------------------------------------------------------------


class Told:
    """What one person told, or all of them, and the keys of the answers to each question that a rule reads.

    `applying`: those for which it applies. `every`: also those of answers to questions that no longer apply.
    """

    def __init__(self, content: Content, response: Response, statements: Statements) -> None:
        self.content, self.response, self.statements = content, response, statements
        questionnaire = content.questionnaire
        self.applying = {
            link_id: [
                key_of(link_id, entry)
                for entry in entries(questionnaire, questionnaire.section_of[link_id], response)
                if applies(questionnaire.items[link_id], entry, questionnaire, response) is not Truth.NOT_MET
            ]
            for link_id in {condition.question for rule in content.rules for condition in rule.conditions}
        }
        self.every = {link_id: list(keys) for link_id, keys in self.applying.items()}
        for key, answers in statements.items():
            keys = self.every.get(key.partition("@")[0], [key])
            if key not in keys and any(answer.given for answer in answers):
                keys.append(key)


def findings(content: Content, response: Response, on: dt.date) -> list[Finding]:
    """The rules on answers that are met or undecided: contradictions first, then the others in file order."""

    def told(one: Response) -> Told:
        return Told(content, one, read_on(content.questionnaire, one, on))

    whole = told(response)
    several = isinstance(response, JoinedResponse) and len(response.informants) > 1
    people = [told(one.response) for one in response.informants] if several else [whole]  # type: ignore[attr-defined]
    first = [rule for rule in content.rules if rule.kind is RuleKind.CONTRADICTION]
    found = said(first, whole, people, frozenset())
    doubted = frozenset(
        key
        for finding in found
        if finding.truth is Truth.MET
        for key in finding.evidence
        if key.partition("@")[0] in content.rule[finding.rule].doubts
    )
    rest = [rule for rule in content.rules if rule not in first and not rule.is_about_open_questions]
    return [*found, *said(rest, whole, people, doubted)]


def said(rules: Iterable[Rule], whole: Told, people: list[Told], doubted: frozenset[str]) -> list[Finding]:
    found = (finding(rule, whole, people, doubted) for rule in rules)
    return [one for one in found if one is not None]


def finding(rule: Rule, whole: Told, people: list[Told], doubted: frozenset[str]) -> Finding | None:
    met = matched(rule, whole, doubted)
    if met is None or not rule.unless:
        return met
    exceptions = [excepted(rule, one, doubted) for one in people]
    if Truth.MET not in exceptions or Truth.NOT_MET in exceptions:
        return met
    others = [one for one, found in zip(people, exceptions, strict=True) if found is not Truth.MET]
    statements: dict[str, tuple[Answer, ...]] = {}
    for one in others:
        for key, answers in one.statements.items():
            statements[key] = (*statements.get(key, ()), *answers)
    met = matched(rule, Told(whole.content, whole.response, statements), doubted) if others else None
    if met is None or not any(
        answer.given or answer.unnamed for key in met.evidence for answer in statements.get(key, ())
    ):
        return None
    return met


def matched(rule: Rule, told: Told, doubted: frozenset[str]) -> Finding | None:
    met: list[str] = []
    missing: list[str] = []
    truths: list[Truth] = []
    grave = rule.kind in (RuleKind.DANGER, RuleKind.HOLD)
    for condition in rule.when:
        item = told.content.questionnaire.items[condition.question]
        true: list[str] = []
        unknown: list[str] = []
        for key in (told.every if grave else told.applying)[item.link_id]:
            answers = told.statements.get(key, ())
            found = truth_of_all(condition, item, answers, gravest=grave or item.about_informant)
            if key in doubted and not (grave and found is Truth.MET):
                found = Truth.UNKNOWN
            (true if found is Truth.MET else unknown if found is Truth.UNKNOWN else []).append(key)
        met += true
        missing += [] if true else unknown
        truths.append(Truth.MET if true else Truth.UNKNOWN if unknown else Truth.NOT_MET)
    result = counted(rule.needed, truths)
    if result is Truth.NOT_MET:
        return None
    evidence, lacking = tuple(dict.fromkeys(met)), tuple(dict.fromkeys(missing))
    return Finding(rule=rule.id, truth=result, evidence=evidence, missing=lacking)


def excepted(rule: Rule, told: Told, doubted: frozenset[str]) -> Truth:
    def held(condition: Condition) -> Truth:
        item = told.content.questionnaire.items[condition.question]
        keys = told.applying[item.link_id]
        truths = {
            Truth.UNKNOWN if key in doubted else truth_of_all(condition, item, told.statements.get(key, ()))
            for key in keys
        }
        if Truth.MET in truths and any(answer.unnamed for key in keys for answer in told.statements.get(key, ())):
            truths = truths - {Truth.MET} | {Truth.UNKNOWN}
        if Truth.NOT_MET in truths:
            return Truth.NOT_MET
        return Truth.MET if truths == {Truth.MET} else Truth.UNKNOWN

    truths = [counted(len(several), [held(one) for one in several]) for several in rule.exceptions]
    return counted(len(truths) if rule.unless_match == "all" else 1, truths)
