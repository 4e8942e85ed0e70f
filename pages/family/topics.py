"""All parts, in any order and with progress in words: for people who come back or want to add more."""

import streamlit as st

from intake.ui.common import html, navigation, question_pages, session
from intake.ui.common.lists import part_list

ui = session.words().ui

check, full = question_pages.parts("first", "check"), question_pages.parts("full")
html.heading(ui("All parts"))
html.paragraph(
    ui(
        "These are the questions a professional asks when you first call. Answer what you can, in any order. You "
        "can skip any of them. We do not ask again what you have already told us."
    )
)
unfinished = next((part for part in full if not part.done), None)
if unfinished and st.button(ui("Next: {part}", part=unfinished.section.title), type="primary"):
    question_pages.open_part(unfinished.section.id)
if st.button(ui("See my next steps"), type="secondary" if unfinished else "primary"):
    navigation.go("result")
part_list(ui("Details for a professional"), full, progress_above=True)
part_list(ui("The first questions"), check, progress_above=True)
if st.button(ui("Get a summary for a professional")):
    navigation.go("summary")
if st.button(ui("Check your answers")):
    navigation.go("review")
