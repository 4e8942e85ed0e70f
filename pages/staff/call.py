"""The call desk: the talk in the middle, what stays in sight beside it, all topics on the other side."""

import streamlit as st

from intake.store.schema import Status
from intake.ui import navigation, session
from intake.ui.desk import (
    call,
    callers_file,
    coming_back,
    drawer,
    keyboard,
    notes,
    reopening,
    saving,
    so_far,
    strip,
    talk,
    topics,
)

ui = session.words().ui


BUTTONS = {"previous": "previous_topic", "next": "next_topic_top", "danger": "open_drawer", "read_back": "to_wrap_up"}


def command(label: str, name: str, *, disabled: bool = False) -> bool:
    """One of the moves of a call, with its keys."""
    return st.button(keyboard.with_keys(label, name), key=BUTTONS[name], disabled=disabled)


def followed_up() -> bool:
    """Whether the record was opened to be followed up: what is noted of that stands on its page."""
    here = call.current()
    return here is not None and here.head.status is Status.FOLLOW_UP


def commands(back: str | None, on: str | None) -> None:
    """The moves of a call; `back` and `on` are the topics before and after this one."""
    with st.container(horizontal=True, key="desk_commands"):
        if command(ui("Previous topic"), "previous", disabled=not back):
            topics.go_to(back or "")
        if command(ui("Next topic"), "next", disabled=not on):
            topics.go_to(on or "")
        if command(ui("Danger"), "danger"):
            drawer.want()
        if command(ui("Read back and finish"), "read_back"):
            navigation.go("wrap_up")
        if followed_up() and st.button(ui("Back to the record"), key="to_record", type="tertiary"):
            navigation.go("record")
        if not callers_file.is_open() and st.button(ui("The caller has a file"), key="open_file", type="tertiary"):
            callers_file.open_chooser()
            st.rerun()


def desk() -> None:
    """One run: what was heard is saved before anything is drawn, and the screen says only then that it is."""
    here = call.topic()
    shown = saving.top(here.title if here else ui("First minute"))
    every = topics.listed()
    back, on = topics.around(every)
    commands(back, on)
    coming_back.card(every)
    # In the order of the talk, so that Tab follows it; style.css puts the topics to the left of it.
    middle, right, left = st.columns([6, 3, 3], gap="medium")
    with middle, st.container(key="desk_call"):
        if callers_file.is_open():
            callers_file.chooser()
        elif here is None:
            talk.first_minute()
        else:
            talk.topic(here)
        if on and st.button(ui("Next topic"), key="next_topic", type="primary"):
            topics.go_to(on)
    with right, st.container(key="desk_beside"):
        strip.strip()
        notes.box()
        notes.log()
        so_far.so_far()
    with left, st.container(key="desk_topics"):
        topics.topics(every)
    keyboard.keyboard(fields={"find": topics.FIND, "note": notes.BOX}, buttons=BUTTONS)
    drawer.drawer()
    saving.end(shown)


reopening.reopen()
if call.current() is None:
    coming_back.nothing_open()
else:
    desk()
