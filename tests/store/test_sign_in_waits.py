"""Wrong attempts to sign in: waits that grow, end, and are the same for names with and without an account."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyotp
import pytest
import sqlalchemy as sa

from intake.__main__ import main
from intake.config import records_key, records_url, site
from intake.store import maintenance, sign_in_waits
from intake.store.accounts import Accounts, AccountSetup
from intake.store.database import Database
from intake.store.permissions import Role
from intake.store.schema import AuditRow, SignInWait
from intake.store.sign_in_errors import SignInError
from intake.store.sign_in_waits import SignInWaits
from tests.store.staff_accounts import ADA, PASSWORD, Clock, code, present


def test_after_five_failures_even_the_right_password_has_to_wait_a_minute(
    staff: Accounts, ada: AccountSetup, clock: Clock
) -> None:
    for _ in range(sign_in_waits.FREE_TRIES):
        with pytest.raises(SignInError, match="wrong"):
            staff.sign_in("ada", "wrong horse battery", "000000")
    with pytest.raises(SignInError, match="wait"):
        staff.sign_in("ada", PASSWORD, code(ada, clock))
    clock.passes(minutes=1, seconds=1)
    staff.sign_in("ada", PASSWORD, code(ada, clock))


def test_guessing_at_a_locked_screen_is_limited_too(staff: Accounts, ada: AccountSetup, clock: Clock) -> None:
    token = staff.sign_in("ada", PASSWORD, code(ada, clock))
    clock.passes(minutes=16)
    for _ in range(sign_in_waits.FREE_TRIES):
        with pytest.raises(SignInError, match="wrong"):
            staff.unlock(token, "wrong horse battery")
    with pytest.raises(SignInError, match="wait"):
        staff.unlock(token, PASSWORD)


def try_wrong(staff: Accounts, name: str) -> str:
    """Try to sign in with a wrong password; return the problem."""
    with pytest.raises(SignInError) as error:
        staff.sign_in(name, "wrong horse battery", "000000")
    return str(error.value)


@pytest.mark.parametrize("every", [1, 120])
def test_however_often_others_try_the_wait_ends_within_a_quarter_of_an_hour(
    staff: Accounts, ada: AccountSetup, clock: Clock, every: int
) -> None:
    for _ in range(100):
        clock.passes(seconds=every)
        try_wrong(staff, "ada")
    clock.passes(minutes=15, seconds=1)
    staff.sign_in("ada", PASSWORD, code(ada, clock))


def test_the_wait_grows_from_a_minute_and_is_forgotten_after_an_hour(
    staff: Accounts, ada: AccountSetup, clock: Clock
) -> None:
    waits = []
    for _ in range(12):
        minutes = 0
        while try_wrong(staff, "ada") == "wait":
            clock.passes(minutes=1)
            minutes += 1
        waits.append(minutes)
    assert waits == [0, 0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15]
    clock.passes(minutes=61)
    assert [try_wrong(staff, "ada") for _ in range(6)] == ["wrong"] * 5 + ["wait"]


def test_a_name_without_an_account_gets_the_same_answers_and_waits(
    staff: Accounts, ada: AccountSetup, clock: Clock
) -> None:
    answers: dict[str, list[str]] = {"ada": [], "nobody": []}
    for step in range(60):
        for name, given in answers.items():
            given.append(try_wrong(staff, name))
        clock.passes(seconds=(1, 30, 60, 400)[step % 4])
    assert answers["ada"] == answers["nobody"]
    assert {*answers["ada"]} == {"wrong", "wait"}


def test_under_a_flood_of_names_the_answers_stay_the_same_and_the_counts_stay_few(
    staff: Accounts, ada: AccountSetup, clock: Clock, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in_waits, "MAX_UNKNOWN", 20)
    staff.accept(staff.invite(Role.INTAKE, by=ADA), "bea", PASSWORD, "Bea")
    for _ in range(sign_in_waits.FREE_TRIES):
        try_wrong(staff, "tried-before")
    for number in range(60):
        try_wrong(staff, f"name-{number}")
    for name in ("ada", "bea", "nobody", "tried-before", "name-3", "name-50"):
        assert [try_wrong(staff, name) for _ in range(7)] == ["wait"] * 7, name
    with database.reading() as session:
        counted = session.scalar(sa.select(sa.func.count()).select_from(SignInWait))
        audited = session.scalar(sa.select(sa.func.count()).where(AuditRow.action == "sign-in-failed"))
    assert counted is not None
    assert audited is not None
    assert counted <= 20 + 1 + 2, "the names, one row for all others, and the two accounts"
    assert audited <= 20 * sign_in_waits.FREE_TRIES + 2 * sign_in_waits.FREE_TRIES
    clock.passes(minutes=61)
    assert [try_wrong(staff, name) for name in ("ada", "nobody")] == ["wrong"] * 2
    staff.sign_in("ada", PASSWORD, code(ada, clock))


def test_a_recovery_code_lets_its_owner_in_while_others_keep_trying(
    staff: Accounts, ada: AccountSetup, clock: Clock
) -> None:
    for _ in range(30):
        try_wrong(staff, "ada")
    with pytest.raises(SignInError, match="wait"):
        staff.sign_in("ada", PASSWORD, code(ada, clock))
    with pytest.raises(SignInError, match="wait"):
        staff.sign_in("ada", "wrong horse battery", ada.recovery_codes[0])
    staff.sign_in("ada", PASSWORD, ada.recovery_codes[0])
    clock.passes(minutes=1)
    staff.sign_in("ada", PASSWORD, code(ada, clock))


def test_others_who_try_the_name_cannot_keep_its_owner_from_a_locked_screen(
    staff: Accounts, ada: AccountSetup, clock: Clock
) -> None:
    token = staff.sign_in("ada", PASSWORD, code(ada, clock))
    clock.passes(minutes=16)
    for _ in range(30):
        try_wrong(staff, "ada")
    staff.unlock(token, PASSWORD)
    assert not present(staff, token).locked


def test_the_console_ends_a_wait(staff: Accounts, ada: AccountSetup, clock: Clock, database: Database) -> None:
    for _ in range(30):
        try_wrong(staff, "ada")
    maintenance.end_wait(database, "ada", clock())
    staff.sign_in("ada", PASSWORD, code(ada, clock))
    with pytest.raises(LookupError):
        maintenance.end_wait(database, "nobody", clock())
    with database.reading() as session:
        assert session.scalar(sa.select(AuditRow.actor).where(AuditRow.action == "end-wait")) == "console"


def test_reopening_or_resetting_an_account_ends_its_wait(staff: Accounts, ada: AccountSetup, clock: Clock) -> None:
    bea = staff.accept(staff.invite(Role.INTAKE, by=ADA), "bea", PASSWORD, "Bea")
    for _ in range(30):
        try_wrong(staff, "bea")
    staff.change("bea", by=ADA, disabled=False)
    staff.sign_in("bea", PASSWORD, code(bea, clock))
    for _ in range(30):
        try_wrong(staff, "bea")
    anew = staff.accept(staff.reset("bea", by=ADA), "bea", PASSWORD, "Bea")
    staff.sign_in("bea", PASSWORD, code(anew, clock))


def test_a_console_command_opens_an_account_after_too_many_attempts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    site.cache_clear()
    monkeypatch.setenv("NEXT_STEP_DATABASE", f"sqlite:///{tmp_path}/records.db")
    monkeypatch.setenv("NEXT_STEP_RECORDS_KEY_FILE", str(tmp_path / "records.key"))
    database = maintenance.open_database(records_url(), records_key())
    staff = Accounts(database, lambda: dt.datetime.now(dt.UTC))
    ada = staff.accept(staff.invite(Role.ADMINISTRATOR), "ada", "correct horse battery", "Ada")
    with database.writing() as session:
        for _ in range(20):
            SignInWaits(database, staff.now).count(session, "ada", known=True)
    code = pyotp.TOTP(ada.secret).now
    with pytest.raises(SignInError, match="wait"):
        staff.sign_in("ada", "correct horse battery", code())
    assert main(["store", "open-account"]) == 2
    assert "open-account a NAME" in capsys.readouterr().err
    assert main(["store", "open-account", "eve"]) == 2
    assert capsys.readouterr() == ("", "there is no account with this username\n")
    assert main(["store", "open-account", "ada"]) == 0
    assert capsys.readouterr().out == "ada can sign in again now\n"
    staff.sign_in("ada", "correct horse battery", code())
    database.close()
    site.cache_clear()
