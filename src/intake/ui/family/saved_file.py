"""Choose a saved file and show what is in it, or what is wrong with it. Changes no answers."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from intake.domain.answers_json import with_as_of
from intake.domain.response import Absent, Response
from intake.saved import CannotOpenError, OpenedFile, OpenProblem, open_saved
from intake.ui.common import html, session, text_fields
from intake.ui.common.file_chooser import file_chooser

_FILE, _RESULT = "file_chosen", "file_found"
_LOCKED = (OpenProblem.PASSWORD_NEEDED, OpenProblem.WRONG_PASSWORD)


def choose_file(label: str) -> OpenedFile | None:
    """Show the file field, and what is wrong with the chosen file. Returns its content once it can be opened."""
    data = file_chooser(label, session.words())
    if data is None and _RESULT not in st.session_state:
        data = st.session_state.get(_FILE)
    result = st.session_state.get(_RESULT) if data is None else _open(data)
    if isinstance(result, OpenProblem):
        html.alert(result.text(session.words()))
        if result in _LOCKED:
            _ask_password(st.session_state[_FILE])
    return result if isinstance(result, OpenedFile) else None


def was_chosen() -> bool:
    """Whether a file was chosen, readable or not."""
    return st.session_state.get(_RESULT) is not None


def forget() -> None:
    """Forget the file."""
    for key in (_FILE, _RESULT):
        st.session_state.pop(key, None)


def answered_count(file: OpenedFile) -> int:
    """How many questions are answered in the file."""
    return sum(answer.absent is not Absent.NOT_ASKED for answer in file.response.answers)


def show(file: OpenedFile) -> None:
    """Show when the file was saved, how much is in it, and what has changed since."""
    title = html.safe(session.words().ui("What is in this file"))
    html.show(f'<div role="status"><h2>{title}</h2>{html.bullets(_facts(file))}</div>')


def dated_answers(file: OpenedFile) -> Response:
    """The answers in the file; if it was saved on an earlier day, dated with that day."""
    day = _earlier_day(file)
    return with_as_of(file.response, session.content().questionnaire, day) if day else file.response


def _open(data: bytes | OpenProblem, password: str = "") -> OpenedFile | OpenProblem:
    """Open a file and remember the result. The file itself is kept only while it needs a password."""
    content = session.content()
    result: OpenedFile | OpenProblem
    try:
        result = (
            data
            if isinstance(data, OpenProblem)
            else open_saved(data, content.questionnaire, content.migrations, password)
        )
    except CannotOpenError as error:
        result = error.problem
    forget()
    st.session_state[_RESULT] = result
    if result in _LOCKED:
        st.session_state[_FILE] = data
    return result


def _ask_password(data: bytes) -> None:
    """Ask for the password of the chosen file."""
    ui = session.words().ui
    typed = text_fields.password(ui("Password for this file"), key="file_key")
    if st.button(ui("Open the file"), type="primary"):
        _open(data, typed)
        st.rerun()


def _earlier_day(file: OpenedFile) -> dt.date | None:
    """The day the file was saved, if it was before today."""
    day = file.saved_at.date() if file.saved_at else None
    return day if day and day < session.now().date() else None


def _facts(file: OpenedFile) -> list[str]:
    words, ui = session.words(), session.words().ui
    saved = file.saved_at
    when = (
        ui("Saved on {date} at {time}.", date=words.date(saved.date()), time=words.time(saved))
        if saved
        else ui("We do not know when this file was saved.")
    )
    earlier = ui(
        "Answers about how things were that day are marked with its date. Change them if things are different now."
    )
    number = answered_count(file)
    return [
        when,
        *([earlier] if _earlier_day(file) else []),
        words.count("It has {number} answered question.", "It has {number} answered questions.", number),
        *(note.text(words) for note in file.notes),
    ]
