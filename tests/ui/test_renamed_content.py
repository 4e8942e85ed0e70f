"""Renaming what the call desk reads is an edit of content alone: the desk shows and does the same under other names."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from streamlit.commands import execution_control
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import app_test

from intake.config import ROOT, site
from intake.content import load
from intake.content.checks.references import dangling_references
from intake.domain.content import Content
from intake.domain.questionnaire import ItemType
from intake.store.lists import RecordFilter
from intake.ui.common import navigation
from intake.ui.staff import store_access
from tests.ui.test_desk_roles import SETTINGS, Member, desk, opened, proof

__all__ = ["desk"]

CONTENT = load()
NAME, NUMBER = "Mara Quill", "555-0142"
MARK = "_renamed"
WORDS_OF_FILES = {"contact", "danger", "first", "gate", "none", "safety", "plan", "self"}
"""Ids that are also keys or settings of the files: a search for the id would change those too."""


def read_by_desk(content: Content) -> list[str]:
    """The questions that the desk reads, each once."""
    reads = content.call_desk
    message = reads.message.question if reads.message else None
    named = (*reads.first_minute, reads.call_back, *reads.names_to_use, reads.initials_of, *reads.on_card, message)
    return [link_id for link_id in dict.fromkeys(named) if link_id is not None]


def everything(content: Content) -> set[str]:
    """Questions, sections, purposes of helplines, outcomes, and the codes of answers that the desk compares with."""
    questionnaire, reads = content.questionnaire, content.call_desk
    assert reads.message is not None
    codes = (*(option.code for option in questionnaire.gate.options), *reads.message.codes, *reads.outcome)
    purposes = (purpose.id for purpose in content.purposes)
    return {*questionnaire.items, *questionnaire.section, *purposes, *codes} - WORDS_OF_FILES


def renamed(folder: Path, names: Iterable[str]) -> Path:
    """A copy of the content in which each of the names ends in MARK, in quotation marks and as a key."""
    any_of = "|".join(sorted(names, key=len, reverse=True))
    name = re.compile(rf'(?<=")({any_of})(?=["@])|(?:^|(?<=[{{,] ))({any_of})(?= = )', re.MULTILINE)
    copy = folder / "content"
    shutil.copytree(ROOT / "content", copy, ignore=shutil.ignore_patterns("fonts"))
    for file in (file for kind in ("toml", "json") for file in copy.rglob(f"*.{kind}")):
        text = file.read_text("utf-8")
        file.write_text(name.sub(rf"\g<0>{MARK}", text), "utf-8")
    return copy


@dataclass
class Call:
    """One call at the desk, told as the screens show it."""

    content: Content
    screens: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.bea = Member("bea", "intake")
        self.at = self.bea.sits_down()

    def run(self) -> str:
        """Lets the app run; gives what is on the screen, without what no two calls have in common."""
        self.at.run()
        assert not self.at.exception, self.at.exception
        lists = [*self.at.radio, *self.at.selectbox]
        words = [
            *(piece.proto.body for piece in self.at.get("html")),
            *(button.label for button in self.at.button),
            *(f"{box.label}: {box.value}" for box in self.at.checkbox),
            *(f"{one.label}: {one.options} {one.value}" for one in lists),
            *(f"{one.label}: {one.value}" for one in (*self.at.text_input, *self.at.text_area)),
        ]
        screen = " ".join(words)
        for head in (listed.head for listed in store_access.lists(self.bea.actor).rows(RecordFilter())):
            screen = screen.replace(head.id[:6], "number")
        screen = re.sub(r"\d\d:\d\d(:\d\d)?", "time", screen).replace(MARK, "")
        self.screens.append(screen)
        return screen

    def press(self, key: str) -> str:
        """Presses the button with this key."""
        self.at.button(key=key).click()
        return self.run()

    def open(self, page: str) -> str:
        """Opens a page of the desk."""
        opened(self.at, page)
        self.at._page_hash = ""  # AppTest would ask for this page again at every later press
        return self.run()

    def write(self, start: str, words: str) -> str:
        """Types into the field whose key begins so."""
        next(one for one in self.at.text_input if str(one.key).startswith(start)).set_value(words)
        return self.run()

    def pick(self, start: str, code: str) -> str:
        """Picks an answer in the list whose key begins so."""
        next(one for one in self.at.radio if str(one.key).startswith(start)).set_value(code)
        return self.run()

    def first_minute(self) -> None:
        """Name, number, how to get in touch, and a message that may not say everything."""
        reads, items = self.content.call_desk, self.content.questionnaire.items
        assert reads.message is not None
        self.press("new_call")
        for link_id, words in ((reads.initials_of, NAME), (reads.call_back, NUMBER)):
            self.write(f"w_{link_id}_", words)
        for item in (items[link_id] for link_id in reads.first_minute if items[link_id].type is ItemType.CHOICE):
            other = next(option for option in item.options if option.code not in reads.message.code_set)
            self.pick(f"w_{item.link_id}_", other.code)

    def danger(self) -> None:
        """The caller names a danger; the drawer opens, and closes with a choice."""
        gate = self.content.questionnaire.gate
        key = f"w_{gate.link_id}_en_{gate.options[0].code}"
        next(box for box in self.at.checkbox if str(box.key).startswith(key)).check()
        self.run()
        self.press("done_911")

    def comes_back(self) -> None:
        """The record is found by name and by number, and opened again from the list."""
        self.open("today")
        for sought in (NAME.split()[1], NUMBER):
            self.at.text_input(key="desk_find").set_value(sought)
            self.run()
        next(button for button in self.at.button if str(button.key).startswith("open_found_")).click()
        self.run()

    def wraps_up(self) -> None:
        """Reads back, shares the number alone, and ends the call: not without a day, as there is danger."""
        self.open("wrap_up")
        self.pick("about_share_", "phone_only")
        self.write("about_share_with_", "Dr. Example")
        self.press("note_consent")
        outcomes = self.content.call_desk.outcomes
        self.pick("about_outcome_", next(one.code for one in outcomes if not one.help_called))
        self.press("finish")
        self.pick("about_outcome_", next(one.code for one in outcomes if one.help_called))
        self.press("finish")
        self.at.date_input[0].set_value(store_access.now().date() + dt.timedelta(days=2))
        self.run()
        self.press("finish")
        self.press("finish_unasked")

    def follows_up(self) -> None:
        """A message was left, though the caller had set a limit."""
        next(button for button in self.at.button if str(button.key).startswith("open_later_")).click()
        self.run()
        self.pick("about_followed_reached_", "message")


def call(content: Content) -> dict[str, list[str]]:
    """What the screens show of a call, by its parts from the first minute to the follow-up."""
    told, shown = Call(content), {}
    for part in (told.first_minute, told.danger, told.comes_back, told.wraps_up, told.follows_up):
        part()
        shown[part.__name__], told.screens = told.screens, []
    return shown


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No waiting for a browser that is not there; components are looked for, and pages compiled, once."""
    monkeypatch.setattr(execution_control, "MESSAGE_FLUSH_INTERVAL_SECS", 0.0)
    monkeypatch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
    monkeypatch.setattr(app_test, "ScriptCache", cache(ScriptCache))


