"""Everything a result or a summary says, in one language, ready to be drawn."""

from __future__ import annotations

import datetime as dt

from intake.brief.rows import AnswerStatus, Row, Tally, having
from intake.brief.timeline import Course
from intake.domain.base import Frozen, Personal
from intake.domain.helplines import Helpline
from intake.domain.rules import Level, Source, Tier


class BriefEntry(Frozen):
    """One of several things that the same questions are asked of, by its name."""

    entry: str
    title: str
    rows: tuple[Row, ...]


class BriefGroup(Frozen):
    """A section that repeats, with its entries, and how they lie in time where that is told.

    `named_by`: the question that names an entry, unless an option does.
    """

    id: str
    title: str
    named_by: str
    entries: tuple[BriefEntry, ...]
    course: Course | None = None


class BriefPart(Frozen):
    """Rows under one heading, and after them the sections that repeat. `note`: in small letters under the heading."""

    id: str
    title: str
    note: str = ""
    rows: tuple[Row, ...]
    groups: tuple[BriefGroup, ...] = ()

    @property
    def all_rows(self) -> tuple[Row, ...]:
        """The rows, and those of every entry."""
        return (*self.rows, *(row for group in self.groups for entry in group.entries for row in entry.rows))

    def having(self, *wanted: AnswerStatus) -> tuple[Row, ...]:
        """The rows with one of these states; those of entries are not among them."""
        return having(self.rows, *wanted)

    @property
    def tally(self) -> Tally:
        """How many questions it has, with those of every entry, and what became of them."""
        rows = self.all_rows
        return Tally(
            questions=len(rows),
            signs=len(having(rows, AnswerStatus.REPORTED)),
            open=sum(row.status.open for row in rows),
        )


class BriefRisk(BriefPart):
    """One line of the risk box, with answers that belong beside it."""

    context: tuple[Row, ...]


class BriefStep(Frozen):
    """One of the three next steps in words, with the lines to call and the rules that ask for it."""

    action: str
    text: str
    detail: str
    when: str
    lines: tuple[Helpline, ...]
    rules: tuple[str, ...]
    sources: tuple[Source, ...]


class BriefPathway(Frozen):
    """A way forward in words, with the reasons of the rules that offer it."""

    id: str
    title: str
    text: str
    evidence: str
    cost: str
    free: bool
    for_you: bool
    because: tuple[str, ...]
    lines: tuple[Helpline, ...]
    rules: tuple[str, ...]
    sources: tuple[Source, ...]


class Decision(Frozen):
    """One rule that applied: what it says, the answers it rests on, and where it comes from."""

    rule: str
    title: str
    because: str
    level: str
    evidence: tuple[Row, ...]
    missing: tuple[Row, ...]
    sources: tuple[Source, ...]


class OpenQuestions(Frozen):
    """Questions without an answer that could make the result more urgent, by the heading it would then have."""

    could_become: str
    rows: tuple[Row, ...]


class Brief(Frozen):
    """Everything a result page or a summary says, in one language, ready to be drawn.

    `notices`: sentences that must not be overlooked. `not_begun`: titles of parts of the full intake nobody has begun.
    """

    language: str
    content_version: str
    answered_version: str
    made_on: dt.datetime
    tier: Tier
    level: Level
    heading: str
    text: str
    request: str
    elsewhere: bool
    file_withheld: bool
    violence: bool
    reasons: tuple[Row, ...]
    more_reasons: int
    steps: tuple[BriefStep, ...]
    holds: tuple[Decision, ...]
    kinds: tuple[BriefPathway, ...]
    pathways: tuple[BriefPathway, ...]
    undecided: tuple[Decision, ...]
    lines: tuple[Helpline, ...]
    decisions: tuple[Decision, ...]
    open_questions: tuple[OpenQuestions, ...]
    unanswered_safety: tuple[Row, ...]
    who: tuple[Row, ...]
    reach: tuple[Row, ...]
    situation: tuple[Row, ...]
    background: tuple[Row, ...]
    notices: tuple[str, ...]
    risk: tuple[BriefRisk, ...]
    medicines: BriefPart
    parts: tuple[BriefPart, ...]
    sections: tuple[BriefPart, ...]
    not_begun: tuple[str, ...]
    left_out: tuple[Personal, ...]

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where the rules that set the priority come from, each once."""
        found = (source for decision in self.decisions if decision.level for source in decision.sources)
        return tuple({source.id: source for source in found}.values())

    @property
    def not_known(self) -> tuple[Row, ...]:
        """Every question that applies and has no value, each once, in asking order."""
        rows = (row for part in self.sections for row in part.all_rows if row.status.open)
        return tuple({row.key: row for row in rows}.values())
