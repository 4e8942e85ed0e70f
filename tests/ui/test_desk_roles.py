"""Permissions: every role tries every screen of the desk and every function of the store.

The tables follow docs/staff-desk.md: intake staff see their own and unassigned records and, with a reason, colleagues'
open cases; supervisors all records and the audit trail; administrators accounts and the audit trail but no records. A
screen or function without a row fails.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from intake.config import ROOT, site
from intake.domain.consent import Recipient
from intake.store.accounts import Accounts, IdToken
from intake.store.alerts import Alerts
from intake.store.audit_view import AuditFilter, AuditTrail
from intake.store.board import Board
from intake.store.calls import Period
from intake.store.index_fields import IndexFields
from intake.store.invitations import Invitations, PendingInvitation
from intake.store.lists import Lists, RecordFilter
from intake.store.merging import Joined, MergeReason, Merging, Reason
from intake.store.permissions import Actor, NotPermittedError, Role
from intake.store.records import RecordGoneError, RecordHead, Records, RecordStateError, head_of
from intake.store.retention import Retention
from intake.store.retention_periods import RetentionPeriods
from intake.store.schema import Record, RecordStatus, StaffSession
from intake.store.sharing import AccessReason, Sharing
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
# The heading that each role gets for a screen, with a record open.
SCREENS = {
    "way_in": {"intake": "Today", "supervisor": "Today", "administrator": "Today"},
    "today": {"intake": "Today", "supervisor": "Today", "administrator": "Today"},
    "call": {"intake": "First minute", "supervisor": "First minute", "administrator": "Today"},
    "wrap_up": {"intake": "Read back and finish", "supervisor": "Read back and finish", "administrator": "Today"},
    "record": {"intake": "M. Q.", "supervisor": "M. Q.", "administrator": "Today"},
    "board": {"intake": "Today", "supervisor": "Live board", "administrator": "Today"},
    "overview": {"intake": "Today", "supervisor": "Overview", "administrator": "Today"},
    "outcomes": {"intake": "Today", "supervisor": "Outcomes", "administrator": "Today"},
    "export": {"intake": "Today", "supervisor": "Export records", "administrator": "Today"},
    "retention": {"intake": "Today", "supervisor": "Today", "administrator": "Record retention"},
    "administration": {"intake": "Today", "supervisor": "Today", "administrator": "Staff accounts"},
    "audit_trail": {"intake": "Today", "supervisor": "Audit trail", "administrator": "Audit trail"},
}
SHOW_RECORD = {"call", "wrap_up", "record"}


@pytest.fixture(autouse=True)
def desk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A staff-only app with a store of its own and one administrator."""
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
    """A member of staff who is signed in by the provider."""

    name: str
    role: str

    def __post_init__(self) -> None:
        store_access.accounts().add_for_provider(
            f"{self.name}@example.org", self.name, self.name, Role(self.role), by=SETTINGS
        )
        self.proof = proof(self.name)
        store_access.accounts().sign_in_with_provider(self.proof)
        signed_in = store_access.sessions().look_up(self.proof.token)
        assert signed_in is not None
        self.actor = signed_in.actor

    def open_app(self) -> AppTest:
        """The app in their browser."""
        at = AppTest.from_file(MAIN, default_timeout=PATIENCE)
        at.user = {
            "is_logged_in": True,
            "provider": "agency",
            "iss": ISSUER,
            "sub": self.name,
            "iat": int(self.proof.issued_at.timestamp()),
            "nonce": "once",
        }
        at.run()
        return at


def shown(at: AppTest) -> str:
    """All text on the screen: HTML, labels of buttons, values of text fields."""
    assert not at.exception, at.exception
    fields = [str(field.value) for field in (*at.text_input, *at.text_area)]
    return " ".join([*(piece.proto.body for piece in at.get("html")), *(button.label for button in at.button), *fields])


def opened(at: AppTest, page: str) -> AppTest:
    at.switch_page(str(STAFF / f"{page}.py"))
    at.run()
    return at


def take_a_call(at: AppTest) -> None:
    """Start a call and enter the caller's name."""
    next(button for button in at.button if button.label == "New call").click()
    at.run()
    next(field for field in at.text_input if field.label == "Your name or initials").set_value(TYPED)
    at.run()
    assert TYPED in shown(at)


