"""How staff come to the call desk, and what a test waits for there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyotp
from playwright.sync_api import Locator, Page, expect

from tests.e2e.screen import idle
from tests.serving import ROOT, Served, serve

PASSWORD = "correct horse battery"
CONNECTED = '[data-testid="stApp"][data-test-connection-state="CONNECTED"]'


@contextmanager
def served_desk(folder: Path) -> Iterator[Served]:
    """A server with both areas and a store of its own in the folder, which a test may kill."""
    settings = {
        "NEXT_STEP_AREAS": '["family", "staff"]',
        "NEXT_STEP_DATABASE": f"sqlite:///{folder}/records.db",
        "NEXT_STEP_RECORDS_KEY_FILE": f"{folder}/records.key",
    }
    with serve(ROOT / "app.py", folder / "log.txt", **settings) as served:
        yield served


def settled(page: Page) -> None:
    """Waits until what was pressed has been answered, and the focus is where the desk's keyboard script moves it.

    That script counts three beats of 20 ms without a run before it moves the focus (keyboard.js).
    """
    idle(page, beats=7)


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name, exact=isinstance(name, str)).first.click()
    settled(page)


def make_account(page: Page, address: str, name: str) -> str:
    """Follows an invitation; gives the letters of the authenticator app."""
    page.goto(address)
    page.fill("#name", name)
    page.fill("#shown_as", name.title())
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    return page.locator("#letters").inner_text()


def sign_in(page: Page, url: str, name: str, letters: str) -> None:
    page.goto(f"{url}/staff/sign-in")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.fill("#code", pyotp.TOTP(letters).now())
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible(timeout=20_000)
    settled(page)


def staff_at_today(page: Page, desk: Served) -> None:
    """The first account invites the second, which signs in."""
    invitation = re.search(r"/staff/begin/\S+", desk.log.read_text())
    assert invitation, "the console says where the first account is made"
    sign_in(page, desk.url, "ada", make_account(page, desk.url + invitation[0], "ada"))
    expect(page.locator("body")).to_contain_text("Your role reads no records.")
    press(page, "Accounts of staff")
    page.get_by_role("radio", name=re.compile("^Intake")).check(force=True)
    settled(page)
    press(page, "Make a link")
    link = page.locator("code").inner_text()
    page.get_by_role("button", name="Sign out: Ada").click()
    expect(page.get_by_role("status")).to_have_text("You are signed out.")
    sign_in(page, desk.url, "bea", make_account(page, link, "bea"))


def version(page: Page) -> int:
    """The version of the record that the screen calls saved."""
    return int(page.locator("#saved").get_attribute("data-version") or 0)


def heading(page: Page) -> Locator:
    """The h1 of the page."""
    return page.locator('[data-testid="stMain"] h1')


def focus_on(page: Page, link_id: str) -> None:
    """Waits until the focus is in a question."""
    expect(page.locator(f".st-key-q_{link_id} :focus")).to_have_count(1, timeout=8_000)


def tab_to(page: Page, place: Locator, most: int = 60) -> None:
    """Presses Tab until the place has the focus: it can be reached without a mouse."""
    for _ in range(most):
        if place.count() and place.first.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{place} was not reached with {most} presses of Tab")
