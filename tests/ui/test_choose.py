"""Comparing professionals: notes and red flags side by side, and nothing shown if it could do harm."""

from __future__ import annotations

import datetime as dt

import pytest

from intake.brief.builder import brief, without
from intake.content import load
from intake.content.cases import ON, Shorthand, response_of
from intake.domain.assessing import assess
from intake.domain.base import Personal, Tag
from intake.domain.questionnaire import key_of
from intake.domain.response import Absent, Answer, Response
from intake.i18n import Translator
from intake.outputs import comparison_pdf
from intake.outputs.fhir.bundle import bundle
from intake.saved import open_saved, payload
from tests.real_cases import CASES
from tests.ui.visit import Page, Visit

CONTENT = load()
QUESTIONS = CONTENT.questionnaire
SECTION = comparison_pdf.section_of(CONTENT)
ITEMS = QUESTIONS.items
TITLE = SECTION.title
MADE_ON = dt.datetime(2026, 11, 22, 8, 5, tzinfo=dt.UTC)
assert SECTION.repeats
REPEATS = SECTION.repeats
LEE: dict[str, str | tuple[str, ...]] = {
    "pro_name@n1": "Lee",
    "pro_credential@n1": "checked",
    "pro_price@n1": "all",
    "pro_heard@n1": ("none",),
}
HARBOR: dict[str, str | tuple[str, ...]] = {
    "pro_name@n2": "Harbor <b>House</b>",
    "pro_options@n2": "one",
    "pro_heard@n2": ("promise", "pressure"),
}


def arrived(name: str = "alex", page: str = "choose", notes: Shorthand | None = None) -> Visit:
    """A visit that opens a page with the answers of a case and notes on professionals."""
    visit = Visit({**CASES[name].answers, **(notes or {})})
    visit.at.session_state["response"] = response_of(visit.answers, CONTENT)
    visit.open(page)
    return visit


def two_compared(name: str = "alex") -> Visit:
    """The page with notes on two professionals."""
    return arrived(name, notes={**LEE, **HARBOR})


def add(visit: Visit) -> None:
    """Add a professional and answer its pages as in the visit's notes."""
    visit.press(REPEATS.add)
    for _ in range(10):
        if visit.page.heading == TITLE:
            return
        for key in visit.keys_here:
            visit.answer_key(key)
        visit.press("Continue")
    raise AssertionError("the pages of one professional do not end")


def table(page: Page) -> list[str]:
    """The cells of the table, row by row."""
    return [node.text for node in page.nodes if node.tag in ("th", "td")]


def files(visit: Visit) -> list[str]:
    """The labels of the downloads."""
    return list(visit.page.downloads)


def everything(page: Page) -> str:
    return "\n".join((page.text, *page.buttons, *page.downloads))


# --- by pressing -----------------------------------------------------------------------------------------------------


def test_two_professionals_are_compared_side_by_side() -> None:
    visit = arrived()
    visit.answers = {**LEE, **HARBOR}
    assert visit.page.heading == TITLE
    assert "Side by side" not in visit.page.headings
    assert files(visit) == []
    add(visit)
    add(visit)
    cells = table(visit.page)
    assert cells[:3] == ["Question", "Lee", "Harbor <b>House</b>"]
    place = cells.index(ITEMS["pro_credential"].label)
    assert cells[place + 1 : place + 3] == [ITEMS["pro_credential"].by_code["checked"].text, "Not asked yet"]
    assert visit.page.headings.count("Lee") == 1, "on a phone each has a card"
    assert "A red flag is a reason to ask, not proof." in visit.page.text
    assert files(visit) == ["Download as PDF"]
    open_of_lee = "; ".join(
        item.label for item in SECTION.items if f"{item.link_id}@n1" not in LEE and item.link_id != REPEATS.named_by
    )
    assert f"No answer yet: {open_of_lee}." in visit.page.text


