"""How tests reach the call desk as staff, and what they wait for there."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as TooLate

from intake.content import load
from intake.content.cases import Shorthand, response_of
from intake.domain.answers_json import document_of
from intake.domain.assessing import assess
from intake.domain.routing import route
from intake.store.accounts import Accounts
from intake.store.database import Database
from intake.store.encryption import read_keyring
from intake.store.index_fields import dangers, index_fields_of
from intake.store.permissions import Actor, Role
from intake.store.record_body import RecordContent
from intake.store.records import Records
from intake.store.schema import RecordStatus, Staff
from intake.ui.staff import record_rows, store_access
from intake.ui.staff.routes import COOKIE
from tests.e2e.screen import idle
from tests.serving import ROOT, Served, serve

PASSWORD = "correct horse battery"
ADMINISTRATOR = "ada"
CONNECTED = '[data-testid="stApp"][data-test-connection-state="CONNECTED"]'


@contextmanager
def served_desk(folder: Path, **more: str) -> Iterator[Served]:
    """A server with both areas and a store of its own in the folder; `more`: additional settings."""
    settings = {
        "NEXT_STEP_AREAS": '["family", "staff"]',
        "NEXT_STEP_DATABASE": f"sqlite:///{folder}/records.db",
        "NEXT_STEP_RECORDS_KEY_FILE": f"{folder}/records.key",
        **more,
    }
    with serve(ROOT / "app.py", folder / "log.txt", **settings) as served:
        yield served


def settled(page: Page) -> None:
    """Wait until the server has responded and the desk's keyboard script has moved the focus.

    That script counts three beats of 20 ms without a run before it moves the focus (keyboard.js).
    """
    idle(page, beats=7)


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name, exact=isinstance(name, str)).first.click()
    settled(page)


def picked(page: Page, field: str, option: str) -> None:
    """Pick an option of a selectbox."""
    box = page.get_by_role("combobox", name=re.compile(field))
    box.scroll_into_view_if_needed()
    place = page.get_by_role("option", name=option)
    for _ in range(4):
        settled(page)
        box.click()
        with suppress(TooLate):  # an open list closes when the page moves, so press again
            place.wait_for(timeout=2_000)
            break
    place.click()
    settled(page)


def store_of(desk: Served) -> closing[Database]:
    """The store of a served desk."""
    folder = desk.log.parent
    return closing(Database(f"sqlite:///{folder}/records.db", read_keyring(folder / "records.key")))


def new_account(desk: Served, role: Role, name: str = "") -> str:
    """Create an account with PASSWORD, without the forms, and return its name. Others see it as "Bea"."""
    name = name or f"bea-{secrets.token_hex(4)}"
    with store_of(desk) as database:
        accounts = Accounts(database, store_access.now)
        with database.reading() as session:
            nobody = session.query(Staff).first() is None
        if nobody:
            accounts.accept(accounts.invite(Role.ADMINISTRATOR), ADMINISTRATOR, PASSWORD, "Ada")
        invitation = accounts.invite(role, by=Actor(ADMINISTRATOR, Role.ADMINISTRATOR))
        accounts.accept(invitation, name, PASSWORD, "Bea")
    return name


def signed_in(page: Page, desk: Served, name: str) -> None:
    """Open Today with an account's session: started in the store, with its cookie set in the browser.

    test_sign_in.py tests signing in on the forms.
    """
    token = secrets.token_urlsafe(32)
    with store_of(desk) as database, database.writing() as session:
        staff = session.get(Staff, name)
        assert staff is not None
        Accounts(database, store_access.now).sessions.start(session, staff, token)
    page.context.add_cookies(
        [{"name": COOKIE, "value": token, "url": desk.url, "httpOnly": True, "sameSite": "Strict"}]
    )
    page.goto(f"{desk.url}/today")
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
    settled(page)


def taking_calls(page: Page, desk: Served) -> str:
    """Open Today as a new member of intake staff, and return the name of the account."""
    name = new_account(desk, Role.INTAKE)
    signed_in(page, desk, name)
    return name


def finished_call(desk: Served, worker: str, answers: Shorthand, outcome: str) -> str:
    """Store a finished call with a follow-up tomorrow, without the screens, and return the number of its record."""
    content, now = load(), store_access.now()
    response = response_of(answers, content)
    found = assess(content, response, now.date())
    fields = index_fields_of(content, response, route(content.questionnaire, response), found.tier)
    body: RecordContent = {
        "answers": document_of(response),
        "topic": "",
        "call": {"safe_to_talk": "yes", "outcome": outcome},
        "dangers_seen": sorted(dangers(content, found)),
    }
    with store_of(desk) as database:
        records = Records(database, Actor(worker, Role.INTAKE), store_access.now)
        head = records.begin(body, **fields).head
        records.save(
            head.id,
            head.version,
            body,
            **fields,
            status=RecordStatus.FOLLOW_UP,
            finished_at=now,
            due_at=now + timedelta(days=1),
            outcome=outcome,
        )
    return record_rows.number(head)


def version(page: Page) -> int:
    """The version of the record that the screen reports as saved."""
    return int(page.locator("#saved").get_attribute("data-version") or 0)


def heading(page: Page) -> Locator:
    """The h1 of the page."""
    return page.locator('[data-testid="stMain"] h1')


def focus_on(page: Page, link_id: str) -> None:
    """Wait until the focus is in a question."""
    expect(page.locator(f".st-key-q_{link_id} :focus")).to_have_count(1, timeout=8_000)


def tab_to(page: Page, place: Locator, most: int = 60) -> None:
    """Press Tab until the element has the focus: it can be reached without a mouse."""
    for _ in range(most):
        if place.evaluate_all("all => all.length > 0 && all[0] === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{place} was not reached with {most} presses of Tab")
