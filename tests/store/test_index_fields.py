"""What a list shows of a record, and how many safety questions must still be asked."""

from __future__ import annotations

import pytest

from intake.content.cases import response_of
from intake.domain.assessing import assess
from intake.domain.migrations import Migration, Renamed
from intake.domain.routing import route
from intake.store.index_fields import IndexFields, card_texts, current_card, index_fields_of, initials
from tests.garden import CALM, CONTENT, MADE_ON, with_parts


def of(**answers: str | tuple[str, ...]) -> IndexFields:
    response = response_of(answers, CONTENT)
    return index_fields_of(
        CONTENT, response, route(CONTENT.questionnaire, response), assess(CONTENT, response, MADE_ON.date()).tier
    )


@pytest.mark.parametrize(
    ("name", "short"),
    [("Mara Quill", "M. Q."), ("mara", "M."), ("MQ", "MQ"), ("M. Q.", "M. Q."), ("Óscar", "Ó."), ("  ", "")],
)
def test_a_list_shows_initials(name: str, short: str) -> None:
    assert initials(name) == short


def test_a_record_is_indexed_by_names_and_shows_initials_and_region() -> None:
    fields = of(your_name="Mara Quill", garden_country="us", garden_state="us_oh")
    assert "Mara Quill" in fields["search_terms"]
    assert fields["card"]["your_name"] == "M. Q."
    assert card_texts(CONTENT, fields["card"]) == (
        f"{CONTENT.questionnaire.items['garden_country'].label}: United States",
    )
    assert fields["region"] == "us_oh"


def test_a_question_asked_without_an_answer_need_not_be_asked_again() -> None:
    nothing, unknown, calm = (fields["must_ask"] for fields in (of(), of(height="?"), of(**CALM)))
    assert nothing > 0
    assert unknown == nothing - 1
    assert calm == 0


def test_a_card_saved_before_its_questions_were_renamed_can_be_read() -> None:
    second = Migration(version="2026.10", renamed=(Renamed(question="caller", to="your_name"),))
    first = Migration(
        version="2026.9",
        renamed=(Renamed(question="writer", to="caller"), Renamed(question="country", to="garden_country")),
    )
    content = with_parts(migrations=(second, first))
    card = current_card(content, {"writer": "M. Q.", "country": "us", "gone": "x"})
    assert card["your_name"] == "M. Q."
    assert card_texts(content, card) == (f"{CONTENT.questionnaire.items['garden_country'].label}: United States",)
