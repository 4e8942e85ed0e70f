"""Read back, agree, finish: the end of a call, in the order of the talk."""

import streamlit as st

from intake.ui.common import navigation, session
from intake.ui.staff.call import keyboard, open_record, resume, save_status, welcome_back
from intake.ui.staff.wrap_up import consent, files, outcome, read_back

ui = session.words().ui


def wrap_up() -> None:
    """One run of the page."""
    shown = save_status.top(ui("Read back and finish"))
    if st.button(keyboard.with_keys(ui("Back to the questions"), "previous"), key="back_to_call"):
        navigation.go("call")
    found = session.current_brief()
    with st.container(key="desk_wrap_up"):
        read_back.read_back(found)
        consent.agree()
        files.files(found)
        outcome.first_step()
        outcome.outcome_and_follow_up()
        outcome.note_to_self()
        outcome.finish()
    keyboard.keyboard(fields={}, buttons={"previous": "back_to_call"})
    save_status.end(shown)


resume.reopen()
if open_record.current() is None:
    welcome_back.nothing_open()
else:
    wrap_up()
