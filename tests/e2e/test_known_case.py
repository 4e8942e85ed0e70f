"""A second caller about a known case: shown while the number is typed; and two records merged by a supervisor."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from intake.store.lists import Lists, RecordFilter
from intake.store.permissions import Actor, Role
from intake.store.records import Records
from intake.store.schema import RecordStatus
from intake.ui.staff import record_rows, store_access
from tests.e2e.screen import DESKTOP, OpenPage
from tests.e2e.staff import press, settled, store_of
from tests.e2e.test_desk_details import accessible
from tests.e2e.test_desk_together import at_today, call_from, searched
from tests.e2e.test_two_relatives import finished, picked
from tests.serving import Served

KNOWN = "This may be a known case"


def reached_at(page: Page, number: str) -> None:
    page.get_by_label("A safe way to reach you").fill(number)
    page.keyboard.press("Tab")
    settled(page)


def hung_up(desk: Served, worker: str) -> str:
    """End the worker's open call with a follow-up, without the screen. Returns the number of the record."""
    with store_of(desk) as database:
        actor = Actor(worker, Role.INTAKE)
        (row,) = Lists(database, actor, store_access.now).rows(RecordFilter(owner=worker))
        records, now = Records(database, actor, store_access.now), store_access.now()
        opened = records.open(row.head.id)
        names = [opened.content["answers"]["answers"][name] for name in ("your_name", "reach_you")]
        records.save(
            row.head.id,
            opened.head.version,
            opened.content,
            search_terms=names,
            status=RecordStatus.FOLLOW_UP,
            finished_at=now,
            due_at=now + timedelta(days=1),
        )
        return record_rows.number(row.head)


def ended(page: Page) -> None:
    press(page, re.compile("^Read back"))
    picked(page, "outcome", "Information given")
    finished(page)


def the_sister_goes_on_in_the_known_case(page: Page, sister: str, number: str, owner: str, case: str) -> None:
    call_from(page, sister)
    known = page.locator(".st-key-desk_known_case")
    expect(page.get_by_text(KNOWN)).to_have_count(0)
    reached_at(page, number)
    expect(known).to_contain_text(KNOWN)
    expect(known).to_contain_text(f"{owner} owns this case and stays its owner.")
    expect(known).not_to_contain_text(number)
    settled(page)
    accessible(page, "known case", [DESKTOP])
    press(page, "It is this case: continue there")
    expect(known).to_contain_text(f"You are in record {case} now")
    expect(page.get_by_label("Your name or initials")).to_have_value(sister)
    expect(page.get_by_label("On the line (Alt+Shift+S)")).to_have_value(sister)


def the_brothers_record_is_merged(page: Page, case: str, wife: str, brother: str) -> None:
    searched(page, wife)
    press(page, f"Open {case}")
    page.get_by_label("Find the other record").fill(brother)
    page.keyboard.press("Enter")
    settled(page)
    press(page, re.compile(r"^Merge \w+ into this record$"))
    page.get_by_text("Two people called about the same person").click()
    settled(page)
    accessible(page, "merge", [DESKTOP])
    press(page, "Merge")
    expect(page.locator("body")).to_contain_text("The records are merged.")
    expect(page.locator("body")).to_contain_text("which was merged into this one.")
    settled(page)
    accessible(page, "merged", [DESKTOP])


def the_merge_is_undone(page: Page) -> None:
    press(page, re.compile(r"^Undo the merge with \w+$"))
    page.get_by_text("They are two families").click()
    settled(page)
    press(page, "Undo the merge")
    expect(page.locator("body")).to_contain_text("The merge is undone.")


@pytest.mark.long
def test_a_sister_is_known_by_the_number_and_a_brothers_record_is_merged(desk: Served, open_page: OpenPage) -> None:
    number = f"555-{secrets.randbelow(900) + 100}-{secrets.randbelow(9000) + 1000}"
    wife, sister, brother = (f"{name} {secrets.token_hex(3)}" for name in ("Dana", "Nora", "Omar"))
    first, amy = at_today(open_page, desk, Role.INTAKE)
    call_from(first, wife)
    reached_at(first, number)
    press(first, "Today")
    case = hung_up(desk, amy)

    second, _ = at_today(open_page, desk, Role.INTAKE)
    call_from(second, brother)
    reached_at(second, number)
    press(second, "Not this case")
    expect(second.get_by_text(KNOWN)).to_have_count(0)
    ended(second)
    the_sister_goes_on_in_the_known_case(second, sister, number, amy, case)
    ended(second)

    boss, _ = at_today(open_page, desk, Role.SUPERVISOR)
    the_brothers_record_is_merged(boss, case, wife, brother)
    for name in (wife, sister, brother):
        expect(boss.locator(".st-key-desk_record")).to_contain_text(name)
    the_merge_is_undone(boss)
    press(boss, "Today")
    searched(boss, brother)
    expect(boss.get_by_role("button", name=re.compile(r"^Open \w+$")).first).to_be_visible()
