"""Retention periods are set by administrators; the server's setting is where they start, or fixes them."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import sqlalchemy as sa

from intake.store.database import Database
from intake.store.permissions import Actor, NotPermittedError, Role
from intake.store.retention import Retention
from intake.store.retention_periods import MAX_DAYS
from intake.store.schema import AuditRow, RecordStatus
from tests.store.test_records import START
from tests.store.test_retention import closed

SETTING = {"closed": 30, "closed us_or": 90}
CLOSED, CALLING = RecordStatus.CLOSED, RecordStatus.CALLING


def retention(
    database: Database,
    *,
    days_later: int = 0,
    role: Role = Role.ADMINISTRATOR,
    setting: dict[str, int] = SETTING,
    fixed: bool = False,
) -> Retention:
    return Retention(database, Actor("ada", role), lambda: START + dt.timedelta(days=days_later), setting, fixed)


def expired(database: Database, days_later: int) -> list[tuple[str, int]]:
    found = retention(database, days_later=days_later).expired()
    return [(record.head.id, record.days) for record in found]


def trail(database: Database) -> list[dict[str, object]]:
    """Who set which period when, and the value before and after."""
    with database.reading() as session:
        rows = session.scalars(sa.select(AuditRow).where(AuditRow.action == "set-retention").order_by(AuditRow.seq))
        return [{"by": row.actor, "at": row.at, **json.loads(row.detail)} for row in rows]


def refuses_changes(retention: Retention) -> None:
    with pytest.raises(NotPermittedError):
        retention.periods.set(CLOSED, "", 5)
    with pytest.raises(NotPermittedError):
        retention.periods.reset(CLOSED, "")


def test_the_setting_holds_until_a_period_is_set(database: Database) -> None:
    record = closed(database)
    assert expired(database, 31) == [(record, 30)]
    retention(database).periods.set(CLOSED, "", 60)
    assert expired(database, 31) == []
    assert expired(database, 61) == [(record, 60)], "a purge, on the page or the command line, uses the period set"
    assert [(period.key, period.days, period.setting, period.by) for period in retention(database).periods.all()] == [
        ("calling", None, None, ""),
        ("follow-up", None, None, ""),
        ("closed", 60, 30, "ada"),
        ("closed us_or", 90, 90, ""),
    ]


def test_the_trail_keeps_who_set_it_when_and_both_values(database: Database) -> None:
    retention(database).periods.set(CLOSED, "", 60)
    retention(database, days_later=1).periods.set(CLOSED, "", None)
    retention(database, days_later=2).periods.reset(CLOSED, "")
    retention(database, days_later=3).periods.set(CALLING, "us_ny", 7)
    retention(database, days_later=4).periods.reset(CALLING, "us_ny")
    day = dt.timedelta(days=1)
    assert trail(database) == [
        {"by": "ada", "at": START, "period": "closed", "before": 30, "now": 60},
        {"by": "ada", "at": START + day, "period": "closed", "before": 60, "now": "kept"},
        {"by": "ada", "at": START + 2 * day, "period": "closed", "before": "kept", "now": 30},
        {"by": "ada", "at": START + 3 * day, "period": "calling us_ny", "before": "status", "now": 7},
        {"by": "ada", "at": START + 4 * day, "period": "calling us_ny", "before": 7, "now": "status"},
    ]


def test_records_of_a_state_can_be_kept_while_others_expire(database: Database) -> None:
    other, kept = closed(database), closed(database, "us_or")
    retention(database).periods.set(CLOSED, "us_or", None)
    assert expired(database, 10_000) == [(other, 30)]
    retention(database).periods.reset(CLOSED, "us_or")
    assert {id_ for id_, _ in expired(database, 10_000)} == {other, kept}


def test_a_fixed_setting_cannot_be_changed_and_outranks_what_was_set(database: Database) -> None:
    record = closed(database)
    retention(database).periods.set(CLOSED, "", 1)
    fixed = retention(database, days_later=10, fixed=True)
    assert fixed.expired() == ()
    assert [record.head.id for record in retention(database, days_later=31, fixed=True).expired()] == [record]
    refuses_changes(fixed)


@pytest.mark.parametrize("role", [Role.INTAKE, Role.SUPERVISOR])
def test_only_administrators_set_a_period(database: Database, role: Role) -> None:
    refuses_changes(retention(database, role=role))
    assert trail(database) == []


@pytest.mark.parametrize("days", [0, -1, MAX_DAYS + 1])
def test_an_impossible_period_is_refused(database: Database, days: int) -> None:
    with pytest.raises(ValueError, match="between 1 and"):
        retention(database).periods.set(CLOSED, "", days)
