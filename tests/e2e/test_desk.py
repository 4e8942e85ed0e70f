"""The call desk in a real browser: sign in, take a call, be interrupted, finish."""

from __future__ import annotations

import random
import re
import sqlite3
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from intake.content import load
from intake.store import maintenance
from intake.store.lists import Lists, RecordFilter
from intake.store.permissions import Actor, Role
from intake.store.records import Records
from intake.ui.staff import store_access
from tests.e2e.screen import DESKTOP, OpenPage
from tests.e2e.staff import (
    CONNECTED,
    PASSWORD,
    focus_on,
    heading,
    press,
    settled,
    store_of,
    tab_to,
    taking_calls,
    version,
)
from tests.e2e.test_desk_details import accessible, question
from tests.e2e.test_two_relatives import agreed_file, finished, picked
from tests.serving import Served

CONTENT = load()


# --- a whole call, by keyboard alone -----------------------------------------------------------------------------


def keys(page: Page, *pressed: str) -> None:
    """Press keys one after another, each as soon as the desk has handled the last."""
    for one in pressed:
        page.keyboard.press(one)
        settled(page)


def type_and_enter(page: Page, words: str) -> None:
    page.keyboard.type(words)
    keys(page, "Enter")


def first_minute(page: Page) -> None:
    """Give each answer with its number, the arrow keys or the space bar; Enter moves on to the next question."""
    focus_on(page, "safe_to_talk")
    keys(page, "Space", "Enter")
    focus_on(page, "danger_now")
    keys(page, "8", "Enter")
    expect(page.get_by_role("checkbox", name="None right now")).to_be_checked()
    focus_on(page, "your_name")
    type_and_enter(page, "Mara Quill")
    focus_on(page, "reach_you")
    type_and_enter(page, "555-0142")
    keys(page, "Space", "Enter")
    focus_on(page, "message_ok")
    keys(page, "Space", "ArrowDown", "Enter")
    expect(page.locator(".ns-facts")).to_contain_text("Yes, but only a name and a number")


def about_alex(page: Page) -> None:
    """Move on two topics; letters do nothing; a word finds a question in another topic."""
    keys(page, "Alt+Shift+N", "Alt+Shift+N")
    expect(heading(page)).to_have_text("First, a few facts")
    focus_on(page, "relationship")
    page.evaluate(
        """() => { window.runs = 0; new MutationObserver(() => window.runs++).observe(
          document.querySelector('[data-testid=stApp]'),
          { attributes: true, attributeFilter: ['data-test-script-state'] }) }"""
    )
    for letter in "crCR":
        page.keyboard.press(letter)
    page.wait_for_timeout(600)
    assert page.evaluate("window.runs") == 0
    expect(page.get_by_role("dialog")).to_have_count(0)
    keys(page, "Space", "Enter", "Space", "ArrowDown", "ArrowDown")
    expect(page.get_by_role("radio", name="26 to 39")).to_be_checked()

    page.keyboard.press("Alt+Shift+M")
    page.keyboard.type("fell twice")
    page.keyboard.press("Enter")
    page.keyboard.type("he is not")  # immediately: the field still has the text of the previous note
    expect(page.locator(".st-key-desk_log")).to_contain_text("fell twice")
    settled(page)
    keys(page, "Alt+Shift+P")
    expect(heading(page)).to_have_text("Danger right now")
    note = page.locator(".st-key-desk_note input")
    expect(note).to_have_value("he is not")
    page.keyboard.press("Alt+Shift+M")
    type_and_enter(page, " breathing well")
    expect(page.locator(".st-key-desk_log")).to_contain_text("he is not breathing well")
    expect(note).to_have_value("")

    page.keyboard.press("Alt+Shift+F")
    type_and_enter(page, "narcan")
    tab_to(page, page.get_by_role("button", name=re.compile("^Naloxone at home")))
    keys(page, "Enter")
    expect(heading(page)).to_have_text("Health, overdose and withdrawal")
    focus_on(page, "naloxone")


