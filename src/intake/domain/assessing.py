"""What the answers mean. Pure functions of content, answers, and date: no clock, no file, no state.

Logic is three-valued: an answer that is missing, not known, or declined makes a condition unknown, never false.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from intake.domain.aging import read_on
from intake.domain.assessment import Assessment, Finding, Offer, Step
from intake.domain.base import Tag
from intake.domain.case import JoinedResponse, differences, without_confidential
from intake.domain.conditions import has_value, is_open, truth_among, truth_of_counts
from intake.domain.content import Content
from intake.domain.local_helplines import lines_for
from intake.domain.questionnaire import Condition, Item, Questionnaire, key_of
from intake.domain.response import Absent, Answer, Response
from intake.domain.routing import applies, entries
from intake.domain.rule_index import RuleIndex
from intake.domain.rules import Flag, Indicator, Level, Pathway, Rule, RuleKind, Tier, Truth
from intake.domain.steps import next_steps, withheld_tags

_MOST_OPEN = 4
"""Above a quarter of the safety questions without a value, too little is known to call a danger unlikely."""


_Statements = Mapping[str, tuple[Answer, ...]]
_Verdict = tuple[Sequence[str], Sequence[str]]
"""The keys of the answers that meet a condition, and of those that leave it undecided. None: it is not met."""


class _Told(NamedTuple):
    """What one person told, and the keys of the answers to each question that applies to it.

    `exceptions`: what that says to the conditions of exceptions in the rule index, as far as they were read.
    """

    statements: _Statements
    relevant: Mapping[str, tuple[str, ...]]
    exceptions: dict[int, Truth]


class _Reading(NamedTuple):
    """The answers as rules read them.

    `statements`: what was answered, by key, as it reads on the day of the assessment. `informants`: the same, for each
    person who answered. `relevant`: the questions that rules read, each with the keys of the answers for which it
    applies. `every`: the same and the keys of all other answers with a value. `doubted`: the keys of answers that
    contradict others. `verdicts`: what the answers say to each condition in the rule index, as far as rules read them.
    `ruled_out`: the rules that need a condition that is not met.
    """

    items: Mapping[str, Item]
    statements: _Statements
    informants: tuple[_Told, ...]
    relevant: Mapping[str, tuple[str, ...]]
    every: Mapping[str, tuple[str, ...]]
    doubted: frozenset[str] = frozenset()
    verdicts: Sequence[_Verdict | None] = ()
    ruled_out: frozenset[str] = frozenset()


def assess_for_listener(content: Content, response: Response, whole: Assessment) -> tuple[Response, Assessment]:
    """What the person on the line may hear, or their file show: answers and assessment without what others confided.

    `whole`: the assessment of all answers, returned as it is if nothing was told in confidence. The tags that it
    withholds stay withheld.
    """
    heard = without_confidential(content.questionnaire, response)
    if heard is response:
        return response, whole
    return heard, assess(content, heard, whole.on, withheld=frozenset(whole.withheld))


def assess(
    content: Content,
    response: Response,
    on: dt.date,
    *,
    untold: frozenset[str] = frozenset(),
    withheld: frozenset[Tag] = frozenset(),
) -> Assessment:
    """Assess the answers on the date `on`: tier, findings, withheld tags, next steps, pathways, and helplines.

    `withheld`: tags to withhold whatever the answers say.
    `untold`: questions (link_ids) to keep out of the result. What rests only on them is left out, with the tags that it
    withholds: to keep those, pass them in `withheld`.
    """
    contradictions, reading = _read(content, response, content.read_by_rules, on)
    findings = [*contradictions, *_findings(content, content.rules_on_answers, reading)]
    if untold:
        findings = [finding for finding in findings if not _rests_on(untold, finding)]
    lacking = _unknowns(content, response, reading, findings)
    unknowns = tuple(key for key in lacking if key.partition("@")[0] not in untold)
    if unknowns:
        likely = _danger_is_likely(content, reading, findings, unknowns)
        kind = RuleKind.UNKNOWN_SAFETY if likely else RuleKind.OPEN_SAFETY
        findings += [
            Finding(rule=rule.id, truth=Truth.MET, missing=unknowns) for rule in content.rules if rule.kind is kind
        ]
    met = [(content.rule[finding.rule], finding) for finding in findings if finding.truth is Truth.MET]
    tiers = sorted({rule.tier for rule, _ in met if rule.tier} | {Tier.GREEN}, key=lambda tier: tier.urgency)
    reds = tuple(tier for tier in tiers if tier.level is Level.RED)
    rules = [rule for rule, _ in met]
    withheld |= withheld_tags(content, rules)
    steps, also_today = next_steps(content, rules, withheld)
    pathways = {name: way for name, way in content.pathway.items() if way.after_red or not reds}
    return Assessment(
        tier=tiers[0],
        tiers=reds or (tiers[0],),
        findings=tuple(findings),
        withheld=tuple(tag for tag in Tag if tag in withheld),
        unknowns=unknowns,
        steps=steps,
        also_today=also_today,
        differences=differences(content.questionnaire, response),
        pathways=_offers(rules, RuleKind.PATHWAY, pathways, withheld),
        kinds=() if reds else _offers(rules, RuleKind.FIT, content.kind, withheld)[:1],
        lines=_lines(content, rules, (*steps, *also_today), response, on),
        on=on,
    )


def truth_of_rule(content: Content, rule: Rule, response: Response) -> Truth:
    """Whether a rule that reads answers is met, as `assess` finds it, without the other rules."""
    reads = rule.reads.union(*(other.reads for other in content.contradictions))
    contradictions, reading = _read(content, response, reads)
    if rule.kind is RuleKind.CONTRADICTION:
        return next((finding.truth for finding in contradictions if finding.rule == rule.id), Truth.NOT_MET)
    finding = next(iter(_findings(content, [rule], reading)), None)
    return finding.truth if finding else Truth.NOT_MET


def _rests_on(questions: frozenset[str], finding: Finding) -> bool:
    """Whether a finding rests on answers to these questions alone."""
    read = {key.partition("@")[0] for key in (*finding.evidence, *finding.missing)}
    return bool(read) and read <= questions


def raised_flags(content: Content, response: Response, section_id: str, entry: str = "") -> tuple[Flag, ...]:
    """The flags that the answers in a section, or in one of its entries, raise. In file order."""
    items = content.questionnaire.items

    def met(condition: Condition) -> bool:
        answers = response.statements.get(key_of(condition.question, entry), ())
        return truth_among(condition, items[condition.question], answers) is Truth.MET

    return tuple(flag for flag in content.flags if flag.about == section_id and sum(map(met, flag.when)) >= flag.needed)


def unanswered_safety(questionnaire: Questionnaire, response: Response) -> tuple[str, ...]:
    """Safety questions without a value: not asked, not known, declined, or a yes without saying to what."""
    items = questionnaire.items
    return tuple(
        link_id for link_id in questionnaire.safety if is_open(items[link_id], response.statements.get(link_id, ()))
    )


def indicators(content: Content, response: Response) -> tuple[tuple[Indicator, Truth], ...]:
    """Each indicator, and whether it was reported. `response`: the answers that no other contradicts."""
    items = content.questionnaire.items
    keys = _relevant(content, response, {condition.question for one in content.indicators for condition in one.when})

    def truth(condition: Condition) -> Truth:
        read = {
            truth_among(condition, items[condition.question], response.statements.get(key, ()))
            for key in keys[condition.question]
        }
        return next((truth for truth in (Truth.MET, Truth.UNKNOWN) if truth in read), Truth.NOT_MET)

    def reported(indicator: Indicator) -> Truth:
        truths = [truth(condition) for condition in indicator.when]
        return truth_of_counts(indicator.needed, truths.count(Truth.MET), truths.count(Truth.UNKNOWN))

    return tuple((indicator, reported(indicator)) for indicator in content.indicators)


def doubted_answers(content: Content, findings: Iterable[Finding]) -> frozenset[str]:
    """The keys of the answers that the contradictions among these findings doubt."""
    return frozenset(
        key
        for finding in findings
        if finding.truth is Truth.MET
        for key in finding.evidence
        if key.partition("@")[0] in content.rule[finding.rule].doubts
    )


def _read(
    content: Content, response: Response, link_ids: Iterable[str], on: dt.date | None = None
) -> tuple[list[Finding], _Reading]:
    """The contradictions that are met or undecided, and the answers to these questions read in their light.

    `on`: the day on which they are read; without it, as if given that day.
    """

    def statements(told: Response) -> _Statements:
        return told.statements if on is None else read_on(content.questionnaire, told, on)

    relevant, whole = _relevant(content, response, link_ids), statements(response)
    apart = [one.response for one in response.informants] if isinstance(response, JoinedResponse) else []
    informants = tuple(_Told(statements(one), _relevant(content, one, link_ids), {}) for one in apart)
    every = _with_hidden_answers(relevant, whole)
    told = informants if len(informants) > 1 else (_Told(whole, relevant, {}),)
    reading = _Reading(content.questionnaire.items, whole, told, relevant, every)
    reading = _judged(content.rule_index, reading)
    contradictions = _findings(content, content.contradictions, reading)
    if doubted := doubted_answers(content, contradictions):
        reading = _judged(content.rule_index, reading._replace(doubted=doubted))
    return contradictions, reading


def _findings(content: Content, rules: Iterable[Rule], reading: _Reading) -> list[Finding]:
    """Those of these rules that are met or undecided."""
    possible = [rule for rule in rules if rule.id not in reading.ruled_out]
    found = (_finding(rule, content.rule_index, reading) for rule in possible)
    return [finding for finding in found if finding is not None]


def _unknowns(content: Content, response: Response, reading: _Reading, findings: Iterable[Finding]) -> tuple[str, ...]:
    """Keys of the answers needed to rule out danger, in asking order.

    These are the safety questions without a value, the missing answers of RED and ORANGE rules that could still be met,
    and the answers that contradict others. A question that only follows from one of these is left out: it is asked once
    that one has an answer.
    """
    items = content.questionnaire.items
    lacking = {*unanswered_safety(content.questionnaire, response), *reading.doubted}
    for finding in findings:
        if finding.truth is Truth.UNKNOWN and content.rule[finding.rule].is_urgent:
            lacking.update(finding.missing)
    places, open_now = content.questionnaire.places, {key.partition("@")[0] for key in lacking}
    for key in sorted(lacking):
        link_id, _, entry = key.partition("@")
        follows = not open_now.isdisjoint(condition.question for condition in items[link_id].enable_when)
        certain = applies(items[link_id], entry, content.questionnaire, response)
        if follows and certain is not Truth.MET:
            lacking.remove(key)
    return tuple(sorted(lacking, key=lambda key: (places[key.partition("@")[0]], key)))


def _danger_is_likely(
    content: Content, reading: _Reading, findings: Iterable[Finding], unknowns: tuple[str, ...]
) -> bool:
    """Whether an open answer may hide a danger.

    So it is if the gate is open, if someone would rather not answer a safety question or answered yes without saying to
    what, if a RED or ORANGE rule is partly met by a sign, or if much is open.
    """
    questionnaire = content.questionnaire
    withheld = any(
        _kept_back(reading.items[link_id], reading.statements.get(link_id, ())) for link_id in questionnaire.safety
    )
    if withheld or questionnaire.gate.link_id in unknowns:
        return True
    if sum(link_id in unknowns for link_id in questionnaire.safety) * _MOST_OPEN > len(questionnaire.safety):
        return True
    return any(
        _reports(reading, key)
        for finding in findings
        if finding.truth is Truth.UNKNOWN and content.rule[finding.rule].is_urgent
        for key in finding.evidence
    )


def _reports(reading: _Reading, key: str) -> bool:
    """Whether an answer reports a sign."""
    answers, options = reading.statements.get(key, ()), reading.items[key.partition("@")[0]].by_code
    return any(options[code].sign is True for answer in answers for code in answer.codes if code in options)


def _kept_back(item: Item, answers: tuple[Answer, ...]) -> bool:
    """Whether someone would rather not answer a question, or said yes and not to what, and nobody else said it."""
    kept = any(answer.absent in (Absent.DECLINED, Absent.UNNAMED) for answer in answers)
    return kept and is_open(item, answers)


def _relevant(content: Content, response: Response, link_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """These questions, each with the keys of the answers for which it applies."""
    questionnaire = content.questionnaire
    keys: dict[str, tuple[str, ...]] = {}
    for link_id in link_ids:
        item, section = questionnaire.items[link_id], questionnaire.section_of[link_id]
        if section.repeats is None and not item.enable_when:
            keys[link_id] = (link_id,)  # a shortcut that covers most questions
            continue
        keys[link_id] = tuple(
            key_of(link_id, entry)
            for entry in entries(questionnaire, section, response)
            if applies(item, entry, questionnaire, response) is not Truth.NOT_MET
        )
    return keys


def _with_hidden_answers(
    relevant: Mapping[str, tuple[str, ...]], statements: _Statements
) -> dict[str, tuple[str, ...]]:
    """`relevant` plus the keys of all answers with a value, including those to questions that no longer apply."""
    keys = dict(relevant)
    for key, answers in statements.items():
        link_id = key.partition("@")[0]
        applying = relevant.get(link_id)
        if applying is not None and key not in applying and any(map(has_value, answers)):
            keys[link_id] = (*keys[link_id], key)
    return keys


def _judged(index: RuleIndex, reading: _Reading) -> _Reading:
    """The reading with its verdicts."""
    verdicts: list[_Verdict | None] = [None] * index.size
    for question, relevant in reading.relevant.items():
        conditions, every = index.by_question.get(question, ()), reading.every[question]
        answers = reading.statements.get(every[0], ()) if len(every) == 1 else ()
        if len(every) != 1 or len(answers) > 1 or every[0] in reading.doubted or (answers and answers[0].unnamed):
            for one in conditions:
                verdicts[one.number] = _verdict(one.condition, reading, every=one.every)
            continue
        # A shortcut that covers most questions: one answer, or none yet.
        given, codes = bool(answers) and answers[0].given, answers[0].codes if answers else ()
        for number, _, reads_every, exists, meeting, negated in conditions:
            keys = every if reads_every else relevant
            if exists is None and not given:
                verdicts[number] = ((), keys) if keys else None
            elif keys and (given is exists if exists is not None else meeting.isdisjoint(codes) is negated):
                verdicts[number] = (keys, ())
    failed = (needed for needed, verdict in zip(index.needed_by, verdicts, strict=True) if verdict is None)
    informants = tuple(told._replace(exceptions={}) for told in reading.informants)
    return reading._replace(verdicts=verdicts, ruled_out=frozenset(chain.from_iterable(failed)), informants=informants)


def _finding(rule: Rule, index: RuleIndex, reading: _Reading) -> Finding | None:
    """Evaluate a rule. None if it is certainly not met."""
    finding = _match(rule, [reading.verdicts[number] for number in index.of_rule[rule.id]])
    if finding is None or not rule.unless:
        return finding
    exceptions = [_exception(rule, index, reading, told) for told in reading.informants]
    if Truth.MET not in exceptions or Truth.NOT_MET in exceptions:
        return finding
    # Whoever states the exception answers for what they told, not for what the others told.
    others = [told for told, truth in zip(reading.informants, exceptions, strict=True) if truth is not Truth.MET]
    if not others:
        return None
    reading = _told_by(others, reading)
    finding = _match(rule, [_verdict(one, reading, every=rule.reads_every_answer) for one in rule.when])
    reported = finding and any(
        has_value(one) or one.unnamed
        for told in others
        for key in finding.evidence
        for one in told.statements.get(key, ())
    )
    return finding if reported else None


def _match(rule: Rule, verdicts: Sequence[_Verdict | None]) -> Finding | None:
    """What these verdicts on a rule's conditions mean, without its exceptions. None if it is certainly not met."""
    met: list[str] = []
    missing: list[str] = []
    holding = undecided = 0
    for verdict in verdicts:
        if verdict is None:
            continue
        if verdict[0]:
            holding += 1
            met += verdict[0]
        else:
            undecided += 1
            missing += verdict[1]
    truth = truth_of_counts(rule.needed, holding, undecided)
    if truth is Truth.NOT_MET:
        return None
    return Finding(rule=rule.id, truth=truth, evidence=tuple(dict.fromkeys(met)), missing=tuple(dict.fromkeys(missing)))


