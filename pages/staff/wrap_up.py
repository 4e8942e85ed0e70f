"""Read back, agree, finish: the end of a call, in the order of the talk."""

import streamlit as st

from intake.ui import navigation, session
from intake.ui.desk import agreed_files, agreement, call, coming_back, ending, keyboard, read_back, reopening, saving

ui = session.words().ui


def wrap_up() -> None:
    """One run of the page."""
    shown = saving.top(ui("Read back and finish"))
    if st.button(keyboard.with_keys(ui("Back to the questions"), "previous"), key="back_to_call"):
        navigation.go("call")
    found = session.current_brief()
    with st.container(key="desk_wrap_up"):
        read_back.read_back(found)
        agreement.agree()
        agreed_files.files(found)
        ending.first_step()
        ending.outcome_and_follow_up()
        ending.note_to_self()
        ending.finish()
    keyboard.keyboard(fields={}, buttons={"previous": "back_to_call"})
    saving.end(shown)


reopening.reopen()
if call.current() is None:
    coming_back.nothing_open()
else:
    wrap_up()
