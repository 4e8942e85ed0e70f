"""Use a saved file: choose it, see what is in it, and go on where it was saved. Nothing here changes before that."""

import streamlit as st

from intake.saved import OpenedFile
from intake.ui.common import html, navigation, question_pages, session, summary_file
from intake.ui.family import saved_file

words = session.words()
ui = words.ui
_SURE = "file_sure"


def put_away() -> None:
    """Forgets the file, and that somebody was asked about it."""
    saved_file.forget()
    st.session_state.pop(_SURE, None)


def use(found: OpenedFile) -> None:
    """Goes on with the answers of the file, in the place of what was told here."""
    put_away()
    summary_file.forget()
    question_pages.go_on_from(saved_file.dated_answers(found), found.place)


def offer(found: OpenedFile) -> None:
    """Shows what is in the file, and takes it over: after asking, where answers would be lost."""
    saved_file.show(found)
    here = session.answered()
    if not st.session_state.get(_SURE):
        if st.button(ui("Use these answers"), type="primary"):
            if not here:
                use(found)
            st.session_state[_SURE] = True
            st.rerun()
        return
    html.alert(
        words.count(
            "You have answered {number} question here. The file will replace it.",
            "You have answered {number} questions here. The file will replace them.",
            here,
        )
    )
    if st.button(ui("Replace my answers here"), type="primary"):
        use(found)


html.heading(ui("Use a saved file"))
html.paragraph(ui("Choose the PDF that you saved here. You can then go on where you stopped."))
if found := saved_file.choose_file(ui("Choose the file")):
    offer(found)
if st.button(ui("Cancel") if saved_file.was_chosen() else ui("Back")):
    put_away()
    navigation.go(session.working_on() or "start")
