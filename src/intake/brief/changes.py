"""The differences between two versions of a record's answers, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from intake.brief import wording
from intake.brief.builder import brief
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


class _Told(NamedTuple):
    """One version in words: its priority and its answers by key."""

    priority: str
    rows: dict[str, Row]


def changes(
    content: Content, before: Response, after: Response, now: dt.datetime, words: Translator
) -> tuple[AnswerChange, ...]:
    """The changed answers in the order asked, preceded by the priority if it changed."""
    return changes_in_turn(content, (before, after), now, words)[0]


def changes_in_turn(
    content: Content, versions: Iterable[Response], now: dt.datetime, words: Translator
) -> tuple[tuple[AnswerChange, ...], ...]:
    """The changes from each version to the next, as `changes` finds them; each version is put in words once."""
    told = [_told(content, version, now, words) for version in versions]
    return tuple(_between(before, after, words) for before, after in pairwise(told))


def _told(content: Content, response: Response, now: dt.datetime, words: Translator) -> _Told:
    summary = brief(content, response, assess(content, response, now.date()), now, words)
    rows = {row.key: row for part in summary.sections for row in part.all_rows}
    return _Told(wording.priority(summary), rows)


def _between(before: _Told, after: _Told, words: Translator) -> tuple[AnswerChange, ...]:
    priority = AnswerChange(words.ui("Suggested priority"), before.priority, after.priority)
    answers = (
        AnswerChange(_label(row), _value(before.rows.get(key)), _value(after.rows.get(key)))
        for key, row in {**before.rows, **after.rows}.items()
        if _bare(before.rows.get(key)) != _bare(after.rows.get(key))
    )
    return tuple(change for change in (priority, *answers) if change.before != change.after)


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
