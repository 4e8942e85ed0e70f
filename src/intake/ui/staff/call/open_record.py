"""The call that is open: its answers are the session's, and each change is saved before the screen says so."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from intake.domain.answers_json import document_of
from intake.domain.questionnaire import Section
from intake.domain.response import Response
from intake.store.encryption import DamagedRecordError
from intake.store.index_fields import IndexFields, index_fields_of
from intake.store.permissions import Actor, NotPermittedError
from intake.store.records import ConflictError, OpenedRecord, RecordGoneError, RecordHead, Records
from intake.store.schema import RecordStatus
from intake.store.sessions import SignedIn
from intake.ui.common import session
from intake.ui.staff import store_access
from intake.ui.staff.call import call_state, keyboard, migrate_answers

_CALL = "desk_call"
_RESUMED = "desk_resumed"
_TROUBLE = "desk_trouble"
_SIGNED_IN = "desk_signed_in"
_TRIED = "desk_tried"  # what this session tried to save last
LOG_READ, VERSIONS_READ = "desk_log_read", "desk_versions_read"  # what was read of the record besides its answers
FIRST = f"q_{call_state.SAFE_TO_TALK}"  # the container that has the focus when a call begins
ASKED = ("gate", "first", "check", "full", "summary")
RETRY_AFTER = dt.timedelta(seconds=3)


class RecordProblem(StrEnum):
    """Why a record cannot be opened or saved."""

    GONE = "gone"
    REFUSED = "refused"
    DAMAGED = "damaged"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True)
class OpenRecord:
    """A record that is open: what of it is saved. `conflict`: somebody else was quicker.

    `failed_at`: when saving failed last, if what stands here is not saved. `lost`: it cannot be saved any more.
    """

    head: RecordHead
    saved: dict[str, Any]
    conflict: ConflictError | None = None
    failed_at: dt.datetime | None = None
    lost: RecordProblem | None = None


def sign_in_as(who: SignedIn) -> None:
    """Notes for this run who is signed in."""
    st.session_state[_SIGNED_IN] = who


def signed_in() -> SignedIn | None:
    """Who was signed in when that was looked up last."""
    who: SignedIn | None = st.session_state.get(_SIGNED_IN)
    return who


def actor() -> Actor:
    """Who is signed in."""
    who: SignedIn = st.session_state[_SIGNED_IN]
    return who.actor


def records() -> Records:
    """The records, as the person who is signed in may see them."""
    return store_access.records(actor())


def current() -> OpenRecord | None:
    """The call that is open, if one is."""
    found: OpenRecord | None = st.session_state.get(_CALL)
    return found


def begin() -> None:
    """Opens a new record, at its first question."""
    forget()
    keyboard.focus_on(FIRST)
    _hold(records().begin(_content(), **_beside()))


def resume(record_id: str) -> None:
    """Opens a record where it was left; where it cannot be opened, `trouble` says why."""
    forget()
    if (opened := opened_or_trouble(record_id)) is not None:
        take(opened)
        st.session_state[_RESUMED] = True


def opened_or_trouble(record_id: str) -> OpenedRecord | None:
    """A record as it is now; None where it cannot be opened, and `trouble` says why."""
    try:
        return records().open(record_id)
    except RecordGoneError:
        found = RecordProblem.GONE
    except NotPermittedError:
        found = RecordProblem.REFUSED
    except DamagedRecordError:
        found = RecordProblem.DAMAGED
    except SQLAlchemyError:
        found = RecordProblem.UNREACHABLE
    st.session_state[_TROUBLE] = found
    return None


def trouble() -> RecordProblem | None:
    """Why the record that was wanted last is not open."""
    found: RecordProblem | None = st.session_state.get(_TROUBLE)
    return found


def take(opened: OpenedRecord) -> None:
    """Goes on with a record as it was opened."""
    response, _ = migrate_answers.answers(opened.content, session.content(), opened.head.changed_at, session.now())
    session.take_over(response, None)
    call_state.replace_state(call_state.from_record(opened.content))
    _hold(opened)


def was_resumed() -> bool:
    """Whether the record was opened again, and nobody has said yet that they are back in it."""
    return bool(st.session_state.get(_RESUMED))


def is_back() -> None:
    """Notes that somebody is back in the record."""
    st.session_state.pop(_RESUMED, None)


def changed(head: RecordHead) -> None:
    """Takes over what was changed of the record beside its answers."""
    call = current()
    if call is not None:
        st.session_state[_CALL] = replace(call, head=head)


def finish(outcome: str, status: RecordStatus, **changes: Any) -> bool:
    """Ends the call with its outcome; the record stays. Whether that could be saved."""
    call = current()
    if call is None:
        return True
    now = store_access.now()
    done = {"closed_at": now if status is RecordStatus.CLOSED else None, "finished_at": call.head.finished_at or now}
    _save(call, status=status, outcome=outcome, **done, **changes)
    left = current()
    if left is not None and (left.conflict or left.failed_at or left.lost):
        return False
    forget()
    return True


def forget() -> None:
    """Closes the record on this screen."""
    for key in (_CALL, _TRIED, _RESUMED, _TROUBLE, LOG_READ, VERSIONS_READ):
        st.session_state.pop(key, None)
    call_state.forget()
    session.take_over(Response(content_version=session.content().questionnaire.version), None)


def autosave() -> OpenRecord | None:
    """Saves what has changed, and gives the call as it is saved then. After a failure it tries again a moment later."""
    call = current()
    if call is None or call.conflict is not None or call.lost is not None:
        return call
    _say_who_answered(call)
    waits = call.failed_at is not None and store_access.now() - call.failed_at < RETRY_AFTER
    if call.saved != _content() and not waits:
        _save(call)
    return current()


def answers_from_file(answers: Response) -> None:
    """Puts answers of a file in the place of those of the call."""
    session.take_over(answers, None)


def take_theirs() -> None:
    """After a conflict: goes on with what somebody else has saved."""
    call = current()
    if call is not None and call.conflict is not None:
        take(call.conflict.current)


def keep_ours() -> None:
    """After a conflict: saves what stands here over the other version, which stays in the history."""
    call = current()
    if call is not None and call.conflict is not None:
        _save(OpenRecord(call.conflict.current.head, call.saved))


def topic() -> Section | None:
    """The topic on the screen; None for the first minute."""
    return session.content().questionnaire.section.get(call_state.current().topic)


def open_topic(section_id: str) -> None:
    """Goes to a topic."""
    call_state.update(topic=section_id)


# --- inside ------------------------------------------------------------------------------------------------------


def _hold(opened: OpenedRecord) -> None:
    st.session_state[_CALL] = OpenRecord(opened.head, _content())


def _content() -> dict[str, Any]:
    return {"answers": document_of(session.response()), **call_state.current().document()}


def _beside() -> IndexFields:
    return index_fields_of(session.content(), session.response(), session.applying(), session.assessment().tier)


def _is_ours(conflict: ConflictError, call: OpenRecord, tried: dict[str, Any] | None) -> bool:
    """Whether what is there was saved from here, by a run that was broken off before it could note that."""
    there = conflict.current
    return there.head.version == call.head.version + 1 and there.content == json.loads(json.dumps(tried))


def _say_who_answered(call: OpenRecord) -> None:
    """Notes of each answer that changed since the last saving who is on the line."""
    before, now = call.saved["answers"]["answers"], document_of(session.response())["answers"]
    changed = [key for key in now if now[key] != before.get(key)]
    said_by, who = dict(call_state.current().said_by), call_state.speaker()
    for key in changed:
        said_by.pop(key, None)
        if who:
            said_by[key] = who
    if said_by != call_state.current().said_by:
        call_state.update(said_by=said_by)


def _save(call: OpenRecord, **changes: Any) -> None:
    content, tried = _content(), st.session_state.get(_TRIED)
    st.session_state[_TRIED] = content
    try:
        head = records().save(
            call.head.id,
            call.head.version,
            content,
            **_beside(),
            **changes,
        )
    except ConflictError as conflict:
        if _is_ours(conflict, call, tried):
            _save(OpenRecord(conflict.current.head, conflict.current.content), **changes)
            return
        left = replace(call, conflict=conflict)
    except (RecordGoneError, NotPermittedError) as reason:
        left = replace(call, lost=RecordProblem.GONE if isinstance(reason, RecordGoneError) else RecordProblem.REFUSED)
    except SQLAlchemyError:
        left = replace(call, failed_at=store_access.now())
    else:
        left = OpenRecord(head, content)
    st.session_state[_CALL] = left
