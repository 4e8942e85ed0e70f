"""Cases that several workers share: found, opened with a reason, handed over, picked up. Each step is in the trail."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import sqlalchemy as sa

from intake.store.access import LASTS
from intake.store.database import Database
from intake.store.lists import Lists
from intake.store.permissions import Actor, NotPermittedError, Role
from intake.store.records import Records, RecordStateError
from intake.store.schema import AuditRow, RecordStatus, Staff, StaffSession
from intake.store.sharing import AccessReason, Sharing
from tests.store.test_records import SAID, START, ids

NOW = START
TERMS = ["Mara Quill", "555-010-4477"]


def actor(name: str, role: Role = Role.INTAKE) -> Actor:
    return Actor(name, role)


def records(database: Database, name: str, role: Role = Role.INTAKE, at: dt.datetime = NOW) -> Records:
    return Records(database, actor(name, role), lambda: at)


def lists(database: Database, name: str, role: Role = Role.INTAKE, *, share: bool = True) -> Lists:
    return Lists(database, actor(name, role), lambda: NOW, share)


def sharing(
    database: Database, name: str, role: Role = Role.INTAKE, *, at: dt.datetime = NOW, share: bool = True
) -> Sharing:
    return Sharing(database, actor(name, role), lambda: at, share)


def employ(database: Database, *names: str) -> None:
    """Give each name an account that takes calls."""
    with database.writing() as session:
        session.add_all(Staff(name=name, shown_as=name, role=Role.INTAKE, made_at=NOW) for name in names)


def at_the_desk(database: Database, name: str, last_at: dt.datetime) -> None:
    with database.writing() as session:
        session.merge(StaffSession(token=f"token of {name}", name=name, begun_at=last_at, last_at=last_at))


def case_of_amy(database: Database, **columns: object) -> str:
    amys = records(database, "amy")
    head = amys.begin(SAID, urgency=3, search_terms=TERMS, card={"name": "M. Q."}).head
    if columns:
        amys.save(head.id, 1, SAID, search_terms=TERMS, **columns)  # type: ignore[arg-type]
    return head.id


def trail(database: Database, record_id: str) -> list[tuple[str, str, dict[str, str]]]:
    with database.reading() as session:
        rows = session.scalars(sa.select(AuditRow).where(AuditRow.record_id == record_id).order_by(AuditRow.seq))
        return [(row.actor, row.action, json.loads(row.detail)) for row in rows]


def log_of(database: Database, record_id: str) -> list[tuple[str, str, str]]:
    boss = records(database, "sue", Role.SUPERVISOR)
    return [(line.by, line.kind, line.content["text"]) for line in boss.log(record_id)]


@pytest.mark.parametrize("words", ["quill", "4477"])
def test_a_colleagues_open_case_is_found_with_its_card_and_stays_closed_without_a_reason(
    database: Database, words: str
) -> None:
    case = case_of_amy(database)
    found = lists(database, "bea").find(words)
    assert [(row.head.id, row.head.owner, row.card, row.guarded) for row in found] == [
        (case, "amy", {"name": "M. Q."}, True)
    ]
    assert [row.guarded for row in lists(database, "amy").find(words)] == [False]
    assert [row.guarded for row in lists(database, "sue", Role.SUPERVISOR).find(words)] == [False]
    for read in (Records.open, Records.log, Records.history, Records.calls, Records.start_call):
        with pytest.raises(NotPermittedError):
            read(records(database, "bea"), case)


def test_a_closed_case_of_a_colleague_is_not_found_and_cannot_be_opened_with_a_reason(database: Database) -> None:
    case = case_of_amy(database, status=RecordStatus.CLOSED, closed_at=NOW)
    assert lists(database, "bea").find("quill") == ()
    assert ids(lists(database, "sue", Role.SUPERVISOR).find("quill")) == [case]
    with pytest.raises(NotPermittedError):
        sharing(database, "bea").open_with_reason(case, AccessReason.FAMILY_CALLS)


def test_a_setting_keeps_every_case_with_its_owner(database: Database) -> None:
    case = case_of_amy(database)
    assert lists(database, "bea", share=False).find("quill") == ()
    for refused in (
        lambda: sharing(database, "bea", share=False).open_with_reason(case, AccessReason.FAMILY_CALLS),
        lambda: sharing(database, "bea", share=False).pick_up(case),
        lambda: sharing(database, "bea", share=False).left_calls(),
    ):
        with pytest.raises(NotPermittedError):
            refused()


def test_a_reason_opens_the_case_for_a_shift_and_is_in_the_log_and_the_trail(database: Database) -> None:
    case = case_of_amy(database)
    sharing(database, "bea").open_with_reason(case, AccessReason.OTHER, "The sister is on the line.")
    beas = records(database, "bea")
    opened = beas.open(case)
    assert beas.save(case, opened.head.version, {"answers": {}}, search_terms=TERMS).owner == "amy"
    assert [row.guarded for row in lists(database, "bea").find("quill")] == [False]
    assert ("bea", "open-shared", {"reason": "other reason"}) in trail(database, case)
    assert log_of(database, case) == [("bea", "opened", "The sister is on the line.")]
    assert "sister" not in str(trail(database, case)), "words about a family are in the encrypted log alone"
    with pytest.raises(NotPermittedError):
        records(database, "cal").open(case)
    with pytest.raises(NotPermittedError):
        records(database, "bea", at=NOW + LASTS).open(case)


def test_access_with_a_reason_ends_when_the_case_is_closed(database: Database) -> None:
    case = case_of_amy(database)
    sharing(database, "bea").open_with_reason(case, AccessReason.COVERING)
    version = records(database, "bea").open(case).head.version
    records(database, "amy").save(case, version, SAID, status=RecordStatus.CLOSED, closed_at=NOW)
    with pytest.raises(NotPermittedError):
        records(database, "bea").open(case)


def test_another_reason_needs_words(database: Database) -> None:
    case = case_of_amy(database)
    with pytest.raises(ValueError, match="words"):
        sharing(database, "bea").open_with_reason(case, AccessReason.OTHER, "  ")
    with pytest.raises(NotPermittedError):
        records(database, "bea").open(case)


def test_a_case_stays_with_its_owner_until_the_colleague_takes_it(database: Database) -> None:
    employ(database, "amy", "bea", "cal")
    case = case_of_amy(database)
    sharing(database, "amy").offer(case, "bea", "She asked for the same person at four.")
    assert records(database, "amy").open(case).head.owner == "amy"
    assert [(offer.row.head.id, offer.by) for offer in sharing(database, "bea").offers_to_me()] == [(case, "amy")]
    assert sharing(database, "cal").offers_to_me() == ()
    with pytest.raises(NotPermittedError):
        sharing(database, "cal").take(case)
    assert sharing(database, "bea").take(case).owner == "bea"
    assert sharing(database, "bea").offers_to_me() == ()
    with pytest.raises(NotPermittedError):
        records(database, "amy").open(case)
    assert [event[:2] for event in trail(database, case) if event[1] in ("offer", "take-offered")] == [
        ("amy", "offer"),
        ("bea", "take-offered"),
    ]
    assert log_of(database, case) == [
        ("amy", "offered", "She asked for the same person at four."),
        ("bea", "taken", ""),
    ]


def test_an_offer_can_be_declined_or_taken_back_and_ends_when_the_owner_changes(database: Database) -> None:
    employ(database, "amy", "bea")
    case = case_of_amy(database)
    for who in ("bea", "amy"):
        sharing(database, "amy").offer(case, "bea")
        sharing(database, who).end_offer(case)
        with pytest.raises(RecordStateError):
            sharing(database, "bea").take(case)
    sharing(database, "amy").offer(case, "bea")
    records(database, "sue", Role.SUPERVISOR).assign(case, "cal")
    with pytest.raises(RecordStateError):
        sharing(database, "bea").take(case)
    assert sharing(database, "bea").offers_to_me() == ()


def test_only_the_owner_or_a_supervisor_hands_a_case_over(database: Database) -> None:
    employ(database, "amy", "bea", "cal")
    case = case_of_amy(database)
    sharing(database, "bea").open_with_reason(case, AccessReason.COVERING)
    with pytest.raises(NotPermittedError):
        sharing(database, "bea").offer(case, "cal")
    with pytest.raises(ValueError, match="colleague"):
        sharing(database, "amy").offer(case, "nobody")
    assert sharing(database, "sue", Role.SUPERVISOR).offer(case, "cal").owner == "amy"


def test_an_open_call_is_picked_up_only_after_its_worker_has_left(database: Database) -> None:
    employ(database, "amy", "bea")
    case = case_of_amy(database)
    at_the_desk(database, "amy", NOW - dt.timedelta(minutes=3))
    assert sharing(database, "bea").left_calls() == ()
    with pytest.raises(RecordStateError):
        sharing(database, "bea").pick_up(case)
    later = NOW + dt.timedelta(minutes=20)
    left = sharing(database, "bea", at=later).left_calls()
    assert [(call.row.head.id, call.worker) for call in left] == [(case, "amy")]
    assert sharing(database, "bea", at=later).pick_up(case).owner == "bea"
    calls = records(database, "bea").calls(case)
    assert [(call.worker, call.began_at, call.ended_at) for call in calls] == [("bea", NOW, None)]
    assert ("bea", "pick-up", {"before": "amy", "now": "bea"}) in trail(database, case)
    assert log_of(database, case) == [("bea", "picked-up", "")]
