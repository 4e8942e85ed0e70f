"""Two records read together as one case, and a case without what a merge brought into it.

Works on records as they are stored. What each informant told stays apart, with an id of its own in the case. Fields
that hold for one call alone, or that number the lines of a log, are not taken over from the other record.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from intake.domain import consent
from intake.domain.assessing import assess
from intake.domain.content import Content
from intake.domain.joined_consent import is_about_sharing, joined_consent
from intake.domain.routing import route
from intake.store.index_fields import (
    FOLLOW_UP_REASON,
    FOLLOW_UP_SAFE,
    PROMISED,
    IndexFields,
    SafeToCall,
    index_fields_of,
    with_follow_up,
    with_part_2,
)
from intake.store.merging import Joined
from intake.store.record_body import RecordContent
from intake.store.records import OpenedRecord, Version
from intake.ui.staff.call import call_state, merge_edits, stored_case
from intake.ui.staff.call.call_state import CallState
from intake.ui.staff.call.stored_case import StoredCase

_OF_ONE_CALL = frozenset(
    {
        *(call_state.SAFE_TO_TALK, "outcome", "outcome_to", "finish_unasked", "read_back", "read_back_logged"),
        *("draft", "draft_about", "draft_corrects", "token", "speaker", "adding_person", "person_to_add"),
        "person_relation",
        *("drawer", "drawers", "help", "sought", "file_notes", call_state.NOT_THIS_CASE, consent.NOTES),
    }
)
_BEGIN_FIELDS_OF_ONE_CALL = ("danger_", "followed_", "file_note_")
_OF_ITS_OWN_RECORD = ("speaker", "file_notes", "draft_corrects")  # ids of informants and numbers of log lines
_BOTH = (FOLLOW_UP_REASON, PROMISED, "where_they_are", "note_to_self")  # typed texts, of which both stay
_CAREFUL_FIRST = (SafeToCall.NO, SafeToCall.ASK, SafeToCall.YES)


class Reading(NamedTuple):
    """What it takes to read a record: the questions, the time now, and that time in words."""

    content: Content
    now: dt.datetime
    in_words: str


class _Part(NamedTuple):
    """A record: who told it, and the state of its call."""

    case: StoredCase
    state: CallState

    def document(self) -> RecordContent:
        """As it is stored, JSON-ready."""
        on_line = next(one for one in self.case.informants if one.id == self.case.on_line)
        return {**stored_case.document(on_line, self.case.others), **self.state.document()}


def merged(kept: OpenedRecord, other: OpenedRecord, reading: Reading) -> Joined:
    """A case with what another record says. What its informants told is in confidence until staff ask them."""
    case, added = (_part(one.content, one.head.changed_at, reading) for one in (kept, other))
    ids = _new_ids(case, added)
    return _joined(case, _renamed(added, ids, confidential=True), ids, reading)


def continued(new: OpenedRecord, known: OpenedRecord, reading: Reading) -> Joined:
    """A known case with a new call: who is on the line now is one more informant, and the call goes on where it was."""
    call, case = (_part(one.content, one.head.changed_at, reading) for one in (new, known))
    ids = _new_ids(case, call)
    fields = {name: value for name, value in call.state.call.items() if name not in _OF_ITS_OWN_RECORD}
    going_on = _renamed(call._replace(state=replace(call.state, call=fields)), ids)
    return _joined(going_on, case, ids, reading)


def without(came: Iterable[str], *, before: Version, joined: Version, now: OpenedRecord, reading: Reading) -> Joined:
    """A case without what a merge brought into it: `before` it, and as it was `joined`. What was added since stays.

    `came`: the informants who came with the merge. Those who told something since stay, with that alone.
    """
    former, base = (_part(one.content, one.at, reading).document() for one in (before, joined))
    current = _part(now.content, now.head.changed_at, reading).document()
    left = _part(merge_edits.merge(base, current, former).content, reading.now, reading)
    gone = set(came)
    informants = tuple(one for one in left.case.informants if one.response.answers or one.id not in gone)
    ids = {one.id for one in informants}
    on_line = left.case.on_line if left.case.on_line in ids else min(ids)
    refused = " ".join(one for one in consent.refused_by(left.state.call) if one in ids)
    call = {**left.state.call, consent.NOTES_REFUSED_BY: refused}
    case = StoredCase(informants, on_line)
    return _result(_Part(case, replace(left.state, call=_filled(call))), {}, reading)


def _part(content: RecordContent, saved_at: dt.datetime, reading: Reading) -> _Part:
    case = stored_case.stored_case(content, reading.content, saved_at, reading.now)
    return _Part(case, call_state.from_record(content))


def _new_ids(case: _Part, added: _Part) -> dict[str, str]:
    """The ids in the case of who told the added record; "" stands for its only informant."""
    last = max(int(one.id[1:]) for one in case.case.informants)
    everybody = sorted(added.case.informants, key=lambda one: int(one.id[1:]))
    ids = {one.id: f"i{number}" for number, one in enumerate(everybody, start=last + 1)}
    return ids if len(ids) > 1 else {**ids, "": ids[added.case.on_line]}


def _renamed(part: _Part, ids: Mapping[str, str], *, confidential: bool = False) -> _Part:
    """A record with the ids that its informants get in the case."""
    informants = tuple(
        one.model_copy(update={"id": ids[one.id], "confidential": one.confidential or confidential})
        for one in part.case.informants
    )
    refused = " ".join(ids[one] for one in consent.refused_by(part.state.call))
    call = _filled({**part.state.call, consent.NOTES_REFUSED_BY: refused})
    return _Part(StoredCase(informants, ids[part.case.on_line]), replace(part.state, call=call))


def _joined(first: _Part, second: _Part, ids: Mapping[str, str], reading: Reading) -> Joined:
    """Both as one case: the first says who is on the line, and where the call is."""
    case = StoredCase((*first.case.informants, *second.case.informants), first.case.on_line)
    state = CallState(
        topic=first.state.topic,
        call=_call(first, second, reading.in_words),
        volunteered=tuple(dict.fromkeys((*first.state.volunteered, *second.state.volunteered))),
        dangers_seen=tuple(sorted({*first.state.dangers_seen, *second.state.dangers_seen})),
    )
    return _result(_Part(case, state), ids, reading)


def _result(part: _Part, ids: Mapping[str, str], reading: Reading) -> Joined:
    return Joined(part.document(), _index_fields(part, reading), ids)


def _call(first: _Part, second: _Part, at: str) -> dict[str, str]:
    """The call fields of both: those of the first, filled in from the second."""
    one, other = first.state.call, second.state.call
    lasting = {
        name: value
        for name, value in other.items()
        if name not in _OF_ONE_CALL and not name.startswith(_BEGIN_FIELDS_OF_ONE_CALL)
    }
    fields = {**lasting, **_filled(one)}
    fields = {name: value for name, value in fields.items() if not is_about_sharing(name)}
    for name in _BOTH:
        fields[name] = "; ".join(filter(None, dict.fromkeys((one.get(name, ""), other.get(name, "")))))
    safe = {one.get(FOLLOW_UP_SAFE), other.get(FOLLOW_UP_SAFE)}
    fields[FOLLOW_UP_SAFE] = next((code.value for code in _CAREFUL_FIRST if code in safe), "")
    refused = (*consent.refused_by(one), *consent.refused_by(other))
    if consent.notes_refused(other):
        refused = (*refused, second.case.on_line)
    fields[consent.NOTES_REFUSED_BY] = " ".join(dict.fromkeys(refused))
    return _filled({**fields, **joined_consent(one, other, at)})


def _filled(call: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in call.items() if value}


def _index_fields(part: _Part, reading: Reading) -> IndexFields:
    """The fields by which lists find, show, and order the case."""
    content, response = reading.content, part.case.joined(reading.content)
    tier = assess(content, response, reading.now.date()).tier
    fields = index_fields_of(content, response, route(content.questionnaire, response), tier)
    fields = with_follow_up(fields, part.state.call)
    return with_part_2(fields) if consent.part_2(part.state.call) is not None else fields
