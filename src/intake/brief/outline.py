"""The outline of a brief: its headings, their order, and the content under each, in words.

Every renderer of the summary (HTML and PDF, plain text, screen) walks one `Outline` and renders its blocks. No renderer
has headings, an order, or lists of its own. A new section changes no renderer; a new kind of block needs a few lines in
each.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from intake.brief import wording
from intake.brief.blocks import (
    Block,
    EntryGroup,
    EntryLines,
    EntryTimeline,
    Facts,
    Listed,
    NamedEntry,
    Paragraph,
    Quotes,
    ReadingNote,
    Reasons,
    RiskBox,
    RiskRow,
    RuleLine,
    Rules,
    Sentences,
    Sources,
    StepLine,
    Steps,
    UnansweredSafety,
)
from intake.brief.model import AgreedParts, Brief, BriefGroup, BriefPart, BriefRisk, Decision, DeskFacts
from intake.brief.phrases import sentences
from intake.brief.rows import Row
from intake.domain.rules import Level, Truth
from intake.i18n import Translator


class SectionRole(StrEnum):
    """The purpose of a section, by which renderers choose its look."""

    REQUEST = "request"
    REACH = "reach"
    PEOPLE = "people"
    SBAR = "sbar"
    DANGER = "danger"
    RULES = "rules"
    OTHER = "other"


@dataclass(frozen=True)
class OutlineSection:
    """A heading, its blocks, and then its subsections. `aside`: what stands beside the heading, smaller."""

    title: str
    blocks: tuple[Block, ...]
    sections: tuple[OutlineSection, ...] = ()
    aside: str = ""
    role: SectionRole = SectionRole.OTHER


@dataclass(frozen=True)
class DocumentHead:
    """What a document says about itself. The screen omits it: the page around the summary says it."""

    title: str
    confidential: str
    unverified: str
    made: str
    not_a_no: str


@dataclass(frozen=True)
class Cover:
    """Page 1: the priority, sentences that must not be overlooked, then sections."""

    priority: str
    notices: tuple[str, ...]
    sections: tuple[OutlineSection, ...]


@dataclass(frozen=True)
class Outline:
    """A brief, ready to render: document head, page 1, and the sections after it."""

    language: str
    direction: str
    level: Level
    made_on: dt.datetime
    head: DocumentHead
    cover: Cover
    details: tuple[OutlineSection, ...]


def outline(brief: Brief, words: Translator) -> Outline:
    """The outline of a brief. `words` must be in the brief's language."""
    writer = _Outliner(brief, words)
    return Outline(
        language=brief.language,
        direction=words.direction,
        level=brief.level,
        made_on=brief.made_on,
        head=writer.head(),
        cover=writer.cover(),
        details=tuple(writer.details()),
    )


