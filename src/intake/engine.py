"""What to ask next and what the answers mean. Pure functions of content and answers: no clock, no file, no memory.

Three-valued logic throughout: a question that was not asked, not known or declined makes a condition unknown, never
false.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Iterable, Mapping

from intake.model import (
    Answer,
    Assessment,
    Condition,
    Content,
    Finding,
    Helpline,
    Item,
    Level,
    Offer,
    Operator,
    Pathway,
    Questionnaire,
    Response,
    Rule,
    RuleKind,
    Step,
    Tag,
    Tier,
    Truth,
)

STEPS = 3
_COMPARISONS = {
    Operator.GREATER: operator.gt,
    Operator.LESS: operator.lt,
    Operator.AT_LEAST: operator.ge,
    Operator.AT_MOST: operator.le,
}
ANYWHERE = "any"
MOST_LINES = 2


def route(questionnaire: Questionnaire, response: Response) -> tuple[Item, ...]:
    """The questions that apply, in asking order. One that depends on an unknown answer is asked: it may matter."""
    shown: dict[str, Item] = {}
    for item in questionnaire.items.values():
        if _enabled(item, questionnaire, response, shown) is not Truth.NOT_MET:
            shown[item.link_id] = item
    return tuple(shown.values())


def assess(content: Content, response: Response, on: dt.date) -> Assessment:
    """Everything the answers mean on the date `on`: tier, findings, what is withheld, three steps, pathways, lines."""
    relevant = frozenset(item.link_id for item in route(content.questionnaire, response))
    findings = [
        finding
        for rule in content.rules
        if rule.kind is not RuleKind.UNKNOWN_SAFETY
        and (finding := _finding(rule, content.questionnaire, response, relevant)) is not None
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
        lines=_lines(content, rules, steps, response),
        on=on,
    )


def unanswered_safety(questionnaire: Questionnaire, response: Response) -> tuple[str, ...]:
    """Safety questions without a value: not asked, not known or declined."""
    return tuple(
        item.link_id
        for item in questionnaire.items.values()
        if item.safety and not _given(response.by_id.get(item.link_id))
    )


def _unknowns(content: Content, response: Response, findings: list[Finding]) -> tuple[str, ...]:
    """Questions whose answer is needed before danger can be ruled out, in asking order.

    Safety questions without a value, and what a RED or ORANGE rule lacks that otherwise could be met.
    """
    lacking = set(unanswered_safety(content.questionnaire, response))
    for finding in findings:
        tier = content.rule[finding.rule].tier
        if finding.truth is Truth.UNKNOWN and tier is not None and tier.level in (Level.RED, Level.ORANGE):
            lacking.update(finding.missing)
    return tuple(link_id for link_id in content.questionnaire.items if link_id in lacking)


# --- conditions --------------------------------------------------------------------------------------------------


def _given(answer: Answer | None) -> bool:
    return answer is not None and answer.value is not None and any(code.strip() for code in answer.codes)


def truth_of(condition: Condition, item: Item, answer: Answer | None) -> Truth:
    """One comparison.

    `exists` asks whether there is a value; every other operator needs one to be more than unknown.
    """
    if condition.operator is Operator.EXISTS:
        return _truth(_given(answer) is bool(condition.answer))
    if answer is None or not _given(answer):
        return Truth.UNKNOWN
    codes = answer.codes
    if condition.operator is Operator.EQUALS:
        return _truth(not condition.wanted.isdisjoint(codes))
    if condition.operator is Operator.NOT_EQUALS:
        return _truth(condition.wanted.isdisjoint(codes))
    limit = item.rank[condition.codes[0]]
    return _truth(any(_COMPARISONS[condition.operator](item.rank[code], limit) for code in codes))


def _truth(holds: bool) -> Truth:
    return Truth.MET if holds else Truth.NOT_MET


def _enough(needed: int, met: int, unknown: int) -> Truth:
    """Met when enough are met; unknown while the unknown ones could still make it enough."""
    if met >= needed:
        return Truth.MET
    return Truth.UNKNOWN if met + unknown >= needed else Truth.NOT_MET


def _enabled(item: Item, questionnaire: Questionnaire, response: Response, shown: dict[str, Item]) -> Truth:
    if not item.enable_when:
        return Truth.MET
    truths = [
        truth_of(condition, questionnaire.items[condition.question], response.by_id.get(condition.question))
        if condition.question in shown
        else Truth.NOT_MET
        for condition in item.enable_when
    ]
    needed = len(truths) if item.enable_behavior == "all" else 1
    return _enough(needed, truths.count(Truth.MET), truths.count(Truth.UNKNOWN))


# --- rules -------------------------------------------------------------------------------------------------------


def _finding(rule: Rule, questionnaire: Questionnaire, response: Response, relevant: frozenset[str]) -> Finding | None:
    """What a rule says of the answers; None when it is certainly not met."""
    met: list[str] = []
    missing: list[str] = []
    for condition in rule.when:
        question = condition.question
        answer = response.by_id.get(question)
        if question not in relevant and not (rule.reads_every_answer and _given(answer)):
            continue  # a question that does not apply is not an unknown
        truth = truth_of(condition, questionnaire.items[question], answer)
        if truth is Truth.MET:
            met.append(question)
        elif truth is Truth.UNKNOWN:
            missing.append(question)
    truth = _enough(rule.needed, len(met), len(missing))
    if truth is Truth.NOT_MET:
        return None
    return Finding(rule=rule.id, truth=truth, evidence=tuple(dict.fromkeys(met)), missing=tuple(dict.fromkeys(missing)))


# --- what follows ------------------------------------------------------------------------------------------------


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


# --- people to call ----------------------------------------------------------------------------------------------


def lines_for(
    content: Content, response: Response, scopes: Iterable[str], *, most: int = MOST_LINES
) -> tuple[Helpline, ...]:
    """The helplines for these purposes where the loved one is and where the family is, in file order.

    For each purpose and country at most `most`: a long list helps nobody choose. A place nobody told us gives the lines
    of every country. A number that nobody has checked is never given out.
    """
    countries, regions = _places(content, response)
    reachable = [
        line
        for line in content.helplines
        if line.verified
        and line.country in countries
        and (not line.region or not regions or regions.intersection(line.region))
    ]
    chosen = {
        line.id
        for scope in scopes
        for country in countries
        for line in sorted(
            (line for line in reachable if scope in line.scope and line.country == country),
            # Where nobody told the state, a line for all of them comes before one that may refuse the caller.
            key=lambda line: bool(line.region) and not regions,
        )[:most]
    }
    return tuple(line for line in reachable if line.id in chosen)


def elsewhere(content: Content, response: Response) -> bool:
    """Whether the loved one is known to be where 911 and 988 do not answer."""
    told = _told(content.place.country, response)
    return bool(told) and told not in content.place.countries


def _told(question: str, response: Response) -> str:
    answer = response.by_id.get(question)
    return answer.codes[0] if answer is not None and answer.codes else ""


def _places(content: Content, response: Response) -> tuple[frozenset[str], frozenset[str]]:
    """Country codes and region codes to show lines for; every country where the loved one's is not known.

    Only questions that apply count: the state chosen before the country was changed shows nothing.
    """
    place = content.place
    relevant = {item.link_id for item in route(content.questionnaire, response)}
    told = {
        chosen
        for question in (place.country, place.own_country)
        if question in relevant and (chosen := _told(question, response))
    }
    countries = {place.countries.get(chosen, ANYWHERE) for chosen in told}
    if not _told(place.country, response):
        countries.update((*place.countries.values(), ANYWHERE))
    regions = {_told(question, response) for question in place.regions if question in relevant} - {""}
    return frozenset(countries), frozenset(regions)


def _lines(content: Content, rules: list[Rule], steps: tuple[Step, ...], response: Response) -> tuple[str, ...]:
    scopes = [scope for step in steps for scope in content.action[step.action].lines]
    scopes += [scope for rule in rules for scope in rule.lines]
    scopes += content.place.always
    return tuple(line.id for line in lines_for(content, response, scopes, most=1))
