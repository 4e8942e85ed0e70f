"""What supervisors do with a record: give it to somebody, keep it from being destroyed, see who looked."""

from __future__ import annotations

import streamlit as st

from intake.store.permissions import Permission
from intake.store.records import HOLD, RecordHead, RecordStateError
from intake.ui.common import html, session
from intake.ui.staff import record_rows, store_access
from intake.ui.staff.audit_labels import words_for
from intake.ui.staff.call import log, open_record


def owner(head: RecordHead) -> None:
    """Gives the record to somebody who takes calls, or to no one."""
    if not open_record.actor().may(Permission.REASSIGN, owner=head.owner):
        return
    ui = session.words().ui
    names = ["", *store_access.lists(open_record.actor()).owners()]
    whose = st.selectbox(
        ui("Who has it"),
        names,
        index=names.index(head.owner) if head.owner in names else None,
        format_func=lambda name: name or ui("No one"),
        key=f"owner_{head.id}",
    )
    if whose is not None and whose != head.owner and st.button(ui("Give it to them"), key="owner_give"):
        open_record.changed(open_record.records().assign(head.id, whose))
        st.rerun()


def hold(head: RecordHead) -> None:
    """A hold with its reason; lifting one takes two supervisors."""
    if not open_record.actor().may(Permission.HOLD, owner=head.owner):
        return
    ui = session.words().ui
    if not head.held:
        reason = st.text_input(
            ui("Keep it from being destroyed: the reason"), key=f"hold_{head.id}", autocomplete="off"
        )
        if reason.strip() and st.button(ui("Hold this record"), key="hold_set"):
            open_record.changed(open_record.records().hold(head.id, reason.strip()))
            st.rerun()
        return
    reason = next((str(line.content["text"]) for line in log.lines() if line.kind == HOLD), "")
    html.paragraph(ui("Held because: {reason}", reason=reason))
    asked = ui("{name} asked to lift the hold. A second supervisor has to agree.", name=head.release_by)
    html.paragraph(asked if head.release_by else ui("This record is held: it is not destroyed when its time is over."))
    label = ui("Agree to lift the hold") if head.release_by else ui("Ask to lift the hold")
    if head.release_by != open_record.actor().name and st.button(label, key="hold_lift"):
        try:
            open_record.changed(open_record.records().release(head.id))
        except RecordStateError:
            html.alert(ui("Somebody else did this meanwhile. Look again."))
        else:
            st.rerun()


def who_looked(head: RecordHead) -> None:
    """Who read, changed and took away what, the newest first."""
    if not open_record.actor().may(Permission.READ_AUDIT):
        return
    words, zone = session.words(), session.now().tzinfo
    seen = open_record.records().access_log(head.id)[:50]
    deeds = words_for(words)
    lines = (f"{record_rows.moment(one.at, words, zone)} · {one.actor} · {deeds[one.action]}" for one in seen)
    html.show(html.bullets(lines))