def danger_in_mid_call(page: Page) -> None:
    """The drawer closes only with a choice, asks for a reason, and returns the focus."""
    keys(page, "Alt+Shift+P", "Alt+Shift+P", "Alt+Shift+P", "Alt+Shift+P")
    expect(heading(page)).to_have_text("Danger right now")
    focus_on(page, "danger_now")
    keys(page, "Space")
    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text("I am staying on the line with you.")
    expect(drawer).to_contain_text("Give naloxone if you have it")
    keys(page, "Escape", "Alt+Shift+N")
    expect(drawer).to_be_visible()
    tab_to(page, drawer.get_by_role("button", name="They declined"))
    keys(page, "Enter")
    expect(drawer.get_by_role("alert")).to_contain_text("Enter the reason")
    tab_to(page, drawer.get_by_label("Their location (address)"))
    page.keyboard.type("12 Elm Street")
    tab_to(page, drawer.get_by_label("Who was called"))
    page.keyboard.type("county ambulance")
    tab_to(page, drawer.get_by_role("button", name="911 was called"))
    keys(page, "Enter")
    expect(drawer).to_have_count(0)
    focus_on(page, "danger_now")
    expect(page.locator(".st-key-desk_log")).to_contain_text(
        "911 was called. Called: county ambulance. Location: 12 Elm Street."
    )
    expect(page.locator(".ns-facts")).to_contain_text("12 Elm Street")
    expect(page.locator(".ns-urgency")).to_contain_text("Get help now")


def the_line_drops(page: Page, desk: Served) -> None:
    """The server is killed, and the page continues with the next one. After a reload, it says where the call was."""
    desk.kill()
    desk.start()
    page.locator(CONNECTED).wait_for(timeout=30_000)
    settled(page)
    expect(page.locator("#saved")).to_contain_text("Saved", timeout=15_000)
    expect(page.get_by_role("checkbox", name=re.compile("Will not wake up"))).to_be_checked()
    page.reload()
    back = page.locator(".st-key-desk_back")
    expect(back).to_contain_text("You were on Danger right now. Last note: “he is not breathing well”.", timeout=20_000)
    expect(back).to_contain_text("Danger: 911 was called.")
    expect(back).to_contain_text("safety questions left")
    expect(back).to_contain_text("Line dropped? Call back 555-0142. Use the name Mara Quill.")
    settled(page)
    tab_to(page, page.get_by_role("button", name="Continue here"))
    keys(page, "Enter")
    expect(back.get_by_role("button")).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)
    tab_to(page, page.get_by_role("button", name="Arrived"))
    keys(page, "Enter")
    expect(page.locator(".st-key-desk_log")).to_contain_text("Help arrived")


def locked_and_opened(page: Page, desk: Served) -> None:
    """A locked screen shows nothing of a record; after the password it is as before."""
    at = store_access.now() - timedelta(minutes=16)
    with closing(sqlite3.connect(desk.log.parent / "records.db")) as database, database:
        database.execute("UPDATE staff_session SET last_at = ?", (at.strftime("%Y-%m-%d %H:%M:%S.%f"),))
    expect(heading(page)).to_have_text("The screen is locked", timeout=15_000)
    assert "Mara Quill" not in page.content()
    for password, then in (("wrong horse battery", "is incorrect"), (PASSWORD, "Saved")):
        page.get_by_label("Password", exact=True).fill(password)
        press(page, "Continue")
        expect(page.locator('[data-testid="stMain"]')).to_contain_text(then)


def field(page: Page, name: str) -> Locator:
    """The container of a field about the call."""
    return page.locator(f'[class*="st-key-about_{name}_en_"]')


def choose(page: Page, name: str, first: str) -> None:
    """Choose the first option of a field."""
    tab_to(page, field(page, name).get_by_role("radio", name=first))
    keys(page, "Space")


