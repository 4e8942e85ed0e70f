"""Use a saved file: choose it, see what is in it, and continue from there. Until then, nothing here changes."""

import streamlit as st

from intake.saved import OpenedFile
from intake.ui.common import html, navigation, question_pages, session, summary_file
from intake.ui.family import saved_file

words = session.words()
ui = words.ui
_SURE = "file_sure"


def discard() -> None:
    """Forget the file and the question whether to replace the answers here."""
    saved_file.forget()
    st.session_state.pop(_SURE, None)


def use(opened: OpenedFile) -> None:
    """Continue with the answers of the file instead of those given here."""
    discard()
    summary_file.forget()
    question_pages.continue_from(saved_file.dated_answers(opened), opened.place)


def offer(opened: OpenedFile) -> None:
    """Show what is in the file, with a button to use it. Ask first if answers would be lost."""
    saved_file.show(opened)
    answered_here = session.answered()
    if not st.session_state.get(_SURE):
        if st.button(ui("Use these answers"), type="primary"):
            if not answered_here:
                use(opened)
            st.session_state[_SURE] = True
            st.rerun()
        return
    if not opened.informants and st.button(ui("Add them to mine: they are from a relative")):
        navigation.go("together")
    html.alert(
        words.count(
            "You have answered {number} question here. The file will replace your answer.",
            "You have answered {number} questions here. The file will replace your answers.",
            answered_here,
        )
    )
    if st.button(ui("Replace my answers here"), type="primary"):
        use(opened)


html.heading(ui("Use a saved file"))
html.paragraph(ui("Choose the PDF you saved here. Then you can pick up where you left off."))
if opened := saved_file.choose_file(ui("Choose the file")):
    offer(opened)
if st.button(ui("Cancel") if saved_file.was_chosen() else ui("Back")):
    discard()
    navigation.go(session.working_on() or "start")
