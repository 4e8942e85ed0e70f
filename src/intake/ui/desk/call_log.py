"""The log of the call that is open: lines are added, never changed. Each says what it is about and who said it."""

from __future__ import annotations

import uuid
from typing import Any

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from intake.access import Refused
from intake.store.records import Gone
from intake.store.sealed import Line
from intake.ui.desk import call, noted

_TOKEN = "token"  # noqa: S105 - the name of a field, which makes a line that is sent twice stand there once


def add(kind: str, text: str, **more: Any) -> bool:
    """Adds a line of `text`, with the topic on the screen and who is on the line; whether it is saved.

    The same press again, also after the server was gone in between, adds nothing. `more` is JSON-ready: "about" is the
    key of the question a note belongs to, "corrects" the number of the line it puts right.
    """
    here = call.current()
    if here is None:
        return False
    token = noted.said_of_call(_TOKEN) or uuid.uuid4().hex
    said = {"text": text, "topic": noted.noted().topic, "speaker": noted.speaker(), **more}
    try:
        line = call.records().add(here.head.id, kind, said, token=token)
        if line.said != said:  # the token is that of a line that was added before the server went away
            call.records().add(here.head.id, kind, said, token=uuid.uuid4().hex)
    except (SQLAlchemyError, Gone, Refused):
        return False
    noted.say_of_call(_TOKEN, "")
    read()
    return True


def add_last(kind: str, text: str) -> bool:
    """Adds the line that ends a piece of work; whether it is saved.

    Where the saving that came after it failed, the line stands there already.
    """
    here, newest = call.current(), lines()[:1]
    if here is None:
        return False
    return any(line.said["text"] == text and line.at > here.head.changed_at for line in newest) or add(kind, text)


def keep_token() -> None:
    """Has the next line its token from now on, which is saved with the words that are being typed for it."""
    noted.say_of_call(_TOKEN, noted.said_of_call(_TOKEN) or uuid.uuid4().hex)


def read() -> None:
    """Reads the log anew, once in each run. Where the records cannot be reached it stays as it was when they could."""
    here = call.current()
    if here is None:
        return
    try:
        found = call.records().log(here.head.id)[::-1]
    except (SQLAlchemyError, Gone, Refused):
        return
    st.session_state[call.LOG_READ] = (here.head.id, found)


def lines() -> tuple[Line, ...]:
    """The log as it was read last, the newest first."""
    here = call.current()
    known, found = st.session_state.get(call.LOG_READ, ("", ()))
    return found if here is not None and known == here.head.id else ()
