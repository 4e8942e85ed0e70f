"""A message that the next screen shows once, such as "Saved and closed." after a button that leaves the page."""

from __future__ import annotations

import streamlit as st

from intake.ui.common import html

_MESSAGE = "desk_told"


def add(text: str) -> None:
    """Keep a message for the next screen."""
    st.session_state[_MESSAGE] = text


def show() -> None:
    """Show the message, if there is one, and forget it."""
    if text := st.session_state.pop(_MESSAGE, ""):
        html.show(f'<p role="status" class="ns-hint">{html.safe(text)}</p>')
