"""Several calls about one case, and the most urgent tier it ever had."""

from __future__ import annotations

import datetime as dt

import pytest

from intake.domain.rules import Tier
from intake.store.database import Database, migrate
from intake.store.lists import Lists, RecordFilter
from intake.store.permissions import Actor, NotPermittedError, Role
from intake.store.records import Records
from intake.store.schema import RecordStatus
from tests.databases import downgrade

START = dt.datetime(2026, 11, 27, 9, 0, tzinfo=dt.UTC)
RED, AMBER, GREEN = Tier.RED_DV.urgency, Tier.AMBER.urgency, Tier.GREEN.urgency


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> dt.datetime:
        return self.at


def of(database: Database, name: str = "amy", role: Role = Role.INTAKE, clock: Clock | None = None) -> Records:
    return Records(database, Actor(name, role), clock or Clock())


def test_two_calls_by_two_workers_on_two_days(database: Database) -> None:
    """The wife calls on Friday, the sister on Saturday: both calls stay, each with its worker and its outcome."""
    clock = Clock()
    amy, ben = of(database, clock=clock), of(database, "ben", clock=clock)
    record = amy.begin({}, urgency=RED).head
    clock.at += dt.timedelta(minutes=20)
    record = amy.save(record.id, record.version, {}, urgency=RED, status=RecordStatus.FOLLOW_UP, outcome="referred")
    of(database, "sue", Role.SUPERVISOR).assign(record.id, "")
    clock.at += dt.timedelta(days=1)
    record = ben.start_call(record.id, "i2")
    assert record.status is RecordStatus.CALLING
    ben.start_call(record.id, "i2")  # pressed twice
    clock.at += dt.timedelta(minutes=5)
    ben.save(record.id, record.version, {}, urgency=AMBER, status=RecordStatus.CLOSED, outcome="information")
    first, second = ben.calls(record.id)
    assert (first.worker, first.outcome, first.urgency, first.ended_at) == (
        "amy",
        "referred",
        RED,
        START + dt.timedelta(minutes=20),
    )
    assert (second.worker, second.informant, second.outcome, second.urgency) == ("ben", "i2", "information", AMBER)


def test_a_new_call_opens_a_closed_case_again(database: Database) -> None:
    """Otherwise its retention period would go on from the day it was closed."""
    clock = Clock()
    amy = of(database, clock=clock)
    record = amy.begin({}, urgency=GREEN).head
    amy.save(record.id, record.version, {}, status=RecordStatus.CLOSED, outcome="information", closed_at=clock.at)
    record = amy.start_call(record.id)
    assert (record.status, record.closed_at) == (RecordStatus.CALLING, None)


def test_a_later_answer_does_not_lower_the_urgency_of_the_case(database: Database) -> None:
    """The record stays at the top of the list, and a supervisor clears it with a reason."""
    amy, sue = of(database), of(database, "sue", Role.SUPERVISOR)
    record = amy.begin({}, urgency=RED).head
    record = amy.save(record.id, record.version, {}, urgency=GREEN)
    assert (record.urgency, record.peak_urgency) == (GREEN, RED)
    listed = Lists(database, Actor("amy", Role.INTAKE), Clock())
    assert [row.head.id for row in listed.rows(RecordFilter(urgencies=(RED,)))] == [record.id]
    with pytest.raises(NotPermittedError):
        amy.clear_peak(record.id, "She says it was a mistake.")
    cleared = sue.clear_peak(record.id, "Spoke with the wife alone. She was asked about another family.")
    assert cleared.peak_urgency == GREEN
    line = sue.log(record.id)[-1]
    assert (line.kind, line.by) == ("peak-cleared", "sue")
    assert "another family" in line.content["text"]
    assert not listed.rows(RecordFilter(urgencies=(RED,)))


def test_the_peak_rises_with_the_answers(database: Database) -> None:
    amy = of(database)
    record = amy.begin({}, urgency=GREEN).head
    assert amy.save(record.id, record.version, {}, urgency=RED).peak_urgency == RED


def test_records_of_the_version_before_get_their_call_and_their_peak(url: str, database: Database) -> None:
    """One call by the owner, from the creation of the record to the end of the call."""
    clock = Clock()
    amy = of(database, clock=clock)
    record = amy.begin({}, urgency=AMBER).head
    clock.at += dt.timedelta(minutes=20)
    amy.save(
        record.id,
        record.version,
        {},
        urgency=AMBER,
        status=RecordStatus.CLOSED,
        outcome="referred",
        finished_at=clock.at,
    )
    downgrade(url, "0002")
    migrate(url)
    opened = amy.open(record.id).head
    (call,) = amy.calls(record.id)
    assert opened.peak_urgency == AMBER
    assert len(amy.history(record.id)) == len([record, opened]), "an upgrade loses no version"
    assert (call.worker, call.began_at, call.ended_at, call.outcome) == ("amy", START, clock.at, "referred")
