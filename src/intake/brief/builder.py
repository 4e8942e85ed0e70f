"""Builds the brief, the one list of rows behind every output: review page, result page, PDF, HTML, and plain text.

`brief` puts answers and assessment into the words of one language. It decides nothing: urgency, findings, and steps
come from the engine, and content/summary/layout.toml says where each answer appears. Questions that the layout does not
name appear under "Other answers", so no answer is lost.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from intake.brief.model import (
    Brief,
    BriefEntry,
    BriefGroup,
    BriefIndicator,
    BriefPart,
    BriefPathway,
    BriefRisk,
    BriefStep,
    Decision,
    OpenQuestions,
)
from intake.brief.rows import AnswerStatus, Row, status_of
from intake.brief.step_words import meets, step_words
from intake.brief.timeline import Course, TimedEntry, course_by_date, course_by_step, date_in
from intake.brief.uncovered import uncovered
from intake.domain.assessing import assess, doubted_answers, indicators
from intake.domain.assessment import Assessment, Finding, Offer, Step
from intake.domain.base import Personal, Tag
from intake.domain.conditions import truth_of
from intake.domain.content import Content
from intake.domain.helplines import Helpline
from intake.domain.local_helplines import elsewhere, lines_for
from intake.domain.questionnaire import ADDED, FOR_THE_FAMILY, TYPED, Item, ItemType, Option, Section, key_of
from intake.domain.response import Answer, Response
from intake.domain.routing import entries, route
from intake.domain.rules import Action, Band, Level, Pathway, RuleKind, Source, Tier, Truth
from intake.domain.summary_layout import MedicinesBox, Part, RiskPart, Timeline
from intake.i18n import Translator

MOST_REASONS = 5
LEAST_REASONS = 2
MOST_REQUESTS = 3


def brief(
    content: Content,
    response: Response,
    assessment: Assessment,
    made_on: dt.datetime,
    words: Translator,
    *,
    left_out: Iterable[Personal] = (),
) -> Brief:
    """The brief of these answers and their assessment.

    `content` and `words` must be in the same language; `made_on` must have a time zone. Answers of the kinds in
    `left_out` appear nowhere; nor does what follows from answers about the family member's own danger, if left out.
    """
    kinds = frozenset(left_out)
    if Personal.OWN in kinds:
        items = content.questionnaire.items.values()
        own = frozenset(item.link_id for item in items if item.personal is Personal.OWN)
        assessment = assess(content, response, assessment.on, untold=own)
    return _BriefBuilder(content, response, assessment, words, kinds).brief(made_on)


def without(response: Response, content: Content, left_out: Iterable[Personal]) -> Response:
    """The answers that a file may contain: without the kinds in `left_out`, and none about the person who answers."""
    kinds, items, section_of = frozenset(left_out), content.questionnaire.items, content.questionnaire.section_of
    hidden = {"self", "choose"} if Personal.PROFESSIONALS in kinds else {"self"}
    return response.without(
        *(
            answer.key
            for answer in response.answers
            if items[answer.link_id].left_out_with in kinds or section_of[answer.link_id].asked in hidden
        )
    )


def name_of_entry(content: Content, section: Section, entry: str, response: Response) -> str:
    """The name of an entry: its option's text, the name the family gave it, or a number such as "Person 2"."""
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
    added = [code for code in entries(content.questionnaire, section, response) if ADDED.fullmatch(code)]
    return f"{repeats.one} {added.index(entry) + 1}" if entry in added else repeats.one


