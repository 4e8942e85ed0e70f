"""What follows from the answers, in words: requests, reasons, holds, decisions, and open questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from intake.brief.first_person import without_a_family
from intake.brief.labels import read_by
from intake.brief.model import Decision, OpenQuestions
from intake.brief.rows import AnswerStatus, Row
from intake.brief.step_words import asks_for_self
from intake.brief.uncovered import uncovered
from intake.brief.words_abroad import words_abroad
from intake.domain.assessment import Assessment, Finding
from intake.domain.base import Tag
from intake.domain.conditions import truth_of
from intake.domain.content import Content
from intake.domain.local_helplines import elsewhere
from intake.domain.response import Answer, Response
from intake.domain.rules import Band, Level, Rule, RuleKind, Tier, Truth
from intake.i18n import Translator

MOST_REASONS = 5
LEAST_REASONS = 2
MOST_REQUESTS = 3


@dataclass(frozen=True)
class Findings:
    """The findings of one assessment. `rows`: the answers that appear in the brief, by key.

    `told`: who told what, by key, where several people did.
    """

    content: Content
    response: Response
    assessment: Assessment
    rows: Mapping[str, Row]
    words: Translator
    told: Mapping[str, tuple[tuple[str, Answer], ...]]

    def requests(self, band: Band) -> tuple[str, ...]:
        """What the professional is asked to do: by the rules that are met, or else by the tiers or the level."""
        met = self._by_urgency(self.assessment.met)
        rules = uncovered(self.content.rule[finding.rule] for finding in met)
        tellers: dict[str, dict[str, None]] = {}
        for finding in met:
            if request := self.content.rule[finding.rule].request:
                tellers.setdefault(request, {}).update(self._tellers(finding))
        texts = list(dict.fromkeys(rule.request for rule in _asking(self.content, rules) if rule.request))
        if not texts:
            by_tier = {request.tier: request.text for request in band.requests}
            texts = list(dict.fromkeys(by_tier.get(tier, band.request) for tier in self.assessment.tiers))
        asked = [(text, tuple(tellers.get(text, ()))) for text in texts[:MOST_REQUESTS]]
        if asks_for_self(self.content, self.response):
            asked = [(without_a_family(text, self.content.language), who) for text, who in asked]
        return tuple(self._to_writer(self._placed(text), who) for text, who in asked)

    def _placed(self, text: str) -> str:
        """The text, with numbers that work where the person is."""
        return words_abroad(text, self.content.place.abroad) if elsewhere(self.content, self.response) else text

    def _to_writer(self, request: str, tellers: tuple[str, ...]) -> str:
        """A request, with whom to contact: who wrote the answers, or if several people did, who told of this."""
        ui = self.words.ui
        who = ui("the person who wrote this")
        if len(tellers) > 1:
            who = ui("those who told of this ({who})", who="; ".join(tellers))
        elif tellers:
            who = ui("the person who told of this ({who})", who=tellers[0])
        elif self.told:
            who = ui("those who wrote this")
        return request.replace("{writer}", who)

    def _tellers(self, finding: Finding) -> dict[str, None]:
        """The names of those whose own answers meet a condition of the rule; none if one person answers alone."""
        items, rule = self.content.questionnaire.items, self.content.rule[finding.rule]
        return {
            name: None
            for key in finding.evidence
            for name, answer in self.told.get(key, ())
            for condition in rule.when
            if condition.question == answer.link_id and truth_of(condition, items[answer.link_id], answer) is Truth.MET
        }

    def reasons(self) -> tuple[Row, ...]:
        """The answers behind the urgency, most urgent first; if there are few, also those behind the offers."""
        met = self._by_urgency(
            finding
            for finding in self.assessment.met
            if self._kind(finding) not in (RuleKind.HOLD, RuleKind.CONTRADICTION)
        )
        with_tier = [finding for finding in met if self.content.rule[finding.rule].tier]
        reds = [finding for finding in with_tier if self._level(finding) is Level.RED]
        first = self._answers_behind(reds or with_tier[:1])
        safety = frozenset(self.content.questionnaire.safety)
        # Then signs of danger: an overdose or talk of dying matters more than a fact that raises another rule's tier.
        rest = [row for row in self._answers_behind(with_tier) if row not in first]
        rest.sort(key=lambda row: not (row.status is AnswerStatus.REPORTED and row.link_id in safety))
        urgent = (*first, *rest)
        calm = self.assessment.tier.level not in (Level.RED, Level.ORANGE) and not self.assessment.unknowns
        if len(urgent) >= LEAST_REASONS or not calm:
            return urgent
        others = [row for row in self._answers_behind(met) if row not in urgent]
        others.sort(key=lambda row: row.status is not AnswerStatus.REPORTED)  # signs before facts
        return (*urgent, *others[: LEAST_REASONS - len(urgent) if urgent else MOST_REASONS])

    def differences(self) -> tuple[Row, ...]:
        """The answers in which informants contradict each other."""
        return tuple(self.rows[key] for key in self.assessment.differences if key in self.rows)

    def contradictions(self) -> tuple[Decision, ...]:
        """The answers that do not fit together."""
        return tuple(
            self._decision(finding) for finding in self.assessment.met if self._kind(finding) is RuleKind.CONTRADICTION
        )

    def holds(self) -> tuple[Decision, ...]:
        """The met rules against a meeting, most urgent first, without those that another one says more exactly."""
        against = self._by_urgency(finding for finding in self.assessment.met if self._is_hold(finding))
        told = {rule.id for rule in uncovered(self.content.rule[finding.rule] for finding in against)}
        return tuple(self._decision(finding) for finding in against if finding.rule in told)

    def undecided(self) -> tuple[Decision, ...]:
        """Options with a professional that may fit but depend on unanswered questions."""
        withheld = frozenset(self.assessment.withheld)
        return tuple(
            self._decision(finding)
            for finding in self.assessment.findings
            if finding.truth is Truth.UNKNOWN
            and self.assessment.tier.level is not Level.RED
            and (rule := self.content.rule[finding.rule]).kind is RuleKind.PATHWAY
            and rule.offers
            and Tag.INTERVENTIONIST in (tags := self.content.pathway[rule.offers].tags)
            and withheld.isdisjoint(tags)
        )

    def decisions(self) -> tuple[Decision, ...]:
        """The met rules that may be named, most urgent first, without those that another one says more exactly."""
        met = self._by_urgency(self.assessment.met)
        exact = {rule.id for rule in uncovered(self.content.rule[finding.rule] for finding in met)}
        return tuple(self._decision(finding) for finding in met if self._had_effect(finding) and finding.rule in exact)

    def open_questions(self) -> tuple[OpenQuestions, ...]:
        """The unanswered questions that could raise the priority, most urgent heading first."""
        now = self.assessment.tier.level
        worst: dict[str, Tier] = {}
        for finding in self.assessment.findings:
            tier = self.content.rule[finding.rule].tier
            if finding.truth is Truth.UNKNOWN and tier and tier.urgency < self.assessment.tier.urgency:
                for link_id in finding.missing:
                    worst[link_id] = min(worst.get(link_id, tier), tier, key=lambda candidate: candidate.urgency)
        levels = [level for level in Level if level is not now]
        return tuple(
            OpenQuestions(could_become=self.content.band[level].heading, rows=rows)
            for level in levels
            if (rows := tuple(self.rows[link] for link in self.rows if link in worst and worst[link].level is level))
        )

    def _decision(self, finding: Finding) -> Decision:
        rule = self.content.rule[finding.rule]
        return Decision(
            rule=rule.id,
            title=rule.title,
            because=self._placed(rule.because),
            level=self.content.band[rule.tier.level].heading if rule.tier else "",
            evidence=self._evidence(finding),
            missing=tuple(self.rows[key] for key in finding.missing if key in self.rows),
            sources=tuple(self.content.source[source] for source in rule.sources),
        )

    def _had_effect(self, finding: Finding) -> bool:
        """Whether a met rule may be named: not if its offer is withheld."""
        offers = self.content.rule[finding.rule].offers
        return offers is None or offers in {offer.id for offer in (*self.assessment.pathways, *self.assessment.kinds)}

    def _is_hold(self, finding: Finding) -> bool:
        rule = self.content.rule[finding.rule]
        return self._kind(finding) is RuleKind.HOLD or Tag.MEETING in rule.withholds

    def _answers_behind(self, findings: Iterable[Finding]) -> tuple[Row, ...]:
        """The reasons of these rules, each once."""
        return tuple(dict.fromkeys(row for finding in findings for row in self._turned_on(finding)))

    def _turned_on(self, finding: Finding) -> tuple[Row, ...]:
        """The answers a rule turned on: what was reported, and other facts than who it is about.

        Only if there is nothing else is it who it is about. A denial is never a reason.
        """
        about_whom = {*self.content.layout.who, *self.content.layout.reach}
        told = [row for row in self._evidence(finding) if row.status in (AnswerStatus.REPORTED, AnswerStatus.GIVEN)]
        signs = [row for row in told if row.status is AnswerStatus.REPORTED or row.link_id not in about_whom]
        return tuple(signs or told)

    def _evidence(self, finding: Finding) -> tuple[Row, ...]:
        """The answers that meet a rule's conditions; of an answer with several labels, only what the rule reads."""
        return tuple(row for key in finding.evidence if key in self.rows for row in self._read_by(finding, key))

    def _read_by(self, finding: Finding, key: str) -> tuple[Row, ...]:
        row = self.rows[key]
        item = self.content.questionnaire.items[row.link_id]
        return read_by(
            self.content.rule[finding.rule],
            row,
            item,
            self.response.by_key.get(key),
            self.words,
            self.told.get(key, ()),
        )

    def _by_urgency(self, findings: Iterable[Finding]) -> list[Finding]:
        return sorted(findings, key=lambda finding: self.content.rule[finding.rule].urgency)

    def _kind(self, finding: Finding) -> RuleKind:
        return self.content.rule[finding.rule].kind

    def _level(self, finding: Finding) -> Level:
        return (self.content.rule[finding.rule].tier or Tier.GREEN).level


def _asking(content: Content, rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules whose requests do not contradict a more urgent one.

    "Call within three days" beside "call now", or about an answer or for steps that are for today, would leave the
    professional to choose.
    """
    with_request = [rule for rule in rules if rule.request]
    urgent = [rule for rule in with_request if rule.is_urgent]
    if any(rule.tier and rule.tier.level is Level.RED for rule in urgent):
        return tuple(urgent)
    read = {condition.question for rule in urgent for condition in rule.when}
    first = {step for rule in urgent for step in rule.recommend}
    begun = first.union(*(content.action[step].covers for step in first))
    return tuple(
        rule
        for rule in with_request
        if rule.is_urgent
        or not (read.intersection(condition.question for condition in rule.when) or begun.issuperset(rule.recommend))
    )
