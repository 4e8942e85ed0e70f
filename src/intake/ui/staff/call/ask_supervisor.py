"""Ask for a supervisor during a call, and see who answered. The answer arrives without a reload."""

from __future__ import annotations

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from intake.store.alerts import SHOWN_FOR, AlertRow
from intake.store.permissions import NotPermittedError
from intake.store.records import RecordGoneError
from intake.ui.common import html, session
from intake.ui.staff import store_access
from intake.ui.staff.call import log, open_record

_CHECK_INTERVAL = 5  # seconds
_NEWEST = "desk_alert"


def ask() -> bool:
    """Alert the supervisors about the open record. True if the alert is saved."""
    record = open_record.current()
    if record is None:
        return False
    try:
        store_access.alerts(open_record.actor()).ask(record.head.id)
    except (SQLAlchemyError, RecordGoneError, NotPermittedError):
        return False
    log.refresh()
    return True


def panel() -> None:
    """The button, or whether somebody answered. While an alert waits, it looks for the answer by itself."""
    alert = _newest()
    if alert is not None and alert.answered_at is None:
        st.fragment(run_every=_CHECK_INTERVAL)(_status)()
    else:
        _status()


def _status() -> None:
    ui, alert = session.words().ui, _newest()
    if alert is not None and alert.answered_at is None:
        _say(ui("Supervisor asked for at {time}. No answer yet.", time=_time(alert)))
        return
    if alert is not None and store_access.now() - alert.raised_at < SHOWN_FOR:
        _say(ui("{name} answered at {time} and is on it.", name=alert.answered_by or "", time=_time(alert)))
    if st.button(ui("Ask for a supervisor"), key="ask_supervisor", type="tertiary"):
        if ask():
            st.rerun()
        html.alert(ui("Not sent. Try again, or call a supervisor."))


def _say(text: str) -> None:
    html.show(f'<p role="status" class="ns-note"><strong>{html.safe(text)}</strong></p>')


def _time(alert: AlertRow) -> str:
    """When a supervisor answered, or when they were asked."""
    return session.words().time((alert.answered_at or alert.raised_at).astimezone(session.now().tzinfo))


def _newest() -> AlertRow | None:
    """The newest alert about the open record; the last one seen while the store cannot be reached."""
    record = open_record.current()
    if record is None:
        return None
    try:
        alert = store_access.alerts(open_record.actor()).newest(record.head.id)
    except (SQLAlchemyError, RecordGoneError, NotPermittedError):
        seen_in, seen = st.session_state.get(_NEWEST, ("", None))
        return seen if seen_in == record.head.id else None
    st.session_state[_NEWEST] = (record.head.id, alert)
    return alert
