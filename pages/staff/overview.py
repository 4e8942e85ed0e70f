"""The overview for supervisors: calls by week and urgency, outcomes, time to follow-up. No names."""

import datetime as dt
from typing import TYPE_CHECKING

import streamlit as st

from intake.domain.rules import Level, Tier
from intake.store import statistics
from intake.store.lists import RecordFilter
from intake.ui.common import html, session
from intake.ui.staff import charts, store_access
from intake.ui.staff.call import open_record

if TYPE_CHECKING:
    import pandas as pd

words = session.words()
ui = words.ui
LEVELS = {level: session.content().band[level].heading for level in Level}
WEEKS = {4: ui("4 weeks"), 8: ui("8 weeks"), 13: ui("13 weeks"), 52: ui("1 year")}


def with_labels(counts: "pd.DataFrame", labels: dict[Level, str]) -> "pd.DataFrame":
    """The counts with labeled columns, in the order of the labels."""
    return counts.reindex(columns=[key for key in labels if key in counts]).rename(columns=labels)


html.heading(ui("Overview"))
html.hint(ui("Counts only. Counts of 1 to 4 appear as “few”, as do counts that would reveal one of them."))
weeks = st.selectbox(ui("Period"), list(WEEKS), index=1, format_func=WEEKS.__getitem__, key="overview_weeks")
heads = store_access.lists(open_record.actor()).overview(
    RecordFilter(begun_from=store_access.now() - dt.timedelta(weeks=weeks))
)
facts = [
    {
        **vars(head),
        "created_at": head.created_at.astimezone(session.now().tzinfo),
        "level": list(Tier)[head.urgency].level,
        "open": ui("Some not asked") if head.must_ask else ui("All asked"),
    }
    for head in heads
]


def counts() -> None:
    """Show charts and tables, each under its heading."""
    html.section(ui("Calls by week and urgency"))
    charts.chart(with_labels(statistics.by_week(facts, "level"), LEVELS), ui("Week of"), ui("Calls"))
    html.section(ui("Call outcomes"))
    charts.table(
        statistics.totals(facts, "outcome").rename(
            index=session.content().call_desk.outcome, columns={"records": ui("Calls")}
        ),
        ui("Outcome"),
    )
    html.section(ui("Days from end of call to next contact"))
    charts.table(
        statistics.days_to_follow_up(facts).rename(columns={"records": ui("Calls"), "days": ui("Median days")}),
        ui("Week of"),
    )
    html.section(ui("Safety questions not asked, by week"))
    charts.chart(
        statistics.by_week([fact for fact in facts if fact["finished_at"]], "open"), ui("Week of"), ui("Calls")
    )


if facts:
    counts()
else:
    html.paragraph(ui("No calls in this period."))
