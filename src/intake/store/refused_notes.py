"""What is destroyed when a caller does not want notes."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from intake.store import calls
from intake.store.schema import Entry, Record, Revision


def destroy(session: Session, record_id: str, before: int, *, kept_lines: tuple[str, ...]) -> None:
    """Destroy the versions up to `before` and the log lines of other kinds; what earlier calls told stays.

    If the call began in a record of its own that was merged into this case, that record is destroyed with its notes.
    """
    call = calls.going_on(session, record_id)
    versions = [Revision.record_id == record_id, Revision.version <= before]
    lines = [Entry.record_id == record_id, Entry.kind.not_in(kept_lines)]
    if call is not None and call.number > 1:
        versions.append(Revision.at >= call.began_at)
        lines.append(Entry.at >= call.began_at)
    session.execute(sa.delete(Revision).where(*versions))
    session.execute(sa.delete(Entry).where(*lines))
    if call is not None and call.merged_from is not None:
        for table in (Entry, Revision):
            session.execute(sa.delete(table).where(table.record_id == call.merged_from))
        session.execute(sa.delete(Record).where(Record.id == call.merged_from))
