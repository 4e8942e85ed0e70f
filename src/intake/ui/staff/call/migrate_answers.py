"""Answers of a stored record, adapted to today's questions and to today's date.

A record outlives the version of the questions it was answered with, so its answers are migrated like those of a
family's saved file. Answers relative to the day of the call ("last drink: today") get that day.
"""

from __future__ import annotations

import datetime as dt

from intake.domain.answers_json import answers_from, with_as_of
from intake.domain.content import Content
from intake.domain.response import Response
from intake.saved import ChangeNote
from intake.saved.migration import migrate_answers
from intake.store.record_body import RecordContent


def answers(
    record: RecordContent, content: Content, answered_at: dt.datetime, now: dt.datetime
) -> tuple[Response, tuple[ChangeNote, ...]]:
    """The answers of a record saved at `answered_at`, and notes on those that the migration changed.

    Raises AnswersError if they cannot be read.
    """
    document, notes = migrate_answers(record["answers"], content.questionnaire, content.migrations)
    response = answers_from(document, content.questionnaire)
    day = answered_at.astimezone(now.tzinfo).date()
    return (response if day == now.date() else with_as_of(response, content.questionnaire, day)), notes
