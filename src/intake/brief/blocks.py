"""The kinds of blocks that an outline consists of. A drawing of the summary says how each looks.

`kind` is the name of a block's kind for templates, which do not see types.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from intake.brief import wording
from intake.brief.model import BriefGroup, BriefPart
from intake.brief.rows import AnswerStatus, Row, having
from intake.brief.timeline import Course


@dataclass(frozen=True)
class Paragraph:
    """Sentences. `lead`: words before them that stand out. `strong`: all of it stands out; `small`: it stands back."""

    kind: ClassVar[str] = "paragraph"
    text: str
    lead: str = ""
    strong: bool = False
    small: bool = False


@dataclass(frozen=True)
class Quotes:
    """Answers the family typed, to be shown as written. A drawing that is short of room may cut them."""

    kind: ClassVar[str] = "quotes"
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Facts:
    """Questions with their answers; `names` has the word for each state."""

    kind: ClassVar[str] = "facts"
    rows: tuple[Row, ...]
    names: Mapping[AnswerStatus, str]

    @property
    def stated(self) -> tuple[Row, ...]:
        """What was reported, then what else was answered; not what was denied."""
        return wording.stated(self.rows)

    @property
    def denied(self) -> tuple[Row, ...]:
        """What was answered with a no."""
        return having(self.rows, AnswerStatus.DENIED)

    @property
    def unanswered(self) -> list[tuple[str, tuple[Row, ...]]]:
        """What has no answer, by the word for why."""
        by_status = ((self.names[status], having(self.rows, status)) for status in wording.OPEN)
        return [(name, rows) for name, rows in by_status if rows]


@dataclass(frozen=True)
class Reasons:
    """The answers behind the priority. `more`: how many others there are, in words; "" for none."""

    kind: ClassVar[str] = "reasons"
    lead: str
    rows: tuple[Row, ...]
    more: str


@dataclass(frozen=True)
class RiskRow:
    """One line of the risk box. `nothing`: what stands where nothing was reported; "" where something was."""

    title: str
    nothing: str
    rows: Facts
    context: Facts

    @property
    def everything(self) -> Facts:
        """The rows and those that belong beside them, as one list."""
        return Facts(self.rows.rows + self.context.rows, self.rows.names)


@dataclass(frozen=True)
class RiskBox:
    """The dangers, one line for each kind."""

    kind: ClassVar[str] = "risk_box"
    rows: tuple[RiskRow, ...]


@dataclass(frozen=True)
class Entry:
    """One of several things by its name, with the answers about it."""

    title: str
    facts: Facts


@dataclass(frozen=True)
class EntryLines:
    """Several things in a line each. A drawing that is short of room may show the first ones and say so."""

    kind: ClassVar[str] = "entry_lines"
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class UnansweredSafety:
    """The safety questions without an answer: `text` counts them, `rows` are all of them.

    A drawing that is short of room says `in_box` (how many the risk box names already; "" for none) and names
    `elsewhere`, after the words `besides`.
    """

    kind: ClassVar[str] = "unanswered_safety"
    text: str
    rows: tuple[Row, ...]
    in_box: str
    besides: str
    elsewhere: tuple[Row, ...]


@dataclass(frozen=True)
class ReadingNote:
    """How to read the answers. `sign`: what ▲ means, for drawings that use it."""

    kind: ClassVar[str] = "reading_note"
    sign: str
    text: str


@dataclass(frozen=True)
class Share:
    """How much of a part is answered, in words; `part` has the numbers."""

    text: str
    part: BriefPart


@dataclass(frozen=True)
class Shares:
    """How much of each part is answered."""

    kind: ClassVar[str] = "shares"
    title: str
    rows: tuple[Share, ...]


@dataclass(frozen=True)
class Timeline:
    """Things in the order in which they happened. `undated`: a sentence on those without a time; "" for none."""

    course: Course
    undated: str


@dataclass(frozen=True)
class EntryGroup:
    """Several things that the same questions are asked of. `title`: "" where the heading above says the same.

    `source` is the group itself, for a drawing that sets it as a table.
    """

    kind: ClassVar[str] = "entry_group"
    title: str
    timeline: Timeline | None
    entries: tuple[Entry, ...]
    source: BriefGroup


@dataclass(frozen=True)
class Step:
    """One of the next steps, and when it is to be taken."""

    text: str
    when: str


@dataclass(frozen=True)
class Steps:
    """The next steps in order."""

    kind: ClassVar[str] = "steps"
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class RuleLine:
    """A rule that set the priority: the answers it rests on, and its sources by their numbers."""

    title: str
    level: str
    rule: str
    rests_on: tuple[Row, ...]
    sources: tuple[int, ...]


@dataclass(frozen=True)
class Rules:
    """The rules that set the priority, under the heads of three columns. `none`: what stands there without any."""

    kind: ClassVar[str] = "rules"
    columns: tuple[str, str, str]
    rules: tuple[RuleLine, ...]
    none: tuple[str, str, str]


@dataclass(frozen=True)
class Sources:
    """The sources of the rules, each with its title and publisher; the first has number 1."""

    kind: ClassVar[str] = "sources"
    lead: str
    titles: tuple[str, ...]


Block = (
    Paragraph
    | Quotes
    | Facts
    | Reasons
    | RiskBox
    | EntryLines
    | UnansweredSafety
    | ReadingNote
    | Shares
    | EntryGroup
    | Steps
    | Rules
    | Sources
)
