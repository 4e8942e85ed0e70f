"""A reopened call: where it was left and how to reach the caller. Also the screen for when no record is open."""

from __future__ import annotations

import streamlit as st

from intake.store.schema import RecordStatus
from intake.ui.common import html, navigation, question_pages, session
from intake.ui.staff.call import call_state, dangers, notes, open_record, save_status, status_panel, topic_list


def nothing_open() -> None:
    """The screen without an open record: why there is none, and a button to Today."""
    ui = session.words().ui
    problem = open_record.problem()
    html.heading(ui("No call is open here"))
    html.paragraph(save_status.problem_text(problem) if problem else ui("Start a call or open one from Today."))
    if st.button(ui("Go to Today"), type="primary", key="to_today"):
        navigation.go("today")


def card(topics: tuple[question_pages.PartProgress, ...]) -> None:
    """Where the call was left, until staff continue. Always a container: see `save_status.header`."""
    with st.container(key="desk_back"):
        if open_record.was_resumed():
            _card(topics)


def _card(topics: tuple[question_pages.PartProgress, ...]) -> None:
    words, ui = session.words(), session.words().ui
    topic, note = open_record.topic(), notes.last_text()
    must_ask = topic_list.must_ask_left(topics)
    summary = [
        _who_was_on(topic.title if topic else ui("First minute")),
        ui("Last note: “{note}”.", note=note.removesuffix(".")) if note else ui("No notes yet."),
        ui("Danger: {line}", line=action) if (action := dangers.last_action()) else "",
        words.count("{number} safety question left.", "{number} safety questions left.", must_ask)
        if must_ask
        else ui("All safety questions have been asked."),
    ]
    number, name = status_panel.callback_number(), status_panel.name_to_use()
    if number and name:
        dropped = ui(
            "Line dropped? Call back {number}. Use the name {name}.", number=number, name=name.removesuffix(".")
        )
    elif number:
        dropped = ui("Line dropped? Call back {number}. No name to ask for.", number=number)
    else:
        dropped = ui("Line dropped? No safe number to call back.")
    html.show(
        html.card(
            ui("Where the call stands") if _colleague() else ui("Welcome back"),
            *(f"<p>{html.safe(text)}</p>" for text in (" ".join(filter(None, summary)), dropped, _message()) if text),
        )
    )
    if st.button(ui("Continue here"), key="go_on", type="primary"):
        open_record.acknowledge_resume()
        topic_list.go_to(call_state.current().topic)


def _colleague() -> str:
    """The colleague who owns the open record, "" if it is the signed-in worker or nobody."""
    record, me = open_record.current(), open_record.actor().name
    return record.head.owner if record is not None and record.head.owner != me else ""


def _who_was_on(topic: str) -> str:
    """Which topic is on the screen, and that a colleague may be in it at this moment."""
    ui, record, colleague = session.words().ui, open_record.current(), _colleague()
    if not colleague:
        return ui("You were on {topic}.", topic=topic)
    last = ui("Last topic: {topic}.", topic=topic)
    if record is not None and record.head.status is RecordStatus.CALLING:
        return ui("{name} is on this call.", name=colleague) + " " + last
    return last


def _message() -> str:
    ui, answer = session.words().ui, status_panel.message_answer()
    return ui("Leaving a message: {answer}", answer=answer) if answer and status_panel.callback_number() else ""
