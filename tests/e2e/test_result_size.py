"""How long the result is on a phone. `make screens` prints the table of all acceptance cases."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from intake.content.cases import Case, response_of
from intake.saved.payload import payload
from tests.e2e.family import CONTENT, Family, case
from tests.e2e.screen import PHONE, OpenPage
from tests.real_cases import ACCEPTANCE
from tests.serving import Served

SCREEN = PHONE["height"]
MOST_SCREENS = 5
MOST_TO_REVIEW = 4
MOST_WORDS = 500
FULLEST = "alex"
TOP = "elements => elements.length ? Math.round(elements[0].getBoundingClientRect().top) : null"


class Size(NamedTuple):
    """A result on a phone. `screens`: its height in phone screens, `review`: that of the answers before it; `call`,
    `step`: how far down the first link that calls and the heading of the first step begin, in pixels."""

    case: str
    level: str
    screens: float
    review: float | None
    words: int
    call: int | None
    step: int


def measured(page: Page, url: str, one: Case, folder: Path) -> Size:
    """The size of the result of a case, its answers taken from a file."""
    file = folder / f"{one.id}.json"
    file.write_bytes(payload(response_of(one.answers, CONTENT), {}, dt.datetime.now(dt.UTC)))
    family = Family(page, url, {})
    page.goto(url)
    family.press("Use a saved file")
    family.settle()
    family.do(lambda: page.locator("input[type=file]").set_input_files(file))
    expect(family.main.get_by_role("status")).to_contain_text("Saved on")
    family.press("Use these answers")
    for _ in range(4):
        if family.heading == "Check your answers":
            break
        family.past_interruption()
    review = height(family) if family.heading == "Check your answers" else None
    family.press("See my next steps")
    words = len(family.main.inner_text().split())
    call = family.main.locator('a[href^="tel:"]').evaluate_all(TOP)
    step = family.main.locator(".ns-steps h3").evaluate_all(TOP)
    return Size(one.id, one.expect.tier.level.value, height(family), review, words, call, step)


def height(family: Family) -> float:
    """The height of the page in phone screens, two places so that a limit is a limit."""
    pixels: int = family.main.evaluate("element => element.scrollHeight")
    return round(pixels / SCREEN, 2)


def test_the_fullest_result_fits_five_screens_and_starts_with_the_first_step(
    server: Served, open_page: OpenPage, tmp_path: Path
) -> None:
    size = measured(open_page(), server.url, case(FULLEST), tmp_path)
    assert size.screens <= MOST_SCREENS
    assert size.review is not None
    assert size.review <= MOST_TO_REVIEW
    assert size.words <= MOST_WORDS
    assert size.step < SCREEN
    assert size.call is not None
    assert size.call < SCREEN


@pytest.mark.long
def test_the_result_of_every_case_fits_five_screens(server: Served, open_page: OpenPage, tmp_path: Path) -> None:
    sizes = []
    for one in ACCEPTANCE:
        page = open_page()
        sizes.append(measured(page, server.url, one, tmp_path))
        page.context.close()
    rows = (Size._fields, *sorted(sizes, key=lambda size: -size.screens))
    table = ("{:40} {:8} {:>8} {:>7} {:>6} {:>6} {:>6}".format(*map(str, row)) for row in rows)
    sys.stdout.write("\n".join(["", *table, ""]))
    assert [size for size in sizes if size.screens > MOST_SCREENS or size.words > MOST_WORDS] == []
    assert [size for size in sizes if size.step >= SCREEN] == []
