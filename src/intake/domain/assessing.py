"""What the answers mean. Pure functions of content, answers, and date: no clock, no file, no state.

Logic is three-valued: an answer that is missing, not known, or declined makes a condition unknown, never false.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from intake.domain.assessment import Assessment, Finding, Offer, Step
from intake.domain.base import Tag
from intake.domain.conditions import has_value, truth_of, truth_of_counts
from intake.domain.content import Content
from intake.domain.local_helplines import lines_for
from intake.domain.questionnaire import Condition, Questionnaire, key_of
from intake.domain.response import Response
from intake.domain.routing import applies, entries
from intake.domain.rules import Flag, Level, Pathway, Rule, RuleKind, Tier, Truth

STEPS = 3


def assess(content: Content, response: Response, on: dt.date) -> Assessment:
    """Assess the answers on the date `on`: tier, findings, withheld tags, next steps, pathways, and helplines."""
    relevant = _relevant(content, response)
    every = _with_hidden_answers(relevant, response)
    findings = [
        finding
        for rule in content.rules
        if rule.kind is not RuleKind.UNKNOWN_SAFETY
        and (finding := _finding(rule, content.questionnaire, response, every if rule.reads_every_answer else relevant))
        is not None
    ]
    unknowns = _unknowns(content, response, findings)
    if unknowns:
        findings += [
            Finding(rule=rule.id, truth=Truth.MET, missing=unknowns)
            for rule in content.rules
            if rule.kind is RuleKind.UNKNOWN_SAFETY
        ]
    met = [(content.rule[finding.rule], finding) for finding in findings if finding.truth is Truth.MET]
    tiers = sorted({rule.tier for rule, _ in met if rule.tier} | {Tier.GREEN}, key=lambda tier: tier.urgency)
    reds = tuple(tier for tier in tiers if tier.level is Level.RED)
    withheld = frozenset(tag for rule, _ in met for tag in rule.withholds)
    rules = [rule for rule, _ in met]
    steps = _steps(content, rules, withheld)
    pathways = {name: way for name, way in content.pathway.items() if way.after_red or not reds}
    return Assessment(
        tier=tiers[0],
        tiers=reds or (tiers[0],),
        findings=tuple(findings),
        withheld=tuple(tag for tag in Tag if tag in withheld),
        unknowns=unknowns,
        steps=steps,
        pathways=_offers(rules, RuleKind.PATHWAY, pathways, withheld),
        kinds=() if reds else _offers(rules, RuleKind.FIT, content.kind, withheld)[:1],
        lines=_lines(content, rules, steps, response, on),
        on=on,
    )


def raised_flags(content: Content, response: Response, section_id: str, entry: str = "") -> tuple[Flag, ...]:
    """The flags that the answers in a section, or in one of its entries, raise. In file order."""
    items = content.questionnaire.items

    def met(condition: Condition) -> bool:
        answer = response.by_key.get(key_of(condition.question, entry))
        return truth_of(condition, items[condition.question], answer) is Truth.MET

    return tuple(flag for flag in content.flags if flag.about == section_id and sum(map(met, flag.when)) >= flag.needed)


def unanswered_safety(questionnaire: Questionnaire, response: Response) -> tuple[str, ...]:
    """Safety questions without a value: not asked, not known, or declined."""
    return tuple(link_id for link_id in questionnaire.safety if not has_value(response.by_key.get(link_id)))


def _unknowns(content: Content, response: Response, findings: list[Finding]) -> tuple[str, ...]:
    """Keys of the answers needed to rule out danger, in asking order.

    These are the safety questions without a value, and the missing answers of RED and ORANGE rules that could still be
    met.
    """
    lacking = set(unanswered_safety(content.questionnaire, response))
    for finding in findings:
        tier = content.rule[finding.rule].tier
        if finding.truth is Truth.UNKNOWN and tier is not None and tier.level in (Level.RED, Level.ORANGE):
            lacking.update(finding.missing)
    places = content.questionnaire.places
    return tuple(sorted(lacking, key=lambda key: (places[key.partition("@")[0]], key)))


def _relevant(content: Content, response: Response) -> dict[str, tuple[str, ...]]:
    """The questions that rules read, each with the keys of the answers for which it applies."""
    questionnaire = content.questionnaire
    cache: dict[str, Truth] = {}
    return {
        link_id: tuple(
            key_of(link_id, entry)
            for entry in entries(questionnaire, questionnaire.section_of[link_id], response)
            if applies(questionnaire.items[link_id], entry, questionnaire, response, cache) is not Truth.NOT_MET
        )
        for link_id in content.read_by_rules
    }


def _with_hidden_answers(relevant: Mapping[str, tuple[str, ...]], response: Response) -> dict[str, tuple[str, ...]]:
    """`relevant` plus the keys of all answers with a value, including those to questions that no longer apply."""
    keys = dict(relevant)
    for link_id in relevant.keys() & response.by_question.keys():
        answered = (answer.key for answer in response.by_question[link_id] if has_value(answer))
        keys[link_id] = tuple(dict.fromkeys((*relevant[link_id], *answered)))
    return keys


def _finding(
    rule: Rule, questionnaire: Questionnaire, response: Response, keys: Mapping[str, tuple[str, ...]]
) -> Finding | None:
    """Evaluate a rule. `keys`: for each question, the answers to read. None if the rule is certainly not met."""
    met: list[str] = []
    missing: list[str] = []
    holding = undecided = 0
    for left, condition in zip(range(len(rule.when), 0, -1), rule.when, strict=True):
        if holding + undecided + left < rule.needed:
            return None  # a shortcut: the remaining conditions cannot reach `needed`
        true, unknown = _met_by(condition, questionnaire, response, keys[condition.question])
        if true:
            holding += 1
            met += true
        elif unknown:
            undecided += 1
            missing += unknown
    truth = truth_of_counts(rule.needed, holding, undecided)
    if truth is Truth.NOT_MET:
        return None
    return Finding(rule=rule.id, truth=truth, evidence=tuple(dict.fromkeys(met)), missing=tuple(dict.fromkeys(missing)))


def _met_by(
    condition: Condition, questionnaire: Questionnaire, response: Response, keys: tuple[str, ...]
) -> tuple[list[str], list[str]]:
    """The keys of the answers that meet a condition, and of those that leave it undecided.

    With several entries, one is enough. A question that does not apply has no keys and does not count as unknown.
    """
    true: list[str] = []
    unknown: list[str] = []
    for key in keys:
        truth = truth_of(condition, questionnaire.items[condition.question], response.by_key.get(key))
        if truth is not Truth.NOT_MET:
            (true if truth is Truth.MET else unknown).append(key)
    return true, unknown


def _steps(content: Content, rules: list[Rule], withheld: frozenset[Tag]) -> tuple[Step, ...]:
    """Choose up to three steps: the first step of each RED code, then the most urgent ones.

    Steps of equal urgency keep the order of actions.toml.
    """
    recommended_by: dict[str, list[str]] = {}
    urgency: dict[str, int] = {}
    for rule in rules:
        for action in rule.recommend:
            if withheld.isdisjoint(content.action[action].tags):
                recommended_by.setdefault(action, []).append(rule.id)
                urgency[action] = min(urgency.get(action, len(Tier)), _step_urgency(rule))
    order = {action: place for place, action in enumerate(content.action)}
    leads = _leads(rules)
    ranked = sorted(recommended_by, key=lambda action: (action not in leads, urgency[action], order[action]))[:STEPS]
    chosen = sorted(ranked, key=lambda action: (urgency[action], order[action]))
    return tuple(Step(action=action, rules=tuple(recommended_by[action])) for action in chosen)


def _leads(rules: list[Rule]) -> frozenset[str]:
    """The first step of the first rule of each RED code. If 911 applies, only its step: first aid comes next."""
    first: dict[Tier, str] = {}
    for rule in rules:
        if rule.tier is not None and rule.tier.level is Level.RED and rule.recommend:
            first.setdefault(rule.tier, rule.recommend[0])
    return frozenset([first[Tier.RED_911]] if Tier.RED_911 in first else first.values())


def _step_urgency(rule: Rule) -> int:
    """Rank of a rule. All RED rules are equally urgent, so the order of actions.toml decides which call comes first."""
    if rule.tier is None:
        return Tier.GREEN.urgency
    return 0 if rule.tier.level is Level.RED else rule.tier.urgency


def _offers(
    rules: list[Rule], kind: RuleKind, available: Mapping[str, Pathway], withheld: frozenset[Tag]
) -> tuple[Offer, ...]:
    offered: dict[str, list[str]] = {}
    for rule in rules:
        if rule.kind is kind and rule.offers:
            offered.setdefault(rule.offers, []).append(rule.id)
    return tuple(
        Offer(id=name, rules=tuple(offered[name]))
        for name, pathway in available.items()
        if name in offered and withheld.isdisjoint(pathway.tags)
    )


def _lines(
    content: Content, rules: list[Rule], steps: tuple[Step, ...], response: Response, on: dt.date
) -> tuple[str, ...]:
    scopes = [scope for step in steps for scope in content.action[step.action].lines]
    scopes += [scope for rule in rules for scope in rule.lines]
    scopes += content.place.always
    return tuple(line.id for line in lines_for(content, response, scopes, on, most=1))
