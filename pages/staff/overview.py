"""The overview for supervisors: calls, how urgent, how soon followed up, how they ended. No names."""

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
WEEKS = {4: ui("4 weeks"), 8: ui("8 weeks"), 13: ui("13 weeks"), 52: ui("A year")}


def named(counts: "pd.DataFrame", names: dict[Level, str]) -> "pd.DataFrame":
    """The columns in words, in the order of the names."""
    return counts.reindex(columns=[key for key in names if key in counts]).rename(columns=names)


html.heading(ui("Overview"))
html.hint(ui("Counts alone. One to four calls are shown as “few”, and so is what would give such a number away."))
weeks = st.selectbox(ui("How far back"), list(WEEKS), index=1, format_func=WEEKS.__getitem__, key="overview_weeks")
heads = store_access.lists(open_record.actor()).overview(
    RecordFilter(begun_from=store_access.now() - dt.timedelta(weeks=weeks))
)
facts = [
    {
        **vars(head),
        "created_at": head.created_at.astimezone(session.now().tzinfo),
        "level": list(Tier)[head.urgency].level,
        "open": ui("Something was not asked") if head.must_ask else ui("All was asked"),
    }
    for head in heads
]


def counts() -> None:
    """Charts and tables, each under its heading."""
    html.section(ui("Calls by week, and how urgent"))
    charts.chart(named(statistics.by_week(facts, "level"), LEVELS), ui("Week of"), ui("Calls"))
    html.section(ui("How calls ended"))
    charts.table(
        statistics.totals(facts, "outcome").rename(
            index=session.content().call_desk.outcome, columns={"records": ui("Calls")}
        ),
        ui("Outcome"),
    )
    html.section(ui("Days from the end of a call to the next contact"))
    charts.table(
        statistics.days_to_follow_up(facts).rename(columns={"records": ui("Calls"), "days": ui("Days, median")}),
        ui("Week of"),
    )
    html.section(ui("Safety questions that were not asked, by week"))
    charts.chart(
        statistics.by_week([fact for fact in facts if fact["finished_at"]], "open"), ui("Week of"), ui("Calls")
    )


if facts:
    counts()
else:
    html.paragraph(ui("There were no calls in this time."))
