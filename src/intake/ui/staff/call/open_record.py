"""The open record: its answers are those of the session, and each change is saved before the screen says so."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from intake.brief.builder import brief
from intake.brief.informants import informant_name
from intake.brief.model import Brief
from intake.domain import consent
from intake.domain.assessing import assess_for_listener
from intake.domain.case import Informant, join, next_informant_id, without_names
from intake.domain.questionnaire import Section
from intake.domain.response import Answer, Response
from intake.domain.rules import Tier
from intake.store.encryption import DamagedRecordError
from intake.store.index_fields import IndexFields, index_fields_of, with_follow_up, with_part_2
from intake.store.permissions import Actor, NotPermittedError, RecordMergedError
from intake.store.records import ConflictError, OpenedRecord, RecordGoneError, RecordHead, Records
from intake.store.schema import RecordStatus
from intake.store.sessions import SignedIn
from intake.ui.common import session
from intake.ui.staff import store_access
from intake.ui.staff.call import call_state, keyboard, merge_edits, stored_case, without_notes
from intake.ui.staff.call.merge_edits import Conflict, Merged

_RECORD = "desk_call"
_RESUMED = "desk_resumed"
_PROBLEM = "desk_trouble"
_SIGNED_IN = "desk_signed_in"
_TRIED = "desk_tried"  # the content that this session last tried to save
LOG_READ, VERSIONS_READ = "desk_log_read", "desk_versions_read"  # the record's log and versions, as last read
FIRST = f"q_{call_state.SAFE_TO_TALK}"  # the container that gets the focus when a call starts
ASKED = ("gate", "first", "check", "full", "summary")
RETRY_AFTER = dt.timedelta(seconds=3)


class RecordProblem(StrEnum):
    """Why a record cannot be opened or saved."""

    GONE = "gone"
    MERGED = "merged"
    REFUSED = "refused"
    DAMAGED = "damaged"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True)
class OpenRecord:
    """An open record and the content that is saved. `conflict`: someone else saved a change first.

    `failed_at`: when saving last failed, if there are unsaved changes. `lost`: why it can no longer be saved.
    """

    head: RecordHead
    saved: dict[str, Any]
    conflict: ConflictError | None = None
    failed_at: dt.datetime | None = None
    lost: RecordProblem | None = None


def set_signed_in(signed_in: SignedIn) -> None:
    """Set who is signed in, for this run."""
    st.session_state[_SIGNED_IN] = signed_in


def signed_in() -> SignedIn | None:
    """Who was signed in at the last check; None before the first."""
    signed_in: SignedIn | None = st.session_state.get(_SIGNED_IN)
    return signed_in


def actor() -> Actor:
    """The signed-in member of staff."""
    signed_in: SignedIn = st.session_state[_SIGNED_IN]
    return signed_in.actor


def records() -> Records:
    """The records, with the permissions of the signed-in member of staff."""
    return store_access.records(actor())


def current() -> OpenRecord | None:
    """The open record, if there is one."""
    record: OpenRecord | None = st.session_state.get(_RECORD)
    return record


def begin() -> None:
    """Start a new record, with the focus on its first question."""
    forget()
    keyboard.focus_on(FIRST)
    _set_open(records().begin(_content(), **_index_fields()))


def resume(record_id: str) -> None:
    """Open a record where it was left. If it cannot be opened, `problem` says why."""
    forget()
    if (opened := open_or_problem(record_id)) is not None:
        take(opened)
        st.session_state[_RESUMED] = True


def open_or_problem(record_id: str) -> OpenedRecord | None:
    """A record as stored now; None if it cannot be opened, and `problem` says why."""
    try:
        return records().open(record_id)
    except RecordGoneError:
        reason = RecordProblem.GONE
    except RecordMergedError:
        reason = RecordProblem.MERGED
    except NotPermittedError:
        reason = RecordProblem.REFUSED
    except DamagedRecordError:
        reason = RecordProblem.DAMAGED
    except SQLAlchemyError:
        reason = RecordProblem.UNREACHABLE
    st.session_state[_PROBLEM] = reason
    return None


def problem() -> RecordProblem | None:
    """Why the last requested record is not open."""
    reason: RecordProblem | None = st.session_state.get(_PROBLEM)
    return reason


def take(opened: OpenedRecord) -> None:
    """Make an opened record the open one, with its answers and its call state."""
    case = stored_case.stored_case(opened.content, session.content(), opened.head.changed_at, session.now())
    session.take_over(case.response, None)
    session.set_informants(next(one for one in case.informants if one.id == case.on_line), case.others)
    call_state.replace_state(call_state.from_record(opened.content))
    _set_open(opened)


def was_resumed() -> bool:
    """Whether the record was reopened and staff have not continued the call yet."""
    return bool(st.session_state.get(_RESUMED))


def acknowledge_resume() -> None:
    """Note that staff continued the reopened call."""
    st.session_state.pop(_RESUMED, None)


def replace_head(head: RecordHead) -> None:
    """Take over a change of the record outside its answers, such as its owner."""
    record = current()
    if record is not None:
        st.session_state[_RECORD] = replace(record, head=head)


def finish(outcome: str, status: RecordStatus, **changes: Any) -> bool:
    """Save the record and close it on this screen. False if it could not be saved.

    Without an outcome, the record keeps the one it has.
    """
    record = current()
    if record is None:
        return True
    now = store_access.now()
    times = {
        "closed_at": now if status is RecordStatus.CLOSED else None,
        "finished_at": record.head.finished_at or now,
    }
    if outcome:
        changes["outcome"] = outcome
    _save(record, status=status, **times, **changes)
    saved = current()
    if saved is not None and (saved.conflict or saved.failed_at or saved.lost):
        return False
    forget()
    return True


def forget() -> None:
    """Close the record on this screen."""
    for key in (_RECORD, _TRIED, _RESUMED, _PROBLEM, LOG_READ, VERSIONS_READ):
        st.session_state.pop(key, None)
    call_state.forget()
    session.take_over(Response(content_version=session.content().questionnaire.version), None)


def autosave() -> OpenRecord | None:
    """Save what has changed. Returns the record as it is then; after a failure, retries after RETRY_AFTER."""
    record = current()
    if record is None or record.conflict is not None or record.lost is not None:
        return record
    waits = record.failed_at is not None and store_access.now() - record.failed_at < RETRY_AFTER
    if record.saved != _content() and not waits:
        _save(record)
    return current()


def is_saved() -> bool:
    """Whether everything on this screen is saved."""
    record = current()
    if record is None or record.failed_at or record.lost or record.conflict:
        return False
    return record.saved == _content()


def use_answers(answers: Response) -> None:
    """Replace what the person on the line told with other answers, such as those of a file."""
    person, rest = session.speaking(), session.others()
    session.take_over(answers, None)
    session.set_informants(person.model_copy(update={"response": answers}), rest)


def informants() -> tuple[Informant, ...]:
    """Everybody who told something about the case, in the order in which they first did."""
    return tuple(sorted((session.speaking(), *session.others()), key=lambda one: int(one.id[1:])))


def put_on_line(informant_id: str) -> None:
    """Let another informant answer from now on; what was answered so far stays with who told it."""
    autosave()
    everybody = informants()
    person = next(one for one in everybody if one.id == informant_id)
    _keep_refusals_apart(session.speaking(), person)
    session.take_over(person.response, None)
    session.set_informants(person, tuple(one for one in everybody if one.id != informant_id))


def _keep_refusals_apart(before: Informant, person: Informant) -> None:
    """A no to notes stays with who said it. For the next person it holds too, unless they told something before."""
    call = call_state.current().call
    refused = [one for one in consent.refused_by(call) if one != person.id]
    if consent.notes_refused(call):
        refused.append(before.id)
    if person.id in consent.refused_by(call):
        call_state.set_field(consent.NOTES, "no")
    elif person.response.answers and consent.notes_refused(call):
        call_state.set_field(consent.NOTES, "")
    call_state.set_field(consent.NOTES_REFUSED_BY, " ".join(refused))


def add_informant(name: str, relation: str = "") -> str:
    """Add a person to the case, with the answers to the questions about their name and relationship. Returns their id.

    `relation`: a code of the question about the relationship, "" if it is not known.
    """
    everybody, asked = informants(), session.content().layout.informant
    told = Response(content_version=session.content().questionnaire.version)
    for link_id, value in ((asked.name, name), (asked.relation, relation)) if asked is not None else ():
        if value:
            told = told.with_answer(Answer(link_id=link_id, value=value))
    person = Informant(id=next_informant_id(everybody), name=name, relation=relation, response=told)
    session.set_informants(session.speaking(), (*session.others(), person))
    return person.id


def change_informant(informant_id: str, **changes: str | bool) -> None:
    """Change what is noted about an informant: name, relation, whether it is confidential."""
    person, rest = session.speaking(), session.others()
    session.set_informants(
        person.model_copy(update=changes) if person.id == informant_id else person,
        tuple(one.model_copy(update=changes) if one.id == informant_id else one for one in rest),
    )


def for_listener(whole: Brief) -> Brief:
    """The brief without what others told in confidence: to read back to the person on the line, and for their file."""
    _, assessment = assess_for_listener(session.content(), session.case(), session.assessment())
    return whole if assessment is session.assessment() else brief_for_file(confided=False, named=True)


def brief_for_file(*, confided: bool, named: bool) -> Brief:
    """The brief for a file: with what was told in confidence or without it, with the names of informants or without."""
    response, assessment = session.case(), session.assessment()
    if not confided:
        response, assessment = assess_for_listener(session.content(), response, assessment)
    response = response if named else without_names(response)
    return brief(session.content(), response, assessment, session.now(), session.words())


def peak_heading() -> str:
    """The heading of the most urgent level that the case had; "" if it is not above that of today's answers."""
    record, now = current(), session.assessment().tier
    if record is None or record.head.peak_urgency >= now.urgency:
        return ""
    highest = list(Tier)[record.head.peak_urgency].level
    return "" if highest is now.level else session.content().band[highest].heading


