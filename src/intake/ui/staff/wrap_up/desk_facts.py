"""What a summary of the desk says about the call: agency, worker, record number, what was told, marked notes."""

from __future__ import annotations

from intake.brief.model import Brief, DeskFacts
from intake.config import site
from intake.store.record_body import LogLine
from intake.ui.common import session
from intake.ui.staff import record_rows
from intake.ui.staff.call import dangers, log, open_record
from intake.ui.staff.wrap_up import file_notes, told, worker


def added_to(brief: Brief, *, with_notes: bool = True, with_actions: bool = True) -> Brief:
    """The brief with these facts.

    `with_notes`: also the notes that are marked for the file. `with_actions`: also what was done about danger.
    """
    facts = DeskFacts(
        taken_by=_taken_by(),
        told=told.sentences(brief),
        done=actions() if with_actions else (),
        peak=open_record.peak_heading() if with_actions else "",
        notes=file_notes.texts() if with_notes else (),
    )
    return brief.model_copy(update={"desk": facts})


def actions() -> tuple[str, ...]:
    """What was done about danger in every call of the case, oldest first: whoever takes over must know it."""
    words, zone = session.words(), session.now().tzinfo
    lines = (line for line in log.lines()[::-1] if line.kind == dangers.LOGGED)
    return tuple(
        words.ui("{when}: {what}", when=record_rows.moment(line.at, words, zone), what=_with_origin(line))
        for line in lines
    )


def _with_origin(line: LogLine) -> str:
    """What a line says, and which record it comes from if that was merged into this one."""
    text, number = str(line.content["text"]), log.came_from(line)
    return session.words().ui("{text} (from record {number})", text=text, number=number) if number else text


def _taken_by() -> tuple[str, ...]:
    ui, record, settings = session.words().ui, open_record.current(), site()
    if record is None:
        return ()
    agency = ", ".join(filter(None, (settings.organization, settings.organization_phone)))
    return (
        *([ui("Agency: {name}", name=agency)] if agency else []),
        *([ui("Worker: {name}", name=worker.name_of(record.head.owner))] if record.head.owner else []),
        ui("Record {number}", number=record_rows.number(record.head)),
    )
