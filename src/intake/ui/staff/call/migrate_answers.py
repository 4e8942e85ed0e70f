"""The answers that a record keeps, as they are of today's questions and of today.

A record outlives the questions it was asked with, so its answers are brought to today's as a family's saved file is;
and what was true on the day of a call ("last drink: today") says of which day it is.
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
    told: RecordContent, content: Content, given: dt.datetime, now: dt.datetime
) -> tuple[Response, tuple[ChangeNote, ...]]:
    """The answers given at a moment, and what of them became different. Raises AnswersError for what cannot be any."""
    fitting, notes = migrate_answers(told["answers"], content.questionnaire, content.migrations)
    response = answers_from(fitting, content.questionnaire)
    day = given.astimezone(now.tzinfo).date()
    return (response if day == now.date() else with_as_of(response, content.questionnaire, day)), notes
