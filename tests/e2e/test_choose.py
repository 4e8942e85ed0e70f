"""Professionals side by side in a real browser: a table where there is room, cards on a phone, and the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.e2e.family import CONTENT, Family
from tests.e2e.screen import sideways, small_targets
from tests.serving import Served

ANSWERS: dict[str, str | tuple[str, ...]] = {
    "danger_now": ("none",),
    "pro_name@n1": "Lee",
    "pro_credential@n1": "checked",
    "pro_name@n2": "Harbor House",
    "pro_price@n2": "no",
    "pro_heard@n2": ("promise", "pressure"),
}
SECTION = next(section for section in CONTENT.questionnaire.sections if section.asked == "choose")
FLAG = "Red flag: There is no price in writing."


def add(family: Family) -> None:
    """Add one professional and answer its pages as in the family's notes."""
    assert SECTION.repeats
    family.move(SECTION.repeats.add)
    while family.heading != SECTION.title:
        for key in family.keys_here:
            link_id, _, entry = key.partition("@")
            family.answer(CONTENT.questionnaire.items[link_id], entry)
        family.move("Continue")


@pytest.mark.long
def test_a_family_compares_two_professionals_and_saves_the_comparison(
    server: Served, phone: Page, tmp_path: Path
) -> None:
    family = Family(phone, server.url, ANSWERS)
    family.arrive("result", {"danger_now": ("none",)})
    family.press(SECTION.title)
    add(family)
    add(family)

    table, cards = family.main.locator(".ns-compared table"), family.main.locator(".ns-compared .ns-way")
    expect(table).to_be_hidden()
    expect(cards).to_have_count(2)
    expect(cards.nth(1)).to_contain_text(FLAG)
    expect(cards.nth(0)).not_to_contain_text("Red flag:")
    assert small_targets(phone) == []
    for width in (320, 390, 700, 1000, 1040):
        phone.set_viewport_size({"width": width, "height": 844})
        assert sideways(phone) == 0, width
    phone.set_viewport_size({"width": 1280, "height": 800})
    expect(cards.nth(0)).to_be_hidden()
    expect(table.get_by_role("columnheader")).to_have_text(["Question", "Lee", "Harbor House"])
    expect(table).to_contain_text(FLAG)
    serious = [one for one in Axe().run(phone).response["violations"] if one["impact"] in ("serious", "critical")]
    assert serious == []

    with phone.expect_download() as waiting:
        family.main.get_by_role("button", name="Download as PDF").click()
    assert waiting.value.suggested_filename.startswith("comparison-20")
    path = tmp_path / "comparison.pdf"
    waiting.value.save_as(path)
    assert "Harbor House" in PdfReader(path).pages[0].extract_text()
