"""A menu is no lock: every role tries every screen of the desk, and every function of the store.

What is expected stands here, from the promise in README.md: intake staff see their own records, supervisors all of them
and the audit trail, administrators accounts and trail and no record. A screen or a function without a row fails.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from intake.config import ROOT, site
from intake.store.accounts import Accounts, IdToken
from intake.store.audit_view import AuditTrail
from intake.store.lists import Lists, RecordFilter
from intake.store.permissions import Actor, NotPermittedError, Role
from intake.store.records import RecordGoneError, Records
from intake.store.retention import Retention
from intake.store.schema import StaffSession
from intake.ui.common import navigation
from intake.ui.staff import store_access
from tests.databases import sqlite_with_tables
from tests.often import often
from tests.ui.visit import MAIN, PATIENCE

STAFF = ROOT / "pages" / "staff"
SETTINGS = Actor("boss", Role.ADMINISTRATOR)
ISSUER = "https://id.example.org"
TYPED = "Mara Quill"

OUT = "You are signed out"
# Where somebody is led who asks for a screen. "open": with a call open, as it was when they were of intake staff.
SCREENS = {
    "way_in": {"intake": "Today", "supervisor": "Today", "administrator": "Today"},
    "today": {"intake": "Today", "supervisor": "Today", "administrator": "Today"},
    "call": {"intake": "First minute", "supervisor": "First minute", "administrator": "Today"},
    "wrap_up": {"intake": "Read back and finish", "supervisor": "Read back and finish", "administrator": "Today"},
    "record": {"intake": "M. Q.", "supervisor": "M. Q.", "administrator": "Today"},
    "overview": {"intake": "Today", "supervisor": "Overview", "administrator": "Today"},
    "export": {"intake": "Today", "supervisor": "Tables of many records", "administrator": "Today"},
    "retention": {"intake": "Today", "supervisor": "Today", "administrator": "Keeping records"},
    "administration": {"intake": "Today", "supervisor": "What was done here", "administrator": "Accounts of staff"},
}
OF_A_RECORD = {"call", "wrap_up", "record"}


@pytest.fixture(autouse=True)
def desk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """An office of its own for each test, with an administrator."""
    monkeypatch.setenv("NEXT_STEP_AREAS", '["staff"]')
    monkeypatch.setenv("NEXT_STEP_DATABASE", sqlite_with_tables(tmp_path / "records.db"))
    monkeypatch.setenv("NEXT_STEP_RECORDS_KEY_FILE", f"{tmp_path}/records.key")
    monkeypatch.setenv("NEXT_STEP_FIRST_ADMINISTRATOR", "boss@example.org")
    _forget()
    store_access.accounts().sign_in_with_provider(proof("boss"), first_administrator="boss@example.org")
    yield
    store_access.database().close()
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    site.cache_clear()
    navigation._pages.cache_clear()
    store_access.database.cache_clear()


def proof(name: str) -> IdToken:
    issued = dt.datetime.now(dt.UTC).replace(microsecond=0)
    return IdToken("agency", ISSUER, name, "once", issued, email=f"{name}@example.org")


@dataclass
class Member:
    """Somebody whom the provider has signed in, with the role that they have here."""

    name: str
    role: str

    def __post_init__(self) -> None:
        store_access.accounts().add_for_provider(
            f"{self.name}@example.org", self.name, self.name, Role(self.role), by=SETTINGS
        )
        self.shown = proof(self.name)
        store_access.accounts().sign_in_with_provider(self.shown)
        found = store_access.sessions().look_up(self.shown.token)
        assert found is not None
        self.actor = found.actor

    def sits_down(self) -> AppTest:
        """Their screen."""
        at = AppTest.from_file(MAIN, default_timeout=PATIENCE)
        at.user = {
            "is_logged_in": True,
            "provider": "agency",
            "iss": ISSUER,
            "sub": self.name,
            "iat": int(self.shown.issued_at.timestamp()),
            "nonce": "once",
        }
        at.run()
        return at


def shown(at: AppTest) -> str:
    """Every word on the screen and in its fields."""
    assert not at.exception, at.exception
    fields = [str(field.value) for field in (*at.text_input, *at.text_area)]
    return " ".join([*(piece.proto.body for piece in at.get("html")), *(one.label for one in at.button), *fields])


def opened(at: AppTest, page: str) -> AppTest:
    at.switch_page(str(STAFF / f"{page}.py"))
    at.run()
    return at


def take_a_call(at: AppTest) -> None:
    """A call with a name that was told."""
    next(one for one in at.button if one.label == "New call").click()
    at.run()
    next(field for field in at.text_input if field.label == "Your name or initials").set_value(TYPED)
    at.run()
    assert TYPED in shown(at)


# --- screens -----------------------------------------------------------------------------------------------------


def test_every_screen_has_a_row() -> None:
    assert set(SCREENS) == {path.stem for path in STAFF.glob("*.py")}


@pytest.mark.parametrize("role", ["intake", "supervisor", "administrator"])
def test_a_role_on_every_screen(role: str) -> None:
    at = Member("bea", role).sits_down()
    if role != "administrator":
        take_a_call(at)
    for page in sorted(SCREENS):
        opened(at, page)
        assert f'<h1 tabindex="-1">{SCREENS[page][role]}</h1>' in shown(at)
        assert (TYPED in shown(at)) is (page in OF_A_RECORD and role != "administrator")


@pytest.mark.parametrize("page", often(sorted(SCREENS.keys() - {"way_in"}), ("call", "record", "export", "retention")))
@pytest.mark.parametrize(
    "became",
    [
        *("intake", "administrator", "locked"),
        *(pytest.param(what, marks=pytest.mark.long) for what in ("supervisor", "shut", "signed out")),
    ],
)
def test_what_somebody_is_told_counts_from_the_next_press_on(page: str, became: str) -> None:
    """A supervisor with a call open: the role changes, the account is shut, another tab signs out, the screen locks."""
    bea = Member("bea", "supervisor")
    at = bea.sits_down()
    take_a_call(at)
    heading = {"shut": OUT, "signed out": OUT, "locked": "The screen is locked"}.get(became)
    if became == "shut":
        store_access.accounts().change("bea", by=SETTINGS, disabled=True)
    elif became == "signed out":
        store_access.sessions().sign_out(bea.shown.token)
    elif became == "locked":
        left_alone(bea)
    else:
        store_access.accounts().change("bea", by=SETTINGS, role=Role(became))
        heading = SCREENS[page][became]
    opened(at, page)
    assert f'<h1 tabindex="-1">{heading}</h1>' in shown(at)
    may_read = became in ("intake", "supervisor") and page in OF_A_RECORD
    assert (TYPED in shown(at)) is may_read


def left_alone(member: Member) -> None:
    theirs = sa.update(StaffSession).where(StaffSession.name == member.name)
    with store_access.database().writing() as session:
        session.execute(theirs.values(last_at=store_access.now() - dt.timedelta(minutes=16)))


def test_nobody_reaches_a_screen_without_signing_in() -> None:
    at = AppTest.from_file(MAIN, default_timeout=PATIENCE)
    at.run()
    assert set(navigation._pages("en")) == set(SCREENS), "a copy for staff knows no other page"
    for page in sorted(SCREENS):
        opened(at, page)
        assert f'<h1 tabindex="-1">{OUT}</h1>' in shown(at)
        assert not at.button


def test_what_is_typed_into_a_record_that_was_given_to_somebody_else_is_not_saved_and_not_lost() -> None:
    """The screen says so and keeps what was typed, until it is closed."""
    at = Member("bea", "intake").sits_down()
    take_a_call(at)
    sue = Member("sue", "supervisor").actor
    head = store_access.lists(sue).rows(RecordFilter())[0].head
    store_access.records(sue).assign(head.id, "pat")
    next(field for field in at.text_input if field.label == "Your name or initials").set_value("Mara Q.")
    at.run()
    assert "This record belongs to someone else now." in shown(at)
    assert "Mara Q." in shown(at)
    assert store_access.records(sue).open(head.id).content["answers"]["answers"]["your_name"] == TYPED
    next(one for one in at.button if one.label == "Close it and go to Today").click()
    at.run()
    assert "Mara" not in shown(at)


# --- functions of the store --------------------------------------------------------------------------------------

ALL = {"intake", "supervisor", "administrator"}
READERS = {"intake", "supervisor"}


def held_and_released(records: Records, id_: str) -> None:
    records.hold(id_, "x")
    records.release(id_)


def _erased(by: Actor) -> None:
    with contextlib.suppress(RecordGoneError):
        store_access.retention(by).erase("0" * 32)


# Who may do it with a record that is their own; a supervisor may with everybody's.
WITH_A_RECORD: dict[str, tuple[set[str], Callable[[Records, str], object]]] = {
    "open": (READERS, lambda records, id_: records.open(id_)),
    "save": (READERS, lambda records, id_: records.save(id_, 1, {"answers": {}})),
    "history": (READERS, lambda records, id_: records.history(id_)),
    "add": (READERS, lambda records, id_: records.add(id_, "note", {"text": "x"}, token="t")),
    "log": (READERS, lambda records, id_: records.log(id_)),
    "export": (READERS, lambda records, id_: records.export(id_, as_what="pdf")),
    "export_all": (READERS, lambda records, id_: records.export_all(id_)),
    "assign": ({"supervisor"}, lambda records, id_: records.assign(id_, "pat")),
    "access_log": ({"supervisor"}, lambda records, id_: records.access_log(id_)),
    "hold": ({"supervisor"}, lambda records, id_: records.hold(id_, "x")),
    "release": ({"supervisor"}, held_and_released),
}
WITH_ALL: dict[str, tuple[set[str], Callable[[Actor], object]]] = {
    "begin": (READERS, lambda by: store_access.records(by).begin({"answers": {}}, urgency=1)),
    "rows": (READERS, lambda by: store_access.lists(by).rows(RecordFilter())),
    "count": (READERS, lambda by: store_access.lists(by).count(RecordFilter())),
    "find": (READERS, lambda by: store_access.lists(by).find("quill")),
    "search_notes": ({"supervisor"}, lambda by: store_access.lists(by).search_notes("fell twice")),
    "owners": ({"supervisor"}, lambda by: store_access.lists(by).owners()),
    "overview": ({"supervisor"}, lambda by: store_access.lists(by).overview(RecordFilter())),
    "table": (
        {"supervisor"},
        lambda by: list(store_access.lists(by).export(RecordFilter(), purpose="report", as_what="csv")),
    ),
    "expired": ({"administrator"}, lambda by: store_access.retention(by).expired()),
    "purge": ({"administrator"}, lambda by: store_access.retention(by).purge()),
    "erase": ({"administrator"}, _erased),
}


OF_ACCOUNTS: dict[str, tuple[set[str], Callable[[Actor], object]]] = {
    "invite": ({"administrator"}, lambda by: store_access.accounts().invite(Role.INTAKE, by=by)),
    "add_for_provider": (
        {"administrator"},
        lambda by: store_access.accounts().add_for_provider("new@example.org", "new", "New", Role.INTAKE, by=by),
    ),
    "list_all": ({"administrator"}, lambda by: store_access.accounts().list_all(by=by)),
    "change": ({"administrator"}, lambda by: store_access.accounts().change("pat", by=by, disabled=True)),
    "reset": ({"administrator"}, lambda by: store_access.accounts().reset("pat", by=by)),
}
# These prove who somebody is, or say what an invitation is for: nobody is signed in yet.
BEFORE_SIGNING_IN = {"invited_name", "accept", "sign_in", "unlock", "sign_in_with_provider", "sessions"}
OF_THE_TRAIL: dict[str, tuple[set[str], Callable[[AuditTrail], object]]] = {
    "last": ({"supervisor", "administrator"}, AuditTrail.last),
    "first_fault": ({"supervisor", "administrator"}, AuditTrail.first_fault),
    "anchor": ({"supervisor", "administrator"}, AuditTrail.anchor),
}


def public(of: type[Any]) -> set[str]:
    return {name for name, _ in inspect.getmembers(of) if not name.startswith("_")} - {"issuer", "days"}


def test_every_function_has_a_row() -> None:
    assert public(Records) == {*WITH_A_RECORD, "begin"}
    assert public(Lists) | public(Retention) | {"begin", "table"} == {*WITH_ALL, "export"}
    assert public(Accounts) == {*OF_ACCOUNTS, *BEFORE_SIGNING_IN}
    assert public(AuditTrail) == {*OF_THE_TRAIL}


def allowed(do: Callable[[], object]) -> bool:
    try:
        do()
    except NotPermittedError:
        return False
    return True


@pytest.mark.parametrize("role", sorted(ALL))
@pytest.mark.parametrize("name", sorted(WITH_A_RECORD))
def test_a_role_with_a_record(name: str, role: str) -> None:
    bea, pat = Member("bea", "intake"), Member("pat", "intake")
    mine, theirs = (store_access.records(one.actor).begin({"answers": {}}, urgency=1).head.id for one in (bea, pat))
    store_access.accounts().change("bea", by=SETTINGS, role=Role(role))
    own, do = WITH_A_RECORD[name]
    for record_id, who in ((mine, own), (theirs, {"supervisor"})):
        did = allowed(lambda id_=record_id: do(store_access.records(bea.actor), id_))  # type: ignore[misc]
        assert did is (role in who)


@pytest.mark.parametrize("role", sorted(ALL))
@pytest.mark.parametrize("name", sorted({*WITH_ALL, *OF_ACCOUNTS, *OF_THE_TRAIL}))
def test_a_role_with_the_rest(name: str, role: str) -> None:
    bea, _ = Member("bea", role), Member("pat", "intake")
    if name in WITH_ALL:
        who, do = WITH_ALL[name]
        did = allowed(lambda: do(bea.actor))
    elif name in OF_ACCOUNTS:
        who, manage = OF_ACCOUNTS[name]
        did = allowed(lambda: manage(bea.actor))
    else:
        who, look = OF_THE_TRAIL[name]
        did = allowed(lambda: look(store_access.trail(bea.actor)))
    assert did is (role in who)


def test_lists_hold_only_what_a_role_may_read() -> None:
    bea, pat, sue = Member("bea", "intake"), Member("pat", "intake"), Member("sue", "supervisor")
    for one in (bea, pat):
        store_access.records(one.actor).begin({"answers": {}}, urgency=1, search_terms=["Quill"])
    for one, owners in ((bea, {"bea"}), (sue, {"bea", "pat"})):
        there = store_access.lists(one.actor)
        assert {one.head.owner for one in there.rows(RecordFilter())} == owners
        assert {one.head.owner for one in there.find("quill")} == owners


@pytest.mark.parametrize("became", ["shut", "signed out", "locked"])
def test_who_is_out_or_locked_can_do_nothing(became: str) -> None:
    """Whatever a screen still holds of their session."""
    Member("pat", "intake")
    for role in sorted(ALL):
        member = Member(f"{role}-{became.replace(' ', '-')}", role)
        mine = ""
        if role in READERS:
            mine = store_access.records(member.actor).begin({"answers": {}}, urgency=1).head.id
        if became == "shut":
            store_access.accounts().change(member.name, by=SETTINGS, disabled=True)
        elif became == "signed out":
            store_access.sessions().sign_out(member.shown.token)
        else:
            left_alone(member)
        for _, do in WITH_A_RECORD.values():
            assert not allowed(lambda do=do, mine=mine, actor=member.actor: do(store_access.records(actor), mine))  # type: ignore[misc]
        for _, rest in WITH_ALL.values():
            assert not allowed(lambda rest=rest, actor=member.actor: rest(actor))  # type: ignore[misc]
        for _, look in OF_THE_TRAIL.values():
            assert not allowed(lambda look=look, actor=member.actor: look(store_access.trail(actor)))  # type: ignore[misc]
        if became == "shut":
            for _, manage in OF_ACCOUNTS.values():
                assert not allowed(lambda manage=manage, actor=member.actor: manage(actor))  # type: ignore[misc]


def test_a_record_that_is_not_there_is_not_there_for_a_supervisor_either() -> None:
    with pytest.raises(RecordGoneError):
        store_access.records(Member("sue", "supervisor").actor).open("0" * 32)
