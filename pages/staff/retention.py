"""Record retention: the periods, the records past them, and their destruction with a certificate."""

import streamlit as st

from intake.config import site
from intake.outputs import formats
from intake.store.records import RecordHead
from intake.store.retention import PurgeCertificate
from intake.store.schema import RecordStatus
from intake.ui.common import html, session
from intake.ui.common.download_button import download_button
from intake.ui.staff import record_rows, store_access
from intake.ui.staff.call import open_record

words = session.words()
ui = words.ui
CERTIFICATE, CONFIRMING = "retention_certificate", "retention_sure"
MAX_LISTED = 30
retention = store_access.retention(open_record.actor())
STATUSES = {
    RecordStatus.CALLING: ui("Calls in progress"),
    RecordStatus.FOLLOW_UP: ui("Records waiting for follow-up"),
    RecordStatus.CLOSED: ui("Closed records"),
}
STATUS_OF_ONE = {
    RecordStatus.CALLING: ui("Call in progress"),
    RecordStatus.FOLLOW_UP: ui("Waiting for follow-up"),
    RecordStatus.CLOSED: ui("Closed"),
}


def periods() -> None:
    """The retention periods that the agency has set."""
    lines = []
    for key, days in site().retention_days.items():
        status, _, region = key.partition(" ")
        suffix = f" ({region})" if region else ""
        lines.append(f"{STATUSES[RecordStatus(status)]}{suffix}: " + words.count("{number} day", "{number} days", days))
    if lines:
        html.show(html.bullets(lines))
    html.paragraph(
        ui("Records without a retention period are kept. Periods are a server setting: see docs/operating.md.")
    )


def past_retention() -> None:
    """The records past their retention period, with the button to destroy them, which asks for confirmation."""
    records = retention.expired()
    html.section(ui("Past their retention period ({number})", number=len(records)))
    if not records:
        html.paragraph(ui("No records are past their retention period."))
        return
    number = sum(not record.head.held for record in records)
    if number and st.button(
        words.count("Destroy {number} record", "Destroy {number} records", number), key="retention_go"
    ):
        st.session_state[CONFIRMING] = True
    if st.session_state.get(CONFIRMING):
        html.alert(ui("Destroyed records can be restored only from a backup."))
        if st.button(ui("Destroy now"), type="primary", key="retention_sure_go"):
            st.session_state.pop(CONFIRMING)
            st.session_state[CERTIFICATE] = retention.purge()
            st.rerun()
        if st.button(ui("Cancel"), key="retention_keep"):
            st.session_state.pop(CONFIRMING)
            st.rerun()
    html.show(html.bullets(_line(record.head) for record in records[:MAX_LISTED]))
    if len(records) > MAX_LISTED:
        html.paragraph(ui("and {number} more", number=len(records) - MAX_LISTED))


def _line(head: RecordHead) -> str:
    since = record_rows.moment(head.closed_at or head.changed_at, words, session.now().tzinfo)
    parts = [record_rows.number(head), STATUS_OF_ONE[head.status], ui("since {date}", date=since)]
    return " · ".join([*parts, ui("On hold: will be kept")] if head.held else parts)


def proof(certificate: PurgeCertificate) -> None:
    """What was destroyed, with a certificate to download."""
    number = len(certificate.destroyed)
    html.paragraph(words.count("{number} record was destroyed.", "{number} records were destroyed.", number))
    html.hint(ui("Earlier backups still contain what was destroyed here until those backups are destroyed too."))
    download_button(
        formats.PROOF,
        lambda: formats.PROOF.make(certificate.as_json()),
        made_on=certificate.at,
        key="retention_proof",
    )


with st.container(key="desk_many"):
    html.heading(ui("Record retention"))
    periods()
    if CERTIFICATE in st.session_state:
        proof(st.session_state[CERTIFICATE])
    past_retention()
