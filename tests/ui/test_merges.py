"""A supervisor merges two records about one family on the page of one of them, and undoes it."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from intake.store.merging import MergeReason
from intake.store.records import RecordHead
from intake.store.schema import RecordStatus
from intake.ui.staff import store_access
from tests.ui.test_administration import press
from tests.ui.test_desk_roles import Member, desk, opened, shown
from tests.ui.test_known_case import content_of, mine, new_call, typed

__all__ = ["desk"]  # a fixture
FIND = "Find the other record (name, phone number, or record number)"


def a_finished_call(member: Member, name: str, number: str, note: str) -> RecordHead:
    """A call that is over, with what was done about danger in its log."""
    at = new_call(member)
    typed(at, "Your name or initials", name)
    typed(at, "A safe way to reach you", number)
    head, records = mine(member)[0], store_access.records(member.actor)
    records.add(head.id, "danger", {"text": note}, token="d")
    return records.save(
        head.id,
        head.version,
        records.open(head.id).content,
        search_terms=[name, number],
        status=RecordStatus.FOLLOW_UP,
        finished_at=store_access.now(),
        due_at=store_access.now(),
    )


def page_of(member: Member, record: RecordHead) -> AppTest:
    at = opened(member.open_app(), "today")
    press(at, f"Open {record.id[:6]}")
    return opened(at, "record")


def choose(at: AppTest, reason: MergeReason, words: str = "") -> None:
    next(radio for radio in at.radio if radio.label == "Why?").set_value(reason)
    at.run()
    if words:
        typed(at, "In your own words (needed for another reason)", words)


@pytest.fixture
def calls() -> tuple[Member, RecordHead, RecordHead]:
    """A supervisor, Pat's record of the wife, and Bea's of her sister."""
    pat, bea, sue = Member("pat", "intake"), Member("bea", "intake"), Member("sue", "supervisor")
    wife = a_finished_call(pat, "Mara Quill", "555-010-4477", "911 called for him")
    return sue, wife, a_finished_call(bea, "Nora Reed", "555-010-2211", "988 called for her")


def test_a_merge_brings_people_calls_and_actions_and_its_undo_takes_them_away(
    calls: tuple[Member, RecordHead, RecordHead],
) -> None:
    sue, wife, sister = calls
    at = page_of(sue, wife)
    typed(at, FIND, "Nora Reed")
    press(at, f"Merge {sister.id[:6]} into this record")
    assert "A file may hold only what both callers agreed to share." in shown(at)
    press(at, "Merge")
    assert "Choose a reason." in shown(at)
    choose(at, MergeReason.OTHER)
    press(at, "Merge")
    assert "Write down the reason." in shown(at)
    choose(at, MergeReason.SAME_FAMILY, "Both worry about Ray.")
    press(at, "Merge")
    text = shown(at)
    number = sister.id[:6]
    assert "The records are merged." in text
    assert "Mara Quill" in text
    assert "Nora Reed" in text
    assert f"From record {number}, which was merged into this one." in text
    assert f"988 called for her (from record {number})" in text
    assert "911 called for him" in text
    assert f"Record {number} was merged into this case. Two people called about the same person." in text
    assert "Both worry about Ray." in text
    assert "Merged another record into a case" in text, "the audit trail of the record"
    confided = {box.key: box.value for box in at.checkbox if str(box.key).startswith("confided_")}
    assert confided == {"confided_i1": False, "confided_i2": True}

    today = opened(sue.open_app(), "today")
    assert f"Open {number}" not in [button.label for button in today.button]

    press(at, f"Undo the merge with {number}")
    assert "What was added since stays in this record." in shown(at)
    choose(at, MergeReason.OTHER_FAMILY)
    press(at, "Undo the merge")
    text = shown(at)
    assert "The merge is undone." in text
    assert "which was merged into this one" not in text
    assert "988 called for her" not in text
    assert [one["id"] for one in content_of(sue, wife.id)["informants"]] == ["i1"]
    assert f"The merge with {number} was undone. They are two families." in text
    assert content_of(sue, sister.id)["answers"]["answers"]["your_name"] == "Nora Reed"
    assert f"Undo the merge with {number}" not in [button.label for button in at.button]


def test_a_worker_sees_no_merging_and_reads_where_things_came_from(
    calls: tuple[Member, RecordHead, RecordHead],
) -> None:
    sue, wife, sister = calls
    at = page_of(sue, wife)
    typed(at, FIND, sister.id[:6])
    press(at, f"Merge {sister.id[:6]} into this record")
    choose(at, MergeReason.ENTERED_TWICE)
    press(at, "Merge")
    store_access.records(sue.actor).assign(wife.id, "cal")
    text = shown(page_of(Member("cal", "intake"), wife))
    assert f"from record {sister.id[:6]}" in text
    assert "Merge with another record" not in text


def test_nothing_is_merged_while_one_of_the_two_is_in_a_call(calls: tuple[Member, RecordHead, RecordHead]) -> None:
    sue, wife, sister = calls
    store_access.records(sue.actor).start_call(sister.id)
    at = page_of(sue, wife)
    typed(at, FIND, "Nora Reed")
    assert "In a call now. Merge when it has ended." in shown(at)
    assert f"Merge {sister.id[:6]} into this record" not in [button.label for button in at.button]
    store_access.records(sue.actor).start_call(wife.id)
    at = page_of_call(sue, wife)
    assert "A call is going on. Merge, or undo a merge, when it has ended." in shown(at)


def page_of_call(member: Member, record: RecordHead) -> AppTest:
    at = opened(member.open_app(), "today")
    at.session_state["board_look"] = ""
    press(at, f"Open {record.id[:6]}")
    press(opened(at, "board"), "Open the record to make changes")
    return opened(at, "record")


def test_a_merge_into_a_record_that_changed_meanwhile_changes_nothing(
    calls: tuple[Member, RecordHead, RecordHead],
) -> None:
    sue, wife, sister = calls
    at = page_of(sue, wife)
    typed(at, FIND, "Nora Reed")
    press(at, f"Merge {sister.id[:6]} into this record")
    choose(at, MergeReason.SAME_FAMILY)
    store_access.records(sue.actor).start_call(sister.id)
    press(at, "Merge")
    assert "Nothing was changed" in shown(at)
    assert store_access.merging(sue.actor).merges(wife.id) == ()
