"""What a list shows of a record, and how many safety questions must still be asked."""

from __future__ import annotations

import pytest

from intake.content import load
from intake.content.cases import Shorthand, response_of
from intake.domain.assessing import assess
from intake.domain.case import Informant, join
from intake.domain.migrations import Migration, Renamed
from intake.domain.routing import route
from intake.store.index_fields import (
    REASON,
    CardText,
    IndexFields,
    card_texts,
    current_card,
    index_fields_of,
    initials,
    with_follow_up,
)
from tests.garden import CALM, CONTENT, MADE_ON, with_parts


def of(**answers: str | tuple[str, ...]) -> IndexFields:
    response = response_of(answers, CONTENT)
    return index_fields_of(
        CONTENT, response, route(CONTENT.questionnaire, response), assess(CONTENT, response, MADE_ON.date()).tier
    )


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Mara Quill", "M. Q."),
        ("mara", "M."),
        ("MQ", "MQ"),
        ("M. Q.", "M. Q."),
        ("Óscar", "Ó."),
        ("O\N{COMBINING ACUTE ACCENT}scar", "Ó."),
        ("Ann", "A."),
        ("Mary-Ann Quill", "M. Q."),
        ("(Mara) \N{LEFT DOUBLE QUOTATION MARK}Mo\N{RIGHT DOUBLE QUOTATION MARK} Quill", "M. M. Q."),
        ("王小明", "王"),
        ("김철수", "김"),
        ("山田 太郎", "山 太"),
        ("मोहन सिंह", "मो. सिं."),
        ("क्षमा", "क्ष."),
        ("เกษม ใจดี", "เก. ใจ."),
        ("محمد علي", "م. ع."),
        ("Dr. Maria Smith", "M. S."),
        ("Mrs.", "M."),
        ("María de la Cruz", "M. D. L. C."),
        ("ßmith", "S."),
        ("\N{FULLWIDTH LATIN CAPITAL LETTER M}aria", "M."),
        ("  ", ""),
        ("\N{GRINNING FACE}", ""),
    ],
)
def test_a_list_shows_initials(name: str, short: str) -> None:
    assert initials(name) == short


def test_a_record_is_indexed_by_names_and_shows_initials_and_region() -> None:
    fields = of(your_name="Mara Quill", garden_country="us", garden_state="us_oh")
    assert "Mara Quill" in fields["search_terms"]
    assert fields["card"]["your_name"] == "M. Q."
    assert card_texts(CONTENT, fields["card"]) == (CardText("garden_country", "", "United States"),)
    assert fields["region"] == "us_oh"


def test_a_question_asked_without_an_answer_need_not_be_asked_again() -> None:
    nothing, unknown, calm = (fields["must_ask"] for fields in (of(), of(height="?"), of(**CALM)))
    assert nothing > 0
    assert unknown == nothing - 1
    assert calm == 0


def test_a_yes_without_details_must_still_be_asked() -> None:
    real = load()

    def must_ask(**answers: str | tuple[str, ...]) -> int:
        response = response_of(answers, real)
        tier = assess(real, response, MADE_ON.date()).tier
        return index_fields_of(real, response, route(real.questionnaire, response), tier)["must_ask"]

    assert must_ask(violence="+") == must_ask() == must_ask(violence="-") + 1


def test_a_card_saved_before_its_questions_were_renamed_can_be_read() -> None:
    second = Migration(version="2026.10", renamed=(Renamed(question="caller", to="your_name"),))
    first = Migration(
        version="2026.9",
        renamed=(Renamed(question="writer", to="caller"), Renamed(question="country", to="garden_country")),
    )
    content = with_parts(migrations=(second, first))
    card = current_card(content, {"writer": "M. Q.", "country": "us", "gone": "x"})
    assert card["your_name"] == "M. Q."
    assert card_texts(content, card) == (CardText("garden_country", "", "United States"),)


def of_two(wife: Shorthand, sister: Shorthand) -> IndexFields:
    """The fields of a case of two informants, the second of whom is on the line."""
    content = load()
    informants = [
        Informant(id=id_, name=name, response=response_of(told, content))
        for id_, name, told in (("i1", "", wife), ("i2", "Aunt Bea", sister))
    ]
    response = join(content.questionnaire, informants, speaking="i2")
    return index_fields_of(content, response, (), assess(content, response, MADE_ON.date()).tier)


def test_a_case_is_found_by_the_name_and_number_of_every_informant() -> None:
    terms = of_two(
        {"your_name": "Mara Quill", "reach_you": "555-0101"}, {"your_name": "Bea Ng", "reach_you": "555-0202"}
    )["search_terms"]
    assert {"Mara Quill", "555-0101", "Bea Ng", "555-0202", "Aunt Bea"} <= set(terms)


def test_a_list_never_shows_the_number_of_one_person_with_the_rules_of_another() -> None:
    wife: Shorthand = {"your_name": "Mara Quill", "reach_you": "555-0101", "call_ok": "text", "message_ok": "no"}
    card = of_two(wife, {"your_name": "Bea Ng", "call_ok": "call", "message_ok": "yes"})["card"]
    assert card["reach_you"] == "555-0101"
    assert (card["your_name"], card["call_ok"], card["message_ok"]) == ("M. Q.", "text", "no")
    without_rules = of_two(wife, {"your_name": "Bea Ng", "reach_you": "555-0202"})["card"]
    assert without_rules["reach_you"] == "555-0202", "the person on the line comes first"
    assert not {"call_ok", "message_ok"} & without_rules.keys(), "not asked is not the other one's yes"


def test_a_case_without_a_number_has_the_name_of_who_gave_one() -> None:
    """The sister on the line gave neither a name nor a number."""
    card = of_two({"your_name": "Mara Quill", "message_ok": "no"}, {"message_ok": "yes"})["card"]
    assert (card["your_name"], card["message_ok"]) == ("M. Q.", "no")


def test_lists_show_the_reason_of_a_follow_up() -> None:
    fields = with_follow_up(of(your_name="Mara"), {"follow_up_reason": " Ask about the visit ", "outcome": "referred"})
    assert fields["card"][REASON] == "Ask about the visit"
    assert fields["card"]["your_name"] == "M."
    assert REASON not in with_follow_up(of(), {"follow_up_reason": ""})["card"]
