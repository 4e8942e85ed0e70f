"""More of the call desk in a real browser: who said what, a family's file, and failed saves."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from intake.content import load
from intake.domain.response import Absent, Answer, Response
from intake.saved import payload
from intake.ui.staff import store_access
from tests.e2e.screen import DESKTOP, PHONE, OpenPage, sideways
from tests.e2e.staff import heading, press, settled, taking_calls
from tests.saved.files import carrying
from tests.serving import Served

CONTENT = load()
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def accessible(page: Page, screen: str, judged: Sequence[Mapping[str, int]]) -> None:
    """Nothing is wider than the window, on a desktop or a phone, and axe finds no problems at the sizes it checks."""
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        settled(page)
        assert sideways(page) <= 0, screen
        if size in judged:
            found = Axe().run(page, options={"runOnly": list(TAGS)}).response["violations"]
            assert [f"{screen}: {rule['id']}: {rule['nodes'][0]['html'][:120]}" for rule in found] == []
    page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]


def question(page: Page, link_id: str, words: str) -> None:
    """Press something in a question."""
    page.locator(f".st-key-q_{link_id}").get_by_text(words, exact=True).click()
    settled(page)


def told_unasked(page: Page) -> None:
    """ "Unknown" counts as asked; what the caller volunteered need not be asked; another note corrects a note on it."""
    row = page.get_by_role("button", name=re.compile("^Safety at home"))
    expect(row).to_contain_text("4 safety questions left")
    question(page, "fear", "I do not know")
    expect(row).to_contain_text("3 safety questions left")
    expect(page.locator(".st-key-q_fear")).to_contain_text("Not known. Does not mean no")
    question(page, "means", "They already told me")
    expect(page.locator(".st-key-q_means")).to_contain_text("They already told you. Do not ask.")
    expect(page.get_by_role("heading", name=re.compile("Could they get to a gun"))).to_have_count(0)
    question(page, "means", "Note on this question")
    page.keyboard.type("the rifle is his uncle's")
    page.keyboard.press("Enter")
    notes = page.locator(".st-key-q_means .ns-note")
    expect(notes).to_contain_text("the rifle is his uncle's")
    settled(page)
    press(page, re.compile("^Correct note from "))
    line = page.locator(".st-key-desk_note input")
    expect(line).to_have_value("the rifle is his uncle's")
    line.fill("it is his aunt's")
    line.press("Enter")
    expect(notes).to_have_count(2)
    expect(notes.last).to_contain_text(re.compile("Corrects the note from .* aunt's"))
    settled(page)


def others_on_the_line(page: Page) -> None:
    """Someone else, whose name must not become markup, takes the phone, and an interpreter joins.

    Each question shows the answer of the person on the line, and what others told above it.
    """
    press(page, "Add a person")
    page.get_by_label("Their name or initials").fill("Father [Joe](x)")
    press(page, "Add to call")
    none = page.locator(".st-key-q_violence").get_by_role("checkbox", name="None", exact=True)
    unknown = page.locator(".st-key-q_fear").get_by_role("radio", name="I do not know")
    expect(page.locator(".st-key-q_fear .ns-others")).to_have_text("The caller: Not known")
    expect(unknown).not_to_be_checked()
    question(page, "violence", "None")
    press(page, "Next speaker")
    expect(page.locator(".st-key-q_violence .ns-others")).to_have_text("Father [Joe](x): None")
    expect(none).not_to_be_checked()
    expect(unknown).to_be_checked()
    expect(page.locator(".st-key-q_fear .ns-others")).to_have_count(0)
    press(page, "Next speaker")
    expect(none).to_be_checked()
    page.locator(".st-key-desk_beside").get_by_text("Interpreter on the line").click()
    settled(page)
    page.get_by_label("Language", exact=True).fill("Spanish")
    page.get_by_label("Interpreter’s name or number").fill("no. 40871")
    page.keyboard.press("Tab")
    settled(page)
    expect(page.locator(".st-key-q_violence .ns-piece")).to_have_count(2)
    log = page.locator(".st-key-desk_log")
    expect(log).to_contain_text("An interpreter is on the line.")
    expect(log).to_contain_text("On the line now: Father [Joe](x)")


def sharing(page: Page) -> None:
    """Without consent there is no file; with consent to share only the number, nothing else is shared."""
    page.get_by_role("radio", name="No", exact=True).check(force=True)
    settled(page)
    press(page, "Record their answer")
    expect(page.locator('[data-testid="stMain"]')).to_contain_text("No file. They said no")
    page.get_by_role("radio", name="Only the phone number").check(force=True)
    settled(page)
    page.get_by_label("Share with").fill("Dr. Lee")
    page.get_by_role("radio", name="Doctor").check(force=True)
    settled(page)
    press(page, "Record their answer")
    expect(page.get_by_role("button", name="Phone number (text)")).to_be_visible()
    expect(page.get_by_role("button", name="Summary (PDF)")).to_have_count(0)


@pytest.mark.long
@pytest.mark.parametrize("judged", [pytest.param([DESKTOP], id="desk"), pytest.param([DESKTOP, PHONE], id="phone")])
def test_the_record_tells_apart_speakers_volunteered_answers_and_unknowns(
    desk: Served, open_page: OpenPage, judged: Sequence[Mapping[str, int]]
) -> None:
    page = open_page(viewport=DESKTOP)
    taking_calls(page, desk)
    press(page, "New call")
    accessible(page, "first minute", judged)
    press(page, re.compile("^Safety at home"))
    told_unasked(page)
    others_on_the_line(page)
    accessible(page, "topic", judged)
    press(page, re.compile("^Danger Alt"))
    accessible(page, "drawer", judged)
    press(page, "Supervisor notified")
    expect(page.locator(".st-key-desk_log")).to_contain_text("Supervisor notified.")

    page.reload()
    press(page, "Continue here")
    expect(page.get_by_label("Interpreter’s name or number")).to_have_value("no. 40871")
    expect(page.locator(".st-key-q_means")).to_contain_text("They already told you. Do not ask.")
    expect(page.get_by_label("On the line (Alt+Shift+S)")).to_have_value("Father [Joe](x)")
    expect(page.locator(".st-key-q_violence").get_by_role("checkbox", name="None", exact=True)).to_be_checked()
    expect(page.locator(".st-key-q_fear .ns-others")).to_have_text("The caller: Not known")

    press(page, re.compile("^Read back"))
    expect(page.get_by_role("heading", name="Did not know")).to_be_visible()
    accessible(page, "read back", judged)
    sharing(page)
    press(page, "Finish and start next call")
    expect(page.get_by_role("alert")).to_contain_text("Choose an outcome first.")
    page.get_by_role("radio", name="Information given").check(force=True)
    settled(page)
    page.get_by_label("Share with").fill("Dr. Lee's nurse")
    page.keyboard.press("Tab")
    settled(page)
    press(page, "Finish and start next call")
    expect(page.get_by_role("alert")).to_contain_text("Their answer about sharing is not recorded yet")
    press(page, "Record their answer")
    press(page, "Finish and start next call")
    expect(page.get_by_role("alert")).to_contain_text("Safety at home")
    press(page, "Finish anyway")
    expect(heading(page)).to_have_text("First minute")
    expect(page.locator(".st-key-desk_log")).to_contain_text("No entries yet.")


@pytest.mark.long
def test_a_call_can_start_from_a_familys_file_and_begins_with_reading_it_back(
    desk: Served, open_page: OpenPage, tmp_path: Path
) -> None:
    at_home = Response(
        content_version=CONTENT.questionnaire.version,
        answers=(
            Answer(link_id="lo_age", value="26_39"),
            Answer(link_id="your_name", value="Mara Quill"),
            Answer(link_id="danger_now", absent=Absent.DECLINED),
        ),
    )
    (tmp_path / "made_at_home.pdf").write_bytes(carrying(payload(at_home, {}, store_access.now())))
    (tmp_path / "other.pdf").write_bytes(b"%PDF-1.7 not ours")
    page = open_page(viewport=DESKTOP)
    taking_calls(page, desk)
    press(page, "New call")
    question(page, "danger_now", "None right now")
    press(page, "The caller has a file")
    page.locator("input[type=file]").set_input_files(tmp_path / "other.pdf")
    expect(page.get_by_role("alert")).to_contain_text("We cannot read this file.", timeout=20_000)
    page.locator("input[type=file]").set_input_files(tmp_path / "made_at_home.pdf")
    expect(page.get_by_role("alert")).to_contain_text("This call already has 1 answer.", timeout=20_000)
    press(page, "Keep answers from this call and fill in the rest from the file")
    expect(heading(page)).to_have_text("Read back and finish", timeout=15_000)
    expect(page.locator(".ns-read").first).to_contain_text("26 to 39")
    press(page, re.compile("^Back to the questions"))
    expect(page.locator(".st-key-desk_log")).to_contain_text("Imported answers from the caller’s file, saved on")
    expect(page.get_by_role("checkbox", name="None right now")).to_be_checked()
    expect(page.get_by_label("Your name or initials")).to_have_value("Mara Quill")


def test_a_failed_save_is_reported_and_retried_until_it_succeeds(desk: Served, open_page: OpenPage) -> None:
    page = open_page(viewport=DESKTOP)
    me = taking_calls(page, desk)
    press(page, "New call")
    press(page, re.compile("^First, a few facts"))
    other = sqlite3.connect(desk.log.parent / "records.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    page.locator(".st-key-q_relationship").get_by_text("Friend", exact=True).click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Not saved. What you typed is still on this screen.", timeout=40_000)
    expect(page.locator("#saved")).to_have_text("Not saved. See the top of this page.")
    expect(page.get_by_role("radio", name="Friend", exact=True)).to_be_checked(timeout=20_000)
    other.execute("ROLLBACK")
    expect(page.locator("#saved")).to_contain_text("Saved", timeout=40_000)
    expect(alert).to_have_count(0)
    expect(page.get_by_role("radio", name="Friend", exact=True)).to_be_checked()

    other.execute("PRAGMA foreign_keys = ON")
    other.execute("DELETE FROM record WHERE owner = ?", (me,))
    question(page, "relationship", "Child")
    expect(alert).to_contain_text("Not saved. This record no longer exists.", timeout=15_000)
    expect(page.locator("#saved")).to_have_text("Not saved. See the top of this page.")
    press(page, "Close and go to Today")
    expect(heading(page)).to_have_text("Today")

    press(page, "New call")
    other.execute("UPDATE record SET owner = 'amy' WHERE owner = ?", (me,))
    other.close()
    question(page, "danger_now", "None right now")
    expect(alert).to_contain_text("Not saved. This record is now assigned to someone else.", timeout=15_000)
    expect(page.get_by_role("checkbox", name="None right now")).to_be_checked()
