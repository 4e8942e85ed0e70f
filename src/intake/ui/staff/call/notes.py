"""Notes during the call: a line that Enter adds, and the log. A note is added, put right by a later one, never changed.

What is typed and not added yet is kept with the record, so that neither a press elsewhere nor a reload loses it.
"""

from __future__ import annotations

import streamlit as st

from intake.store.record_body import LogLine
from intake.ui.common import html, session
from intake.ui.staff import record_rows
from intake.ui.staff.call import call_fields, call_state, keyboard
from intake.ui.staff.call import log as call_log
from intake.ui.staff.call.call_state import FIRST_MINUTE

DRAFT, ABOUT, CORRECTS = "draft", "draft_about", "draft_corrects"
BOX, ADD = "desk_note", "desk_note_add"
NOTE = "note"


def box() -> None:
    """The line to type a note, with what it will belong to. Enter presses the button (keyboard.js)."""
    ui = session.words().ui
    with st.container(key=BOX):
        with st.container(key="note_belongs"):
            _belongs_to()
        if call_fields.written(DRAFT, ui("Note. Enter adds it. {keys}", keys=keyboard.KEYS["note"])):
            call_log.keep_token()
        st.button(ui("Add the note"), key=ADD, on_click=_add, width="stretch")


def start(*, about: str = "", corrects: str = "") -> None:
    """Goes to the line: the note will belong to a question, or put right another note."""
    call_state.set_field(ABOUT, about)
    call_state.set_field(CORRECTS, corrects)
    keyboard.focus_on(BOX)


def log() -> None:
    """What was noted and done, the newest first."""
    ui = session.words().ui
    lines = call_log.lines()
    at = {str(line.seq): _time(line) for line in lines}
    with st.container(key="desk_log"):
        html.show(f"<h2>{html.safe(ui('Log'))}</h2>")
        if not lines:
            html.paragraph(ui("Nothing is noted yet."))
        for line in lines:
            with st.container(key=f"line_{line.seq}"):
                html.show(_shown(line, at))
                if line.kind == NOTE:
                    correct = ui("Correct: {time}", time=_time(line))
                    st.button(correct, key=f"fix_{line.seq}", type="tertiary", on_click=_correct, args=(line,))


def pinned(key: str) -> None:
    """The notes on one question, the oldest first."""
    lines = [line for line in call_log.lines()[::-1] if line.content.get("about") == key and line.kind == NOTE]
    at = {str(line.seq): _time(line) for line in call_log.lines()}
    for line in lines:
        html.show(_shown(line, at))


def last() -> str:
    """The words of the last note; "" for none."""
    return next((str(line.content.get("text", "")) for line in call_log.lines() if line.kind == NOTE), "")


def _belongs_to() -> None:
    """Says what the note belongs to, with the way to make it belong to nothing."""
    ui, about, corrects = session.words().ui, call_state.field_value(ABOUT), call_state.field_value(CORRECTS)
    item = session.content().questionnaire.items.get(about.partition("@")[0])
    told = [ui("On: {question}.", question=item.label)] if item else []
    line = _line(corrects)
    told += [ui("Puts right the note of {time}.", time=_time(line))] if line else []
    if told:
        html.hint(" ".join(told))
        if st.button(ui("A note of its own instead"), key="note_alone", type="tertiary"):
            start()
            st.rerun()


def add_typed() -> bool:
    """Adds what is typed and not added yet, if there is something; whether nothing is left."""
    typed, corrected = call_state.field_value(DRAFT).strip(), _line(call_state.field_value(CORRECTS))
    if corrected is not None and typed == corrected.content.get("text"):
        typed = ""  # the note stands in the line as it was: nothing was put right
    more = {"about": call_state.field_value(ABOUT), "corrects": call_state.field_value(CORRECTS)}
    if typed and not call_log.add(NOTE, typed, **{name: value for name, value in more.items() if value}):
        return False
    for part in (DRAFT, ABOUT, CORRECTS):
        call_state.set_field(part, "")
    return True


def _add() -> None:
    """Adds the note, and empties the line once it is saved."""
    call_state.set_field(DRAFT, st.session_state.get(session.field_key("about", DRAFT), ""))
    if call_state.field_value(DRAFT).strip() and add_typed():
        call_fields.fill(DRAFT, "")
        keyboard.focus_on(BOX)


def _correct(line: LogLine) -> None:
    """Puts the words of a note into the line, to be changed, unless something is being typed there."""
    start(about=str(line.content.get("about", "")), corrects=str(line.seq))
    if not call_state.field_value(DRAFT).strip():
        call_fields.fill(DRAFT, str(line.content.get("text", "")))


def _line(number: str) -> LogLine | None:
    """A line of the log by its number."""
    return next((one for one in call_log.lines() if str(one.seq) == number), None)


def _time(line: LogLine) -> str:
    return record_rows.clock(line.at, session.now().tzinfo)


def _shown(line: LogLine, at: dict[str, str]) -> str:
    """One line: when, in which topic, who wrote it and who said it; its words; what it puts right."""
    ui = session.words().ui
    titles = {section.id: section.title for section in session.content().questionnaire.sections}
    topic = str(line.content.get("topic"))
    where = ui("First minute") if topic == FIRST_MINUTE else titles.get(topic, "")
    who = str(line.content.get("speaker") or "")
    stamps = [_time(line), where, ui("said by {who}", who=who) if who else "", line.by]
    corrects = at.get(str(line.content.get("corrects", "")))
    put_right = (
        f"<strong>{html.safe(ui('Puts right the note of {time}.', time=corrects))}</strong> " if corrects else ""
    )
    return (
        f'<p class="ns-note" data-kind="{html.safe(line.kind)}">'
        f"<small>{html.safe(' · '.join(stamp for stamp in stamps if stamp))}</small><br>"
        f"{put_right}{html.safe(str(line.content.get('text', '')))}</p>"
    )
