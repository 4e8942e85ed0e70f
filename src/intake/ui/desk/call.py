"""The call that is open: its answers are the session's, and each change is saved before the screen says so."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from intake.access import Actor
from intake.answers import document_of
from intake.filing import filed
from intake.model import Response, Section
from intake.store.records import Conflict, Head, Opened, Records
from intake.store.schema import Status
from intake.store.sealed import Line
from intake.store.sessions import SignedIn
from intake.ui import session
from intake.ui.desk import kept, office

_CALL = "desk_call"
_TOPIC = "desk_topic"
_ABOUT_CALL = "desk_about_call"
FIRST_MINUTE = "first_minute"
_SIGNED_IN = "desk_signed_in"
_TOKEN = "desk_note_token"  # noqa: S105 - so that a note that is sent twice stands there once
ASKED = ("gate", "first", "check", "full")


@dataclass(frozen=True)
class Call:
    """A record that is open: what of it is saved. `conflict`: somebody else was quicker."""

    head: Head
    saved: dict[str, Any]
    conflict: Conflict | None = None


def sign_in_as(who: SignedIn) -> None:
    """Notes for this run who is signed in."""
    st.session_state[_SIGNED_IN] = who


def actor() -> Actor:
    """Who is signed in."""
    who: SignedIn = st.session_state[_SIGNED_IN]
    return who.actor


def records() -> Records:
    """The records, as the person who is signed in may see them."""
    return office.records(actor())


def current() -> Call | None:
    """The call that is open, if one is."""
    found: Call | None = st.session_state.get(_CALL)
    return found


def begin() -> None:
    """Opens a new record."""
    session.take_over(Response(content_version=session.content().questionnaire.version), None)
    st.session_state[_TOPIC] = FIRST_MINUTE
    st.session_state[_ABOUT_CALL] = {}
    beside = filed(session.content(), session.response(), session.assessment().tier)
    _hold(records().begin(_content(), **beside))


def resume(record_id: str) -> None:
    """Opens a record where it was left. Raises what Records.open raises."""
    opened = records().open(record_id)
    _take(opened)


def changed(head: Head) -> None:
    """Takes over what was changed of the record beside its answers."""
    call = current()
    if call is not None:
        st.session_state[_CALL] = replace(call, head=head)


def finish(outcome: str, status: Status, **changes: Any) -> None:
    """Ends the call with its outcome; the record stays."""
    call = current()
    if call is not None:
        now = office.now()
        done = {"closed_at": now if status is Status.CLOSED else None, "finished_at": call.head.finished_at or now}
        _save(call, status=status, outcome=outcome, **done, **changes)
    forget()


def forget() -> None:
    """Closes the record on this screen."""
    for key in (_CALL, _TOPIC, _ABOUT_CALL):
        st.session_state.pop(key, None)
    session.take_over(Response(content_version=session.content().questionnaire.version), None)


def autosave() -> Call | None:
    """Saves what has changed, and gives the call as it is saved then."""
    call = current()
    if call is not None and call.conflict is None and call.saved != _content():
        _save(call)
    return current()


def take_theirs() -> None:
    """After a conflict: goes on with what somebody else has saved."""
    call = current()
    if call is not None and call.conflict is not None:
        _take(call.conflict.there)


def keep_ours() -> None:
    """After a conflict: saves what stands here over the other version, which stays in the history."""
    call = current()
    if call is not None and call.conflict is not None:
        _save(Call(call.conflict.there.head, call.saved))


# --- topics and notes --------------------------------------------------------------------------------------------


def topic() -> Section | None:
    """The topic on the screen; None for the first minute."""
    return session.content().questionnaire.section.get(str(st.session_state.get(_TOPIC) or ""))


def said_of_call(key: str) -> str:
    """What was noted about the call itself: whether it is safe to talk, whether notes are allowed, what was agreed."""
    return str(st.session_state.get(_ABOUT_CALL, {}).get(key, ""))


def say_of_call(key: str, value: str) -> None:
    """Notes something about the call itself."""
    st.session_state[_ABOUT_CALL] = {**st.session_state.get(_ABOUT_CALL, {}), key: value}


def open_topic(section_id: str) -> None:
    """Goes to a topic."""
    st.session_state[_TOPIC] = section_id


def note(text: str, *, kind: str = "note", about: str = "") -> None:
    """Adds a line to the log; the same press again adds nothing."""
    call = current()
    if call is None or not text.strip():
        return
    token = st.session_state.setdefault(_TOKEN, uuid.uuid4().hex)
    here = topic()
    said = {"text": text.strip(), "topic": here.id if here else FIRST_MINUTE, "about": about}
    records().add(call.head.id, kind, said, token=token)
    del st.session_state[_TOKEN]


def log() -> tuple[Line, ...]:
    """The log, the newest first."""
    call = current()
    return records().log(call.head.id)[::-1] if call is not None else ()


# --- inside ------------------------------------------------------------------------------------------------------


def _hold(opened: Opened) -> None:
    st.session_state[_CALL] = Call(opened.head, _content())


def _take(opened: Opened) -> None:
    response, _ = kept.answers(opened.content, session.content(), opened.head.changed_at, session.now())
    session.take_over(response, None)
    st.session_state[_TOPIC] = opened.content.get("topic", "")
    st.session_state[_ABOUT_CALL] = opened.content.get("call", {})
    st.session_state[session.SEEN] = tuple(opened.content.get("dangers_seen", ()))
    _hold(opened)


def _content() -> dict[str, Any]:
    return {
        "answers": document_of(session.response()),
        "topic": str(st.session_state.get(_TOPIC) or ""),
        "call": dict(st.session_state.get(_ABOUT_CALL, {})),
        "dangers_seen": [str(tier) for tier in st.session_state.get(session.SEEN, ())],
    }


def _save(call: Call, **changes: Any) -> None:
    content = _content()
    try:
        head = records().save(
            call.head.id,
            call.head.version,
            content,
            **filed(session.content(), session.response(), session.assessment().tier),
            **changes,
        )
    except Conflict as conflict:
        st.session_state[_CALL] = replace(call, conflict=conflict)
    else:
        st.session_state[_CALL] = Call(head, content)