def _exception(rule: Rule, index: RuleIndex, reading: _Reading, told: _Told) -> Truth:
    """Whether what one person told sets a rule aside: met if it does; not met if they answered that it does not.

    An answer that is unknown, doubted, or to a question that no longer applies never sets a rule aside, nor does a yes
    without saying to what. With several entries, all of them must meet the exception.
    """
    truths = [_all_hold(exception, index, reading, told) for exception in index.exceptions_of[rule.id]]
    needed = len(truths) if rule.unless_match == "all" else 1
    return truth_of_counts(needed, truths.count(Truth.MET), truths.count(Truth.UNKNOWN))


def _all_hold(exception: tuple[int, ...], index: RuleIndex, reading: _Reading, told: _Told) -> Truth:
    known = told.exceptions
    for number in exception:
        if number not in known:
            known[number] = _holds_for_all(index.exceptions[number], reading, told)
    truths = [known[number] for number in exception]
    return truth_of_counts(len(truths), truths.count(Truth.MET), truths.count(Truth.UNKNOWN))


def _holds_for_all(condition: Condition, reading: _Reading, told: _Told) -> Truth:
    item = reading.items[condition.question]
    truths = [
        Truth.UNKNOWN if key in reading.doubted else truth_among(condition, item, told.statements.get(key, ()))
        for key in told.relevant[condition.question]
    ]
    if Truth.MET in truths and any(
        answer.unnamed for key in told.relevant[condition.question] for answer in told.statements.get(key, ())
    ):
        truths = [Truth.UNKNOWN if truth is Truth.MET else truth for truth in truths]
    if Truth.NOT_MET in truths:
        return Truth.NOT_MET
    return Truth.MET if truths and Truth.UNKNOWN not in truths else Truth.UNKNOWN


