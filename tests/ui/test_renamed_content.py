"""Renaming questions and codes needs changes of content only: the call desk works the same with other names."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from intake.config import ROOT, site
from intake.content import load
from intake.content.checks.references import dangling_references
from intake.domain.content import Content
from intake.domain.questionnaire import ItemType
from intake.domain.rules import Reserve
from intake.store.lists import RecordFilter
from intake.ui.common import navigation
from intake.ui.staff import store_access
from tests.ui.test_desk_roles import SETTINGS, Member, desk, opened, proof

__all__ = ["desk"]

CONTENT = load()
NAME, NUMBER = "Mara Quill", "555-0142"
MARK = "_renamed"
WORDS_OF_FILES = {"contact", "danger", "first", "gate", "none", "safety", "plan", "self", "yes", "consent", *Reserve}
"""Ids that are also keys or settings in the files, where search and replace would change those too."""


def read_by_desk(content: Content) -> list[str]:
    """The link_ids of the questions that the desk reads, without duplicates."""
    reads = content.call_desk
    message = reads.message.question if reads.message else None
    named = (*reads.first_minute, reads.call_back, *reads.names_to_use, reads.initials_of, *reads.on_card, message)
    return [link_id for link_id in dict.fromkeys(named) if link_id is not None]


def all_names(content: Content) -> set[str]:
    """Ids of questions, sections and helpline purposes, codes of outcomes, and answer codes that the desk checks."""
    questionnaire, reads = content.questionnaire, content.call_desk
    assert reads.message is not None
    codes = (*(option.code for option in questionnaire.gate.options), *reads.message.codes, *reads.outcome)
    purposes = (purpose.id for purpose in content.purposes)
    return {*questionnaire.items, *questionnaire.section, *purposes, *codes} - WORDS_OF_FILES


def renamed(folder: Path, names: Iterable[str]) -> Path:
    """A copy of the content in which each name ends in MARK, both as a quoted string and as a key."""
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
    """A call at the desk. `screens`: the text of each screen so far."""

    content: Content
    screens: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.bea = Member("bea", "intake")
        self.at = self.bea.open_app()

    def run(self) -> str:
        """Run the app. Returns the text of the screen without record numbers, times and MARK."""
        self.at.run()
        assert not self.at.exception, self.at.exception
        lists = [*self.at.radio, *self.at.selectbox]
        words = [
            *(piece.proto.body for piece in self.at.get("html")),
            *(button.label for button in self.at.button),
            *(f"{box.label}: {box.value}" for box in self.at.checkbox),
            *(f"{choice.label}: {choice.options} {choice.value}" for choice in lists),
            *(f"{field.label}: {field.value}" for field in (*self.at.text_input, *self.at.text_area)),
        ]
        screen = " ".join(words)
        for head in (listed.head for listed in store_access.lists(self.bea.actor).rows(RecordFilter())):
            screen = screen.replace(head.id[:6], "number")
        screen = re.sub(r"\d{1,2}:\d\d(:\d\d)?\s[AP]M", "time", screen).replace(MARK, "")
        self.screens.append(screen)
        return screen

    def press(self, key: str) -> str:
        """Click the button with this key."""
        self.at.button(key=key).click()
        return self.run()

    def open(self, page: str) -> str:
        """Open a page of the desk."""
        opened(self.at, page)
        self.at._page_hash = ""  # AppTest would open this page again with every later click
        return self.run()

    def write(self, start: str, text: str) -> str:
        """Type into the text field whose key starts with `start`."""
        next(field for field in self.at.text_input if str(field.key).startswith(start)).set_value(text)
        return self.run()

    def pick(self, start: str, code: str) -> str:
        """Choose an option of the radio buttons whose key starts with `start`."""
        next(radio for radio in self.at.radio if str(radio.key).startswith(start)).set_value(code)
        return self.run()

    def first_minute(self) -> None:
        """Name, number, safe contact, and a limit on messages."""
        reads, items = self.content.call_desk, self.content.questionnaire.items
        assert reads.message is not None
        self.press("new_call")
        for link_id, text in ((reads.initials_of, NAME), (reads.call_back, NUMBER)):
            self.write(f"w_{link_id}_", text)
        for item in (items[link_id] for link_id in reads.first_minute if items[link_id].type is ItemType.CHOICE):
            other = next(option for option in item.options if option.code not in reads.message.code_set)
            self.pick(f"w_{item.link_id}_", other.code)

    def danger(self) -> None:
        """The caller reports a danger; the drawer opens, and closes with a choice."""
        gate = self.content.questionnaire.gate
        key = f"w_{gate.link_id}_en_{gate.options[0].code}"
        next(box for box in self.at.checkbox if str(box.key).startswith(key)).check()
        self.run()
        self.press("done_911")

    def reopen(self) -> None:
        """Search for the record by name and by number, and open it from the results."""
        self.open("today")
        for query in (NAME.split()[1], NUMBER):
            self.at.text_input(key="desk_find").set_value(query)
            self.run()
        next(button for button in self.at.button if str(button.key).startswith("open_found_")).click()
        self.run()

    def wrap_up(self) -> None:
        """Share only the phone number and finish the call. Because of the danger it needs a follow-up date."""
        self.open("wrap_up")
        self.pick("about_share_", "phone_only")
        self.write("about_share_with_", "Dr. Example")
        self.pick("about_share_kind_", "doctor")
        self.press("note_consent")
        outcomes = self.content.call_desk.outcomes
        self.pick("about_outcome_", next(outcome.code for outcome in outcomes if not outcome.help_called))
        self.press("finish")
        self.pick("about_outcome_", next(outcome.code for outcome in outcomes if outcome.help_called))
        self.press("finish")
        follow_up = next(field for field in self.at.date_input if str(field.key).startswith("about_follow_up_on_"))
        follow_up.set_value(store_access.now().date() + dt.timedelta(days=2))
        self.run()
        self.press("finish")
        self.press("finish_unasked")

    def follow_up(self) -> None:
        """Leave a message although the caller had set a limit."""
        next(button for button in self.at.button if str(button.key).startswith("open_open_")).click()
        self.run()
        self.pick("about_followed_reached_", "message")


def screens_of_a_call(content: Content) -> dict[str, list[str]]:
    """The screens of a call from the first minute to the follow-up, by the name of its part."""
    call, screens = Call(content), {}
    for part in (call.first_minute, call.danger, call.reopen, call.wrap_up, call.follow_up):
        part()
        screens[part.__name__], call.screens = call.screens, []
    return screens


def serve_from(folder: Path, monkeypatch: pytest.MonkeyPatch, records: Path) -> Content:
    """Make the app read the content of a folder, with a new empty store. Returns the content."""
    store_access.database().close()
    monkeypatch.setenv("NEXT_STEP_CONTENT", str(folder))
    monkeypatch.setenv("NEXT_STEP_DATABASE", f"sqlite:///{records}")
    for cached in (site, navigation._pages, store_access.database):
        cached.cache_clear()
    store_access.accounts().sign_in_with_provider(proof(SETTINGS.name), first_administrator="boss@example.org")
    return load()


def assert_same_call(names: Iterable[str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Assert that a call shows the same screens after these names are changed. Returns the screens."""
    copy = renamed(folder, names)
    before = screens_of_a_call(CONTENT)
    renamed_content = serve_from(copy, monkeypatch, folder / "other.db")
    assert [*dangling_references(renamed_content)] == [], "make check finds every reference"
    after = screens_of_a_call(renamed_content)
    for part, screens in before.items():
        assert after[part] == screens, part
    return before


