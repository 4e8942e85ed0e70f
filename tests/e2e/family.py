"""Uses the app as a family does: read the question on the screen, pick answers by their text, press Continue."""

from __future__ import annotations

import base64
import datetime as dt
import json
import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

from playwright.sync_api import Locator, Page, expect

from intake.content import load
from intake.content.cases import Case, Shorthand, response_of
from intake.domain.answers_json import document_of
from intake.domain.question_pages import LONG_LIST
from intake.domain.questionnaire import ADDED, TYPED, Item, ItemType, key_of
from intake.sealing import Sealer
from intake.ui.common.static_pages import SLOT
from tests.e2e.screen import HEADING, drawn, idle, mark
from tests.real_cases import CASES

CONTENT = load()
BY_MORE = {one.repeats.more: one for one in CONTENT.questionnaire.sections if one.repeats}
# Streamlit turns a widget's key into a CSS class, with a hyphen instead of the @.
WIDGET = re.compile(r"st-key-w_([a-z0-9_]+?)(?:-([a-z0-9_]+?))?_en_")
PAST = ("We are safe for now. Keep going", "Keep going", "Leave both as they are", "Leave them as they are")
"""The buttons that lead past a warning, or past a question about answers that do not fit together."""
WITHOUT_VALUE = {"?": "I do not know", "-": "I would rather not say"}


def case(name: str) -> Case:
    """One acceptance case of the real content."""
    return CASES[name]


