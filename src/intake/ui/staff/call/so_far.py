"""The answers so far, shown beside the questions so that nothing is asked twice."""

from __future__ import annotations

import streamlit as st

from intake.brief.rows import Row
from intake.ui.common import html, session


def panel() -> None:
    """Who the call is about, what is happening, and the answers behind the urgency. Only what is answered."""
    ui, brief = session.words().ui, session.current_brief()
    rows: dict[str, Row] = {row.key: row for row in (*brief.who, *brief.reasons, *brief.situation, *brief.background)}
    answered = [row for row in rows.values() if not row.status.open]
    with st.container(key="desk_so_far"):
        html.show(f"<h2>{html.safe(ui('So far'))}</h2>")
        if not answered:
            html.paragraph(ui("No answers yet."))
        html.show(*(html.answer(row) for row in answered))
