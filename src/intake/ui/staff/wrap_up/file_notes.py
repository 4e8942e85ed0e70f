"""Notes of staff that are marked for the file. No other note leaves the record."""

from __future__ import annotations

from functools import partial

from intake.store.record_body import LogLine
from intake.ui.common import html, session
from intake.ui.common.literal import literal
from intake.ui.staff import record_rows
from intake.ui.staff.call import call_fields, call_state, log, notes, without_notes
from intake.ui.staff.wrap_up import worker

_MARKED = "file_notes"  # numbers of log lines, separated by commas


def boxes() -> None:
    """A box for each note, oldest first; a corrected note has one box, with its latest text."""
    ui, lines = session.words().ui, _current_notes()
    if not lines or without_notes.chosen():
        return
    html.section(ui("Notes for the file"))
    html.hint(ui("Check the notes that the recipient may read. All others stay in the record."))
    for number, line in lines.items():
        label = literal(_text(line))
        call_fields.checkbox_with(f"file_note_{number}", label, number in _marked(), partial(_set, number))


def texts() -> tuple[str, ...]:
    """The marked notes, each with its time and author."""
    return tuple(_text(line) for number, line in _current_notes().items() if number in _marked())


def _current_notes() -> dict[str, LogLine]:
    """The number of each note that corrects no other, with the line that has its latest text."""
    latest: dict[str, LogLine] = {}
    first_of: dict[str, str] = {}
    for line in log.lines()[::-1]:
        if line.kind != notes.NOTE:
            continue
        number, corrects = str(line.seq), str(line.content.get("corrects", ""))
        first_of[number] = first_of.get(corrects, number)
        latest[first_of[number]] = line
    return latest


def _text(line: LogLine) -> str:
    when = record_rows.moment(line.at, session.words(), session.now().tzinfo)
    return f"{when}, {worker.name_of(line.by)}: {line.content.get('text', '')}"


def _marked() -> tuple[str, ...]:
    return tuple(filter(None, call_state.field_value(_MARKED).split(",")))


def _set(number: str, value: str) -> None:
    others = [other for other in _marked() if other != number]
    call_state.set_field(_MARKED, ",".join([*others, number] if value else others))
