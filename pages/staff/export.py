"""Export of many records as one table: which records, with or without names, and the purpose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from intake.domain import consent
from intake.domain.rules import Tier
from intake.outputs import formats, records_table
from intake.outputs.formats import Format
from intake.store.lists import RecordFilter
from intake.store.schema import RecordStatus
from intake.ui.common import html, session
from intake.ui.common.download_button import download_button
from intake.ui.staff import store_access
from intake.ui.staff.call import open_record, stored_case

if TYPE_CHECKING:
    import pandas as pd

words = session.words()
ui = words.ui
STATUSES = {
    RecordStatus.CALLING: ui("Calls in progress"),
    RecordStatus.FOLLOW_UP: ui("Waiting for follow-up"),
    RecordStatus.CLOSED: ui("Closed"),
}
PURPOSES = {
    "report": ui("Report for the agency"),
    "funder": ui("Report for a funder"),
    "quality": ui("Quality improvement"),
    "research": ui("Approved research"),
    "move": ui("Transfer to another system"),
}
# Columns about the record itself. No names of staff.
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


def maker(record_filter: RecordFilter, purpose: str, kind: Format[pd.DataFrame], *, names: bool) -> Callable[[], bytes]:
    """A function that makes the file when the download is requested, outside of this run."""
    actor, content, now = open_record.actor(), session.content(), session.now()

    def table() -> bytes:
        records = store_access.lists(actor).export(
            record_filter,
            purpose=purpose,
            as_what=f"{kind.short_ending}{' with names' if names else ''}",
            names=names,
        )
        rows = (
            (
                {
                    **{name: getattr(record.head, name) for name in FACTS},
                    "tier": str(list(Tier)[record.head.urgency]),
                    "part_2": consent.part_2(record.content.get("call", {})) is not None,
                },
                stored_case.stored_case(record.content, content, record.head.changed_at, now).joined(content),
            )
            for record in records
        )
        return kind.make(records_table.table(rows, content, names_and_words=names))

    return table


def filters() -> RecordFilter:
    """The filter fields: status and start date."""
    statuses = st.multiselect(
        ui("Status"),
        list(STATUSES),
        format_func=STATUSES.__getitem__,
        key="export_statuses",
        placeholder=ui("All"),
    )
    left, right = st.columns(2)
    first = left.date_input(ui("Started on or after"), value=None, key="export_from", format="MM/DD/YYYY")
    end = right.date_input(ui("Started before"), value=None, key="export_before", format="MM/DD/YYYY")
    zone = session.now().tzinfo
    return RecordFilter(
        statuses=tuple(statuses) or tuple(RecordStatus),
        begun_from=dt.datetime.combine(first, dt.time(), zone) if first else None,
        begun_before=dt.datetime.combine(end, dt.time(), zone) if end else None,
    )


def files(record_filter: RecordFilter, purpose: str, *, names: bool) -> None:
    """One download button per file format."""
    with st.container(horizontal=True, key="export_files"):
        for kind in formats.TABLES:
            make = maker(record_filter, purpose, kind, names=names)
            download_button(kind, make, made_on=session.now(), key=f"export_{kind.id}")


def legend() -> None:
    """The download that explains the columns and their values. Contains no data of families."""
    content = session.content()
    download_button(
        formats.COLUMNS,
        lambda: formats.COLUMNS.make(records_table.legend(content, words)),
        key="export_legend",
        look="tertiary",
    )


def page() -> None:
    """Show the filters, the option for names, the purpose, and then the files."""
    html.heading(ui("Export records"))
    record_filter = filters()
    names = st.checkbox(ui("Include names, phone numbers, and typed answers"), key="export_names")
    if names:
        html.paragraph(ui("This file identifies families. Store it where no one else can open it."))
        html.paragraph(ui("Delete it after use."))
        html.paragraph(ui("Records of Part 2 programs are left out of files with names."))
    purpose = st.selectbox(
        ui("Purpose"),
        list(PURPOSES),
        index=None,
        format_func=PURPOSES.__getitem__,
        placeholder=ui("Choose one"),
        key="export_purpose",
    )
    number = store_access.lists(open_record.actor()).count(record_filter)
    html.paragraph(words.count("{number} record", "{number} records", number))
    if not purpose:
        html.hint(ui("Choose a purpose to see the files. Each download is recorded in the audit trail."))
    elif number:
        files(record_filter, purpose, names=names)
    legend()


with st.container(key="desk_many"):
    page()
