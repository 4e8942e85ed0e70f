"""How we decided: every rule that applied, every step and path named, with the answers and the sources behind it."""

import streamlit as st

from intake.ui.common import html, navigation, session

words = session.words()
ui = words.ui
found = session.current_brief()
safe = html.safe

html.heading(ui("How we decided"))
html.paragraph(
    ui(
        "We use fixed rules. There is no score, and no computer makes a guess. The most urgent rule that fits "
        "your answers decides. A question without an answer never counts as a no."
    )
)
html.paragraph(
    ui(
        "The rules come from the sources listed below. No doctor or counselor has approved them yet. Version of "
        "the questions: {version}.",
        version=found.content_version,
    )
)
if st.button(ui("Back to my next steps"), key="back_top"):
    navigation.go("result")
html.section(ui("Rules that fit your answers"))
html.show(*(html.decision(one, words) for one in found.decisions))
html.section(ui("Where the three steps come from"))
html.show(
    *(
        f'<div class="ns-way"><h3>{safe(step.text)}</h3>{html.sources(step.sources, step.rules[0], words)}</div>'
        for step in found.steps
    )
)
if found.pathways or found.kinds:
    html.section(ui("Where the paths come from"))
    html.show(
        *(
            f'<div class="ns-way"><h3>{safe(way.title)}</h3>{html.sources(way.sources, way.rules[0], words)}</div>'
            for way in (*found.pathways, *found.kinds)
        )
    )
if st.button(ui("Back to my next steps"), key="back_end"):
    navigation.go("result")
