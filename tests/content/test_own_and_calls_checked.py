"""The laws of reminders and of the call helper: each thing that breaks is said in the files' own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.brief.phone_script import TheirQuestion, phone_script
from intake.content.cases import ON
from intake.content.checks.all import problems
from intake.domain.call_texts import Listener
from tests.garden import CONTENT, answers, copied, edited

HELPER, DAY = "call_helper.toml", "questions/210_garden_day.toml"


def said_of(folder: Path, file: str, old: str, new: str) -> list[str]:
    """What the checker says of the garden with one edit, but for the handbook."""
    copy = copied(folder)
    edited(copy, file, old, new)
    return [str(problem) for problem in problems(copy, ON) if problem.where != "HANDBOOK.md"]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('question = "garden_country"', 'question = "planet"', "where: there is no question 'planet'"),
        ('code = "ca"', 'code = "mars"', "where: garden_country has no option 'mars'"),
        ("in {what}.", "here.", "where: where_country: a question, words and one {what} in the text go together"),
        ("in {what}.", "in {what}, {when}.", "where: where_country: only {what} can stand in braces"),
        ('question = "garden_state"', 'question = "moon"', "moon: there is no question 'moon'"),
        (
            'text = "Will it rain?"\nsources = ["garden_book"]',
            'text = "Rain?"\nsources = ["sky"]',
            "rain: there is no source 'sky'",
        ),
    ],
)
def test_a_call_that_cannot_be_made_so(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert said_of(tmp_path, HELPER, old, new) == [f"{HELPER}, {sentence}"]


def test_a_calendar_reminds_of_a_list_of_the_same_section(tmp_path: Path) -> None:
    said = said_of(tmp_path, DAY, 'asked = "plan"', 'asked = "plan"\nreminders = [{ question = "keeper", days = 3 }]')
    assert said == ["questions, garden_day, reminders: 'keeper' is no list to pick from here"]


def test_only_what_applies_and_was_told_is_said() -> None:
    told = phone_script(CONTENT, answers(garden_country="us", garden_state="us_oh"), ())
    assert told == (
        Listener.HELPER,
        ("My garden is in the United States.",),
        (TheirQuestion("Which state?", "Ohio", verbatim=False),),
        ("Will it rain?",),
    )
    elsewhere = phone_script(CONTENT, answers(garden_country="other", garden_state="us_oh"), ())
    assert (elsewhere.say, elsewhere.they_ask) == ((), ()), "an answer to a question that no longer applies is not used"


DANGER = '[[danger]]\nid = "bees"\ntier = "RED-911"\nsay = "{say}"\nlisten = "How many?"\nsources = ["{source}"]\n'
FIND = '[[find]]\nid = "wet"\nwords = "rain, wet"\nquestions = ["{question}"]\n'


@pytest.mark.parametrize(
    ("desk", "sentences"),
    [
        (FIND.format(question="soil"), []),
        (FIND.format(question="planet"), [", wet: there is no question 'planet'"]),
        (
            DANGER.format(say="Run (now).", source="sky"),
            [
                ", bees: there is no source 'sky'",
                ", bees: say has brackets or a slash, which nobody can read aloud",
                ": outcomes: one of them says that emergency help was called (help_called = true)",
                ": there are no words for RED-ED, RED-988, RED-DV",
            ],
        ),
        (
            '[part_2]\nid = "law"\nnotice = "Keep it."\nwhy = "It is law."\nsources = ["sky"]\n',
            [", part_2: there is no source 'sky'"],
        ),
        ('first_minute = ["now", "planet"]', [": first_minute: there is no question 'planet'"]),
        ('first_minute = ["your_name"]', [": first_minute: now is missing, the question about danger right now"]),
        ('on_card = ["plant_age"]', [": on_card: plant_age is asked of each of several things"]),
        ('call_back = "planet"', [": call_back: there is no question 'planet'"]),
        ('call_back = "worry"', [': call_back: worry is no line of text (type = "line")']),
        ('call_back = "your_name"', [': call_back: your_name is not found when staff search (personal = "contact")']),
        ('call_back = "helper_reach"', [": call_back: helper_reach is asked of each of several things"]),
        ('names_to_use = ["your_name", "garden_name"]', [": names_to_use: garden_name is not found when staff search"]),
        ('initials_of = "garden_country"', [": initials_of: garden_country is no line of text"]),
        ('message = { question = "planet", answer = "yes" }', [", message: there is no question 'planet'"]),
        ('message = { question = "spots", answer = "maybe" }', [", message: spots has no option 'maybe'"]),
        ('message = { question = "spots", answer = "yes" }', []),
        (
            'message = { question = "spots", operator = "!=", answer = "yes" }',
            [", message: name the answer that allows a message, without an operator"],
        ),
        (
            'outcomes = [{ code = "sent", text = "Sent" }, { code = "sent", text = "Sent on" }]',
            [", outcomes: the id 'sent' is there twice"],
        ),
        (FIND.replace('["{question}"]', "[]"), [": 'questions': Tuple should have at least 1 item"]),
    ],
)
def test_what_staff_see_besides_the_questions(tmp_path: Path, desk: str, sentences: list[str]) -> None:
    copy = copied(tmp_path)
    (copy / "call_desk.toml").write_text(desk, "utf-8")
    said = [str(problem) for problem in problems(copy, ON) if problem.where != "HANDBOOK.md"]
    assert len(said) == len(sentences)
    for one, sentence in zip(said, sentences, strict=True):
        assert one.startswith("call_desk.toml"), one
        assert sentence in one
