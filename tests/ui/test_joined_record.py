"""Two stored records as one case, and the case without what a merge brought: nothing is lost, nothing is left over."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from intake.content import load
from intake.domain import consent
from intake.domain.answers_json import document_of
from intake.domain.response import Answer, Response
from intake.store.merging import Joined
from intake.store.records import OpenedRecord, RecordHead, Version
from intake.store.schema import RecordStatus
from intake.ui.staff.call import joined_record
from intake.ui.staff.call.joined_record import Reading

CONTENT = load()
NOW = dt.datetime(2026, 12, 1, 9, 0, tzinfo=dt.UTC)
LAST_WEEK = NOW - dt.timedelta(days=7)
READING = Reading(CONTENT, NOW, "December 1, 9:00 AM")


def document(answers: dict[str, Any]) -> dict[str, Any]:
    response = Response(content_version=CONTENT.questionnaire.version)
    for link_id, value in answers.items():
        response = response.with_answer(Answer(link_id=link_id, value=value))
    return document_of(response)


def record(answers: dict[str, Any], *, saved_at: dt.datetime = NOW, **state: Any) -> OpenedRecord:
    """A record that one person told."""
    head = RecordHead("0" * 32, 1, RecordStatus.FOLLOW_UP, 1, 1, 0, "amy", saved_at, saved_at)
    people = [{"id": "i1", "name": "", "relation": "", "confidential": False}]
    told = {"answers": document(answers), "on_line": "i1", "informants": people, "responses": {}}
    return OpenedRecord(head, {**told, "topic": "safety", "call": {}, "told": [], "dangers_seen": [], **state})


def told(content: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What each informant answered, by id."""
    documents = {content["on_line"]: content["answers"], **content["responses"]}
    return {one: dict(table["answers"]) for one, table in documents.items()}


WIFE = {"your_name": "Mara Quill", "violence": ["hit"], "reach_you": "555-010-4477"}
SISTER = {"your_name": "Nora Reed", "violence": ["none"]}


def merged(**calls: dict[str, str]) -> Joined:
    return joined_record.merged(
        record(WIFE, call=calls.get("first", {})), record(SISTER, call=calls.get("second", {})), READING
    )


def test_each_keeps_what_they_told_and_the_other_record_is_in_confidence() -> None:
    joined = merged()
    assert told(joined.content) == {"i1": {**WIFE}, "i2": {**SISTER}}
    assert {one["id"]: one["confidential"] for one in joined.content["informants"]} == {"i1": False, "i2": True}
    assert joined.informants == {"i1": "i2", "": "i2"}
    assert {"Mara Quill", "Nora Reed", "555-010-4477"} <= set(joined.fields["search_terms"])
    assert joined.fields["card"]["your_name"] == "M. Q."


def test_what_was_told_of_today_last_week_keeps_its_day() -> None:
    joined = joined_record.merged(record(WIFE), record({"last_use": "today"}, saved_at=LAST_WEEK), READING)
    assert joined.content["responses"]["i2"]["answers"]["last_use"]["as_of"] == "2026-11-24"


def test_promises_and_reasons_of_both_stay_and_the_careful_rule_for_calling_counts() -> None:
    joined = merged(
        first={"follow_up_reason": "Ask about the ER", "follow_up_safe": "yes", "outcome": "referred", "speaker": "i1"},
        second={"follow_up_reason": "Call her sister", "follow_up_safe": "no", "draft": "half a", "file_notes": "3"},
    )
    call = joined.content["call"]
    assert call["follow_up_reason"] == "Ask about the ER; Call her sister"
    assert call["follow_up_safe"] == "no"
    assert call["outcome"] == "referred"
    assert not call.keys() & {"draft", "file_notes"}, "half a note, and marks by number of another log, stay behind"