def speaker() -> str:
    """The person on the line by name or relationship, for the log; "" as long as there is only one informant."""
    if not session.others():
        return ""
    return informant_label(session.speaking())


def informant_label(informant: Informant) -> str:
    """An informant by name or relationship; the first one is the caller if neither is known."""
    name = informant_name(session.content(), informant)
    return name or (
        session.words().ui("The caller")
        if informant.id == stored_case.FIRST
        else session.words().ui("Person {number}", number=informant.id[1:])
    )


def conflicts() -> tuple[Conflict, ...]:
    """The answers that this screen and another person changed to something else."""
    record = current()
    if record is None or record.conflict is None:
        return ()
    return _merged(record, record.conflict).conflicts


def resolve(theirs: frozenset[tuple[str, str]]) -> None:
    """After a conflict, save both changes, with the other person's value for these answers (informant and key)."""
    record = current()
    if record is not None and record.conflict is not None:
        _save_merged(record.conflict, merge_edits.choose(_merged(record, record.conflict), theirs))


def topic() -> Section | None:
    """The topic on the screen; None for the first minute."""
    return session.content().questionnaire.section.get(call_state.current().topic)


def open_topic(section_id: str) -> None:
    """Show a topic."""
    call_state.update(topic=section_id)


def _set_open(opened: OpenedRecord) -> None:
    st.session_state[_RECORD] = OpenRecord(opened.head, _content())


