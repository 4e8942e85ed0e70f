"""Hand a case over to a colleague, who has to take it."""

from __future__ import annotations

import streamlit as st

from intake.store.permissions import Permission
from intake.store.records import RecordGoneError, RecordHead, RecordStateError
from intake.ui.common import html, session
from intake.ui.staff import flash, record_rows, store_access
from intake.ui.staff.call import log, open_record, without_notes


def form(head: RecordHead) -> None:
    """Choose a colleague, or see whether they have taken the case."""
    actor, words, ui = open_record.actor(), session.words(), session.words().ui
    if not actor.may(Permission.HAND_OVER, owner=head.owner):
        return
    html.section(ui("Hand over"))
    flash.show()
    sharing = store_access.sharing(actor)
    if (offer := sharing.offer_of(head.id)) is not None:
        at = record_rows.moment(offer.at, words, session.now().tzinfo)
        html.paragraph(ui("Offered to {name} on {time}. They have not taken it yet.", name=offer.to, time=at))
        if st.button(ui("Cancel the offer"), key="offer_end"):
            _end(head.id)
        return
    html.hint(ui("The case stays with its owner until the colleague takes it."))
    colleague = st.selectbox(
        ui("Colleague"), sharing.colleagues(), index=None, placeholder=ui("Choose"), key=f"offer_to_{head.id}"
    )
    note = "" if without_notes.chosen() else _note(head)
    if st.button(ui("Offer this case"), key="offer_send", disabled=colleague is None) and colleague is not None:
        open_record.replace_head(sharing.offer(head.id, colleague, note))
        log.refresh()
        st.rerun()


def _note(head: RecordHead) -> str:
    label = session.words().ui("What your colleague needs to know (kept with the case)")
    return st.text_input(label, key=f"offer_note_{head.id}", autocomplete="off")


def _end(record_id: str) -> None:
    try:
        store_access.sharing(open_record.actor()).end_offer(record_id)
    except (RecordStateError, RecordGoneError):
        flash.add(session.words().ui("This offer was just answered."))
    st.rerun()
