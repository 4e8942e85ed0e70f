"""Signing in as staff: two factors, limits on trying, sessions that lock and end."""

from __future__ import annotations

import datetime as dt

import pyotp
import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from intake.access import Actor, Refused, Role
from intake.store import accounts
from intake.store.accounts import Accounts, Begun, SignInFault, Weak
from intake.store.database import Database
from intake.store.schema import Audited

PASSWORD = "correct horse battery"
ADA = Actor("ada", Role.ADMINISTRATOR)


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.at = dt.datetime(2026, 11, 27, 9, 0, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.at

    def passes(self, **time: float) -> None:
        self.at += dt.timedelta(**time)


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What makes a password slow to guess would make a hundred tries slow to test."""
    monkeypatch.setattr(accounts, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def staff(database: Database, clock: Clock) -> Accounts:
    return Accounts(database, clock)


@pytest.fixture
def ada(staff: Accounts) -> Begun:
    """The first account, of an administrator."""
    return staff.accept(staff.invite(Role.ADMINISTRATOR), "ada", PASSWORD, "Ada")


def code(begun: Begun, clock: Clock) -> str:
    return pyotp.TOTP(begun.letters).at(clock.at)


def test_the_first_account_signs_in_with_a_password_and_a_code(staff: Accounts, ada: Begun, clock: Clock) -> None:
    token = staff.sign_in("ada", PASSWORD, code(ada, clock))
    found = staff.look_up(token)
    assert found is not None
    assert (found.actor, found.shown_as, found.locked) == (ADA, "Ada", False)
    assert "secret=" + ada.letters in ada.link


@pytest.mark.parametrize(
    ("name", "password", "right"),
    [("ada", "wrong horse battery", True), ("eve", PASSWORD, True), ("ada", PASSWORD, False)],
)
def test_whatever_was_wrong_the_answer_is_the_same(
    staff: Accounts, ada: Begun, clock: Clock, name: str, password: str, right: bool
) -> None:
    given = code(ada, clock) if right else "000000"
    with pytest.raises(SignInFault, match="The name, the password or the code is not right"):
        staff.sign_in(name, password, given)


def test_a_code_works_once(staff: Accounts, ada: Begun, clock: Clock) -> None:
    given = code(ada, clock)
    staff.sign_in("ada", PASSWORD, given)
    with pytest.raises(SignInFault):
        staff.sign_in("ada", PASSWORD, given)
    clock.passes(seconds=30)
    staff.sign_in("ada", PASSWORD, code(ada, clock))


def test_a_recovery_code_stands_in_for_the_app_once(staff: Accounts, ada: Begun) -> None:
    staff.sign_in("ada", PASSWORD, ada.recovery[3])
    with pytest.raises(SignInFault):
        staff.sign_in("ada", PASSWORD, ada.recovery[3])
    staff.sign_in("ada", PASSWORD, ada.recovery[4].upper())


def test_after_five_failures_the_right_password_waits_a_minute(staff: Accounts, ada: Begun, clock: Clock) -> None:
    for _ in range(accounts.FREE_TRIES):
        with pytest.raises(SignInFault, match="not right"):
            staff.sign_in("ada", "wrong horse battery", "000000")
    with pytest.raises(SignInFault, match="Wait a minute"):
        staff.sign_in("ada", PASSWORD, code(ada, clock))
    clock.passes(minutes=1, seconds=1)
    staff.sign_in("ada", PASSWORD, code(ada, clock))


def test_after_a_hundred_failures_an_administrator_has_to_help(staff: Accounts, ada: Begun, clock: Clock) -> None:
    bea = staff.accept(staff.invite(Role.INTAKE, by=ADA), "bea", PASSWORD, "Bea")
    for _ in range(accounts.MOST_TRIES):
        clock.passes(minutes=2)
        with pytest.raises(SignInFault, match="not right"):
            staff.sign_in("bea", "wrong horse battery", "000000")
    clock.passes(days=1)
    with pytest.raises(SignInFault, match="administrator"):
        staff.sign_in("bea", PASSWORD, code(bea, clock))
    staff.change("bea", by=ADA, disabled=False)
    clock.passes(minutes=2)
    staff.sign_in("bea", PASSWORD, code(bea, clock))


def test_a_session_left_alone_locks_and_the_password_opens_it(staff: Accounts, ada: Begun, clock: Clock) -> None:
    token = staff.sign_in("ada", PASSWORD, code(ada, clock))
    clock.passes(minutes=14)
    assert staff.look_up(token, active=False) is not None
    clock.passes(minutes=2)
    found = staff.look_up(token)
    assert found is not None
    assert found.locked
    with pytest.raises(SignInFault, match="not right"):
        staff.unlock(token, "wrong horse battery")
    staff.unlock(token, PASSWORD)
    found = staff.look_up(token)
    assert found is not None
    assert not found.locked


def test_looking_at_the_clock_is_not_doing_something(staff: Accounts, ada: Begun, clock: Clock) -> None:
    token = staff.sign_in("ada", PASSWORD, code(ada, clock))
    looks = []
    for _ in range(16):
        clock.passes(minutes=1)
        looks.append(staff.look_up(token, active=False))
    assert [one.locked for one in looks if one is not None] == [False] * 15 + [True]


def test_a_session_ends_with_signing_out_with_the_day_and_with_the_account(
    staff: Accounts, ada: Begun, clock: Clock
) -> None:
    bea = staff.accept(staff.invite(Role.INTAKE, by=ADA), "bea", PASSWORD, "Bea")
    first = staff.sign_in("bea", PASSWORD, code(bea, clock))
    staff.sign_out(first)
    assert staff.look_up(first) is None
    second = staff.sign_in("bea", PASSWORD, bea.recovery[0])
    for _ in range(72):
        clock.passes(minutes=10)
        assert staff.look_up(second) is not None
    clock.passes(minutes=10)
    assert staff.look_up(second) is None
    third = staff.sign_in("bea", PASSWORD, bea.recovery[1])
    staff.change("bea", by=ADA, disabled=True)
    assert staff.look_up(third) is None
    with pytest.raises(SignInFault, match="not right"):
        staff.sign_in("bea", PASSWORD, bea.recovery[2])


def test_a_new_role_counts_at_once(staff: Accounts, ada: Begun, clock: Clock) -> None:
    bea = staff.accept(staff.invite(Role.INTAKE, by=ADA), "bea", PASSWORD, "Bea")
    token = staff.sign_in("bea", PASSWORD, code(bea, clock))
    staff.change("bea", by=ADA, role=Role.SUPERVISOR)
    found = staff.look_up(token)
    assert found is not None
    assert found.actor.role is Role.SUPERVISOR


def test_an_invitation_works_once_and_for_half_an_hour(staff: Accounts, ada: Begun, clock: Clock) -> None:
    token = staff.invite(Role.INTAKE, by=ADA)
    staff.accept(token, "bea", PASSWORD, "Bea")
    with pytest.raises(SignInFault, match="used already"):
        staff.accept(token, "cleo", PASSWORD, "Cleo")
    late = staff.invite(Role.INTAKE, by=ADA)
    clock.passes(minutes=31)
    with pytest.raises(SignInFault, match="too old"):
        staff.accept(late, "cleo", PASSWORD, "Cleo")
    with pytest.raises(SignInFault, match="is taken"):
        staff.accept(staff.invite(Role.INTAKE, by=ADA), "bea", PASSWORD, "Bea")


def test_only_an_administrator_invites_and_the_console_only_the_first(staff: Accounts, ada: Begun) -> None:
    with pytest.raises(SignInFault, match="accounts already"):
        staff.invite(Role.ADMINISTRATOR)
    for role in (Role.INTAKE, Role.SUPERVISOR):
        with pytest.raises(Refused):
            staff.invite(Role.INTAKE, by=Actor("bea", role))
        with pytest.raises(Refused):
            staff.change("ada", by=Actor("bea", role), disabled=True)


@pytest.mark.parametrize("password", ["short", "x" * 201, "aaaaaaaaaaaaaaaa", "ada ada ada ada b"])
def test_a_weak_password_is_refused_with_the_reason(staff: Accounts, password: str) -> None:
    with pytest.raises(Weak, match="Use"):
        staff.accept(staff.invite(Role.ADMINISTRATOR), "ada", password, "Ada")


def test_nothing_that_signs_in_can_be_read_in_the_database_or_its_trail(
    staff: Accounts, ada: Begun, clock: Clock, database: Database
) -> None:
    token = staff.sign_in("ada", PASSWORD, code(ada, clock))
    with database.reading() as session:
        tables = [session.execute(sa.select(table)).all() for table in Audited.metadata.sorted_tables]
    stored = repr(tables)
    for secret in (token, ada.letters, *ada.recovery, PASSWORD):
        assert secret not in stored
