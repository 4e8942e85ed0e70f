"""Check your answers: every question with its answer, each with a way to change it."""

import streamlit as st

from intake.ui import drawing, navigation, session

words = session.words()
ui = words.ui
found = session.current_brief()
asked = {section.id: section.asked for section in session.content().questionnaire.sections}

drawing.heading(ui("Check your answers"))
drawing.paragraph(ui("You can change any answer. Questions without an answer are fine."))
if st.button(ui("See my next steps"), key="result_top"):
    navigation.go("result")
for section in found.sections:
    if asked[section.id] == "summary":
        continue
    drawing.section(section.title)
    for row in section.rows:
        drawing.show(drawing.answer(row))
        if st.button(ui("Change: {what}", what=row.label), key=f"change_{row.link_id}", type="tertiary"):
            navigation.change(row.link_id, then="review")
if st.button(ui("See my next steps"), type="primary"):
    navigation.go("result")
if st.button(ui("Back")):
    navigation.ask(navigation.at())
