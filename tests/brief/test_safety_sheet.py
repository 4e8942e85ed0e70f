"""The safety sheet says what to do on a bad day, with the family's answers, and only where it can be kept safely."""

from __future__ import annotations

import pytest
from hypothesis import given

from intake.brief.builder import brief
from intake.brief.safety_sheet import Sheet, safety_sheet
from intake.content.cases import Shorthand, response_of
from intake.domain.base import Tag
from intake.domain.response import Response
from intake.domain.safety_sheet import SheetBlock
from tests.any_answers import CONTENT, dangers, judge, responses
from tests.garden import ENGLISH, MADE_ON
from tests.real_cases import CASES

OWN: Shorthand = {
    "plan_calls_911": "Mom",
    "plan_worse_signs": "Pacing at night",
    "plan_calms": "A walk",
    "plan_naloxone": "two",
    "plan_naloxone_where": "Kitchen drawer",
    "plan_address": "12 Elm Street",
    "plan_put_away": ("pills",),
    "plan_signal": "pineapple",
    "plan_safe_place": "The library",
}


def sheet_of(response: Response) -> Sheet | None:
    return safety_sheet(CONTENT, response, brief(CONTENT, response, judge(response), MADE_ON, ENGLISH))


def of_case(name: str, **more: str | tuple[str, ...]) -> Sheet:
    sheet = sheet_of(response_of({**CASES[name].answers, **OWN, **more}, CONTENT))
    assert sheet is not None
    return sheet


def words(sheet: Sheet) -> str:
    return " ".join(
        [
            sheet.title,
            *(box.title for box in sheet.boxes),
            *(line for box in sheet.boxes for line in (*box.lines, *box.card_lines)),
            *(answer.value for box in sheet.boxes for answer in box.answers),
        ]
    )


def test_the_sheet_has_the_family_s_own_answers() -> None:
    text = words(of_case("alex"))
    for value in ("Mom", "Pacing at night", "A walk", "Kitchen drawer", "12 Elm Street"):
        assert value in text


def test_nothing_secret_is_on_a_sheet_that_the_person_may_read() -> None:
    text = words(of_case("alex"))
    assert "pineapple" not in text
    assert "library" not in text


def test_how_to_give_naloxone_is_on_sheet_and_card_where_drugs_are_the_worry() -> None:
    for case, there in (("alex", True), ("rachel_evenings", False)):
        sheet = of_case(case)
        assert ("Spray naloxone" in words(sheet)) is there
        assert any("Spray naloxone" in line for box in sheet.boxes for line in box.card_lines) is there
    assert "Stopping all at once can be dangerous" in words(of_case("rachel_evenings"))


def test_the_card_has_no_answer_of_the_family() -> None:
    card = [box for half in of_case("alex").card for box in half]
    assert card
    assert [box for box in card if box.answers] == []


def test_what_must_not_be_put_away_by_them_is_not_on_the_sheet() -> None:
    assert "What we put away" not in words(of_case("alex", plan_put_away=("ask_first",)))


@given(response=responses() | dangers())
def test_there_is_no_sheet_where_files_are_withheld(response: Response) -> None:
    if Tag.FILE in judge(response).withheld:
        assert sheet_of(response) is None


def test_there_is_no_sheet_with_911_where_911_does_not_answer() -> None:
    assert sheet_of(response_of({**CASES["alex"].answers, **OWN, "lo_country": "other"}, CONTENT)) is None


def test_a_block_without_lines_and_answers_is_refused() -> None:
    with pytest.raises(ValueError, match="a block needs lines or answers"):
        SheetBlock.model_validate({"id": "x", "title": "X", "sources": ("s",)})
