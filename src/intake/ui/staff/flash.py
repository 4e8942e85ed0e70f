"""A sentence for the next screen: what was done, when a press leads away from where it was pressed."""

from __future__ import annotations

import streamlit as st

from intake.ui.common import html

_TOLD = "desk_told"


def tell(text: str) -> None:
    """Says it on the next screen."""
    st.session_state[_TOLD] = text


def show() -> None:
    """Says it, once."""
    if text := st.session_state.pop(_TOLD, ""):
        html.show(f'<p role="status" class="ns-hint">{html.safe(text)}</p>')