# --- screens -----------------------------------------------------------------------------------------------------


def test_every_screen_has_a_row() -> None:
    assert set(SCREENS) == {path.stem for path in STAFF.glob("*.py")}


@pytest.mark.parametrize("role", ["intake", "supervisor", "administrator"])
def test_a_role_on_every_screen(role: str) -> None:
    at = Member("bea", role).open_app()
    if role != "administrator":
        take_a_call(at)
    for page in sorted(SCREENS):
        opened(at, page)
        assert f'<h1 tabindex="-1">{SCREENS[page][role]}</h1>' in shown(at)
        assert (TYPED in shown(at)) is (page in SHOW_RECORD and role != "administrator")


@pytest.mark.parametrize("page", often(sorted(SCREENS.keys() - {"way_in"}), ("call", "record", "export", "retention")))
@pytest.mark.parametrize(
    "became",
    [
        *("intake", "administrator", "locked"),
        *(pytest.param(what, marks=pytest.mark.long) for what in ("supervisor", "closed", "signed out")),
    ],
)
def test_a_changed_role_or_session_takes_effect_at_the_next_click(page: str, became: str) -> None:
    """A supervisor has a call open when the role changes, the account is closed, or the session ends or locks."""
    bea = Member("bea", "supervisor")
    at = bea.open_app()
    take_a_call(at)
    heading = {"closed": OUT, "signed out": OUT, "locked": "The screen is locked"}.get(became)
    if became == "closed":
        store_access.accounts().change("bea", by=SETTINGS, disabled=True)
    elif became == "signed out":
        store_access.sessions().sign_out(bea.proof.token)
    elif became == "locked":
        left_alone(bea)
    else:
        store_access.accounts().change("bea", by=SETTINGS, role=Role(became))
        heading = SCREENS[page][became]
    opened(at, page)
    assert f'<h1 tabindex="-1">{heading}</h1>' in shown(at)
    may_read = became in ("intake", "supervisor") and page in SHOW_RECORD
    assert (TYPED in shown(at)) is may_read


def left_alone(member: Member) -> None:
    theirs = sa.update(StaffSession).where(StaffSession.name == member.name)
    with store_access.database().writing() as session:
        session.execute(theirs.values(last_at=store_access.now() - dt.timedelta(minutes=16)))


def test_no_screen_opens_without_signing_in() -> None:
    at = AppTest.from_file(MAIN, default_timeout=PATIENCE)
    at.run()
    assert set(navigation._pages("en")) == set(SCREENS), "a staff-only server has no other pages"
    for page in sorted(SCREENS):
        opened(at, page)
        assert f'<h1 tabindex="-1">{OUT}</h1>' in shown(at)
        assert not at.button


def test_text_typed_into_a_reassigned_record_is_not_saved_and_not_lost() -> None:
    """The screen says so and keeps the text until it is closed."""
    at = Member("bea", "intake").open_app()
    take_a_call(at)
    sue = Member("sue", "supervisor").actor
    head = store_access.lists(sue).rows(RecordFilter())[0].head
    store_access.records(sue).assign(head.id, "pat")
    next(field for field in at.text_input if field.label == "Your name or initials").set_value("Mara Q.")
    at.run()
    assert "This record is now assigned to someone else." in shown(at)
    assert "Mara Q." in shown(at)
    assert store_access.records(sue).open(head.id).content["answers"]["answers"]["your_name"] == TYPED
    next(button for button in at.button if button.label == "Close and go to Today").click()
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


