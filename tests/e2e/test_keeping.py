"""Nothing a family told is lost, whatever happens to the page, the line or the server; and nothing stays behind."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from intake.model import TYPED, Item
from intake.ui.plain_pages import SLOT
from tests.e2e.family import BY_TEXT, CONTENT, WITHOUT_VALUE, Family, case
from tests.e2e.screen import HEADING, OpenPage
from tests.serving import ROOT, Served, serve
from tests.switch import Switch, switch

KEPT = f"sessionStorage.getItem('{SLOT}')"
CANNOT = "We cannot keep your answers in this tab"
ITEMS = CONTENT.questionnaire.items


@pytest.fixture(scope="module")
def mortal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that these tests may kill."""
    with serve(ROOT / "app.py", tmp_path_factory.mktemp("mortal") / "log.txt") as served:
        yield served


@pytest.fixture
def line(mortal: Served) -> Iterator[Switch]:
    """The line between the browser and that server."""
    with switch(mortal.url) as made:
        yield made


# --- what can happen -------------------------------------------------------------------------------------------------


def drawn(page: Page) -> None:
    """Waits until the page is drawn, with what the tab had kept."""
    page.locator("html[data-drawn]:not([data-waiting])").wait_for(state="attached")
    page.locator(HEADING).wait_for()


def load_again(family: Family) -> None:
    family.page.reload()
    drawn(family.page)
    family.settle()


def connected(family: Family, *, lost: bool = True) -> None:
    """Waits until the line is back and what happened meanwhile has been drawn."""
    app = family.page.locator('[data-testid="stApp"]')
    if lost:
        expect(app).not_to_have_attribute("data-test-connection-state", "CONNECTED")
    before = family.frames
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=30_000)
    while family.frames == before:
        family.page.wait_for_timeout(20)
    family.settle()


def cut(family: Family, line: Switch) -> None:
    line.cut()
    connected(family, lost=False)


def kill(family: Family, server: Served) -> None:
    server.kill()
    server.start()
    connected(family, lost=False)


# --- what a family sees of it ----------------------------------------------------------------------------------------


def assert_shown(family: Family, item: Item) -> None:
    """The family's answer to a question stands on its page."""
    given = family.answers.get(item.link_id)
    if given is None or len(item.options) > 12:
        return
    if item.type in TYPED and given not in WITHOUT_VALUE:
        expect(family.field(item).get_by_role("textbox")).to_have_value(str(given))
        return
    for code in (given,) if isinstance(given, str) else given:
        expect(family.option(item, code)).to_be_checked()


def answers_told(family: Family) -> dict[str, str]:
    """What "Check your answers" lists: label and answer."""
    family.settle()
    texts = family.main.locator(".ns-answer").all_inner_texts()
    return dict(text.split("\n", 1) for text in texts)


def answer(family: Family, item: Item) -> None:
    family.asked.append(item.link_id)
    family.answer(item)


def to(family: Family, link_id: str) -> Item:
    """Walks to a question, answering all before it."""
    for _ in range(60):
        heading = family.heading
        if heading == "Get help now":
            family.press("We are safe for now. Keep going")
            continue
        item = BY_TEXT.get(heading)
        if item is not None:
            if item.link_id == link_id:
                return item
            answer(family, item)
        family.press("Continue")
    raise AssertionError(f"{link_id} never comes")


def test_every_answer_survives_a_reload_a_cut_line_and_a_killed_server_at_every_step(
    mortal: Served, line: Switch, phone: Page
) -> None:
    """The short way; at every question all three, one after the other, after it was answered."""
    family = Family(phone, line.url, dict(case("alex").answers))
    phone.goto(line.url)
    family.press("Only the most important questions, about 3 minutes")
    family.press("I understand")
    steps = 0
    while (heading := family.heading) != "Check your answers":
        if heading == "Get help now":
            family.press("We are safe for now. Keep going")
            continue
        item = BY_TEXT.get(heading)
        if item is not None:
            answer(family, item)
        for disturb in (load_again, partial(cut, line=line), partial(kill, server=mortal)):
            disturb(family)
            assert family.heading == heading, disturb
            if item is not None:
                assert_shown(family, item)
        steps += 1
        family.press("Continue")
    assert steps >= 9
    told = answers_told(family)
    for link_id in family.asked:
        assert ITEMS[link_id].label in told
    load_again(family)
    assert family.heading == "Check your answers"
    assert answers_told(family) == told
