"""Pending invitations are listed, sent again, and withdrawn; expired ones are still there to send again."""

from __future__ import annotations

import datetime as dt

import pytest

from intake.store.accounts import Accounts
from intake.store.database import Database
from intake.store.invitations import PendingInvitation
from intake.store.permissions import Actor, NotPermittedError, Role
from intake.store.sign_in_errors import SignInError
from tests.store.staff_accounts import ADA, PASSWORD, Clock
from tests.store.test_audit_view import actions


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def staff(database: Database, clock: Clock) -> Accounts:
    accounts = Accounts(database, clock)
    accounts.accept(accounts.invite(Role.ADMINISTRATOR), "ada", PASSWORD, "Ada")
    return accounts


def pending(staff: Accounts) -> tuple[PendingInvitation, ...]:
    return staff.invitations.pending(by=ADA)


def test_pending_invitations_say_for_whom_and_until_when(staff: Accounts, clock: Clock) -> None:
    staff.accept(staff.invite(Role.SUPERVISOR, by=ADA), "bea", PASSWORD, "Bea")
    assert pending(staff) == ()
    staff.invite(Role.INTAKE, by=ADA, for_whom="Cleo, night shift")
    clock.passes(minutes=1)
    staff.reset("bea", by=ADA)
    reset, new = pending(staff)
    assert (new.role, new.name, new.for_whom, new.expired) == (Role.INTAKE, "", "Cleo, night shift", False)
    assert (reset.role, reset.name, reset.for_whom) == (Role.SUPERVISOR, "bea", "Bea")
    assert new.until == clock.at + dt.timedelta(minutes=29)


def test_an_invitation_sent_again_has_a_new_link_and_the_old_one_is_void(staff: Accounts, clock: Clock) -> None:
    old = staff.invite(Role.INTAKE, by=ADA, for_whom="Cleo")
    clock.passes(minutes=20)
    new = staff.invitations.send_again(pending(staff)[0].id, by=ADA)
    (again,) = pending(staff)
    assert (again.for_whom, again.until) == ("Cleo", clock.at + dt.timedelta(minutes=30))
    with pytest.raises(SignInError, match="link-used"):
        staff.accept(old, "cleo", PASSWORD, "Cleo")
    staff.accept(new, "cleo", PASSWORD, "Cleo")
    assert pending(staff) == ()
    assert actions(staff.database)[-2:] == ["invite-again", "account"]


def test_an_expired_invitation_stays_in_the_list_and_can_be_sent_again(staff: Accounts, clock: Clock) -> None:
    staff.accept(staff.invite(Role.SUPERVISOR, by=ADA), "bea", PASSWORD, "Bea")
    staff.reset("bea", by=ADA)
    staff.invite(Role.INTAKE, by=ADA, for_whom="Cleo")
    clock.passes(minutes=31)
    assert [one.expired for one in pending(staff)] == [True, True]
    reset = next(one for one in pending(staff) if one.name)
    staff.accept(staff.invitations.send_again(reset.id, by=ADA), "anyone", PASSWORD, "Bea B.")
    assert [account.shown_as for account in staff.list_all(by=ADA)] == ["Ada", "Bea B."]
    clock.passes(days=31)
    staff.invite(Role.INTAKE, by=ADA, for_whom="Dora")
    assert [one.for_whom for one in pending(staff)] == ["Dora"], "a link nobody used for a month is forgotten"


def test_a_withdrawn_invitation_no_longer_works(staff: Accounts) -> None:
    token = staff.invite(Role.INTAKE, by=ADA)
    (one,) = pending(staff)
    staff.invitations.withdraw(one.id, by=ADA)
    assert pending(staff) == ()
    with pytest.raises(SignInError, match="link-used"):
        staff.accept(token, "cleo", PASSWORD, "Cleo")
    for act in (staff.invitations.withdraw, staff.invitations.send_again):
        with pytest.raises(SignInError, match="invitation-gone"):
            act(one.id, by=ADA)
    assert actions(staff.database)[-1] == "withdraw-invitation"


def test_closing_an_account_voids_its_link(staff: Accounts) -> None:
    staff.accept(staff.invite(Role.SUPERVISOR, by=ADA), "bea", PASSWORD, "Bea")
    token = staff.reset("bea", by=ADA)
    assert staff.list_all(by=ADA)[1].link_until is not None
    staff.change("bea", by=ADA, disabled=True)
    assert pending(staff) == ()
    staff.change("bea", by=ADA, disabled=False)
    with pytest.raises(SignInError, match="link-used"):
        staff.accept(token, "bea", PASSWORD, "Bea")
    assert staff.list_all(by=ADA)[1].link_until is None


@pytest.mark.parametrize("role", [Role.INTAKE, Role.SUPERVISOR])
def test_only_administrators_see_and_change_invitations(staff: Accounts, role: Role) -> None:
    staff.accept(staff.invite(role, by=ADA), "bea", PASSWORD, "Bea")
    staff.invite(Role.INTAKE, by=ADA)
    (one,) = pending(staff)
    bea = Actor("bea", Role.ADMINISTRATOR)
    with pytest.raises(NotPermittedError):
        staff.invitations.pending(by=bea)
    for act in (staff.invitations.withdraw, staff.invitations.send_again):
        with pytest.raises(NotPermittedError):
            act(one.id, by=bea)
    assert pending(staff) == (one,)
