"""An interpreter on the line: who, in which language; words to say in pieces that can be interpreted."""

from __future__ import annotations

import re

import streamlit as st

from intake.ui.common import html, session
from intake.ui.staff.call import call_fields, call_state, log

ON = "interpreter"
LANGUAGE, ID = "interpreter_language", "interpreter_id"
_LOGGED = "interpreter_logged"
_SENTENCE = re.compile(r"(?<=[.?!])\s+")


def is_on() -> bool:
    """Whether somebody interprets."""
    return call_state.field_value(ON) == "yes"


def switch() -> None:
    """Switches it on and off, with what is known of the interpreter. Each change is a line of the log."""
    ui = session.words().ui
    call_fields.ticked(ON, ui("Interpreter on the line"))
    with st.container(key="desk_interpreter"):
        if is_on():
            call_fields.written(LANGUAGE, ui("Language"))
            call_fields.written(ID, ui("Interpreter's name or number"))
    if is_on() != (call_state.field_value(_LOGGED) == "yes"):
        said = ui("An interpreter is on the line.") if is_on() else ui("The interpreter left the line.")
        if log.add("interpreter", said):
            call_state.set_field(_LOGGED, call_state.field_value(ON))


def say(text: str) -> str:
    """Words to say, as HTML; with an interpreter one sentence a line."""
    if not is_on():
        return html.safe(text)
    return "".join(f'<span class="ns-piece">{html.safe(piece)}</span>' for piece in _SENTENCE.split(text))


def guidance() -> None:
    """How to speak with an interpreter, in short."""
    with st.container(key="desk_guidance"):
        if not is_on():
            return
        ui = session.words().ui
        html.hint(ui("Speak to the caller, not to the interpreter. Say one or two sentences, then pause."))
