"""The question search finds questions by the words that callers use."""

from __future__ import annotations

import pytest

from intake.content import load
from intake.domain.questionnaire import Asked
from intake.ui.staff.call.question_search import search

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
    assert question in [asked.link_id for asked in search(word, ALL, CONTENT.call_desk)]


def test_a_match_in_the_label_comes_first() -> None:
    assert search("naloxone", ALL, CONTENT.call_desk)[0].link_id == "naloxone"


@pytest.mark.parametrize("word", ["", "  ", "?!", "zebra", "gun zebra"])
def test_a_query_without_a_match_finds_nothing(word: str) -> None:
    assert search(word, ALL, CONTENT.call_desk) == ()


def test_only_questions_that_apply_are_found() -> None:
    applying = [asked for asked in ALL if asked.link_id != "means"]
    assert "means" not in [asked.link_id for asked in search("gun", applying, CONTENT.call_desk)]
