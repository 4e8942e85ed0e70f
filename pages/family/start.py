"""Start: what this is, how long it takes, and what the family gets."""

import streamlit as st

from intake.domain.question_pages import MINUTES
from intake.ui.common import html, navigation, question_pages, session
from intake.ui.family import library_links

ui = session.words().ui

html.heading(ui("Is it time to ask for help?"))
html.paragraph(
    ui(
        "This is for you if you are worried about someone who drinks, uses drugs, or struggles with mental "
        "health, eating, gambling or memory, and who will not accept help."
    )
)
html.show(
    html.bullets(
        [
            ui(
                "The questions take about {number} minutes to read, the result a few more. You can stop at any time.",
                number=MINUTES["check"],
            ),
            ui("You can skip any question. You do not have to give a name."),
            ui("At the end, you get three next steps and a summary you can give to a professional."),
            ui("Your answers are erased soon after you close this tab. To keep them, download the summary."),
        ]
    )
)
html.paragraph(ui("Are you under 18? You can start here too. We show help for you."))
if st.button(ui("Start now"), type="primary"):
    question_pages.start("check")
if st.button(ui("Only the most important questions, about {number} minutes", number=MINUTES["quick"])):
    question_pages.start("quick")
if st.button(ui("I would rather call someone")):
    question_pages.ask_danger("start")
if st.button(ui("Use a saved file")):
    navigation.go("open_file")
if st.button(ui("I just want to read")):
    library_links.open_library(then="start")
html.section(ui("Good to know"))
html.paragraph(
    ui(
        "This is not an emergency service, and no one sees your answers as you give them. It does not make a "
        "diagnosis. It helps you sort out what you have seen."
    )
)
html.paragraph(
    ui(
        "We do not sell or share your answers. There are no ads and no trackers. No doctor or counselor has "
        "approved this content yet."
    )
)
