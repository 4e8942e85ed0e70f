"""What the tab should keep, and what a new session restores from it.

No script runs here: a tab that only keeps and hands in takes the browser's place. The real one is in tests/e2e.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from intake import sealing
from intake.content import load
from intake.content.cases import response_of
from intake.domain.answers_json import document_of
from intake.domain.question_pages import LONG_LIST
from intake.domain.questionnaire import TYPED
from intake.sealing import Sealer
from intake.ui.common import session, tab_storage
from tests.often import often
from tests.real_cases import CASES
from tests.ui.visit import FAMILY, Visit, headline

CONTENT = load()
CANNOT = "This tab cannot keep your answers"
ELSEWHERE = "this tab does not keep your answers"


@dataclass
class Tab:
    """A browser tab: `held` is what it sends to a server that does not know it, `kept` what it keeps now."""

    held: str = ""
    kept: dict[str, Any] = field(default_factory=dict)
    tokens: list[str] = field(default_factory=list)

    def component(self, *, data: dict[str, Any], **_: object) -> dict[str, str]:
        if data["keep"] is not None:
            self.kept = data["keep"]
            self.tokens.append(data["keep"]["token"])
        return {"held": self.held} if data["fresh"] and self.held else {}


@pytest.fixture
def tab(monkeypatch: pytest.MonkeyPatch) -> Tab:
    """The tab of the first visit."""
    return in_tab(monkeypatch, Tab())


def in_tab(monkeypatch: pytest.MonkeyPatch, tab: Tab) -> Tab:
    """Put the visits that begin from now on into this tab."""
    monkeypatch.setattr("intake.ui.common.browser._component", tab.component)
    return tab


def sealed(snapshot: dict[str, Any]) -> str:
    """A snapshot as only the server can seal it."""
    return tab_storage.sealer().seal(json.dumps(snapshot).encode(), dt.datetime.now(dt.UTC))


def opened(token: str) -> dict[str, Any]:
    content = tab_storage.sealer().open(token, dt.datetime.now(dt.UTC))
    assert content is not None
    found: dict[str, Any] = json.loads(content)
    return found


def of_case(name: str, **place: object) -> dict[str, Any]:
    """The snapshot of a whole case."""
    answers = document_of(response_of(CASES[name].answers, CONTENT))
    return {"version": 1, "answers": answers, "place": place, "choices": {}}


# --- coming back -----------------------------------------------------------------------------------------------------


ASKED = [item for item in CONTENT.questionnaire.items.values() if item.link_id in CASES["rachel_evenings"].answers]
EACH_TIME = {(item.type, len(item.options) > LONG_LIST): item.link_id for item in reversed(ASKED)}
"""The first question of each kind: checkboxes, a short and a long list, one line, free text."""


@pytest.mark.parametrize("link_id", often([item.link_id for item in ASKED], ["danger_now", *EACH_TIME.values()]))
def test_another_server_finds_everything_at_a_question(monkeypatch: pytest.MonkeyPatch, tab: Tab, link_id: str) -> None:
    item = CONTENT.questionnaire.items[link_id]
    page = "danger" if link_id == "danger_now" else "questions"
    visit = Visit({**CASES["rachel_evenings"].answers, "worry_most": "The money.\nAnd the car."})
    if page == "danger":
        visit.begin()
    else:
        visit.stand_at(link_id)
    visit.answer(item)
    visit.run()
    shown = visit.field(item).value if item.type in TYPED else visit.picked(item)
    assert shown
    in_tab(monkeypatch, Tab(held=tab.kept["token"]))
    other = Visit(CASES["rachel_evenings"].answers)
    other.open(page)
    assert link_id in other.asked
    assert other.page.heading == visit.page.heading
    assert (other.field(item).value if item.type in TYPED else other.picked(item)) == shown
    assert other.response == visit.response
    other.press("Continue")
    assert link_id not in other.asked


def test_each_answer_of_a_walk_is_in_the_tab_as_soon_as_it_is_given(tab: Tab) -> None:
    visit = Visit(CASES["alex"].answers)
    visit.begin()
    for item in visit.questions():
        visit.answer(item)
        visit.run()
        assert opened(tab.kept["token"])["answers"] == document_of(visit.response)
    assert set(visit.response.by_key) == set(CASES["alex"].answers)


@pytest.mark.parametrize("name", often(CASES))
def test_the_result_of_every_case_is_the_same_on_another_server(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    pages = []
    for token in (sealed(of_case(name)), sealed(of_case(name))):
        tab = in_tab(monkeypatch, Tab(held=token))
        visit = Visit()
        visit.open("result")
        pages.append((visit.page, visit.response))
        assert opened(tab.kept["token"])["answers"] == of_case(name)["answers"]
    assert pages[0] == pages[1]
    assert pages[0][0].heading == headline(CASES[name].expect.tier.level, CASES[name].answers)


def test_dangers_already_shown_are_not_shown_again(monkeypatch: pytest.MonkeyPatch, tab: Tab) -> None:
    visit = Visit(CASES["sam"].answers)
    visit.seed("review")
    in_tab(monkeypatch, Tab(held=tab.kept["token"]))
    other = Visit()
    other.open("review")
    other.press("Change: {what}", what=CONTENT.questionnaire.items["driving"].label)
    other.press("Continue")
    assert other.page.heading == "Check your answers"


def test_choices_for_the_file_reach_the_tab_without_another_click(tab: Tab) -> None:
    visit = Visit(CASES["rachel_evenings"].answers)
    visit.seed("review")
    visit.open("summary")
    visit.at.checkbox(key="choose_name_en_").check()
    visit.run()
    assert opened(tab.kept["token"])["choices"]["file_left_out"] == ["name"]


# --- only what is legal ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "snapshot",
    [
        {},
        {"version": 2, "answers": document_of(response_of({"fear": "yes"}, CONTENT))},
        {"version": 1},
        {"version": 1, "answers": ["fear"]},
        {"version": 1, "answers": {"answers": "fear"}, "place": 7, "choices": [1]},
    ],
)
def test_an_invalid_snapshot_restores_nothing(monkeypatch: pytest.MonkeyPatch, snapshot: dict[str, Any]) -> None:
    in_tab(monkeypatch, Tab(held=sealed(snapshot)))
    visit = Visit()
    visit.open("review")
    assert visit.response.answers == ()
    assert visit.page.heading == "There are no answers here"


def test_a_token_that_cannot_be_opened_shows_no_question(monkeypatch: pytest.MonkeyPatch) -> None:
    strange = Sealer(bytes(32), "kept in the tab").seal(b"{}", dt.datetime.now(dt.UTC))
    for token in (strange, "nothing", "A" * 100):
        in_tab(monkeypatch, Tab(held=token))
        visit = Visit()
        assert "Start now" in visit.page.buttons
        visit.open("review")
        assert visit.page.heading == "There are no answers here"


def test_answers_that_are_no_longer_valid_are_dropped_with_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = of_case("rachel_evenings", at="driving", return_to="result")
    kept["answers"]["content_version"] = "2020.1.1"
    kept["answers"]["answers"] |= {"removed_question": "yes", "fear": "removed_option", "worry_most": {"value": 7}}
    in_tab(monkeypatch, Tab(held=sealed(kept)))
    visit = Visit()
    visit.open("questions")
    expected = {key for key in CASES["rachel_evenings"].answers if key not in ("fear", "worry_most")}
    assert set(visit.response.by_key) == expected
    assert visit.response.content_version == CONTENT.questionnaire.version
    assert "at" not in visit.at.session_state
    assert "return_to" not in visit.at.session_state


def test_only_known_keys_with_small_values_are_restored(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = of_case(
        "rachel_evenings", at={"a": 1}, topic="x" * 300, depth="quick", asked_before=["fear"] * 5_000, evil=1
    )
    kept["choices"] = {"response": "gone", "file_wanted": True, "browser_known": False, "taken_over": "x"}
    in_tab(monkeypatch, Tab(held=sealed(kept)))
    visit = Visit()
    state = visit.at.session_state
    assert [key for key in ("at", "topic", "asked_before", "evil") if key in state] == []
    assert (state["depth"], state["file_wanted"], state["browser_known"]) == ("quick", True, True)
    assert len(visit.response.answers) == len(CASES["rachel_evenings"].answers)


def test_every_session_key_is_kept_or_listed_as_unimportant(tab: Tab) -> None:
    """A new session key belongs in session._PLACE, in session._CHOICES or in this list."""
    no_matter = {
        *("response", "assessment", "applying", "stops", "sealed", "sealed_behind", "late", "boxes_set"),
        "opened",  # a yes without a sign then shows as what it counts as: "I would rather not say"
        *("browser_known", "browser_fails", "browser_fails_sealing", "browser_asked"),
        *("start_again_asked", "basis_open", "remove_asked", "files_chosen"),
    }
    visit = Visit(CASES["alex"].answers)
    visit.walk()
    for page in sorted(path.stem for path in FAMILY.glob("*.py")):
        visit.open(page)
        visit.press("Privacy") if page != "privacy" else None
    widgets = {str(widget.key) for widget in visit.elements() if getattr(widget, "key", None)}
    keys = {key for key in visit.at.session_state if not key.startswith(("w_", "b_", "change_", "choose_", "foot_"))}
    assert keys - widgets - no_matter <= {*session._PLACE, *session._CHOICES}


# --- whether it is kept ----------------------------------------------------------------------------------------------


def test_nothing_is_kept_of_a_visit_without_answers(tab: Tab) -> None:
    visit = Visit()
    visit.press("Start now")
    assert tab.kept == {"token": "", "stored": False}
    visit.press("I understand")
    visit.pick(CONTENT.questionnaire.items["danger_now"], "none")
    assert tab.kept["stored"] is True
    visit.open("stop")
    visit.press("Erase my answers")
    assert tab.kept == {"token": "", "stored": False}


def test_answers_are_sealed_again_only_when_something_changed(monkeypatch: pytest.MonkeyPatch, tab: Tab) -> None:
    visit = Visit(CASES["rachel_evenings"].answers)
    visit.seed("review")
    before = len(set(tab.tokens))
    for _ in range(5):
        visit.run()
    assert len(set(tab.tokens)) == before
    visit.open("result")
    assert len(set(tab.tokens)) > before


def test_after_violence_answers_are_kept_only_on_request(tab: Tab) -> None:
    visit = Visit(CASES["spouse_and_meth"].answers)
    visit.begin()
    stored: dict[str, bool] = {}
    for item in visit.questions():
        stored[item.link_id] = tab.kept["stored"]
        if item.link_id == "overdose_last":
            break
    assert stored["fear"] is True
    assert stored["overdose_last"] is False
    assert tab.kept["token"], "the open page still outlives a lost connection"
    for page in ("stop", "privacy", "stay_safe"):
        visit.open(page)
        assert ELSEWHERE in visit.page.text
    visit.press("Keep my answers in this tab if I reload the page")
    assert tab.kept["stored"] is True
    visit.open("stop")
    assert ELSEWHERE not in visit.page.text
    visit.press("Do not keep my answers in this tab")
    assert tab.kept["stored"] is False


def test_too_many_answers_to_keep_are_reported_on_every_page(monkeypatch: pytest.MonkeyPatch, tab: Tab) -> None:
    visit = Visit(CASES["rachel_evenings"].answers)
    visit.seed("stop")
    token = tab.kept["token"]
    monkeypatch.setattr(sealing, "LARGEST_CONTENT", 50)
    for page in ("result", "review", "privacy"):
        visit.open(page)
        assert CANNOT in visit.page.text
    assert tab.kept["token"] == token, "the last answers that fit are kept"
    monkeypatch.undo()
    monkeypatch.setattr("intake.ui.common.browser._component", tab.component)
    visit.open("result")
    assert CANNOT not in visit.page.text