def test_who_did_not_want_notes_still_does_not_after_the_merge() -> None:
    joined = merged(second={"notes_ok": "no"})
    assert joined.content["call"] == {consent.NOTES_REFUSED_BY: "i2"}
    assert (
        consent.may_leave(joined.content["call"], consent.Recipient.OWN_SYSTEM, NOW.date(), approved=True)
        is consent.Refusal.NO_NOTES
    )
    first = merged(first={"notes_ok": "no"}, second={"notes_ok": "yes"})
    assert first.content["call"] == {"notes_ok": "no"}


def test_a_continued_call_goes_on_where_it_was_with_the_new_person_on_the_line() -> None:
    new = record(SISTER, call={"safe_to_talk": "yes", "notes_ok": "yes", "draft": "half a"}, topic="safety")
    known = record(WIFE, call={"safe_to_talk": "no", "notes_ok": "no", "follow_up_reason": "Ask about the ER"})
    content = joined_record.continued(new, known, READING).content
    assert told(content) == {"i1": {**WIFE}, "i2": {**SISTER}}
    assert (content["on_line"], content["topic"]) == ("i2", "safety")
    assert content["call"] == {
        "safe_to_talk": "yes",
        "notes_ok": "yes",
        "draft": "half a",
        "follow_up_reason": "Ask about the ER",
        consent.NOTES_REFUSED_BY: "i1",
    }
    assert not any(one["confidential"] for one in content["informants"])


def undone(joined: Joined, before: OpenedRecord, now: dict[str, Any] | None = None) -> dict[str, Any]:
    came = tuple(joined.informants.values())
    head = before.head
    return joined_record.without(
        came,
        before=Version(1, head.changed_at, "amy", before.content),
        joined=Version(2, NOW, "sue", joined.content),
        now=OpenedRecord(head, now or joined.content),
        reading=READING,
    ).content


def test_undone_at_once_the_case_is_as_it_was() -> None:
    before = record(WIFE, call={"follow_up_reason": "Ask about the ER", "notes_ok": "yes"})
    joined = joined_record.merged(before, record(SISTER, call={"follow_up_reason": "Call her sister"}), READING)
    assert undone(joined, before) == before.content


def test_what_was_added_since_stays_when_a_merge_is_undone() -> None:
    before = record(WIFE)
    joined = joined_record.merged(before, record(SISTER), READING)
    now = {
        **joined.content,
        "answers": document({**WIFE, "violence": ["hit", "choked"]}),
        "responses": {"i2": document({**SISTER, "fear": "often"})},
        "call": {"follow_up_reason": "Call on Monday"},
    }
    content = undone(joined, before, now)
    assert told(content) == {"i1": {**WIFE, "violence": ["hit", "choked"]}, "i2": {"fear": "often"}}
    assert content["call"] == {"follow_up_reason": "Call on Monday"}


def test_a_person_on_the_line_who_came_with_the_merge_gives_way_to_one_who_stays() -> None:
    before = record(WIFE)
    joined = joined_record.merged(before, record(SISTER), READING)
    switched = {
        **joined.content,
        "on_line": "i2",
        "answers": joined.content["responses"]["i2"],
        "responses": {"i1": joined.content["answers"]},
    }
    content = undone(joined, before, switched)
    assert (content["on_line"], told(content)) == ("i1", {"i1": {**WIFE}})


ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "violence": st.sampled_from([["hit", "choked"], ["none"]]),
        "fear": st.sampled_from(["often", "no"]),
        "danger_now": st.sampled_from([["not_waking"], ["none"]]),
    },
)


@settings(max_examples=20)
@given(ANSWERS, ANSWERS)
def test_a_merge_is_never_calmer_than_either_record_and_its_undo_is_what_was_there(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    first, second = record(one), record(other)
    joined = joined_record.merged(first, second, READING)
    nobody = record({})
    alone = [joined_record.merged(nobody, part, READING).fields["urgency"] for part in (first, second)]
    assert joined.fields["urgency"] <= min(alone)
    assert undone(joined, first) == first.content
