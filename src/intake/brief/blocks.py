"""The kinds of blocks in an outline. Each renderer of the summary decides how they look.

Templates cannot see types, so `kind` names the kind of a block for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from intake.brief import wording
from intake.brief.model import BriefGroup
from intake.brief.rows import AnswerStatus, Row, with_status
from intake.brief.timeline import Course


@dataclass(frozen=True)
class Paragraph:
    """Sentences. `lead`: an emphasized lead-in; `strong`: emphasize all of it; `small`: small print."""

    kind: ClassVar[str] = "paragraph"
    text: str
    lead: str = ""
    strong: bool = False
    small: bool = False


@dataclass(frozen=True)
class Quotes:
    """Answers the family typed, shown verbatim. A renderer short of space may truncate them."""

    kind: ClassVar[str] = "quotes"
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Facts:
    """Questions with their answers. `names`: the word for each status."""

    kind: ClassVar[str] = "facts"
    rows: tuple[Row, ...]
    names: Mapping[AnswerStatus, str]

    @property
    def stated(self) -> tuple[Row, ...]:
        """Rows reported, then rows with other answers; denials are left out."""
        return wording.stated(self.rows)

    @property
    def denied(self) -> tuple[Row, ...]:
        """Rows answered with a no."""
        return with_status(self.rows, AnswerStatus.DENIED)

    @property
    def unanswered(self) -> list[tuple[str, tuple[Row, ...]]]:
        """Rows without an answer, grouped by the word for the reason."""
        by_status = ((self.names[status], with_status(self.rows, status)) for status in wording.OPEN)
        return [(name, rows) for name, rows in by_status if rows]


@dataclass(frozen=True)
class Sentences:
    """Answers in sentences, each of one or more rows with a phrase, and then the `facts` that have none."""

    kind: ClassVar[str] = "sentences"
    sentences: tuple[tuple[Row, ...], ...]
    facts: Facts

    @property
    def texts(self) -> tuple[str, ...]:
        """Each sentence in plain text."""
        return tuple(wording.sentence(rows) for rows in self.sentences)


@dataclass(frozen=True)
class Listed:
    """Sentences, one per line, after a lead-in if there is one.

    `numbered`: they have an order; `more`: unnumbered lines after them.
    """

    kind: ClassVar[str] = "listed"
    lead: str
    texts: tuple[str, ...]
    numbered: bool = False
    more: tuple[str, ...] = ()

    @property
    def one_line(self) -> str:
        """The only text, which can follow its lead-in on the same line; "" if there are several."""
        return self.texts[0] if len(self.texts) == 1 and not self.numbered and not self.more else ""


@dataclass(frozen=True)
class Reasons:
    """The answers behind the priority. `more`: the number left out, in words; "" if none.

    `in_box`: keys of those that the risk box shows whole, for a renderer that says nothing twice.
    """

    kind: ClassVar[str] = "reasons"
    lead: str
    rows: tuple[Row, ...]
    more: str
    in_box: frozenset[str] = frozenset()

    @property
    def beside_box(self) -> tuple[tuple[Row, bool], ...]:
        """The rows, and whether to show the answer: not if the risk box does.

        A fact of the box that is no sign of its own, such as when it was, is left out beside others.
        """
        signs = [row for row in self.rows if row.key not in self.in_box or row.status is AnswerStatus.REPORTED]
        return tuple((row, row.key not in self.in_box) for row in signs or self.rows)


@dataclass(frozen=True)
class RiskRow:
    """One row of the risk box. `nothing_reported`: the sentence shown if nothing was reported; else "".

    `marks`: the word for each `status`, for a renderer with a column of them.
    """

    title: str
    nothing_reported: str
    facts: Facts
    context: Facts
    marks: Mapping[str, str]

    @property
    def status(self) -> str:
        """Reported, open, or denied: a no only if every question has an answer."""
        if with_status(self.facts.rows, AnswerStatus.REPORTED):
            return "reported"
        return "open" if self.facts.unanswered or not self.facts.rows else "denied"

    @property
    def mark(self) -> str:
        """The status in one word."""
        return self.marks[self.status]

    @property
    def all_facts(self) -> Facts:
        """The facts followed by their context, as one list."""
        return Facts(self.facts.rows + self.context.rows, self.facts.names)


@dataclass(frozen=True)
class RiskBox:
    """The dangers, one row for each kind."""

    kind: ClassVar[str] = "risk_box"
    rows: tuple[RiskRow, ...]


@dataclass(frozen=True)
class NamedEntry:
    """An entry of a repeating section: its name and the answers about it."""

    title: str
    facts: Facts


@dataclass(frozen=True)
class EntryLines:
    """Entries, one per line, and then the `facts` that belong to none of them, such as allergies.

    A renderer short of space may show only the first entries and say so.
    """

    kind: ClassVar[str] = "entry_lines"
    entries: tuple[NamedEntry, ...]
    facts: Facts


@dataclass(frozen=True)
class UnansweredSafety:
    """The safety questions without an answer. `text` gives their number; `rows` lists them all.

    A renderer short of space shows `in_box` (how many are in the risk box, in words; "" if none) and, after
    `elsewhere_lead`, only the rows in `elsewhere`.
    """

    kind: ClassVar[str] = "unanswered_safety"
    text: str
    rows: tuple[Row, ...]
    in_box: str
    elsewhere_lead: str
    elsewhere: tuple[Row, ...]


@dataclass(frozen=True)
class ReadingNote:
    """How to read the answers. `symbol`: what ▲ means, for renderers that use it."""

    kind: ClassVar[str] = "reading_note"
    symbol: str
    text: str


@dataclass(frozen=True)
class EntryTimeline:
    """Entries in chronological order. `undated`: a sentence naming those without a time; "" if none."""

    course: Course
    undated: str


@dataclass(frozen=True)
class EntryGroup:
    """The entries of a repeating section. `title`: "" if it equals the heading above.

    `source`: the group itself, for a renderer that sets it as a table.
    """

    kind: ClassVar[str] = "entry_group"
    title: str
    timeline: EntryTimeline | None
    entries: tuple[NamedEntry, ...]
    source: BriefGroup


@dataclass(frozen=True)
class StepLine:
    """One of the next steps and when to take it."""

    text: str
    when: str


@dataclass(frozen=True)
class Steps:
    """The next steps in order."""

    kind: ClassVar[str] = "steps"
    steps: tuple[StepLine, ...]


@dataclass(frozen=True)
class RuleLine:
    """A rule that set the priority, the answers it is based on, and the numbers of its sources."""

    title: str
    level: str
    based_on: tuple[Row, ...]
    sources: tuple[int, ...]


@dataclass(frozen=True)
class Rules:
    """The rules that set the priority. `columns`: the three column heads; `empty_row`: shown if there are no rules."""

    kind: ClassVar[str] = "rules"
    columns: tuple[str, str, str]
    rules: tuple[RuleLine, ...]
    empty_row: tuple[str, str, str]


@dataclass(frozen=True)
class Sources:
    """The sources of the rules, each with title and publisher, numbered from 1."""

    kind: ClassVar[str] = "sources"
    lead: str
    titles: tuple[str, ...]


Block = (
    Paragraph
    | Quotes
    | Facts
    | Sentences
    | Listed
    | Reasons
    | RiskBox
    | EntryLines
    | UnansweredSafety
    | ReadingNote
    | EntryGroup
    | Steps
    | Rules
    | Sources
)