# Roles that may call it for their own record. Supervisors may for every record.
WITH_A_RECORD: dict[str, tuple[set[str], Callable[[Records, str], object]]] = {
    "open": (READERS, lambda records, id_: records.open(id_)),
    "save": (READERS, lambda records, id_: records.save(id_, 1, {"answers": {}})),
    "discard": (READERS, lambda records, id_: records.discard(id_)),
    "history": (READERS, lambda records, id_: records.history(id_)),
    "add": (READERS, lambda records, id_: records.add(id_, "note", {"text": "x"}, token="t")),
    "log": (READERS, lambda records, id_: records.log(id_)),
    "export": (READERS, lambda records, id_: records.export(id_, as_what="pdf", to_whom=Recipient.OWN_SYSTEM)),
    "export_all": (READERS, lambda records, id_: records.export_all(id_, to_whom=Recipient.OWN_SYSTEM)),
    "approve_disclosure": (
        {"supervisor"},
        lambda records, id_: records.approve_disclosure(id_, reason="court_order", text="x"),
    ),
    "assign": ({"supervisor"}, lambda records, id_: records.assign(id_, "pat")),
    "access_log": ({"supervisor"}, lambda records, id_: records.access_log(id_)),
    "hold": ({"supervisor"}, lambda records, id_: records.hold(id_, "x")),
    "release": ({"supervisor"}, held_and_released),
    "start_call": (READERS, lambda records, id_: records.start_call(id_)),
    "calls": (READERS, lambda records, id_: records.calls(id_)),
    "clear_peak": ({"supervisor"}, lambda records, id_: records.clear_peak(id_, "x")),
}
WITH_MANY_RECORDS: dict[str, tuple[set[str], Callable[[Actor], object]]] = {
    "begin": (READERS, lambda by: store_access.records(by).begin({"answers": {}}, urgency=1)),
    "rows": (READERS, lambda by: store_access.lists(by).rows(RecordFilter())),
    "count": (READERS, lambda by: store_access.lists(by).count(RecordFilter())),
    "match": (READERS, lambda by: store_access.lists(by).match(["Quill"], [], besides="")),
    "find": (READERS, lambda by: store_access.lists(by).find("quill")),
    "search_notes": ({"supervisor"}, lambda by: store_access.lists(by).search_notes("fell twice")),
    "owners": ({"supervisor"}, lambda by: store_access.lists(by).owners()),
    "overview": ({"supervisor"}, lambda by: store_access.lists(by).overview(Period())),
    "calls_state": ({"supervisor"}, lambda by: store_access.lists(by).calls_state()),
    "table": (
        {"supervisor"},
        lambda by: list(store_access.lists(by).export(RecordFilter(), purpose="report", as_what="csv")),
    ),
    "export_calls": (
        {"supervisor"},
        lambda by: list(store_access.lists(by).export_calls(RecordFilter(), purpose="report", as_what="csv")),
    ),
    "export_events": (
        {"supervisor"},
        lambda by: list(store_access.lists(by).export_events(RecordFilter(), purpose="report", as_what="csv")),
    ),
    "export_counts": ({"supervisor"}, lambda by: store_access.lists(by).export_counts(as_what="csv")),
    "expired": ({"administrator"}, lambda by: store_access.retention(by).expired()),
    "purge": ({"administrator"}, lambda by: store_access.retention(by).purge()),
    "erase": ({"administrator"}, _erased),
    "all": ({"administrator"}, lambda by: store_access.retention(by).periods.all()),
    "days": ({"administrator"}, lambda by: store_access.retention(by).periods.days()),
    "set": ({"administrator"}, lambda by: store_access.retention(by).periods.set(RecordStatus.CLOSED, "", 30)),
    "reset_period": ({"administrator"}, lambda by: store_access.retention(by).periods.reset(RecordStatus.CLOSED, "")),
}


JOINED = Joined(
    {"answers": {}}, IndexFields(search_terms=(), card={}, urgency=1, must_ask=0, region=None), {"i1": "i2", "": "i2"}
)
WHY = Reason(MergeReason.SAME_FAMILY)


def head(id_: str) -> RecordHead:
    """The columns of a record, whoever owns it."""
    with store_access.database().reading() as session:
        return head_of(session.get_one(Record, id_))


def a_call(by: Actor) -> RecordHead:
    return store_access.records(by).begin({"answers": {}}, urgency=1).head