@dataclass
class Family:
    """One family on one page.

    `asked` collects the questions seen; `pages`, the headings of their pages; `warned`, the questions after which
    danger was shown.
    """

    page: Page
    url: str
    answers: dict[str, str | tuple[str, ...]]
    asked: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)

    @property
    def main(self) -> Locator:
        """The part of the page inside the frame."""
        return self.page.locator('[data-testid="stMain"]')

    @property
    def heading(self) -> str:
        """The h1 of the page, once nothing is being rendered."""
        self.settle()
        expect(self.page.locator(HEADING)).to_have_count(1)
        return self.page.locator(HEADING).inner_text()

    def begin(self) -> None:
        """Go from the first page to the question about danger."""
        self.page.goto(self.url)
        self.press("Start now")
        self.press("I understand")

    def arrive_at(self, link_id: str) -> Item:
        """Open the page of a question, with all questions before it answered."""
        given = list(CONTENT.questionnaire.items)
        self.asked = [key for key in given[: given.index(link_id)] if key in self.answers]
        self.arrive("questions", {key: self.answers[key] for key in self.asked}, at=link_id)
        assert link_id in self.keys_here
        return CONTENT.questionnaire.items[link_id]

    def arrive(self, page: str, answers: Shorthand | None = None, **place: str) -> None:
        """Open a page with some or all answers already given, as in a tab that kept them.

        The server has the key that tests/conftest.py sets. `place`: what a session remembers about the current page.
        """
        given = self.answers if answers is None else answers
        snapshot = {
            "version": 1,
            "answers": document_of(response_of(given, CONTENT)),
            "place": {"page": page, "working_on": page, **place},
            "choices": {},
        }
        sealer = Sealer(base64.b64decode(os.environ["NEXT_STEP_KEY"]), "kept in the tab")
        token = sealer.seal(json.dumps(snapshot).encode(), dt.datetime.now(dt.UTC))
        self.page.goto(f"{self.url}/robots.txt")
        self.page.evaluate("([slot, token]) => sessionStorage.setItem(slot, token)", [SLOT, token])
        self.page.goto(f"{self.url}/{page.replace('_', '-')}")
        drawn(self.page)
        self.settle()

    def press(self, label: str) -> None:
        """Press a button and wait until the next page, or the same one again, is rendered."""
        self.settle()
        button = self.main.get_by_role("button", name=label, exact=True).last
        self.do(button.click)

    def move(self, label: str) -> None:
        """Press a button that leads to another page, and wait for that page."""
        self.leave(partial(self.press, label), label)

    def leave(self, act: Callable[[], object], what: str) -> None:
        """Do something that leads to another page, and wait for that page: a slow machine renders it late."""
        before = self.heading, self.keys_here
        act()
        until = time.monotonic() + 15
        while (self.heading, self.keys_here) == before:
            assert time.monotonic() < until, f"{what!r} leads nowhere from {before[0]!r}"
            self.page.wait_for_timeout(50)

    def do(self, act: Callable[[], object]) -> None:
        """Do something that makes the server run, and wait until that run is rendered."""
        before = mark(self.page)
        act()
        idle(self.page, since=before)

    def settle(self) -> None:
        """Wait until the server has nothing more to render."""
        idle(self.page)

    def answer(self, item: Item, entry: str = "") -> None:
        """Pick this family's answer to a question, if it has one."""
        given = self.answers.get(key_of(item.link_id, entry))
        if given is None:
            return
        if item.type in TYPED and given not in WITHOUT_VALUE:
            self.field(item, entry).get_by_role("textbox").fill(str(given))
            return
        for code in (given,) if isinstance(given, str) else given:
            if item.type is ItemType.CHOICE and len(item.options) > LONG_LIST:
                text = WITHOUT_VALUE.get(code) or item.by_code[code].text
                box = self.field(item, entry).get_by_role("combobox")
                box.click()  # brings it into view: the list closes when the page scrolls
                box.fill(text)
                self.do(self.page.get_by_role("option", name=text, exact=True).click)
            else:
                self.open_list_for(item, code, entry)
                self.do(partial(self.option(item, code, entry).check, force=True))

    def open_list_for(self, item: Item, code: str, entry: str = "") -> None:
        """Say yes to the line that opens a list, if this answer is in the list."""
        if item.opener is None or code in (item.opener.no, *WITHOUT_VALUE):
            return
        yes = self.field(item, entry).get_by_role("radio", name="Yes", exact=True)
        if yes.count() and not yes.is_checked():
            self.do(partial(yes.check, force=True))

    def field(self, item: Item, entry: str = "") -> Locator:
        """The widgets of a question."""
        key = f"{item.link_id}-{entry}" if entry else item.link_id
        return self.main.locator(f'[class*="st-key-w_{key}_en_"]')

    def option(self, item: Item, code: str, entry: str = "") -> Locator:
        """One answer on the screen."""
        at_opener = item.opener is not None and code in (item.opener.no, *WITHOUT_VALUE)
        text = WITHOUT_VALUE.get(code) or ("No" if at_opener else item.by_code[code].text)
        role: Literal["radio", "checkbox"] = "radio" if item.type is ItemType.CHOICE or at_opener else "checkbox"
        return self.field(item, entry).get_by_role(role, name=text, exact=True)

    def unanswered_here(self) -> Iterator[Item]:
        """The questions on the page, one by one: an answer can add another."""
        done: list[str] = []
        while new := [key for key in self.keys_here if key not in done]:
            done.append(new[0])
            yield CONTENT.questionnaire.items[new[0].partition("@")[0]]

    def past_interruption(self) -> bool:
        """Go on from what to do now, from help for the writer, or from two answers; return whether one was there."""
        self.settle()
        labels = self.main.get_by_role("button").all_inner_texts()
        past = next((label for label in PAST if label in labels), None)
        if past is None:
            return False
        if past == PAST[0] and self.asked:
            self.warned.append(self.asked[-1])
        self.move(past)
        return True

    # --- parts, in any order ---

    @property
    def keys_here(self) -> list[str]:
        """The keys of the answers that can be given on the page, in order."""
        self.settle()
        classes: list[str] = self.main.locator('[class*="st-key-w_"]').evaluate_all("all => all.map(e => e.className)")
        found = (WIDGET.search(one) for one in classes)
        return list(dict.fromkeys(key_of(one[1], one[2] or "") for one in found if one))

    def open_part(self, title: str) -> None:
        """Open one part in the list of parts."""
        self.settle()
        button = self.main.get_by_role("button").filter(has_text=re.compile(rf"^{re.escape(title)}\s"))
        self.leave(partial(self.do, button.click), title)

    def fill_part(self, home: str = "All parts") -> list[str]:
        """Answer everything in the open part, page by page, and return the keys seen."""
        seen: list[str] = []
        for _ in range(80):
            heading = self.heading
            if heading == home:
                self.asked += seen
                return seen
            if heading == "Get help now":
                self.move("We are safe for now. Keep going")
                continue
            done: list[str] = []
            while new := [key for key in self.keys_here if key not in done]:
                link_id, _, entry = new[0].partition("@")
                self.answer(CONTENT.questionnaire.items[link_id], entry)
                done.append(new[0])
            seen += done
            if not (not done and self._add_another(heading, seen)):
                self.move("Continue")
        raise AssertionError(f"the part does not end; the last page is {self.heading!r}")

    def _add_another(self, heading: str, seen: list[str]) -> bool:
        """On the page that asks for more, add this family's next entry."""
        section = BY_MORE.get(heading)
        if section is None or section.repeats is None:
            return False
        own = {item.link_id for item in section.items}
        entries = {key.partition("@")[2] for key in self.answers if key.partition("@")[0] in own}
        shown = {key.partition("@")[2] for key in seen}
        if not any(ADDED.fullmatch(entry) for entry in entries - shown):
            return False
        self.move(section.repeats.add)
        return True

    def answer_everything(self) -> None:
        """Answer every question, past every danger page, up to "Check your answers"."""
        for _ in range(80):
            heading = self.heading
            if heading == "Check your answers":
                return
            if self.past_interruption():
                continue
            self.pages.append(heading)
            for item in self.unanswered_here():
                self.asked.append(item.link_id)
                self.answer(item)
            self.move("Continue")
        raise AssertionError(f"the questions do not end; the last page is {self.heading!r}")
