"""The follow-up form: result of the contact, safety, the first step, and what happens next."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from intake.brief.model import Brief
from intake.store.index_fields import FOLLOW_UP_REASON
from intake.store.schema import RecordStatus
from intake.ui.common import html, navigation, session
from intake.ui.staff import flash
from intake.ui.staff.call import (
    call_fields,
    call_state,
    danger_drawer,
    log,
    open_record,
    status_panel,
    without_notes,
)
from intake.ui.staff.record.history import FOLLOW_UP
from intake.ui.staff.wrap_up import outcome, promises, told

DANGER, REACHED, MESSAGE = "danger", "reached", "message"
# Call fields that hold the follow-up until it is saved.
_RESULT, _SAFETY, _STEP, _NOTE, _NEXT, _NEXT_AT, _REASON, _OUTCOME, _TO = _FIELDS = (
    "followed_reached",
    "followed_safe",
    "followed_step",
    "followed_note",
    "followed_again",
    "followed_again_at",
    "followed_reason",
    "followed_closed",
    "followed_to",
)


def form(brief: Brief) -> None:
    """What to say and the fields to fill in. Its values stay with the record until the follow-up is saved."""
    ui = session.words().ui
    _promised(brief)
    _contact()
    question = ui("How did the first step go?")
    if first := next(iter((*promises.of_caller(brief), *told.sentences(brief))), ""):
        question = ui("How did the first step go? “{step}”", step=first.removesuffix("."))
    html.show(f'<p class="ns-say">{html.safe(question)}</p>')
    call_fields.radio(_STEP, ui("First step"), _step_results(), horizontal=True)
    if not without_notes.chosen():
        call_fields.text_area(_NOTE, ui("What they said and what happens next"))
    desk = session.content().call_desk
    at_follow_up_first = sorted(desk.outcomes, key=lambda one: not one.follow_up)
    outcomes = {"": ui("None yet"), **{one.code: one.text for one in at_follow_up_first}}
    outcome.to_whom(call_fields.select(_OUTCOME, ui("Outcome of this contact"), outcomes), _TO)
    next_date = call_fields.date(_NEXT, ui("Next follow-up date (leave blank to close the record)"))
    if next_date:
        outcome.time_of_day(_NEXT_AT)
        if not without_notes.chosen():
            call_fields.text_line(_REASON, ui("Reason for the next follow-up"))
    if st.button(ui("Save follow-up"), key="follow_up_save", type="primary"):
        if error := _error():
            html.alert(error)
            return
        if _save(next_date):
            day = session.words().date(next_date) if next_date else ""
            flash.add(ui("Saved. Next follow-up on {date}.", date=day) if day else ui("Saved and closed."))
            navigation.go("today")
        html.alert(ui("Not saved. What you typed is still on this screen. Try again."))


def _promised(brief: Brief) -> None:
    """What the caller said they would do first; nothing if they promised nothing."""
    if promised := promises.of_caller(brief):
        ui = session.words().ui
        html.show(
            f"<p><strong>{html.safe(ui('What the caller said they would do:'))}</strong></p>", html.bullets(promised)
        )


def _contact() -> None:
    """Result of the contact and safety, with the way to the danger drawer and the caller's limits on messages."""
    ui = session.words().ui
    result = call_fields.radio(_RESULT, ui("Result of this contact"), _contact_results(), horizontal=True)
    html.show(f'<p class="ns-say">{html.safe(ui("Is it safe to talk? Is anyone in danger now?"))}</p>')
    if call_fields.radio(_SAFETY, ui("Their answer"), _safety_answers(), horizontal=True) == DANGER:
        html.alert(ui("Stay on the line. Open the call desk for the danger steps."))
        if st.button(ui("Open the call desk"), key="follow_up_danger", type="primary"):
            danger_drawer.request()
            navigation.go("call")
    if result == MESSAGE and (limit := _message_limit()):
        html.alert(limit)


def _message_limit() -> str:
    """Why a message may not be safe; "" if the caller allowed messages without limits."""
    ui, allowed = session.words().ui, session.content().call_desk.message
    answer = session.response().by_key.get(allowed.question) if allowed is not None else None
    if allowed is None or answer is None or not answer.given:
        return ui("They were not asked if a message is safe. Do not leave one next time.")
    if allowed.code_set.issuperset(answer.codes):
        return ""
    return ui("What they said about messages: {answer}.", answer=status_panel.message_answer())


def _error() -> str:
    """Why the follow-up cannot be saved yet; "" if it can."""
    ui, value = session.words().ui, call_state.field_value
    if not value(_RESULT):
        return ui("Choose the result of this contact.")
    if value(_RESULT) == REACHED and not value(_SAFETY):
        return ui("Choose whether they are safe now. “They do not know” counts as an answer.")
    if value(_SAFETY) == DANGER and not outcome.says_help_was_called(value(_OUTCOME)) and not value(_NEXT):
        return ui("There is danger. Set a follow-up date or choose an outcome that says emergency help was called.")
    if lacking := outcome.lacks_to_whom(value(_OUTCOME), _TO):
        return lacking
    return "" if value(_NEXT) or value(_OUTCOME) else ui("Set a next follow-up date, or choose an outcome to close.")


def _save(next_date: dt.date | None) -> bool:
    """Add the follow-up to the log, empty its fields and save the record. False if it could not be saved."""
    values = {name: call_state.field_value(name) for name in _FIELDS}
    parts = (
        _contact_results()[values[_RESULT]],
        _safety_answers().get(values[_SAFETY]),
        _step_results().get(values[_STEP]),
        outcome.in_words(values[_OUTCOME], _TO),
        "" if without_notes.chosen() else values[_NOTE].strip(),
    )
    if not log.add_once(FOLLOW_UP, " · ".join(part for part in parts if part)):
        return False
    before = call_state.current().call
    kept = {name: value for name, value in before.items() if name not in _FIELDS}
    call_state.update(call={**kept, FOLLOW_UP_REASON: values[_REASON]} if next_date else kept)
    if open_record.finish(
        values[_OUTCOME],
        RecordStatus.FOLLOW_UP if next_date else RecordStatus.CLOSED,
        due_at=outcome.due_at(next_date, values[_NEXT_AT]) if next_date else None,
        followed_up_at=session.now(),
    ):
        return True
    call_state.update(call=before)
    return False


def _contact_results() -> dict[str, str]:
    ui = session.words().ui
    return {REACHED: ui("Reached"), MESSAGE: ui("Left a message"), "no_answer": ui("No answer")}


def _safety_answers() -> dict[str, str]:
    ui = session.words().ui
    return {"safe": ui("Safe now"), DANGER: ui("There is danger"), "unknown": ui("They do not know")}


def _step_results() -> dict[str, str]:
    ui = session.words().ui
    return {"done": ui("First step done"), "partly": ui("First step started"), "not": ui("First step not done")}
