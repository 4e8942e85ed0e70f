"""What the questionnaire must cover, whatever its wording."""

from __future__ import annotations

import datetime as dt

import pytest

from intake.brief.builder import brief
from intake.content import load
from intake.content.cases import ON, response_of
from intake.domain.assessing import assess, indicators
from intake.domain.questionnaire import FOR_THE_FAMILY, Item
from intake.domain.routing import route
from intake.domain.rules import Level, Truth
from intake.i18n import Translator
from tests.real_cases import ACCEPTANCE, INTAKES

CONTENT = load()
ITEMS = CONTENT.questionnaire.items


@pytest.mark.parametrize("indicator", range(1, 10))
def test_every_indicator_is_asked_about(indicator: int) -> None:
    assert any(f"d0_{indicator}" in item.sources for item in ITEMS.values())


@pytest.mark.parametrize(
    "concern", ["alcohol", "drugs", "mental_health", "eating", "gambling", "memory", "other_behavior"]
)
def test_a_family_can_choose_its_worry(concern: str) -> None:
    assert concern in ITEMS["concern"].by_code


def test_the_check_asks_about_danger_before_the_rest() -> None:
    """How much there is to read is checked in test_reading_length.py."""
    assert [section.id for section in CONTENT.questionnaire.sections if section.asked == "check"] == [
        *("you_first", "safety", "health", "mood"),
        *("behavior", "daily_life", "tried", "you"),
    ]


def test_the_short_way_asks_every_safety_question_and_begins_with_danger() -> None:
    quick = [item.link_id for item in ITEMS.values() if item.quick]
    assert quick[0] == CONTENT.questionnaire.gate.link_id
    assert set(CONTENT.questionnaire.safety) <= set(quick)


def test_the_short_way_asks_what_a_red_or_orange_rule_reads() -> None:
    early = {item.link_id for item in asked_in("gate", "first", "check")}
    read = {condition.question for rule in CONTENT.rules if rule.is_urgent for condition in rule.when}
    assert [link_id for link_id in sorted(read & early) if not ITEMS[link_id].quick] == []


def test_the_short_way_finds_every_danger_that_the_full_check_finds() -> None:
    """With its answers alone, each RED or ORANGE rule that was met still is, and no such case is less urgent."""
    for case in ACCEPTANCE:
        quick = {key: value for key, value in case.answers.items() if ITEMS[key.partition("@")[0]].quick}
        full, short = (assess(CONTENT, response_of(answers, CONTENT), ON) for answers in (case.answers, quick))
        assert full.tier.level not in (Level.RED, Level.ORANGE) or short.tier.urgency <= full.tier.urgency, case.id
        urgent = {finding.rule for finding in full.met if CONTENT.rule[finding.rule].is_urgent}
        assert urgent <= {finding.rule for finding in short.met}, case.id


def test_the_result_can_name_each_of_the_nine_indicators_from_the_check() -> None:
    asked = {item.link_id for item in asked_in("gate", "first", "check")}
    assert [indicator.sources for indicator in CONTENT.indicators] == [(f"d0_{number}",) for number in range(1, 10)]
    assert {condition.question for indicator in CONTENT.indicators for condition in indicator.when} <= asked
    responses = [response_of(case.answers, CONTENT) for case in ACCEPTANCE]
    read = [{one.id: truth for one, truth in indicators(CONTENT, response)} for response in responses]
    for indicator in CONTENT.indicators:
        assert {truths[indicator.id] for truths in read} == {*Truth}, indicator.id


def asked_in(*asked: str) -> list[Item]:
    """The questions of sections asked in one of these places."""
    return [item for section in CONTENT.questionnaire.sections if section.asked in asked for item in section.items]


def test_before_the_intake_there_is_one_free_text_question() -> None:
    free_text = [item for item in asked_in("gate", "first", "check", "summary") if item.type == "text"]
    assert [item.link_id for item in free_text] == ["worry_most"]


