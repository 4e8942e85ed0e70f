"""Checks of reminders, the call helper, and the call desk: every mistake is named by entry and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.brief.phone_script import TheirQuestion, phone_script
from intake.content.cases import ON
from intake.content.checks.all import problems
from intake.domain.call_texts import Listener
from tests.garden import CONTENT, answers, copied, edited

HELPER, DAY = "call_helper.toml", "questions/210_garden_day.toml"


def problems_after(folder: Path, file: str, old: str, new: str) -> list[str]:
    """The problems after one edit, except for the outdated handbook."""
    copy = copied(folder)
    edited(copy, file, old, new)
    return [str(problem) for problem in problems(copy, ON) if problem.where != "HANDBOOK.md"]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('question = "garden_country"', 'question = "planet"', "`where`: there is no question `planet`"),
        ('code = "ca"', 'code = "mars"', "`where`: `garden_country` has no option `mars`"),
        (
            "in {what}.",
            "here.",
            "`where`: `where_country`: question, words, and one {what} in the text must all be there, or none of them",
        ),
        ("in {what}.", "in {what}, {when}.", "`where`: `where_country`: the only slot allowed in braces is {what}"),
        ('question = "garden_state"', 'question = "moon"', "`moon`: there is no question `moon`"),
        (
            'text = "Will it rain?"\nsources = ["garden_book"]',
            'text = "Rain?"\nsources = ["sky"]',
            "`rain`: there is no source `sky`",
        ),
    ],
)
def test_a_faulty_text_of_the_call_helper(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert problems_after(tmp_path, HELPER, old, new) == [f"{HELPER}, {sentence}"]


def test_a_reminder_names_a_question_of_its_section(tmp_path: Path) -> None:
    reported = problems_after(
        tmp_path, DAY, 'asked = "plan"', 'asked = "plan"\nreminders = [{ question = "keeper", days = 3 }]'
    )
    assert reported == [
        'section `garden_day`, reminders: `keeper` is not a question with type = "choices" in this section'
    ]


def test_the_phone_script_uses_only_answers_that_apply() -> None:
    script = phone_script(CONTENT, answers(garden_country="us", garden_state="us_oh"), ())
    assert script == (
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
        (FIND.format(question="planet"), [", `wet`: there is no question `planet`"]),
        (
            DANGER.format(say="Run (now).", source="sky"),
            [
                ", `bees`: there is no source `sky`",
                ", `bees`: `say` contains parentheses, brackets, or a slash, which cannot be read aloud",
                ": outcomes: exactly one must have help_called = true (emergency help was called)",
                ": there is no [[danger]] for RED-ED, RED-988, RED-DV",
            ],
        ),
        (
            '[part_2]\nid = "law"\nnotice = "Keep it."\nwhy = "It is law."\nsources = ["sky"]\n',
            [", part_2: there is no source `sky`"],
        ),
        ('first_minute = ["now", "planet"]', [": first_minute: there is no question `planet`"]),
        ('first_minute = ["your_name"]', [": first_minute: `now` is missing, the question about danger right now"]),
        ('on_card = ["plant_age"]', [": on_card: `plant_age` is in a repeating section"]),
        ('call_back = "planet"', [": call_back: there is no question `planet`"]),
        ('call_back = "worry"', [': call_back: `worry` must have type = "line"']),
        (
            'call_back = "your_name"',
            [': call_back: `your_name` must have personal = "contact", or staff cannot search for it'],
        ),
        ('call_back = "helper_reach"', [": call_back: `helper_reach` is in a repeating section"]),
        ('names_to_use = ["your_name", "garden_name"]', [': names_to_use: `garden_name` must have personal = "name"']),
        ('initials_of = "garden_country"', [': initials_of: `garden_country` must have type = "line"']),
        ('message = { question = "planet", answer = "yes" }', [", message: there is no question `planet`"]),
        ('message = { question = "spots", answer = "maybe" }', [", message: `spots` has no option `maybe`"]),
        ('message = { question = "spots", answer = "yes" }', []),
        (
            'message = { question = "spots", operator = "!=", answer = "yes" }',
            [", message: name the answer that allows leaving a message; do not use an operator"],
        ),
        (
            'outcomes = [{ code = "sent", text = "Sent" }, { code = "sent", text = "Sent on" }]',
            [", outcomes: the id `sent` is used twice"],
        ),
        (FIND.replace('["{question}"]', "[]"), [": `questions`: Tuple should have at least 1 item"]),
    ],
)
def test_a_faulty_call_desk(tmp_path: Path, desk: str, sentences: list[str]) -> None:
    copy = copied(tmp_path)
    (copy / "call_desk.toml").write_text(desk, "utf-8")
    reported = [str(problem) for problem in problems(copy, ON) if problem.where != "HANDBOOK.md"]
    assert len(reported) == len(sentences)
    for actual, sentence in zip(reported, sentences, strict=True):
        assert actual.startswith("call_desk.toml"), actual
        assert sentence in actual