def read_back_and_agree(page: Page, folder: Path) -> None:
    """Read back; get no file before the caller says yes; then get the PDF."""
    keys(page, "Alt+Shift+E")
    expect(heading(page)).to_have_text("Read back and finish")
    for title in ("Situation", "Background", "Assessment", "Next steps", "Not known"):
        expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
    expect(page.locator('[data-testid="stMain"]')).to_contain_text("“Mara Quill”")
    tab_to(page, page.get_by_role("radio", name="Confirmed"))
    keys(page, "Space")
    expect(page.get_by_role("button", name="Summary (PDF)")).to_have_count(0)
    expect(page.locator('[data-testid="stMain"]')).to_contain_text(
        "No file yet. Record their answer about sharing first."
    )
    tab_to(page, field(page, "share").get_by_role("radio", name="Yes"))
    keys(page, "Space")
    tab_to(page, page.get_by_label("Share with (name)"))
    page.keyboard.type("Dr. Lee")
    choose(page, "share_kind", "Professional")
    choose(page, "share_scope", "The whole summary")
    tab_to(page, page.get_by_role("button", name="Record their answer"))
    keys(page, "Enter")
    tab_to(page, page.get_by_role("checkbox", name="Some of this comes from a Part 2 program’s records"))
    keys(page, "Space")
    expect(page.locator('[data-testid="stMain"]')).to_contain_text("written consent is not complete")
    choose(page, "part_2_signed", "Yes")
    tab_to(page, page.get_by_label("Who may receive it (name)"))
    page.keyboard.type("Dr. Lee")
    choose(page, "part_2_scope", "The whole summary")
    tab_to(page, page.get_by_role("button", name="Summary (PDF)"))
    with page.expect_download(timeout=60_000) as waiting:
        page.keyboard.press("Enter")
    waiting.value.save_as(folder / "summary.pdf")
    with page.expect_download(timeout=20_000) as waiting:
        tab_to(page, page.get_by_role("button", name="Plain text for a record system"))
        page.keyboard.press("Enter")
    waiting.value.save_as(folder / "summary.txt")


def follow_up_and_finish(page: Page) -> None:
    due = store_access.now().date() + timedelta(days=7)
    tab_to(page, page.get_by_role("radio", name="Referral sent"))
    keys(page, "ArrowDown")
    expect(page.get_by_role("radio", name="Emergency help was called")).to_be_checked()
    tab_to(page, field(page, "follow_up_on").get_by_role("spinbutton", name=re.compile("^month")))
    page.keyboard.type(f"{due:%m%d%Y}")
    settled(page)
    tab_to(page, page.get_by_label("Who will call"))
    page.keyboard.type("Bea")
    tab_to(page, page.get_by_label("Your note"))
    page.keyboard.type("ask about the neighbor")
    tab_to(page, page.get_by_role("button", name="Finish call"))
    keys(page, "Enter")
    expect(page.get_by_role("alert")).to_contain_text("safety questions were not asked. Topics: ")
    tab_to(page, page.get_by_role("button", name="Finish anyway"))
    keys(page, "Enter")
    expect(heading(page)).to_have_text("Today", timeout=15_000)
    expect(page.locator('[data-testid="stMain"]')).to_contain_text(f"{due:%B} {due.day}, {due.year}")


