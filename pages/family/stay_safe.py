"""Stay safe: how to leave fast, and what that cannot hide. Shown before the first question."""

import streamlit as st

from intake.ui.common import html, navigation, question_pages, session
from intake.ui.family import tab_storage_choice

ui = session.words().ui

html.heading(ui("Can someone see this screen?"))
html.paragraph(
    ui(
        "To leave at once, press “Leave this site” at the top, or press the Shift key three "
        "times on a computer. You then see a weather page, and your answers here are erased."
    )
)
html.section(ui("What it cannot hide"))
html.show(
    html.bullets(
        [
            ui("The list of pages you visited (history) can still show this site. Use a private window if you can."),
            ui("A file you save stays on this device."),
            ui("If you just close the tab, someone could open it again and see your answers for five minutes."),
            ui(
                "If someone checks your phone, use a device that they cannot open, "
                "such as a friend’s or one at a library."
            ),
        ]
    )
)
html.section(ui("If you load the page again"))
tab_storage_choice.choice()
if st.button(ui("I understand"), type="primary"):
    question_pages.ask_danger(None)
if st.button(ui("Back")):
    navigation.go("start")
