"""Answers that do not fit together, each pair as a card with a button to change either answer."""

from __future__ import annotations

import streamlit as st

from intake.brief.model import Brief
from intake.ui.common import html, question_pages, session


def cards(brief: Brief, *, then: str) -> None:
    """A card for each pair; after a change, the person returns to the screen `then`. No page asks about them again."""
    ui = session.words().ui
    session.mark_asked_about(session.new_contradictions())
    for pair in brief.contradictions:
        html.show(
            html.card(
                ui("Two answers do not match"),
                f"<p>{html.safe(pair.because)}</p>",
                *(html.answer(row) for row in pair.evidence),
            )
        )
        for row in pair.evidence:
            label = ui("Change: {what}", what=row.label)
            if st.button(label, key=f"unclear_{pair.rule}_{row.key}_{row.label}", type="tertiary"):
                question_pages.change_answer(row.key, then=then)
