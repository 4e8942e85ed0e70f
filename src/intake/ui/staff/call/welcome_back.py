"""Back in a call: where it was left, and how to reach the caller."""

from __future__ import annotations

import streamlit as st

from intake.ui.common import html, navigation, question_pages, session
from intake.ui.staff.call import call_state, dangers, notes, open_record, save_status, status_panel, topic_list


def nothing_open() -> None:
    """In place of the desk, where no call is open: why, and the way on."""
    ui = session.words().ui
    found = open_record.trouble()
    html.heading(ui("No call is open here"))
    html.paragraph(save_status.why(found) if found else ui("Begin a call or open one on the page Today."))
    if st.button(ui("Go to Today"), type="primary", key="to_today"):
        navigation.go("today")


def card(every: tuple[question_pages.Part, ...]) -> None:
    """Where the call was left, until somebody is back in it. Its place is there always: see `saving.top`."""
    with st.container(key="desk_back"):
        if open_record.was_resumed():
            _card(every)


def _card(every: tuple[question_pages.Part, ...]) -> None:
    words, ui = session.words(), session.words().ui
    here, last = open_record.topic(), notes.last()
    must = topic_list.must_ask_left(every)
    told = [
        ui("You were on {topic}.", topic=here.title if here else ui("First minute")),
        ui("Last note: “{note}”.", note=last.removesuffix(".")) if last else ui("There is no note yet."),
        ui("Danger: {line}", line=done) if (done := dangers.last_done()) else "",
        words.count("{number} must-ask question is left.", "{number} must-ask questions are left.", must)
        if must
        else ui("Every must-ask question was asked."),
    ]
    number, name = status_panel.call_back(), status_panel.name_to_use()
    if number and name:
        back = ui("Line dropped? Call back {number}. Use the name {name}.", number=number, name=name.removesuffix("."))
    elif number:
        back = ui("Line dropped? Call back {number}. There is no name to use.", number=number)
    else:
        back = ui("Line dropped? There is no safe number to call back.")
    html.show(
        html.card(
            ui("Welcome back"),
            *(f"<p>{html.safe(text)}</p>" for text in (" ".join(filter(None, told)), back, _message()) if text),
        )
    )
    if st.button(ui("Go on here"), key="go_on", type="primary"):
        open_record.is_back()
        topic_list.go_to(call_state.current().topic)


def _message() -> str:
    ui, said = session.words().ui, status_panel.message()
    return ui("Leaving a message: {answer}", answer=said) if said and status_panel.call_back() else ""