# Roles that may call it for an open case that a colleague owns, without having given a reason before.
WITH_A_COLLEAGUES_CASE: dict[str, tuple[set[str], Callable[[Actor, str], object]]] = {
    "Sharing.open_with_reason": (
        READERS,
        lambda by, id_: store_access.sharing(by).open_with_reason(id_, AccessReason.COVERING),
    ),
    "Sharing.colleagues": (READERS, lambda by, _: store_access.sharing(by).colleagues()),
    "Sharing.offer": ({"supervisor"}, lambda by, id_: store_access.sharing(by).offer(id_, "cal")),
    "Sharing.offers_to_me": (READERS, lambda by, _: store_access.sharing(by).offers_to_me()),
    "Sharing.offer_of": (READERS, lambda by, id_: store_access.sharing(by).offer_of(id_)),
    "Sharing.take": (set(), lambda by, id_: store_access.sharing(by).take(id_)),
    "Sharing.end_offer": ({"supervisor"}, lambda by, id_: store_access.sharing(by).end_offer(id_)),
    "Sharing.left_calls": (READERS, lambda by, _: store_access.sharing(by).left_calls()),
    "Sharing.pick_up": (READERS, lambda by, id_: store_access.sharing(by).pick_up(id_)),
    "Merging.merge": (
        {"supervisor"},
        lambda by, id_: store_access.merging(by).merge(head(id_), head(id_), JOINED, WHY),
    ),
    "Merging.continue_call": (
        {"supervisor"},
        lambda by, id_: store_access.merging(by).continue_call(a_call(by), head(id_), JOINED),
    ),
    "Merging.merges": ({"supervisor"}, lambda by, id_: store_access.merging(by).merges(id_)),
    "Merging.undo": ({"supervisor"}, lambda by, id_: store_access.merging(by).undo("0" * 32, head(id_), JOINED, WHY)),
    "Alerts.ask": ({"supervisor"}, lambda by, id_: store_access.alerts(by).ask(id_)),
    "Alerts.newest": ({"supervisor"}, lambda by, id_: store_access.alerts(by).newest(id_)),
    "Alerts.waiting": ({"supervisor"}, lambda by, _: store_access.alerts(by).waiting()),
    "Alerts.answered": ({"supervisor"}, lambda by, _: store_access.alerts(by).answered()),
    "Alerts.acknowledge": ({"supervisor"}, lambda by, id_: store_access.alerts(by).acknowledge(id_)),
    "Board.calls": ({"supervisor"}, lambda by, _: store_access.board(by).calls()),
    "Board.look": ({"supervisor"}, lambda by, id_: store_access.board(by).look(id_)),
}
# What a reason opens, and what it does not.
AFTER_A_REASON: dict[str, bool] = {
    **dict.fromkeys(("open", "save", "history", "add", "log", "export", "export_all"), True),
    **dict.fromkeys(("start_call", "calls", "discard"), True),
    **dict.fromkeys(("assign", "access_log", "hold", "release", "clear_peak", "approve_disclosure"), False),
}


def _invited() -> PendingInvitation:
    store_access.accounts().invite(Role.INTAKE, by=SETTINGS)
    return store_access.accounts().invitations.pending(by=SETTINGS)[0]


WITH_ACCOUNTS: dict[str, tuple[set[str], Callable[[Actor], object]]] = {
    "invite": ({"administrator"}, lambda by: store_access.accounts().invite(Role.INTAKE, by=by)),
    "add_for_provider": (
        {"administrator"},
        lambda by: store_access.accounts().add_for_provider("new@example.org", "new", "New", Role.INTAKE, by=by),
    ),
    "list_all": ({"administrator"}, lambda by: store_access.accounts().list_all(by=by)),
    "change": ({"administrator"}, lambda by: store_access.accounts().change("pat", by=by, disabled=True)),
    "reset": ({"administrator"}, lambda by: store_access.accounts().reset("pat", by=by)),
    "pending": ({"administrator"}, lambda by: store_access.accounts().invitations.pending(by=by)),
    "send_again": (
        {"administrator"},
        lambda by: store_access.accounts().invitations.send_again(_invited().id, by=by),
    ),
    "withdraw": (
        {"administrator"},
        lambda by: store_access.accounts().invitations.withdraw(_invited().id, by=by),
    ),
}
# Called before anyone is signed in.
BEFORE_SIGNING_IN = {"invited_name", "accept", "sign_in", "unlock", "sign_in_with_provider", "sessions", "invitations"}
WITHIN_ACCOUNTS = {"add", "void"}
WITH_THE_AUDIT_TRAIL: dict[str, tuple[set[str], Callable[[AuditTrail], object]]] = {
    "page": ({"supervisor", "administrator"}, lambda trail: trail.page(AuditFilter())),
    "people": ({"supervisor", "administrator"}, AuditTrail.people),
    "first_fault": ({"supervisor", "administrator"}, AuditTrail.first_fault),
    "anchor": ({"supervisor", "administrator"}, AuditTrail.anchor),
}


