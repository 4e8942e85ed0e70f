"""When the entries of a repeating section happened, read from their answers and placed on a timeline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from intake.brief.model import BriefEntry
from intake.brief.rows import in_words
from intake.brief.timeline import Course, TimedEntry, course_by_date, course_by_step, date_in
from intake.domain.content import Content
from intake.domain.questionnaire import TYPED, Item, key_of
from intake.domain.response import Answer, Response
from intake.domain.summary_layout import Timeline
from intake.i18n import Translator


def course_of(
    content: Content,
    response: Response,
    timeline: Timeline,
    entries: Iterable[BriefEntry],
    on: dt.date,
    words: Translator,
) -> Course | None:
    """The entries over time: by date, or by the steps of an ordered question if that places more of them."""
    item = content.questionnaire.items[timeline.when]
    options = [option.text for option in item.options] if item.ordered else []
    timed = tuple(
        _timed(item, entry, response.by_key.get(key_of(item.link_id, entry.entry)), timeline.latest, words)
        for entry in entries
    )
    steps = options if timeline.latest == "last" else options[::-1]
    by_date = course_by_date(timeline.title, timed, on)
    if by_date:
        ends = {"start": words.partial_date(by_date.start), "end": words.partial_date(by_date.end)}
        by_date = by_date.model_copy(update=ends)
    courses = (by_date, course_by_step(timeline.title, timed, steps))
    return max((course for course in courses if course), key=lambda course: len(course.moments), default=None)


def _timed(item: Item, entry: BriefEntry, answer: Answer | None, latest: str, words: Translator) -> TimedEntry:
    """The entry with the time from its answer to `item`."""
    if answer is None or answer.value is None:
        return TimedEntry(title=entry.title, when="")
    value = in_words(item, answer)
    when = f"{value} ({words.partial_date(answer.as_of)})" if answer.as_of else value
    date = answer.as_of or (date_in(value) if item.type in TYPED else None)
    rank = item.rank.get(answer.codes[0]) if item.ordered else None
    step = rank if rank is None or latest == "last" else len(item.options) - 1 - rank
    return TimedEntry(title=entry.title, when=when, date=date, step=step)
