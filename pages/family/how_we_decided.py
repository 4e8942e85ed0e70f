"""How we decided: every rule that applied and every step and path shown, each with its answers and sources."""

import streamlit as st

from intake.ui.common import html, navigation, session

words = session.words()
ui = words.ui
brief = session.current_brief()

html.heading(ui("How we decided"))
html.paragraph(
    ui(
        "We use fixed rules. There is no score, and the computer does not guess. The most urgent rule that fits "
        "your answers decides. A question without an answer never counts as a no."
    )
)
html.paragraph(
    ui(
        "The rules come from the sources listed below. No doctor or counselor has approved them yet. Version of "
        "the questions: {version}.",
        version=brief.content_version,
    )
)
if st.button(ui("Back to my next steps"), key="back_top"):
    navigation.go("result")
html.section(ui("Rules that fit your answers"))
html.show(html.decisions(brief.decisions, words))
html.section(ui("Where the steps come from"))
html.show(html.with_sources(((step.text, step.sources) for step in (*brief.steps, *brief.also_today)), words))
if brief.pathways or brief.kinds:
    html.section(ui("Where the paths come from"))
    html.show(html.with_sources(((path.title, path.sources) for path in (*brief.pathways, *brief.kinds)), words))
if brief.open_questions:
    html.section(ui("What could change this"))
    html.show(
        html.bullets(
            ui(
                "Missing answers that could change this to “{heading}”: {what}.",
                heading=outcome.could_become,
                what="; ".join(row.label for row in outcome.rows),
            )
            for outcome in brief.open_questions
        )
    )
if st.button(ui("Back to my next steps"), key="back_end"):
    navigation.go("result")
