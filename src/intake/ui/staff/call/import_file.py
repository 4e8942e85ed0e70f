"""A caller who answered the questions at home: their file is taken into the call, which goes on at reading back."""

from __future__ import annotations

import streamlit as st

from intake.domain.response import Absent, Response
from intake.saved import OpenedFile
from intake.ui.common import html, navigation, session
from intake.ui.family import saved_file
from intake.ui.staff.call import log, open_record

_OPEN = "desk_file_open"


def is_open() -> bool:
    """Whether the place to choose a file is on the screen."""
    return bool(st.session_state.get(_OPEN))


def open_chooser() -> None:
    """Shows it."""
    saved_file.forget()
    st.session_state[_OPEN] = True


def chooser() -> None:
    """The field to choose a file, and what becomes of its answers."""
    ui = session.words().ui
    html.section(ui("The caller has a file"))
    html.paragraph(ui("Choose the PDF that the caller saved at home and sent to you."))
    if found := saved_file.choose_file(ui("Choose the file")):
        saved_file.show(found)
        _offer(found)
    if st.button(ui("Cancel"), key="no_file"):
        _close()
        st.rerun()


def _offer(found: OpenedFile) -> None:
    """Takes the answers; where the call has some already, only as somebody decides."""
    words, ui, here = session.words(), session.words().ui, session.answered()
    if not here:
        if st.button(ui("Use these answers and read them back"), type="primary", key="use_file"):
            _use(found, saved_file.dated_answers(found))
        return
    html.alert(
        words.count(
            "This call has {number} answer already. What shall happen to it?",
            "This call has {number} answers already. What shall happen to them?",
            here,
        )
    )
    if st.button(ui("Keep them. The file answers only what is open"), type="primary", key="fill_from_file"):
        _use(found, _filled(saved_file.dated_answers(found)))
    if st.button(ui("Replace them with the file"), key="replace_with_file"):
        _use(found, saved_file.dated_answers(found))


def _filled(from_file: Response) -> Response:
    """The answers of the call, with those of the file where the call has none."""
    told = session.response()
    for answer in from_file.answers:
        known = told.by_key.get(answer.key)
        if known is None or known.absent is Absent.NOT_ASKED:
            told = told.with_answer(answer)
    return told


def _use(found: OpenedFile, answers: Response) -> None:
    words, ui = session.words(), session.words().ui
    day = words.date(found.saved_at.date()) if found.saved_at else ui("a day that it does not say")
    number = saved_file.answered_count(found)
    said = words.ui("Answers came from a file of the caller, saved on {date}.", date=day)
    if not log.add("file", f"{said} {words.count('It has {number} answer.', 'It has {number} answers.', number)}"):
        html.alert(ui("Not saved. Nothing was taken from the file. Try again."))
        return
    open_record.answers_from_file(answers)
    _close()
    navigation.go("wrap_up")


def _close() -> None:
    saved_file.forget()
    st.session_state.pop(_OPEN, None)