def test_each_professional_has_own_pages_that_return_to_the_comparison() -> None:
    visit = two_compared()
    visit.press("Change: {what}", what="Lee")
    assert visit.page.heading == "Lee"
    seen: list[str] = []
    while visit.page.heading != TITLE:
        assert "Add how you know this, and when it was" not in visit.page.buttons
        seen += visit.keys_here
        visit.press("Continue")
    assert seen == [key_of(item.link_id, "n1") for item in SECTION.items]
    visit.press("Change: {what}", what="Lee")
    visit.press("Back")
    assert visit.page.heading == TITLE
    visit.press("Change: {what}", what="Lee")
    visit.press("Continue")
    visit.press("Back to the comparison")
    assert visit.page.heading == TITLE


def test_no_answer_is_preselected_and_each_can_be_skipped() -> None:
    visit = arrived()
    visit.press(REPEATS.add)
    while visit.page.heading != TITLE:
        assert [box.value for box in visit.at.checkbox if box.value] == []
        assert [one.value for one in visit.at.radio if one.value is not None] == []
        visit.press("Continue")
    own = [answer for answer in visit.response.answers if answer.link_id.startswith("pro_")]
    assert {answer.absent for answer in own} == {Absent.NOT_ASKED}
    assert "Professional 1" in table(visit.page)
    assert comparison_pdf.no_flags_note(Translator("en")) in visit.page.text


def test_at_most_four_can_be_added_and_one_can_be_removed() -> None:
    visit = arrived(notes={f"pro_name@n{number}": f"Person {number}" for number in range(1, REPEATS.most)})
    visit.press(REPEATS.add)
    visit.press("Back to the comparison")
    assert len([cell for cell in table(visit.page) if cell.startswith(("Person ", "Professional "))]) == 4
    assert REPEATS.add not in visit.page.buttons
    assert "You can compare up to 4." in visit.page.text
    visit.press("Remove: {what}", what="Person 2")
    visit.press("Yes, remove")
    assert "Person 2" not in everything(visit.page)
    assert REPEATS.add in visit.page.buttons


def test_a_red_flag_appears_and_disappears_with_its_answer() -> None:
    flag = next(one for one in CONTENT.flags if one.id == "no_price_in_writing")
    visit = two_compared()
    assert flag.title not in visit.page.text
    visit.press("Change: {what}", what="Lee")
    for code, raised in (("no", True), ("part", False)):
        while key_of("pro_price", "n1") not in visit.keys_here:
            visit.press("Continue")
        visit.field(ITEMS["pro_price"], "n1").set_value(code)
        visit.press("Continue")
        visit.press("Back to the comparison")
        assert (f"Red flag: {flag.title}." in visit.page.text) is raised
        assert (flag.text in visit.page.text) is raised
        assert (f"Red flag: {ITEMS['pro_price'].by_code[code].text}" in visit.page.text) is raised
        visit.press("Change: {what}", what="Lee")


def test_typed_text_never_becomes_markup() -> None:
    assert all(node.tag != "b" for node in two_compared().page.nodes)


# --- ways in and out -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["result", "plan"])
def test_the_result_and_the_plan_lead_there_and_back(page: str) -> None:
    visit = arrived(page=page)
    before = visit.page.heading
    visit.press(TITLE)
    assert visit.page.heading == TITLE
    visit.press("Back")
    assert visit.page.heading == before


def test_the_article_on_checking_a_professional_is_one_click_away() -> None:
    visit = arrived()
    article = CONTENT.library.article["check_a_professional"]
    visit.press("Read: {title}", title=article.title)
    assert visit.page.heading == article.title
    visit.press("Back to my answers")
    assert visit.page.heading == TITLE


def test_the_check_continues_after_the_comparison() -> None:
    visit = two_compared()
    visit.press("Change: {what}", what="Lee")
    visit.press("Back to the comparison")
    visit.press("Back")
    visit.press("Check or change your answers")
    visit.press("Back")
    assert visit.page.heading not in (TITLE, "Lee", REPEATS.more)