@pytest.mark.parametrize("name", INTAKES)
def test_the_summary_contains_every_question_asked(name: str) -> None:
    """Questions that the layout does not name appear under "Other answers"."""
    response = INTAKES[name]
    assessment = assess(CONTENT, response, ON)
    summary = brief(CONTENT, response, assessment, dt.datetime.combine(ON, dt.time(), dt.UTC), Translator("en"))
    rows = [*summary.who, *summary.reach, *summary.situation, *summary.background]
    rows += [row for part in (*summary.risk, summary.medicines, *summary.parts) for row in part.all_rows]
    section_of = CONTENT.questionnaire.section_of
    withheld = frozenset(assessment.withheld)
    for asked in route(CONTENT.questionnaire, response):
        section = section_of[asked.link_id]
        if section.asked not in (*FOR_THE_FAMILY, "plan") and withheld.isdisjoint(section.tags):
            assert asked.key in {row.key for row in rows}, asked.key


def test_the_layout_names_every_question_of_the_full_intake() -> None:
    """Facts a professional asks for have their own place; only new questions may appear under "Other answers"."""
    layout = CONTENT.layout
    placed = {link_id for part in (*layout.risk, layout.medicines, *layout.parts) for link_id in part.items}
    placed |= {*layout.who, *layout.reach, *layout.situation, *layout.background}
    groups = {group for part in layout.parts for group in part.groups}
    sections = [section for section in CONTENT.questionnaire.sections if section.asked == "full"]
    assert {section.id for section in sections if section.repeats} <= groups
    assert {item.link_id for section in sections if not section.repeats for item in section.items} - placed == set()


def test_no_answer_is_in_two_parts_of_the_summary() -> None:
    parts = [link_id for part in CONTENT.layout.parts for link_id in part.items]
    assert sorted(parts) == sorted(set(parts))


FULL = (
    *("about_you", "about_them", "home_and_children", "use_history", "withdrawal_overdose", "body_health"),
    *("medicines", "mental_health", "risk_detail", "daily_functioning", "attempts", "their_words", "relatives"),
    *("family_view", "goals", "treatment_wishes", "logistics", "payer", "consent"),
)
"""The sections of the full intake in order: 17 groups of facts that a professional asks for."""


def test_the_full_intake_has_every_group_of_facts_in_short_sections() -> None:
    sections = [section for section in CONTENT.questionnaire.sections if section.asked == "full"]
    assert tuple(section.id for section in sections) == FULL
    assert all(len(section.items) <= 9 for section in sections)
    assert 95 <= len(asked_in("full")) <= 127


def test_the_repeating_sections_of_the_full_intake() -> None:
    sources = {
        section.id: section.repeats.each
        for section in CONTENT.questionnaire.sections
        if section.repeats and section.asked == "full"
    }
    assert sources == {"use_history": "substances", "medicines": None, "attempts": "tried_what", "relatives": None}


def test_most_questions_of_the_full_intake_are_choices() -> None:
    written = [item for item in asked_in("full") if not item.options]
    assert len(written) <= len(asked_in("full")) / 4


def test_no_question_asks_for_identity_numbers_or_suicide_methods() -> None:
    for item in asked_in("full"):
        asked = f"{item.label} {item.text} {item.say}".lower()
        for word in ("social security", "ssn", "insurance number", "member id", "immigra", "how they tried"):
            assert word not in asked, item.link_id


def test_the_family_can_ask_not_to_be_named_as_the_source() -> None:
    assert "cfr_164_524" in ITEMS["not_source"].sources
    assert "yes" in ITEMS["not_source"].by_code


@pytest.mark.parametrize(
    ("link_id", "personal"),
    [("lo_name", "name"), ("your_name", "name"), ("safe_name", "name"), ("doctor_name", "name"), ("rel_name", "name"),
     ("reach_you", "contact"), ("lo_found", "contact"), ("why_now", "notes"), ("own_words", "notes")],
)  # fmt: skip
def test_personal_answers_can_be_left_out_of_a_file(link_id: str, personal: str) -> None:
    assert ITEMS[link_id].left_out_with == personal
