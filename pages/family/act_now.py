"""What to do now: shown at once when an answer means danger, before any other question."""

import streamlit as st

from intake.model import Tag
from intake.ui import drawing, navigation, reading, session

words = session.words()
ui = words.ui
found = session.current_brief()
session.saw_dangers()

drawing.show(drawing.band(found, words))
drawing.section(ui("Do this first"))
reading.steps(found.steps, then="act_now")
if Tag.CONFRONTATION in session.assessment().withheld:
    drawing.paragraph(ui("You do not have to confront anyone, and you do not have to answer more questions."))
drawing.section(ui("Because you told us"))
drawing.show(*(drawing.answer(row) for row in found.reasons))
drawing.section(ui("People you can call"))
drawing.show(drawing.call_lines(found.lines, words))
if st.button(ui("We are safe for now. Keep going"), type="primary"):
    navigation.keep_going()
if st.button(ui("See my next steps")):
    navigation.go("result")
if st.button(ui("Change my answers")):
    navigation.go("review")
