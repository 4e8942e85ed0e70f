"""The audit trail at the desk: what an entry says, the filters, the pages, the check for changes."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from intake.store import audit
from intake.store.audit_view import ENTRIES_PER_PAGE
from intake.store.permissions import Role
from intake.store.schema import AuditRow, RecordStatus
from intake.store.sharing import AccessReason
from intake.ui.staff import store_access
from tests.ui.test_administration import press
from tests.ui.test_desk_roles import SETTINGS, Member, desk, opened, shown

__all__ = ["desk"]  # a fixture

LONG_AGO = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)


@pytest.fixture
def at() -> AppTest:
    """The audit trail, opened by a supervisor."""
    return opened(Member("sue", "supervisor").open_app(), "audit_trail")


def entries(at: AppTest) -> list[tuple[str, ...]]:
    """The cells of each row, without the number and the time."""
    rows = re.findall("<tr>(<th scope=.row.>.*?)</tr>", shown(at))
    return [tuple(re.findall("<td>(.*?)</td>", row))[1:] for row in rows]


def happened(days: int, actor: str, action: str, record: str | None = None) -> None:
    with store_access.database().writing() as session:
        event = audit.AuditEvent(LONG_AGO + dt.timedelta(days=days), actor, action, record)
        audit.append(store_access.database(), session, event)


def test_an_entry_says_who_did_what_to_which_record_and_no_family_name() -> None:
    bea = Member("bea", "intake")
    record = store_access.records(bea.actor).begin(
        {"answers": {"your_name": "Mara Quill"}}, urgency=1, search_terms=["Quill"]
    )
    sue = Member("sue", "supervisor")
    store_access.records(sue.actor).assign(record.head.id, "sue")
    store_access.accounts().change("bea", by=SETTINGS, role=Role.SUPERVISOR)
    at = opened(sue.open_app(), "audit_trail")
    assert entries(at)[0] == ("boss", "Changed an account", "", "bea · Supervisor · open")
    number = record.head.id[:6]
    assert ("sue", "Assigned a record", number, "from bea to sue") in entries(at)
    assert ("bea", "Started a call", number, "") in entries(at)
    assert "Quill" not in shown(at)


def test_the_trail_says_why_a_colleagues_case_was_opened_and_who_answered_whom() -> None:
    bea, pat, sue = Member("bea", "intake"), Member("pat", "intake"), Member("sue", "supervisor")
    record = store_access.records(pat.actor).begin({"answers": {}}, urgency=1).head.id
    sharing, why = store_access.sharing(bea.actor), "Mara's sister is on the line"
    sharing.open_with_reason(record, AccessReason.FAMILY_CALLS, why)
    alert = store_access.alerts(bea.actor).ask(record)
    store_access.alerts(sue.actor).acknowledge(alert.id)
    at, number = opened(sue.open_app(), "audit_trail"), record[:6]
    shown_now = entries(at)
    opened_it = ("bea", "Opened a colleague’s case with a reason", number, "Someone from this family is on the line")
    assert opened_it in shown_now
    assert ("sue", "Answered a request for a supervisor", number, "bea") in shown_now
    assert "Mara" not in shown(at)


def test_a_changed_retention_period_is_in_the_trail_with_both_values() -> None:
    ada = Member("ada", "administrator")
    store_access.retention(ada.actor).periods.set(RecordStatus.CLOSED, "us_or", 3650)
    at = opened(ada.open_app(), "audit_trail")
    details = "Closed records: Oregon · from same as other states to 3,650 days (about 10 years)"
    assert entries(at)[0] == ("ada", "Changed a retention period", "", details)


def test_the_filters_leave_only_what_was_asked_for(at: AppTest) -> None:
    one, two = "0a1b2c" + "0" * 26, "ffffff" + "0" * 26
    happened(0, "bea", "read", one)
    happened(1, "bea", "save", one)
    happened(2, "boss", "purge", two)
    happened(3, "", "sign-in-failed")
    at.run()

    def chosen(**values: object) -> list[tuple[str, ...]]:
        next(button for button in at.button if button.label == "Clear filters").click()
        at.run()
        for field in (*at.selectbox, *at.text_input, *at.date_input):
            if field.key in values:
                field.set_value(values[field.key])
        at.run()
        return [entry[:2] for entry in entries(at)]

    assert chosen(trail_who="") == [("Unknown person", "Failed to sign in")]
    assert chosen(trail_what="purge") == [("boss", "Destroyed a record")]
    assert chosen(trail_record=" 0A1B2C ") == [("bea", "Saved a record"), ("bea", "Opened a record")]
    assert chosen(trail_record="0a1b2c", trail_what="read") == [("bea", "Opened a record")]
    days = {"trail_from": dt.date(2026, 3, 3), "trail_through": dt.date(2026, 3, 4)}
    assert chosen(**days) == [("boss", "Destroyed a record"), ("bea", "Saved a record")]
    assert chosen(trail_record="0a1b2c", trail_what="purge") == []
    assert "No entries match these filters." in shown(at)
    chosen(trail_record="Quill")
    assert "A record number has only the digits 0 to 9 and the letters a to f." in shown(at)
    assert len(chosen()) > 4


def test_the_trail_is_read_page_by_page(at: AppTest) -> None:
    for day in range(ENTRIES_PER_PAGE + 5):
        happened(-day, "bea", "read")
    at.run()
    assert len(entries(at)) == ENTRIES_PER_PAGE
    first = entries(at)
    press(at, "Older entries")
    assert "Page 2" in shown(at)
    rest = entries(at)
    assert 0 < len(rest) < ENTRIES_PER_PAGE
    assert "Older entries" not in [button.label for button in at.button]
    press(at, "Newer entries")
    assert entries(at) == first
    press(at, "Older entries")
    next(box for box in at.selectbox if box.key == "trail_who").set_value("boss")
    at.run()
    assert {entry[0] for entry in entries(at)} == {"boss"}, "a filter starts at its first page"


def test_a_changed_audit_trail_is_detected(at: AppTest) -> None:
    assert "No entries are missing or changed." in press(at, "Check for changed or missing entries")
    with store_access.database().reading() as session:
        assert at.code[0].value == str(audit.anchor(session))
    with store_access.database().writing() as session:
        session.execute(sa.update(AuditRow).where(AuditRow.seq == 2).values(actor="nobody"))
    assert "Entry 2 is missing or was changed." in press(at, "Check for changed or missing entries")
