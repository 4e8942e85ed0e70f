"""Staff sign-in: two factors, limited attempts, sessions that lock and end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from intake.store.accounts import Accounts, AccountSetup, IdToken
from intake.store.database import Database
from intake.store.permissions import Actor, NotPermittedError, Role
from intake.store.schema import AuditRow, StaffSession
from intake.store.sign_in_errors import SignInError, WeakPasswordError
from tests.store.staff_accounts import ADA, PASSWORD, Clock, code, present


def test_the_first_account_signs_in_with_a_password_and_a_code(
    staff: Accounts, ada: AccountSetup, clock: Clock
) -> None:
    token = staff.sign_in("ada", PASSWORD, code(ada, clock))
    found = staff.sessions.look_up(token)
    assert found is not None
    assert (found.actor, found.shown_as, found.locked) == (ADA, "Ada", False)
    assert "secret=" + ada.secret in ada.link


@pytest.mark.parametrize(
    ("name", "password", "right"),
    [("ada", "wrong horse battery", True), ("eve", PASSWORD, True), ("ada", PASSWORD, False)],
)
def test_the_error_does_not_reveal_what_was_wrong(
    staff: Accounts, ada: AccountSetup, clock: Clock, name: str, password: str, right: bool
) -> None:
    given = code(ada, clock) if right else "000000"
    with pytest.raises(SignInError, match="wrong"):
        staff.sign_in(name, password, given)


def test_a_code_works_once(staff: Accounts, ada: AccountSetup, clock: Clock) -> None:
    given = code(ada, clock)
    staff.sign_in("ada", PASSWORD, given)
    with pytest.raises(SignInError):
        staff.sign_in("ada", PASSWORD, given)
    clock.passes(seconds=30)
    staff.sign_in("ada", PASSWORD, code(ada, clock))


def test_a_recovery_code_replaces_the_app_once(staff: Accounts, ada: AccountSetup) -> None:
    staff.sign_in("ada", PASSWORD, ada.recovery_codes[3])
    with pytest.raises(SignInError):
        staff.sign_in("ada", PASSWORD, ada.recovery_codes[3])
    staff.sign_in("ada", PASSWORD, ada.recovery_codes[4].upper())


def test_an_idle_session_locks_and_the_password_unlocks_it(staff: Accounts, ada: AccountSetup, clock: Clock) -> None:
    token = staff.sign_in("ada", PASSWORD, code(ada, clock))
    clock.passes(minutes=14)
    assert staff.sessions.look_up(token, active=False) is not None
    clock.passes(minutes=2)
    found = staff.sessions.look_up(token)
    assert found is not None
    assert found.locked
    with pytest.raises(SignInError, match="wrong"):
        staff.unlock(token, "wrong horse battery")
    staff.unlock(token, PASSWORD)
    found = staff.sessions.look_up(token)
    assert found is not None
    assert not found.locked


def test_a_background_check_does_not_keep_a_session_from_locking(
    staff: Accounts, ada: AccountSetup, clock: Clock
) -> None:
    token = staff.sign_in("ada", PASSWORD, code(ada, clock))
    looks = []
    for _ in range(16):
        clock.passes(minutes=1)
        looks.append(staff.sessions.look_up(token, active=False))
    assert [one.locked for one in looks if one is not None] == [False] * 15 + [True]


def test_a_session_ends_at_sign_out_after_twelve_hours_and_when_the_account_closes(
    staff: Accounts, ada: AccountSetup, clock: Clock
) -> None:
    bea = staff.accept(staff.invite(Role.INTAKE, by=ADA), "bea", PASSWORD, "Bea")
    first = staff.sign_in("bea", PASSWORD, code(bea, clock))
    staff.sessions.sign_out(first)
    assert staff.sessions.look_up(first) is None
    second = staff.sign_in("bea", PASSWORD, bea.recovery_codes[0])
    for _ in range(72):
        clock.passes(minutes=10)
        assert staff.sessions.look_up(second) is not None
    clock.passes(minutes=10)
    assert staff.sessions.look_up(second) is None
    third = staff.sign_in("bea", PASSWORD, bea.recovery_codes[1])
    staff.change("bea", by=ADA, disabled=True)
    assert staff.sessions.look_up(third) is None
    with pytest.raises(SignInError, match="wrong"):
        staff.sign_in("bea", PASSWORD, bea.recovery_codes[2])


def test_a_new_role_takes_effect_at_once(staff: Accounts, ada: AccountSetup, clock: Clock) -> None:
    bea = staff.accept(staff.invite(Role.INTAKE, by=ADA), "bea", PASSWORD, "Bea")
    token = staff.sign_in("bea", PASSWORD, code(bea, clock))
    staff.change("bea", by=ADA, role=Role.SUPERVISOR)
    found = staff.sessions.look_up(token)
    assert found is not None
    assert found.actor.role is Role.SUPERVISOR


def test_an_invitation_works_once_and_for_half_an_hour(staff: Accounts, ada: AccountSetup, clock: Clock) -> None:
    token = staff.invite(Role.INTAKE, by=ADA)
    staff.accept(token, "bea", PASSWORD, "Bea")
    with pytest.raises(SignInError, match="link-used"):
        staff.accept(token, "cleo", PASSWORD, "Cleo")
    late = staff.invite(Role.INTAKE, by=ADA)
    clock.passes(minutes=31)
    with pytest.raises(SignInError, match="link-used"):
        staff.accept(late, "cleo", PASSWORD, "Cleo")
    with pytest.raises(SignInError, match="name-taken"):
        staff.accept(staff.invite(Role.INTAKE, by=ADA), "bea", PASSWORD, "Bea")


def test_only_administrators_invite_and_the_console_only_the_first_account(staff: Accounts, ada: AccountSetup) -> None:
    with pytest.raises(SignInError, match="not-first"):
        staff.invite(Role.ADMINISTRATOR)
    staff.accept(staff.invite(Role.INTAKE, by=ADA), "bea", PASSWORD, "Bea")
    for role in (Role.INTAKE, Role.SUPERVISOR):
        staff.change("bea", by=ADA, role=role)
        with pytest.raises(NotPermittedError):
            staff.invite(Role.INTAKE, by=Actor("bea", Role.ADMINISTRATOR))
        with pytest.raises(NotPermittedError):
            staff.change("ada", by=Actor("bea", role), disabled=True)


def test_there_is_always_an_administrator(staff: Accounts, ada: AccountSetup) -> None:
    for change in ({"role": Role.SUPERVISOR}, {"disabled": True}):
        with pytest.raises(SignInError, match="last-administrator"):
            staff.change("ada", by=ADA, **change)
    staff.accept(staff.invite(Role.ADMINISTRATOR, by=ADA), "bea", PASSWORD, "Bea")
    staff.change("ada", by=ADA, role=Role.SUPERVISOR)
    with pytest.raises(NotPermittedError):
        staff.list_all(by=ADA)


@pytest.mark.parametrize(
    ("password", "why"),
    [("short", "short"), ("x" * 201, "long"), ("aaaaaaaaaaaaaaaa", "easy"), ("ada ada ada ada b", "easy")],
)
def test_a_weak_password_is_refused_with_the_reason(staff: Accounts, password: str, why: str) -> None:
    with pytest.raises(WeakPasswordError, match=f"^{why}$"):
        staff.accept(staff.invite(Role.ADMINISTRATOR), "ada", password, "Ada")


def test_no_credential_can_be_read_in_the_database(
    staff: Accounts, ada: AccountSetup, clock: Clock, database: Database
) -> None:
    token = staff.sign_in("ada", PASSWORD, code(ada, clock))
    with database.reading() as session:
        tables = [session.execute(sa.select(table)).all() for table in AuditRow.metadata.sorted_tables]
    stored = repr(tables)
    for secret in (token, ada.secret, *ada.recovery_codes, PASSWORD):
        assert secret not in stored


# --- idle sessions and locking ---------------------------------------------------------------------------------------


def writes(database: Database, run: Callable[[], object]) -> int:
    """The number of write transactions that a function makes."""
    begun: list[str] = []

    def count(connection: sa.Connection) -> None:
        if connection.get_execution_options().get("writes"):
            begun.append("write")

    sa.event.listen(database.engine, "begin", count)
    try:
        run()
    finally:
        sa.event.remove(database.engine, "begin", count)
    return len(begun)


def test_a_background_check_writes_nothing_and_activity_once_a_minute(
    staff: Accounts, ada: AccountSetup, clock: Clock, database: Database
) -> None:
    token = staff.sign_in("ada", PASSWORD, code(ada, clock))
    look_up = staff.sessions.look_up
    clock.passes(minutes=5)
    assert writes(database, lambda: look_up(token, active=False)) == 0
    assert writes(database, lambda: look_up(token)) == 1
    assert writes(database, lambda: [look_up(token), look_up(token, active=False), look_up(token)]) == 0
    clock.passes(minutes=1)
    assert writes(database, lambda: look_up(token)) == 1


def test_a_session_says_when_it_locks(staff: Accounts, ada: AccountSetup, clock: Clock) -> None:
    token = staff.sign_in("ada", PASSWORD, code(ada, clock))
    clock.passes(minutes=10)
    quiet, pressed, after = (present(staff, token, active=active) for active in (False, True, False))
    assert quiet.locks_at == clock.at + dt.timedelta(minutes=5)
    assert pressed.locks_at == after.locks_at == clock.at + dt.timedelta(minutes=15)


def test_a_session_that_is_over_or_locked_allows_nothing(staff: Accounts, ada: AccountSetup, clock: Clock) -> None:
    token = staff.sign_in("ada", PASSWORD, code(ada, clock))
    actor = present(staff, token).actor
    assert staff.sessions.current_actor(actor) == ADA
    clock.passes(minutes=16)
    with pytest.raises(NotPermittedError):
        staff.sessions.current_actor(actor)
    staff.unlock(token, PASSWORD)
    staff.accept(staff.invite(Role.ADMINISTRATOR, by=ADA), "bea", PASSWORD, "Bea")
    staff.change("ada", by=Actor("bea", Role.ADMINISTRATOR), role=Role.INTAKE)
    assert staff.sessions.current_actor(actor).role is Role.INTAKE
    staff.sessions.sign_out(token)
    for gone in (actor, Actor("ada", Role.ADMINISTRATOR)):
        with pytest.raises(NotPermittedError):
            staff.sessions.current_actor(gone)


# --- resetting ----------------------------------------------------------------------------------------------


def test_a_reset_account_keeps_its_name_and_role(staff: Accounts, ada: AccountSetup, clock: Clock) -> None:
    bea = staff.accept(staff.invite(Role.SUPERVISOR, by=ADA), "bea", PASSWORD, "Bea")
    token = staff.sign_in("bea", PASSWORD, code(bea, clock))
    invitation = staff.reset("bea", by=ADA)
    assert staff.sessions.look_up(token) is None
    clock.passes(minutes=1)
    for second in (code(bea, clock), bea.recovery_codes[0]):
        with pytest.raises(SignInError, match="wrong"):
            staff.sign_in("bea", PASSWORD, second)
    assert staff.invited_name(invitation) == "bea"
    anew = staff.accept(invitation, "somebody-else", "another horse battery", "Bea B.")
    clock.passes(minutes=1)
    found = present(staff, staff.sign_in("bea", "another horse battery", code(anew, clock)))
    assert (found.actor, found.shown_as) == (Actor("bea", Role.SUPERVISOR), "Bea B.")
    with pytest.raises(SignInError, match="wrong"):
        staff.sign_in("bea", "another horse battery", bea.recovery_codes[1])
    with pytest.raises(NotPermittedError):
        staff.reset("ada", by=ADA)


def test_reopening_an_account_does_not_revive_its_sessions(staff: Accounts, ada: AccountSetup, clock: Clock) -> None:
    bea = staff.accept(staff.invite(Role.INTAKE, by=ADA), "bea", PASSWORD, "Bea")
    token = staff.sign_in("bea", PASSWORD, code(bea, clock))
    staff.change("bea", by=ADA, disabled=True)
    staff.change("bea", by=ADA, disabled=False)
    assert staff.sessions.look_up(token) is None


@pytest.mark.parametrize("name", ["Bea", "", "bea b", "../bea", "b" * 61, "béa"])
def test_an_invalid_account_name_is_refused(staff: Accounts, name: str) -> None:
    with pytest.raises(SignInError, match="name-invalid"):
        staff.accept(staff.invite(Role.ADMINISTRATOR), name, PASSWORD, "Bea")


# --- signed in by a provider -------------------------------------------------------------------------------------


def proof(clock: Clock, subject: str = "7", email: str = "", nonce: str = "n1", **changed: Any) -> IdToken:
    given = {"provider": "okta", "issuer": "https://id.example.org", "issued_at": clock.at, **changed}
    return IdToken(subject=subject, email=email, nonce=nonce, **given)


@pytest.fixture
def cleo(staff: Accounts, ada: AccountSetup) -> str:
    """The e-mail address that an account expects."""
    staff.add_for_provider("Cleo@Example.org", "cleo", "Cleo", Role.INTAKE, by=ADA)
    return "cleo@example.org"


def test_an_expected_person_gets_the_role_stored_here(staff: Accounts, cleo: str, clock: Clock) -> None:
    shown = proof(clock, email="CLEO@example.org")
    staff.sign_in_with_provider(shown)
    found = present(staff, shown.token)
    assert (found.actor, found.provider, found.locked) == (Actor("cleo", Role.INTAKE), "okta", False)
    staff.change("cleo", by=ADA, role=Role.SUPERVISOR)
    assert present(staff, shown.token).actor.role is Role.SUPERVISOR
    with pytest.raises(SignInError, match="wrong"):
        staff.sign_in("cleo", "", "")


def test_an_id_token_starts_one_session_and_a_copy_starts_none(staff: Accounts, cleo: str, clock: Clock) -> None:
    shown = proof(clock, email=cleo)
    staff.sign_in_with_provider(shown)
    staff.sessions.sign_out(shown.token)
    assert staff.sessions.look_up(shown.token) is None
    for later in ({"seconds": 1}, {"minutes": 10}, {"hours": 13}, {"days": 29}):
        clock.passes(**later)
        with pytest.raises(SignInError):
            staff.sign_in_with_provider(shown)
        assert staff.sessions.look_up(shown.token) is None


@pytest.mark.parametrize("changed", [{"issued": 6}, {"issued": -2}, {"asked": 6}, {"asked": -2}])
def test_an_old_id_token_starts_no_session(staff: Accounts, cleo: str, clock: Clock, changed: dict[str, float]) -> None:
    """Even a new token is refused if the provider asked for the password too long ago."""
    before = {name: clock.at - dt.timedelta(minutes=minutes) for name, minutes in changed.items()}
    with pytest.raises(SignInError, match="too-old" if "issued" in changed else "^not-asked$"):
        staff.sign_in_with_provider(
            proof(clock, email=cleo, issued_at=before.get("issued", clock.at), asked_at=before.get("asked")),
        )
    staff.sign_in_with_provider(proof(clock, email=cleo, asked_at=clock.at))


def test_an_account_stays_with_the_person_not_with_the_address(staff: Accounts, cleo: str, clock: Clock) -> None:
    staff.sign_in_with_provider(proof(clock, "7", cleo))
    staff.sign_in_with_provider(proof(clock, "7", "married@example.org", "n2"))
    with pytest.raises(SignInError, match="no-account"):
        staff.sign_in_with_provider(proof(clock, "8", cleo, "n3"))
    assert staff.reset("cleo", by=ADA) == ""
    staff.sign_in_with_provider(proof(clock, "8", cleo, "n4"))
    with pytest.raises(SignInError, match="no-account"):
        staff.sign_in_with_provider(proof(clock, "7", "married@example.org", "n5"))


def test_an_unknown_person_gets_a_code_with_which_an_account_can_be_created(
    staff: Accounts, ada: AccountSetup, clock: Clock
) -> None:
    unknown = proof(clock, "abc", nonce="n1")
    with pytest.raises(SignInError, match="no-account"):
        staff.sign_in_with_provider(unknown)
    staff.add_for_provider(f" {unknown.identity[:10]}-{unknown.identity[10:]} ", "dan", "Dan", Role.INTAKE, by=ADA)
    with pytest.raises(SignInError, match="no-account"):
        staff.sign_in_with_provider(proof(clock, "abc", issuer="https://other.example.org"))
    staff.sign_in_with_provider(proof(clock, "abc", nonce="n2"))


def test_an_address_belongs_to_one_account(staff: Accounts, cleo: str) -> None:
    for known_as, why in ((cleo.upper(), "address-taken"), ("cleo", "address-invalid"), ("", "address-invalid")):
        with pytest.raises(SignInError, match=f"^{why}$"):
            staff.add_for_provider(known_as, "dan", "Dan", Role.INTAKE, by=ADA)
    assert [one.name for one in staff.list_all(by=ADA)] == ["ada", "cleo"]


def test_the_settings_name_the_first_administrator(staff: Accounts, clock: Clock) -> None:
    first = "Ada.B@example.org"
    for shown in (proof(clock), proof(clock, email="eve@example.org")):
        with pytest.raises(SignInError, match="no-account"):
            staff.sign_in_with_provider(shown, first_administrator=first)
    with pytest.raises(SignInError, match="no-account"):
        staff.sign_in_with_provider(proof(clock), first_administrator="")
    shown = proof(clock, email=first.lower(), nonce="n2")
    staff.sign_in_with_provider(shown, first_administrator=first)
    assert present(staff, shown.token).actor == Actor("ada.b", Role.ADMINISTRATOR)
    with pytest.raises(SignInError, match="no-account"):
        staff.sign_in_with_provider(proof(clock, "8", "eve@example.org", "n3"), first_administrator="eve@example.org")


def test_a_closed_account_is_closed_for_the_provider_too(staff: Accounts, cleo: str, clock: Clock) -> None:
    staff.change("cleo", by=ADA, disabled=True)
    with pytest.raises(SignInError, match="account-closed"):
        staff.sign_in_with_provider(proof(clock, email=cleo))


def test_signing_in_again_at_the_provider_returns_to_the_same_page(
    staff: Accounts, cleo: str, clock: Clock, database: Database
) -> None:
    first = proof(clock, email=cleo)
    staff.sign_in_with_provider(first)
    clock.passes(minutes=16)
    assert present(staff, first.token).locked
    with pytest.raises(SignInError, match="wrong"):
        staff.unlock(first.token, "")
    staff.sessions.save_place(first.token, "call 0a1b")
    clock.passes(minutes=1)
    again = proof(clock, email=cleo, nonce="n2")
    staff.sign_in_with_provider(again)
    assert staff.sessions.look_up(first.token) is None
    assert present(staff, again.token).place == "call 0a1b"
    staff.sessions.clear_place(again.token)
    assert present(staff, again.token).place == ""
    staff.sessions.save_place(again.token, "call 0a1b")
    clock.passes(minutes=11)
    later = proof(clock, email=cleo, nonce="n3")
    staff.sign_in_with_provider(later)
    assert present(staff, later.token).place == ""
    clock.passes(days=2)
    staff.sign_in_with_provider(proof(clock, email=cleo, nonce="n4"))
    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(StaffSession)) == 1
