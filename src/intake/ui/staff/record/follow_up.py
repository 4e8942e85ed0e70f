"""A follow-up: how it went, whether they are safe, what became of the first step, and what comes next."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from intake.brief.model import Brief
from intake.store.schema import RecordStatus
from intake.ui.common import html, navigation, session
from intake.ui.staff import flash
from intake.ui.staff.call import call_fields, call_state, danger_drawer, log, open_record, status_panel
from intake.ui.staff.record.history import FOLLOW_UP
from intake.ui.staff.wrap_up import outcome

DANGER, REACHED, MESSAGE = "danger", "reached", "message"
# What is noted of a follow-up until it is saved: fields about the call, by name.
_HOW, _SAFETY, _STEP, _NOTE, _AGAIN, _AT, _CLOSED = _FIELDS = (
    "followed_reached",
    "followed_safe",
    "followed_step",
    "followed_note",
    "followed_again",
    "followed_again_at",
    "followed_closed",
)


def form(found: Brief) -> None:
    """What to say, what to note, and how it goes on. Done with one press; until then it is kept with the record."""
    ui = session.words().ui
    _who_is_there()
    step = found.steps[0].text if found.steps else ""
    html.show(f'<p class="ns-say">{html.safe(ui("What became of the first step?"))} {html.safe(step)}</p>')
    call_fields.picked(_STEP, ui("The first step"), _done(), in_a_row=True)
    call_fields.written_at_length(_NOTE, ui("What they say, and what comes now"))
    again = call_fields.day(_AGAIN, ui("Follow up again on"))
    if again:
        outcome.time_of_day(_AT)
    outcomes = {"": ui("Not closed"), **session.content().call_desk.outcome}
    call_fields.chosen(_CLOSED, ui("Or close it with"), outcomes)
    if st.button(ui("Save the follow-up"), key="follow_up_save", type="primary"):
        if why_not := _why_not():
            html.alert(why_not)
            return
        if _save(again):
            day = session.words().date(again) if again else ""
            flash.tell(ui("Saved. Follow up again on {date}.", date=day) if day else ui("Saved, and closed."))
            navigation.go("today")
        html.alert(ui("Not saved. What you typed is still on this screen. Try again."))


def _who_is_there() -> None:
    ui = session.words().ui
    reached = call_fields.picked(_HOW, ui("How it went"), _reached(), in_a_row=True)
    html.show(f'<p class="ns-say">{html.safe(ui("Is it safe to talk? Is anyone in danger now?"))}</p>')
    if call_fields.picked(_SAFETY, ui("They say"), _safe(), in_a_row=True) == DANGER:
        html.alert(ui("Stay on the line. Open the call desk: the steps for danger are there."))
        if st.button(ui("Open the call desk"), key="follow_up_danger", type="primary"):
            danger_drawer.want()
            navigation.go("call")
    if reached == MESSAGE and (why_none := _no_message()):
        html.alert(why_none)


def _no_message() -> str:
    """What they said about messages, where it is not a plain yes."""
    ui, allowed = session.words().ui, session.content().call_desk.message
    said = session.response().by_key.get(allowed.question) if allowed is not None else None
    if allowed is None or said is None or not said.given:
        return ui("They were not asked whether a message is safe. Next time leave none.")
    if allowed.code_set.issuperset(said.codes):
        return ""
    return ui("About messages they said: {answer}.", answer=status_panel.message())


def _why_not() -> str:
    ui, said = session.words().ui, call_state.field_value
    if not said(_HOW):
        return ui("Say how it went.")
    if said(_HOW) == REACHED and not said(_SAFETY):
        return ui("Say whether they are safe now. “They do not know” is an answer.")
    if said(_SAFETY) == DANGER and not outcome.says_help_was_called(said(_CLOSED)) and not said(_AGAIN):
        return ui("There is danger: choose a day to follow up, or say that emergency help was called.")
    if said(_AGAIN) and said(_CLOSED):
        return ui("Choose one: a day to follow up again, or how it ended.")
    return "" if said(_AGAIN) or said(_CLOSED) else ui("Choose a day to follow up again, or say how it ended.")


def _save(again: dt.date | None) -> bool:
    """Whether it could be saved. What was noted for it is a line of the log then, and the next one starts empty."""
    opened = open_record.current()
    assert opened is not None, "a follow-up is drawn only of an open record"
    told = {name: call_state.field_value(name) for name in _FIELDS}
    parts = (_reached()[told[_HOW]], _safe().get(told[_SAFETY]), _done().get(told[_STEP]), told[_NOTE].strip())
    if not log.add_last(FOLLOW_UP, " · ".join(part for part in parts if part)):
        return False
    call_state.update(call={name: value for name, value in call_state.current().call.items() if name not in _FIELDS})
    if open_record.finish(
        told[_CLOSED] or opened.head.outcome or "",
        RecordStatus.CLOSED if told[_CLOSED] else RecordStatus.FOLLOW_UP,
        due_at=outcome.due_at(again, told[_AT]) if again else None,
        followed_up_at=session.now(),
    ):
        return True
    call_state.update(call={**call_state.current().call, **told})
    return False


def _reached() -> dict[str, str]:
    ui = session.words().ui
    return {REACHED: ui("Reached"), MESSAGE: ui("A message was left"), "no_answer": ui("No one answered")}


def _safe() -> dict[str, str]:
    ui = session.words().ui
    return {"safe": ui("Safe now"), DANGER: ui("There is danger"), "unknown": ui("They do not know")}


def _done() -> dict[str, str]:
    ui = session.words().ui
    return {"done": ui("Step one was done"), "partly": ui("Step one was begun"), "not": ui("Step one was not done")}
