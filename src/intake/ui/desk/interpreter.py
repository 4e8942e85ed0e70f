"""An interpreter on the line: who, in which language; words to say in pieces that can be interpreted."""

from __future__ import annotations

import re

import streamlit as st

from intake.ui import drawing, session
from intake.ui.desk import about_call, call_log, noted

ON = "interpreter"
LANGUAGE, ID = "interpreter_language", "interpreter_id"
_LOGGED = "interpreter_logged"
_SENTENCE = re.compile(r"(?<=[.?!])\s+")


def is_on() -> bool:
    """Whether somebody interprets."""
    return noted.said_of_call(ON) == "yes"


def switch() -> None:
    """Switches it on and off, with what is known of the interpreter. Each change is a line of the log."""
    ui = session.words().ui
    about_call.ticked(ON, ui("Interpreter on the line"))
    with st.container(key="desk_interpreter"):
        if is_on():
            about_call.written(LANGUAGE, ui("Language"))
            about_call.written(ID, ui("Interpreter's name or number"))
    if is_on() != (noted.said_of_call(_LOGGED) == "yes"):
        said = ui("An interpreter is on the line.") if is_on() else ui("The interpreter left the line.")
        if call_log.add("interpreter", said):
            noted.say_of_call(_LOGGED, noted.said_of_call(ON))


def say(text: str) -> str:
    """Words to say, as HTML; with an interpreter one sentence a line."""
    if not is_on():
        return drawing.safe(text)
    return "".join(f'<span class="ns-piece">{drawing.safe(piece)}</span>' for piece in _SENTENCE.split(text))


def guidance() -> None:
    """How to speak with an interpreter, in short."""
    with st.container(key="desk_guidance"):
        if not is_on():
            return
        ui = session.words().ui
        drawing.hint(ui("Speak to the caller, not to the interpreter. Say one or two sentences, then pause."))
