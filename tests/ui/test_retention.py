"""The retention page: the periods, who set them and when, and what they mean for the records."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from intake.__main__ import main
from intake.config import site
from intake.store.schema import Record, RecordStatus
from intake.ui.staff import store_access
from tests.ui.test_administration import press
from tests.ui.test_desk_roles import Member, desk, opened, shown

__all__ = ["desk"]  # a fixture


@pytest.fixture
def _setting(monkeypatch: pytest.MonkeyPatch, desk: None) -> None:
    monkeypatch.setenv("NEXT_STEP_RETENTION_DAYS", '{"closed": 3650}')
    site.cache_clear()


def page() -> AppTest:
    return opened(Member("ada", "administrator").open_app(), "retention")


def closed_days_ago(days: int) -> str:
    """A record closed some days ago. Returns its id."""
    records = store_access.records(Member("bea", "intake").actor)
    record = records.begin({"answers": {}}, urgency=1).head.id
    then = store_access.now() - dt.timedelta(days=days)
    with store_access.database().writing() as session:
        session.execute(sa.update(Record).values(status=RecordStatus.CLOSED, closed_at=then))
    return record


def change(at: AppTest, records: str, days: int) -> str:
    press(at, f"Change: {records}")
    next(field for field in at.number_input if field.label == "Days to keep them").set_value(days)
    at.run()
    return press(at, "Save")


@pytest.mark.usefixtures("_setting")
def test_a_period_is_set_on_the_page_and_says_by_whom() -> None:
    closed_days_ago(40)
    at = page()
    assert "<strong>Closed records</strong>: 3,650 days (about 10 years)<br><small>Server setting" in shown(at)
    assert "Past their retention period (0)" in shown(at)
    screen = change(at, "Closed records", 30)
    assert "<strong>Closed records</strong>: 30 days<br><small>Set by ada, " in screen
    assert "Server setting: 3,650 days (about 10 years)" in screen
    assert "Past their retention period (1)" in screen
    press(at, "Change: Closed records")
    assert "Past their retention period (0)" in press(at, "Keep without a limit")
    assert "<strong>Closed records</strong>: no limit" in shown(at)
    press(at, "Change: Closed records")
    assert "3,650 days (about 10 years)<br><small>Server setting" in press(at, "Use the server setting")


@pytest.mark.usefixtures("_setting")
def test_the_command_line_destroys_by_the_period_set_on_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    record = closed_days_ago(40)
    assert main(["store", "purge"]) == 0
    assert record not in capsys.readouterr().out
    change(page(), "Closed records", 30)
    assert main(["store", "purge"]) == 0
    assert f"{record} closed, retention period 30 days" in capsys.readouterr().out


def test_a_state_gets_a_period_of_its_own(desk: None) -> None:
    at = page()
    press(at, "Add")
    assert "Choose a state or province and enter the days." in shown(at)
    next(box for box in at.selectbox if box.label == "State or province").set_value("us_or")
    next(field for field in at.number_input if field.label == "Days").set_value(90)
    at.run()
    assert "<strong>Closed records: Oregon</strong>: 90 days" in press(at, "Add")
    press(at, "Change: Closed records: Oregon")
    assert "Oregon</strong>" not in press(at, "Remove")


@pytest.mark.usefixtures("_setting")
def test_periods_fixed_by_the_server_are_shown_and_cannot_be_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEXT_STEP_RETENTION_FIXED", "true")
    site.cache_clear()
    at = page()
    assert "A server setting fixes these periods." in shown(at)
    assert "<strong>Closed records</strong>: 3,650 days" in shown(at)
    labels = [button.label for button in at.button]
    assert not [label for label in labels if label.startswith("Change") or label == "Add"]
