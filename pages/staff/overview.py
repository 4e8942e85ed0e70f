"""The overview for supervisors: calls by week, urgency, worker and area, and time to the next contact. No names."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from intake.domain.rules import Level
from intake.store import statistics
from intake.ui.common import html, session
from intake.ui.staff import call_counts, charts

if TYPE_CHECKING:
    import pandas as pd

words = session.words()
ui = words.ui
LEVELS = {level: session.content().band[level].heading for level in Level}
COUNTS = {"calls": ui("Calls"), "cases": ui("Cases")}


def with_labels(counts: "pd.DataFrame", labels: dict[Level, str]) -> "pd.DataFrame":
    """The counts with labeled columns, in the order of the labels."""
    return counts.reindex(columns=[key for key in labels if key in counts]).rename(columns=labels)


def by_week(calls: list[call_counts.Fact]) -> "pd.DataFrame":
    """The calls by week and level."""
    return statistics.by_week(calls, "level")


def by(fact: str) -> Callable[[list[call_counts.Fact]], "pd.DataFrame"]:
    """Count calls and cases by a fact."""
    return partial(statistics.calls_and_cases, fact=fact)


def safety_by_week(calls: list[call_counts.Fact]) -> "pd.DataFrame":
    """The first calls by week, and whether every safety question was asked."""
    first = (call for call in calls if call["number"] == 1 and call["ended_at"] and call["asks_safety"])
    return statistics.by_week(first, "open")


def counts(calls: call_counts.Calls) -> None:
    """Show charts and tables, each under its heading."""
    html.section(ui("Calls by week and urgency"))
    charts.chart(with_labels(calls.counted("weeks", by_week), LEVELS), ui("Week of"), ui("Calls"))
    html.section(ui("Calls by worker"))
    charts.table(calls.counted("workers", by("worker")).rename(columns=COUNTS), ui("Worker"))
    html.section(ui("Calls by area"))
    charts.table(calls.counted("areas", by("area")).rename(columns=COUNTS), ui("Area"))
    html.section(ui("Days from end of call to next contact"))
    columns = {"calls": ui("Calls"), "days": ui("Median days")}
    days = calls.counted("days", statistics.days_to_next_contact)
    charts.table(days.rename(columns=columns), ui("Week of"))
    html.section(ui("Safety questions not asked, by week of the first call"))
    charts.chart(calls.counted("safety questions", safety_by_week), ui("Week of"), ui("Cases"))


html.heading(ui("Overview"))
html.hint(
    ui(
        "Every call counts, even when several are about one case. "
        "For your agency only: a small count can identify a family."
    )
)
with st.container(horizontal=True, key="overview_filters"):
    calls = call_counts.Calls(call_counts.weeks("overview_weeks"), "overview")
if calls.counted("number", len):
    counts(calls)
else:
    html.paragraph(ui("No calls in this period."))