class _Outliner:
    """Builds the outline of one brief."""

    def __init__(self, brief: Brief, words: Translator) -> None:
        self.brief = brief
        self.words = words
        self.t = words.ui
        self.names = wording.status_names(words)

    def head(self) -> DocumentHead:
        t, brief = self.t, self.brief
        return DocumentHead(
            title=t("Family summary"),
            confidential=t(
                "Strictly confidential. Reported by a family. Not verified. Not an assessment or a diagnosis."
            ),
            unverified=t("Family-reported, not verified, not a diagnosis."),
            made=t(
                "Created {date}. Questions version {version}.",
                date=wording.timestamp(brief.made_on, self.words),
                version=brief.content_version,
            ),
            not_a_no=t("“Not known,” “Rather not say,” and “Not answered” do not mean no."),
        )

    # --- page 1 ---

    def cover(self) -> Cover:
        agreed = self.brief.agreed
        has_priority = agreed is None or agreed.priority
        priority = self.t("Suggested priority: {priority}", priority=wording.priority(self.brief))
        return Cover(
            priority=priority if has_priority else self.t("Parts of a family report"),
            notices=tuple(wording.notices(self.brief, self.words)),
            sections=tuple(self._cover_sections() if agreed is None else self._agreed_sections(agreed)),
        )

    def _agreed_sections(self, agreed: AgreedParts) -> Iterator[OutlineSection]:
        """Of page 1, only what the caller agreed to share."""
        brief, t = self.brief, self.t
        sbar = SectionRole.SBAR
        if "reach" in agreed.ids:
            yield self._reach()
        if "who" in agreed.ids:
            yield self._who()
        yield from self._taken_by()
        if brief.risk:
            yield self._risks()
        if "situation" in agreed.ids:
            yield OutlineSection(t("Situation"), tuple(self._situation()), role=sbar)
        if agreed.priority:
            yield OutlineSection(t("Assessment"), tuple(self._assessment()), role=sbar)
        if "background" in agreed.ids:
            yield OutlineSection(t("Background"), (self._facts(brief.background),), role=sbar)
        if brief.medicines.id in agreed.ids:
            yield OutlineSection(brief.medicines.title, tuple(self._medicines()))

    def _taken_by(self) -> Iterator[OutlineSection]:
        """The agency, the worker and the record number of a call."""
        if self.brief.desk is not None and self.brief.desk.taken_by:
            text = " · ".join(self.brief.desk.taken_by)
            yield OutlineSection(self.t("Taken by"), (Paragraph(text),), role=SectionRole.PEOPLE)

    def _cover_sections(self) -> Iterator[OutlineSection]:
        """The request and the way to reach the family, who it is about, and the risks; then the rest of SBAR.

        Someone with a minute reads no further than the risks.
        """
        brief, t = self.brief, self.t
        sbar = SectionRole.SBAR
        requests = Listed("", brief.requests, numbered=len(brief.requests) > 1)
        yield OutlineSection(t("Asked of you"), (requests,), role=SectionRole.REQUEST)
        yield self._reach()
        yield self._who()
        yield from self._taken_by()
        yield self._risks()
        yield OutlineSection(t("Situation"), tuple(self._situation()), role=sbar)
        yield OutlineSection(t("Assessment"), tuple(self._assessment()), role=sbar)
        yield OutlineSection(t("Background"), (self._facts(brief.background),), role=sbar)
        if told := tuple(self._told()):
            yield OutlineSection(t("Recommendation so far"), told, role=sbar)
        yield OutlineSection(brief.medicines.title, tuple(self._medicines()))
        yield OutlineSection(t("What is not known"), tuple(self._not_known()))

    def _reach(self) -> OutlineSection:
        blocks = (self._sentences(self.brief.reach),)
        return OutlineSection(self.t("Safe way to reach the family"), blocks, role=SectionRole.REACH)

    def _who(self) -> OutlineSection:
        blocks = (self._sentences(self.brief.who),)
        return OutlineSection(self.t("Who it is about"), blocks, role=SectionRole.PEOPLE)

    def _risks(self) -> OutlineSection:
        box = RiskBox(tuple(self._risk(part) for part in self.brief.risk))
        return OutlineSection(self.t("Risks, as reported by the family"), (box,), role=SectionRole.DANGER)

    def _situation(self) -> Iterator[Block]:
        """The family's own words first, then the other facts."""
        rows = self.brief.situation
        if quotes := tuple(row for row in rows if row.verbatim):
            yield Quotes(quotes)
        yield self._facts(tuple(row for row in rows if not row.verbatim))

    def _assessment(self) -> Iterator[Block]:
        brief, t = self.brief, self.t
        if brief.desk is not None and brief.desk.peak:
            yield Paragraph(t("Earlier in this case: {heading}.", heading=brief.desk.peak), strong=True)
        if brief.desk is not None and brief.desk.done:
            yield Listed(t("What was done about danger:"), brief.desk.done)
        if brief.reasons:
            more = t("and {number} more", number=brief.more_reasons) if brief.more_reasons else ""
            in_box = frozenset(row.key for part in brief.risk for row in part.whole_rows)
            yield Reasons(t("Because the family reported:"), brief.reasons, more, in_box)
        yield Paragraph(t("Suggested by fixed rules. No score, no diagnosis."), small=True)

    def _told(self) -> Iterator[Block]:
        """What the family was told to do: the R of SBAR, beside what is asked of the reader at the top."""
        brief, t = self.brief, self.t
        steps, also_today = wording.printed(brief.steps), wording.also_today(brief, self.words)
        if brief.desk is not None:
            if brief.desk.told:
                yield Listed(t("The family was told:"), brief.desk.told, numbered=len(brief.desk.told) > 1)
        elif steps:
            yield Listed(t("The family was told:"), steps, numbered=True, more=also_today)
        elif also_today:
            yield Listed(t("The family was told:"), also_today)

    def _risk(self, part: BriefRisk) -> RiskRow:
        nothing_reported = wording.nothing_reported(part, self.words)
        marks = {"reported": self.t("REPORTED"), "open": self.t("not known"), "denied": self.t("denied")}
        return RiskRow(part.title, nothing_reported, self._facts(part.rows), self._facts(part.context), marks)

    def _medicines(self) -> Iterator[Block]:
        box = self.brief.medicines
        if not box.all_rows:
            yield Paragraph(self.t("Not asked yet. That does not mean there are none."))
            return
        entries = tuple(entry for group in box.groups for entry in self._entries(group))
        yield EntryLines(entries, self._facts(box.rows))

    def _not_known(self) -> Iterator[Block]:
        brief, t = self.brief, self.t
        if brief.contradictions:
            yield Listed(t("Answers that do not match:"), tuple(map(wording.contradiction, brief.contradictions)))
        if brief.differences:
            told = tuple(f"{row.label} – {wording.quoted(row)}" for row in brief.differences)
            yield Listed(t("Family members differ on this. Please ask:"), told)
        link_ids_in_box = {row.link_id for part in brief.risk for row in (*part.rows, *part.context)}
        elsewhere = tuple(row for row in brief.unanswered_safety if row.link_id not in link_ids_in_box)
        in_box = len(brief.unanswered_safety) - len(elsewhere)
        yield UnansweredSafety(
            text=wording.unanswered_safety(brief, self.words),
            rows=brief.unanswered_safety,
            in_box=t("In the table above: {number}.", number=in_box) if in_box else "",
            elsewhere_lead=t("Not in the table:"),
            elsewhere=elsewhere,
        )
        yield from map(Paragraph, wording.other_unknowns(brief, self.words))

    # --- the pages after page 1 ---

    def details(self) -> Iterator[OutlineSection]:
        """All answers, what the result page said (unless it must stay out of files), and the rules that applied."""
        t, brief = self.t, self.brief
        parts = tuple(self._part(part) for part in brief.parts if not part.appendix)
        appendix = tuple(self._part(part) for part in brief.parts if part.appendix)
        if brief.agreed is not None:
            yield OutlineSection(t("All answers in these parts"), tuple(self._all_answers()), parts)
            return
        yield OutlineSection(t("All answers"), tuple(self._all_answers()), parts)
        if brief.desk is not None:
            yield from self._desk(brief.desk)
        elif not brief.file_withheld:
            yield OutlineSection(t("What the family was told"), tuple(self._result_page()))
        if brief.indicators:
            title = wording.indicators_title(brief, self.words)
            yield OutlineSection(title, tuple(self._indicators()))
        yield OutlineSection(t("How the priority was set"), tuple(self._rules()), role=SectionRole.RULES)
        if appendix:
            yield OutlineSection(t("Appendix: the family’s plan"), (), appendix)

    def _all_answers(self) -> Iterator[Block]:
        yield ReadingNote(self.t("▲ means reported."), wording.reading_note(self.words))

    def _part(self, part: BriefPart) -> OutlineSection:
        note = (Paragraph(part.note, small=True),) if part.note else ()
        facts = (self._facts(part.rows),) if part.rows else ()
        groups = (self._group(group, part.title) for group in part.groups)
        return OutlineSection(part.title, (*note, *facts, *groups), aside=wording.still_open(part, self.words))

    def _group(self, group: BriefGroup, heading: str) -> EntryGroup:
        course = group.course
        return EntryGroup(
            title="" if group.title == heading else group.title,
            timeline=EntryTimeline(course, wording.undated_note(course, self.words)) if course else None,
            entries=self._entries(group),
            source=group,
        )

    def _desk(self, desk: DeskFacts) -> Iterator[OutlineSection]:
        """What staff told the caller and the notes they marked for the file; nothing of what they did not."""
        if desk.told:
            told = (Listed(self.t("Staff told the caller on the phone:"), desk.told),)
            yield OutlineSection(self.t("What the family was told"), told)
        if desk.notes:
            yield OutlineSection(self.t("Notes by staff"), tuple(map(Paragraph, desk.notes)))

    def _result_page(self) -> Iterator[Block]:
        """The result, steps, and ways forward that the family saw."""
        brief, t = self.brief, self.t
        yield Paragraph(brief.text, lead=f"{wording.priority(brief)}.")
        yield Steps(tuple(StepLine(step.text, step.when) for step in brief.steps))
        if brief.also_today:
            yield Listed(t("Also today:"), tuple(step.text for step in brief.also_today))
        yield from map(Paragraph, wording.ways_forward(brief, self.words))

    def _indicators(self) -> Iterator[Block]:
        """The nine signs by whether they were reported."""
        brief, t = self.brief, self.t
        yield Paragraph(t("A list to think about. It is not a test."), small=True)
        leads = {Truth.MET: t("Reported:"), Truth.NOT_MET: t("Not reported:"), Truth.UNKNOWN: t("Not known:")}
        for reported, lead in leads.items():
            if titles := wording.indicators(brief, reported):
                yield Paragraph(f"{'; '.join(titles)}.", lead=lead)

    def _rules(self) -> Iterator[Block]:
        brief, t = self.brief, self.t
        numbers = {source.id: number for number, source in enumerate(brief.sources, start=1)}
        yield Paragraph(wording.rules_note(self.words), small=True)
        yield Rules(
            columns=(t("Rule that applied"), t("Based on"), t("Sources")),
            rules=tuple(_rule(decision, numbers) for decision in brief.decisions if decision.level),
            empty_row=(t("No danger rule applied"), t("All safety answers"), t("See the rule handbook")),
        )
        if brief.sources:
            yield Sources(t("Sources:"), tuple(f"{source.title} ({source.publisher})" for source in brief.sources))

    # --- pieces ---

    def _sentences(self, rows: tuple[Row, ...]) -> Sentences:
        return Sentences(sentences(rows), self._facts(tuple(row for row in rows if row.phrase is None)))

    def _facts(self, rows: tuple[Row, ...]) -> Facts:
        return Facts(rows, self.names)

    def _entries(self, group: BriefGroup) -> tuple[NamedEntry, ...]:
        return tuple(NamedEntry(title, self._facts(rows)) for title, rows in wording.entry_rows(group))


def _rule(decision: Decision, numbers: Mapping[str, int]) -> RuleLine:
    return RuleLine(
        title=decision.title,
        level=decision.level,
        based_on=decision.evidence or decision.missing,
        sources=tuple(numbers[source.id] for source in decision.sources),
    )
