"""The list of keys, as a dialog."""

from __future__ import annotations

import streamlit as st

from intake.ui.common import html, session
from intake.ui.staff.call.keyboard import KEYS


def show() -> None:
    """Open the list. Escape closes it."""
    st.dialog(session.words().ui("Keys"), width="medium")(_list)()


def _list() -> None:
    ui = session.words().ui
    names = {
        "next": ui("Next topic; in the read-back, next part"),
        "previous": ui("Previous topic; in the read-back, back to the questions"),
        "must_ask": ui("Next safety question that was not asked"),
        "find": ui("Find a question"),
        "note": ui("Write a note"),
        "speaker": ui("Switch to the next speaker, or add someone on the line"),
        "danger": ui("Danger"),
        "read_back": ui("Read back and finish"),
        "new_call": ui("New call; this one stays under “Calls in progress”"),
        "discard": ui("Discard an empty call"),
        "keys": ui("This list"),
    }
    plain = {
        ui("1 to 9"): ui("Choose the answer with that number, when the focus is in a question"),
        ui("Enter"): ui(
            "Go to the next question; add a note or a person; in the danger drawer, move on from the address"
        ),
        ui("Arrows"): ui("Move among the answers to a question"),
        ui("Space"): ui("Check or uncheck a box"),
        ui("Esc"): ui("Go back to the question from the notes, the panel, or the topics"),
    }
    rows = {**plain, **{KEYS[name]: text for name, text in names.items()}}
    html.show(
        '<dl class="ns-facts ns-keys">'
        + "".join(f"<dt>{html.safe(keys)}</dt><dd>{html.safe(text)}</dd>" for keys, text in rows.items())
        + "</dl>"
    )
