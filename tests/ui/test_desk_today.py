"""Today, the end of a call, counts and exports, as staff see them."""

from __future__ import annotations

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from intake.content import load
from intake.domain.rules import Tier
from intake.store.calls import CallFact, Period
from intake.store.index_fields import FIRST_STEP, REASON, SAFE_TO_CALL, SafeToCall
from intake.store.lists import Lists, RecordFilter
from intake.store.record_body import Card
from intake.store.schema import RecordStatus
from intake.ui.staff import store_access
from tests.ui.test_desk_roles import Member, desk, opened, shown, take_a_call
from tests.ui.visit import nodes

__all__ = ["desk"]
pytestmark = pytest.mark.usefixtures("desk")
DESK = load().call_desk
NUMBER = "555-0101"


def waiting(member: Member, days: float, tier: Tier = Tier.AMBER, card: Card | None = None) -> str:
    """A record whose follow-up is due in so many days, negative for overdue. Returns its short number."""
    records, now = store_access.records(member.actor), store_access.now()
    head = records.begin({"answers": {}}, urgency=tier.urgency, card=card or {}).head
    records.save(head.id, 1, {"answers": {}}, status=RecordStatus.FOLLOW_UP, due_at=now + dt.timedelta(days=days))
    return head.id[:6]


def rows(at: AppTest) -> list[str]:
    """The text of each row of the list, in order."""
    assert not at.exception, at.exception
    found = (piece.proto.body for piece in at.get("html") if 'class="ns-row"' in piece.proto.body)
    return [nodes(markup)[-1].text for markup in found]


def table_html(at: AppTest) -> str:
    """The HTML of all tables on the screen."""
    found = (piece.proto.body for piece in at.get("html"))
    return " ".join(body for body in found if "<table>" in body)


def finish(at: AppTest) -> AppTest:
    next(button for button in at.button if button.label == "Finish call").click()
    at.run()
    return at


def with_outcome(at: AppTest, code: str) -> AppTest:
    next(radio for radio in at.radio if radio.label == "Outcome").set_value(code)
    at.run()
    return at


# --- Today -----------------------------------------------------------------------------------------------------------


def test_the_gravest_danger_comes_first_and_each_row_says_when_it_is_due() -> None:
    bea = Member("bea", "intake")
    for days, tier in ((-3, Tier.AMBER), (-1, Tier.GREEN), (1, Tier.RED_DV), (5, Tier.RED_911)):
        waiting(bea, days, tier)
    texts = rows(bea.open_app())
    for text, (kind, due) in zip(
        texts,
        (
            (Tier.RED_911, "Due in 5 days"),
            (Tier.RED_DV, "Due tomorrow"),
            (Tier.AMBER, "3 days overdue"),
            (Tier.GREEN, "1 day overdue"),
        ),
        strict=True,
    ):
        assert text.startswith(DESK.kind[kind])
        assert due in text


def test_a_new_call_about_an_older_case_says_since_when_it_lasts(monkeypatch: pytest.MonkeyPatch) -> None:
    bea, now = Member("bea", "intake"), store_access.now()
    with monkeypatch.context() as earlier:
        earlier.setattr(store_access, "now", lambda: now - dt.timedelta(days=30))
        number = waiting(bea, 1)
    (listed,) = store_access.lists(bea.actor).find(number)
    store_access.records(bea.actor).start_call(listed.head.id)
    (text,) = rows(bea.open_app())
    assert "On a call since" in text
    assert "Call not finished" not in text


def test_a_row_has_the_reason_and_the_number_with_its_rules() -> None:
    bea = Member("bea", "intake")
    assert DESK.call_back
    assert DESK.initials_of
    card = {DESK.initials_of: "M. Q.", DESK.call_back: NUMBER, REASON: "Ask <b>how</b> it went"}
    waiting(bea, 1, card={**card, SAFE_TO_CALL: SafeToCall.ASK, "message_ok": "no", "keep_from": "them"})
    (text,) = rows(bea.open_app())
    for part in ("M. Q.", "Ask <b>how</b> it went", NUMBER, "Ask first if they can talk.", "Messages: No message"):
        assert part in text
    assert "Must not know: The person I worry about" in text


