"""Two relatives call about one man, two workers take the calls, and neither statement is lost or outvoted."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from intake.content.cases import Shorthand
from intake.store.lists import Lists, RecordFilter
from intake.store.permissions import Actor, Role
from intake.store.records import Records
from intake.ui.staff import store_access
from tests.e2e.screen import OpenPage
from tests.e2e.staff import finished_call, heading, new_account, press, settled, store_of
from tests.e2e.test_desk_details import question
from tests.e2e.test_desk_together import at_today, call_from, searched
from tests.serving import Served

SISTER = "Nora"
DUE = store_access.now().date() + timedelta(days=7)


def picked(page: Page, field: str, option: str) -> None:
    """Pick an option of a field about the call."""
    place = page.locator(f'[class*="st-key-about_{field}_en_"]')
    place.get_by_role("radio", name=option, exact=True).check(force=True)
    settled(page)


def finished(page: Page) -> None:
    """Finish the call, whatever else was not asked."""
    press(page, "Finish call")
    press(page, "Finish anyway")
    expect(heading(page)).to_have_text("Today")


def the_wife_calls(page: Page, wife: str) -> str:
    """She is often afraid, and he hit and choked her. Returns the urgency that the desk shows."""
    call_from(page, wife)
    press(page, re.compile("^Safety at home"))
    question(page, "fear", "Often")
    question(page, "violence", "Hit, pushed or hurt someone")
    question(page, "violence", "Choked someone")
    press(page, "Supervisor notified")
    urgency = page.locator(".ns-urgency h2").inner_text()
    press(page, re.compile("^Read back"))
    picked(page, "outcome", "Referral sent")
    page.get_by_label("Referral sent to").fill("Dr. Lee")
    page.keyboard.press("Enter")
    settled(page)
    page.locator('[class*="st-key-about_follow_up_on_en_"]').get_by_role(
        "spinbutton", name=re.compile("^month")
    ).click()
    page.keyboard.type(f"{DUE:%m%d%Y}")
    settled(page)
    finished(page)
    return urgency


def the_sister_calls(page: Page, wife: str, urgency: str) -> None:
    """She denies violence. The desk shows what the wife said above the sister's own answers."""
    searched(page, wife)
    press(page, re.compile(r"^Open \w+ with a reason"))
    page.get_by_role("dialog").get_by_text("Someone from this family is on the line").click()
    settled(page)
    press(page, "Open the case")
    press(page, "New call about this case")
    expect(heading(page)).to_have_text("First minute")
    press(page, "Add a person")
    page.get_by_label("Their name or initials").fill(SISTER)
    press(page, "Add to call")
    press(page, re.compile("^Safety at home"))
    violence = page.locator(".st-key-q_violence")
    expect(violence.locator(".ns-others")).to_contain_text(wife)
    expect(violence.locator(".ns-others")).to_contain_text("Choked someone")
    expect(violence.get_by_role("checkbox", name="Choked someone")).not_to_be_checked()
    question(page, "violence", "None")
    expect(violence.get_by_role("checkbox", name="None", exact=True)).to_be_checked()
    expect(page.locator(".ns-urgency h2")).to_have_text(urgency)


def both_are_in(words: str, wife: str) -> None:
    """Who differs on violence, and what each of them said."""
    assert "Family members differ on this" in words
    told = words[words.index("Family members differ on this") :]
    assert f"{wife}: Hit, pushed or hurt someone; Choked someone" in told
    assert f"{SISTER}: None" in told


def file_for(page: Page, folder: Path) -> str:
    """The text of the PDF for a professional, after the caller's yes."""
    press(page, re.compile("^Read back"))
    return agreed_file(page, folder)


def agreed_file(page: Page, folder: Path) -> str:
    """Note the caller's yes at the read-back; return the text of the PDF for a professional."""
    picked(page, "share", "Yes")
    page.get_by_label("Share with (name)").fill("Dr. Lee")
    picked(page, "share_kind", "Professional")
    picked(page, "share_scope", "The whole summary")
    press(page, "Record their answer")
    with page.expect_download(timeout=60_000) as waiting:
        page.get_by_role("button", name="Summary (PDF)").click()
    waiting.value.save_as(folder / "summary.pdf")
    return " ".join(" ".join(sheet.extract_text().split()) for sheet in PdfReader(folder / "summary.pdf").pages)


def main_of(page: Page) -> Locator:
    return page.locator('[data-testid="stMain"]')


def told_apart(desk: Served, worker: str) -> list[list[str]]:
    """What each person said about violence, as stored in the worker's one record."""
    with store_of(desk) as database:
        actor = Actor(worker, Role.INTAKE)
        (row,) = Lists(database, actor, store_access.now).rows(RecordFilter(owner=worker))
        content = Records(database, actor, store_access.now).open(row.head.id).content
    told = [content["answers"], *content["responses"].values()]
    return sorted(one["answers"]["violence"] for one in told)


def test_what_a_sister_denies_leaves_what_the_wife_said(desk: Served, open_page: OpenPage) -> None:
    """A colleague took the wife's call; the sister's call goes on in the same record."""
    wife, amy = f"Dana {secrets.token_hex(3)}", new_account(desk, Role.INTAKE)
    said: Shorthand = {"danger_now": ("none",), "your_name": wife, "fear": "often", "violence": ("hit", "choked")}
    finished_call(desk, amy, said, "referred")
    page, _ = at_today(open_page, desk, Role.INTAKE)
    the_sister_calls(page, wife, "Get help now")
    page.goto(f"{desk.url}/record")
    settled(page)
    both_are_in(" ".join(main_of(page).inner_text().split()), wife)
    assert told_apart(desk, amy) == [["hit", "choked"], ["none"]]


@pytest.mark.long
def test_what_two_relatives_said_stays_apart_and_the_graver_statement_decides(
    desk: Served, open_page: OpenPage, tmp_path: Path
) -> None:
    first, amy = at_today(open_page, desk, Role.INTAKE)
    wife = f"Dana {secrets.token_hex(3)}"
    urgency = the_wife_calls(first, wife)
    second, ben = at_today(open_page, desk, Role.INTAKE)
    the_sister_calls(second, wife, urgency)
    printed = file_for(second, tmp_path)
    both_are_in(printed, wife)
    assert f"Suggested priority: {urgency}" in printed
    picked(second, "outcome", "Information given")
    finished(second)  # the follow-up promised to the wife still stands
    expect(main_of(second)).to_contain_text(f"{DUE:%B} {DUE.day}, {DUE.year}")

    first.reload()
    settled(first)
    searched(first, wife)
    press(first, re.compile(r"^Open \w+$"))
    expect(main_of(first)).to_contain_text(urgency)
    both_are_in(" ".join(main_of(first).inner_text().split()), wife)

    with store_of(desk) as database:
        actor = Actor(amy, Role.INTAKE)
        (row,) = Lists(database, actor, store_access.now).rows(RecordFilter(owner=amy))
        records = Records(database, actor, store_access.now)
        assert [(call.worker, call.outcome) for call in records.calls(row.head.id)] == [
            (amy, "referred"),
            (ben, "information"),
        ]
    assert told_apart(desk, amy) == [["hit", "choked"], ["none"]]
