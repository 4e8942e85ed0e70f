"""The overview for supervisors: calls by week, urgency, worker and area, and time to the next contact. No names."""

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


def counts(facts: list[call_counts.Fact]) -> None:
    """Show charts and tables, each under its heading."""
    html.section(ui("Calls by week and urgency"))
    charts.chart(with_labels(statistics.by_week(facts, "level"), LEVELS), ui("Week of"), ui("Calls"))
    html.section(ui("Calls by worker"))
    charts.table(statistics.calls_and_cases(facts, "worker").rename(columns=COUNTS), ui("Worker"))
    html.section(ui("Calls by area"))
    charts.table(statistics.calls_and_cases(facts, "area").rename(columns=COUNTS), ui("Area"))
    html.section(ui("Days from end of call to next contact"))
    columns = {"calls": ui("Calls"), "days": ui("Median days")}
    charts.table(statistics.days_to_next_contact(facts).rename(columns=columns), ui("Week of"))
    html.section(ui("Safety questions not asked, by week of the first call"))
    first = [fact for fact in facts if fact["number"] == 1 and fact["ended_at"] and fact["asks_safety"]]
    charts.chart(statistics.by_week(first, "open"), ui("Week of"), ui("Cases"))


html.heading(ui("Overview"))
html.hint(
    ui(
        "Every call counts, even when several are about one case. "
        "For your agency only: a small count can identify a family."
    )
)
with st.container(horizontal=True, key="overview_filters"):
    period = call_counts.weeks("overview_weeks")
    shown = call_counts.narrowed(call_counts.facts(period), "overview")
if shown:
    counts(shown)
else:
    html.paragraph(ui("No calls in this period."))
