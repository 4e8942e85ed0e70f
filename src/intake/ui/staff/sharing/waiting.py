"""What colleagues left for the signed-in worker: cases offered to them, and open calls whose worker has left."""

from __future__ import annotations

import streamlit as st

from intake.store.lists import ListRow
from intake.store.permissions import NotPermittedError, Permission
from intake.store.records import RecordGoneError, RecordStateError
from intake.ui.common import html, navigation, session
from intake.ui.staff import flash, record_rows, store_access
from intake.ui.staff.call import open_record


def offers() -> None:
    """The cases offered to the signed-in worker, if there are any."""
    words, ui = session.words(), session.words().ui
    offered = store_access.sharing(open_record.actor()).offers_to_me()
    if not offered:
        return
    html.section(ui("Offered to you ({number})", number=len(offered)))
    for offer in offered:
        with st.container(horizontal=True, key=f"row_offered_{offer.row.head.id}"):
            at = record_rows.moment(offer.at, words, session.now().tzinfo)
            _row(offer.row, ui("{name} asks you to take this case ({time}).", name=offer.by, time=at))
            number = record_rows.number(offer.row.head)
            if st.button(ui("Take {number}", number=number), key=f"take_{offer.row.head.id}", type="primary"):
                _take(offer.row.head.id)
            if st.button(ui("Decline {number}", number=number), key=f"decline_{offer.row.head.id}", type="tertiary"):
                _decline(offer.row.head.id)


def left_calls() -> None:
    """The open calls whose worker has left, if there are any. Supervisors have them on the live board."""
    words, ui, actor = session.words(), session.words().ui, open_record.actor()
    if actor.may(Permission.SUPERVISE_CALLS):
        return
    try:
        left = store_access.sharing(actor).left_calls()
    except NotPermittedError:  # the agency does not share cases
        return
    if not left:
        return
    html.section(ui("Open calls left by their worker ({number})", number=len(left)))
    for call in left:
        with st.container(horizontal=True, key=f"row_left_{call.row.head.id}"):
            at = record_rows.moment(call.began_at, words, session.now().tzinfo)
            _row(call.row, ui("{name} left this call open. It started {time}.", name=call.worker, time=at))
            pick_up_button(call.row)


def pick_up_button(listed: ListRow) -> None:
    """Continue a call whose worker has left."""
    ui, head = session.words().ui, listed.head
    if not st.button(ui("Pick up {number}", number=record_rows.number(head)), key=f"pick_up_{head.id}"):
        return
    try:
        store_access.sharing(open_record.actor()).pick_up(head.id)
    except (RecordStateError, RecordGoneError):
        flash.add(ui("This call no longer needs to be picked up."))
        st.rerun()
    open_record.resume(head.id)
    navigation.go("call")


def _row(listed: ListRow, text: str) -> None:
    html.show(
        f"<p><strong>{html.safe(text)}</strong></p>",
        record_rows.row(listed, session.words(), session.now()),
    )


def _take(record_id: str) -> None:
    ui = session.words().ui
    try:
        store_access.sharing(open_record.actor()).take(record_id)
    except (RecordStateError, RecordGoneError):
        flash.add(ui("This case is no longer offered to you."))
    else:
        flash.add(ui("The case is yours now."))
    st.rerun()


def _decline(record_id: str) -> None:
    ui = session.words().ui
    try:
        store_access.sharing(open_record.actor()).end_offer(record_id)
    except (RecordStateError, RecordGoneError):
        flash.add(ui("This case is no longer offered to you."))
    else:
        flash.add(ui("Declined. The case stays with its owner."))
    st.rerun()
