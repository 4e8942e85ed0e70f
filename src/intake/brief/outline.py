"""The outline of a brief: its headings, their order, and what stands under each, in words.

Every drawing of the summary (HTML and PDF, plain text, the screen) walks one `Outline` and draws its blocks, each kind
in its own way. No drawing has a heading, an order or a list of its own. A new section needs no drawing to change; a new
kind of block needs a few lines in each.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from intake.brief import wording
from intake.brief.blocks import (
    Block,
    Entry,
    EntryGroup,
    EntryLines,
    Facts,
    Paragraph,
    Quotes,
    ReadingNote,
    Reasons,
    RiskBox,
    RiskRow,
    RuleLine,
    Rules,
    Share,
    Shares,
    Sources,
    Step,
    Steps,
    Timeline,
    UnansweredSafety,
)
from intake.brief.model import Brief, BriefGroup, BriefPart, BriefRisk, Decision
from intake.brief.rows import Row
from intake.domain.rules import Level
from intake.i18n import Translator


class Role(StrEnum):
    """What a section is for, so that a drawing can give those of one kind one look."""

    PEOPLE = "people"
    SBAR = "sbar"
    DANGER = "danger"
    RULES = "rules"
    OTHER = "other"


@dataclass(frozen=True)
class Section:
    """A heading, what stands under it, and then the sections one level below."""

    title: str
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...] = ()
    role: Role = Role.OTHER


@dataclass(frozen=True)
class Head:
    """What a document says of itself. The screen leaves it out: the page around the summary says it."""

    title: str
    confidential: str
    unverified: str
    made: str
    not_a_no: str


@dataclass(frozen=True)
class Cover:
    """Page 1: the priority, sentences that must not be overlooked, then its sections."""

    priority: str
    notices: tuple[str, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Outline:
    """A brief, ready to be drawn: head, page 1, and the sections after it."""

    language: str
    direction: str
    level: Level
    made_on: dt.datetime
    head: Head
    cover: Cover
    details: tuple[Section, ...]


def outline(brief: Brief, words: Translator) -> Outline:
    """The outline of a brief. `words` is of the brief's language."""
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
    """Writes the outline of one brief."""

    def __init__(self, brief: Brief, words: Translator) -> None:
        self.brief = brief
        self.words = words
        self.t = words.ui
        self.names = wording.states(words)

    def head(self) -> Head:
        t, brief = self.t, self.brief
        return Head(
            title=t("Family summary"),
            confidential=t(
                "Strictly confidential. Reported by a family, not verified, not an assessment and not a diagnosis."
            ),
            unverified=t("Family-reported, not verified, not a diagnosis."),
            made=t(
                "Made on {date}. Questions version {version}.",
                date=wording.moment(brief.made_on),
                version=brief.content_version,
            ),
            not_a_no=t("None of “Not known”, “Rather not say” and “Not answered” means no."),
        )

    # --- page 1 ---

    def cover(self) -> Cover:
        return Cover(
            priority=self.t("Suggested priority: {priority}", priority=self.brief.heading),
            notices=tuple(wording.notices(self.brief, self.words)),
            sections=tuple(self._cover_sections()),
        )

    def _cover_sections(self) -> Iterator[Section]:
        """Who, then SBAR (situation, background, assessment, request), the dangers, medicines, what is not known."""
        brief, t = self.brief, self.t
        yield Section(t("Who it is about"), (self._facts(brief.who),), role=Role.PEOPLE)
        yield Section(t("Who wrote it"), (self._facts(brief.reach),), role=Role.PEOPLE)
        yield Section(t("Situation"), tuple(self._situation()), role=Role.SBAR)
        yield Section(t("Background"), (self._facts(brief.background),), role=Role.SBAR)
        yield Section(t("Assessment"), tuple(self._assessment()), role=Role.SBAR)
        yield Section(t("Request"), (Paragraph(brief.request, lead=t("Asked of you:")),), role=Role.SBAR)
        risks = RiskBox(tuple(self._risk(part) for part in brief.risk))
        yield Section(t("Risk, as the family reports it"), (risks,), role=Role.DANGER)
        yield Section(brief.medicines.title, tuple(self._medicines()))
        yield Section(t("What is not known"), tuple(self._not_known()))

    def _situation(self) -> Iterator[Block]:
        """The family's own words first."""
        rows = self.brief.situation
        if quotes := tuple(row for row in rows if row.verbatim):
            yield Quotes(quotes)
        yield self._facts(tuple(row for row in rows if not row.verbatim))

    def _assessment(self) -> Iterator[Block]:
        brief, t = self.brief, self.t
        yield Paragraph(f"{brief.heading}.", strong=True)
        if brief.reasons:
            more = t("and {number} more", number=brief.more_reasons) if brief.more_reasons else ""
            yield Reasons(t("Because the family reported:"), brief.reasons, more)
        yield Paragraph(t("Suggested by fixed rules. No score, no diagnosis."), small=True)

    def _risk(self, part: BriefRisk) -> RiskRow:
        nothing = wording.nothing_reported(part, self.words)
        return RiskRow(part.title, nothing, self._facts(part.rows), self._facts(part.context))

    def _medicines(self) -> Iterator[Block]:
        box = self.brief.medicines
        if not box.all_rows:
            yield Paragraph(self.t("Not asked yet. That does not mean that there are none."))
            return
        if entries := tuple(entry for group in box.groups for entry in self._entries(group)):
            yield EntryLines(entries)
        yield self._facts(box.rows)

    def _not_known(self) -> Iterator[Block]:
        brief, t = self.brief, self.t
        boxed = {row.link_id for part in brief.risk for row in (*part.rows, *part.context)}
        elsewhere = tuple(row for row in brief.unanswered_safety if row.link_id not in boxed)
        in_box = len(brief.unanswered_safety) - len(elsewhere)
        yield UnansweredSafety(
            text=wording.safety_open(brief, self.words),
            rows=brief.unanswered_safety,
            in_box=t("In the table above: {number}.", number=in_box) if in_box else "",
            besides=t("Besides those:"),
            elsewhere=elsewhere,
        )
        yield from map(Paragraph, wording.rest_unknown(brief, self.words))

    # --- the pages after it ---

    def details(self) -> Iterator[Section]:
        """All answers; the result page, unless the file may not say it; the rules behind the priority."""
        t, brief = self.t, self.brief
        yield Section(t("All answers"), tuple(self._reading()), tuple(self._part(part) for part in brief.parts))
        if not brief.file_withheld:
            yield Section(t("What the family was told"), tuple(self._result_page()))
        yield Section(t("How the priority was reached"), tuple(self._rules()), role=Role.RULES)

    def _reading(self) -> Iterator[Block]:
        yield ReadingNote(self.t("▲ means reported."), wording.reading(self.words))
        if parts := wording.charted(self.brief):
            shares = tuple(Share(wording.counted(part, self.words), part) for part in parts)
            yield Shares(self.t("How much is answered"), shares)

    def _part(self, part: BriefPart) -> Section:
        note = (Paragraph(part.note, small=True),) if part.note else ()
        facts = (self._facts(part.rows),) if part.rows else ()
        return Section(part.title, (*note, *facts, *(self._group(group, part.title) for group in part.groups)))

    def _group(self, group: BriefGroup, heading: str) -> EntryGroup:
        course = group.course
        return EntryGroup(
            title="" if group.title == heading else group.title,
            timeline=Timeline(course, wording.undated(course, self.words)) if course else None,
            entries=self._entries(group),
            source=group,
        )

    def _result_page(self) -> Iterator[Block]:
        """The steps and ways forward that the family saw."""
        brief = self.brief
        yield Paragraph(brief.text, lead=f"{brief.heading}.")
        yield Steps(tuple(Step(step.text, step.when) for step in brief.steps))
        yield from map(Paragraph, wording.ways(brief, self.words))

    def _rules(self) -> Iterator[Block]:
        brief, t = self.brief, self.t
        numbers = {source.id: number for number, source in enumerate(brief.sources, start=1)}
        yield Paragraph(wording.fixed_rules(self.words), small=True)
        yield Rules(
            columns=(t("Rule that applied"), t("Based on"), t("Sources")),
            rules=tuple(_rule(one, numbers) for one in brief.decisions if one.level),
            none=(t("No rule for danger applied"), t("All safety answers"), t("See the rule handbook")),
        )
        if brief.sources:
            yield Sources(t("Sources:"), tuple(f"{source.title} ({source.publisher})" for source in brief.sources))

    # --- pieces ---

    def _facts(self, rows: tuple[Row, ...]) -> Facts:
        return Facts(rows, self.names)

    def _entries(self, group: BriefGroup) -> tuple[Entry, ...]:
        return tuple(Entry(title, self._facts(rows)) for title, rows in wording.entry_rows(group))


def _rule(decision: Decision, numbers: Mapping[str, int]) -> RuleLine:
    return RuleLine(
        title=decision.title,
        level=decision.level,
        rule=decision.rule,
        rests_on=decision.evidence or decision.missing,
        sources=tuple(numbers[source.id] for source in decision.sources),
    )
