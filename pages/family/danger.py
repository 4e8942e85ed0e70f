"""Danger now: numbers to call, and the question that comes before all others. The bar on every page leads here."""

import streamlit as st

from intake.domain.local_helplines import lines_for
from intake.domain.questionnaire import Asked
from intake.ui.common import html, navigation, question_pages, session
from intake.ui.common.answer_fields import ask

words = session.words()
ui = words.ui
item = session.content().questionnaire.gate
back = question_pages.danger_return()

html.heading(item.text)
html.show(html.urgent(session.content(), session.response(), words))
html.section(ui("What is happening now?"))
html.hint(item.why + " " + ui("Choose all that apply."))
ask(Asked(item))

with st.container(key="back_and_continue", horizontal=True):
    if st.button(ui("Back")):
        navigation.go(back or "stay_safe")
    if st.button(ui("Continue"), type="primary"):
        session.record_shown(Asked(item))
        next_screen = "questions" if back in (None, "start", "stay_safe", "erased") else back
        question_pages.go_danger_first(next_screen)
html.section(ui("More numbers"))
line_purposes = session.content().place.lines
# A person who would rather call than answer questions may just want to talk it through.
purposes = (*line_purposes.danger_page, *(line_purposes.talk_it_through if back == "start" else ()))
helplines = lines_for(session.content(), session.response(), purposes, session.now().date(), most=1)
html.show(html.folded_call_lines(helplines, words))
if st.button(ui("Help now: all numbers")):
    navigation.open_side_page("help_now", "danger")
