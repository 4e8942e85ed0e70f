"""Start: what this is, what the family gets, why it can be trusted, and the ways in."""

import streamlit as st

from intake.domain.question_pages import MINUTES
from intake.ui.common import html, navigation, question_pages, session
from intake.ui.common.static_pages import lines, urgent_lines
from intake.ui.family import library_links

words, content = session.words(), session.content()
ui = words.ui


def what_you_get() -> str:
    """A picture of the summary beside what it is for."""
    gets = (
        ui("Three next steps, and how soon to take each"),
        ui("The reasons, from what you told us"),
        ui("A summary you can give to a professional"),
    )
    return (
        f"<h2>{html.safe(ui('What you get'))}</h2>"
        f'<div class="ns-gets"><div class="ns-page-picture" role="img" '
        f'aria-label="{html.safe(ui("The first page of a summary, for a made-up family"))}"></div>'
        f"{html.bullets(gets)}</div>"
    )


def why_trust_it() -> str:
    """Who made this, where its rules come from, what is still missing, and what happens with the answers."""
    facts = (
        (
            ui("Who made it"),
            ui("It is free software, written in the open by its contributors. Anyone can read and check every rule."),
        ),
        (
            ui("Where it comes from"),
            ui(
                "Every rule names its source. There are {rules} rules, from {sources} sources.",
                rules=len(content.rules),
                sources=len(content.source),
            ),
        ),
        (
            ui("What is still missing"),
            ui("No doctor or counselor has approved this content yet. It does not make a diagnosis."),
        ),
        (
            ui("Who sees your answers"),
            ui(
                "No one sees them as you give them. We do not sell or share them. There are no ads and no trackers. "
                "They are erased soon after you close this tab. To keep them, download the summary."
            ),
        ),
    )
    rows = "".join(f"<dt>{html.safe(name)}</dt><dd>{html.safe(text)}</dd>" for name, text in facts)
    return f'<h2>{html.safe(ui("Why trust this"))}</h2><dl class="ns-trust">{rows}</dl>'


html.show(
    html.drawing("house"),
    f'<h1 class="ns-serif" tabindex="-1">{html.safe(ui("Is it time to ask for help?"))}</h1>'
    + html.safe_paragraphs(
        ui(
            "This is for you if you are worried about someone who drinks, uses drugs, or struggles with mental "
            "health, eating, gambling or memory, and who will not accept help."
        ),
        ui("You can skip any question. You do not have to give a name."),
    ),
)
if st.button(ui("Start now"), type="primary"):
    question_pages.start("check")
html.hint(
    ui(
        "The questions take about {number} minutes to read, the result a few more. You can stop at any time.",
        number=MINUTES["check"],
    )
    + " "
    + ui("Are you under 18? You can start here too. We show help for you.")
)
if st.button(ui("Only the most important questions, about {number} minutes", number=MINUTES["quick"])):
    question_pages.start("quick")
with st.container(key="quiet_start", gap=None):
    if st.button(ui("I would rather call someone")):
        question_pages.ask_danger("start")
    if st.button(ui("Use a saved file")):
        navigation.go("open_file")
    if st.button(ui("I just want to read")):
        library_links.open_library(then="start")
html.show(
    what_you_get(),
    why_trust_it(),
    f"<h2>{html.safe(ui('If someone is in danger now'))}</h2>",
    html.safe_paragraphs(ui("This is not an emergency service. Call one of these numbers.")),
    lines(urgent_lines(content, words), words),
)
