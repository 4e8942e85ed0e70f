"""A colleague's case in the search results: it opens with a reason, which supervisors can read."""

from __future__ import annotations

import streamlit as st

from intake.store.lists import ListRow
from intake.store.permissions import NotPermittedError
from intake.store.records import RecordGoneError
from intake.store.schema import RecordStatus
from intake.store.sharing import AccessReason
from intake.ui.common import html, navigation, session
from intake.ui.staff import record_rows, store_access
from intake.ui.staff.call import open_record
from intake.ui.staff.log_labels import reason_labels


def button(listed: ListRow, key: str) -> None:
    """The button of a guarded row, which asks for the reason."""
    ui = session.words().ui
    label = ui("Open {number} with a reason", number=record_rows.number(listed.head))
    if st.button(label, key=key):
        st.dialog(ui("Open a colleague’s case"), width="large")(_ask)(listed)


def _ask(listed: ListRow) -> None:
    ui, head = session.words().ui, listed.head
    html.show(record_rows.row(listed, session.words(), session.now()))
    if head.status is RecordStatus.CALLING:
        html.alert(ui("A call about this case is in progress. Talk to {name} before you open it.", name=head.owner))
    html.paragraph(
        ui("{name} owns this case. Your reason is kept with the case, and supervisors can read it.", name=head.owner)
    )
    labels = reason_labels(session.words())
    reason = st.radio(
        ui("Why do you need to open it?"),
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        key=f"reason_{head.id}",
    )
    text = st.text_input(
        ui("In your own words (required for “Another reason”)"), key=f"reason_text_{head.id}", autocomplete="off"
    )
    above_the_button = st.container()
    if st.button(ui("Open the case"), key=f"reason_open_{head.id}", type="primary"):
        with above_the_button:
            _open(listed, reason, text)


def _open(listed: ListRow, reason: AccessReason | None, text: str) -> None:
    ui = session.words().ui
    if reason is None:
        html.alert(ui("Choose a reason."))
        return
    if reason is AccessReason.OTHER and not text.strip():
        html.alert(ui("Write down the reason."))
        return
    try:
        store_access.sharing(open_record.actor()).open_with_reason(listed.head.id, reason, text)
    except (NotPermittedError, RecordGoneError):
        html.alert(ui("This case can no longer be opened. It may have been closed. Ask a supervisor."))
        return
    open_record.resume(listed.head.id)
    navigation.go("call" if listed.head.status is RecordStatus.CALLING else "record")
