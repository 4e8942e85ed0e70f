"""All parts: for those who come back, or want to tell more. In any order, with progress in words."""

import streamlit as st

from intake.ui.common import html, navigation, question_pages, session
from intake.ui.common.lists import listed

ui = session.words().ui

check, full = question_pages.topics("first", "check"), question_pages.topics("full")
html.heading(ui("All parts"))
html.paragraph(
    ui(
        "These are the questions a professional asks when you first call. Answer what you can, in any order. You "
        "can skip any of them. We do not ask again what you have already told us."
    )
)
left = next((topic for topic in full if not topic.done), None)
if left and st.button(ui("Next: {part}", part=left.section.title), type="primary"):
    question_pages.open_topic(left.section.id)
if st.button(ui("See my next steps"), type="secondary" if left else "primary"):
    navigation.go("result")
listed(ui("More for a professional"), full)
listed(ui("The first questions"), check)
if st.button(ui("Get a summary for a professional")):
    navigation.go("summary")
if st.button(ui("Check your answers")):
    navigation.go("review")
