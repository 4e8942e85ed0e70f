"""One question with its answer in words, and its status."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from intake.domain.base import Frozen
from intake.domain.questionnaire import TYPED, Item
from intake.domain.response import Absent, Answer


class AnswerStatus(StrEnum):
    """The status of a question. Only DENIED is a "no"."""

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
    """One question with its answer in words. `verbatim`: typed by the family, so quote it as written.

    `key`: the link_id, plus the entry in a repeating section; `entry_name`: the name of that entry.
    """

    key: str
    link_id: str
    entry_name: str = ""
    label: str
    question: str
    value: str
    status: AnswerStatus
    verbatim: bool = False
    basis: str = ""


def with_status(rows: Iterable[Row], *statuses: AnswerStatus) -> tuple[Row, ...]:
    """The rows with one of these statuses, grouped in the order of `statuses`."""
    all_rows = tuple(rows)
    return tuple(row for status in statuses for row in all_rows if row.status is status)


class Tally(Frozen):
    """The number of questions, of those with a sign reported, and of those without an answer."""

    questions: int
    signs: int
    open: int

    @property
    def answered(self) -> int:
        """The number of questions with an answer."""
        return self.questions - self.open


_OPEN = {
    Absent.NOT_ASKED: AnswerStatus.NOT_ASKED,
    Absent.UNKNOWN: AnswerStatus.UNKNOWN,
    Absent.DECLINED: AnswerStatus.DECLINED,
}


def status_of(item: Item, answer: Answer | None) -> AnswerStatus:
    """The status that an answer gives its question."""
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
