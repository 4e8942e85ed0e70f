"""The live board and alerts: what supervisors see of the calls of others, and who answered whom."""

from __future__ import annotations

import datetime as dt

import pytest

from intake.store.alerts import Alerts
from intake.store.board import LOOK_AUDITED_EVERY, Board
from intake.store.database import Database
from intake.store.permissions import NotPermittedError, Role
from intake.store.records import RecordGoneError
from intake.store.retention import Retention
from intake.store.schema import RecordStatus
from tests.store.test_records import SAID
from tests.store.test_sharing import (
    NOW,
    actor,
    at_the_desk,
    case_of_amy,
    employ,
    log_of,
    records,
    sharing,
    trail,
)


def board(database: Database, role: Role = Role.SUPERVISOR, at: dt.datetime = NOW) -> Board:
    return Board(database, actor("sue", role), lambda: at)


def alerts(database: Database, name: str, role: Role = Role.INTAKE, at: dt.datetime = NOW) -> Alerts:
    return Alerts(database, actor(name, role), lambda: at)


def test_the_board_shows_the_calls_going_on_the_most_urgent_first(database: Database) -> None:
    employ(database, "amy", "bea")
    at_the_desk(database, "amy", NOW)
    calm = case_of_amy(database)
    red = records(database, "bea").begin(SAID, urgency=0).head.id
    case_of_amy(database, status=RecordStatus.FOLLOW_UP)
    shown = [(call.row.head.id, call.worker, call.left, call.began_at) for call in board(database).calls()]
    assert shown == [(red, "bea", True, NOW), (calm, "amy", False, NOW)]


def test_a_look_shows_who_is_on_the_call_and_changes_nothing(database: Database) -> None:
    case = case_of_amy(database)
    records(database, "amy").add(case, "note", {"text": "She cries."}, token="n")
    before = records(database, "amy").open(case)
    look = board(database).look(case)
    assert (look.worker, look.call_began_at, look.opened) == ("amy", NOW, before)
    assert [line.content["text"] for line in look.log] == ["She cries."]
    assert records(database, "amy").open(case) == before
    records(database, "amy").save(case, 1, SAID, status=RecordStatus.FOLLOW_UP)
    assert board(database).look(case)[1:3] == ("", None)
    with pytest.raises(RecordGoneError):
        board(database).look("0" * 32)


def test_a_look_is_in_the_trail_once_for_as_long_as_it_is_one_look(database: Database) -> None:
    case = case_of_amy(database)
    for minutes in (0, 1, 2):
        board(database, at=NOW + dt.timedelta(minutes=minutes)).look(case)
    assert [event[:2] for event in trail(database, case)].count(("sue", "look")) == 1
    board(database, at=NOW + LOOK_AUDITED_EVERY).look(case)
    assert [event[:2] for event in trail(database, case)].count(("sue", "look")) == 2


def test_an_alert_waits_until_a_supervisor_acknowledges_it(database: Database) -> None:
    case = case_of_amy(database)
    first, again = alerts(database, "amy").ask(case), alerts(database, "amy").ask(case)
    assert first.id == again.id, "asking twice raises one alert"
    assert [(alert.raised_by, alert.record_id) for alert in alerts(database, "sue", Role.SUPERVISOR).waiting()] == [
        ("amy", case)
    ]
    later = NOW + dt.timedelta(minutes=2)
    alerts(database, "sue", Role.SUPERVISOR, later).acknowledge(first.id)
    alerts(database, "bo", Role.SUPERVISOR, later).acknowledge(first.id)
    newest = alerts(database, "amy").newest(case)
    assert newest is not None
    assert (newest.answered_by, newest.answered_at) == ("sue", later), "the first to answer stands"
    boss = alerts(database, "bo", Role.SUPERVISOR, later)
    assert boss.waiting() == ()
    assert [alert.answered_by for alert in boss.answered()] == ["sue"]
    assert log_of(database, case) == [("amy", "supervisor-asked", ""), ("sue", "supervisor-came", "")]
    acted = [event[:2] for event in trail(database, case) if event[1] in ("ask-supervisor", "answer-alert")]
    assert acted == [("amy", "ask-supervisor"), ("sue", "answer-alert")]
    assert alerts(database, "amy").ask(case).id != first.id, "a supervisor can be asked again"


def test_only_who_works_on_a_case_asks_and_only_supervisors_see_and_answer(database: Database) -> None:
    case = case_of_amy(database)
    alert = alerts(database, "amy").ask(case)
    for refused in (
        lambda: alerts(database, "bea").ask(case),
        lambda: alerts(database, "bea").newest(case),
        lambda: alerts(database, "amy").waiting(),
        lambda: alerts(database, "amy").acknowledge(alert.id),
        lambda: alerts(database, "ada", Role.ADMINISTRATOR).ask(case),
        lambda: alerts(database, "ada", Role.ADMINISTRATOR).waiting(),
        lambda: board(database, Role.INTAKE).calls(),
        lambda: board(database, Role.ADMINISTRATOR).look(case),
    ):
        with pytest.raises(NotPermittedError):
            refused()


def test_a_destroyed_case_takes_its_alerts_and_offers_with_it(database: Database) -> None:
    employ(database, "amy", "bea")
    case = case_of_amy(database)
    alerts(database, "amy").ask(case)
    sharing(database, "amy").offer(case, "bea")
    Retention(database, actor("ada", Role.ADMINISTRATOR), lambda: NOW, {}).erase(case)
    assert alerts(database, "sue", Role.SUPERVISOR).waiting() == ()
    assert sharing(database, "bea").offers_to_me() == ()
