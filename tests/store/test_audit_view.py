"""The audit trail is filtered and read page by page, and stays fast with a million entries."""

from __future__ import annotations

import datetime as dt
import time
from statistics import median

import pytest
import sqlalchemy as sa

from intake.store import audit
from intake.store.audit_view import AuditFilter, AuditPage, AuditPlace, AuditTrail
from intake.store.database import Database
from intake.store.permissions import Actor, NotPermittedError, Role
from intake.store.schema import AuditRow

START = dt.datetime(2026, 11, 2, 8, tzinfo=dt.UTC)
ONE, TWO = "0a1b2c" + "0" * 26, "0a1b2d" + "0" * 26
MANY = 1_000_000
TARGET = 0.2  # seconds for a page


def trail(database: Database, role: Role = Role.SUPERVISOR) -> AuditTrail:
    return AuditTrail(database, Actor("sue", role))


def actions(database: Database) -> list[str]:
    """Every action in the trail, in order."""
    with database.reading() as session:
        return list(session.scalars(sa.select(AuditRow.action).order_by(AuditRow.seq)))


def happened(database: Database, *events: tuple[str, str, str | None]) -> None:
    """Actor, action and record of events, one an hour from START."""
    with database.writing() as session:
        for hours, event in enumerate(events):
            audit.append(database, session, audit.AuditEvent(START + dt.timedelta(hours=hours), *event))


def numbers(page: AuditPage) -> list[int]:
    return [entry.seq for entry in page.entries]


def test_each_filter_shows_its_entries_newest_first(database: Database) -> None:
    happened(
        database,
        ("amy", "read", ONE),
        ("bo", "read", TWO),
        ("amy", "save", ONE),
        ("", "sign-in-failed", None),
        ("amy", "read", TWO),
    )
    at = trail(database)
    for chosen, expected in (
        (AuditFilter(), [5, 4, 3, 2, 1]),
        (AuditFilter(actor="amy"), [5, 3, 1]),
        (AuditFilter(actor=""), [4]),
        (AuditFilter(action="read"), [5, 2, 1]),
        (AuditFilter(actor="amy", action="read"), [5, 1]),
        (AuditFilter(record="0a1b2c"), [3, 1]),
        (AuditFilter(record=TWO), [5, 2]),
        (AuditFilter(record="0a1b2"), [5, 3, 2, 1]),
        (AuditFilter(record="0a1b2e"), []),
        (AuditFilter(at_from=START + dt.timedelta(hours=3)), [5, 4]),
        (AuditFilter(at_before=START + dt.timedelta(hours=1)), [1]),
        (AuditFilter(actor="amy", at_from=START, at_before=START + dt.timedelta(hours=4)), [3, 1]),
    ):
        assert numbers(at.page(chosen)) == expected, chosen


def test_pages_follow_one_another_without_a_gap_or_a_repeat(database: Database) -> None:
    """Also among entries of the same moment, and where a clock was set back."""
    with database.writing() as session:
        for minute in (0, 5, 5, 5, 3, 9, 9):
            event = audit.AuditEvent(START + dt.timedelta(minutes=minute), "amy", "read", ONE)
            audit.append(database, session, event)
    seen: list[int] = []
    place: AuditPlace | None = None
    sizes = []
    while True:
        page = trail(database).page(AuditFilter(), before=place, limit=2)
        seen += numbers(page)
        sizes.append(len(page.entries))
        if (place := page.older) is None:
            break
    assert seen == [7, 6, 4, 3, 2, 5, 1]
    assert sizes == [2, 2, 2, 1]


def test_a_page_is_not_moved_by_new_entries(database: Database) -> None:
    happened(database, *[("amy", "read", ONE)] * 4)
    first = trail(database).page(AuditFilter(), limit=2)
    with database.writing() as session:
        audit.append(database, session, audit.AuditEvent(START + dt.timedelta(days=1), "amy", "read", ONE))
    assert numbers(trail(database).page(AuditFilter(), before=first.older, limit=2)) == [2, 1]


def test_intake_staff_cannot_read_the_trail(database: Database) -> None:
    with pytest.raises(NotPermittedError):
        trail(database, Role.INTAKE).page(AuditFilter())
    with pytest.raises(NotPermittedError):
        trail(database, Role.INTAKE).people()


def fill(database: Database) -> None:
    """A million entries, a minute apart: most of them saves by intake staff, a few by others, none that verifies."""
    sqlite = database.engine.dialect.name == "sqlite"
    series = (
        f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {MANY}) "
        if sqlite
        else f"WITH n(i) AS (SELECT generate_series(1, {MANY})) "
    )
    at = (
        "strftime('%Y-%m-%d %H:%M:%S.000000', '2024-01-01', '+' || i || ' minutes')"
        if sqlite
        else "timestamptz '2024-01-01 00:00:00+00' + i * interval '1 minute'"
    )
    record = "printf('%032x', i % 10000)" if sqlite else "lpad(to_hex(i % 10000), 32, '0')"
    mac = "zeroblob(32)" if sqlite else r"'\x00'::bytea"
    with database.writing() as session:
        session.execute(
            sa.text(
                f"INSERT INTO audit (seq, at, actor, action, record_id, detail, mac) {series}"
                f"SELECT i, {at}, CASE WHEN i % 50000 = 0 THEN 'ada' WHEN i % 2 = 0 THEN 'amy' ELSE 'bo' END, "
                f"CASE WHEN i % 50000 = 0 THEN 'invite' WHEN i % 3 = 0 THEN 'read' ELSE 'save' END, "
                f"{record}, '{{}}', {mac} FROM n"
            )
        )


@pytest.mark.long
def test_a_page_of_a_million_entries_is_fast_with_every_filter(database: Database) -> None:
    fill(database)
    middle = dt.datetime(2024, 12, 1, tzinfo=dt.UTC)
    slow = {}
    for chosen in (
        AuditFilter(),
        AuditFilter(actor="amy"),
        AuditFilter(actor="ada"),
        AuditFilter(actor="no one"),
        AuditFilter(action="save"),
        AuditFilter(action="invite"),
        AuditFilter(actor="amy", action="invite"),
        AuditFilter(actor="ada", action="save"),
        AuditFilter(record="0" * 28 + "07"),
        AuditFilter(record="0" * 32, actor="ada"),
        AuditFilter(at_from=middle, at_before=middle + dt.timedelta(days=1)),
        AuditFilter(actor="amy", at_before=middle),
        AuditFilter(action="invite", at_from=middle),
        AuditFilter(actor="amy", action="invite", at_from=middle, at_before=middle + dt.timedelta(days=90)),
    ):
        for place in (None, AuditPlace(middle, MANY)):
            times = []
            for _ in range(5):
                began = time.perf_counter()
                trail(database).page(chosen, before=place)
                times.append(time.perf_counter() - began)
            if median(times) > TARGET:
                slow[chosen, place] = median(times)
    assert slow == {}
