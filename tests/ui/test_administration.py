"""Administrators manage accounts and pending invitations, and the audit trail shows what was done."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from intake.store.permissions import Role
from intake.store.schema import Invitation
from intake.store.sign_in_errors import SignInError
from intake.ui.staff import store_access
from tests.ui.test_desk_roles import SETTINGS, Member, desk, opened, proof, shown

__all__ = ["desk"]  # a fixture

PASSWORD = "correct horse battery"


@pytest.fixture
def at() -> AppTest:
    """The administration page, opened by an administrator."""
    return opened(Member("ada", "administrator").open_app(), "administration")


def press(at: AppTest, label: str) -> str:
    next(button for button in at.button if button.label == label).click()
    at.run()
    return shown(at)


def create_password_account(name: str) -> None:
    token = store_access.accounts().invite(Role.INTAKE, by=SETTINGS)
    store_access.accounts().accept(token, name, PASSWORD, name.title())


def role_of(name: str) -> str:
    return next(account.role for account in store_access.accounts().list_all(by=SETTINGS) if account.name == name)


def test_a_role_is_changed_and_shown(at: AppTest) -> None:
    create_password_account("bea")
    at.run()
    assert "Intake · Never signed in" in shown(at)
    press(at, "Edit Bea")
    next(radio for radio in at.radio if radio.key == "role_bea").set_value(Role.SUPERVISOR)
    at.run()
    assert role_of("bea") == "intake", "a chosen role is not saved yet"
    assert "Supervisor · Never signed in" in press(at, "Save role")
    assert role_of("bea") == "supervisor"


def test_an_account_is_closed_and_reopened(at: AppTest) -> None:
    bea = Member("bea", "intake")
    at.run()
    press(at, "Edit bea")
    assert "Intake · Closed" in press(at, "Close the account")
    assert store_access.sessions().look_up(bea.proof.token) is None
    press(at, "Edit bea")
    assert "Intake · Last signed in" in press(at, "Reopen the account")


def test_an_account_is_reset_with_a_link_for_the_same_name(at: AppTest) -> None:
    create_password_account("bea")
    at.run()
    press(at, "Edit Bea")
    assert "Reset: link not used yet" in press(at, "Reset the account")
    link = re.search(r"/staff/begin/(\S+)", at.code[0].value)
    assert link
    assert store_access.accounts().invited_name(link[1]) == "bea"
    with pytest.raises(SignInError):
        store_access.accounts().sign_in("bea", PASSWORD, "000000")
    at.run()
    assert not at.code, "the link is shown only once"


def test_administrators_cannot_edit_their_own_account(at: AppTest) -> None:
    assert "Edit ada" not in [button.label for button in at.button]
    assert "Edit boss" in [button.label for button in at.button]


def link_of(at: AppTest) -> str:
    """The token of the link on the screen."""
    link = re.search(r"/staff/begin/(\S+)", at.code[0].value)
    assert link
    return link[1]


def invited(at: AppTest, for_whom: str) -> str:
    """Invite someone to take calls, and return the token of their link."""
    next(radio for radio in at.radio if radio.key == "invite_role").set_value(Role.INTAKE)
    next(field for field in at.text_input if field.label.startswith("Who it is for")).set_value(for_whom)
    press(at, "Create link")
    return link_of(at)


def test_a_pending_invitation_is_listed_until_it_is_used(at: AppTest) -> None:
    assert "Pending invitations (0)" in shown(at)
    token = invited(at, "Cleo, night shift")
    assert "Pending invitations (1)" in shown(at)
    assert "<strong>Cleo, night shift</strong> · Intake<br>Works until" in shown(at)
    store_access.accounts().accept(token, "cleo", PASSWORD, "Cleo")
    at.run()
    assert "Pending invitations (0)" in shown(at)
    assert not at.code, "the link is shown only once"


def test_a_pending_invitation_gets_a_new_link_and_the_old_one_is_void(at: AppTest) -> None:
    old = invited(at, "Cleo")
    press(at, "New link: Cleo")
    new = link_of(at)
    with pytest.raises(SignInError, match="link-used"):
        store_access.accounts().accept(old, "cleo", PASSWORD, "Cleo")
    store_access.accounts().accept(new, "cleo", PASSWORD, "Cleo")


def test_an_expired_invitation_says_so(at: AppTest) -> None:
    invited(at, "Cleo")
    with store_access.database().writing() as session:
        hour_ago = store_access.now() - dt.timedelta(hours=1)
        session.execute(sa.update(Invitation).values(until=hour_ago))
    at.run()
    assert "<strong>Cleo</strong> · Intake<br>Expired" in shown(at)
    assert "<strong>Cleo</strong> · Intake<br>Works until" in press(at, "New link: Cleo")


def test_a_pending_reset_is_withdrawn_and_its_account_says_so(at: AppTest) -> None:
    create_password_account("bea")
    at.run()
    press(at, "Edit Bea")
    assert "<strong>Reset of Bea (bea)</strong> · Intake" in press(at, "Reset the account")
    token = link_of(at)
    screen = press(at, "Withdraw: Bea")
    assert "Pending invitations (0)" in screen
    assert "the link was withdrawn" in screen
    with pytest.raises(SignInError, match="link-used"):
        store_access.accounts().accept(token, "bea", PASSWORD, "Bea")


def test_an_invitation_withdrawn_by_someone_else_cannot_be_replaced(at: AppTest) -> None:
    invited(at, "Cleo")
    (one,) = store_access.accounts().invitations.pending(by=SETTINGS)
    button = next(button for button in at.button if button.label == "New link: Cleo")
    store_access.accounts().invitations.withdraw(one.id, by=SETTINGS)
    button.click()
    at.run()
    assert "Pending invitations (0)" in shown(at)
    assert not at.code


def test_the_same_person_cannot_get_two_accounts() -> None:
    Member("bea", "intake")
    with pytest.raises(SignInError, match="address-taken"):
        store_access.accounts().add_for_provider(proof("bea").identity, "bea2", "Bea", Role.INTAKE, by=SETTINGS)
