"""The differences between two versions of a record's answers, in words."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from intake.brief import wording
from intake.brief.builder import brief
from intake.brief.model import Brief
from intake.brief.rows import AnswerStatus, Row
from intake.domain.assessing import assess
from intake.domain.content import Content
from intake.domain.response import Response
from intake.i18n import Translator


class AnswerChange(NamedTuple):
    """A question whose answer changed. `before` or `after` is "" if there was or is none."""

    label: str
    before: str
    after: str


def changes(
    content: Content, before: Response, after: Response, now: dt.datetime, words: Translator
) -> tuple[AnswerChange, ...]:
    """The changed answers in the order asked, preceded by the priority if it changed."""
    old, new = (_brief(content, response, now, words) for response in (before, after))
    priority = AnswerChange(words.ui("Suggested priority"), wording.priority(old), wording.priority(new))
    rows_before, rows_after = _rows(old), _rows(new)
    answers = (
        AnswerChange(_label(row), _value(rows_before.get(key)), _value(rows_after.get(key)))
        for key, row in {**rows_before, **rows_after}.items()
        if _bare(rows_before.get(key)) != _bare(rows_after.get(key))
    )
    return tuple(change for change in (priority, *answers) if change.before != change.after)


def _brief(content: Content, response: Response, now: dt.datetime, words: Translator) -> Brief:
    return brief(content, response, assess(content, response, now.date()), now, words)


def _rows(summary: Brief) -> dict[str, Row]:
    return {row.key: row for part in summary.sections for row in part.all_rows}


def _label(row: Row) -> str:
    return f"{row.label} ({row.entry_name})" if row.entry_name else row.label


def _bare(row: Row | None) -> str:
    """The answer without its basis and date: a new date alone is not a changed answer."""
    return "" if row is None or row.status is AnswerStatus.NOT_ASKED else row.value


def _value(row: Row | None) -> str:
    """The answer with its basis and date."""
    if row is None or row.status is AnswerStatus.NOT_ASKED:
        return ""
    return f"{row.value} ({row.basis})" if row.basis else row.value
