"""Several people at the desk, each in a browser of their own: alerts, the live board, shared cases, a hand-over."""

from __future__ import annotations

import re
import secrets

import pytest
from playwright.sync_api import Page, expect

from intake.store.permissions import Role
from tests.e2e.screen import DESKTOP, OpenPage
from tests.e2e.staff import heading, new_account, picked, press, settled, signed_in
from tests.e2e.test_desk_details import accessible
from tests.serving import Served


def at_today(open_page: OpenPage, desk: Served, role: Role) -> tuple[Page, str]:
    """Today in a browser of its own, and the name of the account."""
    page, name = open_page(viewport=DESKTOP), new_account(desk, role)
    signed_in(page, desk, name)
    return page, name


def call_from(page: Page, caller: str) -> None:
    press(page, "New call")
    page.get_by_label("Your name or initials").fill(caller)
    page.keyboard.press("Tab")
    settled(page)
    expect(page.locator("#saved")).to_contain_text("Saved")


def searched(page: Page, name: str) -> None:
    page.get_by_label("Find a name or number").fill(name)
    page.keyboard.press("Enter")
    settled(page)


def test_an_alert_arrives_in_another_browser_and_its_answer_comes_back(desk: Served, open_page: OpenPage) -> None:
    """Nobody reloads a page."""
    worker, amy = at_today(open_page, desk, Role.INTAKE)
    boss, sue = at_today(open_page, desk, Role.SUPERVISOR)
    call_from(worker, "Ann Example")
    press(boss, "Live board")
    row = boss.locator('[class*="st-key-row_live_"]').filter(has_text=amy)
    expect(row).to_contain_text(re.compile(r"\d+ minutes?"))

    press(worker, "Ask for a supervisor")
    expect(worker.locator(".st-key-desk_supervisor")).to_contain_text("No answer yet.")
    alert = boss.locator(".st-key-desk_alerts [role=alert]").filter(has_text=amy)
    expect(alert).to_contain_text("asked for a supervisor at")
    settled(boss)
    accessible(boss, "live board", [DESKTOP])

    boss.locator('[class*="st-key-alert_"]').filter(has_text=amy).get_by_role("button", name="I am on it").click()
    expect(alert).to_have_count(0)
    expect(boss.locator(".st-key-desk_live")).to_contain_text(f"{sue} answered")
    expect(worker.locator(".st-key-desk_supervisor")).to_contain_text(f"{sue} answered at")
    settled(worker)
    press(worker, re.compile("^Next topic"))
    log = worker.locator(".st-key-desk_log")
    for line in ("Asked for a supervisor", "A supervisor answered"):
        expect(log).to_contain_text(line)


@pytest.mark.long
def test_a_supervisor_told_in_the_danger_drawer_is_alerted_and_looks_on_without_saving(
    desk: Served, open_page: OpenPage
) -> None:
    worker, amy = at_today(open_page, desk, Role.INTAKE)
    boss, _ = at_today(open_page, desk, Role.SUPERVISOR)
    call_from(worker, "Ben Example")
    press(worker, re.compile("^Danger"))
    press(worker, "Supervisor notified")
    saved = worker.locator("#saved").get_attribute("data-version")
    banner = boss.locator('[class*="st-key-alert_"]').filter(has_text=amy)
    banner.get_by_role("button", name=re.compile("^View: ")).click()
    expect(heading(boss)).to_have_text("B. E.")
    expect(boss.locator("body")).to_contain_text(f"{amy} is on this call.")
    expect(boss.locator("body")).to_contain_text("Supervisor notified.")
    expect(boss.locator(".st-key-desk_look input")).to_have_count(0)
    accessible(boss, "look", [DESKTOP])
    worker.get_by_label("Your name or initials").fill("Benjamin Example Older")
    worker.keyboard.press("Tab")
    settled(worker)
    expect(heading(boss)).to_have_text("B. E. O.")
    settled(worker)
    assert int(worker.locator("#saved").get_attribute("data-version") or 0) == int(saved or 0) + 1


