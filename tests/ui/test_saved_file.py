"""Choosing what goes into the file, and opening a saved file, page by page.

tests/e2e covers how the browser sends the file; here it is already in the session.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from streamlit.testing.v1.element_tree import Checkbox

from intake.config import site
from intake.content import load
from intake.content.cases import response_of
from intake.domain.answers_json import document_of, with_as_of
from intake.domain.base import Tag
from intake.domain.questionnaire import Item
from intake.domain.response import Response
from intake.i18n import PSEUDO
from intake.outputs import summary_pdf
from intake.saved import payload
from intake.saved.password import MIN_LENGTH
from intake.ui.common import session
from tests.often import often
from tests.outputs.test_formats import added
from tests.real_cases import CASES
from tests.saved.files import carrying
from tests.saved.test_round_trip import SAVED_AT
from tests.ui.visit import PAST, Visit, headline

CONTENT = load()
ITEMS = CONTENT.questionnaire.items
TYPED = "Zelda <img src=x>"
PASSWORD = "seven slow snails"
ANSWERS_ONLY = "Save only my answers, to pick up here later"
OUT = {
    "name": "Leave out all names",
    "contact": "Leave out my phone number and how to reach me",
    "notes": "Leave out my notes: everything I wrote in my own words",
    "professionals": "Leave out my notes about professionals: one of them may get this file",
}


def of(name: str) -> Response:
    return response_of(CASES[name].answers, CONTENT)


def with_file(data: bytes, *, here: str = "", language: str = "en") -> Visit:
    """A visit to "Use a saved file" with this file chosen; `here` is a case answered before that."""
    visit = Visit(language=language)
    if here:
        visit.at.session_state["response"] = of(here)
    visit.press("Use a saved file")
    visit.at.session_state["file_chosen"] = data
    visit.run()
    return visit


def saved(response: Response, /, saved_at: dt.datetime | None = None, **place: Any) -> bytes:
    """A file saved today or at another time."""
    return payload(response, place, saved_at or dt.datetime.now().astimezone())


def alerts(visit: Visit) -> list[str]:
    return [node.text for node in visit.page.nodes if node.attributes.get("role") == "alert"]


# --- what goes in ----------------------------------------------------------------------------------------------------


def at_summary(name: str = "mild_worry") -> Visit:
    visit = Visit()
    visit.at.session_state["response"] = of(name)
    visit.open("summary")
    return visit


def boxes(visit: Visit) -> dict[str, Checkbox]:
    return {box.label: box for box in visit.at.checkbox}


def type_password(visit: Visit, password: str) -> None:
    next(field for field in visit.at.text_input if field.label == "Password for the file").set_value(password)


def test_nothing_is_preselected() -> None:
    visit = at_summary()
    assert list(boxes(visit)) == [*OUT.values(), "Include what I said about my own safety", "Use A4 paper"]
    assert not any(box.value for box in visit.at.checkbox)
    assert {field.value for field in visit.at.text_input} == {""}


def test_the_choices_are_still_there_when_the_page_is_opened_again() -> None:
    visit = at_summary()
    boxes(visit)[OUT["contact"]].check()
    boxes(visit)["Use A4 paper"].check()
    type_password(visit, PASSWORD)
    visit.press("Continue")
    visit.press("Change what goes in")
    assert [label for label, box in boxes(visit).items() if box.value] == [OUT["contact"], "Use A4 paper"]
    assert PASSWORD in [field.value for field in visit.at.text_input]
    boxes(visit)[OUT["contact"]].uncheck()
    visit.press("Continue")
    visit.press("Change what goes in")
    assert [label for label, box in boxes(visit).items() if box.value] == ["Use A4 paper"]


def test_the_page_that_shows_the_file_leaves_out_what_the_file_does() -> None:
    visit = at_summary()
    for link_id in ("lo_name", "your_name", "reach_you"):
        visit.type(ITEMS[link_id], f"{TYPED} {link_id}")
    visit.press("Continue")
    assert visit.page.text.count(TYPED) == 3
    assert "Left out" not in visit.page.text
    visit.press("Change what goes in")
    for label in (OUT["name"], OUT["contact"]):
        boxes(visit)[label].check()
    visit.press("Continue")
    assert TYPED not in visit.page.text
    assert "Left out of this file by the family: names, contact details." in visit.page.text
    assert visit.recorded("lo_name"), "what is left out of the file is not erased"


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("7snails", f"This password is too short. Use at least {MIN_LENGTH} characters."),
        ("   a b   ", f"This password is too short. Use at least {MIN_LENGTH} characters."),
        ("🐌" * 40, "This password is too long for a file. Use a shorter one."),
    ],
    ids=["seven characters", "spaces around three", "160 bytes"],
)
def test_an_unusable_password_is_reported_before_the_file_is_made(password: str, said: str) -> None:
    visit = at_summary()
    type_password(visit, password)
    visit.press("Continue")
    assert visit.page.heading == "Your summary"
    assert alerts(visit) == [said]
    type_password(visit, PASSWORD)
    visit.press("Continue")
    assert visit.page.heading == "Get your summary"
    assert "The PDF opens only with your password. The other files have no password." in visit.page.text


def test_without_a_password_the_page_does_not_mention_one() -> None:
    visit = at_summary()
    type_password(visit, "  ")
    visit.press("Continue")
    assert visit.page.heading == "Get your summary"
    assert "password" not in visit.page.text


def test_a_page_with_downloads_has_no_fields() -> None:
    """Text typed just before a click on a download would be missing from the file."""
    visit = at_summary()
    visit.press("Continue")
    assert visit.page.downloads == ("Download the summary (PDF)", "Download as plain text", ANSWERS_ONLY)
    assert not [*visit.at.text_input, *visit.at.text_area, *visit.at.checkbox, *visit.at.radio, *visit.at.selectbox]


def test_families_are_told_that_cutting_pages_does_not_cut_answers() -> None:
    visit = at_summary()
    visit.press("Continue")
    assert "If you cut pages out of the PDF, your answers stay inside it." in visit.page.text


def test_a_format_that_is_added_is_offered_to_families(monkeypatch: pytest.MonkeyPatch) -> None:
    added(monkeypatch)
    visit = at_summary()
    visit.press("Continue")
    first_three = ("Download the summary (PDF)", "Download as plain text", ANSWERS_ONLY)
    assert visit.page.downloads == (*first_three, "Download for a slate")


def test_if_no_pdf_can_be_made_the_answers_can_still_be_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summary_pdf, "missing_for_pdf", lambda: "apt-get install it")
    visit = at_summary()
    visit.press("Continue")
    assert visit.page.downloads == ("Download as plain text", ANSWERS_ONLY)
    assert "apt-get install it" in visit.page.text


def test_the_page_before_the_file_leads_back_to_where_the_person_was() -> None:
    visit = Visit(CASES["mild_worry"].answers)
    visit.begin()
    visit.press("Continue")
    asked = visit.page.heading
    visit.press("Stop for now")
    visit.press("Save my answers")
    visit.press("Back")
    assert visit.page.heading == asked


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if Tag.FILE in case.expect.withheld])
def test_if_a_file_could_be_dangerous_no_details_for_it_are_asked(name: str) -> None:
    visit = at_summary(name)
    assert visit.page.heading == "Get your summary"
    assert visit.page.downloads == ()
    assert not visit.at.text_input
    visit.press("No one else can unlock this device: make the file")
    assert visit.page.heading == "Your summary"


# --- taking a file back ----------------------------------------------------------------------------------------------


def test_a_file_is_shown_before_it_is_used() -> None:
    visit = with_file(saved(of("rachel_evenings"), SAVED_AT, working_on="result"))
    assert visit.response.answers == ()
    assert "Saved on November 22, 2026 at 8:05 AM." in visit.page.text
    assert "are marked with its date" in visit.page.text
    assert f"It has {len(CASES['rachel_evenings'].answers)} answered questions." in visit.page.text
    visit.press("Use these answers")
    assert visit.response == with_as_of(of("rachel_evenings"), CONTENT.questionnaire, SAVED_AT.date())
    assert visit.page.heading == "Talk to a professional within three days"
    assert "file_found" not in visit.at.session_state


def test_answers_from_an_earlier_day_show_it_until_answered_again() -> None:
    visit = with_file(saved(of("rachel_evenings"), SAVED_AT, working_on="review"))
    visit.press("Use these answers")
    last, age = ITEMS["last_use"], ITEMS["lo_age"]
    assert "(Nov 22, 2026)" in said_of(visit, last)
    assert "2026" not in said_of(visit, age), "an age is not marked"
    visit.press("Change: {what}", what=last.label)
    visit.pick(last, "longer")
    visit.press("Continue")
    assert "2026" not in said_of(visit, last)


def said_of(visit: Visit, item: Item) -> str:
    """The answer to a question in the list of answers."""
    found = [node.text for node in visit.page.nodes if node.tag == "p" and node.text.startswith(item.label)]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("name", often(CASES))
def test_every_case_continues_with_the_same_result(name: str) -> None:
    case = CASES[name]
    visit = with_file(saved(of(case.id), working_on="result"))
    visit.press("Use these answers")
    while past := next((label for label in PAST if label in visit.page.buttons), None):
        visit.press(past)
    assert visit.page.heading == headline(case.expect.tier.level, case.answers)


def test_the_id_of_calendar_entries_comes_back_with_the_answers() -> None:
    """With it, a later calendar file updates the entries of an earlier one instead of adding them again."""
    visit = with_file(saved(of("rachel_evenings"), calendar="0123456789abcdef" * 2))
    visit.press("Use these answers")
    assert visit.at.session_state["calendar"] == "0123456789abcdef" * 2
    forged = with_file(saved(of("rachel_evenings"), calendar="Zelda"))
    forged.press("Use these answers")
    assert "calendar" not in forged.at.session_state


def test_a_person_continues_at_the_question_where_the_file_was_saved() -> None:
    first = Visit(CASES["rachel_evenings"].answers)
    first.begin()
    for item in first.questions():
        if item.link_id == "means":
            break
    heading, asked = first.page.heading, first.asked
    first.press("Stop for now")
    first.press("Save my answers")
    first.press("Continue")
    place = {key: first.at.session_state[key] for key in ("at", "working_on", "depth") if key in first.at.session_state}
    visit = with_file(saved(first.response, **place))
    visit.press("Use these answers")
    assert (visit.page.heading, visit.asked) == (heading, asked)
    assert visit.response == first.response
    visit.press("Back")
    assert visit.asked
    assert set(visit.asked).isdisjoint(asked)
    assert all(visit.picked(ITEMS[link_id]) for link_id in visit.asked), "the questions before it show their answers"


def test_answers_here_are_replaced_only_after_asking() -> None:
    visit = with_file(saved(of("mild_worry")), here="rachel_evenings")
    visit.press("Use these answers")
    assert visit.response == of("rachel_evenings")
    (said,) = alerts(visit)
    assert str(len(CASES["rachel_evenings"].answers)) in said
    visit.press("Cancel")
    assert visit.response == of("rachel_evenings")
    visit.open("open_file")
    assert "Use these answers" not in visit.page.buttons, "the file was discarded"
    visit.at.session_state["file_chosen"] = saved(of("mild_worry"))
    visit.run()
    visit.press("Use these answers")
    visit.press("Replace my answers here")
    assert visit.response == of("mild_worry")


def test_choices_for_the_file_are_forgotten_with_the_answers() -> None:
    visit = at_summary()
    boxes(visit)[OUT["name"]].check()
    type_password(visit, PASSWORD)
    visit.press("Continue")
    visit.open("open_file")
    visit.at.session_state["file_chosen"] = saved(of("rachel_evenings"))
    visit.run()
    visit.press("Use these answers")
    visit.press("Replace my answers here")
    visit.open("summary")
    assert not any(box.value for box in visit.at.checkbox)
    assert PASSWORD not in [field.value for field in visit.at.text_input]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "This file was not saved here. Choose the file that you saved on this site."),
        (TYPED.encode(), "This file was not saved here. Choose the file that you saved on this site."),
        (b'{"answers": {"fear": 5}}', "We cannot read this file. It may be damaged. Try another copy."),
        (carrying()[:300], "We cannot read this file. It may be damaged. Try another copy."),
        (b" " * 1_000_001, "This file is too large. Files saved on this site are smaller than 1 megabyte."),
    ],
    ids=["empty", "text", "no answers", "cut", "large"],
)
def test_an_unusable_file_changes_nothing(data: bytes, said: str) -> None:
    visit = with_file(data, here="rachel_evenings")
    assert alerts(visit) == [said]
    assert visit.response == of("rachel_evenings")
    assert "Use these answers" not in visit.page.buttons
    assert "Zelda" not in visit.page.markup
    visit.at.session_state["file_chosen"] = saved(of("mild_worry"))
    del visit.at.session_state["file_found"]
    visit.run()
    assert alerts(visit) == []
    assert "Use these answers" in visit.page.buttons


def test_a_locked_file_asks_for_its_password_until_it_is_right() -> None:
    visit = with_file(carrying(saved(of("mild_worry")), password=PASSWORD))
    assert alerts(visit) == ["This file has a password. Type it to open the file."]
    visit.at.text_input[0].set_value("wrong")
    visit.press("Open the file")
    assert alerts(visit) == ["That is not the right password. Check capital letters and spaces."]
    visit.at.text_input[0].set_value(f" {PASSWORD} ")
    visit.press("Open the file")
    assert alerts(visit) == []
    assert "file_chosen" not in visit.at.session_state, "the file is not kept longer than its password is missing"
    visit.press("Use these answers")
    assert visit.response == of("mild_worry")


def test_notes_on_an_older_file_are_shown_and_never_become_markup() -> None:
    old = {"content_version": "2026.11.1", "answers": {**document_of(of("mild_worry"))["answers"], TYPED: TYPED}}
    visit = with_file(json.dumps(old).encode())
    assert "19 parts have been added since then. You can skip them." in visit.page.text
    assert "1 answer was left out. We do not ask that question here." in visit.page.text
    assert "Zelda" not in visit.page.markup
    visit.press("Use these answers")
    assert visit.page.heading == "Check your answers", "a file without a place leads to all answers"


def test_a_file_opens_in_another_language(monkeypatch: pytest.MonkeyPatch) -> None:
    two_languages = site().model_copy(update={"languages": ("en", PSEUDO)})
    monkeypatch.setattr(session, "site", lambda: two_languages)
    visit = Visit(language=PSEUDO)
    visit.at.session_state["language"] = PSEUDO
    visit.open("open_file")
    visit.at.session_state["file_chosen"] = saved(of("rachel_evenings"), working_on="result")
    visit.run()
    visit.press("Use these answers")
    assert visit.page.heading == visit.content.band[CASES["rachel_evenings"].expect.tier.level].heading
    assert visit.page.heading.startswith("⟦")
    assert visit.response == of("rachel_evenings")


@pytest.mark.parametrize(
    "place",
    [
        {"working_on": "../../etc/passwd", "at": "nowhere"},
        {"working_on": "questions", "at": "dragons@n9", "topic": "castle", "depth": "abyss"},
        {"working_on": "questions", "at": 5, "topic": 7, "depth": None, "return_to": "castle", "asked_before": "all"},
        {"working_on": ["questions"], "at": {"a": 1}, "dangers_seen": 5, "asked_before": [1, {"a": 2}]},
        {"working_on": "questions", "at": "intro:mood", "return_to": "<b>", "danger_return": 1, "after_act_now": "x"},
        pytest.param({"working_on": "questions", "at": "x" * 5_000, "asked_before": ["x"] * 9_000}, id="endless"),
        pytest.param({"working_on": "questions", "at": None, "asked_before": list(ITEMS)}, id="all asked before"),
        {"response": "x", "language": "xx", "file_wanted": True, "browser_known": 5, "page": "nowhere"},
    ],
    ids=str,
)
def test_a_place_that_does_not_exist_still_leads_to_a_page(place: dict[str, Any]) -> None:
    visit = with_file(saved(of("rachel_evenings"), **place))
    visit.press("Use these answers")
    assert visit.response == of("rachel_evenings")
    assert "file_wanted" not in visit.at.session_state
    for name in ("questions", "danger", "act_now", "review", "result"):
        visit.open(name)
        assert visit.page.heading
        for label in ("Continue", "Back", "We are safe for now. Keep going"):
            if label in visit.page.buttons:
                visit.press(label)
                assert visit.page.heading
                break


def test_a_reload_restores_the_choices_for_the_file() -> None:
    """Otherwise a file would contain more than was chosen, or have no password."""
    visit = at_summary("rachel_evenings")
    boxes(visit)[OUT["notes"]].check()
    type_password(visit, PASSWORD)
    visit.press("Continue")
    chosen = {"file_left_out", "file_other_paper", "file_password"}
    assert chosen <= set(session._CHOICES)
    again = Visit()
    for key in (*session._CHOICES, "response"):
        if key in visit.at.session_state:
            again.at.session_state[key] = visit.at.session_state[key]
    again.open("download")
    assert again.page.text == visit.page.text
    assert "Left out of this file" in again.page.text
    assert "opens only with your password" in again.page.text
