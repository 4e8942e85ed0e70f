"""Which call a supervisor is looking at on the live board."""

from __future__ import annotations

import streamlit as st

_LOOK = "board_look"


def start(record_id: str) -> None:
    """Look at a case; the live board shows it."""
    st.session_state[_LOOK] = record_id


def current() -> str:
    """The id of the case, "" for none."""
    return str(st.session_state.get(_LOOK, ""))


def stop() -> None:
    """Return to the live board."""
    st.session_state.pop(_LOOK, None)
