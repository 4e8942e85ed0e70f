"""Stay safe: how to leave fast, and what leaving cannot hide. Shown before the first question."""

import streamlit as st

from intake.ui.common import html, navigation, question_pages, session
from intake.ui.family import tab_storage_choice

ui = session.words().ui

html.heading(ui("Can someone else see this screen?"))
html.paragraph(
    ui(
        "To leave fast, tap “Leave this site” at the top. On a computer, you can also press the Shift key three "
        "times. A weather page opens, and your answers here are erased."
    )
)
html.section(ui("What this cannot hide"))
html.show(
    html.bullets(
        [
            ui(
                "Your browser history (the list of pages you visited) can still show this site. "
                "Use a private window if you can."
            ),
            ui("A file you save stays on this device."),
            ui("If you only close the tab, someone could reopen it within five minutes and see your answers."),
            ui(
                "If someone checks your phone, use a device they cannot get into, "
                "such as a friend’s or one at a library."
            ),
        ]
    )
)
html.section(ui("If you reload the page"))
tab_storage_choice.show()
if st.button(ui("I understand"), type="primary"):
    question_pages.ask_danger(None)
if st.button(ui("Back")):
    navigation.go("start")
