"""Notes during the call and the log. Notes are never changed; a correction is a new note.

A draft is stored with the record, so that neither a click elsewhere nor a reload loses it.
"""

from __future__ import annotations

import streamlit as st

from intake.store.record_body import LogLine
from intake.ui.common import html, session
from intake.ui.staff import log_labels
from intake.ui.staff.call import call_fields, call_state, keyboard, without_notes
from intake.ui.staff.call import log as call_log
from intake.ui.staff.call.call_state import FIRST_MINUTE

DRAFT, ABOUT, CORRECTS = "draft", "draft_about", "draft_corrects"
BOX, ADD = "desk_note", "desk_note_add"
NOTE = "note"


def box() -> None:
    """The field for a note, with the question or note that it belongs to. Enter clicks the button (keyboard.js)."""
    ui = session.words().ui
    with st.container(key=BOX):
        if without_notes.chosen():
            html.hint(ui("No notes: the caller does not want them."))
            return
        with st.container(key="note_belongs"):
            _subject()
        if call_fields.text_line(DRAFT, ui("Type a note and press Enter ({keys})", keys=keyboard.KEYS["note"])):
            call_log.reserve_token()
        st.button(ui("Add note"), key=ADD, on_click=_add, width="stretch")


def start(*, about: str = "", corrects: str = "") -> None:
    """Focus the note field. `about`: key of the question the note is on; `corrects`: number of the note it corrects."""
    call_state.set_field(ABOUT, about)
    call_state.set_field(CORRECTS, corrects)
    keyboard.focus_on(BOX)


def log() -> None:
    """The log, newest line first."""
    ui = session.words().ui
    lines = call_log.lines()
    times = {str(line.seq): _time(line) for line in lines}
    with st.container(key="desk_log"):
        html.show(f"<h2>{html.safe(ui('Log'))}</h2>")
        if not lines:
            html.paragraph(ui("No entries yet."))
        for line in lines:
            with st.container(key=f"line_{line.seq}"):
                html.show(_line_html(line, times))
                if line.kind == NOTE:
                    label = ui("Correct note from {time}", time=_time(line))
                    st.button(label, key=f"fix_{line.seq}", type="tertiary", on_click=_correct, args=(line,))


def pinned(key: str) -> None:
    """The notes on one question, oldest first."""
    lines = [line for line in call_log.lines()[::-1] if line.content.get("about") == key and line.kind == NOTE]
    times = {str(line.seq): _time(line) for line in call_log.lines()}
    for line in lines:
        html.show(_line_html(line, times))


def last_text() -> str:
    """The text of the newest note; "" for none."""
    return next((str(line.content.get("text", "")) for line in call_log.lines() if line.kind == NOTE), "")


def _subject() -> None:
    """Show what the draft is about or corrects, with a button to detach it."""
    ui, about, corrects = session.words().ui, call_state.field_value(ABOUT), call_state.field_value(CORRECTS)
    item = session.content().questionnaire.items.get(about.partition("@")[0])
    texts = [ui("On: {question}.", question=item.label)] if item else []
    corrected = _line(corrects)
    texts += [ui("Corrects the note from {time}.", time=_time(corrected))] if corrected else []
    if texts:
        html.hint(" ".join(texts))
        if st.button(ui("Make it a separate note"), key="note_alone", type="tertiary"):
            start()
            st.rerun()


def add_typed() -> bool:
    """Add the draft to the log, if there is one. False if it could not be saved."""
    typed, corrected = call_state.field_value(DRAFT).strip(), _line(call_state.field_value(CORRECTS))
    if corrected is not None and typed == corrected.content.get("text"):
        typed = ""  # the text of the note to correct, unchanged
    more = {"about": call_state.field_value(ABOUT), "corrects": call_state.field_value(CORRECTS)}
    if typed and not call_log.add(NOTE, typed, **{name: value for name, value in more.items() if value}):
        return False
    for name in (DRAFT, ABOUT, CORRECTS):
        call_state.set_field(name, "")
    return True


def _add() -> None:
    """Add the note, and empty the field once the note is saved. One that was cut stays until it is read again."""
    too_long = call_fields.cut_just_now(DRAFT)
    call_state.set_field(DRAFT, st.session_state.get(session.field_key("about", DRAFT), ""))
    if not too_long and call_state.field_value(DRAFT).strip() and add_typed():
        call_fields.fill(DRAFT, "")
        keyboard.note_taken()
        keyboard.focus_on(BOX)


def _correct(line: LogLine) -> None:
    """Start a correction with the text of the note, unless there is a draft."""
    start(about=str(line.content.get("about", "")), corrects=str(line.seq))
    if not call_state.field_value(DRAFT).strip():
        call_fields.fill(DRAFT, str(line.content.get("text", "")))


def _line(number: str) -> LogLine | None:
    """The log line with this number."""
    return next((line for line in call_log.lines() if str(line.seq) == number), None)


def _time(line: LogLine) -> str:
    return session.words().time(line.at.astimezone(session.now().tzinfo))


def _line_html(line: LogLine, times: dict[str, str]) -> str:
    """One log line: time, topic, speaker and author; what it corrects; its text. `times`: line number to time."""
    ui = session.words().ui
    titles = {section.id: section.title for section in session.content().questionnaire.sections}
    topic = str(line.content.get("topic"))
    title = ui("First minute") if topic == FIRST_MINUTE else titles.get(topic, "")
    speaker = call_log.speaker(line)
    stamps = [_time(line), title, ui("said by {who}", who=speaker) if speaker else "", line.by]
    corrects = times.get(str(line.content.get("corrects", "")))
    correction = (
        f"<strong>{html.safe(ui('Corrects the note from {time}.', time=corrects))}</strong> " if corrects else ""
    )
    did, said = log_labels.label(line, session.words()), str(line.content.get("text", ""))
    text = ". ".join(filter(None, (did, said)))
    return (
        f'<p class="ns-note" data-kind="{html.safe(line.kind)}">'
        f"<small>{html.safe(' · '.join(stamp for stamp in stamps if stamp))}</small><br>"
        f"{correction}{html.safe(text)}</p>"
    )