def _content() -> dict[str, Any]:
    return {
        **stored_case.document(without_notes.kept_informant(), session.others()),
        **without_notes.kept_state().document(),
    }


def _index_fields() -> IndexFields:
    tier = session.assessment().tier
    kept = (without_notes.kept_informant(), *session.others())
    case = join(session.content().questionnaire, kept, speaking=session.speaking().id)
    call = without_notes.kept_state().call
    fields = with_follow_up(index_fields_of(session.content(), case, session.applying(), tier), call)
    return with_part_2(fields) if consent.part_2(call) is not None else fields


def _is_ours(conflict: ConflictError, record: OpenRecord, tried: dict[str, Any] | None) -> bool:
    """Whether the newer version was saved by this session, in a run that was interrupted before it could note that."""
    newer = conflict.current
    return newer.head.version == record.head.version + 1 and newer.content == json.loads(json.dumps(tried))


def _merged(record: OpenRecord, conflict: ConflictError) -> Merged:
    """What this screen and the other person changed since the last save of this screen."""
    base, ours = (json.loads(json.dumps(content)) for content in (record.saved, _content()))
    return merge_edits.merge(base, ours, conflict.current.content)


def _save_merged(conflict: ConflictError, content: dict[str, Any], **changes: Any) -> None:
    """Show and save the content with both changes."""
    take(OpenedRecord(conflict.current.head, content))
    _save(OpenRecord(conflict.current.head, conflict.current.content), **changes)


def _save(record: OpenRecord, **changes: Any) -> None:
    content, tried = _content(), st.session_state.get(_TRIED)
    st.session_state[_TRIED] = content
    try:
        head = records().save(
            record.head.id,
            record.head.version,
            content,
            **_index_fields(),
            **changes,
        )
    except ConflictError as conflict:
        if _is_ours(conflict, record, tried):
            _save(OpenRecord(conflict.current.head, conflict.current.content), **changes)
            return
        if not _merged(record, conflict).conflicts:
            _save_merged(conflict, _merged(record, conflict).content, **changes)
            return
        result = replace(record, conflict=conflict)
    except (RecordGoneError, NotPermittedError) as error:
        merged = RecordProblem.MERGED if isinstance(error, RecordMergedError) else RecordProblem.REFUSED
        result = replace(record, lost=RecordProblem.GONE if isinstance(error, RecordGoneError) else merged)
    except SQLAlchemyError:
        result = replace(record, failed_at=store_access.now())
    else:
        result = OpenRecord(head, content)
    st.session_state[_RECORD] = result
