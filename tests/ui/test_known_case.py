"""A caller whose case is known: shown when their name or number is typed, and the call goes on in that case."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from intake.config import site
from intake.store.lists import RecordFilter
from intake.store.records import RecordHead
from intake.store.schema import RecordStatus
from intake.ui.staff import store_access
from tests.ui.test_administration import press
from tests.ui.test_desk_roles import Member, desk, opened, shown

__all__ = ["desk"]  # a fixture
NUMBER_FIELD = "A safe way to reach you"
KNOWN = "This may be a known case"
NUMBER = "555-010-4477"
CONTINUE, NOT_THIS = "It is this case: continue there", "Not this case"


def typed(at: AppTest, label: str, text: str) -> None:
    next(field for field in at.text_input if field.label == label).set_value(text)
    at.run()


def new_call(member: Member) -> AppTest:
    at = member.open_app()
    press(at, "New call")
    return opened(at, "call")


def the_wifes_case(member: Member) -> RecordHead:
    """Her call is over; she told how to reach her."""
    at = new_call(member)
    typed(at, "Your name or initials", "Mara Quill")
    typed(at, NUMBER_FIELD, NUMBER)
    head = mine(member)[0]
    records = store_access.records(member.actor)
    content = records.open(head.id).content
    return records.save(
        head.id,
        head.version,
        content,
        search_terms=["Mara Quill", NUMBER],
        status=RecordStatus.FOLLOW_UP,
        finished_at=store_access.now(),
        due_at=store_access.now(),
    )


def mine(member: Member) -> list[RecordHead]:
    rows = store_access.lists(member.actor).rows(RecordFilter(owner=member.name))
    return [row.head for row in rows]


def content_of(member: Member, record_id: str) -> dict[str, Any]:
    return store_access.records(member.actor).open(record_id).content


def test_a_known_number_shows_the_case_and_the_call_goes_on_there() -> None:
    pat, bea = Member("pat", "intake"), Member("bea", "intake")
    case = the_wifes_case(pat)
    at = new_call(bea)
    assert KNOWN not in shown(at)
    typed(at, "Your name or initials", "Nora Reed")
    assert KNOWN not in shown(at)
    typed(at, NUMBER_FIELD, "(555) 010-4477")
    text = shown(at)
    assert KNOWN in text
    assert "The number matches." in text
    assert "M. Q." in text
    assert NUMBER not in text, "a colleague's case does not show the number before it is opened"
    assert "pat owns this case and stays its owner." in text
    (new,) = mine(bea)
    press(at, CONTINUE)
    opened(at, "call")
    assert "Nora Reed" in shown(at)
    assert mine(bea) == [], "no second case"
    head = store_access.records(bea.actor).open(case.id).head
    assert (head.owner, head.status) == ("pat", RecordStatus.CALLING)
    stored = content_of(bea, case.id)
    assert stored["on_line"] == "i2"
    assert stored["answers"]["answers"]["your_name"] == "Nora Reed"
    assert stored["responses"]["i1"]["answers"]["your_name"] == "Mara Quill"
    first, second = store_access.records(bea.actor).calls(case.id)
    assert (first.worker, second.worker, second.informant, second.ended_at) == ("pat", "bea", "i2", None)
    assert second.began_at == new.created_at
    sue = Member("sue", "supervisor")
    entries = [(one.actor, one.action) for one in store_access.records(sue.actor).access_log(case.id)]
    assert ("bea", "merge") in entries
    assert ("bea", "open-shared") in entries
    assert f"You are in record {case.id[:6]} now" in shown(at)
    press(at, "OK")
    assert f"You are in record {case.id[:6]} now" not in shown(at)
    typed(at, "Your name or initials", "Nora Reed-Quill")
    assert content_of(bea, case.id)["answers"]["answers"]["your_name"] == "Nora Reed-Quill"


def test_not_this_case_is_remembered_for_the_call() -> None:
    pat, bea = Member("pat", "intake"), Member("bea", "intake")
    case = the_wifes_case(pat)
    at = new_call(bea)
    typed(at, "Your name or initials", "Mara Quill")
    assert KNOWN in shown(at)
    press(at, NOT_THIS)
    assert KNOWN not in shown(at)
    typed(at, NUMBER_FIELD, NUMBER)
    assert KNOWN not in shown(at)
    again = bea.open_app()
    press(again, f"Open {mine(bea)[0].id[:6]}")
    opened(again, "call")
    assert KNOWN not in shown(again), "also after the call was reopened"
    assert store_access.records(pat.actor).calls(case.id)[-1].worker == "pat"


def test_while_a_colleague_is_on_a_call_about_it_the_case_is_shown_but_not_joined() -> None:
    pat, bea = Member("pat", "intake"), Member("bea", "intake")
    case = the_wifes_case(pat)
    store_access.records(pat.actor).start_call(case.id)
    at = new_call(bea)
    typed(at, "Your name or initials", "Mara Quill")
    assert "pat is on a call about this case now." in shown(at)
    assert CONTINUE not in [button.label for button in at.button]


def test_a_case_that_closed_meanwhile_is_not_joined_and_the_call_stays() -> None:
    pat, bea = Member("pat", "intake"), Member("bea", "intake")
    case = the_wifes_case(pat)
    at = new_call(bea)
    typed(at, "Your name or initials", "Mara Quill")
    records = store_access.records(pat.actor)
    records.save(case.id, case.version, content_of(pat, case.id), status=RecordStatus.CLOSED)
    press(at, CONTINUE)
    assert "This case cannot be continued now" in shown(at)
    assert mine(bea)[0].status is RecordStatus.CALLING


@pytest.mark.parametrize("shared", [True, False])
def test_the_setting_that_keeps_cases_with_their_owners_also_holds_here(
    monkeypatch: pytest.MonkeyPatch, shared: bool
) -> None:
    pat, bea = Member("pat", "intake"), Member("bea", "intake")
    the_wifes_case(pat)
    monkeypatch.setenv("NEXT_STEP_SHARE_OPEN_CASES", str(shared).lower())
    site.cache_clear()
    for member, expected in ((bea, shared), (pat, True)):
        at = new_call(member)
        typed(at, "Your name or initials", "Mara Quill")
        assert (KNOWN in shown(at)) is expected


def test_an_own_call_whose_line_dropped_goes_on_as_one_case() -> None:
    pat = Member("pat", "intake")
    at = new_call(pat)
    typed(at, NUMBER_FIELD, NUMBER)
    (dropped,) = mine(pat)
    again = new_call(pat)
    typed(again, NUMBER_FIELD, NUMBER)
    assert "You own this case." in shown(again)
    press(again, CONTINUE)
    opened(again, "call")
    assert [head.id for head in mine(pat)] == [dropped.id]
    before, now = store_access.records(pat.actor).calls(dropped.id)
    assert (before.ended_at is None, now.ended_at is None) == (False, True)


def test_one_case_is_shown_at_a_time_the_one_with_the_number_first() -> None:
    pat, bea = Member("pat", "intake"), Member("bea", "intake")
    records = store_access.records(bea.actor)
    for name, number in (("Mara Quill", "555-010-9999"), ("Zoe Reed", NUMBER)):
        head = records.begin({"answers": {}}, urgency=1, card={"your_name": name[0]}, search_terms=[name, number]).head
        records.save(head.id, 1, {"answers": {}}, search_terms=[name, number], status=RecordStatus.FOLLOW_UP)
    at = new_call(pat)
    typed(at, "Your name or initials", "Mara Quill")
    typed(at, NUMBER_FIELD, NUMBER)
    assert "The number matches." in shown(at)
    assert "1 more case may fit." in shown(at)
    press(at, NOT_THIS)
    assert "The name matches." in shown(at)
    press(at, NOT_THIS)
    assert KNOWN not in shown(at)