@pytest.mark.parametrize("card", [{SAFE_TO_CALL: SafeToCall.NO.value}, {"call_ok": "no_contact"}])
def test_a_number_that_must_not_be_called_says_so(card: Card) -> None:
    bea = Member("bea", "intake")
    waiting(bea, 1, card={str(DESK.call_back): NUMBER, **card})
    (text,) = rows(bea.open_app())
    assert f"{NUMBER} Do not call this number. No messages (not asked)." in text


def test_without_a_reason_the_first_step_they_promised_is_shown() -> None:
    bea = Member("bea", "intake")
    waiting(bea, 1, card={FIRST_STEP: "Call the clinic"})
    assert "First step: Call the clinic" in rows(bea.open_app())[0]


def test_closed_records_are_apart_and_a_short_number_finds_them() -> None:
    bea = Member("bea", "intake")
    number = waiting(bea, 1)
    records = store_access.records(bea.actor)
    record_id = store_access.lists(bea.actor).find(number)[0].head.id
    closed_at = store_access.now()
    records.save(record_id, 2, {}, status=RecordStatus.CLOSED, outcome="declined", closed_at=closed_at)
    at = bea.open_app()
    assert rows(at) == []
    assert "Nothing is open." in shown(at)
    at.text_input(key="desk_find").set_value(number)
    at.run()
    assert DESK.outcome["declined"] in rows(at)[0]
    at.text_input(key="desk_find").set_value("")
    at.radio(key="desk_list").set_value("closed")
    at.run()
    assert len(rows(at)) == 1


# --- the end of a call -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [outcome.code for outcome in DESK.outcomes if not outcome.asks_safety])
def test_a_wrong_number_a_prank_and_a_hang_up_end_without_safety_questions(code: str) -> None:
    bea = Member("bea", "intake")
    at = bea.open_app()
    take_a_call(at)
    opened(at, "wrap_up")
    assert "safety questions were not asked" in shown(finish(with_outcome(at, "information")))
    assert "Saved and closed." in shown(finish(with_outcome(at, code)))
    (listed,) = store_access.lists(bea.actor).rows(RecordFilter((RecordStatus.CLOSED,)))
    (call,) = store_access.records(bea.actor).calls(listed.head.id)
    assert call.outcome == code


def test_a_transfer_needs_to_whom_and_the_log_says_it() -> None:
    bea = Member("bea", "intake")
    at = bea.open_app()
    take_a_call(at)
    opened(at, "wrap_up")
    assert "Fill in “Transferred to”." in shown(finish(with_outcome(at, "warm_transfer")))
    next(field for field in at.text_input if field.label == "Transferred to").set_value("988")
    at.run()
    finish(at)
    next(button for button in at.button if button.label == "Finish anyway").click()
    at.run()
    (listed,) = store_access.lists(bea.actor).rows(RecordFilter((RecordStatus.CLOSED,)))
    lines = [line.content["text"] for line in store_access.records(bea.actor).log(listed.head.id)]
    assert f"Finished: {DESK.outcome['warm_transfer']}. Transferred to: 988" in lines


