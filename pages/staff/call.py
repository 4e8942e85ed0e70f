"""The call desk: the talk in the middle, what stays in sight beside it, all topics on the other side."""

import streamlit as st

from intake.store.schema import RecordStatus
from intake.ui.common import navigation, session
from intake.ui.staff.call import (
    danger_drawer,
    import_file,
    keyboard,
    notes,
    open_record,
    questions,
    resume,
    save_status,
    so_far,
    status_panel,
    topic_list,
    welcome_back,
)

ui = session.words().ui


BUTTONS = {"previous": "previous_topic", "next": "next_topic_top", "danger": "open_drawer", "read_back": "to_wrap_up"}


def command(label: str, name: str, *, disabled: bool = False) -> bool:
    """One of the moves of a call, with its keys."""
    return st.button(keyboard.with_keys(label, name), key=BUTTONS[name], disabled=disabled)


def followed_up() -> bool:
    """Whether the record was opened to be followed up: what is noted of that stands on its page."""
    here = open_record.current()
    return here is not None and here.head.status is RecordStatus.FOLLOW_UP


def commands(back: str | None, on: str | None) -> None:
    """The moves of a call; `back` and `on` are the topics before and after this one."""
    with st.container(horizontal=True, key="desk_commands"):
        if command(ui("Previous topic"), "previous", disabled=not back):
            topic_list.go_to(back or "")
        if command(ui("Next topic"), "next", disabled=not on):
            topic_list.go_to(on or "")
        if command(ui("Danger"), "danger"):
            danger_drawer.want()
        if command(ui("Read back and finish"), "read_back"):
            navigation.go("wrap_up")
        if followed_up() and st.button(ui("Back to the record"), key="to_record", type="tertiary"):
            navigation.go("record")
        if not import_file.is_open() and st.button(ui("The caller has a file"), key="open_file", type="tertiary"):
            import_file.open_chooser()
            st.rerun()


def desk() -> None:
    """One run: what was heard is saved before anything is drawn, and the screen says only then that it is."""
    here = open_record.topic()
    shown = save_status.top(here.title if here else ui("First minute"))
    every = topic_list.listed()
    back, on = topic_list.around(every)
    commands(back, on)
    welcome_back.card(every)
    # In the order of the talk, so that Tab follows it; style.css puts the topics to the left of it.
    middle, right, left = st.columns([6, 3, 3], gap="medium")
    with middle, st.container(key="desk_call"):
        if import_file.is_open():
            import_file.chooser()
        elif here is None:
            questions.first_minute()
        else:
            questions.topic(here)
        if on and st.button(ui("Next topic"), key="next_topic", type="primary"):
            topic_list.go_to(on)
    with right, st.container(key="desk_beside"):
        status_panel.strip()
        notes.box()
        notes.log()
        so_far.so_far()
    with left, st.container(key="desk_topics"):
        topic_list.topics(every)
    keyboard.keyboard(fields={"find": topic_list.FIND, "note": notes.BOX}, buttons=BUTTONS)
    danger_drawer.drawer()
    save_status.end(shown)


resume.reopen()
if open_record.current() is None:
    welcome_back.nothing_open()
else:
    desk()
