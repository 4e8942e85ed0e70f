"""The end of a call: read-back, consent, files, outcome."""

import streamlit as st

from intake.ui.common import html, navigation, session
from intake.ui.staff.call import keyboard, open_record, resume, save_status, welcome_back
from intake.ui.staff.wrap_up import consent, file_notes, files, outcome, read_back

ui = session.words().ui


def wrap_up() -> None:
    """Show the page."""
    shown = save_status.header(ui("Read back and finish"))
    if st.button(keyboard.with_keys(ui("Back to the questions"), "previous"), key="back_to_call"):
        navigation.go("call")
    html.hint(ui("{keys} goes to the next part.", keys=keyboard.KEYS["next"]))
    brief = session.current_brief()
    with st.container(key="desk_wrap_up"):
        read_back.read_back(open_record.for_listener(brief))
        consent.form()
        file_notes.boxes()
        files.files(brief)
        outcome.first_step()
        outcome.outcome_and_follow_up()
        outcome.note_to_self()
        outcome.finish()
    keyboard.bind(buttons={"previous": "back_to_call"}, parts={"next": "desk_wrap_up"})
    save_status.save_again(shown)


resume.reopen()
if open_record.current() is None:
    welcome_back.nothing_open()
else:
    wrap_up()
