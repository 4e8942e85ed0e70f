"""The types of a brief: everything a result page or a summary says, in one language."""

from __future__ import annotations

import datetime as dt

from intake.brief.rows import AnswerStatus, Row, Tally, with_status
from intake.brief.timeline import Course
from intake.domain.base import Frozen, Personal
from intake.domain.helplines import Helpline
from intake.domain.rules import Level, Source, Tier, Truth


class BriefEntry(Frozen):
    """An entry of a repeating section, with its name and rows."""

    entry: str
    title: str
    rows: tuple[Row, ...]


class BriefGroup(Frozen):
    """A repeating section with its entries. `course`: their timeline, if enough of them have a time.

    `named_by`: the question that names an entry, unless an option does.
    """

    id: str
    title: str
    named_by: str
    entries: tuple[BriefEntry, ...]
    course: Course | None = None


class BriefPart(Frozen):
    """Rows under one heading, then repeating sections.

    `note`: small print under the heading. `appendix`: the part stands after everything else.
    """

    id: str
    title: str
    note: str = ""
    rows: tuple[Row, ...]
    groups: tuple[BriefGroup, ...] = ()
    appendix: bool = False

    @property
    def all_rows(self) -> tuple[Row, ...]:
        """The rows, then those of every entry."""
        return (*self.rows, *(row for group in self.groups for entry in group.entries for row in entry.rows))

    def with_status(self, *statuses: AnswerStatus) -> tuple[Row, ...]:
        """The rows with one of these statuses, without those of entries."""
        return with_status(self.rows, *statuses)

    @property
    def tally(self) -> Tally:
        """The counts of its questions, including those of every entry."""
        rows = self.all_rows
        return Tally(
            questions=len(rows),
            open=sum(row.status.open for row in rows),
        )


class BriefRisk(BriefPart):
    """One row of the risk box. `context`: related answers shown with it.

    `partly`: link_ids of questions of which the row shows only some answers, such as of "danger right now".
    """

    context: tuple[Row, ...]
    partly: frozenset[str] = frozenset()

    @property
    def whole_rows(self) -> tuple[Row, ...]:
        """The rows and the context that show their whole answer."""
        return tuple(row for row in (*self.rows, *self.context) if row.link_id not in self.partly)


class BriefStep(Frozen):
    """A next step, or something else that is urgent, with lines to call and the rules that recommend it.

    `unprinted`: it must not be in a file, because the person whom the family fears could find it. If the file is
    withheld, and the family makes one all the same, it has only urgent steps that do no harm if that person reads them:
    none of a rule that withholds the file, and none that helps someone be safe from them. The screen and the words for
    the phone have them all, and page 1 asks the professional to call an advocate in.
    """

    action: str
    text: str
    detail: str
    when: str
    unprinted: bool
    lines: tuple[Helpline, ...]
    rules: tuple[str, ...]
    sources: tuple[Source, ...]


class BriefPathway(Frozen):
    """A way forward, with the reasons given by the rules that offer it. `line`: what it is, in a line."""

    id: str
    title: str
    line: str
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
    """A rule that applied: what it says, the answers it is based on, and its sources."""

    rule: str
    title: str
    because: str
    level: str
    evidence: tuple[Row, ...]
    missing: tuple[Row, ...]
    sources: tuple[Source, ...]


class OpenQuestions(Frozen):
    """Unanswered questions that could raise the priority. `could_become`: the heading it would then have."""

    could_become: str
    rows: tuple[Row, ...]


class BriefIndicator(Frozen):
    """One of the signs that it may be time for outside help, and whether it was reported (UNKNOWN: not known)."""

    id: str
    title: str
    reported: Truth


class AgreedParts(Frozen):
    """The parts of the summary that a file is limited to, because the caller agreed to share only these.

    `ids`: of the parts in the layout; `priority`: the file says how urgent it is.
    """

    titles: tuple[str, ...]
    ids: frozenset[str]
    priority: bool


class DeskFacts(Frozen):
    """What a summary says about a call to an agency: who took it, what staff told the caller, notes for the file.

    `taken_by`: agency, worker and record number, in words. `told`: the sentences that staff ticked as told. `done`:
    what was done about danger, oldest first. `peak`: the most urgent heading that the case had, if today's is another
    one.
    """

    taken_by: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    peak: str = ""
    notes: tuple[str, ...] = ()


class Brief(Frozen):
    """Everything a result page or a summary says, in one language, ready to render.

    `heading`: how soon to act, or that safety questions are open. `so_far`: if they are and nothing is urgent, what the
    answers so far mean. `steps`: at most three; `also_today`: what else is urgent. `requests`: what the professional is
    asked to do, the most urgent first. `contradictions`: rules met by answers that do not fit together. `differences`:
    answers in which several informants contradict each other; `informants`: what they are called, empty if one person
    answered alone. `notices`: sentences that must not be overlooked. `not_started`: titles of parts of the full intake
    with no answer yet. `elsewhere`: 911 and 988 do not work where the person is. `agreed`: what it is limited to, if
    not everything. `desk`: about the call, if staff took the answers; a family that used the app was told what the app
    shows.
    """

    language: str
    content_version: str
    answered_version: str
    made_on: dt.datetime
    tier: Tier
    level: Level
    heading: str
    so_far: str
    text: str
    requests: tuple[str, ...]
    elsewhere: bool
    file_withheld: bool
    violence: bool
    reasons: tuple[Row, ...]
    more_reasons: int
    steps: tuple[BriefStep, ...]
    also_today: tuple[BriefStep, ...]
    contradictions: tuple[Decision, ...]
    differences: tuple[Row, ...] = ()
    informants: tuple[str, ...] = ()
    indicators: tuple[BriefIndicator, ...]
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
    not_started: tuple[str, ...]
    left_out: tuple[Personal, ...]
    agreed: AgreedParts | None = None
    desk: DeskFacts | None = None

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of the rules that set the priority, without duplicates."""
        sources = (source for decision in self.decisions if decision.level for source in decision.sources)
        return tuple({source.id: source for source in sources}.values())

    @property
    def not_known(self) -> tuple[Row, ...]:
        """The applicable questions without a value, without duplicates, in the order asked."""
        rows = (row for part in self.sections for row in part.all_rows if row.status.open)
        return tuple({row.key: row for row in rows}.values())
