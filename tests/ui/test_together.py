"""Two relatives on one phone: a sister who reports no violence adds the answers that a wife saved on her own phone.

A wife's report must survive a sister's no, and leave again when her file is taken out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from intake.content import load
from intake.content.cases import response_of
from intake.domain.rules import Level
from intake.saved import OpenedFile, open_saved, payload
from intake.ui.common import download_button
from intake.ui.family import relatives
from tests.real_cases import CASES
from tests.ui.visit import Node, Visit

CONTENT = load()
ITEMS = CONTENT.questionnaire.items
OWN_WORDS = "He keeps the <b>rifle</b> by the door"
SISTER = {**CASES["mild_worry"].answers, "relationship": "sibling"}
WIFE = {**CASES["spouse_and_meth"].answers, "your_name": "Dana", "reach_you": "555-0144", "worry_most": OWN_WORDS}
CALM, RED = (CONTENT.band[level].heading for level in (CASES["mild_worry"].expect.tier.level, Level.RED))
CHOKED = next(option.text for option in ITEMS["violence"].options if option.code == "choked")

AGREED = "They know and agree that I add their answers to mine"
WITHOUT_NAMES = "Leave out names"
WITHOUT_CONTACT = "Leave out phone numbers and how to reach them"
WITHOUT_WORDS = "Leave out what they wrote in their own words"
WITHOUT_OWN = "Leave out what they said about their own safety"
ONLY_HERE = "Only show it here: keep all of their answers out of any file"


def saved(answers: dict[str, Any], *, days_ago: int = 0) -> bytes:
    """The file that a relative saved on their own phone and sent."""
    return payload(response_of(answers, CONTENT), {}, dt.datetime.now().astimezone() - dt.timedelta(days=days_ago))


def with_file(data: bytes) -> Visit:
    """The sister at "Your family as one", with a file chosen."""
    visit = Visit(SISTER)
    visit.seed("result")
    visit.press("Add what a relative answered")
    choose(visit, data)
    return visit


def choose(visit: Visit, data: bytes) -> None:
    visit.at.session_state["file_chosen"] = data
    visit.run()


def add(visit: Visit, *boxes: str) -> None:
    """Check these boxes and add the file."""
    for label in boxes:
        next(box for box in visit.at.checkbox if box.label == label).check()
    visit.press("Add these answers")


def together(*boxes: str) -> Visit:
    """The sister after she added the wife's answers."""
    visit = with_file(saved(WIFE))
    add(visit, AGREED, *boxes)
    return visit


def alerts(visit: Visit) -> list[str]:
    return [node.text for node in visit.page.nodes if node.attributes.get("role") == "alert"]


def shown(visit: Visit, link_id: str) -> str:
    """What the page says about one question, without its label."""
    label = ITEMS[link_id].label

    def is_about(node: Node) -> bool:
        return node.attributes.get("class") == "ns-answer" and node.text.startswith(label)

    return next((node.text.removeprefix(label) for node in visit.page.nodes if is_about(node)), "")


def result_of(visit: Visit) -> str:
    """The heading of the sister's result."""
    visit.open("result")
    return visit.page.heading


# --- adding ----------------------------------------------------------------------------------------------------------


def test_no_box_is_checked_at_first() -> None:
    visit = with_file(saved(WIFE))
    labels = [AGREED, WITHOUT_NAMES, WITHOUT_CONTACT, WITHOUT_WORDS, WITHOUT_OWN, ONLY_HERE]
    assert [(box.label, box.value) for box in visit.at.checkbox] == [(label, False) for label in labels]


def test_nothing_is_added_until_the_box_says_that_they_agree() -> None:
    visit = with_file(saved(WIFE))
    add(visit)
    assert alerts(visit) == ["Ask them first. Then check the box that says they agree."]
    assert "Whose answers are here" not in visit.page.headings
    assert result_of(visit) == CALM

    visit.press("Add what a relative answered")
    add(visit, AGREED)
    assert alerts(visit) == []
    assert "Whose answers are here" in visit.page.headings
    assert "Take out: Dana" in visit.page.buttons


def test_a_choice_of_what_to_leave_out_is_not_a_yes() -> None:
    visit = with_file(saved(WIFE))
    add(visit, WITHOUT_NAMES, ONLY_HERE)
    assert alerts(visit) == ["Ask them first. Then check the box that says they agree."]
    assert result_of(visit) == CALM


def test_the_same_answers_are_not_added_twice() -> None:
    visit = with_file(saved(SISTER))
    same = "These are answers you already have here. Choose another file."
    assert alerts(visit) == [same]
    assert "Add these answers" not in visit.page.buttons


def test_nothing_of_the_wife_becomes_an_answer_of_the_sister() -> None:
    visit = with_file(saved(WIFE))
    before = visit.response
    add(visit, AGREED)
    assert visit.response == before
    assert visit.response.by_key["violence"].codes == ("none",)


def test_only_so_many_people_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relatives, "MOST_INFORMANTS", 2)
    visit = together()
    choose(visit, saved({**WIFE, "your_name": "Robin", "fear": "once"}))
    add(visit, AGREED)
    assert alerts(visit) == ["You already have as many people as fit here."]
    assert [button for button in visit.page.buttons if button.startswith("Take out: ")] == ["Take out: Dana"]


# --- what they make together -----------------------------------------------------------------------------------------


