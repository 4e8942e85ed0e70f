"""Walks the app as a family does: reads the question on the screen, picks answers by their words, presses Continue."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from playwright.sync_api import Locator, Page, expect

from intake.cases import Case, acceptance_cases
from intake.config import content_folder
from intake.content import load
from intake.model import Item, ItemType
from intake.ui.ask import LONG_LIST
from tests.e2e.screen import HEADING

CONTENT = load()
BY_TEXT = {item.text: item for item in CONTENT.questionnaire.items.values()}
WITHOUT_VALUE = {"?": "I do not know", "-": "I would rather not say"}


def case(name: str) -> Case:
    """One acceptance case of the real content."""
    return next(one for one in acceptance_cases(content_folder()) if one.id == name)


@dataclass
class Family:
    """One family at one page;

    `asked` collects the questions seen, `warned` the questions after which danger was shown.
    """

    page: Page
    url: str
    answers: dict[str, str | tuple[str, ...]]
    asked: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)
    frames: int = 0

    @property
    def main(self) -> Locator:
        """The part of the page that is not the frame."""
        return self.page.locator('[data-testid="stMain"]')

    @property
    def heading(self) -> str:
        """The h1 of the page, once nothing is being drawn."""
        self.settle()
        return self.page.locator(HEADING).inner_text()

    def begin(self) -> None:
        """From the address to the question about danger."""
        self.page.goto(self.url)
        self.press("Start now")
        self.press("I understand")

    def press(self, label: str) -> None:
        """Presses a button and waits until the next page, or the same one, is drawn."""
        self.settle()
        button = self.main.get_by_role("button", name=label, exact=True).last
        self.do(button.click)

    def __post_init__(self) -> None:
        """Counts what the server sends: the page's own marks can pass too quickly to be seen."""
        self.page.on("websocket", lambda socket: socket.on("framereceived", self._heard))

    def _heard(self, _: object) -> None:
        self.frames += 1

    def do(self, act: Callable[[], object]) -> None:
        """Does something that makes the server run, and waits until that run has been drawn."""
        before = self.frames
        act()
        until = time.monotonic() + 15
        while self.frames == before:
            assert time.monotonic() < until, "the server did not answer"
            self.page.wait_for_timeout(20)
        heard = before
        while heard != self.frames:
            heard = self.frames
            self.page.wait_for_timeout(60)
        self.settle()

    def settle(self) -> None:
        """Waits until the server has nothing more to draw."""
        app = self.page.locator('[data-testid="stApp"]')
        expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=15_000)

    def answer(self, item: Item) -> None:
        """Picks this family's answer to a question; nothing, if it has none."""
        given = self.answers.get(item.link_id)
        if given is None:
            return
        if item.type in (ItemType.TEXT, ItemType.LINE) and given not in WITHOUT_VALUE:
            self.main.get_by_role("textbox").fill(str(given))
            return
        for code in (given,) if isinstance(given, str) else given:
            if len(item.options) > LONG_LIST:
                text = WITHOUT_VALUE.get(code) or item.by_code[code].text
                self.main.get_by_role("combobox").fill(text)
                self.do(self.page.get_by_role("option", name=text, exact=True).click)
            else:
                self.do(partial(self.option(item, code).check, force=True))

    def option(self, item: Item, code: str) -> Locator:
        """One answer on the screen."""
        text = WITHOUT_VALUE.get(code) or item.by_code[code].text
        if item.type is ItemType.CHOICE:
            return self.main.get_by_role("radio", name=text, exact=True)
        return self.main.get_by_role("checkbox", name=text, exact=True)

    def answer_everything(self) -> None:
        """Question after question, past every danger page, to "Check your answers"."""
        for _ in range(80):
            heading = self.heading
            item = BY_TEXT.get(heading)
            if heading == "Check your answers":
                return
            if heading == "Get help now":
                self.warned.append(self.asked[-1])
                self.press("We are safe for now. Keep going")
                continue
            if item is not None:
                self.asked.append(item.link_id)
                self.answer(item)
            self.press("Continue")
        raise AssertionError(f"the questions do not end; the last page is {self.heading!r}")
