"""Administrators manage accounts, and the audit trail shows it."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from intake.store import audit
from intake.store.permissions import Role
from intake.store.schema import AuditRow
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


def last_entry() -> audit.Anchor:
    with store_access.database().reading() as session:
        return audit.anchor(session)


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
    assert "Waiting: link not used yet" in press(at, "Reset the account")
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


def test_the_audit_trail_shows_actions_and_no_family_names() -> None:
    bea = Member("bea", "intake")
    record = store_access.records(bea.actor).begin(
        {"answers": {"your_name": "Mara Quill"}}, urgency=1, search_terms=["Quill"]
    )
    at = opened(Member("sue", "supervisor").open_app(), "administration")
    screen = shown(at)
    assert f"<td>bea</td><td>Started a call <small>{record.head.id[:6]}</small></td>" in screen
    assert "Quill" not in screen
    assert "Create link" not in [button.label for button in at.button]


def test_a_changed_audit_trail_is_detected(at: AppTest) -> None:
    assert "No entries are missing or changed." in press(at, "Check the audit trail")
    assert at.code[0].value == str(last_entry())
    with store_access.database().writing() as session:
        session.execute(sa.update(AuditRow).where(AuditRow.seq == 2).values(actor="nobody"))
    assert "Entry 2 is missing or was changed." in press(at, "Check the audit trail")


def test_the_same_person_cannot_get_two_accounts() -> None:
    Member("bea", "intake")
    with pytest.raises(SignInError, match="address-taken"):
        store_access.accounts().add_for_provider(proof("bea").identity, "bea2", "Bea", Role.INTAKE, by=SETTINGS)
