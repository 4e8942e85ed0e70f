"""One question with its answer in words, and its status."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from intake.domain.base import Frozen
from intake.domain.questionnaire import TYPED, Item, key_of
from intake.domain.response import Absent, Answer
from intake.i18n import Translator


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


class RowPhrase(Frozen):
    """An answer as part of a sentence. Phrases with the same `sentence` form one; "" stands alone."""

    text: str
    sentence: str = ""
    strong: bool = False


class Row(Frozen):
    """One question with its answer in words. `verbatim`: typed by the family, so quote it as written.

    `phrase`: how page 1 says it in a sentence; None if it stands under its label there.

    `key`: the link_id, plus the entry in a repeating section; `entry_name`: the name of that entry. Where several
    people answered, `value` names them.
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
    phrase: RowPhrase | None = None


def with_status(rows: Iterable[Row], *statuses: AnswerStatus) -> tuple[Row, ...]:
    """The rows with one of these statuses, grouped in the order of `statuses`."""
    all_rows = tuple(rows)
    return tuple(row for status in statuses for row in all_rows if row.status is status)


class Tally(Frozen):
    """The number of questions, and of those without an answer."""

    questions: int
    open: int


_OPEN = {
    Absent.NOT_ASKED: AnswerStatus.NOT_ASKED,
    Absent.UNKNOWN: AnswerStatus.UNKNOWN,
    Absent.DECLINED: AnswerStatus.DECLINED,
    Absent.UNNAMED: AnswerStatus.DECLINED,  # the list opens with a yes no longer
}


def status_of(item: Item, answer: Answer | None) -> AnswerStatus:
    """The status that an answer gives its question. A yes to a list without saying to what is reported too."""
    if answer is None or (answer.value is not None and not answer.given):
        return AnswerStatus.NOT_ASKED
    if answer.unnamed and item.opener is not None:
        return AnswerStatus.REPORTED if item.by_code[item.opener.no].sign is False else AnswerStatus.GIVEN
    if answer.absent is not None:
        return _OPEN[answer.absent]
    if item.type in TYPED:
        return AnswerStatus.GIVEN
    signs = {item.by_code[code].sign for code in answer.codes}
    if True in signs:
        return AnswerStatus.REPORTED
    return AnswerStatus.DENIED if False in signs else AnswerStatus.GIVEN


def row_of(
    item: Item,
    entry: str,
    entry_name: str,
    answer: Answer | None,
    words: Translator,
    told: Sequence[tuple[str, Answer]] = (),
) -> Row:
    """The row of a question, or of its repetition for an entry. `told`: who told what, where several people did."""
    status = status_of(item, answer)
    row = Row(
        key=key_of(item.link_id, entry),
        link_id=item.link_id,
        entry_name=entry_name,
        label=item.label,
        question=item.text,
        value=_value(item, answer, status, words),
        status=status,
        verbatim=item.type in TYPED and status is AnswerStatus.GIVEN,
        basis=_basis(answer, words),
    )
    return told_by_several(row, item, told, words)


def told_by_several(row: Row, item: Item, told: Sequence[tuple[str, Answer]], words: Translator) -> Row:
    """The row with what each person told. `told`: names and answers; what only one person of several told is named too.

    What decides stands first, whoever is on the line. Who gave a name is not named again beside it.
    Who was not asked is left out; who does not know or would rather not say is named beside those who answered.
    """
    asked = [(name, answer) for name, answer in told if status_of(item, answer) is not AnswerStatus.NOT_ASKED]
    if not any(answer.given or answer.unnamed for _, answer in asked):
        return row
    who: dict[str, list[str]] = {}
    for name, answer in asked:
        quoted = item.type in TYPED and answer.given
        value = f"“{answer.value}”" if quoted else _value(item, answer, status_of(item, answer), words)
        who.setdefault(value, []).append(", ".join(filter(None, (name, _basis(answer, words)))))
    graver_first = dict(sorted(who.items(), key=lambda one: one[0].strip("“”") != row.value))
    changes: dict[str, Any] = {"verbatim": False, "basis": "", "value": " · ".join(_with_names(graver_first, words))}
    if len(who) == 1:
        ((value, names),) = who.items()
        changes |= {"value": value, "basis": "; ".join(name for name in names if value != f"“{name}”")}
    return row.model_copy(update=changes)


def _with_names(who: Mapping[str, list[str]], words: Translator) -> Iterable[str]:
    return (words.ui("{who}: {answer}", who="; ".join(names), answer=value) for value, names in who.items())


def _value(item: Item, answer: Answer | None, status: AnswerStatus, words: Translator) -> str:
    match status:
        case AnswerStatus.NOT_ASKED:
            return words.ui("Not answered")
        case AnswerStatus.UNKNOWN:
            return words.ui("Not known")
        case AnswerStatus.DECLINED:
            return words.ui("Rather not say")
    return in_words(item, answer) if answer else ""


def in_words(item: Item, answer: Answer) -> str:
    """An answer as typed, or the texts of the options chosen."""
    if answer.unnamed and item.opener is not None:
        return item.opener.yes
    if item.type in TYPED:
        return str(answer.value)
    return "; ".join(item.by_code[code].text for code in answer.codes)


def _basis(answer: Answer | None, words: Translator) -> str:
    """How the family knows, and as of when."""
    if answer is None or answer.value is None:
        return ""
    bases = {"saw": words.ui("saw it"), "was-told": words.ui("was told"), "guess": words.ui("a guess")}
    basis = bases[answer.basis.value] if answer.basis else ""
    date = words.partial_date(answer.as_of) if answer.as_of else ""
    return ", ".join(part for part in (basis, date) if part)
