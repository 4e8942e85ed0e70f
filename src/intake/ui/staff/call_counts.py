"""What the pages with counts share: the period, the calls in it with worker and area, and the filters."""

from __future__ import annotations

import datetime as dt
from typing import Any

import streamlit as st

from intake.domain.rules import Tier
from intake.store import statistics
from intake.store.calls import Period
from intake.ui.common import session
from intake.ui.staff import store_access
from intake.ui.staff.call import open_record

Fact = dict[str, Any]
"""A call: the fields of CallFact, times in the agency's time zone, its week and month, its level, area and outcome."""


def weeks(key: str) -> Period:
    """The field for the period: how many weeks back."""
    ui = session.words().ui
    labels = {4: ui("4 weeks"), 8: ui("8 weeks"), 13: ui("13 weeks"), 52: ui("1 year")}
    chosen = st.selectbox(ui("Period"), list(labels), index=1, format_func=labels.__getitem__, key=key)
    return Period(begun_from=store_access.now() - dt.timedelta(weeks=chosen))


def facts(period: Period) -> list[Fact]:
    """The calls of a period."""
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


def narrowed(calls: list[Fact], key: str) -> list[Fact]:
    """The calls of one worker and one area, if staff chose them. `key` makes the fields unique."""
    ui = session.words().ui
    for fact, label in (("worker", ui("Worker")), ("area", ui("Area"))):
        values = sorted({call[fact] for call in calls})
        chosen = st.selectbox(label, values, index=None, placeholder=ui("All"), key=f"{key}_{fact}")
        if chosen is not None:
            calls = [call for call in calls if call[fact] == chosen]
    return calls


def _areas() -> dict[str, str]:
    """The names of states and provinces by code."""
    content = session.content()
    items = (content.questionnaire.items[question] for question in content.place.regions)
    return {option.code: option.text for item in items for option in item.options}
