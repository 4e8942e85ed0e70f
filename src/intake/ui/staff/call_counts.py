"""What the pages with counts share: the period, the filters, and the calls, read only for counts not worked out yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cached_property, partial
from typing import Any, TypeVar

import streamlit as st

from intake.domain.rules import Tier
from intake.store import statistics
from intake.store.calls import Period
from intake.ui.common import session
from intake.ui.staff import store_access
from intake.ui.staff.call import open_record

Fact = dict[str, Any]
"""A call: the fields of CallFact, times in the agency's time zone, its week and month, its level, area and outcome."""
T = TypeVar("T")
_COUNTED = "call_counts"  # what was counted, until a call or a case changes
_FILTERS = ("worker", "area")


def weeks(key: str) -> Period:
    """The field for the period: how many weeks back, whole days."""
    ui = session.words().ui
    labels = {4: ui("4 weeks"), 8: ui("8 weeks"), 13: ui("13 weeks"), 52: ui("1 year")}
    chosen = st.selectbox(ui("Period"), list(labels), index=1, format_func=labels.__getitem__, key=key)
    today = session.now().replace(hour=0, minute=0, second=0, microsecond=0)
    return Period(begun_from=today - dt.timedelta(weeks=chosen))


class Calls:
    """The calls of a period, of one worker and one area if staff chose them. `key` makes the fields unique."""

    def __init__(self, period: Period, key: str) -> None:
        self._period = period
        state = (period, session.words().language, store_access.lists(open_record.actor()).calls_state())
        counted_for, self._counted = st.session_state.get(_COUNTED, ((), {}))
        if counted_for != state:
            self._counted = {}
            st.session_state[_COUNTED] = (state, self._counted)
        self._chosen: tuple[str | None, ...] = ()
        ui = session.words().ui
        for fact, label in zip(_FILTERS, (ui("Worker"), ui("Area")), strict=True):
            values = self.counted(f"values of {fact}", partial(_values, fact))
            chosen = st.selectbox(label, values, index=None, placeholder=ui("All"), key=f"{key}_{fact}")
            self._chosen = (*self._chosen, chosen)

    def counted(self, name: str, count: Callable[[list[Fact]], T]) -> T:
        """What `count` finds in the calls; under one name it counts once, until a call changes."""
        place = (name, *self._chosen)
        if place not in self._counted:
            self._counted[place] = count([call for call in self._all if self._is_chosen(call)])
        result: T = self._counted[place]
        return result

    @cached_property
    def _all(self) -> list[Fact]:
        return _facts(self._period)

    def _is_chosen(self, call: Fact) -> bool:
        return all(value in (None, call[fact]) for fact, value in zip(_FILTERS, self._chosen, strict=False))


def _values(fact: str, calls: list[Fact]) -> list[str]:
    return sorted({call[fact] for call in calls})


def _facts(period: Period) -> list[Fact]:
    """The calls of a period, with what they are counted by."""
    ui, zone, desk = session.words().ui, session.now().tzinfo, session.content().call_desk
    areas = _areas()
    rows = []
    for call in store_access.lists(open_record.actor()).overview(period):
        outcome = desk.outcome_of(call.outcome or "")
        began = call.began_at.astimezone(zone)
        rows.append(
            {
                **call._asdict(),
                "began_at": began,
                "week": statistics.week_of(began),
                "month": began.date().replace(day=1),
                "level": list(Tier)[call.urgency].level,
                "area": areas.get(call.region or "", ui("Not known")),
                "result": outcome.text if outcome is not None else None,
                "asks_safety": outcome is None or outcome.asks_safety,
                "open": ui("Some not asked") if call.must_ask else ui("All asked"),
            }
        )
    return rows


def _areas() -> dict[str, str]:
    """The names of states and provinces by code."""
    content = session.content()
    items = (content.questionnaire.items[question] for question in content.place.regions)
    return {option.code: option.text for item in items for option in item.options}
