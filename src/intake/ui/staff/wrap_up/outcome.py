"""The end of a call: what the caller does first, the outcome, the follow-up, a note to oneself."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from intake.store.schema import RecordStatus
from intake.ui.common import html, navigation, session
from intake.ui.staff import flash
from intake.ui.staff.call import (
    call_fields,
    call_state,
    dangers,
    interpreter,
    keyboard,
    log,
    notes,
    open_record,
    status_panel,
    topic_list,
)
from intake.ui.staff.wrap_up import consent

OUTCOME, ON, AT = "outcome", "follow_up_on", "follow_up_at"
_EARLIEST = "9"  # the hour of a follow-up for which no time was picked
_ANYWAY = "finish_unasked"  # what was pressed while questions about safety were open
_NEXT = "next"


def first_step() -> None:
    """What the caller will do first, in their words."""
    ui = session.words().ui
    html.section(ui("First step"))
    html.show(f'<p class="ns-say">{interpreter.say(ui("What will you do first, after we hang up?"))}</p>')
    call_fields.written("first_step", ui("They say"))


def outcome_and_follow_up() -> None:
    """How the call ended, and when who calls whom again."""
    ui = session.words().ui
    html.section(ui("Outcome and follow-up"))
    call_fields.picked(OUTCOME, ui("Outcome"), session.content().call_desk.outcome)
    call_fields.day(ON, ui("Follow up on (empty: no follow-up)"))
    if call_state.field_value(ON):
        time_of_day(AT)
        call_fields.written("follow_up_who", ui("Who calls"))
        how = {"call": ui("By phone"), "text": ui("By text message"), "other": ui("Another way")}
        call_fields.picked("follow_up_how", ui("How"), how)
        safe = {"yes": ui("Yes"), "no": ui("No"), "ask": ui("Ask first whether they can talk")}
        call_fields.picked("follow_up_safe", ui("Is it safe to call?"), safe)
        html.hint(ui("Told before: {number}", number=status_panel.call_back() or ui("no safe number")))
        if name := status_panel.name_to_use():
            html.hint(ui("Name they gave: {name}", name=name))
        call_fields.written("follow_up_name", ui("Which name to use"))


def says_help_was_called(outcome: str) -> bool:
    """Whether an outcome, given by its code, says that emergency help was called."""
    help_called = session.content().call_desk.help_called
    return help_called is not None and outcome == help_called.code


def time_of_day(what: str) -> str:
    """When on its day a follow-up is due, as an hour; "" for none picked."""
    ui = session.words().ui
    hours = {
        "9": ui("Morning, 9:00"),
        "12": ui("Midday, 12:00"),
        "15": ui("Afternoon, 3:00"),
        "18": ui("Evening, 6:00"),
    }
    return call_fields.picked(what, ui("Time (none picked: 9:00 in the morning)"), hours)


def due_at(day: dt.date, hour: str) -> dt.datetime:
    """The moment a follow-up is due, in the zone of this place; `hour` as from `time_of_day`."""
    return dt.datetime.combine(day, dt.time(int(hour or _EARLIEST)), session.now().tzinfo)


def note_to_self() -> None:
    """What is for staff alone: it stands in no file."""
    ui = session.words().ui
    html.section(ui("Note to yourself"))
    html.hint(ui("This stays with the record. It is never in the PDF or in the text."))
    call_fields.written("note_to_self", ui("Your note"))


def finish() -> None:
    """Ends the call, if nothing that must be settled is open and everything can be saved."""
    ui = session.words().ui
    with st.container(horizontal=True, key="desk_finish"):
        done = st.button(ui("Finish call"), type="primary", key="finish")
        done_and_next = st.button(ui("Finish and start next"), key="finish_and_next")
    pressed = done or done_and_next
    lacks, unasked = _lacks(), _unasked()
    if lacks:
        call_state.set_field(_ANYWAY, "")
        if pressed:
            html.alert(" ".join(lacks))
        return
    if unasked and pressed:
        call_state.set_field(_ANYWAY, _NEXT if done_and_next else "today")
        keyboard.focus_on("desk_unasked")  # so that it is seen: it stands below the window's edge
    if unasked and call_state.field_value(_ANYWAY):
        with st.container(key="desk_unasked"):
            html.alert(unasked)
            anyway = st.button(ui("Finish all the same"), key="finish_unasked")
        if anyway:
            _end(start_next=call_state.field_value(_ANYWAY) == _NEXT)
    elif pressed:
        _end(start_next=done_and_next)


def _lacks() -> list[str]:
    """Why the call cannot end yet, each in one sentence."""
    ui, outcome = session.words().ui, call_state.field_value(OUTCOME)
    lacks = []
    if not outcome:
        lacks.append(ui("Choose an outcome first."))
    help_called = session.content().call_desk.help_called
    if dangers.kinds() and not says_help_was_called(outcome) and not call_state.field_value(ON):
        called = help_called.text if help_called is not None else ""
        lacks.append(ui("There is danger: set a follow-up day, or choose the outcome “{called}”.", called=called))
    if consent.is_open():
        lacks.append(ui("What they said about sharing is not noted yet: press “Note what they agreed to”."))
    return lacks


def _unasked() -> str:
    """How many questions about safety were not asked, and in which topics; "" for none."""
    words = session.words()
    every = topic_list.listed()
    left = topic_list.must_ask_left(every)
    if not left:
        return ""
    number = words.count("{number} safety question was not asked.", "{number} safety questions were not asked.", left)
    where = "; ".join(topic.section.title for topic in every if topic_list.must_ask_left((topic,)))
    told = words.ui("Topics: {topics}. Ask now, or finish: they stay marked as not asked in the record.", topics=where)
    return f"{number} {told}"


def _end(start_next: bool) -> None:
    ui, on = session.words().ui, call_state.field_value(ON)
    if not _finished():
        html.alert(ui("Not saved. The call is still open, and what you typed is still on this screen. Try again."))
        return
    if start_next:
        open_record.begin()
        navigation.go("call")
    day = session.words().date(dt.date.fromisoformat(on)) if on else ""
    flash.tell(ui("Saved. Follow up on {date}.", date=day) if day else ui("Saved, and closed."))
    navigation.go("today")


def _finished() -> bool:
    ui, outcome, on = session.words().ui, call_state.field_value(OUTCOME), call_state.field_value(ON)
    due = due_at(dt.date.fromisoformat(on), call_state.field_value(AT)) if on else None
    said = ui("Finished: {outcome}", outcome=session.content().call_desk.outcome[outcome])
    if not notes.add_typed() or not log.add_last("finish", said):
        return False
    return open_record.finish(outcome, RecordStatus.FOLLOW_UP if due else RecordStatus.CLOSED, due_at=due)
