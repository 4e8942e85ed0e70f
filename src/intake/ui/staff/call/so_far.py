"""What was told so far, as it will be read back: beside the talk, so that nobody asks twice."""

from __future__ import annotations

import streamlit as st

from intake.brief.rows import Row
from intake.ui.common import html, session


def so_far() -> None:
    """Whom it is about, what is happening, and the answers that make it urgent. Nothing of what is not known."""
    ui, found = session.words().ui, session.current_brief()
    rows: dict[str, Row] = {row.key: row for row in (*found.who, *found.reasons, *found.situation, *found.background)}
    told = [row for row in rows.values() if not row.status.open]
    with st.container(key="desk_so_far"):
        html.show(f"<h2>{html.safe(ui('So far'))}</h2>")
        if not told:
            html.paragraph(ui("No answers yet."))
        html.show(*(html.answer(row) for row in told))
