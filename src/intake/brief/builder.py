"""The one list of rows that every output draws: review page, result page, PDF, HTML and plain text.

`brief` puts answers and assessment into words of one language. It decides nothing: urgency, findings and steps come
from the engine; which answers stand where comes from content/summary/layout.toml. A question the layout does not name
stands under "Other answers", so nothing asked is lost.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from intake.brief.model import (
    Brief,
    BriefEntry,
    BriefGroup,
    BriefPart,
    BriefPathway,
    BriefRisk,
    BriefStep,
    Decision,
    OpenQuestions,
)
from intake.brief.rows import AnswerStatus, Row, status_of
from intake.brief.timeline import Course, TimedEntry, date_in, dated, stepped
from intake.domain.assessment import Assessment, Finding, Offer, Step
from intake.domain.base import Personal, Tag
from intake.domain.conditions import truth_of
from intake.domain.content import Content
from intake.domain.helplines import Helpline
from intake.domain.local_helplines import elsewhere, lines_for
from intake.domain.questionnaire import ADDED, FOR_THE_FAMILY, TYPED, Condition, Item, Section, key_of
from intake.domain.response import Answer, Response
from intake.domain.routing import entries, route
from intake.domain.rules import Action, Band, Level, Pathway, Rule, RuleKind, Source, Tier, Truth
from intake.domain.summary_layout import MedicinesBox, Part, RiskPart, Timeline
from intake.i18n import Translator

MOST_REASONS = 5
LEAST_REASONS = 2


def brief(
    content: Content,
    response: Response,
    assessment: Assessment,
    made_on: dt.datetime,
    words: Translator,
    *,
    left_out: Iterable[Personal] = (),
) -> Brief:
    """Answers and assessment in words.

    `content` and `words` are of the same language; `made_on` knows its time zone. What is `left_out` appears nowhere.
    """
    return _Writer(content, response, assessment, words, frozenset(left_out)).brief(made_on)


def without(response: Response, content: Content, left_out: Iterable[Personal]) -> Response:
    """The answers without those that are left out of a file: always those about the person who answers."""
    kinds, items, section_of = frozenset(left_out), content.questionnaire.items, content.questionnaire.section_of
    whole = {"self", "choose"} if Personal.PROFESSIONALS in kinds else {"self"}
    return response.without(
        *(
            one.key
            for one in response.answers
            if items[one.link_id].left_out_with in kinds or section_of[one.link_id].asked in whole
        )
    )


def name_of_entry(content: Content, section: Section, entry: str, response: Response) -> str:
    """What an entry is called: the option it follows from, what was said to name it, or "Person 2"."""
    repeats, items = section.repeats, content.questionnaire.items
    assert repeats is not None, f"{section.id} does not repeat"
    if repeats.each in items and entry in items[repeats.each].by_code:
        return items[repeats.each].by_code[entry].text
    if repeats.each in content.questionnaire.section:
        source = content.questionnaire.section[repeats.each]
        if entry in entries(content.questionnaire, source, response):
            return name_of_entry(content, source, entry, response)
    item, answer = items[repeats.named_by], response.by_key.get(key_of(repeats.named_by, entry))
    if answer is not None and "".join(answer.codes).strip():
        return answer.codes[0] if item.type in TYPED else item.by_code[answer.codes[0]].text
    added = [one for one in entries(content.questionnaire, section, response) if ADDED.fullmatch(one)]
    return f"{repeats.one} {added.index(entry) + 1}" if entry in added else repeats.one


class _Writer:
    """Holds what every part of one brief needs."""

    def __init__(
        self,
        content: Content,
        response: Response,
        assessment: Assessment,
        words: Translator,
        left_out: frozenset[Personal],
    ) -> None:
        self.content = content
        self.response = without(response, content, left_out)
        self.found = assessment
        self.words = words
        self.left_out = left_out
        self.on = assessment.on
        way = route(content.questionnaire, response)
        self.asked = {asked.key for asked in way}
        self.asked_questions = {asked.link_id for asked in way}
        self.sections = [section for section in content.questionnaire.sections if self._shown(section)]
        self.rows = {row.key: row for section in self.sections for row in self._rows(section)}
        self.safety = frozenset(content.questionnaire.safety)
        self.keys: dict[str, tuple[str, ...]] = {}
        for row in self.rows.values():
            self.keys[row.link_id] = (*self.keys.get(row.link_id, ()), row.key)

    def brief(self, made_on: dt.datetime) -> Brief:
        content, found = self.content, self.found
        band = content.band[found.tier.level]
        withholding = frozenset(found.withheld)
        reasons = self._reasons()
        return Brief(
            language=content.language,
            content_version=content.questionnaire.version,
            answered_version=self.response.content_version,
            made_on=made_on,
            tier=found.tier,
            level=found.tier.level,
            heading=band.heading,
            text=band.text,
            request=self._request(band),
            elsewhere=elsewhere(content, self.response),
            file_withheld=Tag.FILE in withholding,
            violence=Tag.CONFRONTATION in withholding,
            reasons=reasons[:MOST_REASONS],
            more_reasons=len(reasons[MOST_REASONS:]),
            steps=tuple(self._step(step) for step in found.steps),
            holds=tuple(self._decision(finding) for finding in found.met if self._holds(content.rule[finding.rule])),
            kinds=tuple(self._pathway(offer, content.kind[offer.id]) for offer in found.kinds),
            pathways=tuple(self._pathway(offer, content.pathway[offer.id]) for offer in found.pathways),
            undecided=self._undecided(withholding),
            lines=self._lines(found.lines),
            decisions=tuple(self._decision(finding) for finding in self._by_urgency(found.met) if self._told(finding)),
            open_questions=self._open_questions(),
            unanswered_safety=tuple(self.rows[link_id] for link_id in found.unknowns),
            who=self._named(content.layout.who),
            reach=self._named(content.layout.reach),
            situation=self._named(content.layout.situation),
            background=self._named(content.layout.background),
            notices=tuple(notice.text for notice in content.layout.notices if self._met(notice.when)),
            risk=tuple(self._risk(part) for part in content.layout.risk),
            medicines=self._medicines(content.layout.medicines),
            parts=self._parts(),
            sections=self._sections(),
            not_begun=tuple(section.title for section in content.questionnaire.sections if self._untouched(section)),
            left_out=tuple(kind for kind in Personal if kind in self.left_out),
        )

    # --- rows ---

    def _shown(self, section: Section) -> bool:
        """Full intake and plan stand in a brief once they were begun; what is withheld, or for the family, does not."""
        if section.asked in FOR_THE_FAMILY:
            return False
        return not self._withheld(section) and (self._begun(section) or section.asked not in ("full", "plan"))

    def _withheld(self, section: Section) -> bool:
        return not frozenset(self.found.withheld).isdisjoint(section.tags)

    def _begun(self, section: Section) -> bool:
        return any(item.link_id in self.response.by_question for item in section.items)

    def _untouched(self, section: Section) -> bool:
        """A part of the full intake that nobody has begun, though it applies."""
        waiting = section.asked == "full" and not self._begun(section) and not self._withheld(section)
        applies = section.repeats or any(item.link_id in self.asked_questions for item in section.items)
        return waiting and bool(applies)

    def _rows(self, section: Section) -> Iterator[Row]:
        for entry in self._entries(section):
            of = name_of_entry(self.content, section, entry, self.response) if section.repeats else ""
            for item in section.items:
                if item.left_out_with not in self.left_out:
                    yield self._row(item, entry, of)

    def _entries(self, section: Section) -> tuple[str, ...]:
        """The entries of a section; after them those of which something was said before an answer changed."""
        said = (answer.entry for item in section.items for answer in self.response.by_question.get(item.link_id, ()))
        return tuple(dict.fromkeys((*entries(self.content.questionnaire, section, self.response), *said)))

    def _row(self, item: Item, entry: str, of: str) -> Row:
        key = key_of(item.link_id, entry)
        answer = self.response.by_key.get(key)
        status = status_of(item, answer)
        return Row(
            key=key,
            link_id=item.link_id,
            of=of,
            label=item.label,
            question=item.text,
            value=self._value(item, answer, status),
            status=status,
            verbatim=item.type in TYPED and status is AnswerStatus.GIVEN,
            basis=self._basis(answer),
        )

    def _value(self, item: Item, answer: Answer | None, status: AnswerStatus) -> str:
        ui = self.words.ui
        match status:
            case AnswerStatus.NOT_ASKED:
                return ui("Not answered")
            case AnswerStatus.UNKNOWN:
                return ui("Not known")
            case AnswerStatus.DECLINED:
                return ui("Rather not say")
        if answer is None:
            return ""
        if item.type in TYPED:
            return str(answer.value)
        return "; ".join(item.by_code[code].text for code in answer.codes)

    def _basis(self, answer: Answer | None) -> str:
        if answer is None or answer.value is None:
            return ""
        ui = self.words.ui
        known = {"saw": ui("saw it"), "was-told": ui("was told"), "guess": ui("a guess")}
        how = known[answer.basis.value] if answer.basis else ""
        return ", ".join(part for part in (how, answer.as_of or "") if part)

    def _named(self, link_ids: Iterable[str]) -> tuple[Row, ...]:
        """Rows of questions that apply or were answered all the same."""
        found = (self.rows[key] for link_id in link_ids for key in self.keys.get(link_id, ()))
        return tuple(row for row in found if row.key in self.asked or not row.status.open)

    def _risk(self, part: RiskPart) -> BriefRisk:
        rows = (*self._gate(part), *self._named(part.items))
        return BriefRisk(id=part.id, title=part.title, rows=rows, context=self._named(part.context))

    def _gate(self, part: RiskPart) -> tuple[Row, ...]:
        """What was reported at the question about danger, each kind in the row of the risk box where it belongs."""
        rows: list[Row] = []
        for link_id, codes in part.gate.items():
            item, answer = self.content.questionnaire.items[link_id], self.response.by_key.get(link_id)
            said = [code for code in codes if answer is not None and code in answer.codes]
            if said:
                value = "; ".join(item.by_code[code].text for code in said)
                rows.append(self.rows[link_id].model_copy(update={"value": value}))
        return tuple(rows)

    def _request(self, band: Band) -> str:
        """What is asked of the professional: for each tier its own sentence, or the level's."""
        own = {request.tier: request.text for request in band.requests}
        return " ".join(dict.fromkeys(own.get(tier, band.request) for tier in self.found.tiers))

    def _met(self, condition: Condition) -> bool:
        """Whether an answer given meets a condition; of several entries one is enough."""
        item = self.content.questionnaire.items[condition.question]
        said = self.response.by_question.get(condition.question, (None,))
        return any(truth_of(condition, item, answer) is Truth.MET for answer in said)

    def _parts(self) -> tuple[BriefPart, ...]:
        parts = [self._part(part) for part in self.content.layout.parts]
        rest = self._named(self._unplaced())
        named = {group for part in self.content.layout.parts for group in part.groups}
        others = self._groups_of(section for section in self.sections if section.id not in named)
        parts.append(BriefPart(id="other", title=self.words.ui("Other answers"), rows=rest, groups=others))
        return tuple(part for part in parts if part.rows or part.groups)

    def _part(self, part: Part) -> BriefPart:
        sections = (self.content.questionnaire.section[group] for group in part.groups)
        rows, groups = self._named(part.items), self._groups_of(sections)
        return BriefPart(id=part.id, title=part.title, note=part.note or "", rows=rows, groups=groups)

    def _medicines(self, box: MedicinesBox) -> BriefPart:
        """The box on page 1: of each entry only what is shown there."""
        part = self._part(box)
        groups = tuple(self._only(group, box.shown) for group in part.groups)
        return part.model_copy(update={"groups": groups})

    def _only(self, group: BriefGroup, shown: tuple[str, ...]) -> BriefGroup:
        found = tuple(
            one.model_copy(update={"rows": tuple(row for row in one.rows if row.link_id in shown)})
            for one in group.entries
        )
        return group.model_copy(update={"entries": found})

    def _unplaced(self) -> Iterator[str]:
        """Questions that the layout does not name, in asking order; those that repeat stand with their section."""
        layout = self.content.layout
        placed = {*layout.who, *layout.reach, *layout.situation, *layout.background}
        placed.update(link_id for part in (*layout.risk, layout.medicines, *layout.parts) for link_id in part.items)
        once = (item.link_id for section in self.sections if not section.repeats for item in section.items)
        return (link_id for link_id in once if link_id not in placed)

    def _groups_of(self, sections: Iterable[Section]) -> tuple[BriefGroup, ...]:
        """Sections that repeat and are shown, with the entries that have a row."""
        groups = (self._group(section) for section in sections if section.repeats and section in self.sections)
        return tuple(group for group in groups if group.entries)

    def _group(self, section: Section) -> BriefGroup:
        rows = self._named(item.link_id for item in section.items)
        found = tuple(
            BriefEntry(entry=entry, title=of[0].of, rows=of)
            for entry in self._entries(section)
            if (of := tuple(row for row in rows if row.key.partition("@")[2] == entry))
        )
        lines = (line for line in self.content.layout.timelines if line.group == section.id)
        course = next((self._course(line, found) for line in lines), None)
        named_by = section.repeats.named_by if section.repeats else ""
        return BriefGroup(id=section.id, title=section.title, named_by=named_by, entries=found, course=course)

    def _course(self, line: Timeline, found: tuple[BriefEntry, ...]) -> Course | None:
        """The entries along time: by their dates, or by the steps of an ordered question where that places more."""
        item = self.content.questionnaire.items[line.when]
        steps = [option.text for option in item.options] if item.ordered else []
        told = tuple(self._told_when(item, entry, line.latest) for entry in found)
        by_step = steps if line.latest == "last" else steps[::-1]
        courses = (dated(line.title, told, self.on), stepped(line.title, told, by_step))
        return max((course for course in courses if course), key=lambda course: len(course.moments), default=None)

    def _told_when(self, item: Item, entry: BriefEntry, latest: str) -> TimedEntry:
        answer = self.response.by_key.get(key_of(item.link_id, entry.entry))
        if answer is None or answer.value is None:
            return TimedEntry(title=entry.title, when="")
        said = self._value(item, answer, AnswerStatus.GIVEN)
        when = f"{said} ({answer.as_of})" if answer.as_of else said
        date = answer.as_of or (date_in(said) if item.type in TYPED else None)
        rank = item.rank.get(answer.codes[0]) if item.ordered else None
        step = rank if rank is None or latest == "last" else len(item.options) - 1 - rank
        return TimedEntry(title=entry.title, when=when, date=date, step=step)

    def _sections(self) -> tuple[BriefPart, ...]:
        """The answers in asking order, as the review page shows them."""
        sections = (
            BriefPart(
                id=section.id,
                title=section.title,
                rows=() if section.repeats else self._named(item.link_id for item in section.items),
                groups=self._groups_of([section]),
            )
            for section in self.sections
        )
        return tuple(section for section in sections if section.rows or section.groups)

    # --- what follows from the answers ---

    def _by_urgency(self, findings: Iterable[Finding]) -> list[Finding]:
        return sorted(findings, key=lambda finding: (self.content.rule[finding.rule].tier or Tier.GREEN).urgency)

    def _level(self, finding: Finding) -> Level:
        return (self.content.rule[finding.rule].tier or Tier.GREEN).level

    def _reasons(self) -> tuple[Row, ...]:
        """The answers behind the urgency, most urgent first; where they are few, also those behind the offers."""
        rules = self.content.rule
        met = self._by_urgency(finding for finding in self.found.met if rules[finding.rule].kind is not RuleKind.HOLD)
        tiers = [finding for finding in met if rules[finding.rule].tier]
        reds = [finding for finding in tiers if self._level(finding) is Level.RED]
        first = self._answers_behind(reds or tiers[:1])
        # After what leads: an overdose or talk of dying says more than the fact that makes another rule more urgent.
        rest = [row for row in self._answers_behind(tiers) if row not in first]
        rest.sort(key=lambda row: not (row.status is AnswerStatus.REPORTED and row.link_id in self.safety))
        urgent = (*first, *rest)
        if len(urgent) >= LEAST_REASONS:
            return urgent
        others = [row for row in self._answers_behind(met) if row not in urgent]
        others.sort(key=lambda row: row.status is not AnswerStatus.REPORTED)  # a sign says more than a fact
        return (*urgent, *others[: LEAST_REASONS - len(urgent) if urgent else MOST_REASONS])

    def _answers_behind(self, findings: Iterable[Finding]) -> tuple[Row, ...]:
        keys = dict.fromkeys(key for finding in findings for key in finding.evidence)
        return tuple(self.rows[key] for key in keys if key in self.rows and not self.rows[key].status.open)

    def _step(self, step: Step) -> BriefStep:
        action = self.content.action[step.action]
        when = {
            "now": self.words.ui("Now"),
            "today": self.words.ui("Today"),
            "three_days": self.words.ui("Today, or in the next three days"),
            "this_week": self.words.ui("This week"),
        }[action.when]
        away = elsewhere(self.content, self.response) and action.text_elsewhere
        return BriefStep(
            action=action.id,
            text=action.text_elsewhere if away and action.text_elsewhere else action.text,
            detail=action.detail,
            when=when,
            lines=self._step_lines(action),
            rules=step.rules,
            sources=self._sources(action.sources),
        )

    def _step_lines(self, action: Action) -> tuple[Helpline, ...]:
        """The lines of a step, its first purpose first; a number that serves two countries stands once."""
        lines: dict[tuple[str | None, ...], Helpline] = {}
        for scope in action.lines:
            for line in lines_for(self.content, self.response, (scope,), self.on):
                if line.call or line.text or line.web:
                    lines.setdefault((line.call, line.text, line.web), line)
        return tuple(lines.values())

    def _pathway(self, offer: Offer, pathway: Pathway) -> BriefPathway:
        return BriefPathway(
            id=pathway.id,
            title=pathway.title,
            text=pathway.text,
            evidence=pathway.evidence,
            cost=pathway.cost,
            free=pathway.free,
            for_you=pathway.for_you,
            because=tuple(dict.fromkeys(self.content.rule[rule].because for rule in offer.rules)),
            lines=lines_for(self.content, self.response, pathway.lines, self.on),
            rules=offer.rules,
            sources=self._sources(pathway.sources),
        )

    def _decision(self, finding: Finding) -> Decision:
        rule = self.content.rule[finding.rule]
        return Decision(
            rule=rule.id,
            title=rule.title,
            because=rule.because,
            level=self.content.band[rule.tier.level].heading if rule.tier else "",
            evidence=tuple(self.rows[key] for key in finding.evidence if key in self.rows),
            missing=tuple(self.rows[key] for key in finding.missing if key in self.rows),
            sources=self._sources(rule.sources),
        )

    def _told(self, finding: Finding) -> bool:
        """Whether a rule that is met led to something: what it would offer may be withheld, and is not named then."""
        offers = self.content.rule[finding.rule].offers
        return offers is None or offers in {offer.id for offer in (*self.found.pathways, *self.found.kinds)}

    def _holds(self, rule: Rule) -> bool:
        return rule.kind is RuleKind.HOLD or Tag.MEETING in rule.withholds

    def _undecided(self, withheld: frozenset[Tag]) -> tuple[Decision, ...]:
        """Ways with a professional that may fit, but where too little is known to say so."""
        return tuple(
            self._decision(finding)
            for finding in self.found.findings
            if finding.truth is Truth.UNKNOWN
            and self.found.tier.level is not Level.RED
            and (rule := self.content.rule[finding.rule]).kind is RuleKind.PATHWAY
            and rule.offers
            and Tag.INTERVENTIONIST in (tags := self.content.pathway[rule.offers].tags)
            and withheld.isdisjoint(tags)
        )

    def _open_questions(self) -> tuple[OpenQuestions, ...]:
        """What could make things more urgent than they look now, the most urgent heading first."""
        now = self.found.tier.level
        worst: dict[str, Tier] = {}
        for finding in self.found.findings:
            tier = self.content.rule[finding.rule].tier
            if finding.truth is Truth.UNKNOWN and tier and tier.urgency < self.found.tier.urgency:
                for link_id in finding.missing:
                    worst[link_id] = min(worst.get(link_id, tier), tier, key=lambda found: found.urgency)
        levels = [level for level in Level if level is not now]
        return tuple(
            OpenQuestions(could_become=self.content.band[level].heading, rows=rows)
            for level in levels
            if (rows := tuple(self.rows[link] for link in self.rows if link in worst and worst[link].level is level))
        )

    def _lines(self, ids: Iterable[str]) -> tuple[Helpline, ...]:
        wanted = set(ids)
        return tuple(line for line in self.content.helplines if line.id in wanted)

    def _sources(self, ids: Iterable[str]) -> tuple[Source, ...]:
        return tuple(self.content.source[source] for source in ids)
