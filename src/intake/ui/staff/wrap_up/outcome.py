"""The end of a call: the caller's first step, the outcome, the follow-up, and an internal note."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from intake.store.index_fields import FOLLOW_UP_REASON, FOLLOW_UP_SAFE, PROMISED, SafeToCall
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
    without_notes,
)
from intake.ui.staff.wrap_up import consent

OUTCOME, TO, ON, AT = "outcome", "outcome_to", "follow_up_on", "follow_up_at"
_DEFAULT_HOUR = "9"  # of a follow-up without a time
ANYWAY = "finish_unasked"  # the button that was clicked while safety questions were not asked
_NEXT = "next"


def first_step() -> None:
    """What the caller will do first, in their words."""
    ui = session.words().ui
    html.section(ui("First step"))
    html.show(f'<p class="ns-say">{interpreter.script(ui("What will you do first, after we hang up?"))}</p>')
    call_fields.text_line(PROMISED, ui("Their answer"))


def outcome_and_follow_up() -> None:
    """The outcome of the call, and when and how to follow up."""
    ui = session.words().ui
    html.section(ui("Outcome and follow-up"))
    outcomes = session.content().call_desk.outcomes
    chosen = call_fields.radio(OUTCOME, ui("Outcome"), {one.code: one.text for one in outcomes if not one.follow_up})
    to_whom(chosen, TO)
    call_fields.date(ON, ui("Follow-up date (leave blank for none)"))
    if call_state.field_value(ON):
        time_of_day(AT)
        if not without_notes.chosen():
            call_fields.text_line(FOLLOW_UP_REASON, ui("Reason for the follow-up"))
        call_fields.text_line("follow_up_who", ui("Who will call"))
        methods = {"call": ui("Phone"), "text": ui("Text message"), "other": ui("Other")}
        call_fields.radio("follow_up_how", ui("Contact method"), methods)
        safe = {
            SafeToCall.YES.value: ui("Yes"),
            SafeToCall.NO.value: ui("No"),
            SafeToCall.ASK.value: ui("Ask first if they can talk"),
        }
        call_fields.radio(FOLLOW_UP_SAFE, ui("Is it safe to call?"), safe)
        html.hint(ui("Safe number to call: {number}", number=status_panel.callback_number() or ui("none given")))
        if name := status_panel.name_to_use():
            html.hint(ui("Name they gave: {name}", name=name))
        call_fields.text_line("follow_up_name", ui("Name to use"))


def to_whom(outcome: str, field: str) -> None:
    """The field that goes with some outcomes, such as who took over the call. It is a note: none without notes."""
    chosen = session.content().call_desk.outcome_of(outcome)
    if chosen is not None and chosen.to is not None and not without_notes.chosen():
        call_fields.text_line(field, chosen.to)


def lacks_to_whom(outcome: str, field: str) -> str:
    """What must still be entered with an outcome, in a sentence; "" for nothing."""
    chosen = session.content().call_desk.outcome_of(outcome)
    if without_notes.chosen() or chosen is None or chosen.to is None or call_state.field_value(field).strip():
        return ""
    return session.words().ui("Fill in “{field}”.", field=chosen.to)


def in_words(outcome: str, field: str) -> str:
    """An outcome with what was entered with it, for the log."""
    chosen = session.content().call_desk.outcome_of(outcome)
    if chosen is None:
        return ""
    value = "" if without_notes.chosen() else call_state.field_value(field).strip()
    return f"{chosen.text}. {chosen.to}: {value}" if chosen.to is not None and value else chosen.text


def says_help_was_called(outcome: str) -> bool:
    """Whether the outcome with this code says that emergency help was called."""
    help_called = session.content().call_desk.help_called
    return help_called is not None and outcome == help_called.code


def time_of_day(field: str) -> str:
    """The field for the hour of a follow-up. Returns the hour in digits, "" for none."""
    ui = session.words().ui
    hours = {
        "9": ui("Morning, 9:00 AM"),
        "12": ui("Noon, 12:00 PM"),
        "15": ui("Afternoon, 3:00 PM"),
        "18": ui("Evening, 6:00 PM"),
    }
    return call_fields.radio(field, ui("Time (9:00 AM if none is chosen)"), hours)


def due_at(day: dt.date, hour: str) -> dt.datetime:
    """When a follow-up is due, in the agency's time zone. `hour`: as returned by `time_of_day`."""
    return dt.datetime.combine(day, dt.time(int(hour or _DEFAULT_HOUR)), session.now().tzinfo)


