"""What an administrator does with accounts, and what the trail shows of it."""

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

__all__ = ["desk"]  # the office of each test

PASSWORD = "correct horse battery"


@pytest.fixture
def at() -> AppTest:
    """The page, before an administrator."""
    return opened(Member("ada", "administrator").sits_down(), "administration")


def press(at: AppTest, label: str) -> str:
    next(one for one in at.button if one.label == label).click()
    at.run()
    return shown(at)


def with_a_password(name: str) -> None:
    token = store_access.accounts().invite(Role.INTAKE, by=SETTINGS)
    store_access.accounts().accept(token, name, PASSWORD, name.title())


def last_line() -> audit.Anchor:
    with store_access.database().reading() as session:
        return audit.anchor(session)


def role_of(name: str) -> str:
    return next(one.role for one in store_access.accounts().list_all(by=SETTINGS) if one.name == name)


def test_a_role_is_changed_and_shown(at: AppTest) -> None:
    with_a_password("bea")
    at.run()
    assert "Intake · Has never signed in" in shown(at)
    press(at, "Change: Bea")
    next(one for one in at.radio if one.key == "role_bea").set_value(Role.SUPERVISOR)
    at.run()
    assert role_of("bea") == "intake", "picked is not saved yet"
    assert "Supervisor · Has never signed in" in press(at, "Save the role")
    assert role_of("bea") == "supervisor"


def test_an_account_is_shut_and_opened(at: AppTest) -> None:
    bea = Member("bea", "intake")
    at.run()
    press(at, "Change: bea")
    assert "Intake · Shut" in press(at, "Shut the account")
    assert store_access.sessions().look_up(bea.shown.token) is None
    press(at, "Change: bea")
    assert "Intake · Last signed in" in press(at, "Open the account")


def test_an_account_is_reset_with_a_link_for_the_same_name(at: AppTest) -> None:
    with_a_password("bea")
    at.run()
    press(at, "Change: Bea")
    assert "Waits: the link was not used yet" in press(at, "Reset the account")
    link = re.search(r"/staff/begin/(\S+)", at.code[0].value)
    assert link
    assert store_access.accounts().invited_name(link[1]) == "bea"
    with pytest.raises(SignInError):
        store_access.accounts().sign_in("bea", PASSWORD, "000000")
    at.run()
    assert not at.code, "the link is shown once"


def test_who_is_there_is_not_offered_to_change_themself(at: AppTest) -> None:
    assert "Change: ada" not in [one.label for one in at.button]
    assert "Change: boss" in [one.label for one in at.button]


def test_the_trail_says_what_was_done_and_names_no_family() -> None:
    bea = Member("bea", "intake")
    record = store_access.records(bea.actor).begin(
        {"answers": {"your_name": "Mara Quill"}}, urgency=1, search_terms=["Quill"]
    )
    at = opened(Member("sue", "supervisor").sits_down(), "administration")
    said = shown(at)
    assert f"<td>bea</td><td>Began a record <small>{record.head.id[:6]}</small></td>" in said
    assert "Quill" not in said
    assert "Make a link" not in [one.label for one in at.button]


def test_a_trail_that_was_changed_shows(at: AppTest) -> None:
    assert "Every line is there and as it was written." in press(at, "Check the whole trail")
    assert at.code[0].value == str(last_line())
    with store_access.database().writing() as session:
        session.execute(sa.update(AuditRow).where(AuditRow.seq == 2).values(actor="nobody"))
    assert "Line 2 is missing or was changed." in press(at, "Check the whole trail")


def test_the_same_person_cannot_be_admitted_twice() -> None:
    Member("bea", "intake")
    with pytest.raises(SignInError, match="address-taken"):
        store_access.accounts().add_for_provider(proof("bea").identity, "bea2", "Bea", Role.INTAKE, by=SETTINGS)
