"""An interpreter on the line: name and language, and scripts in pieces short enough to interpret."""

from __future__ import annotations

import re

import streamlit as st

from intake.ui.common import html, session
from intake.ui.staff.call import call_fields, call_state, log

ON = "interpreter"
LANGUAGE, ID = "interpreter_language", "interpreter_id"
_LOGGED = "interpreter_logged"
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")


def is_on() -> bool:
    """Whether an interpreter is on the line."""
    return call_state.field_value(ON) == "yes"


def switch() -> None:
    """The checkbox for an interpreter, with fields for language and name. Each change is added to the log."""
    ui = session.words().ui
    call_fields.checkbox(ON, ui("Interpreter on the line"))
    with st.container(key="desk_interpreter"):
        if is_on():
            call_fields.text_line(LANGUAGE, ui("Language"))
            call_fields.text_line(ID, ui("Interpreter’s name or number"))
    if is_on() != (call_state.field_value(_LOGGED) == "yes"):
        text = ui("An interpreter is on the line.") if is_on() else ui("The interpreter left the line.")
        if log.add("interpreter", text):
            call_state.set_field(_LOGGED, call_state.field_value(ON))


def script(text: str) -> str:
    """Text to read aloud, as HTML; with an interpreter, one sentence per line."""
    if not is_on():
        return html.safe(text)
    return "".join(f'<span class="ns-piece">{html.safe(piece)}</span>' for piece in _SENTENCE_END.split(text))


def guidance() -> None:
    """A short reminder of how to speak through an interpreter, if there is one."""
    with st.container(key="desk_guidance"):
        if not is_on():
            return
        ui = session.words().ui
        html.hint(ui("Speak to the caller, not to the interpreter. Say one or two sentences, then pause."))
