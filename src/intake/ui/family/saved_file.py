"""A saved file that somebody chose: what it holds, in words, or what is wrong with it. Nothing changes by looking."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from intake.domain.answers_json import of_day
from intake.domain.response import Absent, Response
from intake.saved import CannotOpenError, OpenedFile, OpenProblem, open_saved
from intake.ui.common import html, session
from intake.ui.common.file_chooser import file_chooser

_FILE, _FOUND = "file_chosen", "file_found"
_LOCKED = (OpenProblem.PASSWORD_NEEDED, OpenProblem.WRONG_PASSWORD)


def chosen(label: str) -> OpenedFile | None:
    """The field to choose a file, and what is wrong with the one that was chosen; gives what it holds when it opens."""
    data = file_chooser(label, session.words())
    if data is None and _FOUND not in st.session_state:
        data = st.session_state.get(_FILE)
    found = st.session_state.get(_FOUND) if data is None else _look(data)
    if isinstance(found, OpenProblem):
        html.alert(found.said(session.words()))
        if found in _LOCKED:
            _ask_password(st.session_state[_FILE])
    return found if isinstance(found, OpenedFile) else None


def looked_at() -> bool:
    """Whether a file was chosen, readable or not."""
    return st.session_state.get(_FOUND) is not None


def put_away() -> None:
    """Forgets the file."""
    for key in (_FILE, _FOUND):
        st.session_state.pop(key, None)


def answered(found: OpenedFile) -> int:
    """How many questions are answered in it."""
    return sum(answer.absent is not Absent.NOT_ASKED for answer in found.response.answers)


def show(found: OpenedFile) -> None:
    """When it was saved, how much is in it, and what changed since."""
    title = html.safe(session.words().ui("What is in the file"))
    html.show(f'<div role="status"><h2>{title}</h2>{html.bullets(_in_it(found))}</div>')


def answers(found: OpenedFile) -> Response:
    """Its answers; those of an earlier day say of which day they are."""
    day = _earlier_day(found)
    return of_day(found.response, session.content().questionnaire, day) if day else found.response


def _look(data: bytes | OpenProblem, password: str = "") -> OpenedFile | OpenProblem:
    """What a file holds, or what is wrong with it. The file itself is kept only until its password is typed."""
    content = session.content()
    found: OpenedFile | OpenProblem
    try:
        found = (
            data
            if isinstance(data, OpenProblem)
            else open_saved(data, content.questionnaire, content.migrations, password)
        )
    except CannotOpenError as reason:
        found = reason.trouble
    put_away()
    st.session_state[_FOUND] = found
    if found in _LOCKED:
        st.session_state[_FILE] = data
    return found


def _ask_password(data: bytes) -> None:
    """The password of the file that was chosen."""
    ui = session.words().ui
    typed = st.text_input(ui("Password for the file"), key="file_key", max_chars=200, autocomplete="off")
    if st.button(ui("Open the file"), type="primary"):
        _look(data, typed)
        st.rerun()


def _earlier_day(found: OpenedFile) -> dt.date | None:
    """The day on which the file was saved, where that was an earlier one."""
    day = found.saved_at.date() if found.saved_at else None
    return day if day and day < session.now().date() else None


def _in_it(found: OpenedFile) -> list[str]:
    words, ui = session.words(), session.words().ui
    saved = found.saved_at
    when = (
        ui("Saved on {date} at {time}.", date=words.date(saved.date()), time=f"{saved:%H:%M}")
        if saved
        else ui("The file does not say when it was saved.")
    )
    earlier = ui("What was true that day is marked with the date. Change it if it is different now.")
    number = answered(found)
    return [
        when,
        *([earlier] if _earlier_day(found) else []),
        words.count("It has answers to {number} question.", "It has answers to {number} questions.", number),
        *(note.said(words) for note in found.notes),
    ]
