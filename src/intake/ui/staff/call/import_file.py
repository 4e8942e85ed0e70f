"""Import of a PDF in which the caller answered the questions at home. The call continues at the read-back."""

from __future__ import annotations

import streamlit as st

from intake.domain.response import Absent, Response
from intake.saved import OpenedFile
from intake.ui.common import html, navigation, session
from intake.ui.family import saved_file
from intake.ui.staff.call import log, open_record

_OPEN = "desk_file_open"


def is_open() -> bool:
    """Whether the file chooser is shown."""
    return bool(st.session_state.get(_OPEN))


def open_chooser() -> None:
    """Show the file chooser."""
    saved_file.forget()
    st.session_state[_OPEN] = True


def chooser() -> None:
    """The field to choose a file, and what to do with its answers."""
    ui = session.words().ui
    html.section(ui("The caller has a file"))
    html.paragraph(ui("Choose the PDF that the caller saved at home and sent to you."))
    if file := saved_file.choose_file(ui("Choose the file")):
        saved_file.show(file)
        _offer(file)
    if st.button(ui("Cancel"), key="no_file"):
        _close()
        st.rerun()


def _offer(file: OpenedFile) -> None:
    """Offer to use the answers of the file; if the call has answers already, ask what should happen to them."""
    words, ui, number = session.words(), session.words().ui, session.answered()
    if not number:
        if st.button(ui("Use these answers and read them back"), type="primary", key="use_file"):
            _use(file, saved_file.dated_answers(file))
        return
    html.alert(
        words.count(
            "This call already has {number} answer. What should happen to it?",
            "This call already has {number} answers. What should happen to them?",
            number,
        )
    )
    if st.button(
        ui("Keep answers from this call and fill in the rest from the file"), type="primary", key="fill_from_file"
    ):
        _use(file, _merged(saved_file.dated_answers(file)))
    if st.button(ui("Replace all answers with those in the file"), key="replace_with_file"):
        _use(file, saved_file.dated_answers(file))


def _merged(from_file: Response) -> Response:
    """The answers of the call, filled in from the file where the call has none."""
    response = session.response()
    for answer in from_file.answers:
        existing = response.by_key.get(answer.key)
        if existing is None or existing.absent is Absent.NOT_ASKED:
            response = response.with_answer(answer)
    return response


def _use(file: OpenedFile, answers: Response) -> None:
    words, ui = session.words(), session.words().ui
    day = words.date(file.saved_at.date()) if file.saved_at else ui("an unknown date")
    number = saved_file.answered_count(file)
    imported = words.ui("Imported answers from the caller’s file, saved on {date}.", date=day)
    if not log.add("file", f"{imported} {words.count('It has {number} answer.', 'It has {number} answers.', number)}"):
        html.alert(ui("Not saved. Nothing was imported from the file. Try again."))
        return
    open_record.use_answers(answers)
    _close()
    navigation.go("wrap_up")


def _close() -> None:
    saved_file.forget()
    st.session_state.pop(_OPEN, None)
