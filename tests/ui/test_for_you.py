"""The page about the person who answers: when the panel appears, and where the answers never go."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re

import pytest
from streamlit.testing.v1 import AppTest

from intake.brief.builder import brief, without
from intake.content import load
from intake.content.cases import response_of
from intake.domain.answers_json import document_of
from intake.domain.assessing import assess, raised_flags
from intake.domain.base import Tag
from intake.domain.questionnaire import FOR_THE_FAMILY
from intake.domain.response import Absent, Answer, Response
from intake.i18n import Translator
from intake.outputs.fhir.bundle import bundle
from tests.real_cases import CASES
from tests.ui.visit import Visit, opened

CONTENT = load()
QUESTIONS = CONTENT.questionnaire
STRAIN, PLAN = (section for section in QUESTIONS.sections if section.asked == "self")
PAIRS = {"own_mood": ("own_interest", "own_down"), "own_worry": ("own_nervous", "own_worrying")}
CODES = ("not_at_all", "several_days", "more_than_half", "nearly_every_day")
NOW = dt.datetime(2026, 11, 26, tzinfo=dt.UTC)
TODAY = NOW.date()
DATES, NUMBERS = "Get these dates for your calendar", "Get these numbers for your phone"


def with_answers(answers: Response, **changes: str | tuple[str, ...] | None) -> Response:
    """The answers with these changes; None is "I do not know"."""
    for link_id, value in changes.items():
        absent = Absent.UNKNOWN if value is None else None
        answers = answers.with_answer(Answer(link_id=link_id, value=value, absent=absent))
    return answers


def case(name: str) -> Response:
    return response_of(CASES[name].answers, CONTENT)


def arrived(answers: Response) -> Visit:
    return opened(answers, "for_you")


def flags(answers: Response) -> set[str]:
    return {flag.id for flag in raised_flags(CONTENT, answers, STRAIN.id)}


NOTHING = Response(content_version="any")
LOW = with_answers(case("alex"), own_interest="several_days", own_down="more_than_half")
PLANNED = with_answers(
    case("alex"), own_today=("eat",), own_week=("group",), own_month=("joy",), own_step="Sing in the car"
)


# --- when something is said ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("flag", PAIRS)
@pytest.mark.parametrize(("one", "other"), [*itertools.product(range(4), repeat=2)])
def test_a_sum_of_three_or_more_raises_the_flag(flag: str, one: int, other: int) -> None:
    first, second = PAIRS[flag]
    assert flags(with_answers(NOTHING, **{first: CODES[one], second: CODES[other]})) == (
        {flag} if one + other >= 3 else set()
    )


@pytest.mark.parametrize("flag", PAIRS)
@pytest.mark.parametrize("place", [0, 1])
def test_a_question_without_an_answer_counts_as_zero(flag: str, place: int) -> None:
    asked, other = PAIRS[flag][place], PAIRS[flag][1 - place]
    assert flags(with_answers(NOTHING, **{asked: CODES[2]})) == set()
    assert flags(with_answers(NOTHING, **{asked: CODES[2], other: None})) == set()
    assert flags(with_answers(NOTHING, **{asked: CODES[3]})) == {flag}
    assert flags(with_answers(NOTHING, **{asked: CODES[3], other: None})) == {flag}


def test_worry_and_mood_are_not_added_together() -> None:
    assert flags(with_answers(NOTHING, own_nervous=CODES[2], own_down=CODES[2])) == set()


def test_the_panel_says_what_to_do_and_has_links_that_dial() -> None:
    page = arrived(LOW).page
    assert "You need care too" in page.headings
    assert "Talk to a doctor this week" in page.text
    links = {node.attributes.get("href") for node in page.nodes if node.tag == "a"}
    assert {"tel:988", "sms:988", "tel:18006624357"} <= links
    for word in ("score", "depress", "anxiety disorder", "points"):
        assert word not in page.text.lower().replace("patient health questionnaire for depression and anxiety", "")


def test_without_a_flag_there_is_no_panel() -> None:
    assert "You need care too" not in arrived(with_answers(case("alex"), own_down=CODES[2])).page.headings


def test_outside_the_united_states_and_canada_the_panel_does_not_name_988() -> None:
    there = with_answers(LOW, lo_country="other", lo_state=None)
    page = arrived(there).page
    assert "You can call a crisis line" in page.text
    assert "call or text 988" not in page.text


def test_these_answers_change_nothing_else() -> None:
    assert assess(CONTENT, LOW, TODAY) == assess(CONTENT, case("alex"), TODAY)


# --- filling it ------------------------------------------------------------------------------------------------------


def test_the_four_questions_and_the_plan_lead_back_to_the_page() -> None:
    visit = arrived(case("alex"))
    visit.open_part(STRAIN.title)
    assert STRAIN.intro
    assert STRAIN.intro in visit.page.text
    for item in STRAIN.items:
        assert item.text in visit.page.headings
        assert visit.picked(item) is None, "nothing is picked beforehand"
        visit.pick(item, "nearly_every_day")
        assert "Add how you know this, and when it was" not in visit.page.buttons
        visit.press("Continue")
    assert visit.page.heading == "For you"
    assert "You need care too" in visit.page.headings
    visit.open_part(PLAN.title)
    visit.pick(PLAN.items[0], "eat", "walk")
    for _ in PLAN.items:
        visit.press("Continue")
    assert visit.page.heading == "For you"
    assert "Eat one warm meal, sitting down" in visit.page.text
    assert visit.page.downloads == (DATES, NUMBERS)


def test_every_question_can_be_skipped() -> None:
    visit = arrived(case("alex"))
    for section in (STRAIN, PLAN):
        visit.open_part(section.title)
        for _ in section.items:
            visit.press("Continue")
        assert visit.page.heading == "For you"
    assert "Your small plan" not in visit.page.headings


def test_a_person_who_came_to_read_can_answer_without_the_check() -> None:
    visit = Visit()
    visit.open("for_you")
    visit.open_part(STRAIN.title)
    assert "There are no answers here" not in visit.page.headings
    assert STRAIN.intro
    assert STRAIN.intro in visit.page.text


@pytest.mark.parametrize("page", ["result", "plan"])
def test_other_pages_lead_here_and_back(page: str) -> None:
    visit = Visit()
    visit.at.session_state["response"] = case("alex")
    visit.open(page)
    before = visit.page.heading
    visit.press("A small plan for you")
    assert visit.page.heading == "For you"
    visit.press("Back")
    assert visit.page.heading == before


# --- what is taken along ---------------------------------------------------------------------------------------------


def test_the_plan_quotes_what_the_person_typed() -> None:
    page = arrived(PLANNED).page
    assert "“Sing in the car”" in page.text
    assert [text for text in page.headings if text in {item.label for item in PLAN.items}] == [
        item.label for item in PLAN.items
    ]


def test_the_number_for_violence_is_added_only_if_its_box_is_checked() -> None:
    visit = arrived(PLANNED)
    assert "1-800-799-7233" not in visit.page.text
    (box,) = visit.at.checkbox
    assert not box.value
    box.check()
    visit.run()
    assert "1-800-799-7233" in visit.page.text
    assert "Anyone who opens your phone can see them" in visit.page.text


def test_files_that_could_be_dangerous_are_made_only_on_request() -> None:
    hidden = with_answers(case("spouse_controlled"), own_today=("eat",))
    assert Tag.FILE in assess(CONTENT, hidden, TODAY).withheld
    visit = arrived(hidden)
    assert not visit.page.downloads
    assert "It could be dangerous if the person finds it" in visit.page.text
    visit.press("No one else can unlock this device: make the file")
    assert visit.page.downloads == (DATES, NUMBERS)


# --- where it never goes ---------------------------------------------------------------------------------------------


def test_the_answers_are_in_no_summary_fhir_or_saved_file() -> None:
    everything = with_answers(PLANNED, own_interest="nearly_every_day", own_down=None)
    summary = brief(CONTENT, everything, assess(CONTENT, everything, TODAY), NOW, Translator("en"))
    shared = bundle(CONTENT, everything, NOW).decode()
    saved = document_of(without(everything, CONTENT, ()))
    for output in (summary.model_dump_json(), shared, json.dumps(saved)):
        assert "Sing in the car" not in output
        for section in (STRAIN, PLAN):
            assert section.title not in output
            assert not any(item.link_id in output or item.text in output for item in section.items)


def test_a_saved_file_does_not_reveal_that_the_page_was_open() -> None:
    """A file contains the place with the answers."""
    visit = arrived(LOW)
    visit.open_part(STRAIN.title)
    assert visit.at.session_state["topic"] == STRAIN.id
    visit.open("download")
    kept = {key: visit.at.session_state[key] for key in ("at", "topic", "working_on")}
    assert kept["at"] == STRAIN.items[0].link_id

    def store_place() -> None:
        import streamlit as st

        from intake.ui.common import question_pages

        st.session_state["place"] = question_pages.place_for_file()

    page = AppTest.from_function(store_place)
    for key, value in {**kept, "response": LOW}.items():
        page.session_state[key] = value
    page.run()
    place = page.session_state["place"]
    assert re.fullmatch("[0-9a-f]{32}", place.pop("calendar")), "it is in every file, with dates or without"
    assert place == {"at": None, "topic": None, "working_on": kept["working_on"]}


def test_the_answers_stay_in_the_tab() -> None:
    visit = arrived(PLANNED)
    assert visit.recorded("own_step") is not None
    visit.open("result")
    assert visit.recorded("own_step") is not None


def test_both_sections_are_for_the_family_alone() -> None:
    assert {STRAIN.asked, PLAN.asked} <= {*FOR_THE_FAMILY}
    assert not any(item.safety for section in (STRAIN, PLAN) for item in section.items)
    read = {link_id for link_id in CONTENT.read_by_rules if QUESTIONS.section_of[link_id] in (STRAIN, PLAN)}
    assert read == set()