# --- where it could do harm ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if Tag.INTERVENTIONIST in case.expect.withheld])
def test_if_professionals_are_withheld_the_page_says_only_why(name: str) -> None:
    page = two_compared(name).page
    assert page.heading == "This can wait"
    assert page.downloads == ()
    silent = [TITLE, "Lee", "Harbor", REPEATS.add, "red flag", *(item.text for item in SECTION.items)]
    assert [text for text in silent if text in everything(page)] == []
    found = assess(CONTENT, response_of(CASES[name].answers, CONTENT), ON)
    rules = [CONTENT.rule[one.rule] for one in found.met]
    assert any(rule.because in page.text for rule in rules if Tag.INTERVENTIONIST in rule.withholds)


@pytest.mark.parametrize(("name", "offered"), [("alex", True), ("spouse_and_meth", False), ("sam", False)])
@pytest.mark.parametrize("page", ["result", "plan"])
def test_it_is_offered_only_if_nothing_more_urgent_comes_first(name: str, page: str, *, offered: bool) -> None:
    assert (TITLE in arrived(name, page).page.buttons) is offered


def test_a_file_that_could_be_dangerous_is_made_only_on_request() -> None:
    visit = two_compared("spouse_controlled")
    assert "Lee" in table(visit.page)
    assert files(visit) == []
    visit.press("No one else can unlock this device: make the file")
    assert files(visit) == ["Download as PDF"]


# --- where the notes go ----------------------------------------------------------------------------------------------


def with_notes() -> Response:
    return response_of({**CASES["alex"].answers, **LEE, **HARBOR}, CONTENT)


def test_the_notes_come_back_with_the_saved_answers() -> None:
    found = open_saved(payload(with_notes(), {"page": "choose"}, MADE_ON), QUESTIONS, CONTENT.migrations)
    assert found.response == with_notes()
    assert found.notes == ()
    visit = Visit()
    visit.at.session_state["response"] = found.response
    visit.open("choose")
    assert table(visit.page) == table(two_compared().page)


def test_letters_that_the_pdf_cannot_print_are_named_before_it_is_made() -> None:
    named = with_notes().with_answer(Answer(link_id="pro_name", entry="n1", value="משה Levi"))
    for response, expected in ((with_notes(), False), (named, True)):
        visit = Visit()
        visit.at.session_state["response"] = response
        visit.open("choose")
        assert ("cannot print these letters: מ ש ה. " in visit.page.text) is expected


def test_names_left_out_of_a_file_are_not_in_it_but_the_rest_is() -> None:
    kept = without(with_notes(), CONTENT, [Personal.NAME])
    saved = open_saved(payload(kept, {}, MADE_ON), QUESTIONS, CONTENT.migrations).response
    assert not any(answer.link_id == "pro_name" for answer in saved.answers)
    assert saved.by_key["pro_credential@n1"] == Answer(link_id="pro_credential", entry="n1", value="checked")
    found = comparison_pdf.compare(CONTENT, saved, Translator("en"))
    assert [column.name for column in found.columns] == ["Professional 1", "Professional 2"]


def test_notes_about_professionals_can_be_left_out_of_the_file() -> None:
    kept = without(with_notes(), CONTENT, [Personal.PROFESSIONALS])
    assert not any(answer.link_id.startswith("pro_") for answer in kept.answers)
    assert len(kept.answers) == len(CASES["alex"].answers)


def test_the_notes_are_in_neither_the_summary_nor_fhir() -> None:
    """Neither in the summary nor in FHIR."""
    response = with_notes()
    summary = brief(CONTENT, response, assess(CONTENT, response, ON), MADE_ON, Translator("en"))
    sent = bundle(CONTENT, response, MADE_ON).decode()
    for words in ("Harbor", "pro_", TITLE):
        assert words not in str(summary)
        assert words not in sent