def _told_by(informants: list[_Told], reading: _Reading) -> _Reading:
    """What only these people told."""
    statements: dict[str, tuple[Answer, ...]] = {}
    for told in informants:
        for key, answers in told.statements.items():
            statements[key] = (*statements.get(key, ()), *answers)
    return reading._replace(
        statements=statements,
        informants=tuple(informants),
        every=_with_hidden_answers(reading.relevant, statements),
    )


def _verdict(condition: Condition, reading: _Reading, *, every: bool) -> _Verdict | None:
    """What the answers say to one condition. `every`: also those to questions that no longer apply.

    With several entries, one is enough. A question that does not apply has no keys and does not count as unknown. Of
    answers that contradict each other, the graver reading counts: a doubted answer can meet a danger or hold rule, but
    not rule it out. So it is with people who contradict each other.
    """
    true: list[str] = []
    unknown: list[str] = []
    item, doubted = reading.items[condition.question], reading.doubted
    for key in (reading.every if every else reading.relevant)[condition.question]:
        answers = reading.statements.get(key, ())
        truth = truth_among(condition, item, answers, gravest=every or item.about_informant)
        if key in doubted and not (every and truth is Truth.MET):
            truth = Truth.UNKNOWN
        if truth is not Truth.NOT_MET:
            (true if truth is Truth.MET else unknown).append(key)
    return (true, unknown) if true or unknown else None


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