@pytest.mark.long
def test_a_whole_call_by_keyboard_alone(desk: Served, open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(viewport=DESKTOP)
    taking_calls(page, desk)
    tab_to(page, page.get_by_role("button", name="New call"))
    keys(page, "Enter")
    first_minute(page)
    about_alex(page)
    danger_in_mid_call(page)
    the_line_drops(page, desk)
    locked_and_opened(page, desk)
    read_back_and_agree(page, tmp_path)
    follow_up_and_finish(page)

    notice = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
    text = (tmp_path / "summary.txt").read_text()
    assert text.rstrip().endswith(notice)
    printed = " ".join(" ".join(sheet.extract_text().split()) for sheet in PdfReader(tmp_path / "summary.pdf").pages)
    assert notice in printed
    for words in (text, printed):
        assert "Mara Quill" in words
        assert "ask about the neighbor" not in words
    files = b"".join(file.read_bytes() for file in desk.log.parent.glob("records.*"))
    for word in ("Quill", "fell twice", "county ambulance", "Elm Street", "Dr. Lee", PASSWORD):
        assert word.encode() not in files
        assert word not in desk.log.read_text()


def test_a_call_from_hello_to_the_file(desk: Served, open_page: OpenPage, tmp_path: Path) -> None:
    """With danger in the middle and a locked screen. The first minute by keyboard, the rest with a mouse."""
    page = open_page(viewport=DESKTOP)
    taking_calls(page, desk)
    press(page, "New call")
    first_minute(page)
    accessible(page, "first minute", [DESKTOP])
    question(page, "danger_now", CONTENT.questionnaire.items["danger_now"].by_code["not_waking"].text)
    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text("Give naloxone if you have it")
    accessible(page, "drawer", [DESKTOP])
    press(page, "They declined")
    expect(drawer.get_by_role("alert")).to_contain_text("Enter the reason")
    drawer.get_by_label("Their location (address)").fill("12 Elm Street")
    press(page, "911 was called")
    expect(drawer).to_have_count(0)
    expect(page.locator(".st-key-desk_log")).to_contain_text("911 was called. Location: 12 Elm Street.")
    expect(page.locator(".ns-urgency")).to_contain_text("Get help now")
    locked_and_opened(page, desk)

    keys(page, "Alt+Shift+E")
    for title in ("Situation", "Background", "Assessment", "Next steps", "Not known"):
        expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Summary (PDF)")).to_have_count(0)
    accessible(page, "read back", [DESKTOP])
    printed = agreed_file(page, tmp_path)
    assert "Mara Quill" in printed
    assert "Suggested priority: Get help now" in printed
    picked(page, "outcome", "Emergency help was called")
    finished(page)
    files = b"".join(file.read_bytes() for file in desk.log.parent.glob("records.*"))
    for word in ("Quill", "Elm Street", "Dr. Lee"):
        assert word.encode() not in files
        assert word not in desk.log.read_text()


# --- killed at any moment ----------------------------------------------------------------------------------------

PICKS = {
    "relationship": ("child", "partner", "parent", "sibling", "relative", "friend", "other"),
    "lo_age": ("under_18", "18_25", "26_39", "40_64", "65_up"),
    "live_together": ("yes", "sometimes", "no"),
    "same_place": ("yes", "no"),
}


def options(page: Page, link_id: str) -> Locator:
    return page.locator(f".st-key-q_{link_id} input[type=radio]")


def on_the_screen(page: Page) -> dict[str, str]:
    """The options that the questions show as selected."""
    places = {
        link_id: options(page, link_id).evaluate_all("all => all.findIndex((one) => one.checked)") for link_id in PICKS
    }
    return {link_id: PICKS[link_id][place] for link_id, place in places.items() if place >= 0}


def answer_until_killed(page: Page, desk: Served, chance: random.Random, known: dict[str, str], at: float) -> str:
    """Pick answers until the server is killed; `known` collects what the screen reported as saved.

    Return the last question answered but not acknowledged: its answer may or may not be saved.
    """
    while True:
        link_id = chance.choice(list(PICKS))
        place = chance.randrange(len(PICKS[link_id]))
        before = version(page)
        if on_the_screen(page).get(link_id) == PICKS[link_id][place]:
            continue
        options(page, link_id).nth(place).locator("xpath=ancestor::label").click()
        while version(page) <= before:
            if time.monotonic() > at:
                desk.kill()
                return link_id
            page.wait_for_timeout(10)
        known[link_id] = PICKS[link_id][place]


def answers_in(records: Records, record: str) -> dict[str, str]:
    """The saved answers."""
    found: dict[str, str] = records.open(record).content["answers"]["answers"]
    return found


@pytest.mark.parametrize("kills", [pytest.param(number, marks=pytest.mark.long) for number in (2, 50)])
def test_an_answer_reported_as_saved_survives_any_kill(desk: Served, open_page: OpenPage, kills: int) -> None:
    """What was picked while the server was down is saved by the next one, without a click."""
    page = open_page(viewport=DESKTOP)
    actor = Actor(taking_calls(page, desk), Role.INTAKE)
    press(page, "New call")
    press(page, re.compile("^First, a few facts"))
    with store_of(desk) as database:
        record = Lists(database, actor, store_access.now).rows(RecordFilter(owner=actor.name))[0].head.id
        kill_and_compare(page, desk, Records(database, actor, store_access.now), record, kills)
        assert maintenance.find_damage(database) == []


def kill_and_compare(page: Page, desk: Served, records: Records, record: str, kills: int) -> None:
    """Answer and kill this many times; each time the record has what the screen reported as saved."""
    chance, known, acknowledged = random.Random(kills), dict[str, str](), 0
    for _ in range(kills):
        before = version(page)
        late = answer_until_killed(page, desk, chance, known, time.monotonic() + 0.2 + chance.random())
        acknowledged += version(page) - before
        there = answers_in(records, record)
        for link_id, code in known.items():
            assert there[link_id] == code or link_id == late
        desk.start()
        page.locator(CONNECTED).wait_for(timeout=30_000)
        until = time.monotonic() + 30
        while (there := answers_in(records, record)) != {**there, **on_the_screen(page)}:
            assert time.monotonic() < until, "what is on the screen is saved"
            page.wait_for_timeout(50)
        known.update({link_id: there[link_id] for link_id in PICKS if link_id in there})
        expect(page.locator("#saved")).to_contain_text("Saved", timeout=20_000)
        settled(page)
    assert acknowledged >= kills


# --- who gets in -------------------------------------------------------------------------------------------------


def test_without_signing_in_nothing_of_the_desk_is_shown(desk: Served, open_page: OpenPage) -> None:
    page = open_page(viewport=DESKTOP)
    for path in ("today", "call", "wrap-up", "administration"):
        page.goto(f"{desk.url}/{path}")
        settled(page)
        expect(page.get_by_role("heading", name="You are signed out")).to_be_visible(timeout=15_000)
        expect(page.get_by_role("button")).to_have_count(0)


def test_a_failed_sign_in_says_so_and_a_form_from_another_site_is_refused(desk: Served, open_page: OpenPage) -> None:
    page = open_page(viewport=DESKTOP)
    page.goto(f"{desk.url}/staff/sign-in")
    page.fill("#name", "nobody")
    page.fill("#password", PASSWORD)
    page.fill("#code", "000000")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("is incorrect")
    assert page.context.cookies() == [one for one in page.context.cookies() if one["name"] != "next_step_staff"]
    given: dict[str, str | float | bool] = {"name": "nobody", "password": PASSWORD, "code": "000000"}
    other = page.request.post(
        f"{desk.url}/staff/sign-in", form=given, headers={"Origin": "https://elsewhere.example.org"}
    )
    assert other.status == 403


def test_families_see_nothing_of_the_desk_if_it_is_not_served(server: Served, open_page: OpenPage) -> None:
    page = open_page(viewport=DESKTOP)
    for path in ("staff/sign-in", "staff/begin/x"):
        answer = page.goto(f"{server.url}/{path}")
        assert answer is not None
        assert "Password" not in page.locator("body").inner_text()
    assert page.request.post(f"{server.url}/staff/sign-in", form={"name": "x"}).status == 405
    page.goto(f"{server.url}/today")
    time.sleep(1)
    assert "signed out" not in page.locator("body").inner_text()
