"""Sign-in in a real browser: on the app's own forms, and at a provider that runs in its own process."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from intake.ui.staff.routes import COOKIE
from tests.e2e.provider import a_provider, command_with
from tests.e2e.screen import DESKTOP, HEADING, RUNS, OpenPage
from tests.e2e.staff import PASSWORD, press, served_desk, settled
from tests.serving import ROOT, Served, serve

TYPED = "Mara Quill"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A staff-only server where everyone signs in at the provider."""
    folder = tmp_path_factory.mktemp("sign_in")
    settings = {
        "NEXT_STEP_AREAS": '["staff"]',
        "NEXT_STEP_DATABASE": f"sqlite:///{folder}/records.db",
        "NEXT_STEP_RECORDS_KEY_FILE": f"{folder}/records.key",
        "NEXT_STEP_LOCAL_ACCOUNTS": "false",
        "NEXT_STEP_FIRST_ADMINISTRATOR": "Ada@example.org",
    }
    with a_provider() as provider:
        command = command_with(provider, folder)
        with serve(ROOT / "app.py", folder / "log.txt", command, **settings) as served:
            yield served


@pytest.fixture
def people(chromium: Browser) -> Iterator[list[BrowserContext]]:
    """The browser profiles that a test opens."""
    opened: list[BrowserContext] = []
    yield opened
    for one in opened:
        one.close()


def new_person(chromium: Browser, people: list[BrowserContext], **options: object) -> Page:
    context = chromium.new_context(viewport=DESKTOP, **options)  # type: ignore[arg-type]
    context.set_default_timeout(15_000)
    context.add_init_script(path=RUNS)
    people.append(context)
    return context.new_page()


def heading(page: Page, words: str) -> None:
    expect(page.locator(HEADING)).to_have_text(words, timeout=45_000)


def sign_in(page: Page, desk: Served, subject: str) -> None:
    """Go from the server's address through the provider's page to the page that follows."""
    page.goto(desk.url)
    heading(page, "You are signed out")
    page.get_by_role("link", name="Sign in").click()
    page.get_by_role("link", name="Sign in with Agency").click()
    page.get_by_role("button", name=subject).click()
    page.wait_for_url(f"{desk.url}/today")
    settled(page)


def admit(page: Page, known_as: str, name: str) -> None:
    """Create an account for a member of intake staff, as the administrator."""
    page.get_by_role("radio", name=re.compile("^Intake")).last.check(force=True)
    settled(page)
    for label, typed in (("Email address", known_as), ("Display name", name.title()), ("Username", name)):
        page.get_by_label(re.compile(f"^{label}")).fill(typed)
        page.keyboard.press("Tab")
        settled(page)
    press(page, "Create account")
    expect(page.get_by_role("button", name=f"Edit {name.title()}")).to_be_visible()


def kept(desk: Served, words: str, *values: object) -> list[tuple[object, ...]]:
    """Run one SQL statement on the store; return its rows."""
    with closing(sqlite3.connect(desk.log.parent / "records.db")) as database, database:
        return database.execute(words, values).fetchall()


def left_alone(desk: Served, seconds: int) -> None:
    """Make it look as if no one had touched Bea's screen for this long."""
    at = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=seconds)
    changed = "UPDATE staff_session SET last_at = ? WHERE name = 'bea' AND ended_at IS NULL"
    kept(desk, changed, at.strftime("%Y-%m-%d %H:%M:%S.%f"))


# --- on the forms of this app -------------------------------------------------------------------------------------


def make_account(page: Page, address: str, name: str) -> str:
    """Follow an invitation; return the secret for the authenticator app."""
    page.goto(address)
    page.fill("#name", name)
    page.fill("#shown_as", name.title())
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Create account").click()
    return page.locator("#letters").inner_text()


def fill_in(page: Page, url: str, name: str, letters: str) -> None:
    """Sign in with a name, a password and a code, as far as Today."""
    page.goto(f"{url}/staff/sign-in")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.fill("#code", pyotp.TOTP(letters).now())
    page.get_by_role("button", name="Sign in").click()
    heading(page, "Today")