def public(cls: type[Any]) -> set[str]:
    settings = {"issuer", "periods", "fixed", "share_open_cases"}
    return {name for name, _ in inspect.getmembers(cls) if not name.startswith("_")} - settings


def test_every_function_has_a_row() -> None:
    assert public(Records) == {*WITH_A_RECORD, "begin"}
    assert {*AFTER_A_REASON} == {*WITH_A_RECORD}
    classes = (Sharing, Merging, Alerts, Board)
    assert {f"{cls.__name__}.{name}" for cls in classes for name in public(cls)} == {*WITH_A_COLLEAGUES_CASE}
    of_periods = (public(RetentionPeriods) - {"reset"}) | {"reset_period"}
    assert public(Lists) | public(Retention) | of_periods | {"begin", "table"} == {*WITH_MANY_RECORDS, "export"}
    of_invitations = public(Invitations) - WITHIN_ACCOUNTS
    assert public(Accounts) | of_invitations == {*WITH_ACCOUNTS, *BEFORE_SIGNING_IN}
    assert public(AuditTrail) == {*WITH_THE_AUDIT_TRAIL}


def allowed(action: Callable[[], object]) -> bool:
    try:
        action()
    except NotPermittedError:
        return False
    except (RecordStateError, RecordGoneError):
        return True  # permitted, but there was nothing to do
    return True


def with_record(action: Callable[[Records, str], object], actor: Actor, record_id: str) -> None:
    action(store_access.records(actor), record_id)


def with_audit_trail(read: Callable[[AuditTrail], object], actor: Actor) -> None:
    read(store_access.audit_trail(actor))


@pytest.mark.parametrize("role", sorted(ALL))
@pytest.mark.parametrize("name", sorted(WITH_A_RECORD))
def test_a_role_with_a_record(name: str, role: str) -> None:
    bea, pat = Member("bea", "intake"), Member("pat", "intake")
    mine, theirs = (
        store_access.records(member.actor).begin({"answers": {}}, urgency=1).head.id for member in (bea, pat)
    )
    store_access.accounts().change("bea", by=SETTINGS, role=Role(role))
    roles_for_own, action = WITH_A_RECORD[name]
    for record_id, roles in ((mine, roles_for_own), (theirs, {"supervisor"})):
        was_allowed = allowed(partial(with_record, action, bea.actor, record_id))
        assert was_allowed is (role in roles)


@pytest.mark.parametrize("role", sorted(ALL))
@pytest.mark.parametrize("name", sorted(WITH_A_COLLEAGUES_CASE))
def test_a_role_with_a_colleagues_open_case(name: str, role: str) -> None:
    """The case is in a call and offered to a third person; its worker is at the desk."""
    bea, pat, _ = Member("bea", role), Member("pat", "intake"), Member("cal", "intake")
    theirs = store_access.records(pat.actor).begin({"answers": {}}, urgency=1).head.id
    store_access.sharing(pat.actor).offer(theirs, "cal")
    roles, action = WITH_A_COLLEAGUES_CASE[name]
    assert allowed(partial(action, bea.actor, theirs)) is (role in roles)


@pytest.mark.parametrize("name", sorted(AFTER_A_REASON))
def test_what_intake_staff_may_do_with_a_case_opened_with_a_reason(name: str) -> None:
    bea, pat = Member("bea", "intake"), Member("pat", "intake")
    theirs = store_access.records(pat.actor).begin({"answers": {}}, urgency=1).head.id
    store_access.sharing(bea.actor).open_with_reason(theirs, AccessReason.FAMILY_CALLS)
    _, action = WITH_A_RECORD[name]
    assert allowed(partial(with_record, action, bea.actor, theirs)) is AFTER_A_REASON[name]


