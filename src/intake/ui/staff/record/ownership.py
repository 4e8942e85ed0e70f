"""What supervisors do with a record: assign it, place or lift a hold, and read its audit trail."""

from __future__ import annotations

import streamlit as st

from intake.store.permissions import Permission
from intake.store.records import HOLD, RecordHead, RecordStateError
from intake.ui.common import html, session
from intake.ui.staff import record_rows, store_access
from intake.ui.staff.audit_labels import action_labels
from intake.ui.staff.call import log, open_record

_MAX_AUDIT_LINES = 50


def owner_form(head: RecordHead) -> None:
    """Assign the record to a member of staff who takes calls, or to no one."""
    if not open_record.actor().may(Permission.REASSIGN, owner=head.owner):
        return
    ui = session.words().ui
    owners = ["", *store_access.lists(open_record.actor()).owners()]
    owner = st.selectbox(
        ui("Assigned to"),
        owners,
        index=owners.index(head.owner) if head.owner in owners else None,
        format_func=lambda name: name or ui("Unassigned"),
        key=f"owner_{head.id}",
    )
    if owner is not None and owner != head.owner and st.button(ui("Reassign"), key="owner_give"):
        open_record.replace_head(open_record.records().assign(head.id, owner))
        st.rerun()


def peak_form(head: RecordHead) -> None:
    """Let the urgency of today's answers stand for the case, with a reason."""
    if head.peak_urgency >= head.urgency or not open_record.actor().may(Permission.CLEAR_PEAK, owner=head.owner):
        return
    ui = session.words().ui
    label = ui("Why the earlier urgency no longer applies")
    reason = st.text_input(label, key=f"peak_{head.id}", autocomplete="off")
    if reason.strip() and st.button(ui("Go by today’s answers"), key="peak_clear"):
        open_record.replace_head(open_record.records().clear_peak(head.id, reason.strip()))
        st.rerun()


def hold_form(head: RecordHead) -> None:
    """Place a hold with a reason, or lift it, which takes two supervisors."""
    if not open_record.actor().may(Permission.HOLD, owner=head.owner):
        return
    ui = session.words().ui
    if not head.held:
        label = ui("Reason for a hold (keeps the record from being destroyed)")
        reason = st.text_input(label, key=f"hold_{head.id}", autocomplete="off")
        if reason.strip() and st.button(ui("Place a hold"), key="hold_set"):
            open_record.replace_head(open_record.records().hold(head.id, reason.strip()))
            st.rerun()
        return
    reason = next((str(line.content["text"]) for line in log.lines() if line.kind == HOLD), "")
    html.paragraph(ui("On hold: {reason}", reason=reason))
    requested = ui("{name} asked to lift the hold. A second supervisor must approve.", name=head.release_by)
    on_hold = ui("This record will not be destroyed when its retention period ends.")
    html.paragraph(requested if head.release_by else on_hold)
    label = ui("Approve lifting the hold") if head.release_by else ui("Ask to lift the hold")
    if head.release_by != open_record.actor().name and st.button(label, key="hold_lift"):
        try:
            open_record.replace_head(open_record.records().release(head.id))
        except RecordStateError:
            html.alert(ui("Someone else just changed this hold. Check it again."))
        else:
            st.rerun()


def audit_trail(head: RecordHead) -> None:
    """The audit trail of the record, newest line first."""
    if not open_record.actor().may(Permission.READ_AUDIT):
        return
    words, zone = session.words(), session.now().tzinfo
    entries = open_record.records().access_log(head.id)[:_MAX_AUDIT_LINES]
    labels = action_labels(words)
    html.show(
        html.bullets(
            f"{record_rows.moment(entry.at, words, zone)} · {entry.actor} · {labels[entry.action]}" for entry in entries
        )
    )
