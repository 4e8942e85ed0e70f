"""Another call about a finished case, started on the page of its record."""

from __future__ import annotations

import pytest

from intake.store.lists import RecordFilter
from intake.store.schema import RecordStatus
from intake.ui.staff import store_access
from tests.ui.test_administration import press
from tests.ui.test_desk_roles import Member, desk, opened, take_a_call

__all__ = ["desk"]  # a fixture
AGAIN = "New call about this case"


@pytest.mark.parametrize(("notes", "kept"), [("yes", ""), ("no", "no")])
def test_another_call_begins_in_the_first_minute_and_asks_again_what_was_true_of_the_last(
    notes: str, kept: str
) -> None:
    """A promised follow-up stays, and so does the wish of one person that no notes are taken."""
    pat = Member("pat", "intake")
    records = store_access.records(pat.actor)
    take_a_call(pat.open_app())
    (row,) = store_access.lists(pat.actor).rows(RecordFilter())
    case, content = row.head, records.open(row.head.id).content
    content["call"] = {"safe_to_talk": "yes", "notes_ok": notes, "outcome": "referred", "follow_up_on": "2031-01-02"}
    content["topic"] = "safety"
    records.save(case.id, case.version, content, status=RecordStatus.FOLLOW_UP, due_at=store_access.now())
    assert len(records.calls(case.id)) == 1

    at = opened(pat.open_app(), "today")
    press(at, f"Open {case.id[:6]}")
    opened(at, "record")
    press(at, AGAIN)
    opened(at, "call")
    first, second = records.calls(case.id)
    assert first.ended_at is not None
    assert (second.worker, second.ended_at) == ("pat", None)
    now = records.open(case.id)
    assert now.head.status is RecordStatus.CALLING
    assert now.content["topic"] == "first_minute"
    noted = now.content["call"]
    assert [noted.get(name, "") for name in ("safe_to_talk", "notes_ok", "outcome")] == ["", kept, ""]
    assert noted["follow_up_on"] == "2031-01-02"
    opened(at, "record")
    assert AGAIN not in [button.label for button in at.button], "a call is going on"
