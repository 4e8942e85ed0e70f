"""Cases on Today that colleagues offered or left, and the supervisor's screens while a colleague is on a call."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from intake.content import load
from intake.store.index_fields import FIRST_STEP, SAFE_TO_CALL, SafeToCall
from intake.store.records import Records
from intake.ui.staff import store_access
from tests.ui.test_administration import press
from tests.ui.test_desk_roles import Member, desk, left_alone, opened, shown, take_a_call

__all__ = ["desk"]  # a fixture


def pats_call(pat: Member) -> str:
    """The id of a case in a call of Pat's, with the name Mara Quill."""
    records = store_access.records(pat.actor)
    return records.begin({"answers": {}}, urgency=1, card={"your_name": "M. Q."}, search_terms=["Quill"]).head.id


def today_of(member: Member) -> AppTest:
    return opened(member.open_app(), "today")


def test_an_open_call_is_offered_on_today_once_its_worker_has_left() -> None:
    bea, pat = Member("bea", "intake"), Member("pat", "intake")
    take_a_call(pat.open_app())
    assert "left by their worker" not in shown(today_of(bea))
    left_alone(pat)
    at = today_of(bea)
    assert "Open calls left by their worker (1)" in shown(at)
    assert "pat left this call open." in shown(at)
    press(at, next(button.label for button in at.button if button.label.startswith("Pick up ")))
    opened(at, "call")
    assert "First minute" in shown(at)
    assert "Mara Quill" in shown(at)


def test_a_call_that_was_picked_up_meanwhile_is_left_alone() -> None:
    bea, cal, pat = Member("bea", "intake"), Member("cal", "intake"), Member("pat", "intake")
    case = pats_call(pat)
    left_alone(pat)
    at = today_of(bea)
    store_access.sharing(cal.actor).pick_up(case)
    press(at, next(button.label for button in at.button if button.label.startswith("Pick up ")))
    assert "Pick up " not in shown(at)
    assert store_access.records(cal.actor).open(case).head.owner == "cal"


def test_a_declined_case_stays_with_its_owner() -> None:
    bea, pat = Member("bea", "intake"), Member("pat", "intake")
    case = pats_call(pat)
    store_access.sharing(pat.actor).offer(case, "bea")
    at = today_of(bea)
    assert "pat asks you to take this case" in shown(at)
    press(at, f"Decline {case[:6]}")
    assert "Declined. The case stays with its owner." in shown(at)
    assert "Offered to you" not in shown(at)
    assert store_access.records(pat.actor).open(case).head.owner == "pat"


def test_a_supervisor_who_opens_a_call_of_someone_else_looks_on(monkeypatch: pytest.MonkeyPatch) -> None:
    pat, sue = Member("pat", "intake"), Member("sue", "supervisor")
    take_a_call(pat.open_app())
    at = today_of(sue)
    press(at, next(button.label for button in at.button if button.label.startswith("Open ")))
    opened(at, "board")
    monkeypatch.setattr(Records, "save", lambda *_, **__: pytest.fail("a look saves nothing"))
    at.run()
    assert "pat is on this call." in shown(at)
    assert not at.text_input
    press(at, "Back to the live board")
    assert "On the call: pat" in shown(at)
    assert "Quill" not in shown(at), "the board shows initials"


def test_an_alert_waits_on_every_screen_of_a_supervisor_until_it_is_answered() -> None:
    pat, sue = Member("pat", "intake"), Member("sue", "supervisor")
    case = pats_call(pat)
    store_access.alerts(pat.actor).ask(case)
    at = sue.open_app()
    for page in ("today", "overview", "export", "board"):
        assert "pat asked for a supervisor at" in shown(opened(at, page))
    press(at, f"I am on it: {case[:6]}")
    assert "asked for a supervisor at" not in shown(at)
    assert "sue answered" in shown(at)
    assert "asked for a supervisor at" not in shown(pat.open_app())


def test_a_colleagues_case_in_a_search_shows_rules_but_no_reason_and_no_number() -> None:
    bea, pat = Member("bea", "intake"), Member("pat", "intake")
    desk_words, records = load().call_desk, store_access.records(pat.actor)
    card = {str(desk_words.call_back): "555-0101", FIRST_STEP: "Call my sister", SAFE_TO_CALL: SafeToCall.ASK.value}
    records.begin({"answers": {}}, urgency=1, card=card, search_terms=["Quill"])
    at = today_of(bea)
    at.text_input(key="desk_find").set_value("Quill")
    at.run()
    assert any(button.label.endswith("with a reason") for button in at.button)
    assert "Ask first if they can talk." in shown(at)
    assert "555-0101" not in shown(at)
    assert "Call my sister" not in shown(at)
