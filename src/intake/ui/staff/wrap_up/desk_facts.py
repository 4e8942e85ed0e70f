"""What a summary of the desk says about the call: agency, worker, record number, what was told, marked notes."""

from __future__ import annotations

from intake.brief.model import Brief, DeskFacts
from intake.config import site
from intake.ui.common import session
from intake.ui.staff import record_rows
from intake.ui.staff.call import open_record
from intake.ui.staff.wrap_up import file_notes, told, worker


def added_to(brief: Brief, *, with_notes: bool = True) -> Brief:
    """The brief with these facts. `with_notes`: also the notes that are marked for the file."""
    facts = DeskFacts(
        taken_by=_taken_by(),
        told=told.sentences(brief),
        notes=file_notes.texts() if with_notes else (),
    )
    return brief.model_copy(update={"desk": facts})


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
