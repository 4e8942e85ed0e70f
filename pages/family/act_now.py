"""What to do now: shown as soon as an answer means danger, before any other question."""

import streamlit as st

from intake.domain.base import Tag
from intake.ui.common import html, navigation, question_pages, session
from intake.ui.family import library_links

words = session.words()
ui = words.ui
brief = session.current_brief()

html.show(html.band(brief, words))
html.show(html.place_note(session.content(), session.response(), words))
html.section(ui("Do this first"))
library_links.steps(brief, then="act_now")
library_links.also_today(brief)
if Tag.CONFRONTATION in session.assessment().withheld:
    html.paragraph(ui("You do not have to confront anyone, and you do not have to answer more questions."))
html.section(ui("Because you told us"))
html.show(html.told(brief.reasons))
html.section(ui("People you can call"))
html.show(html.folded_call_lines(brief.lines, words))
if st.button(ui("We are safe for now. Keep going"), type="primary"):
    session.mark_dangers_seen()
    question_pages.keep_going()
if st.button(ui("See my next steps")):
    navigation.go("result")
if st.button(ui("Change my answers")):
    session.mark_dangers_seen()
    navigation.go("review")
