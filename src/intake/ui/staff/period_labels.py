"""Retention periods in words, for the retention page and the audit trail."""

from __future__ import annotations

from intake.domain.content import Content
from intake.i18n import Translator
from intake.store.retention_periods import KEPT, OF_THE_STATUS
from intake.store.schema import RecordStatus

_DAYS_IN_A_YEAR = 365
_YEARS_FROM = 2 * _DAYS_IN_A_YEAR


def statuses(words: Translator) -> dict[RecordStatus, str]:
    """The records that a period is for, by status."""
    ui = words.ui
    return {
        RecordStatus.CALLING: ui("Calls in progress"),
        RecordStatus.FOLLOW_UP: ui("Records waiting for follow-up"),
        RecordStatus.CLOSED: ui("Closed records"),
    }


def regions(content: Content) -> dict[str, str]:
    """The states and provinces that questions offer, by code."""
    items = content.questionnaire.items
    return {option.code: option.text for key in content.place.regions for option in items[key].options}


def label(key: str, words: Translator, content: Content) -> str:
    """What a period is for, from its name in the store: "Closed records: Oregon"."""
    status, _, region = key.partition(" ")
    name = statuses(words)[RecordStatus(status)]
    return words.ui("{records}: {state}", records=name, state=regions(content).get(region, region)) if region else name


def length(days: int | str | None, words: Translator) -> str:
    """How long: a number of days, in long periods also the years; or one of the words in the audit trail."""
    if days is None or days == KEPT:
        return words.ui("no limit")
    if days == OF_THE_STATUS:
        return words.ui("same as other states")
    number = int(days)
    text = words.count("{number} day", "{number:,} days", number)
    if number < _YEARS_FROM:
        return text
    years = f"{number / _DAYS_IN_A_YEAR:.1f}".removesuffix(".0")
    return words.ui("{days} (about {years} years)", days=text, years=years)
