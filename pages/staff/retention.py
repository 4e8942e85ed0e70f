"""How long records are kept: what is past its time, shown first, destroyed only then, with a proof."""

import streamlit as st

from intake.config import site
from intake.store.records import Head
from intake.store.retention import Certificate
from intake.store.schema import RecordStatus
from intake.ui.common import html, session
from intake.ui.staff import record_rows, store_access
from intake.ui.staff.call import open_record

words = session.words()
ui = words.ui
CERTIFICATE, SURE = "retention_certificate", "retention_sure"
MOST_NAMED = 30
retention = store_access.retention(open_record.actor())
STATUSES = {
    RecordStatus.CALLING: ui("Unfinished calls"),
    RecordStatus.FOLLOW_UP: ui("Records waiting for follow-up"),
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
    html.paragraph(ui("Everything else is kept. Retention periods are a server setting. See the README."))


def past() -> None:
    """A dry run, and the button that makes it real."""
    found = retention.past()
    html.section(ui("Past retention ({number})", number=len(found)))
    if not found:
        html.paragraph(ui("No records are past retention."))
        return
    going = sum(not one.head.held for one in found)
    if going and st.button(
        words.count("Destroy {number} record", "Destroy {number} records", going), key="retention_go"
    ):
        st.session_state[SURE] = True
    if st.session_state.get(SURE):
        html.alert(ui("Destroyed records can be restored only from a backup."))
        if st.button(ui("Destroy now"), type="primary", key="retention_sure_go"):
            st.session_state.pop(SURE)
            st.session_state[CERTIFICATE] = retention.purge()
            st.rerun()
        if st.button(ui("Cancel"), key="retention_keep"):
            st.session_state.pop(SURE)
            st.rerun()
    html.show(html.bullets(_told(one.head) for one in found[:MOST_NAMED]))
    if len(found) > MOST_NAMED:
        html.paragraph(ui("and {number} more", number=len(found) - MOST_NAMED))


def _told(head: Head) -> str:
    since = record_rows.moment(head.closed_at or head.changed_at, words, session.now().tzinfo)
    told = [record_rows.number(head), STATUSES[head.status], ui("since {date}", date=since)]
    return " · ".join([*told, ui("On hold: will be kept")] if head.held else told)


def proof(certificate: Certificate) -> None:
    """What went, to be kept by the agency."""
    number = len(certificate.destroyed)
    html.paragraph(words.count("{number} record was destroyed.", "{number} records were destroyed.", number))
    html.hint(ui("Earlier backups still contain them until those backups are destroyed too."))
    day = certificate.at.date().isoformat()
    st.download_button(
        ui("Proof of destruction (JSON)"),
        data=certificate.as_json(),
        file_name=f"destroyed-{day}.json",
        mime="application/json",
        on_click="ignore",
        key="retention_proof",
    )


with st.container(key="desk_many"):
    html.heading(ui("Record retention"))
    times()
    if CERTIFICATE in st.session_state:
        proof(st.session_state[CERTIFICATE])
    past()
