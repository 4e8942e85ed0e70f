"""Requests for a supervisor, on every screen of supervisors. They arrive without a reload and wait for an answer."""

from __future__ import annotations

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from intake.domain.rules import Tier
from intake.store.alerts import AlertRow
from intake.store.permissions import NotPermittedError
from intake.store.records import RecordGoneError
from intake.ui.common import html, navigation, session
from intake.ui.staff import looking, record_rows, store_access
from intake.ui.staff.call import open_record

CHECK_INTERVAL = 5  # seconds


@st.fragment(run_every=CHECK_INTERVAL)
def banner() -> None:
    """Every alert that waits. Always a container: see `save_status.header`."""
    try:
        waiting = store_access.alerts(open_record.actor()).waiting()
    except (SQLAlchemyError, NotPermittedError):
        return  # the next check, or the lock screen
    with st.container(key="desk_alerts"):
        for alert in waiting:
            with st.container(horizontal=True, key=f"alert_{alert.id}"):
                _alert(alert)


def _alert(alert: AlertRow) -> None:
    words, ui, number = session.words(), session.words().ui, record_rows.number_of(alert.record_id)
    level = list(Tier)[alert.urgency].level
    at = words.time(alert.raised_at.astimezone(session.now().tzinfo))
    text = ui("{name} asked for a supervisor at {time}.", name=alert.raised_by, time=at)
    what = ui("Record {number}: {urgency}", number=number, urgency=session.content().band[level].heading)
    left = words.count("{number} safety question left", "{number} safety questions left", alert.must_ask)
    what = " · ".join((what, left)) if alert.must_ask else what
    html.show(f'<p class="ns-alert" role="alert"><strong>{html.safe(text)}</strong><br>{html.safe(what)}</p>')
    if st.button(ui("I am on it: {number}", number=number), key=f"answer_{alert.id}", type="primary"):
        answer(alert.id)
        st.rerun()
    if st.button(ui("View: {number}", number=number), key=f"look_{alert.id}"):
        looking.start(alert.record_id)
        navigation.go("board")


def answer(alert_id: str) -> None:
    """Acknowledge an alert; nothing is left to do if its record was destroyed meanwhile."""
    try:
        store_access.alerts(open_record.actor()).acknowledge(alert_id)
    except RecordGoneError:
        return
