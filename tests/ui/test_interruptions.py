"""What comes before the next question: help for the person who answers, and two answers that do not fit together."""

from __future__ import annotations

from collections import Counter

import pytest

from intake.brief.builder import brief
from intake.config import content_folder
from intake.content import load
from intake.content.cases import ON, response_of, rule_cases
from intake.content.reading_length import reading
from intake.domain.assessing import assess
from intake.domain.base import Personal
from intake.domain.question_pages import CHECK, Depth
from intake.domain.rules import RuleKind
from intake.i18n import Translator
from intake.ui.common import session
from tests.garden import MADE_ON
from tests.real_cases import CASES
from tests.ui.visit import PAST, Visit

CONTENT = load()
ITEMS = CONTENT.questionnaire.items
RULE_CASES = rule_cases(content_folder())
AT_ONCE = [rule for rule in CONTENT.rules if rule.at_once]
PAIR = next(
    rule
    for rule in CONTENT.rules
    if rule.kind is RuleKind.CONTRADICTION
    and len(rule.reads) == len(RULE_CASES[rule.id].met[0]) == 2
    and all(CONTENT.questionnaire.section_of[link_id].asked == "check" for link_id in rule.reads)
)
LEAVE = "Leave both as they are"
HELP = "Before we go on: help for you"


# --- help for the person who answers ---------------------------------------------------------------------------------


def own(rule_id: str, **more: str) -> Visit:
    """A visit right after the answer that meets a rule about the person who answers."""
    given = RULE_CASES[rule_id].met[0]
    (link_id,) = given
    visit = Visit({**CASES["mild_worry"].answers, **more, **given})
    visit.stand_at(link_id)
    visit.answer(ITEMS[link_id])
    visit.press("Continue")
    return visit


@pytest.mark.parametrize("rule", [rule.id for rule in AT_ONCE])
def test_help_for_the_writer_comes_at_once_and_once(rule: str) -> None:
    visit = own(rule)
    assert visit.page.heading == HELP
    assert "988" in visit.page.text
    words = visit.page.text.casefold()
    assert not {"they", "them"} & set(words.split()), "nothing here is about the loved one"
    assert "loved one" not in words
    assert "someone else" not in words
    visit.press("Keep going")
    assert visit.page.heading != HELP
    assert "We are safe for now. Keep going" not in visit.page.buttons, "it was not about the loved one"
    visit.press("Continue")
    assert visit.page.heading != HELP


def test_a_writer_in_another_country_gets_no_988() -> None:
    visit = own(AT_ONCE[0].id, lo_country="us", same_place="no", your_country="other")
    assert visit.page.heading == HELP
    assert "call the emergency number for the country you are in" in visit.page.text
    assert "988" not in visit.page.text


def summary_of(rule_id: str, *, include: bool) -> Visit:
    visit = own(rule_id)
    visit.press("Keep going")
    visit.open("summary")
    if include:
        next(box for box in visit.at.checkbox if box.label == "Include what I said about my own safety").check()
    visit.press("Continue")
    return visit


@pytest.mark.parametrize("rule", [rule.id for rule in AT_ONCE])
def test_a_file_has_what_the_writer_said_about_themselves_only_if_they_choose(rule: str) -> None:
    (link_id,) = RULE_CASES[rule].met[0]
    item, title = ITEMS[link_id], CONTENT.rule[rule].title
    without, included = summary_of(rule, include=False), summary_of(rule, include=True)
    assert item.label in included.page.text
    assert item.label not in without.page.text
    assert title not in without.page.text
    assert "What you said about your own safety is not in it." in without.page.text


@pytest.mark.parametrize("rule", [rule.id for rule in AT_ONCE])
def test_without_it_the_summary_is_that_of_a_family_whose_writer_denies_it(rule: str) -> None:
    (link_id,) = RULE_CASES[rule].met[0]
    pages = []
    for value in (RULE_CASES[rule].met[0][link_id], "no", "?"):
        response = response_of({**CASES["mild_worry"].answers, link_id: value}, CONTENT)
        found = assess(CONTENT, response, ON)
        one = brief(CONTENT, response, found, MADE_ON, Translator("en"), left_out=[Personal.OWN])
        pages.append((one.tier, one.steps, one.reasons, one.risk, one.decisions, one.lines))
    assert pages[0] == pages[1] == pages[2]


def test_the_place_in_a_file_does_not_say_that_the_writer_is_in_danger() -> None:
    visit = own(AT_ONCE[0].id)
    visit.press("Keep going")
    places = {key: visit.at.session_state[key] for key in session._PLACE if key in visit.at.session_state}
    assert AT_ONCE[0].id not in str(places)
    assert "RED" not in str(places)


# --- two answers that do not fit together ----------------------------------------------------------------------------


def contradicting() -> Visit:
    """A visit right after the second of two answers that contradict each other."""
    given = RULE_CASES[PAIR.id].met[0]
    second = max(given, key=list(ITEMS).index)
    visit = Visit({**CASES["mild_worry"].answers, **given})
    visit.stand_at(second)
    visit.answer(ITEMS[second])
    visit.press("Continue")
    while "We are safe for now. Keep going" in visit.page.buttons:
        visit.press("We are safe for now. Keep going")
    return visit


def test_a_second_press_of_continue_does_not_skip_the_question_about_two_answers() -> None:
    """It comes from the page the browser still shows, and takes the person back to the questions."""
    visit = contradicting()
    visit.open("questions")
    assert visit.page.heading == PAIR.title
    visit.press(LEAVE)
    visit.open("questions")
    assert visit.page.heading != PAIR.title


def test_two_answers_that_contradict_are_shown_together_and_asked_once() -> None:
    visit = contradicting()
    assert visit.page.heading == PAIR.title
    assert PAIR.because in visit.page.text
    for link_id in PAIR.reads:
        assert ITEMS[link_id].label in visit.page.text
    assert visit.page.buttons.count("Change this answer") == 2
    visit.press(LEAVE)
    after = visit.asked
    assert after
    visit.press("Back")
    visit.press("Continue")
    assert visit.asked == after, "it is asked once"


def test_changing_one_of_them_leads_back_to_where_the_family_was() -> None:
    visit = contradicting()
    visit.press(LEAVE)
    after = visit.asked
    visit = contradicting()
    visit.press("Change this answer")
    (link_id,) = visit.asked
    assert link_id in PAIR.reads
    visit.press("Continue")
    assert visit.asked == after


# --- what is counted is what is shown --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("depth", "way"),
    [("check", "Start now"), ("quick", "Only the most important questions, about 4 minutes")],
)
def test_the_screens_counted_are_those_of_a_walk(depth: Depth, way: str) -> None:
    case = CASES["rachel_evenings"]
    visit = Visit(case.answers)
    visit.begin(way)
    asked = Counter(item.link_id for item in visit.questions())
    assert set(asked.values()) == {1}
    screens = [page for page in visit.pages[:-1] if not any(label in page.buttons for label in PAST)]
    counted = reading(case, CONTENT, depth, Translator("en"))
    assert len(screens) == counted.screens
    assert {CONTENT.questionnaire.section_of[link_id].asked for link_id in asked} <= {"gate", *CHECK}
