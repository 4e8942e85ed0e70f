"""Export of many records as one table: which records, what a row is, which columns, and the purpose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from intake.domain import consent
from intake.domain.content import Content
from intake.domain.rules import Tier
from intake.outputs import formats, records_table, table_files
from intake.outputs.formats import Format
from intake.store.lists import ExportRow, Lists, RecordFilter
from intake.store.schema import LISTED, RecordStatus
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
RECORDS, STATEMENTS, CALLS, EVENTS = "records", "statements", "calls", "events"
ROWS = {
    RECORDS: ui("Record"),
    STATEMENTS: ui("Statement (one person’s answer)"),
    CALLS: ui("Call"),
    EVENTS: ui("Event in the log"),
}
RECORD_COLUMNS = {
    "id": ui("Record number"),
    "status": ui("Status"),
    "tier": ui("Urgency of the answers now"),
    "peak_tier": ui("Highest urgency"),
    "must_ask": ui("Safety questions not asked"),
    "worker": ui("Worker the record is assigned to"),
    "informants": ui("Number of people who gave information"),
    "created_at": ui("Start of the first call"),
    "finished_at": ui("End of the first call"),
    "due_at": ui("Next follow-up"),
    "followed_up_at": ui("Last follow-up"),
    "closed_at": ui("Closed"),
    "outcome": ui("Outcome"),
    "region": ui("State or province"),
    "consent": ui("Consent to share"),
    "consent_until": ui("Consent valid through"),
    "part_2": ui("Whether anything comes from a Part 2 program"),
}
STATEMENT_COLUMNS = {
    "id": ui("Record number"),
    "informant": ui("Person who said it, by number"),
    "speaker": ui("Person who said it, by name (only with names)"),
    "relation": ui("Relationship of that person"),
    "confidential": ui("Whether it was said in confidence"),
    "question": ui("Question"),
    "entry": ui("Entry, where a part is asked several times"),
    "answer": ui("Answer"),
    "basis": ui("How they know"),
    "date": ui("Date it applies to"),
    "worker": RECORD_COLUMNS["worker"],
    "part_2": RECORD_COLUMNS["part_2"],
}
CALL_COLUMNS = {
    "id": ui("Record number"),
    "number": ui("Number of the call within its record"),
    "worker": ui("Worker"),
    "informant": ui("Person on the line at the start, by number"),
    "began_at": ui("Start"),
    "ended_at": ui("End"),
    "outcome": ui("Outcome"),
    "tier": ui("Urgency of the answers at the end"),
}
EVENT_COLUMNS = {
    "id": ui("Record number"),
    "kind": ui("Kind of event"),
    "worker": ui("Worker"),
    "at": ui("Time"),
}
COLUMNS = {RECORDS: RECORD_COLUMNS, STATEMENTS: STATEMENT_COLUMNS, CALLS: CALL_COLUMNS, EVENTS: EVENT_COLUMNS}
HAS_QUESTIONS = (RECORDS, STATEMENTS)


@dataclass(frozen=True)
class Choice:
    """What the file is to contain. `names`: also typed and identifying answers."""

    row: str
    columns: tuple[str, ...]
    questions: tuple[str, ...]
    names: bool

    @property
    def in_words(self) -> str:
        """The choice as the audit trail records it."""
        parts = (self.row, "with names" if self.names else "", " ".join((*self.columns, *self.questions)))
        return ": ".join(filter(None, parts))


@dataclass(frozen=True)
class Request:
    """A requested file. It is made outside of the run that shows its button, so it holds what that run knows."""

    lists: Lists
    content: Content
    now: dt.datetime
    record_filter: RecordFilter
    purpose: str
    as_what: str
    chosen: Choice

    def table(self) -> pd.DataFrame:
        """The table."""
        chosen = self.chosen
        if chosen.row == CALLS:
            return table_files.table_of(self._calls(), chosen.columns, self._zone)
        if chosen.row == EVENTS:
            return table_files.table_of(self._events(), chosen.columns, self._zone)
        asked: Any = {
            "columns": chosen.columns,
            "questions": chosen.questions,
            "names_and_words": chosen.names,
            "zone": self._zone,
        }
        if chosen.row == STATEMENTS:
            told = ((facts, case.informants) for facts, case in self._cases())
            return records_table.statements(told, self.content, **asked)
        joined = ((facts, self._disclosed(case).joined(self.content)) for facts, case in self._cases())
        return records_table.table(joined, self.content, **asked)

    @property
    def _zone(self) -> dt.tzinfo:
        """The time zone of the person who asks: the clock on their wall."""
        return self.now.tzinfo or dt.UTC

    def _disclosed(self, case: stored_case.StoredCase) -> stored_case.StoredCase:
        informants = records_table.disclosed(case.informants, names_and_words=self.chosen.names)
        return case._replace(informants=informants)

    def _calls(self) -> Iterator[dict[str, Any]]:
        for record_id, call in self.lists.export_calls(self.record_filter, purpose=self.purpose, as_what=self.as_what):
            yield {**call._asdict(), "id": record_id, "tier": _tier(call.urgency)}

    def _events(self) -> Iterator[dict[str, Any]]:
        for event in self.lists.export_events(self.record_filter, purpose=self.purpose, as_what=self.as_what):
            yield {"id": event.record_id, "kind": event.kind, "worker": event.by, "at": event.at}

    def _cases(self) -> Iterator[tuple[dict[str, Any], stored_case.StoredCase]]:
        exported = self.lists.export(
            self.record_filter, purpose=self.purpose, as_what=self.as_what, names=self.chosen.names
        )
        for record in exported:
            case = stored_case.stored_case(record.content, self.content, record.head.changed_at, self.now)
            yield _facts(record, len(case.informants)), case


def maker(record_filter: RecordFilter, purpose: str, kind: Format[pd.DataFrame], chosen: Choice) -> Callable[[], bytes]:
    """A function that makes the file when the download is requested."""
    request = Request(
        store_access.lists(open_record.actor()),
        session.content(),
        session.now(),
        record_filter,
        purpose,
        f"{kind.short_ending} {chosen.in_words}",
        chosen,
    )
    return lambda: kind.make(request.table())


def _facts(record: ExportRow, informants: int) -> dict[str, Any]:
    """The columns about a record itself."""
    head, call = record.head, record.content.get("call", {})
    agreed = consent.consent(call)
    return {
        **vars(head),
        "tier": _tier(head.urgency),
        "peak_tier": _tier(head.peak_urgency),
        "worker": head.owner,
        "informants": informants,
        "consent": agreed.answer if agreed is not None else "",
        "consent_until": agreed.until if agreed is not None else None,
        "part_2": consent.part_2(call) is not None,
    }


def _tier(urgency: int) -> str:
    return str(list(Tier)[urgency])


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
        statuses=tuple(statuses) or LISTED,
        begun_from=dt.datetime.combine(first, dt.time(), zone) if first else None,
        begun_before=dt.datetime.combine(end, dt.time(), zone) if end else None,
    )


def choice() -> Choice:
    """The fields for what the file contains. Nothing is chosen beforehand."""
    row = st.radio(ui("One row for each"), list(ROWS), format_func=ROWS.__getitem__, key="export_rows", horizontal=True)
    labels = COLUMNS[row]
    columns = st.multiselect(
        ui("Columns"),
        list(labels),
        format_func=labels.__getitem__,
        key=f"export_columns_{row}",
        placeholder=ui("Choose"),
    )
    if row not in HAS_QUESTIONS:
        return Choice(row, tuple(columns), (), names=False)
    names = st.checkbox(ui("Include names, phone numbers, and typed answers"), key="export_names")
    if names:
        html.paragraph(ui("This file identifies families. Store it where no one else can open it."))
        html.paragraph(ui("Delete it after use."))
        html.paragraph(ui("Records of Part 2 programs are left out of files with names."))
    items = {item.link_id: item for item in records_table.exportable(session.content(), names_and_words=names)}
    parts = session.content().questionnaire.section_of
    all_questions = st.checkbox(ui("Answers to all questions"), key="export_all_questions")
    questions = (
        []
        if all_questions
        else st.multiselect(
            ui("Answers to these questions"),
            list(items),
            format_func=lambda link_id: f"{items[link_id].label} ({parts[link_id].title})",
            key="export_questions",
            placeholder=ui("Choose"),
        )
    )
    return Choice(row, tuple(columns), tuple(items) if all_questions else tuple(questions), names=names)


def files(record_filter: RecordFilter, purpose: str, chosen: Choice) -> None:
    """One download button per file format."""
    html.hint(
        ui(
            "Times in the Excel and CSV files are in your time zone ({zone}); in Parquet, in UTC. A spreadsheet that "
            "opens a CSV may turn a code into a number or a date. The Excel file keeps it.",
            zone=session.now().tzinfo or dt.UTC,
        )
    )
    with st.container(horizontal=True, key="export_files"):
        for kind in formats.TABLES:
            make = maker(record_filter, purpose, kind, chosen)
            download_button(kind, make, made_on=session.now(), key=f"export_{kind.id}")


def legend() -> None:
    """The download that explains the columns and their values. Contains no data of families."""
    content = session.content()
    columns = {name: label for labels in COLUMNS.values() for name, label in labels.items()}
    download_button(
        formats.COLUMNS,
        lambda: formats.COLUMNS.make(records_table.legend(content, words, columns)),
        key="export_legend",
        look="tertiary",
    )


def page() -> None:
    """Show the filters, what the file contains, the purpose, and then the files."""
    html.heading(ui("Export records"))
    record_filter = filters()
    chosen = choice()
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
    complete = chosen.columns if chosen.row != RECORDS else chosen.columns or chosen.questions
    if chosen.row == STATEMENTS and not chosen.questions:
        complete = ()
    if not purpose or not complete:
        html.hint(ui("Choose what the file contains and a purpose. Each download is recorded in the audit trail."))
    elif number:
        files(record_filter, purpose, chosen)
    legend()


with st.container(key="desk_many"):
    page()
