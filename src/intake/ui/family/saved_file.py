"""A saved file that the person chose: what it holds, or what is wrong with it. Reading it changes no answers."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from intake.domain.answers_json import of_day
from intake.domain.response import Absent, Response
from intake.saved import CannotOpenError, OpenedFile, OpenProblem, open_saved
from intake.ui.common import html, session
from intake.ui.common.file_chooser import file_chooser

_FILE, _RESULT = "file_chosen", "file_found"
_LOCKED = (OpenProblem.PASSWORD_NEEDED, OpenProblem.WRONG_PASSWORD)


def choose(label: str) -> OpenedFile | None:
    """Show the field to choose a file and any problem with it; return the contents of a file that opens."""
    data = file_chooser(label, session.words())
    if data is None and _RESULT not in st.session_state:
        data = st.session_state.get(_FILE)
    result = st.session_state.get(_RESULT) if data is None else _open(data)
    if isinstance(result, OpenProblem):
        html.alert(result.said(session.words()))
        if result in _LOCKED:
            _ask_password(st.session_state[_FILE])
    return result if isinstance(result, OpenedFile) else None


def was_chosen() -> bool:
    """Whether a file was chosen, readable or not."""
    return st.session_state.get(_RESULT) is not None


def discard() -> None:
    """Forget the file."""
    for key in (_FILE, _RESULT):
        st.session_state.pop(key, None)


def answered(opened: OpenedFile) -> int:
    """How many questions the file answers."""
    return sum(answer.absent is not Absent.NOT_ASKED for answer in opened.response.answers)


def show(opened: OpenedFile) -> None:
    """When the file was saved, how much is in it, and what has changed since."""
    title = html.safe(session.words().ui("What is in the file"))
    html.show(f'<div role="status"><h2>{title}</h2>{html.bullets(_facts(opened))}</div>')


def answers(opened: OpenedFile) -> Response:
    """The file's answers, marked with their day if the file was saved on an earlier one."""
    day = _earlier_day(opened)
    return of_day(opened.response, session.content().questionnaire, day) if day else opened.response


def _open(data: bytes | OpenProblem, password: str = "") -> OpenedFile | OpenProblem:
    """What a file holds, or what is wrong with it. The file itself is kept only until its password is typed."""
    content = session.content()
    result: OpenedFile | OpenProblem
    try:
        result = (
            data
            if isinstance(data, OpenProblem)
            else open_saved(data, content.questionnaire, content.migrations, password)
        )
    except CannotOpenError as reason:
        result = reason.trouble
    discard()
    st.session_state[_RESULT] = result
    if result in _LOCKED:
        st.session_state[_FILE] = data
    return result


def _ask_password(data: bytes) -> None:
    """Ask for the password of the chosen file."""
    ui = session.words().ui
    typed = st.text_input(ui("Password for the file"), key="file_key", max_chars=200, autocomplete="off")
    if st.button(ui("Open the file"), type="primary"):
        _open(data, typed)
        st.rerun()


def _earlier_day(opened: OpenedFile) -> dt.date | None:
    """The day the file was saved, if that was before today."""
    day = opened.saved_at.date() if opened.saved_at else None
    return day if day and day < session.now().date() else None


def _facts(opened: OpenedFile) -> list[str]:
    words, ui = session.words(), session.words().ui
    saved = opened.saved_at
    when = (
        ui("Saved on {date} at {time}.", date=words.date(saved.date()), time=f"{saved:%H:%M}")
        if saved
        else ui("The file does not say when it was saved.")
    )
    earlier = ui("What was true that day is marked with the date. Change it if it is different now.")
    number = answered(opened)
    return [
        when,
        *([earlier] if _earlier_day(opened) else []),
        words.count("It has answers to {number} question.", "It has answers to {number} questions.", number),
        *(note.said(words) for note in opened.notes),
    ]
