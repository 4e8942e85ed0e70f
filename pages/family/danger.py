"""Danger now: numbers to call, and the question that comes before all others. Reached from the bar on every page."""

import streamlit as st

from intake.engine import lines_for
from intake.model import Asked
from intake.ui import drawing, navigation, session
from intake.ui.ask import ask

words = session.words()
ui = words.ui
item = next(one for one in session.content().questionnaire.sections if one.asked == "gate").items[0]
back = navigation.danger_return()

drawing.heading(item.text)
drawing.show(drawing.urgent(session.content(), words))
drawing.section(ui("What is happening now?"))
drawing.hint(item.why + " " + ui("Choose all that fit."))
ask(Asked(item))

if st.button(ui("Continue"), type="primary"):
    session.passed_over(Asked(item))
    onward = "questions" if back in (None, "start", "stay_safe", "erased") else back
    navigation.leave_for(onward)
if st.button(ui("Back")):
    navigation.go(back or "stay_safe")
drawing.section(ui("More numbers"))
purposes = ["emergency", "suicide", "domestic_violence", "poison"]
if back == "start":
    # Somebody who would rather call than answer questions may just want to talk it through.
    purposes += ["treatment_info", "family_support"]
there = lines_for(session.content(), session.response(), purposes, session.now().date(), most=1)
drawing.show(drawing.call_lines(there, words))
if st.button(ui("Help now: all numbers")):
    navigation.open_aside("help_now", "danger")