def test_the_first_account_invites_a_second_and_both_sign_in_with_password_and_code(
    open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page(viewport=DESKTOP)
    with served_desk(tmp_path) as desk:
        invitation = re.search(r"/staff/begin/\S+", desk.log.read_text())
        assert invitation, "the console says where to create the first account"
        letters = make_account(page, desk.url + invitation[0], "ada")
        fill_in(page, desk.url, "ada", letters)
        expect(page.locator("body")).to_contain_text("Your role cannot open records.")
        press(page, "Staff accounts")
        page.get_by_role("radio", name=re.compile("^Intake")).check(force=True)
        settled(page)
        press(page, "Create link")
        link = page.locator("code").inner_text()
        page.get_by_role("button", name="Sign out: Ada").click()
        expect(page.get_by_role("status")).to_have_text("You are signed out.")
        assert page.context.cookies() == [one for one in page.context.cookies() if one["name"] != COOKIE]
        page.goto(f"{desk.url}/today")
        heading(page, "You are signed out")
        fill_in(page, desk.url, "bea", make_account(page, link, "bea"))
        expect(page.get_by_role("button", name="New call")).to_be_visible()


# --- at a provider -------------------------------------------------------------------------------------------------


@pytest.mark.long
def test_a_person_known_to_the_provider_still_needs_an_account_here(
    desk: Served, chromium: Browser, people: list[BrowserContext]
) -> None:
    ada, bea, dan = (new_person(chromium, people) for _ in range(3))
    sign_in(ada, desk, "1001")
    heading(ada, "Today")
    expect(ada.locator("body")).to_contain_text("Your role cannot open records.")

    sign_in(dan, desk, "1004")
    heading(dan, "You do not have an account here yet.")
    code = dan.locator("code").inner_text()
    for path in ("call", "wrap-up", "administration"):
        dan.goto(f"{desk.url}/{path}")
        heading(dan, "You do not have an account here yet.")
    expect(dan.get_by_role("button")).to_have_count(1)

    press(ada, "Staff accounts")
    admit(ada, "bea@example.org", "bea")
    admit(ada, code, "dan")
    sign_in(bea, desk, "1002")
    heading(bea, "Today")
    expect(bea.get_by_role("button", name="New call")).to_be_visible()
    expect(bea.get_by_role("button", name="Staff accounts")).to_have_count(0)

    press(ada, "Edit Bea")
    ada.get_by_role("radio", name=re.compile("^Administrator")).first.check(force=True)
    settled(ada)
    press(ada, "Save role")
    press(bea, "Today")
    expect(bea.locator("body")).to_contain_text("Your role cannot open records.")
    press(bea, "Staff accounts")
    heading(bea, "Staff accounts")

    copied = bea.context.cookies()
    assert "_streamlit_user" in {one["name"] for one in copied}
    assert all(one["httpOnly"] for one in copied if one["name"].startswith("_streamlit_user"))
    half_a_day = dt.datetime.now(dt.UTC).timestamp() + 12 * 3600 + 60
    assert all(one["expires"] < half_a_day for one in copied if one["name"].startswith("_streamlit_user"))
    other_tab = bea.context.new_page()
    other_tab.goto(f"{desk.url}/administration")
    heading(other_tab, "Staff accounts")
    press_out = bea.get_by_role("button", name="Sign out: Bea")
    press_out.click()
    bea.get_by_role("button", name="End session").click()
    expect(bea.get_by_role("status")).to_have_text("You are signed out.")
    assert bea.url == f"{desk.url}/staff/sign-in?out"
    assert not [one["name"] for one in bea.context.cookies() if one["name"].startswith("_streamlit_user")]
    heading(other_tab, "You are signed out")
    thief = new_person(chromium, people)
    thief.context.add_cookies([{**one} for one in copied])  # type: ignore[typeddict-item]
    for path in ("today", "administration"):
        thief.goto(f"{desk.url}/{path}")
        heading(thief, "You are signed out")
    assert ("sign-out",) in kept(desk, "SELECT action FROM audit WHERE actor = 'bea'")


def test_a_person_in_500_groups_signs_in(desk: Served, chromium: Browser, people: list[BrowserContext]) -> None:
    gil = new_person(chromium, people)
    sign_in(gil, desk, "1005")
    heading(gil, "You do not have an account here yet.")
    expect(gil.locator("code")).to_have_text("gil@example.org")
    cookies = gil.context.cookies()
    assert all(one["httpOnly"] for one in cookies)
    assert sum(len(one["name"]) + len(one["value"]) + 3 for one in cookies) < 8_000


@pytest.mark.long
def test_an_idle_screen_warns_locks_and_reopens_where_it_was(
    desk: Served, chromium: Browser, people: list[BrowserContext]
) -> None:
    ada, bea = (new_person(chromium, people) for _ in range(2))
    sign_in(ada, desk, "1001")
    press(ada, "Staff accounts")
    if kept(desk, "SELECT 1 FROM staff WHERE name = 'bea'"):
        kept(desk, "UPDATE staff SET role = 'intake' WHERE name = 'bea'")
    else:
        admit(ada, "bea@example.org", "bea")
    sign_in(bea, desk, "1002")
    press(bea, "New call")
    bea.get_by_label("Your name or initials").fill(TYPED)
    bea.keyboard.press("Tab")
    settled(bea)

    warning = bea.get_by_role("status").filter(has_text="The screen locks in one minute.")
    expect(warning).to_have_count(0)
    left_alone(desk, 14 * 60 + 10)
    before = kept(desk, "SELECT last_at FROM staff_session WHERE name = 'bea' AND ended_at IS NULL")
    expect(warning).to_have_count(1, timeout=15_000)
    bea.wait_for_timeout(11_000)
    still = kept(desk, "SELECT last_at FROM staff_session WHERE name = 'bea' AND ended_at IS NULL")
    assert before == still, "the warning itself does not count as activity"
    expect(bea.get_by_role("button", name="Stay signed in")).to_be_visible()
    bea.keyboard.press("Shift")
    expect(warning).to_have_count(0)
    settled(bea)
    now = kept(desk, "SELECT last_at FROM staff_session WHERE name = 'bea' AND ended_at IS NULL")
    assert str(now[0][0]) > str(before[0][0])

    left_alone(desk, 14 * 60 + 50)
    heading(bea, "The screen is locked")
    for word in (TYPED, "First minute", "How to reach you"):
        assert word not in bea.content()
    expect(bea.get_by_role("textbox")).to_have_count(0)
    other_tab = bea.context.new_page()
    other_tab.goto(f"{desk.url}/call")
    heading(other_tab, "The screen is locked")
    bea.get_by_role("button", name="Sign in again").click()
    bea.get_by_role("button", name="1002").click()
    heading(bea, "First minute")
    assert bea.url == f"{desk.url}/call"
    expect(bea.get_by_label("Your name or initials")).to_have_value(TYPED)
    heading(other_tab, "You are signed out")
