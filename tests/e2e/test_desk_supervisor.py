"""Supervisors and administrators in a real browser: find, follow up, hold, reassign, export, count, destroy."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Download, Page, expect

from intake.content import load
from intake.content.cases import response_of
from intake.store import demo
from intake.store.lists import Lists, RecordFilter
from intake.store.permissions import Actor, Role
from intake.store.records import Records
from intake.store.schema import RecordStatus
from intake.ui.staff import store_access
from tests.e2e.screen import DESKTOP, OpenPage
from tests.e2e.staff import new_account, picked, press, settled, signed_in, store_of
from tests.real_cases import ACCEPTANCE
from tests.serving import Served

CALLS = 60
ROWS = '[class*="st-key-row_"]'


class Examples(NamedTuple):
    """The desk with made-up calls of "intake" and "intake2"; `to_follow_up` is a caller whose record no test closes."""

    desk: Served
    to_follow_up: str


@pytest.fixture(scope="session")
def examples(desk_of_the_worker: Served) -> Examples:
    desk = desk_of_the_worker
    content = load()
    situations = [response_of(case.answers, content) for case in ACCEPTANCE]
    for name in ("intake", "intake2"):
        new_account(desk, Role.INTAKE, name)
    with store_of(desk) as database:
        demo.fill_store(database, content, situations, CALLS, dt.datetime.now(dt.UTC))
        boss = Actor(new_account(desk, Role.SUPERVISOR), Role.SUPERVISOR)
        calls = RecordFilter((RecordStatus.FOLLOW_UP,))
        last = Lists(database, boss, store_access.now).rows(calls, limit=CALLS)[-1].head
        content_of_last = Records(database, boss, store_access.now).open(last.id).content
    return Examples(desk, content_of_last["answers"]["answers"]["your_name"])


def taken(page: Page, button: str) -> bytes:
    with page.expect_download(timeout=40_000) as waiting:
        page.get_by_role("button", name=button).click()
    download: Download = waiting.value
    return Path(download.path()).read_bytes()


def kinds_of_danger(page: Page) -> list[str]:
    """The gravest kind of danger of each row, in order."""
    return [text.split("(answers now:")[0].strip() for text in page.locator(".ns-chip").all_inner_texts()]


def alerts_answered(page: Page) -> None:
    """Requests for a supervisor that other tests left stand above the list."""
    waiting = page.get_by_role("button", name=re.compile("^I am on it"))
    while waiting.count():
        waiting.first.click()
        settled(page)


def number_of(page: Page, title: str) -> int:
    headings = page.get_by_role("heading", name=re.compile(rf"^{title} \(\d+\)"))
    choices = page.locator('[data-testid="stRadioOption"]').filter(has_text=re.compile(rf"^{title} \(\d+\)"))
    title_with_count = headings.or_(choices).inner_text()
    return int(re.findall(r"\d+", title_with_count)[0])


def test_a_supervisor_finds_holds_and_exports_a_record(examples: Examples, open_page: OpenPage) -> None:
    page = open_page(viewport=DESKTOP)
    signed_in(page, examples.desk, new_account(examples.desk, Role.SUPERVISOR))
    assert number_of(page, "Overdue") > 0
    alerts_answered(page)
    boxes = filter(None, (row.bounding_box() for row in page.locator(ROWS).all()))
    in_sight = [box for box in boxes if box["y"] + box["height"] <= DESKTOP["height"]]
    assert len(in_sight) >= 8, "eight rows on a screen of 1280 by 800"
    order = [tier.text for tier in load().call_desk.kinds]
    kinds = [order.index(kind) for kind in kinds_of_danger(page)]
    assert kinds == sorted(kinds), "the gravest danger comes first"

    picked(page, "Kind of danger", "Help today")
    assert set(kinds_of_danger(page)) == {"Help today"}
    page.get_by_label("Search notes").fill("a door opened")
    page.keyboard.press("Enter")
    settled(page)
    assert number_of(page, "Results in notes") > 0
    page.get_by_label("Find a name or number").fill(examples.to_follow_up.lower())
    page.keyboard.press("Enter")
    settled(page)
    assert number_of(page, "Found") == 1

    press(page, re.compile("^Open "))
    expect(page.locator("body")).to_contain_text(f"Reported by: “{examples.to_follow_up}”")
    page.get_by_label("Reason for a hold (keeps the record from being destroyed)").fill("A court asked for it")
    page.keyboard.press("Enter")
    settled(page)
    press(page, "Place a hold")
    expect(page.locator("body")).to_contain_text("Hold placed")
    press(page, "Ask to lift the hold")
    expect(page.locator("body")).to_contain_text("A second supervisor must approve")
    page.get_by_role("radio", name="Our record system").check(force=True)
    settled(page)
    whole = json.loads(taken(page, "Full record with history (JSON)"))
    assert whole["versions"][0]["content"]["answers"]["answers"]["your_name"] == examples.to_follow_up
    assert whole["audit"][-1]["action"] == "export"


@pytest.mark.long
def test_a_supervisor_exports_what_was_asked_for_and_counts_outcomes(examples: Examples, open_page: OpenPage) -> None:
    page = open_page(viewport=DESKTOP)
    signed_in(page, examples.desk, new_account(examples.desk, Role.SUPERVISOR))
    press(page, "Export")
    for choice in ("Record number", "Outcome"):
        page.get_by_role("combobox", name="Columns").fill(choice)
        page.get_by_role("option", name=choice).click()
        settled(page)
    page.keyboard.press("Escape")
    picked(page, "Purpose", "Report for the agency")
    rows = list(csv.DictReader(io.StringIO(taken(page, "For other programs (CSV)").decode("utf-8-sig"))))
    assert page.get_by_text(re.compile(r"^\d+ records?$")).inner_text().split()[0] == str(len(rows))
    assert list(rows[0]) == ["id", "outcome"], "only the columns asked for"

    press(page, "Outcomes")
    expect(page.locator(".ns-table")).to_contain_text("Warm transfer")
    table = taken(page, "Outcomes (CSV)").decode("utf-8-sig")
    assert '"few"' in table, "small counts do not leave the agency"
    press(page, "Overview")
    expect(page.locator(".ns-table").nth(1)).to_contain_text("intake2")
    expect(page.locator("body")).not_to_contain_text("few")
    expect(page.locator('[data-testid="stVegaLiteChart"] :is(canvas, svg)').first).to_be_visible()
    assert "Example" not in page.locator(".ns-table").first.inner_text()


@pytest.mark.long
def test_a_follow_up_is_added_and_its_record_can_be_closed(examples: Examples, open_page: OpenPage) -> None:
    page = open_page(viewport=DESKTOP)
    signed_in(page, examples.desk, "intake")
    for hidden in ("Overview", "Export", "Record retention", "Staff accounts"):
        expect(page.get_by_role("button", name=hidden)).to_have_count(0)
    before = number_of(page, "Open")
    page.locator('[class*="st-key-open_"] button').first.click()
    settled(page)
    number = page.locator(".ns-caption").inner_text()
    press(page, "Save follow-up")
    expect(page.get_by_role("alert")).to_contain_text("Choose the result of this contact.")
    page.get_by_role("radio", name="Reached", exact=True).check(force=True)
    settled(page)
    press(page, "Save follow-up")
    expect(page.get_by_role("alert")).to_contain_text("Choose whether they are safe now.")
    page.get_by_role("radio", name="There is danger", exact=True).check(force=True)
    settled(page)
    press(page, "Open the call desk")
    expect(page.get_by_role("dialog")).to_contain_text("Danger. Stay on the line.")
    press(page, "Supervisor notified")
    press(page, "Back to the record")
    page.reload()
    settled(page)
    for noted in ("Reached", "There is danger"):
        expect(page.get_by_role("radio", name=noted, exact=True)).to_be_checked()
    picked(page, "Outcome of this contact", "They declined help for now")
    press(page, "Save follow-up")
    expect(page.get_by_role("alert").last).to_contain_text("There is danger. Set a follow-up date")
    for answer in ("Safe now", "First step done"):
        page.get_by_role("radio", name=answer, exact=True).check(force=True)
        settled(page)
    page.get_by_label("What they said and what happens next").fill("They called a doctor.")
    page.keyboard.press("Tab")
    settled(page)
    picked(page, "Outcome of this contact", "Referral accepted")
    press(page, "Save follow-up")
    expect(page.get_by_role("alert").last).to_contain_text("Fill in “Accepted by”.")
    page.get_by_label("Accepted by").fill("Oak Clinic")
    page.keyboard.press("Tab")
    settled(page)
    press(page, "Save follow-up")
    expect(page.get_by_role("status").first).to_have_text("Saved and closed.")
    assert number_of(page, "Open") == before - 1
    page.locator('[data-testid="stRadioOption"]').filter(has_text=re.compile("^Closed")).click()
    settled(page)
    short = number.rpartition(" ")[2]
    closed = page.locator(ROWS).filter(has=page.get_by_role("button", name=f"Open {short}", exact=True))
    expect(closed).to_contain_text("Referral accepted")
    press(page, f"Open {short}")
    for said in ("They called a doctor.", "Referral accepted. Accepted by: Oak Clinic"):
        expect(page.locator("body")).to_contain_text(said)


def test_an_administrator_destroys_expired_records_and_gets_proof(examples: Examples, open_page: OpenPage) -> None:
    page = open_page(viewport=DESKTOP)
    signed_in(page, examples.desk, new_account(examples.desk, Role.ADMINISTRATOR))
    press(page, "Record retention")
    past = number_of(page, "Past their retention period")
    assert past > 0
    press(page, re.compile(r"^Destroy \d+ record"))
    press(page, "Cancel")
    assert number_of(page, "Past their retention period") == past
    press(page, re.compile(r"^Destroy \d+ record"))
    press(page, "Destroy now")
    assert number_of(page, "Past their retention period") < past
    proof = json.loads(taken(page, "Proof of destruction (JSON)"))
    assert len(proof["destroyed"]) >= past - 1
