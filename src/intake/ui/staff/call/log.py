"""The log of the call that is open: lines are added, never changed. Each says what it is about and who said it."""

from __future__ import annotations

import uuid
from typing import Any

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from intake.store.permissions import NotPermittedError
from intake.store.record_body import LogLine
from intake.store.records import RecordGoneError
from intake.ui.staff.call import call_state, open_record

_TOKEN = "token"  # noqa: S105 - the name of a field, which makes a line that is sent twice stand there once


def add(kind: str, text: str, **more: Any) -> bool:
    """Adds a line of `text`, with the topic on the screen and who is on the line; whether it is saved.

    The same press again, also after the server was gone in between, adds nothing. `more` is JSON-ready: "about" is the
    key of the question a note belongs to, "corrects" the number of the line it puts right.
    """
    here = open_record.current()
    if here is None:
        return False
    token = call_state.field_value(_TOKEN) or uuid.uuid4().hex
    said = {"text": text, "topic": call_state.current().topic, "speaker": call_state.speaker(), **more}
    try:
        line = open_record.records().add(here.head.id, kind, said, token=token)
        if line.content != said:  # the token is that of a line that was added before the server went away
            open_record.records().add(here.head.id, kind, said, token=uuid.uuid4().hex)
    except (SQLAlchemyError, RecordGoneError, NotPermittedError):
        return False
    call_state.set_field(_TOKEN, "")
    read()
    return True


def add_last(kind: str, text: str) -> bool:
    """Adds the line that ends a piece of work; whether it is saved.

    Where the saving that came after it failed, the line stands there already.
    """
    here, newest = open_record.current(), lines()[:1]
    if here is None:
        return False
    return any(line.content["text"] == text and line.at > here.head.changed_at for line in newest) or add(kind, text)


def keep_token() -> None:
    """Has the next line its token from now on, which is saved with the words that are being typed for it."""
    call_state.set_field(_TOKEN, call_state.field_value(_TOKEN) or uuid.uuid4().hex)


def read() -> None:
    """Reads the log anew, once in each run. Where the records cannot be reached it stays as it was when they could."""
    here = open_record.current()
    if here is None:
        return
    try:
        found = open_record.records().log(here.head.id)[::-1]
    except (SQLAlchemyError, RecordGoneError, NotPermittedError):
        return
    st.session_state[open_record.LOG_READ] = (here.head.id, found)


def lines() -> tuple[LogLine, ...]:
    """The log as it was read last, the newest first."""
    here = open_record.current()
    known, found = st.session_state.get(open_record.LOG_READ, ("", ()))
    return found if here is not None and known == here.head.id else ()
