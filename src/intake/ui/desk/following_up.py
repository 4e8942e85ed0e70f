"""A follow-up: how it went, whether they are safe, what became of the first step, and what comes next."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from intake.store.schema import Status
from intake.summary import Brief
from intake.ui import drawing, navigation, session
from intake.ui.desk import call, call_log, telling
from intake.ui.desk.ending import EARLIEST, HELP_WAS_CALLED
from intake.ui.desk.story import FOLLOW_UP

DANGER, REACHED, MESSAGE = "danger", "reached", "message"


def form(found: Brief) -> None:
    """What to say, what to note, and how it goes on. Saved with one press."""
    opened = call.current()
    assert opened is not None, "a follow-up is drawn only of an open record"
    ui = session.words().ui
    of = f"{opened.head.id}_{opened.head.version}"
    reached = _picked("reached", of, ui("How it went"), _reached())
    drawing.show(f'<p class="ns-say">{drawing.safe(ui("Is it safe to talk? Is anyone in danger now?"))}</p>')
    safe = _picked("safe", of, ui("They say"), _safe())
    if safe == DANGER:
        drawing.alert(ui("Stay on the line. Open the call desk: the steps for danger are there."))
        if st.button(ui("Open the call desk"), key="follow_up_danger", type="primary"):
            navigation.go("call")
    if reached == MESSAGE and (why_none := _no_message()):
        drawing.alert(why_none)
    step = found.steps[0].text if found.steps else ""
    drawing.show(f'<p class="ns-say">{drawing.safe(ui("What became of the first step?"))} {drawing.safe(step)}</p>')
    done = _picked("step", of, ui("The first step"), _done())
    noted = st.text_area(
        ui("What they say, and what comes now"), key=f"follow_up_note_{of}", height=120, max_chars=4000
    )
    outcomes = session.content().call_desk.outcome
    again = st.date_input(
        ui("Follow up again on"), value=None, min_value=session.now().date(), key=f"follow_up_again_{of}"
    )
    closed = st.selectbox(
        ui("Or close it with"),
        list(outcomes),
        index=None,
        format_func=outcomes.__getitem__,
        placeholder=ui("Not closed"),
        key=f"follow_up_closed_{of}",
    )
    if st.button(ui("Save the follow-up"), key="follow_up_save", type="primary"):
        if why_not := _why_not(reached, safe, again, closed):
            drawing.alert(why_not)
            return
        told = [_reached()[reached], _safe().get(safe, ""), _done().get(done, ""), noted.strip()]
        if _save(" · ".join(text for text in told if text), again, closed):
            day = session.words().date(again) if again else ""
            telling.tell(ui("Saved. Follow up again on {date}.", date=day) if day else ui("Saved, and closed."))
            navigation.go("today")
        drawing.alert(ui("Not saved. What you typed is still on this screen. Try again."))


def _no_message() -> str:
    """What they said about messages, where it is not a plain yes."""
    ui, said = session.words().ui, session.response().by_key.get(session.content().call_desk.message or "")
    if said is None or not said.given:
        return ui("They were not asked whether a message is safe. Next time leave none.")
    item = session.content().questionnaire.items[said.link_id]
    told = "; ".join(item.by_code[code].text for code in said.codes)
    return "" if said.codes == ("yes",) else ui("About messages they said: {answer}.", answer=told)


def _why_not(reached: str, safe: str, again: dt.date | None, closed: str | None) -> str:
    ui = session.words().ui
    if not reached:
        return ui("Say how it went.")
    if reached == REACHED and not safe:
        return ui("Say whether they are safe now. “They do not know” is an answer.")
    if safe == DANGER and closed != HELP_WAS_CALLED and not again:
        return ui("There is danger: choose a day to follow up, or say that emergency help was called.")
    if again and closed:
        return ui("Choose one: a day to follow up again, or how it ended.")
    return "" if again or closed else ui("Choose a day to follow up again, or say how it ended.")


def _save(text: str, again: dt.date | None, closed: str | None) -> bool:
    """Whether it could be saved."""
    now = session.now()
    if not call_log.add(FOLLOW_UP, text):
        return False
    due = dt.datetime.combine(again, dt.time(int(EARLIEST)), now.tzinfo) if again else None
    opened = call.current()
    assert opened is not None
    outcome = closed or opened.head.outcome or ""
    return call.finish(outcome, Status.CLOSED if closed else Status.FOLLOW_UP, due_at=due, followed_up_at=now)


def _picked(what: str, of: str, label: str, options: dict[str, str]) -> str:
    picked = st.radio(
        label,
        list(options),
        format_func=options.__getitem__,
        index=None,
        horizontal=True,
        key=f"follow_up_{what}_{of}",
    )
    return picked or ""


def _reached() -> dict[str, str]:
    ui = session.words().ui
    return {REACHED: ui("Reached"), MESSAGE: ui("A message was left"), "no_answer": ui("No one answered")}


def _safe() -> dict[str, str]:
    ui = session.words().ui
    return {"safe": ui("Safe now"), DANGER: ui("There is danger"), "unknown": ui("They do not know")}


def _done() -> dict[str, str]:
    ui = session.words().ui
    return {"done": ui("Step one was done"), "partly": ui("Step one was begun"), "not": ui("Step one was not done")}