@pytest.mark.usefixtures("desk")
def test_the_desk_works_the_same_when_everything_it_reads_is_renamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = assert_same_call(all_names(CONTENT), tmp_path, monkeypatch)
    reads, items = CONTENT.call_desk, CONTENT.questionnaire.items
    assert reads.message is not None
    assert reads.help_called is not None
    limit = next(
        option for option in items[reads.message.question].options if option.code not in reads.message.code_set
    ).text
    assert f"<dd>{NUMBER}</dd>" in shown["first_minute"][-1], "the number to call back"
    assert f"<dd>{limit}</dd>" in shown["first_minute"][-1], "whether a message may be left"
    assert CONTENT.call_desk.dangers[0].say in " ".join(shown["danger"]), "the drawer opens"
    assert all("<strong>M. Q.</strong>" in screen for screen in shown["reopen"][1:3]), "search by name and by number"
    assert f"{NUMBER}. Use the name {NAME}" in shown["reopen"][-1], "welcome back"
    wrap_up = " ".join(shown["wrap_up"])
    assert f"Call {NUMBER}.\nName to use: {NAME}\nLeaving a message: {limit}</pre>" in wrap_up, "the number alone"
    assert f"choose the outcome “{reads.help_called.text}”" in wrap_up, "danger needs a date or that outcome"
    assert f"{reads.card_label[reads.message.question]}: {limit}" in shown["wrap_up"][-1], "the row in the list"
    assert f'<span class="ns-phone">{NUMBER}</span>' in shown["wrap_up"][-1], "the number in the list"
    assert f"{limit}.</p>" in shown["follow_up"][-1], "no message beyond what they allowed"


@pytest.mark.long
@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("link_id", read_by_desk(CONTENT))
def test_the_desk_works_the_same_when_one_question_is_renamed(
    link_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_same_call([link_id], tmp_path, monkeypatch)
