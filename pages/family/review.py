"""Check your answers: every question that was shown or answered, and a button to change it."""

from collections.abc import Iterable

import streamlit as st

from intake.brief.rows import Row
from intake.domain.question_pages import MINUTES_OF_THE_REST
from intake.ui.common import html, navigation, question_pages, session
from intake.ui.common.literal import literal
from intake.ui.family import contradictions

words = session.words()
ui = words.ui
brief = session.current_brief()
asked = {section.id: section.asked for section in session.content().questionnaire.sections}


def shown(rows: Iterable[Row]) -> list[Row]:
    """Those that the family was asked, or answered in another way; the short way does not ask everything."""
    known = session.response().by_key
    return [row for row in rows if row.key in known]


def answer(row: Row) -> None:
    """One answer as a row that a tap anywhere opens, to change it."""
    label = f"{literal(row.entry_name)}, {row.label}" if row.entry_name else row.label
    with st.container(key=f"review_{row.key}", gap=None):
        html.show(html.answer(row))
        if st.button(ui("Change: {what}", what=label), key=f"change_{row.key}", type="tertiary"):
            question_pages.change_answer(row.key, then="review")


html.heading(ui("Check your answers"), hint=ui("Tap an answer to change it. It is fine to leave some open."))
if st.button(ui("See my next steps"), key="result_top"):
    navigation.go("result")
contradictions.cards(brief, then="review")
with st.container(key="checked", gap=None):
    for section in brief.sections:
        entries = [(entry.title, shown(entry.rows)) for group in section.groups for entry in group.entries]
        entries = [(title, rows) for title, rows in entries if rows]
        own = shown(section.rows)
        if asked[section.id] == "summary" or not (own or entries):
            continue
        if [row.label for row in own] != [section.title]:
            html.section(section.title)
        for row in own:
            answer(row)
        for title, rows in entries:
            html.show(f"<h3>{html.safe(title)}</h3>")
            for row in rows:
                answer(row)
with st.container(key="back_and_continue", horizontal=True):
    if st.button(ui("Back")):
        question_pages.resume()
    if st.button(ui("See my next steps"), type="primary"):
        navigation.go("result")
if question_pages.depth() == "quick" and st.button(
    ui("Answer the rest of the questions, about {number} minutes", number=MINUTES_OF_THE_REST)
):
    question_pages.ask_the_rest()