def serve_from(folder: Path, monkeypatch: pytest.MonkeyPatch, records: Path) -> Content:
    """Has the app read the content of a folder, with a new and empty store."""
    store_access.database().close()
    monkeypatch.setenv("NEXT_STEP_CONTENT", str(folder))
    monkeypatch.setenv("NEXT_STEP_DATABASE", f"sqlite:///{records}")
    for cached in (site, navigation._pages, store_access.database):
        cached.cache_clear()
    store_access.accounts().sign_in_with_provider(proof(SETTINGS.name), first_administrator="boss@example.org")
    return load()


def assert_same_call(names: Iterable[str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """A call with the content as it is, and one with these names changed, show the same screens. Gives them."""
    copy = renamed(folder, names)
    before = call(CONTENT)
    renamed_content = serve_from(copy, monkeypatch, folder / "other.db")
    assert [*dangling_references(renamed_content)] == [], "make check finds every reference"
    after = call(renamed_content)
    for part, screens in before.items():
        assert after[part] == screens, part
    return before


@pytest.mark.usefixtures("desk")
def test_the_desk_works_the_same_when_everything_it_reads_is_renamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = assert_same_call(everything(CONTENT), tmp_path, monkeypatch)
    reads, items = CONTENT.call_desk, CONTENT.questionnaire.items
    assert reads.message is not None
    assert reads.help_called is not None
    limit = next(one for one in items[reads.message.question].options if one.code not in reads.message.code_set).text
    assert f"<dd>{NUMBER}</dd>" in shown["first_minute"][-1], "the number to call back"
    assert f"<dd>{limit}</dd>" in shown["first_minute"][-1], "whether a message may be left"
    assert CONTENT.call_desk.dangers[0].say in " ".join(shown["danger"]), "the drawer opens"
    assert all("<strong>M. Q.</strong>" in screen for screen in shown["comes_back"][1:3]), "found by name and number"
    assert f"{NUMBER}. Use the name {NAME}" in shown["comes_back"][-1], "back in the call"
    wrap_up = " ".join(shown["wraps_up"])
    assert f"Call {NUMBER}.\nName to use: {NAME}\nLeaving a message: {limit}</pre>" in wrap_up, "the number alone"
    assert f"choose the outcome “{reads.help_called.text}”" in wrap_up, "danger needs a day or that outcome"
    assert f"{items[reads.message.question].label}: {limit}</li>" in shown["wraps_up"][-1], "the card in the list"
    assert f"{limit}.</p>" in shown["follows_up"][-1], "no message beyond what they allowed"


@pytest.mark.long
@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("link_id", read_by_desk(CONTENT))
def test_the_desk_works_the_same_when_one_question_is_renamed(
    link_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_same_call([link_id], tmp_path, monkeypatch)
