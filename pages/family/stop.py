"""Take a break: see the next steps so far, continue, save the answers or erase them."""

import streamlit as st

from intake.ui.common import html, navigation, question_pages, session
from intake.ui.common.browser import forget
from intake.ui.family import tab_storage_choice

words = session.words()
ui = words.ui

html.heading(ui("You can stop here"))
html.paragraph(
    words.count("You have answered {number} question.", "You have answered {number} questions.", session.answered())
)
html.paragraph(
    ui(
        "You can see next steps based on what you told us so far, keep going, save your answers to a file, or "
        "erase everything."
    )
)
if st.button(ui("See my next steps"), type="primary"):
    navigation.go("result")
if st.button(ui("Continue with the questions")):
    question_pages.resume()
if st.button(ui("Save my answers")):
    navigation.go("summary")
if st.button(ui("Erase my answers")):
    forget()
    navigation.go("erased")
html.section(ui("If you reload the page"))
tab_storage_choice.show()
