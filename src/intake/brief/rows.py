"""One question with its answer in words, and what is known of it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from intake.domain.base import Frozen
from intake.domain.questionnaire import TYPED, Item
from intake.domain.response import Absent, Answer


class AnswerStatus(StrEnum):
    """What is known of one question. Only DENIED is a "no"."""

    REPORTED = "reported"
    DENIED = "denied"
    GIVEN = "given"
    UNKNOWN = "not known"
    DECLINED = "declined"
    NOT_ASKED = "not asked"

    @property
    def open(self) -> bool:
        """Whether there is no answer with a value."""
        return self in (AnswerStatus.UNKNOWN, AnswerStatus.DECLINED, AnswerStatus.NOT_ASKED)


class Row(Frozen):
    """One question with its answer in words. `verbatim`: typed by the family, to be quoted as written.

    `key` is the link_id, in a section that repeats with the entry; `of` names the entry.
    """

    key: str
    link_id: str
    of: str = ""
    label: str
    question: str
    value: str
    status: AnswerStatus
    verbatim: bool = False
    basis: str = ""


def having(rows: Iterable[Row], *wanted: AnswerStatus) -> tuple[Row, ...]:
    """The rows with one of these states, state by state in the order given."""
    found = tuple(rows)
    return tuple(row for status in wanted for row in found if row.status is status)


class Tally(Frozen):
    """How many questions there are, at how many a sign was reported, and how many have no answer."""

    questions: int
    signs: int
    open: int

    @property
    def answered(self) -> int:
        """How many have an answer."""
        return self.questions - self.open


_OPEN = {
    Absent.NOT_ASKED: AnswerStatus.NOT_ASKED,
    Absent.UNKNOWN: AnswerStatus.UNKNOWN,
    Absent.DECLINED: AnswerStatus.DECLINED,
}


def status_of(item: Item, answer: Answer | None) -> AnswerStatus:
    """What is known of a question from the answer to it."""
    if answer is None:
        return AnswerStatus.NOT_ASKED
    if answer.absent is not None:
        return _OPEN[answer.absent]
    if not "".join(answer.codes).strip():
        return AnswerStatus.NOT_ASKED
    if item.type in TYPED:
        return AnswerStatus.GIVEN
    signs = {item.by_code[code].sign for code in answer.codes}
    if True in signs:
        return AnswerStatus.REPORTED
    return AnswerStatus.DENIED if False in signs else AnswerStatus.GIVEN
