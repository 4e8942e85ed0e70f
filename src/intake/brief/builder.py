"""Builds the brief, the one list of rows behind every output: review page, result page, PDF, HTML, and plain text.

`brief` puts answers and assessment into the words of one language. It decides nothing: urgency, findings, and steps
come from the engine, and content/summary/layout.toml says where each answer appears. Questions that the layout does not
name appear under "Other answers", so no answer is lost.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from intake.brief.courses import course_of
from intake.brief.entry_names import name_of_entry
from intake.brief.findings import MOST_REASONS, Findings
from intake.brief.informants import informant_names, told_by_each
from intake.brief.labels import by_label, limited
from intake.brief.model import (
    Brief,
    BriefEntry,
    BriefGroup,
    BriefIndicator,
    BriefPart,
    BriefPathway,
    BriefRisk,
    BriefStep,
)
from intake.brief.phrases import with_phrase
from intake.brief.rows import Row, row_of, told_by_several
from intake.brief.step_words import asks_for_self, meets, step_words
from intake.brief.words_abroad import words_abroad
from intake.domain.assessing import assess, doubted_answers, indicators
from intake.domain.assessment import Assessment, Offer, Step
from intake.domain.base import Personal, Tag
from intake.domain.case import without_names
from intake.domain.content import Content
from intake.domain.helplines import Helpline
from intake.domain.local_helplines import elsewhere, lines_for, that_reach_them
from intake.domain.questionnaire import FOR_THE_FAMILY, Section, key_of
from intake.domain.response import Response
from intake.domain.routing import entries, route
from intake.domain.rules import Action, Band, Level, Pathway, Source
from intake.domain.summary_layout import MedicinesBox, Part, RiskPart
from intake.i18n import Translator


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
        # Keeps what is withheld for a reason that is not in `response`, such as violence told in confidence.
        withheld = frozenset(assessment.withheld)
        assessment = assess(content, response, assessment.on, untold=own, withheld=withheld)
    return _BriefBuilder(content, response, assessment, words, kinds).brief(made_on)


def without(response: Response, content: Content, left_out: Iterable[Personal]) -> Response:
    """The answers that a file may contain: without the kinds in `left_out`, and none about the person who answers."""
    kinds, items, section_of = frozenset(left_out), content.questionnaire.items, content.questionnaire.section_of
    response = without_names(response) if Personal.NAME in kinds else response
    hidden = {"self", "choose"} if Personal.PROFESSIONALS in kinds else {"self"}
    return response.without(
        *(
            answer.key
            for answer in response.answers
            if items[answer.link_id].left_out_with in kinds or section_of[answer.link_id].asked in hidden
        )
    )


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
        self.told = told_by_each(content, self.response, words)
        asked_questions = route(content.questionnaire, response)
        self.asked_keys = {asked.key for asked in asked_questions}
        self.asked_link_ids = {asked.link_id for asked in asked_questions}
        self.sections = [section for section in content.questionnaire.sections if self._in_brief(section)]
        self.rows = {row.key: row for section in self.sections for row in self._rows(section)}
        self.findings = Findings(content, self.response, assessment, self.rows, words, self.told)
        self.believed = self.response.without(*doubted_answers(content, assessment.met))
        self.keys_of: dict[str, tuple[str, ...]] = {}
        for row in self.rows.values():
            self.keys_of[row.link_id] = (*self.keys_of.get(row.link_id, ()), row.key)

    def brief(self, made_on: dt.datetime) -> Brief:
        content, assessment = self.content, self.assessment
        band = content.band[assessment.tier.level]
        reasons = self.findings.reasons()
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
            text=self._placed(band.text),
            requests=self.findings.requests(band),
            elsewhere=elsewhere(content, self.response),
            file_withheld=Tag.FILE in assessment.withheld,
            violence=Tag.CONFRONTATION in assessment.withheld,
            reasons=reasons[:MOST_REASONS],
            more_reasons=len(reasons[MOST_REASONS:]),
            steps=tuple(self._step(step) for step in assessment.steps),
            also_today=tuple(self._step(step) for step in assessment.also_today),
            contradictions=self.findings.contradictions(),
            differences=self.findings.differences(),
            informants=tuple(informant_names(content, self.response, self.words).values()),
            indicators=tuple(
                BriefIndicator(id=indicator.id, title=indicator.title, reported=truth)
                for indicator, truth in indicators(content, self.believed)
            ),
            holds=self.findings.holds(),
            kinds=tuple(self._pathway(offer, content.kind[offer.id]) for offer in assessment.kinds),
            pathways=tuple(self._pathway(offer, content.pathway[offer.id]) for offer in assessment.pathways),
            undecided=self.findings.undecided(),
            lines=self._lines(assessment.lines),
            decisions=self.findings.decisions(),
            open_questions=self.findings.open_questions(),
            unanswered_safety=tuple(
                self._marked_if_doubted(self.rows[key]) for key in assessment.unknowns if key in self.rows
            ),
            who=self._in_sentences(content.layout.who),
            reach=self._in_sentences(content.layout.reach),
            situation=self._short_labels(content.layout.situation),
            background=self._short_labels(content.layout.background),
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
                    answer = self.response.by_key.get(key_of(item.link_id, entry))
                    told = self.told.get(key_of(item.link_id, entry), ())
                    yield row_of(item, entry, name, answer, self.words, told)

    def _entries(self, section: Section) -> tuple[str, ...]:
        """The entries of a section, then former entries that still have answers."""
        current = entries(self.content.questionnaire, section, self.response)
        with_answers = (
            answer.entry for item in section.items for answer in self.response.by_question.get(item.link_id, ())
        )
        return tuple(dict.fromkeys((*current, *with_answers)))

    def _rows_of(self, link_ids: Iterable[str]) -> tuple[Row, ...]:
        """The rows of these questions that apply or have an answer anyway."""
        rows = (self.rows[key] for link_id in link_ids for key in self.keys_of.get(link_id, ()))
        return tuple(row for row in rows if row.key in self.asked_keys or not row.status.open)

    def _in_sentences(self, link_ids: Iterable[str]) -> tuple[Row, ...]:
        """These rows, each with its phrase; without one where several people answered, or where it has no answer."""
        phrases = {phrase.question: phrase for phrase in self.content.layout.phrases}
        rows = self._rows_of(link_ids)
        return tuple(
            with_phrase(row, phrases[row.link_id], self.response.by_key[row.key].codes)
            if row.link_id in phrases and not row.status.open and not self.told.get(row.key)
            else row
            for row in rows
        )

    def _short_labels(self, link_ids: Iterable[str]) -> tuple[Row, ...]:
        """These rows, with the labels for narrow columns."""
        short = {short.question: short.label for short in self.content.layout.short_labels}
        return tuple(
            row.model_copy(update={"label": short[row.link_id]}) if row.link_id in short else row
            for row in self._rows_of(link_ids)
        )

    def _risk(self, part: RiskPart) -> BriefRisk:
        items, answers = self.content.questionnaire.items, self.response.by_key
        rows = (
            row
            for whole in self._rows_of(part.items)
            for row in by_label(
                whole, items[whole.link_id], answers.get(whole.key), self.words, self.told.get(whole.key, ())
            )
        )
        return BriefRisk(
            id=part.id,
            title=part.title,
            rows=(*self._gate(part), *rows),
            context=self._rows_of(part.context),
            partly=frozenset((*part.gate, *part.also)),
        )

    def _is_left_out(self, part: RiskPart) -> bool:
        """Whether all questions of a row of the risk box are left out."""
        items = self.content.questionnaire.items
        return bool(part.items) and all(items[link_id].left_out_with in self.left_out for link_id in part.items)

    def _gate(self, part: RiskPart) -> tuple[Row, ...]:
        """Rows of the danger question and of other rows, cut down to the answers that belong to this row too."""
        rows: list[Row] = []
        for link_id, codes in (*part.gate.items(), *part.also.items()):
            item, answer = self.content.questionnaire.items[link_id], self.response.by_key.get(link_id)
            reported = [code for code in codes if answer is not None and code in answer.codes]
            if reported:
                options = [item.by_code[code] for code in reported]
                value = "; ".join(option.text for option in options)
                row = self.rows[link_id].model_copy(update={"value": value})
                rows.append(told_by_several(row, item, limited(self.told.get(link_id, ()), options, item), self.words))
        return tuple(rows)

    def _placed(self, text: str) -> str:
        """The text, with numbers that work where the person is."""
        if not elsewhere(self.content, self.response):
            return text
        return words_abroad(text, self.content.place.abroad, own=asks_for_self(self.content, self.response))

    def _so_far(self, band: Band) -> str:
        """What the answers mean while safety questions are open."""
        if band.level is Level.OPEN:
            return self.words.ui("So far, nothing you told us points to danger")
        return self.words.ui("So far: {heading}", heading=band.heading)

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
        return BriefPart(
            id=part.id, title=part.title, note=part.note or "", rows=rows, groups=groups, appendix=part.appendix
        )

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
        courses = (
            course_of(self.content, self.response, timeline, brief_entries, self.on, self.words)
            for timeline in timelines
        )
        return BriefGroup(
            id=section.id,
            title=section.title,
            named_by=section.repeats.named_by if section.repeats else "",
            entries=brief_entries,
            course=next(courses, None),
        )

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
            found = lines_for(self.content, self.response, (scope,), self.on, for_writer=for_writer)
            for line in found if for_writer else that_reach_them(self.content, self.response, found):
                if line.call or line.text or line.web:
                    lines.setdefault((line.call, line.text, line.web), line)
        return tuple(lines.values())

    def _pathway(self, offer: Offer, pathway: Pathway) -> BriefPathway:
        return BriefPathway(
            id=pathway.id,
            title=pathway.title,
            line=pathway.line or pathway.text,
            text=pathway.text,
            evidence=pathway.evidence,
            cost=pathway.cost,
            free=pathway.free,
            for_you=pathway.for_you,
            because=tuple(dict.fromkeys(self._placed(self.content.rule[rule].because) for rule in offer.rules)),
            lines=lines_for(self.content, self.response, pathway.lines, self.on),
            rules=offer.rules,
            sources=self._sources(pathway.sources),
        )

    def _lines(self, ids: Iterable[str]) -> tuple[Helpline, ...]:
        shown = set(ids)
        return tuple(line for line in self.content.helplines if line.id in shown)

    def _sources(self, ids: Iterable[str]) -> tuple[Source, ...]:
        return tuple(self.content.source[source] for source in ids)
