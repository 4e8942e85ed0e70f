"""Check your answers: every question with its answer and a button to change it."""

import streamlit as st

from intake.brief.rows import Row
from intake.ui.common import html, navigation, question_pages, session
from intake.ui.family import contradictions

words = session.words()
ui = words.ui
brief = session.current_brief()
asked = {section.id: section.asked for section in session.content().questionnaire.sections}


def answer(row: Row) -> None:
    """One answer with a button to change it."""
    html.show(html.answer(row))
    label = f"{row.entry_name}, {row.label}" if row.entry_name else row.label
    if st.button(ui("Change: {what}", what=label), key=f"change_{row.key}", type="tertiary"):
        question_pages.change_answer(row.key, then="review")


html.heading(ui("Check your answers"))
html.paragraph(ui("You can change any answer. It is fine to leave some questions without an answer."))
if st.button(ui("See my next steps"), key="result_top"):
    navigation.go("result")
contradictions.cards(brief, then="review")
for section in brief.sections:
    if asked[section.id] == "summary":
        continue
    html.section(section.title)
    for row in section.rows:
        answer(row)
    for entry in (entry for group in section.groups for entry in group.entries):
        html.show(f"<h3>{html.safe(entry.title)}</h3>")
        for row in entry.rows:
            answer(row)
if st.button(ui("See my next steps"), type="primary"):
    navigation.go("result")
if st.button(ui("Back")):
    question_pages.resume()
