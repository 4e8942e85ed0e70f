"""The outcomes of calls and follow-ups, for supervisors: a table by week, month, worker or area."""

from functools import partial

import streamlit as st

from intake.outputs import formats, records_table
from intake.store import statistics
from intake.ui.common import html, session
from intake.ui.common.download_button import download_button
from intake.ui.staff import call_counts, charts, store_access
from intake.ui.staff.call import open_record

words = session.words()
ui = words.ui
COLUMNS = {
    "month": ui("Month"),
    "week": ui("Week"),
    "worker": ui("Worker"),
    "area": ui("Area"),
}
IN_WORDS = {"month": words.month_of, "week": words.date}


def page() -> None:
    """Show the filters and the table, with a file that hides small counts."""
    html.heading(ui("Outcomes"))
    with st.container(horizontal=True, key="outcomes_filters"):
        period = call_counts.weeks("outcomes_weeks")
        column = st.selectbox(ui("Columns"), list(COLUMNS), format_func=COLUMNS.__getitem__, key="outcomes_columns")
        calls = call_counts.Calls(period, "outcomes")
    counts = calls.counted(f"outcomes by {column}", partial(statistics.crossed, row="result", column=column))
    if counts.empty:
        html.paragraph(ui("No call with an outcome in this period."))
        return
    order = [text for text in session.content().call_desk.outcome.values() if text in counts.index]
    counts = counts.reindex(order)
    counts = counts.rename(columns=IN_WORDS.get(column, str))
    charts.table(counts.assign(**{ui("All"): counts.sum(axis="columns")}), ui("Outcome"))
    actor, now = open_record.actor(), session.now()

    def file() -> bytes:
        store_access.lists(actor).export_counts(as_what=formats.COUNTS.short_ending)
        return formats.COUNTS.make(records_table.counts(statistics.suppress_small_counts(counts), ui("few")))

    html.hint(ui("In the file, counts of 1 to 4 appear as “few”, as do counts that would reveal one of them."))
    download_button(formats.COUNTS, file, made_on=now, key="outcomes_file")


page()
