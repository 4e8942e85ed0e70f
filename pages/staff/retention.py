"""How long records are kept: what is past its time, shown first, destroyed only then, with a proof."""

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
CERTIFICATE, SURE = "retention_certificate", "retention_sure"
MOST_NAMED = 30
retention = store_access.retention(open_record.actor())
STATUSES = {
    RecordStatus.CALLING: ui("Calls that were never finished"),
    RecordStatus.FOLLOW_UP: ui("Records to be followed up"),
    RecordStatus.CLOSED: ui("Closed records"),
}


def times() -> None:
    """What the agency has set."""
    told = []
    for key, days in site().retention_days.items():
        status, _, region = key.partition(" ")
        where = f" ({region})" if region else ""
        told.append(f"{STATUSES[RecordStatus(status)]}{where}: " + words.count("{number} day", "{number} days", days))
    if told:
        html.show(html.bullets(told))
    html.paragraph(ui("What is not named here is kept. The times are a setting of the server: see the README."))


def past() -> None:
    """A dry run, and the button that makes it real."""
    found = retention.expired()
    html.section(ui("Past their time ({number})", number=len(found)))
    if not found:
        html.paragraph(ui("No record is past its time."))
        return
    going = sum(not one.head.held for one in found)
    if going and st.button(
        words.count("Destroy {number} record", "Destroy {number} records", going), key="retention_go"
    ):
        st.session_state[SURE] = True
    if st.session_state.get(SURE):
        html.alert(ui("They cannot be brought back, other than from a backup."))
        if st.button(ui("Destroy them now"), type="primary", key="retention_sure_go"):
            st.session_state.pop(SURE)
            st.session_state[CERTIFICATE] = retention.purge()
            st.rerun()
        if st.button(ui("Keep them"), key="retention_keep"):
            st.session_state.pop(SURE)
            st.rerun()
    html.show(html.bullets(_told(one.head) for one in found[:MOST_NAMED]))
    if len(found) > MOST_NAMED:
        html.paragraph(ui("and {number} more", number=len(found) - MOST_NAMED))


def _told(head: RecordHead) -> str:
    since = record_rows.moment(head.closed_at or head.changed_at, words, session.now().tzinfo)
    told = [record_rows.number(head), STATUSES[head.status], ui("since {date}", date=since)]
    return " · ".join([*told, ui("Held: it stays")] if head.held else told)


def proof(certificate: PurgeCertificate) -> None:
    """What went, to be kept by the agency."""
    number = len(certificate.destroyed)
    html.paragraph(words.count("{number} record was destroyed.", "{number} records were destroyed.", number))
    html.hint(ui("Backups made before still hold them until those are destroyed too."))
    download_button(
        formats.PROOF,
        lambda: formats.PROOF.make(certificate.as_json()),
        made_on=certificate.at,
        key="retention_proof",
    )


with st.container(key="desk_many"):
    html.heading(ui("Keeping records"))
    times()
    if CERTIFICATE in st.session_state:
        proof(st.session_state[CERTIFICATE])
    past()
