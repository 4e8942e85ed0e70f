"""The end of a call: what the caller does first, the outcome, the follow-up, a note to oneself."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from intake.store.schema import Status
from intake.ui import drawing, navigation, session
from intake.ui.desk import about_call, call, call_log, interpreter, noted, notes, strip

OUTCOME, ON = "outcome", "follow_up_on"


def first_step() -> None:
    """What the caller will do first, in their words."""
    ui = session.words().ui
    drawing.section(ui("First step"))
    drawing.show(f'<p class="ns-say">{interpreter.say(ui("What will you do first, after we hang up?"))}</p>')
    about_call.written("first_step", ui("They say"))


def outcome_and_follow_up() -> None:
    """How the call ended, and when who calls whom again."""
    ui = session.words().ui
    drawing.section(ui("Outcome and follow-up"))
    about_call.picked(OUTCOME, ui("Outcome"), session.content().call_desk.outcome)
    about_call.day(ON, ui("Follow up on (empty: no follow-up)"))
    if noted.said_of_call(ON):
        about_call.written("follow_up_who", ui("Who calls"))
        how = {"call": ui("By phone"), "text": ui("By text message"), "other": ui("Another way")}
        about_call.picked("follow_up_how", ui("How"), how)
        safe = {"yes": ui("Yes"), "no": ui("No"), "ask": ui("Ask first whether they can talk")}
        about_call.picked("follow_up_safe", ui("Is it safe to call?"), safe)
        drawing.hint(ui("Told before: {number}", number=strip.call_back() or ui("no safe number")))
        if name := strip.name_to_use():
            drawing.hint(ui("Name they gave: {name}", name=name))
        about_call.written("follow_up_name", ui("Which name to use"))


def note_to_self() -> None:
    """What is for staff alone: it stands in no file."""
    ui = session.words().ui
    drawing.section(ui("Note to yourself"))
    drawing.hint(ui("This stays with the record. It is never in the PDF or in the text."))
    about_call.written("note_to_self", ui("Your note"))


def finish() -> None:
    """Ends the call, if how it ended is said and everything can be saved."""
    ui = session.words().ui
    with st.container(horizontal=True, key="desk_finish"):
        done = st.button(ui("Finish call"), type="primary", key="finish")
        done_and_next = st.button(ui("Finish and start next"), key="finish_and_next")
    if not (done or done_and_next):
        return
    if not noted.said_of_call(OUTCOME):
        drawing.alert(ui("Choose an outcome first."))
        return
    if not _finished():
        drawing.alert(ui("Not saved. The call is still open, and what you typed is still on this screen. Try again."))
        return
    if done_and_next:
        call.begin()
        navigation.go("call")
    navigation.go("today")


def _finished() -> bool:
    ui, outcome, on = session.words().ui, noted.said_of_call(OUTCOME), noted.said_of_call(ON)
    due = dt.datetime.combine(dt.date.fromisoformat(on), session.now().timetz()) if on else None
    said = ui("Finished: {outcome}", outcome=session.content().call_desk.outcome[outcome])
    said_before = [line.said["text"] for line in call_log.lines()[:1]] == [said]  # and then it could not be saved
    if not notes.add_typed() or not (said_before or call_log.add("finish", said)):
        return False
    return call.finish(outcome, Status.FOLLOW_UP if due else Status.CLOSED, due_at=due)
