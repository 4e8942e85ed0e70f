"""The plan on a phone, in a real browser: open it, fill in a part, and save the dates to a calendar."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from icalendar import Calendar, Event
from playwright.sync_api import Page, expect

from tests.e2e.family import CONTENT, Family
from tests.e2e.screen import sideways, small_targets
from tests.serving import Served

ANSWERS: dict[str, str | tuple[str, ...]] = {
    "danger_now": ("none",),
    "plan_follow_long": "6_months",
    "plan_follow_often": "weekly_first",
}
MONTHS_AFTER = next(section for section in CONTENT.questionnaire.sections if section.check_ins)
HOME = "Plan what comes next"


@pytest.mark.long
def test_a_family_saves_the_check_in_dates_to_its_calendar(server: Served, phone: Page, tmp_path: Path) -> None:
    family = Family(phone, server.url, ANSWERS)
    family.arrive("result", {"danger_now": ("none",)})
    family.press(HOME)
    assert family.heading == HOME
    family.open_part(MONTHS_AFTER.title)
    family.fill_part(HOME)
    expect(family.main).to_contain_text("2 skipped")
    expect(family.main.get_by_role("button", name="Get these dates for your calendar")).to_have_count(0)

    family.main.get_by_role("combobox").click()
    family.main.get_by_role("combobox").press_sequentially("Sunday")
    family.do(phone.get_by_role("option").nth(2).click)
    with phone.expect_download() as waiting:
        family.main.get_by_role("button", name="Get these dates for your calendar").click()
    assert waiting.value.suggested_filename == "check-in.ics"
    path = tmp_path / "dates.ics"
    waiting.value.save_as(path)
    found = [entry for entry in Calendar.from_ical(path.read_bytes()).walk("VEVENT") if isinstance(entry, Event)]
    assert len(found) == 1 + 3 + 6
    assert {str(entry["SUMMARY"]) for entry in found} == {"Check in"}
    shown = family.main.locator("ul:not(.ns-lines) > li").filter(has_text=re.compile(r", 20\d\d$")).all_inner_texts()
    days = [entry.DTSTART for entry in found]
    assert shown[0].startswith("Sunday, ")
    assert [f"{day:%A, %B} {day.day}, {day.year}" for day in days if isinstance(day, dt.date)] == shown

    assert small_targets(phone) == []
    assert sideways(phone) == 0
    serious = [one for one in Axe().run(phone).response["violations"] if one["impact"] in ("serious", "critical")]
    assert serious == []
    phone.set_viewport_size({"width": 320, "height": 640})
    assert sideways(phone) == 0
