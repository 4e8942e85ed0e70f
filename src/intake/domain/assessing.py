"""What to ask next and what the answers mean. Pure functions of content and answers: no clock, no file, no memory.

Three-valued logic throughout: a question that was not asked, not known or declined makes a condition unknown, never
false.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Iterable, Mapping

from intake.domain.content import (
    ADDED,
    Answer,
    Asked,
    Assessment,
    Condition,
    Content,
    Finding,
    Flag,
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
    Section,
    Step,
    Tag,
    Tier,
    Truth,
    key_of,
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


def route(questionnaire: Questionnaire, response: Response) -> tuple[Asked, ...]:
    """The questions that apply, in asking order, in a section that repeats once for each entry.

    One that depends on an unknown answer is asked: it may matter.
    """
    known: dict[str, Truth] = {}
    found: list[Asked] = []
    for section in questionnaire.sections:
        for entry in entries(questionnaire, section, response):
            found += [
                Asked(item, entry)
                for item in section.items
                if (not entry and not item.enable_when)  # most questions: said here to be quick
                or _applies(item, entry, questionnaire, response, known) is not Truth.NOT_MET
            ]
    return tuple(found)


def entries(questionnaire: Questionnaire, section: Section, response: Response) -> tuple[str, ...]:
    """What a section is asked of: its entries, those that follow from other answers first; ("",) if it does not repeat.

    An entry whose option is no longer picked is not asked of; what was said of it stays in the response.
    """
    if section.repeats is None:
        return ("",)
    added = {answer.entry for item in section.items for answer in response.of_question.get(item.link_id, ())}
    own = sorted((entry for entry in added if ADDED.fullmatch(entry)), key=_number)
    return tuple(dict.fromkeys((*taken_over(questionnaire, section, response), *own)))


def next_entry(response: Response) -> str:
    """The name of an entry to be added: no answer has it, in any section."""
    return f"n{max((_number(answer.entry) for answer in response.answers), default=0) + 1}"


def _number(entry: str) -> int:
    return int(entry[1:]) if ADDED.fullmatch(entry) else 0


def taken_over(questionnaire: Questionnaire, section: Section, response: Response) -> tuple[str, ...]:
    """The entries that follow from another section, or from the options picked at a question."""
    each = section.repeats.each if section.repeats else None
    if each is None:
        return ()
    if each in questionnaire.section:
        return entries(questionnaire, questionnaire.section[each], response)
    item, answer = questionnaire.items[each], response.by_key.get(each)
    if _applies(item, "", questionnaire, response, {}) is Truth.NOT_MET:
        return ()
    return tuple(
        one.code for one in item.options if answer is not None and one.code in answer.codes and not one.exclusive
    )


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
    return tuple(link_id for link_id in questionnaire.safety if not _given(response.by_key.get(link_id)))


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


# --- conditions --------------------------------------------------------------------------------------------------


def _given(answer: Answer | None) -> bool:
    return answer is not None and answer.given


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


def _applies(
    item: Item, entry: str, questionnaire: Questionnaire, response: Response, known: dict[str, Truth]
) -> Truth:
    """Whether a question applies; `known` remembers what was found out. A condition on one that does not is not met."""
    if not item.enable_when and not entry:
        return Truth.MET
    key = key_of(item.link_id, entry)
    if key not in known:
        known[key] = Truth.NOT_MET  # a question that depends on itself never applies; make check says so
        if _named_already(item, entry, questionnaire, response):
            return Truth.NOT_MET
        truths = [_holds(condition, entry, questionnaire, response, known) for condition in item.enable_when]
        needed = len(truths) if item.enable_behavior == "all" else min(1, len(truths))
        known[key] = _enough(needed, truths.count(Truth.MET), truths.count(Truth.UNKNOWN))
    return known[key]


def _named_already(item: Item, entry: str, questionnaire: Questionnaire, response: Response) -> bool:
    """Whether a question would ask for the name of an entry that has one from elsewhere."""
    section = questionnaire.section_of[item.link_id]
    names = section.repeats is not None and item.link_id == section.repeats.named_by
    return names and entry in taken_over(questionnaire, section, response)


def _holds(
    condition: Condition, entry: str, questionnaire: Questionnaire, response: Response, known: dict[str, Truth]
) -> Truth:
    """One condition of enable_when: of the same entry where the question it reads stands in a section that repeats."""
    other = questionnaire.items[condition.question]
    of = entry if questionnaire.section_of[other.link_id].repeats else ""
    if _applies(other, of, questionnaire, response, known) is Truth.NOT_MET:
        return Truth.NOT_MET
    return truth_of(condition, other, response.by_key.get(key_of(other.link_id, of)))


def _relevant(content: Content, response: Response) -> dict[str, tuple[str, ...]]:
    """The questions that rules read, each with the keys under which it applies."""
    questionnaire = content.questionnaire
    known: dict[str, Truth] = {}
    return {
        link_id: tuple(
            key_of(link_id, entry)
            for entry in entries(questionnaire, questionnaire.section_of[link_id], response)
            if _applies(questionnaire.items[link_id], entry, questionnaire, response, known) is not Truth.NOT_MET
        )
        for link_id in content.read_by_rules
    }


def _with_all_given(relevant: Mapping[str, tuple[str, ...]], response: Response) -> dict[str, tuple[str, ...]]:
    """The same with the keys of every answer that has a value, also to questions that no longer apply."""
    found = dict(relevant)
    for link_id in relevant.keys() & response.of_question.keys():
        given = (answer.key for answer in response.of_question[link_id] if _given(answer))
        found[link_id] = tuple(dict.fromkeys((*relevant[link_id], *given)))
    return found


# --- rules -------------------------------------------------------------------------------------------------------


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
    truth = _enough(rule.needed, holding, open_)
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
    content: Content, response: Response, scopes: Iterable[str], on: dt.date, *, most: int = MOST_LINES
) -> tuple[Helpline, ...]:
    """The helplines for these purposes where the loved one is and where the family is, in file order.

    For each purpose and country at most `most`: a long list helps nobody choose. A place nobody told us gives the lines
    of every country. A number that nobody has checked, or not for too long before the day `on`, is never given out.
    """
    countries, regions = _places(content, response)
    reachable = [
        line
        for line in content.helplines
        if line.current(on)
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
    answer = response.by_key.get(question)
    return answer.codes[0] if answer is not None and answer.codes else ""


def _places(content: Content, response: Response) -> tuple[frozenset[str], frozenset[str]]:
    """Country codes and region codes to show lines for; every country where the loved one's is not known.

    Only questions that apply count: the state chosen before the country was changed shows nothing.
    """
    place, known = content.place, dict[str, Truth]()
    relevant = {
        question
        for question in (place.country, place.own_country, *place.regions)
        if _applies(content.questionnaire.items[question], "", content.questionnaire, response, known)
        is not Truth.NOT_MET
    }
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


def _lines(
    content: Content, rules: list[Rule], steps: tuple[Step, ...], response: Response, on: dt.date
) -> tuple[str, ...]:
    scopes = [scope for step in steps for scope in content.action[step.action].lines]
    scopes += [scope for rule in rules for scope in rule.lines]
    scopes += content.place.always
    return tuple(line.id for line in lines_for(content, response, scopes, on, most=1))
