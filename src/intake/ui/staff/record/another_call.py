"""Another call about a case whose last call has ended: from someone else in the family, or from the same person."""

from __future__ import annotations

import streamlit as st

from intake.domain import consent
from intake.store.permissions import NotPermittedError, Permission
from intake.store.records import RecordGoneError, RecordHead
from intake.store.schema import RecordStatus
from intake.ui.common import html, navigation, session
from intake.ui.staff.call import call_state, keyboard, open_record
from intake.ui.staff.wrap_up import outcome, read_back

# What was true of the last call only. A promised follow-up, consent to share, and what was told stay.
_OF_ONE_CALL = frozenset({call_state.SAFE_TO_TALK, outcome.OUTCOME, outcome.ANYWAY, read_back.ANSWER, read_back.LOGGED})


def button(head: RecordHead) -> None:
    """The button that starts another call, unless one is going on."""
    if head.status is RecordStatus.CALLING or not open_record.actor().may(Permission.TAKE_CALL):
        return
    ui = session.words().ui
    if not st.button(ui("New call about this case"), key="record_new_call"):
        return
    try:
        _start(head)
    except (NotPermittedError, RecordGoneError):
        html.alert(ui("This case can no longer be opened. It may have been closed. Ask a supervisor."))
        return
    navigation.go("call")


def _start(head: RecordHead) -> None:
    """Start the call in the first minute. No to notes counts until somebody says yes; a yes is asked for again."""
    open_record.replace_head(open_record.records().start_call(head.id))
    before = call_state.current().call
    ended = _OF_ONE_CALL if consent.notes_refused(before) else _OF_ONE_CALL | {consent.NOTES}
    call_state.update(
        topic=call_state.FIRST_MINUTE, call={name: value for name, value in before.items() if name not in ended}
    )
    open_record.acknowledge_resume()
    keyboard.focus_on(open_record.FIRST)
