"""What an earlier answer means today: an overdose "in the past 3 days", told two weeks ago, was in the past month."""

from __future__ import annotations

import datetime as dt
import math

from intake.domain.questionnaire import Item, Option, Questionnaire
from intake.domain.response import Answer, Response

_WHOLE_DATE = 10  # characters: 2026-11-22


def read_on(questionnaire: Questionnaire, response: Response, on: dt.date) -> dict[str, tuple[Answer, ...]]:
    """The statements of a response as they read on the day `on`, by key.

    An event moves into the past: the answer is replaced by the option that holds today. What may have gone on since
    ("last use: today") is read both ways. Answers without a day, or of the same day, stay as they are.
    """
    day = on.isoformat()
    return {
        key: answers
        if all(_is_current(answer, day) for answer in answers)
        else tuple(read for answer in answers for read in _read(questionnaire.items[answer.link_id], answer, on))
        for key, answers in response.statements.items()
    }


def _is_current(answer: Answer, day: str) -> bool:
    return answer.as_of is None or len(answer.as_of) < _WHOLE_DATE or answer.as_of >= day or not answer.given


def _read(item: Item, answer: Answer, on: dt.date) -> tuple[Answer, ...]:
    """One answer as it reads on a day."""
    if _is_current(answer, on.isoformat()) or not any(option.within_days is not None for option in item.options):
        return (answer,)
    option = item.by_code[answer.codes[0]]
    if option.within_days is None:
        return (answer,)
    elapsed = (on - dt.date.fromisoformat(answer.as_of or "")).days
    older = sorted((one for one in item.options if one.within_days is not None), key=_days)
    holding = next((one for one in older if _days(one) >= _days(option) + elapsed), older[-1])
    aged = answer.model_copy(update={"value": holding.code})
    return (answer, aged) if item.passing and aged != answer else (aged,)


def _days(option: Option) -> float:
    return math.inf if option.within_days in (None, "any") else float(option.within_days)
