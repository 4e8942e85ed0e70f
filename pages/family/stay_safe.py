"""Stay safe: how to leave fast, and what that cannot hide. Shown before the first question."""

import streamlit as st

from intake.ui import drawing, keeping, navigation, session

ui = session.words().ui

drawing.heading(ui("Can someone see this screen?"))
drawing.paragraph(
    ui(
        "To leave at once, press “Leave this site” at the top, or press the Shift key three "
        "times on a computer. You then see a weather page, and your answers here are erased."
    )
)
drawing.section(ui("What it cannot hide"))
drawing.show(
    drawing.bullets(
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
drawing.section(ui("If you load the page again"))
keeping.choice()
if st.button(ui("I understand"), type="primary"):
    navigation.ask_danger(None)
if st.button(ui("Back")):
    navigation.go("start")
