"""The live board of supervisors: calls in progress, answered alerts, and a look at one call."""

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from intake.domain.rules import Tier
from intake.store.alerts import AlertRow
from intake.store.board import LiveCall
from intake.store.permissions import NotPermittedError
from intake.ui.common import html, navigation, session
from intake.ui.staff import flash, looking, record_rows, store_access
from intake.ui.staff.call import open_record
from intake.ui.staff.record import look
from intake.ui.staff.sharing import waiting

CHECK_INTERVAL = 5  # seconds
words = session.words()
ui = words.ui


def call_row(call: LiveCall) -> None:
    """One call: urgency, minutes, worker, and how to look at it."""
    head, mine = call.row.head, call.worker == open_record.actor().name
    minutes = int((store_access.now() - call.began_at).total_seconds() // 60)
    facts = [ui("You are on the call") if mine else ui("On the call: {name}", name=call.worker)]
    facts.append(words.count("{number} minute", "{number} minutes", minutes) if minutes else ui("less than 1 minute"))
    if call.left and not mine:
        facts.append(ui("The worker has left the desk"))
    if head.must_ask:
        facts.append(words.count("{number} safety question left", "{number} safety questions left", head.must_ask))
    with st.container(horizontal=True, key=f"row_live_{head.id}"):
        html.show(
            f'<div class="ns-row">{record_rows.chip(head)}<p><strong>'
            f"{record_rows.display_name(call.row)}</strong> {html.safe(' · '.join(facts))}</p></div>"
        )
        if mine:
            if st.button(ui("Continue {number}", number=record_rows.number(head)), key=f"mine_{head.id}"):
                open_record.resume(head.id)
                navigation.go("call")
            return
        if call.left:
            waiting.pick_up_button(call.row)
        if st.button(ui("View {number}", number=record_rows.number(head)), key=f"look_at_{head.id}"):
            looking.start(head.id)
            st.rerun()


def answered_text(alert: AlertRow) -> str:
    """Who asked for a supervisor, who answered, and when."""
    zone = session.now().tzinfo
    level = session.content().band[list(Tier)[alert.urgency].level].heading
    asked = ui("{name} asked at {time}", name=alert.raised_by, time=record_rows.moment(alert.raised_at, words, zone))
    answered = alert.answered_by or ""
    if alert.answered_at is not None:
        time = words.time(alert.answered_at.astimezone(zone))
        answered = ui("{name} answered at {time}", name=answered, time=time)
    return " · ".join(
        (
            asked,
            answered,
            ui("Record {number}: {urgency}", number=record_rows.number_of(alert.record_id), urgency=level),
        )
    )


@st.fragment(run_every=CHECK_INTERVAL)
def live() -> None:
    """The calls and the answered alerts, read again while the page is open."""
    actor = open_record.actor()
    try:
        calls, answered = store_access.board(actor).calls(), store_access.alerts(actor).answered()
    except SQLAlchemyError:
        html.alert(ui("Records are unavailable right now. Nothing is lost. Try again in a minute."))
        return
    except NotPermittedError:
        return  # the screen locks
    with st.container(key="desk_live"):
        html.section(ui("Calls in progress ({number})", number=len(calls)))
        if not calls:
            html.paragraph(ui("No calls in progress."))
        for call in calls:
            call_row(call)
        html.section(ui("Supervisor requests answered in the last 24 hours ({number})", number=len(answered)))
        if answered:
            html.show(html.bullets(answered_text(alert) for alert in answered))
        else:
            html.paragraph(ui("No requests."))


if looking.current():
    look.show(looking.current())
else:
    html.heading(ui("Live board"))
    flash.show()
    live()
