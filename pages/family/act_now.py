"""What to do now: shown at once when an answer means danger, before any other question."""

import streamlit as st

from intake.domain.base import Tag
from intake.ui.common import html, navigation, question_pages, session
from intake.ui.family import library_links

words = session.words()
ui = words.ui
found = session.current_brief()
session.saw_dangers()

html.show(html.band(found, words))
html.section(ui("Do this first"))
library_links.steps(found.steps, then="act_now")
if Tag.CONFRONTATION in session.assessment().withheld:
    html.paragraph(ui("You do not have to confront anyone, and you do not have to answer more questions."))
html.section(ui("Because you told us"))
html.show(*(html.answer(row) for row in found.reasons))
html.section(ui("People you can call"))
html.show(html.call_lines(found.lines, words))
if st.button(ui("We are safe for now. Keep going"), type="primary"):
    question_pages.keep_going()
if st.button(ui("See my next steps")):
    navigation.go("result")
if st.button(ui("Change my answers")):
    navigation.go("review")
