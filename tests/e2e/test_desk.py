"""The call desk in a real browser: sign in, take a call by telephone, be interrupted, finish."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.screen import DESKTOP, OpenPage
from tests.serving import ROOT, Served, serve

PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with both areas and a store of its own, which a test may kill."""
    folder = tmp_path_factory.mktemp("desk")
    settings = {
        "NEXT_STEP_AREAS": '["family", "staff"]',
        "NEXT_STEP_DATABASE": f"sqlite:///{folder}/records.db",
        "NEXT_STEP_RECORDS_KEY_FILE": f"{folder}/records.key",
    }
    with serve(ROOT / "app.py", folder / "log.txt", **settings) as served:
        yield served


def settled(page: Page) -> None:
    page.wait_for_timeout(150)
    app = page.locator('[data-testid="stApp"]')
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=15_000)
    page.wait_for_timeout(150)


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


def saved(page: Page, before: str) -> str:
    """Waits until the screen says that something was saved after `before`."""
    line = page.locator("#saved")
    expect(line).not_to_have_text(before, timeout=10_000)
    return line.inner_text()


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


def danger_is_told(page: Page) -> None:
    """An answer means danger: the drawer closes with a choice alone."""
    page.get_by_role("checkbox", name=re.compile("will not wake up")).check(force=True)
    settled(page)
    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text("Call 911 now")
    page.keyboard.press("Escape")
    expect(drawer).to_be_visible()
    press(page, "911 was called")
    expect(drawer).to_have_count(0)


def locked_and_opened(page: Page, desk: Served) -> None:
    """A screen that was left alone shows nothing of a record; with the password it is as it was."""
    at = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=16)
    with closing(sqlite3.connect(desk.log.parent / "records.db")) as database, database:
        database.execute("UPDATE staff_session SET last_at = ?", (at.strftime("%Y-%m-%d %H:%M:%S.%f"),))
    expect(page.get_by_role("heading", name="The screen is locked")).to_be_visible(timeout=15_000)
    assert "Mara Quill" not in page.content()
    for password, then in (("wrong horse battery", "is not right"), (PASSWORD, "Saved")):
        page.get_by_label("Password", exact=True).fill(password)
        press(page, "Go on")
        expect(page.locator('[data-testid="stMain"]')).to_contain_text(then)
    expect(page.get_by_label("Your name or initials")).to_have_value("Mara Quill")


def finish(page: Page, folder: Path) -> None:
    """Reads back, takes the PDF, ends the call."""
    press(page, "Read back and finish")
    expect(page.locator("pre.ns-plain")).to_contain_text("Mara Quill")
    for answer in ("That is right", "Emergency help was called"):
        page.get_by_role("radio", name=answer).check(force=True)
        settled(page)
    with page.expect_download(timeout=40_000) as waiting:
        page.get_by_role("button", name="The summary (PDF)").click()
    waiting.value.save_as(folder / "summary.pdf")
    assert (folder / "summary.pdf").read_bytes().startswith(b"%PDF")
    press(page, "Finish the call")
    expect(page.locator("body")).to_contain_text("No call is open.")


def test_a_call_from_the_first_word_to_its_end(desk: Served, open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(viewport=DESKTOP)
    staff_at_today(page, desk)
    press(page, "New call")
    first = saved(page, "")
    page.get_by_label("Your name or initials").fill("Mara Quill")
    page.keyboard.press("Tab")
    second = saved(page, first)
    danger_is_told(page)
    saved(page, second)
    locked_and_opened(page, desk)
    note = page.get_by_label("Note, Enter adds it")
    note.fill("fell twice")
    note.press("Enter")
    beside = page.locator(".st-key-desk_beside")
    expect(beside).to_contain_text("fell twice")

    desk.kill()
    desk.start()
    page.goto(f"{desk.url}/today")
    settled(page)
    press(page, re.compile("^Open:"))
    expect(page.get_by_label("Your name or initials")).to_have_value("Mara Quill")
    expect(page.get_by_role("checkbox", name=re.compile("will not wake up"))).to_be_checked()
    for noted in ("911 was called.", "fell twice"):
        expect(beside).to_contain_text(noted)
    expect(page.get_by_role("dialog")).to_have_count(0)

    finish(page, tmp_path)
    page.get_by_label("Find a name or a number").fill("quill")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=re.compile("^Open:"))).to_have_count(1)
    files = b"".join(file.read_bytes() for file in desk.log.parent.glob("records.*"))
    for word in ("Quill", "fell twice", PASSWORD):
        assert word.encode() not in files
    assert "Quill" not in desk.log.read_text()


def test_without_signing_in_there_is_nothing_of_the_desk(desk: Served, open_page: OpenPage) -> None:
    page = open_page(viewport=DESKTOP)
    for path in ("today", "call", "wrap-up", "administration"):
        page.goto(f"{desk.url}/{path}")
        settled(page)
        expect(page.get_by_role("heading", name="You are signed out")).to_be_visible(timeout=15_000)
        expect(page.get_by_role("button")).to_have_count(0)


def test_a_wrong_sign_in_says_so_and_a_form_from_elsewhere_is_refused(desk: Served, open_page: OpenPage) -> None:
    page = open_page(viewport=DESKTOP)
    page.goto(f"{desk.url}/staff/sign-in")
    page.fill("#name", "nobody")
    page.fill("#password", PASSWORD)
    page.fill("#code", "000000")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("is not right")
    assert page.context.cookies() == [one for one in page.context.cookies() if one["name"] != "next_step_staff"]
    given: dict[str, str | float | bool] = {"name": "nobody", "password": PASSWORD, "code": "000000"}
    other = page.request.post(
        f"{desk.url}/staff/sign-in", form=given, headers={"Origin": "https://elsewhere.example.org"}
    )
    assert other.status == 403


def test_families_see_nothing_of_the_desk_where_it_is_not_served(server: Served, open_page: OpenPage) -> None:
    page = open_page(viewport=DESKTOP)
    for path in ("staff/sign-in", "staff/begin/x"):
        answer = page.goto(f"{server.url}/{path}")
        assert answer is not None
        assert "Password" not in page.locator("body").inner_text()
    assert page.request.post(f"{server.url}/staff/sign-in", form={"name": "x"}).status == 405
    page.goto(f"{server.url}/today")
    time.sleep(1)
    assert "signed out" not in page.locator("body").inner_text()