class _BriefBuilder:
    """Builds one brief; holds what its parts share."""

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
        self.assessment = assessment
        self.words = words
        self.left_out = left_out
        self.on = assessment.on
        asked_questions = route(content.questionnaire, response)
        self.asked_keys = {asked.key for asked in asked_questions}
        self.asked_link_ids = {asked.link_id for asked in asked_questions}
        self.sections = [section for section in content.questionnaire.sections if self._in_brief(section)]
        self.rows = {row.key: row for section in self.sections for row in self._rows(section)}
        self.safety = frozenset(content.questionnaire.safety)
        self.about_whom = frozenset((*content.layout.who, *content.layout.reach))
        self.believed = self.response.without(*doubted_answers(content, assessment.met))
        self.keys_of: dict[str, tuple[str, ...]] = {}
        for row in self.rows.values():
            self.keys_of[row.link_id] = (*self.keys_of.get(row.link_id, ()), row.key)

    def brief(self, made_on: dt.datetime) -> Brief:
        content, assessment = self.content, self.assessment
        band = content.band[assessment.tier.level]
        withheld = frozenset(assessment.withheld)
        reasons = self._reasons()
        exact = {rule.id for rule in uncovered(content.rule[finding.rule] for finding in assessment.met)}
        open_safety = bool(assessment.unknowns) and assessment.tier.level not in (Level.RED, Level.ORANGE)
        return Brief(
            language=content.language,
            content_version=content.questionnaire.version,
            answered_version=self.response.content_version,
            made_on=made_on,
            tier=assessment.tier,
            level=assessment.tier.level,
            heading=content.band[Level.OPEN].heading if open_safety else band.heading,
            so_far=self._so_far(band) if open_safety else "",
            text=band.text,
            requests=self._requests(band),
            elsewhere=elsewhere(content, self.response),
            file_withheld=Tag.FILE in withheld,
            violence=Tag.CONFRONTATION in withheld,
            reasons=reasons[:MOST_REASONS],
            more_reasons=len(reasons[MOST_REASONS:]),
            steps=tuple(self._step(step) for step in assessment.steps),
            also_today=tuple(self._step(step) for step in assessment.also_today),
            contradictions=tuple(
                self._decision(finding) for finding in assessment.met if self._kind(finding) is RuleKind.CONTRADICTION
            ),
            indicators=tuple(
                BriefIndicator(id=indicator.id, title=indicator.title, reported=truth)
                for indicator, truth in indicators(content, self.believed)
            ),
            holds=tuple(self._decision(finding) for finding in self._holds()),
            kinds=tuple(self._pathway(offer, content.kind[offer.id]) for offer in assessment.kinds),
            pathways=tuple(self._pathway(offer, content.pathway[offer.id]) for offer in assessment.pathways),
            undecided=self._undecided(withheld),
            lines=self._lines(assessment.lines),
            decisions=tuple(
                self._decision(finding)
                for finding in self._by_urgency(assessment.met)
                if self._had_effect(finding) and finding.rule in exact
            ),
            open_questions=self._open_questions(),
            unanswered_safety=tuple(
                self._marked_if_doubted(self.rows[key]) for key in assessment.unknowns if key in self.rows
            ),
            who=self._rows_of(content.layout.who),
            reach=self._rows_of(content.layout.reach),
            situation=self._rows_of(content.layout.situation),
            background=self._rows_of(content.layout.background),
            notices=tuple(
                notice.text for notice in content.layout.notices if meets(content, self.response, notice.when)
            ),
            risk=tuple(self._risk(part) for part in content.layout.risk if not self._is_left_out(part)),
            medicines=self._medicines(content.layout.medicines),
            parts=self._parts(),
            sections=self._sections(),
            not_started=tuple(
                section.title for section in content.questionnaire.sections if self._not_started(section)
            ),
            left_out=tuple(kind for kind in Personal if kind in self.left_out),
        )

    # --- rows ---

    def _in_brief(self, section: Section) -> bool:
        """Whether a section appears: not withheld, not for the family alone; full intake and plan only once started."""
        if section.asked in FOR_THE_FAMILY:
            return False
        return not self._withheld(section) and (self._started(section) or section.asked not in ("full", "plan"))

    def _withheld(self, section: Section) -> bool:
        return not frozenset(self.assessment.withheld).isdisjoint(section.tags)

    def _started(self, section: Section) -> bool:
        return any(item.link_id in self.response.by_question for item in section.items)

    def _not_started(self, section: Section) -> bool:
        """Whether a section is a part of the full intake that applies and has no answers yet."""
        waiting = section.asked == "full" and not self._started(section) and not self._withheld(section)
        applies = section.repeats or any(item.link_id in self.asked_link_ids for item in section.items)
        return waiting and bool(applies)

    def _rows(self, section: Section) -> Iterator[Row]:
        for entry in self._entries(section):
            name = name_of_entry(self.content, section, entry, self.response) if section.repeats else ""
            for item in section.items:
                if item.left_out_with not in self.left_out:
                    yield self._row(item, entry, name)

    def _entries(self, section: Section) -> tuple[str, ...]:
        """The entries of a section, then former entries that still have answers."""
        current = entries(self.content.questionnaire, section, self.response)
        with_answers = (
            answer.entry for item in section.items for answer in self.response.by_question.get(item.link_id, ())
        )
        return tuple(dict.fromkeys((*current, *with_answers)))

    def _row(self, item: Item, entry: str, entry_name: str) -> Row:
        key = key_of(item.link_id, entry)
        answer = self.response.by_key.get(key)
        status = status_of(item, answer)
        return Row(
            key=key,
            link_id=item.link_id,
            entry_name=entry_name,
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
        bases = {"saw": ui("saw it"), "was-told": ui("was told"), "guess": ui("a guess")}
        basis = bases[answer.basis.value] if answer.basis else ""
        return ", ".join(part for part in (basis, answer.as_of or "") if part)

    def _rows_of(self, link_ids: Iterable[str]) -> tuple[Row, ...]:
        """The rows of these questions that apply or have an answer anyway."""
        rows = (self.rows[key] for link_id in link_ids for key in self.keys_of.get(link_id, ()))
        return tuple(row for row in rows if row.key in self.asked_keys or not row.status.open)

    def _risk(self, part: RiskPart) -> BriefRisk:
        items = tuple(row for whole in self._rows_of(part.items) for row in self._by_label(whole))
        return BriefRisk(
            id=part.id, title=part.title, rows=(*self._gate(part), *items), context=self._rows_of(part.context)
        )

    def _by_label(self, row: Row) -> tuple[Row, ...]:
        """The row, with the options that have a label of their own in rows of their own.

        If nothing else was reported, a row says so under the question's label.
        """
        item, answer = self.content.questionnaire.items[row.link_id], self.response.by_key.get(row.key)
        codes = answer.codes if answer is not None and answer.given and item.options else ()
        by_label: dict[str, list[Option]] = {}
        for option in (item.by_code[code] for code in codes):
            by_label.setdefault(option.label or item.label, []).append(option)
        if not by_label.keys() - {item.label}:
            return (row,)
        nothing = {"label": item.label, "value": self.words.ui("None reported"), "status": AnswerStatus.GIVEN}
        rest = [] if item.label in by_label or item.type is not ItemType.CHOICES else [row.model_copy(update=nothing)]
        return (
            *(
                row.model_copy(update={"label": label, "value": "; ".join(option.text for option in options)})
                for label, options in by_label.items()
            ),
            *rest,
        )

    def _is_left_out(self, part: RiskPart) -> bool:
        """Whether all questions of a row of the risk box are left out."""
        items = self.content.questionnaire.items
        return bool(part.items) and all(items[link_id].left_out_with in self.left_out for link_id in part.items)

    def _gate(self, part: RiskPart) -> tuple[Row, ...]:
        """The danger question's row, cut down to the answers that belong to this row of the risk box."""
        rows: list[Row] = []
        for link_id, codes in part.gate.items():
            item, answer = self.content.questionnaire.items[link_id], self.response.by_key.get(link_id)
            reported = [code for code in codes if answer is not None and code in answer.codes]
            if reported:
                value = "; ".join(item.by_code[code].text for code in reported)
                rows.append(self.rows[link_id].model_copy(update={"value": value}))
        return tuple(rows)

    def _so_far(self, band: Band) -> str:
        """What the answers mean while safety questions are open."""
        if band.level is Level.OPEN:
            return self.words.ui("So far, nothing else points to danger")
        return self.words.ui("So far: {heading}", heading=band.heading)

    def _requests(self, band: Band) -> tuple[str, ...]:
        """What the professional is asked to do: by the rules that are met, or else by the tiers or the level."""
        met = self._by_urgency(self.assessment.met)
        rules = uncovered(self.content.rule[finding.rule] for finding in met)
        if requests := tuple(dict.fromkeys(rule.request for rule in rules if rule.request)):
            return requests[:MOST_REQUESTS]
        by_tier = {request.tier: request.text for request in band.requests}
        return tuple(dict.fromkeys(by_tier.get(tier, band.request) for tier in self.assessment.tiers))[:MOST_REQUESTS]

    def _marked_if_doubted(self, row: Row) -> Row:
        """An open safety question; if it has an answer, with the remark that it does not match another one."""
        if row.status.open:
            return row
        value = self.words.ui("{answer} – does not match another answer", answer=row.value)
        return row.model_copy(update={"value": value})

    def _parts(self) -> tuple[BriefPart, ...]:
        parts = [self._part(part) for part in self.content.layout.parts]
        placed = {group for part in self.content.layout.parts for group in part.groups}
        other_rows = self._rows_of(self._unplaced())
        other_groups = self._groups_of(section for section in self.sections if section.id not in placed)
        parts.append(BriefPart(id="other", title=self.words.ui("Other answers"), rows=other_rows, groups=other_groups))
        return tuple(part for part in parts if part.rows or part.groups)

    def _part(self, part: Part) -> BriefPart:
        sections = (self.content.questionnaire.section[group] for group in part.groups)
        rows, groups = self._rows_of(part.items), self._groups_of(sections)
        return BriefPart(id=part.id, title=part.title, note=part.note or "", rows=rows, groups=groups)

    def _medicines(self, box: MedicinesBox) -> BriefPart:
        """The medicines box of page 1, with only the questions shown there."""
        part = self._part(box)
        groups = tuple(self._narrowed(group, box.shown) for group in part.groups)
        return part.model_copy(update={"groups": groups})

    def _narrowed(self, group: BriefGroup, link_ids: tuple[str, ...]) -> BriefGroup:
        """The group with only these questions."""
        narrowed = tuple(
            entry.model_copy(update={"rows": tuple(row for row in entry.rows if row.link_id in link_ids)})
            for entry in group.entries
        )
        return group.model_copy(update={"entries": narrowed})

    def _unplaced(self) -> Iterator[str]:
        """Questions that the layout does not name, in the order asked, without those of repeating sections."""
        layout = self.content.layout
        placed = {*layout.who, *layout.reach, *layout.situation, *layout.background}
        placed.update(link_id for part in (*layout.risk, layout.medicines, *layout.parts) for link_id in part.items)
        asked_once = (item.link_id for section in self.sections if not section.repeats for item in section.items)
        return (link_id for link_id in asked_once if link_id not in placed)

    def _groups_of(self, sections: Iterable[Section]) -> tuple[BriefGroup, ...]:
        """The repeating ones among these sections that appear in the brief and have entries with rows."""
        groups = (self._group(section) for section in sections if section.repeats and section in self.sections)
        return tuple(group for group in groups if group.entries)

    def _group(self, section: Section) -> BriefGroup:
        rows = self._rows_of(item.link_id for item in section.items)
        brief_entries = tuple(
            BriefEntry(entry=entry, title=entry_rows[0].entry_name, rows=entry_rows)
            for entry in self._entries(section)
            if (entry_rows := tuple(row for row in rows if row.key.partition("@")[2] == entry))
        )
        timelines = (timeline for timeline in self.content.layout.timelines if timeline.group == section.id)
        course = next((self._course(timeline, brief_entries) for timeline in timelines), None)
        named_by = section.repeats.named_by if section.repeats else ""
        return BriefGroup(id=section.id, title=section.title, named_by=named_by, entries=brief_entries, course=course)

    def _course(self, timeline: Timeline, brief_entries: tuple[BriefEntry, ...]) -> Course | None:
        """The entries over time: by date, or by the steps of an ordered question if that places more of them."""
        item = self.content.questionnaire.items[timeline.when]
        options = [option.text for option in item.options] if item.ordered else []
        timed = tuple(self._timed(item, entry, timeline.latest) for entry in brief_entries)
        steps = options if timeline.latest == "last" else options[::-1]
        courses = (course_by_date(timeline.title, timed, self.on), course_by_step(timeline.title, timed, steps))
        return max((course for course in courses if course), key=lambda course: len(course.moments), default=None)

    def _timed(self, item: Item, entry: BriefEntry, latest: str) -> TimedEntry:
        """The entry with the time from its answer to `item`."""
        answer = self.response.by_key.get(key_of(item.link_id, entry.entry))
        if answer is None or answer.value is None:
            return TimedEntry(title=entry.title, when="")
        value = self._value(item, answer, AnswerStatus.GIVEN)
        when = f"{value} ({answer.as_of})" if answer.as_of else value
        date = answer.as_of or (date_in(value) if item.type in TYPED else None)
        rank = item.rank.get(answer.codes[0]) if item.ordered else None
        step = rank if rank is None or latest == "last" else len(item.options) - 1 - rank
        return TimedEntry(title=entry.title, when=when, date=date, step=step)

    def _sections(self) -> tuple[BriefPart, ...]:
        """The answers in the order asked, as the review page shows them."""
        sections = (
            BriefPart(
                id=section.id,
                title=section.title,
                rows=() if section.repeats else self._rows_of(item.link_id for item in section.items),
                groups=self._groups_of([section]),
            )
            for section in self.sections
        )
        return tuple(section for section in sections if section.rows or section.groups)

    # --- what follows from the answers ---

    def _by_urgency(self, findings: Iterable[Finding]) -> list[Finding]:
        return sorted(findings, key=lambda finding: self.content.rule[finding.rule].urgency)

    def _kind(self, finding: Finding) -> RuleKind:
        return self.content.rule[finding.rule].kind

    def _level(self, finding: Finding) -> Level:
        return (self.content.rule[finding.rule].tier or Tier.GREEN).level

    def _reasons(self) -> tuple[Row, ...]:
        """The answers behind the urgency, most urgent first; if there are few, also those behind the offers."""
        met = self._by_urgency(
            finding
            for finding in self.assessment.met
            if self._kind(finding) not in (RuleKind.HOLD, RuleKind.CONTRADICTION)
        )
        with_tier = [finding for finding in met if self.content.rule[finding.rule].tier]
        reds = [finding for finding in with_tier if self._level(finding) is Level.RED]
        first = self._answers_behind(reds or with_tier[:1])
        # Then signs of danger: an overdose or talk of dying matters more than a fact that raises another rule's tier.
        rest = [row for row in self._answers_behind(with_tier) if row not in first]
        rest.sort(key=lambda row: not (row.status is AnswerStatus.REPORTED and row.link_id in self.safety))
        urgent = (*first, *rest)
        calm = self.assessment.tier.level not in (Level.RED, Level.ORANGE) and not self.assessment.unknowns
        if len(urgent) >= LEAST_REASONS or not calm:
            return urgent
        others = [row for row in self._answers_behind(met) if row not in urgent]
        others.sort(key=lambda row: row.status is not AnswerStatus.REPORTED)  # signs before facts
        return (*urgent, *others[: LEAST_REASONS - len(urgent) if urgent else MOST_REASONS])

    def _answers_behind(self, findings: Iterable[Finding]) -> tuple[Row, ...]:
        """The reasons of these rules, each once."""
        return tuple(dict.fromkeys(row for finding in findings for row in self._turned_on(finding)))

    def _turned_on(self, finding: Finding) -> tuple[Row, ...]:
        """The answers a rule turned on: what was reported, and other facts than who it is about.

        Only if there is nothing else is it who it is about. A denial is never a reason.
        """
        told = [row for row in self._evidence(finding) if row.status in (AnswerStatus.REPORTED, AnswerStatus.GIVEN)]
        signs = [row for row in told if row.status is AnswerStatus.REPORTED or row.link_id not in self.about_whom]
        return tuple(signs or told)

    def _evidence(self, finding: Finding) -> tuple[Row, ...]:
        """The answers that meet a rule's conditions; of an answer with several labels, only what the rule reads."""
        return tuple(row for key in finding.evidence if key in self.rows for row in self._read_by(finding, key))

    def _read_by(self, finding: Finding, key: str) -> tuple[Row, ...]:
        row, answer = self.rows[key], self.response.by_key.get(key)
        labels = self._by_label(row)
        if labels == (row,) or answer is None:
            return (row,)
        item = self.content.questionnaire.items[row.link_id]
        conditions = [one for one in self.content.rule[finding.rule].when if one.question == row.link_id]
        read = {
            item.by_code[code].label or item.label
            for code in answer.codes
            if any(truth_of(one, item, Answer(link_id=row.link_id, value=code)) is Truth.MET for one in conditions)
        }
        return tuple(one for one in labels if one.label in read)

    def _step(self, step: Step) -> BriefStep:
        action = self.content.action[step.action]
        words = step_words(self.content, self.response, self.believed, step)
        when = {
            "now": self.words.ui("Now"),
            "today": self.words.ui("Today"),
            "three_days": self.words.ui("Today, or in the next three days"),
            "this_week": self.words.ui("This week"),
        }[action.when]
        return BriefStep(
            action=action.id,
            text=words.text,
            detail=words.detail,
            when=when,
            unprinted=self._unprinted(step),
            lines=self._step_lines(action, for_writer=words.about_writer),
            rules=step.rules,
            sources=self._sources(action.sources),
        )

    def _unprinted(self, step: Step) -> bool:
        """Whether a step must not be printed: see `BriefStep.unprinted`."""
        rules = [self.content.rule[rule] for rule in step.rules]
        if Tag.FILE not in self.assessment.withheld:
            return False
        return (
            self.content.action[step.action].private
            or any(Tag.FILE in rule.withholds for rule in rules)
            or not any(rule.is_urgent for rule in rules)
        )

    def _step_lines(self, action: Action, *, for_writer: bool) -> tuple[Helpline, ...]:
        """The lines of a step in the order of its purposes; a number that serves two countries appears once."""
        lines: dict[tuple[str | None, ...], Helpline] = {}
        for scope in action.lines:
            for line in lines_for(self.content, self.response, (scope,), self.on, for_writer=for_writer):
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
            evidence=self._evidence(finding),
            missing=tuple(self.rows[key] for key in finding.missing if key in self.rows),
            sources=self._sources(rule.sources),
        )

    def _had_effect(self, finding: Finding) -> bool:
        """Whether a met rule may be named: not if its offer is withheld."""
        offers = self.content.rule[finding.rule].offers
        return offers is None or offers in {offer.id for offer in (*self.assessment.pathways, *self.assessment.kinds)}

    def _holds(self) -> list[Finding]:
        """The met rules against a meeting, most urgent first, without those that another one says more exactly."""
        against = self._by_urgency(finding for finding in self.assessment.met if self._is_hold(finding))
        told = {rule.id for rule in uncovered(self.content.rule[finding.rule] for finding in against)}
        return [finding for finding in against if finding.rule in told]

    def _is_hold(self, finding: Finding) -> bool:
        rule = self.content.rule[finding.rule]
        return self._kind(finding) is RuleKind.HOLD or Tag.MEETING in rule.withholds

    def _undecided(self, withheld: frozenset[Tag]) -> tuple[Decision, ...]:
        """Options with a professional that may fit but depend on unanswered questions."""
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

    def _open_questions(self) -> tuple[OpenQuestions, ...]:
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

    def _lines(self, ids: Iterable[str]) -> tuple[Helpline, ...]:
        shown = set(ids)
        return tuple(line for line in self.content.helplines if line.id in shown)

    def _sources(self, ids: Iterable[str]) -> tuple[Source, ...]:
        return tuple(self.content.source[source] for source in ids)