def test_the_page_names_who_differs_and_what_each_said() -> None:
    visit = together()
    assert "Where you differ" in visit.page.headings
    assert shown(visit, "violence") == f"Dana: {CHOKED}; Threatened to kill someone · A brother or sister: None"
    assert shown(visit, "fear") == "Dana: Often · A brother or sister: No"
    assert shown(visit, "suicide_talk") == "", "both said no"
    assert shown(visit, "own_use") == "", "what each says about themself does not differ"


def test_the_result_keeps_the_higher_urgency() -> None:
    visit = with_file(saved(WIFE))
    assert visit.page.band == ""
    add(visit, AGREED)
    assert visit.page.band == RED
    visit.press("See the next steps for all of you")
    assert visit.page.heading == RED
    assert visit.page.steps[0] == "Call a domestic violence advocate now"


def test_a_calm_file_takes_no_danger_away() -> None:
    visit = Visit(WIFE)
    visit.seed("together")
    choose(visit, saved(SISTER))
    add(visit, AGREED)
    assert visit.page.band == RED
    assert result_of(visit) == RED


def test_a_report_from_an_earlier_day_still_counts() -> None:
    visit = with_file(saved(WIFE, days_ago=3))
    assert any("marked with its date" in node.text for node in visit.page.nodes if node.tag == "li")
    add(visit, AGREED)
    assert CHOKED in shown(visit, "violence")
    assert visit.page.band == RED


def test_taking_the_file_out_restores_the_own_result() -> None:
    visit = Visit(SISTER)
    visit.seed("result")
    own = visit.page
    visit.press("Add what a relative answered")
    choose(visit, saved(WIFE))
    add(visit, AGREED)
    visit.press("Take out: {name}", name="Dana")
    assert "Whose answers are here" not in visit.page.headings
    assert "Dana" not in visit.page.text
    visit.press("Back to my next steps")
    assert visit.page == own


# --- what is held back -----------------------------------------------------------------------------------------------


def everything_shown(visit: Visit) -> str:
    """The text and buttons of every page that shows the answers of both."""
    pages = []
    for name in ("together", "result", "review", "how_we_decided"):
        visit.open(name)
        pages.append(f"{visit.page.text} {' '.join(visit.page.buttons)}")
    return " ".join(pages)


@pytest.mark.parametrize(
    ("box", "told"), [(WITHOUT_WORDS, OWN_WORDS), (WITHOUT_NAMES, "Dana")], ids=["their own words", "their name"]
)
def test_what_they_hold_back_appears_nowhere(box: str, told: str) -> None:
    assert told in everything_shown(together())
    visit = together(box)
    assert told not in everything_shown(visit)
    visit.open("together")
    assert CHOKED in shown(visit, "violence"), "only that kind is held back"


# --- the file --------------------------------------------------------------------------------------------------------


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], bytes]]:
    """The function behind each download button, by the label."""
    buttons: dict[str, Callable[[], bytes]] = {}

    def button(kind: Any, data: Callable[[], bytes], **_: object) -> None:
        buttons[kind.label] = data

    monkeypatch.setattr(download_button, "download_button", button)
    return buttons


def files_of(visit: Visit, made: dict[str, Callable[[], bytes]]) -> tuple[str, OpenedFile, OpenedFile]:
    """The words of the PDF and of the plain text, and the answers in the PDF and in the file to pick up later."""
    visit.open("download")
    assert not made, "a file that could be dangerous is made only on request"
    visit.press("No one else can unlock this device: make the file")
    visit.press("Continue")
    opened = [made[label]() for label in ("Download the summary (PDF)", "Save only my answers, to pick up here later")]
    pdf, answers = (open_saved(data, CONTENT.questionnaire, CONTENT.migrations) for data in opened)
    printed = " ".join(page.extract_text() for page in PdfReader(BytesIO(opened[0])).pages)
    return f"{printed} {made['Download as plain text']().decode()} {visit.page.text}", pdf, answers


def test_the_file_has_what_both_said(made: dict[str, Callable[[], bytes]]) -> None:
    words, *files = files_of(together(), made)
    for said in (CHOKED, "Dana", RED):
        assert said in words
    for file in files:
        told = [one.response.by_key["violence"].codes for one in file.informants]
        assert sorted(told) == [("choked", "kill_threat"), ("none",)]


def test_what_they_said_in_confidence_is_in_no_file(made: dict[str, Callable[[], bytes]]) -> None:
    visit = together(ONLY_HERE)
    assert visit.page.band == RED, "it still counts here"
    assert CHOKED in shown(visit, "violence")
    words, *files = files_of(visit, made)
    for said in (CHOKED, "Threatened to kill", "Dana", "555-0144", OWN_WORDS, "An unlocked gun", "in confidence"):
        assert said not in words
    for file in files:
        assert file.informants == ()
        assert file.response.by_key["violence"].codes == ("none",)


def test_what_they_said_in_confidence_is_not_on_the_sheet_for_the_fridge(made: dict[str, Callable[[], bytes]]) -> None:
    brother = {**CASES["mild_worry"].answers, "relationship": "sibling", "plan_calms": "A secret walk by the river"}
    for boxes, shown_there in (((), True), ((ONLY_HERE,), False)):
        visit = with_file(saved(brother))
        add(visit, AGREED, *boxes)
        visit.open("plan")
        sheet = PdfReader(BytesIO(made["Get the sheet for the fridge (PDF)"]())).pages[0].extract_text()
        assert ("secret walk" in " ".join(sheet.split())) is shown_there
