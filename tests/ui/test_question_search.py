"""A word that a caller says leads to the question that has the answer."""

from __future__ import annotations

import pytest

from intake.content import load
from intake.domain.questionnaire import Asked
from intake.ui.staff.call.question_search import found

CONTENT = load()
ALL = [Asked(item) for item in CONTENT.questionnaire.items.values()]


@pytest.mark.parametrize(
    ("word", "question"),
    [
        ("money", "money_facts"),
        ("gun", "means"),
        ("Detox", "withdrawal_signs"),
        ("kids", "children"),
        ("narcan", "naloxone"),
        ("medicaid", "pay_kind"),
        ("voicemail", "message_ok"),
        ("afraid past year", "fear"),
        ("unloc", "means_key"),
        ("stopped breathing", "overdose_last"),
        ("turning blue", "naloxone"),
        ("can't sleep", "strain"),
        ("exhausted", "strain"),
        ("steals money", "money_facts"),
    ],
)
def test_a_word_finds_its_question(word: str, question: str) -> None:
    assert question in [one.link_id for one in found(word, ALL, CONTENT.call_desk)]


def test_what_is_asked_in_these_words_comes_first() -> None:
    assert found("naloxone", ALL, CONTENT.call_desk)[0].link_id == "naloxone"


@pytest.mark.parametrize("word", ["", "  ", "?!", "zebra", "gun zebra"])
def test_other_words_find_nothing(word: str) -> None:
    assert found(word, ALL, CONTENT.call_desk) == ()


def test_only_questions_that_apply_are_found() -> None:
    some = [one for one in ALL if one.link_id != "means"]
    assert "means" not in [one.link_id for one in found("gun", some, CONTENT.call_desk)]