def test_a_follow_up_can_have_an_outcome_and_a_next_date() -> None:
    """In care at 14 days: the record stays open for the next look, and the follow-up counts as a call."""
    bea = Member("bea", "intake")
    at = bea.open_app()
    take_a_call(at)
    opened(at, "wrap_up")
    with_outcome(at, "information")
    at.date_input[0].set_value(store_access.now().date() + dt.timedelta(days=2))
    at.run()
    finish(at)
    at._page_hash = ""  # AppTest would open this page again with every later click
    next(button for button in at.button if button.label == "Finish anyway").click()
    at.run()
    next(button for button in at.button if str(button.key).startswith("open_open_")).click()
    at.run()
    next(radio for radio in at.radio if radio.label == "Result of this contact").set_value("no_answer")
    next(box for box in at.selectbox if box.label == "Outcome of this contact").set_value("in_care_14")
    at.run()
    at.date_input[0].set_value(store_access.now().date() + dt.timedelta(days=16))
    at.run()
    next(field for field in at.text_input if field.label == "Reason for the next follow-up").set_value("30 days")
    at.run()
    next(button for button in at.button if button.label == "Save follow-up").click()
    at.run()
    (text,) = rows(at)
    assert "Due in 16 days" in text
    assert "30 days" in text
    (listed,) = store_access.lists(bea.actor).rows(RecordFilter())
    assert listed.head.status is RecordStatus.FOLLOW_UP
    calls = store_access.lists(Member("sue", "supervisor").actor).overview(Period())
    assert [call.outcome for call in calls] == ["information", "in_care_14"]


# --- counts and exports ----------------------------------------------------------------------------------------------


def test_a_supervisor_sees_every_count_by_worker_and_by_area() -> None:
    bea, sue = Member("bea", "intake"), Member("sue", "supervisor")
    records = store_access.records(bea.actor)
    head = records.begin({}, urgency=0, region="us_oh").head
    records.save(head.id, 1, {}, status=RecordStatus.FOLLOW_UP, outcome="referred", finished_at=store_access.now())
    store_access.records(sue.actor).start_call(head.id)
    at = opened(sue.open_app(), "overview")
    cells = {node.text for node in nodes(f"<div>{table_html(at)}</div>") if node.tag == "tr"}
    assert {"bea11", "sue11"} <= cells, "worker, calls, cases"
    assert any(row.endswith("21") for row in cells), "two calls about one case in its area"
    opened(at, "outcomes")
    assert DESK.outcome["referred"] in shown(at)


def test_the_overview_reads_the_calls_again_only_when_one_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    bea, sue = Member("bea", "intake"), Member("sue", "supervisor")
    first = store_access.records(bea.actor).begin({}, urgency=0).head
    reads, overview = list[Period](), Lists.overview

    def counted_overview(lists: Lists, period: Period) -> tuple[CallFact, ...]:
        reads.append(period)
        return overview(lists, period)

    monkeypatch.setattr(Lists, "overview", counted_overview)
    at = opened(sue.open_app(), "overview")
    for worker in ("bea", None):
        at.selectbox(key="overview_worker").set_value(worker)
        at.run()
    assert len(reads) == 2, "once for all, once for the worker"
    store_access.records(bea.actor).save(first.id, 1, {}, urgency=5)
    store_access.records(bea.actor).begin({}, urgency=0)
    at.run()
    assert len(reads) == 3
    assert "bea22" in {node.text for node in nodes(f"<div>{table_html(at)}</div>") if node.tag == "tr"}


def test_an_export_has_no_column_until_one_is_chosen() -> None:
    bea, sue = Member("bea", "intake"), Member("sue", "supervisor")
    store_access.records(bea.actor).begin({}, urgency=0)
    at = opened(sue.open_app(), "export")
    at.selectbox(key="export_purpose").set_value("report")
    at.run()
    assert all(not chosen.value for chosen in at.multiselect)
    assert [button.label for button in at.download_button] == ["Column guide (CSV)"]
    for row in ("records", "calls", "events"):
        at.radio(key="export_rows").set_value(row)
        at.run()
        at.multiselect(key=f"export_columns_{row}").set_value(["id"])
        at.run()
        assert len(at.download_button) == 4
    at.radio(key="export_rows").set_value("statements")
    at.run()
    at.multiselect(key="export_columns_statements").set_value(["answer"])
    at.run()
    assert len(at.download_button) == 1, "the questions must be chosen too"
