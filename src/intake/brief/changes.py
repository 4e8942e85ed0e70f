"""What is different between two states of a record's answers, in words."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from intake.brief.builder import brief
from intake.brief.model import Brief
from intake.brief.rows import AnswerStatus, Row
from intake.domain.assessing import assess
from intake.domain.content import Content
from intake.domain.response import Response
from intake.i18n import Translator


class AnswerChange(NamedTuple):
    """One question whose answer is another now; "" where there was none before, or is none any more."""

    label: str
    before: str
    after: str


def changes(
    content: Content, before: Response, after: Response, now: dt.datetime, words: Translator
) -> tuple[AnswerChange, ...]:
    """Every answer that is different, in asking order; before them how urgent it is, where that is different."""
    old, new = (_said(content, response, now, words) for response in (before, after))
    urgency = AnswerChange(words.ui("Suggested priority"), old.heading, new.heading)
    rows_before, rows_after = _rows(old), _rows(new)
    found = (
        AnswerChange(_label(row), _value(rows_before.get(key)), _value(rows_after.get(key)))
        for key, row in {**rows_before, **rows_after}.items()
        if _bare(rows_before.get(key)) != _bare(rows_after.get(key))
    )
    return tuple(one for one in (urgency, *found) if one.before != one.after)


def _said(content: Content, response: Response, now: dt.datetime, words: Translator) -> Brief:
    return brief(content, response, assess(content, response, now.date()), now, words)


def _rows(found: Brief) -> dict[str, Row]:
    return {row.key: row for part in found.sections for row in part.all_rows}


def _label(row: Row) -> str:
    return f"{row.label} ({row.of})" if row.of else row.label


def _bare(row: Row | None) -> str:
    """What was said, without how it is known and of when it speaks: an older answer is no other answer."""
    return "" if row is None or row.status is AnswerStatus.NOT_ASKED else row.value


def _value(row: Row | None) -> str:
    if row is None or row.status is AnswerStatus.NOT_ASKED:
        return ""
    return f"{row.value} ({row.basis})" if row.basis else row.value
