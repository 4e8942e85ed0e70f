"""The overview for supervisors: calls, how urgent, how soon followed up, how they ended. No names."""

import datetime as dt
from typing import TYPE_CHECKING

import streamlit as st

from intake import overview
from intake.model import Level, Tier
from intake.store.lists import Wanted
from intake.ui import drawing, session
from intake.ui.desk import call, counting, office

if TYPE_CHECKING:
    import pandas as pd

words = session.words()
ui = words.ui
LEVELS = {level: session.content().band[level].heading for level in Level}
WEEKS = {4: ui("4 weeks"), 8: ui("8 weeks"), 13: ui("13 weeks"), 52: ui("A year")}


def named(counts: "pd.DataFrame", names: dict[Level, str]) -> "pd.DataFrame":
    """The columns in words, in the order of the names."""
    return counts.reindex(columns=[key for key in names if key in counts]).rename(columns=names)


drawing.heading(ui("Overview"))
drawing.hint(ui("Counts alone. One to four calls are shown as “few”, and so is what would give such a number away."))
weeks = st.selectbox(ui("How far back"), list(WEEKS), index=1, format_func=WEEKS.__getitem__, key="overview_weeks")
heads = office.lists(call.actor()).heads(Wanted(begun_from=office.now() - dt.timedelta(weeks=weeks)))
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
    drawing.section(ui("Calls by week, and how urgent"))
    counting.chart(named(overview.by_week(facts, "level"), LEVELS), ui("Week of"), ui("Calls"))
    drawing.section(ui("How calls ended"))
    counting.table(
        overview.sums(facts, "outcome").rename(
            index=session.content().call_desk.outcome, columns={"records": ui("Calls")}
        ),
        ui("Outcome"),
    )
    drawing.section(ui("Days from the end of a call to the next contact"))
    counting.table(
        overview.days_to_follow_up(facts).rename(columns={"records": ui("Calls"), "days": ui("Days, median")}),
        ui("Week of"),
    )
    drawing.section(ui("Safety questions that were not asked, by week"))
    counting.chart(
        overview.by_week([fact for fact in facts if fact["finished_at"]], "open"), ui("Week of"), ui("Calls")
    )


if facts:
    counts()
else:
    drawing.paragraph(ui("There were no calls in this time."))
