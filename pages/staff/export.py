"""Many records as one table, for those who may: which ones, with or without names, and what for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from intake.domain.rules import Tier
from intake.outputs import formats, records_table
from intake.outputs.formats import Format
from intake.store.lists import RecordFilter
from intake.store.schema import RecordStatus
from intake.ui.common import html, session
from intake.ui.common.download_button import download_button
from intake.ui.staff import store_access
from intake.ui.staff.call import migrate_answers, open_record

if TYPE_CHECKING:
    import pandas as pd

words = session.words()
ui = words.ui
STATUSES = {
    RecordStatus.CALLING: ui("Calls in progress"),
    RecordStatus.FOLLOW_UP: ui("To be followed up"),
    RecordStatus.CLOSED: ui("Closed"),
}
PURPOSES = {
    "report": ui("A report for the agency"),
    "funder": ui("A report for whoever pays"),
    "quality": ui("Looking at how we work"),
    "research": ui("Research that was approved"),
    "move": ui("Moving to another system"),
}
# What of a record is a fact of the table; ids and times, no name of staff.
FACTS = (
    "id",
    "status",
    "must_ask",
    "created_at",
    "finished_at",
    "due_at",
    "followed_up_at",
    "closed_at",
    "outcome",
    "region",
)


def made(wanted: RecordFilter, purpose: str, kind: Format[pd.DataFrame], *, names: bool) -> Callable[[], bytes]:
    """What makes the file when it is asked for; what it needs of this run is taken now."""
    actor, content, now = open_record.actor(), session.content(), session.now()

    def table() -> bytes:
        told = store_access.lists(actor).export(
            wanted, purpose=purpose, as_what=f"{kind.short_ending}{' with names' if names else ''}"
        )
        rows = (
            (
                {**{name: getattr(one.head, name) for name in FACTS}, "tier": str(list(Tier)[one.head.urgency])},
                migrate_answers.answers(one.content, content, one.head.changed_at, now)[0],
            )
            for one in told
        )
        return kind.make(records_table.table(rows, content, names_and_words=names))

    return table


def chosen() -> RecordFilter:
    """Which records: by where they are in their life, and by when they were begun."""
    statuses = st.multiselect(
        ui("Which records"),
        list(STATUSES),
        format_func=STATUSES.__getitem__,
        key="export_statuses",
        placeholder=ui("All"),
    )
    left, right = st.columns(2)
    first = left.date_input(ui("Begun on or after"), value=None, key="export_from", format="MM/DD/YYYY")
    end = right.date_input(ui("Begun before"), value=None, key="export_before", format="MM/DD/YYYY")
    zone = session.now().tzinfo
    return RecordFilter(
        statuses=tuple(statuses) or tuple(RecordStatus),
        begun_from=dt.datetime.combine(first, dt.time(), zone) if first else None,
        begun_before=dt.datetime.combine(end, dt.time(), zone) if end else None,
    )


def files(wanted: RecordFilter, purpose: str, *, names: bool) -> None:
    """One button a kind of file."""
    with st.container(horizontal=True, key="export_files"):
        for kind in formats.TABLES:
            data = made(wanted, purpose, kind, names=names)
            download_button(kind, data, made_on=session.now(), key=f"export_{kind.id}")


def legend() -> None:
    """What the columns and their cells mean. It holds nothing of any family."""
    content = session.content()
    download_button(
        formats.COLUMNS,
        lambda: formats.COLUMNS.make(records_table.legend(content, words)),
        key="export_legend",
        look="tertiary",
    )


def page() -> None:
    """Which records, with what, and what for; then the files."""
    html.heading(ui("Tables of many records"))
    wanted = chosen()
    names = st.checkbox(ui("With names, numbers and what was written in words"), key="export_names")
    if names:
        html.paragraph(ui("Such a file says who these families are. Keep it where no one else can open it."))
        html.paragraph(ui("Destroy it after use."))
    purpose = st.selectbox(
        ui("What it is for"),
        list(PURPOSES),
        index=None,
        format_func=PURPOSES.__getitem__,
        placeholder=ui("Choose one"),
        key="export_purpose",
    )
    number = store_access.lists(open_record.actor()).count(wanted)
    html.paragraph(words.count("{number} record", "{number} records", number))
    if not purpose:
        html.hint(ui("Say what it is for: then the files are here. Each one is noted in the audit trail."))
    elif number:
        files(wanted, purpose, names=names)
    legend()


with st.container(key="desk_many"):
    page()
