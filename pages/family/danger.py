"""Danger now: numbers to call, and the question that comes before all others. Reached from the bar on every page."""

import streamlit as st

from intake.engine import lines_for
from intake.ui import drawing, navigation, session
from intake.ui.ask import ask

words = session.words()
ui = words.ui
item = session.content().questionnaire.items["danger_now"]
urgent = lines_for(session.content(), session.response(), ("emergency", "suicide"))

drawing.heading(item.text)
drawing.show(drawing.call_lines(urgent, words))
drawing.section(ui("What is happening now?"))
drawing.hint(item.why + " " + ui("Choose all that fit."))
ask(item)

back = st.session_state.get("danger_return")
if st.button(ui("Continue"), type="primary"):
    session.passed_over(item.link_id)
    st.session_state["danger_return"] = None
    navigation.leave_for(back if back and back != "start" else "questions")
if st.button(ui("Back")):
    st.session_state["danger_return"] = None
    navigation.go(back or "stay_safe")
