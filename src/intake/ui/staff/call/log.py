"""The log of the open record. Lines are added, never changed; each has its topic.

A line about what someone said has the person on the line. What staff did or heard about has none.
"""

from __future__ import annotations

import uuid
from typing import Any

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from intake.store import case_log
from intake.store.permissions import NotPermittedError
from intake.store.record_body import LogLine
from intake.store.records import RecordGoneError
from intake.ui.staff import record_rows
from intake.ui.staff.call import call_state, open_record, without_notes

_SAID = ("note", "read-back", "consent")  # the kinds of lines about what the person on the line said
_TOKEN = "token"  # noqa: S105 - the name of a field; the store uses the token to drop a line that is sent twice


def add(kind: str, text: str, **more: Any) -> bool:
    """Add a line with the topic on the screen. True if it is saved.

    A retry after a lost connection does not add the line twice. `more` is JSON-ready: "about" is the key of the
    question a note belongs to, "corrects" the number of the line it corrects. If the caller does not want notes, only
    lines about danger and the end of the call are written.
    """
    record = open_record.current()
    if record is None:
        return False
    if not without_notes.keeps_line(kind):
        return True
    token = call_state.field_value(_TOKEN) or uuid.uuid4().hex
    speaker = open_record.speaker() if kind in _SAID else ""
    said = {"text": text, "topic": call_state.current().topic, "speaker": speaker, **more}
    try:
        line = open_record.records().add(record.head.id, kind, said, token=token)
        if line.content != said:  # the token belongs to a line that was added before the connection was lost
            open_record.records().add(record.head.id, kind, said, token=uuid.uuid4().hex)
    except (SQLAlchemyError, RecordGoneError, NotPermittedError):
        return False
    call_state.set_field(_TOKEN, "")
    refresh()
    return True


def speaker(line: LogLine) -> str:
    """Who said what a line records, if not the caller; "" if it records what staff did."""
    return str(line.content.get("speaker") or "") if line.kind in _SAID else ""


def came_from(line: LogLine) -> str:
    """The number of the merged record that a line was written in; "" for a line of this record."""
    record_id = str(line.content.get(case_log.FROM, ""))
    return record_rows.number_of(record_id) if record_id else ""


def add_once(kind: str, text: str) -> bool:
    """Add a line that comes with a change of the record. True if it is saved.

    If the line was saved but the change was not, a retry does not add it again.
    """
    record, newest = open_record.current(), lines()[:1]
    if record is None:
        return False
    return any(line.content["text"] == text and line.at > record.head.changed_at for line in newest) or add(kind, text)


def reserve_token() -> None:
    """Choose the token of the next line now, so that it is saved together with the draft of its text."""
    call_state.set_field(_TOKEN, call_state.field_value(_TOKEN) or uuid.uuid4().hex)


def refresh() -> None:
    """Read the log again, once per run. If the store is unreachable, the log of the last run stays."""
    record = open_record.current()
    if record is None:
        return
    try:
        newest_first = open_record.records().log(record.head.id)[::-1]
    except (SQLAlchemyError, RecordGoneError, NotPermittedError):
        return
    st.session_state[open_record.LOG_READ] = (record.head.id, newest_first)


def lines() -> tuple[LogLine, ...]:
    """The log as it was last read, newest line first."""
    record = open_record.current()
    record_id, newest_first = st.session_state.get(open_record.LOG_READ, ("", ()))
    return newest_first if record is not None and record_id == record.head.id else ()