def note_to_self() -> None:
    """A note for staff only, left out of the summary."""
    ui = session.words().ui
    html.section(ui("Internal note"))
    html.hint(ui("Stays with the record. Never included in the PDF or text."))
    call_fields.text_line("note_to_self", ui("Your note"))


def finish() -> None:
    """The buttons to finish the call. They show what is missing, or ask about safety questions not asked."""
    ui = session.words().ui
    with st.container(horizontal=True, key="desk_finish"):
        done = st.button(ui("Finish call"), type="primary", key="finish")
        done_and_next = st.button(ui("Finish and start next call"), key="finish_and_next")
    clicked = done or done_and_next
    missing, unasked = _missing(), _unasked_warning()
    if missing:
        call_state.set_field(ANYWAY, "")
        if clicked:
            html.alert(" ".join(missing))
        return
    if unasked and clicked:
        call_state.set_field(ANYWAY, _NEXT if done_and_next else "today")
        keyboard.focus_on("desk_unasked")  # scrolls to the warning, which is below the edge of the window
    if unasked and call_state.field_value(ANYWAY):
        with st.container(key="desk_unasked"):
            html.alert(unasked)
            anyway = st.button(ui("Finish anyway"), key="finish_unasked")
        if anyway:
            _end(start_next=call_state.field_value(ANYWAY) == _NEXT)
    elif clicked:
        _end(start_next=done_and_next)


def _missing() -> list[str]:
    """What must be settled before the call can end, each in one or two sentences."""
    ui, outcome = session.words().ui, call_state.field_value(OUTCOME)
    texts = []
    if not outcome:
        texts.append(ui("Choose an outcome first."))
    if lacking := lacks_to_whom(outcome, TO):
        texts.append(lacking)
    help_called = session.content().call_desk.help_called
    if dangers.kinds() and not says_help_was_called(outcome) and not call_state.field_value(ON):
        called = help_called.text if help_called is not None else ""
        texts.append(ui("There is danger. Set a follow-up date or choose the outcome “{called}”.", called=called))
    if consent.is_unrecorded():
        texts.append(ui("Their answer about sharing is not recorded yet. Select “Record their answer”."))
    return texts


def _unasked_warning() -> str:
    """How many safety questions were not asked, and in which topics; "" if all were or the outcome leaves them out."""
    words, chosen = session.words(), session.content().call_desk.outcome_of(call_state.field_value(OUTCOME))
    if chosen is not None and not chosen.asks_safety:
        return ""
    topics = topic_list.all_topics()
    number = topic_list.must_ask_left(topics)
    if not number:
        return ""
    count = words.count("{number} safety question was not asked.", "{number} safety questions were not asked.", number)
    titles = "; ".join(topic.section.title for topic in topics if topic_list.must_ask_left((topic,)))
    choice = words.ui(
        "Topics: {topics}. Ask now, or finish anyway. The record will show them as not asked.", topics=titles
    )
    return f"{count} {choice}"


def _end(*, start_next: bool) -> None:
    """Save the finished call, then show Today or start the next call."""
    ui, on = session.words().ui, call_state.field_value(ON)
    if not _save_finished():
        html.alert(ui("Not saved. The call is still open, and what you typed is still on this screen. Try again."))
        return
    if start_next:
        open_record.begin()
        navigation.go("call")
    day = session.words().date(dt.date.fromisoformat(on)) if on else ""
    flash.add(ui("Saved. Follow-up on {date}.", date=day) if day else ui("Saved and closed."))
    navigation.go("today")


def _save_finished() -> bool:
    """Add the draft note and the outcome to the log, and save the record as finished. False if something failed."""
    ui, outcome, on = session.words().ui, call_state.field_value(OUTCOME), call_state.field_value(ON)
    due = due_at(dt.date.fromisoformat(on), call_state.field_value(AT)) if on else None
    text = ui("Finished: {outcome}", outcome=in_words(outcome, TO))
    if not notes.add_typed() or not log.add_once("finish", text):
        return False
    return open_record.finish(outcome, RecordStatus.FOLLOW_UP if due else RecordStatus.CLOSED, due_at=due)
