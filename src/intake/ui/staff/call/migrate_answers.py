"""Answers of a stored record, adapted to today's questions and to today's date.

A record outlives the version of the questions it was answered with, so its answers are migrated like those of a
family's saved file. Answers relative to the day of the call ("last drink: today") get that day.
"""

from __future__ import annotations

import datetime as dt

from intake.domain.answers_json import of_day, read_answers_in
from intake.domain.content import Content
from intake.domain.response import Response
from intake.saved import Note
from intake.saved.migration import migrated
from intake.store.record_body import RecordContent


def answers(
    record: RecordContent, content: Content, answered_at: dt.datetime, now: dt.datetime
) -> tuple[Response, tuple[Note, ...]]:
    """The answers given at a moment, and notes on those that the migration changed.

    Raises AnswersError if they cannot be read.
    """
    document, notes = migrated(record["answers"], content.questionnaire, content.migrations)
    response = read_answers_in(document, content.questionnaire)
    day = answered_at.astimezone(now.tzinfo).date()
    return (response if day == now.date() else of_day(response, content.questionnaire, day)), notes
