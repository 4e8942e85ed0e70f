"""What to ask next and what the answers mean. Pure functions of content and answers: no clock, no file, no memory.

Three-valued logic throughout: a question that was not asked, not known or declined makes a condition unknown, never
false.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from intake.domain.assessment import Assessment, Finding, Offer, Step
from intake.domain.base import Tag
from intake.domain.conditions import enough, has_value, truth_of
from intake.domain.content import Content
from intake.domain.local_helplines import lines_for
from intake.domain.questionnaire import Condition, Questionnaire, key_of
from intake.domain.response import Response
from intake.domain.routing import applies, entries
from intake.domain.rules import Flag, Level, Pathway, Rule, RuleKind, Tier, Truth

STEPS = 3


def assess(content: Content, response: Response, on: dt.date) -> Assessment:
    """Everything the answers mean on the date `on`: tier, findings, what is withheld, three steps, pathways, lines."""
    relevant = _relevant(content, response)
    every = _with_all_given(relevant, response)
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


def raised(content: Content, response: Response, section_id: str, entry: str = "") -> tuple[Flag, ...]:
    """The flags of a section, or of one of its entries, that the answers raise, in file order."""
    items = content.questionnaire.items

    def met(condition: Condition) -> bool:
        answer = response.by_key.get(key_of(condition.question, entry))
        return truth_of(condition, items[condition.question], answer) is Truth.MET

    return tuple(flag for flag in content.flags if flag.about == section_id and sum(map(met, flag.when)) >= flag.needed)


def unanswered_safety(questionnaire: Questionnaire, response: Response) -> tuple[str, ...]:
    """Safety questions without a value: not asked, not known or declined."""
    return tuple(link_id for link_id in questionnaire.safety if not has_value(response.by_key.get(link_id)))


def _unknowns(content: Content, response: Response, findings: list[Finding]) -> tuple[str, ...]:
    """Keys of the answers that are needed before danger can be ruled out, in asking order.

    Safety questions without a value, and what a RED or ORANGE rule lacks that otherwise could be met.
    """
    lacking = set(unanswered_safety(content.questionnaire, response))
    for finding in findings:
        tier = content.rule[finding.rule].tier
        if finding.truth is Truth.UNKNOWN and tier is not None and tier.level in (Level.RED, Level.ORANGE):
            lacking.update(finding.missing)
    places = content.questionnaire.places
    return tuple(sorted(lacking, key=lambda key: (places[key.partition("@")[0]], key)))


def _relevant(content: Content, response: Response) -> dict[str, tuple[str, ...]]:
    """The questions that rules read, each with the keys under which it applies."""
    questionnaire = content.questionnaire
    known: dict[str, Truth] = {}
    return {
        link_id: tuple(
            key_of(link_id, entry)
            for entry in entries(questionnaire, questionnaire.section_of[link_id], response)
            if applies(questionnaire.items[link_id], entry, questionnaire, response, known) is not Truth.NOT_MET
        )
        for link_id in content.read_by_rules
    }


def _with_all_given(relevant: Mapping[str, tuple[str, ...]], response: Response) -> dict[str, tuple[str, ...]]:
    """The same with the keys of every answer that has a value, also to questions that no longer apply."""
    found = dict(relevant)
    for link_id in relevant.keys() & response.of_question.keys():
        given = (answer.key for answer in response.of_question[link_id] if has_value(answer))
        found[link_id] = tuple(dict.fromkeys((*relevant[link_id], *given)))
    return found


def _finding(
    rule: Rule, questionnaire: Questionnaire, response: Response, keys: Mapping[str, tuple[str, ...]]
) -> Finding | None:
    """What a rule says of the answers, which `keys` lists for each question; None when it is certainly not met."""
    met: list[str] = []
    missing: list[str] = []
    holding = open_ = 0
    for left, condition in zip(range(len(rule.when), 0, -1), rule.when, strict=True):
        if holding + open_ + left < rule.needed:
            return None  # what is left cannot make it enough: said here to be quick
        true, unknown = _met_by(condition, questionnaire, response, keys[condition.question])
        if true:
            holding += 1
            met += true
        elif unknown:
            open_ += 1
            missing += unknown
    truth = enough(rule.needed, holding, open_)
    if truth is Truth.NOT_MET:
        return None
    return Finding(rule=rule.id, truth=truth, evidence=tuple(dict.fromkeys(met)), missing=tuple(dict.fromkeys(missing)))


def _met_by(
    condition: Condition, questionnaire: Questionnaire, response: Response, keys: tuple[str, ...]
) -> tuple[list[str], list[str]]:
    """The keys of the answers that meet a condition, and of those that leave it open.

    Of several entries one is enough. A question that does not apply has no keys and is not an unknown.
    """
    true: list[str] = []
    unknown: list[str] = []
    for key in keys:
        truth = truth_of(condition, questionnaire.items[condition.question], response.by_key.get(key))
        if truth is not Truth.NOT_MET:
            (true if truth is Truth.MET else unknown).append(key)
    return true, unknown


def _steps(content: Content, rules: list[Rule], withheld: frozenset[Tag]) -> tuple[Step, ...]:
    """Three steps:

    first what each RED code asks for, then by urgency and, among equals, by the order of actions.toml.
    """
    asked_by: dict[str, list[str]] = {}
    urgency: dict[str, int] = {}
    for rule in rules:
        for action in rule.recommend:
            if withheld.isdisjoint(content.action[action].tags):
                asked_by.setdefault(action, []).append(rule.id)
                urgency[action] = min(urgency.get(action, len(Tier)), _step_urgency(rule))
    order = {action: place for place, action in enumerate(content.action)}
    leads = _leads(rules)
    ranked = sorted(asked_by, key=lambda action: (action not in leads, urgency[action], order[action]))[:STEPS]
    chosen = sorted(ranked, key=lambda action: (urgency[action], order[action]))
    return tuple(Step(action=action, rules=tuple(asked_by[action])) for action in chosen)


def _leads(rules: list[Rule]) -> frozenset[str]:
    """The first step of the first rule of each RED code. 911 stands for all: first aid is what comes next."""
    first: dict[Tier, str] = {}
    for rule in rules:
        if rule.tier is not None and rule.tier.level is Level.RED and rule.recommend:
            first.setdefault(rule.tier, rule.recommend[0])
    return frozenset([first[Tier.RED_911]] if Tier.RED_911 in first else first.values())


def _step_urgency(rule: Rule) -> int:
    """All RED rules count as equally urgent, so that the order of actions decides which call comes first."""
    if rule.tier is None:
        return Tier.GREEN.urgency
    return 0 if rule.tier.level is Level.RED else rule.tier.urgency


def _offers(
    rules: list[Rule], kind: RuleKind, known: Mapping[str, Pathway], withheld: frozenset[Tag]
) -> tuple[Offer, ...]:
    offered: dict[str, list[str]] = {}
    for rule in rules:
        if rule.kind is kind and rule.offers:
            offered.setdefault(rule.offers, []).append(rule.id)
    return tuple(
        Offer(id=offer, rules=tuple(offered[offer]))
        for offer, what in known.items()
        if offer in offered and withheld.isdisjoint(what.tags)
    )


def _lines(
    content: Content, rules: list[Rule], steps: tuple[Step, ...], response: Response, on: dt.date
) -> tuple[str, ...]:
    scopes = [scope for step in steps for scope in content.action[step.action].lines]
    scopes += [scope for rule in rules for scope in rule.lines]
    scopes += content.place.always
    return tuple(line.id for line in lines_for(content, response, scopes, on, most=1))