@pytest.mark.long
def test_a_colleagues_case_opens_with_a_reason_and_is_handed_over(desk: Served, open_page: OpenPage) -> None:
    first, amy = at_today(open_page, desk, Role.INTAKE)
    second, bea = at_today(open_page, desk, Role.INTAKE)
    caller = f"Cleo {secrets.token_hex(3)}"
    call_from(first, caller)

    searched(second, caller)
    found = second.locator('[class*="st-key-row_found_"]')
    expect(found).to_have_count(1)
    expect(found).to_contain_text(f"Assigned to {amy}")
    expect(found).not_to_contain_text(caller)
    press(second, re.compile(r"^Open \w+ with a reason"))
    dialog = second.get_by_role("dialog")
    expect(dialog).to_contain_text(f"Talk to {amy} before you open it.")
    accessible(second, "reason", [DESKTOP])
    press(second, "Open the case")
    expect(dialog.get_by_role("alert").last).to_have_text("Choose a reason.")
    dialog.get_by_text("Someone from this family is on the line").click()
    settled(second)
    press(second, "Open the case")
    expect(second.get_by_label("Your name or initials")).to_have_value(caller)
    expect(second.locator(".st-key-desk_back")).to_contain_text(f"{amy} is on this call.")
    expect(second.locator(".st-key-desk_log")).to_contain_text("Opened with a reason: Someone from this family")

    first.goto(f"{desk.url}/record")
    settled(first)
    picked(first, "Colleague", bea)
    press(first, "Offer this case")
    expect(first.locator("body")).to_contain_text(f"Offered to {bea}")
    press(second, "Today")
    press(second, re.compile("^Take "))
    expect(second.get_by_role("status").first).to_have_text("The case is yours now.")
    first.reload()
    settled(first)
    expect(first.locator("body")).to_contain_text("This record is now assigned to someone else.")


@pytest.mark.long
def test_two_browsers_change_one_case_and_lose_nothing(desk: Served, open_page: OpenPage) -> None:
    """What only one of them changed is kept from both; where they differ, whoever saves second chooses."""
    first, _ = at_today(open_page, desk, Role.INTAKE)
    second, bea = at_today(open_page, desk, Role.INTAKE)
    caller = f"Dee {secrets.token_hex(3)}"
    call_from(first, caller)
    searched(second, caller)
    press(second, re.compile(r"^Open \w+ with a reason"))
    second.get_by_role("dialog").get_by_text("Someone from this family is on the line").click()
    settled(second)
    press(second, "Open the case")
    expect(second.get_by_label("Your name or initials")).to_have_value(caller)

    for page, name in ((second, f"{caller} of 2*3*4"), (first, f"{caller} of :smile:")):
        page.get_by_label("Your name or initials").fill(name)
        page.keyboard.press("Tab")
        settled(page)
    problem = first.get_by_role("alert").filter(has_text=bea)
    expect(problem).to_contain_text("Everything else is kept.")
    expect(first.locator("#saved")).to_have_text("Not saved. See the top of this page.")
    expect(first.locator("#saved")).to_be_in_viewport()
    accessible(first, "conflict", [DESKTOP])
    for words in (f"Yours: “{caller} of :smile:”", f"{bea}: “{caller} of 2*3*4”"):
        shown = first.locator('[class*="st-key-differ_"] label').filter(has_text=words.split(":")[0])
        assert words in shown.first.inner_text().replace("\N{WORD JOINER}", "")
    press(first, "Save")
    expect(first.get_by_role("alert").last).to_have_text("Choose one answer for each difference first.")
    first.locator('[class*="st-key-differ_"] label').filter(has_text=bea).click()
    settled(first)
    press(first, "Save")
    expect(first.get_by_label("Your name or initials")).to_have_value(f"{caller} of 2*3*4")
    expect(first.locator("#saved")).to_contain_text("Saved")