@pytest.mark.parametrize("role", sorted(ALL))
@pytest.mark.parametrize("name", sorted({*WITH_MANY_RECORDS, *WITH_ACCOUNTS, *WITH_THE_AUDIT_TRAIL}))
def test_a_role_with_the_rest(name: str, role: str) -> None:
    bea, _ = Member("bea", role), Member("pat", "intake")
    if name in WITH_MANY_RECORDS:
        roles, action = WITH_MANY_RECORDS[name]
        was_allowed = allowed(partial(action, bea.actor))
    elif name in WITH_ACCOUNTS:
        roles, manage = WITH_ACCOUNTS[name]
        was_allowed = allowed(partial(manage, bea.actor))
    else:
        roles, read = WITH_THE_AUDIT_TRAIL[name]
        was_allowed = allowed(partial(with_audit_trail, read, bea.actor))
    assert was_allowed is (role in roles)


def test_lists_hold_only_what_a_role_may_read() -> None:
    bea, pat, sue = Member("bea", "intake"), Member("pat", "intake"), Member("sue", "supervisor")
    for member in (bea, pat):
        store_access.records(member.actor).begin({"answers": {}}, urgency=1, search_terms=["Quill"])
    for member, owners in ((bea, {"bea"}), (sue, {"bea", "pat"})):
        lists = store_access.lists(member.actor)
        assert {listed.head.owner for listed in lists.rows(RecordFilter())} == owners
        found = lists.find("quill")
        assert {listed.head.owner for listed in found} == {"bea", "pat"}
        assert {listed.head.owner for listed in found if not listed.guarded} == owners


def everything(actor: Actor, record_id: str) -> Iterator[Callable[[], object]]:
    """Every function of the store that needs a session, ready to be called."""
    for _, action in WITH_A_RECORD.values():
        yield partial(with_record, action, actor, record_id)
    for _, share in WITH_A_COLLEAGUES_CASE.values():
        yield partial(share, actor, record_id)
    for _, list_records in WITH_MANY_RECORDS.values():
        yield partial(list_records, actor)
    for _, read in WITH_THE_AUDIT_TRAIL.values():
        yield partial(with_audit_trail, read, actor)


def test_a_setting_restricts_open_cases_to_their_owners(monkeypatch: pytest.MonkeyPatch) -> None:
    bea, pat = Member("bea", "intake"), Member("pat", "intake")
    theirs = store_access.records(pat.actor).begin({"answers": {}}, urgency=1, search_terms=["Quill"]).head.id
    monkeypatch.setenv("NEXT_STEP_SHARE_OPEN_CASES", "false")
    site.cache_clear()
    assert store_access.lists(bea.actor).find("quill") == ()
    for name in ("Sharing.open_with_reason", "Sharing.left_calls", "Sharing.pick_up"):
        assert not allowed(partial(WITH_A_COLLEAGUES_CASE[name][1], bea.actor, theirs))
    assert "Today" in shown(opened(bea.open_app(), "today"))


@pytest.mark.parametrize("became", ["closed", "signed out", "locked"])
def test_an_ended_or_locked_session_can_do_nothing(became: str) -> None:
    """Even if a screen still holds the actor."""
    Member("pat", "intake")
    for role in sorted(ALL):
        member = Member(f"{role}-{became.replace(' ', '-')}", role)
        mine = ""
        if role in READERS:
            mine = store_access.records(member.actor).begin({"answers": {}}, urgency=1).head.id
        if became == "closed":
            store_access.accounts().change(member.name, by=SETTINGS, disabled=True)
        elif became == "signed out":
            store_access.sessions().sign_out(member.proof.token)
        else:
            left_alone(member)
        for action in everything(member.actor, mine):
            assert not allowed(action)
        if became == "closed":
            for _, manage in WITH_ACCOUNTS.values():
                assert not allowed(partial(manage, member.actor))


def test_a_supervisor_cannot_open_a_record_that_does_not_exist() -> None:
    with pytest.raises(RecordGoneError):
        store_access.records(Member("sue", "supervisor").actor).open("0" * 32)
