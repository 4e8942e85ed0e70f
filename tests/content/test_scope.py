"""What the questionnaire must cover, whatever its words are."""

from __future__ import annotations

import pytest

from intake.cases import acceptance_cases, response_of
from intake.config import content_folder
from intake.content import load
from intake.engine import route

CONTENT = load()
ITEMS = CONTENT.questionnaire.items


@pytest.mark.parametrize("indicator", range(1, 10))
def test_every_indicator_that_it_is_time_for_help_is_asked(indicator: int) -> None:
    assert any(f"d0_{indicator}" in item.sources for item in ITEMS.values())


@pytest.mark.parametrize(
    "concern", ["alcohol", "drugs", "mental_health", "eating", "gambling", "memory", "other_behavior"]
)
def test_a_family_can_name_its_worry(concern: str) -> None:
    assert concern in ITEMS["concern"].by_code


def test_the_check_has_seven_sections_and_stays_short() -> None:
    check = [section for section in CONTENT.questionnaire.sections if section.asked == "check"]
    assert len(check) == 7
    of_check = {item.link_id for section in check for item in section.items}
    lengths = [
        sum(item.link_id in of_check for item in route(CONTENT.questionnaire, response_of(case.answers, CONTENT)))
        for case in acceptance_cases(content_folder())
    ]
    assert 25 <= sorted(lengths)[len(lengths) // 2] <= 33
    assert max(lengths) <= 36


def test_one_open_answer_lets_the_family_say_what_worries_it_most() -> None:
    opened = [item for item in ITEMS.values() if item.type == "text"]
    assert [item.link_id for item in opened] == ["worry_most"]


def test_nothing_asked_is_lost_in_the_summary() -> None:
    """Each question has its place in the layout, so that none ends under "Other answers"."""
    layout = CONTENT.layout
    placed = {*layout.who, *layout.reach, *layout.situation, *layout.tried}
    placed |= {link_id for part in (*layout.risk, *layout.parts) for link_id in part.items}
    assert set(ITEMS) - placed == set()
