"""Use a saved file: choose it, see what is in it, and go on where it was saved. Nothing here changes before that."""

import datetime as dt

import streamlit as st

from intake.answers import of_day
from intake.model import Absent
from intake.saved import CannotOpen, Opened, Trouble, open_saved
from intake.ui import drawing, navigation, session, summary_file
from intake.ui.file_chooser import file_chooser

words = session.words()
ui = words.ui
_FILE, _FOUND, _SURE = "file_chosen", "file_found", "file_sure"
LOCKED = (Trouble.PASSWORD_NEEDED, Trouble.WRONG_PASSWORD)


def look(data: bytes | Trouble, password: str = "") -> Opened | Trouble:
    """What a file holds, or what is wrong with it. The file itself is kept only until its password is typed."""
    content = session.content()
    found: Opened | Trouble
    try:
        found = (
            data if isinstance(data, Trouble) else open_saved(data, content.questionnaire, content.migrations, password)
        )
    except CannotOpen as reason:
        found = reason.trouble
    put_away()
    st.session_state[_FOUND] = found
    if found in LOCKED:
        st.session_state[_FILE] = data
    return found


def put_away() -> None:
    """Forgets the file."""
    for key in (_FILE, _FOUND, _SURE):
        st.session_state.pop(key, None)


def ask_password(data: bytes) -> None:
    """The password of the file that was chosen."""
    typed = st.text_input(ui("Password of the file"), key="file_key", max_chars=200, autocomplete="off")
    if st.button(ui("Open the file"), type="primary"):
        look(data, typed)
        st.rerun()


def earlier_day(found: Opened) -> dt.date | None:
    """The day on which the file was saved, where that was an earlier one."""
    day = found.saved_at.date() if found.saved_at else None
    return day if day and day < session.now().date() else None


def in_it(found: Opened) -> list[str]:
    """When it was saved, how much is in it, and what changed since."""
    number = sum(answer.absent is not Absent.NOT_ASKED for answer in found.response.answers)
    saved = found.saved_at
    when = (
        ui("Saved on {date}, at {time}.", date=words.date(saved.date()), time=f"{saved:%H:%M}")
        if saved
        else ui("The file does not say when it was saved.")
    )
    return [
        when,
        *(
            [ui("What was true of that day is marked with its date. Change it if it is different now.")]
            if earlier_day(found)
            else []
        ),
        words.count("{number} question is answered in it.", "{number} questions are answered in it.", number),
        *(note.said(words) for note in found.notes),
    ]


def use(found: Opened) -> None:
    """Goes on with the answers of the file, in the place of what was told here."""
    put_away()
    summary_file.forget()
    response = found.response
    if day := earlier_day(found):
        response = of_day(response, session.content().questionnaire, day)
    navigation.go_on_from(response, found.place)


def offer(found: Opened) -> None:
    """Shows what is in the file, and takes it over: after asking, where answers would be lost."""
    title = drawing.safe(ui("What is in the file"))
    drawing.show(f'<div role="status"><h2>{title}</h2>{drawing.bullets(in_it(found))}</div>')
    here = session.answered()
    if not st.session_state.get(_SURE):
        if st.button(ui("Use these answers"), type="primary"):
            if not here:
                use(found)
            st.session_state[_SURE] = True
            st.rerun()
        return
    drawing.alert(
        words.count(
            "You have answered {number} question here. The file will replace it.",
            "You have answered {number} questions here. The file will replace them.",
            here,
        )
    )
    if st.button(ui("Replace my answers here"), type="primary"):
        use(found)


drawing.heading(ui("Use a saved file"))
drawing.paragraph(ui("Choose the PDF that you saved here. You can then go on where you stopped."))
data = file_chooser(ui("Choose the file"), words)
if data is None and _FOUND not in st.session_state:
    data = st.session_state.get(_FILE)
found = st.session_state.get(_FOUND) if data is None else look(data)
if isinstance(found, Trouble):
    drawing.alert(found.said(words))
    if found in LOCKED:
        ask_password(st.session_state[_FILE])
elif isinstance(found, Opened):
    offer(found)
if st.button(ui("Cancel") if found else ui("Back")):
    put_away()
    navigation.go(session.working_on() or "start")
