"""Checks of reminders, the call helper, and the call desk: every mistake is named by entry and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.brief.phone_script import PhoneScript, TheirQuestion, phone_scripts
from intake.content.cases import ON
from intake.content.checks.all import problems
from intake.domain.assessing import assess
from intake.domain.base import Tag
from intake.domain.content import Content
from intake.domain.rules import Rule
from tests.garden import CALM, CONTENT, answers, copied, edited, with_parts

HELPER, DAY = "call_helper.toml", "questions/210_garden_day.toml"


def problems_after(folder: Path, file: str, old: str, new: str) -> list[str]:
    """The problems after one edit, except for the outdated handbook."""
    copy = copied(folder)
    edited(copy, file, old, new)
    return [str(problem) for problem in problems(copy, ON) if problem.where != "HANDBOOK.md"]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            'question = "garden_country"\ntext',
            'question = "planet"\ntext',
            "`where`: there is no question `planet`",
        ),
        ('code = "ca"', 'code = "mars"', "`where`: `garden_country` has no option `mars`"),
        (
            "My garden is in {what}.",
            "My garden is here.",
            "`where`: `where_country`: question, words, and one {what} in the text must all be there, or none of them",
        ),
        (
            "My garden is in {what}.",
            "My garden is in {what}, {when}.",
            "`where`: `where_country`: the only slot allowed in braces is {what}",
        ),
        (
            'question = "garden_state"\ntext = "Which',
            'question = "moon"\ntext = "Which',
            "`moon`: there is no question `moon`",
        ),
        (
            'text = "Will it rain?"\nto = ["neighbor"]\nsources = ["garden_book"]',
            'text = "Rain?"\nto = ["neighbor"]\nsources = ["sky"]',
            "`rain`: there is no source `sky`",
        ),
        (
            'text = "Will it rain?"\nto = ["neighbor"]',
            'text = "Will it rain?"\nto = ["moon"]',
            "`rain`: there is no listener `moon`",
        ),
        (
            "as_listed = true\n",
            "",
            "`where`: `where_state`: question, words, and one {what} in the text must all be there, or none of them",
        ),
        (
            'unless = [{ question = "own_country", answer = "us" }]',
            'unless = [{ question = "own_country", answer = "mars" }]',
            "`where`, `where_far`: `own_country` has no option `mars`",
        ),
        ('lines = ["bees"]', 'lines = ["wasps"]', "`keeper`: there is no helpline purpose `wasps`"),
        (
            'text = "dry" }',
            'text = "dry (hard)" }',
            "`soil_seen`: “dry (hard)” contains parentheses, brackets, or a slash, which cannot be read aloud",
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


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('usual = "neighbor"', 'usual = "moon"', "call_helper.toml: there is no listener `moon`"),
        (
            'after_violence = "shepherd"\n',
            "",
            "call_helper.toml: [[advocate]] and after_violence must both be there, or neither",
        ),
        (
            '[[listener]]\nid = "plumber"',
            '[[listener]]\nid = "keeper"',
            "call_helper.toml, listener: the id `keeper` is used twice",
        ),
    ],
)
def test_a_faulty_listener(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert sentence in problems_after(tmp_path, HELPER, old, new)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("Bees (many).", "contains parentheses, brackets, or a slash, which cannot be read aloud"),
        ("bees in the shed", "`say` must be a whole sentence: a capital letter first, a period last"),
    ],
)
def test_what_a_rule_says_can_be_read_aloud(tmp_path: Path, said: str, sentence: str) -> None:
    [reported] = problems_after(tmp_path, "rules/10_red.toml", 'say = "There are bees in the shed."', f'say = "{said}"')
    assert reported.startswith("rule `bees_in_shed`")
    assert sentence in reported


def test_a_step_calls_a_listener_that_exists(tmp_path: Path) -> None:
    reported = problems_after(tmp_path, "actions.toml", 'listener = "plumber"', 'listener = "moon"')
    assert reported == ["action `open_drain`: there is no listener `moon`"]


# --- the scripts ------------------------------------------------------------------------------------------------------


Given = dict[str, str | tuple[str, ...]]
BEES: Given = {"now": ("bees",)}
BOTH: Given = {"now": ("bees", "flood")}
GOAT: Given = {"now": ("goat",)}
DRY: Given = {"soil": "dry"}


def scripts(given: Given, content: Content = CONTENT) -> tuple[PhoneScript, ...]:
    response = answers(**given)
    return phone_scripts(content, response, assess(content, response, ON))


def test_a_calm_call_is_to_the_usual_listener() -> None:
    [script] = scripts(CALM | {"garden_country": "us", "garden_state": "us_oh", "own_country": "ca"})
    assert script.title == "If you call a neighbor"
    assert script.say == (
        "My garden is in the United States. It is in Ohio. That is far from here.",
        "The soil is damp.",
    )
    assert script.they_ask == (
        TheirQuestion("Which state?", "Ohio", verbatim=False),
        TheirQuestion("Who looks after it?", "", verbatim=True),
    )
    assert script.you_ask == ("Will it rain?", "What does it cost?")


def test_each_step_that_calls_someone_has_a_script() -> None:
    first, second, usual = scripts(CALM | BOTH | {"garden_country": "us", "own_country": "us"})
    bees, flood = "There are bees in the shed.", "The beds are under water."
    assert first.title == "If you call the keeper"
    assert first.say == ("My garden is in the United States.", bees, flood, "The soil is damp.")
    assert [line.id for line in first.lines] == ["bees_us", "info_us"]
    assert "Open the drain" in first.besides
    assert "Call the beekeeper at 555" not in first.besides
    assert second.title == "If you call a plumber"
    assert second.say == ("My garden is in the United States.", flood, "The soil is damp.")
    assert usual.say == first.say
    assert usual.you_ask == ("Will it rain?",), "in danger, no one asks about money"
    assert [asked.text for asked in usual.they_ask] == ["Which state?"]


def test_elsewhere_the_script_names_no_number_of_another_country() -> None:
    first, _ = scripts(CALM | BEES | {"garden_country": "other"})
    assert first.title == "If you call a beekeeper near you"
    assert "My garden is in" not in " ".join(first.say)


def test_after_violence_the_usual_listener_is_another() -> None:
    assert [script.title for script in scripts(CALM | GOAT)] == ["If you call a shepherd"]


def test_only_answers_that_apply_are_used() -> None:
    [script] = scripts(CALM | {"garden_country": "other", "garden_state": "us_oh"})
    assert script.say == ("The soil is damp.",)
    assert [asked.text for asked in script.they_ask] == ["Who looks after it?"]


def test_what_a_rule_says_is_not_said_again() -> None:
    changes = {"id": "parched", "match": "all", "when": [{"question": "soil", "answer": "dry"}]}
    rule = Rule.model_validate(CONTENT.rule["thirsty"].model_dump() | changes | {"say": "The soil is dry and hard."})
    [script] = scripts(CALM | DRY, with_parts(rules=(*CONTENT.rules, rule)))
    assert script.say == ("The soil is dry and hard.",)


def test_two_rules_that_say_the_same_are_heard_once() -> None:
    twice = [rule.model_copy(update={"say": "Come to the garden."}) if rule.say else rule for rule in CONTENT.rules]
    first, *_ = scripts(CALM | BOTH, with_parts(rules=tuple(twice)))
    assert first.say.count("Come to the garden.") == 1


def test_a_text_with_a_withheld_tag_is_not_in_the_script() -> None:
    helper = CONTENT.call_helper
    tagged = tuple(one.model_copy(update={"tags": (Tag.MEETING,)}) for one in helper.you_ask)
    content = with_parts(call_helper=helper.model_copy(update={"you_ask": tagged}))
    *_, calm = scripts(CALM, content)
    *_, held = scripts(CALM | BEES, content)
    assert calm.you_ask
    assert held.you_ask == ()


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
        (
            DANGER.format(say="Run.", source="garden_book").replace("sources", 'lines = ["wasps"]\nsources'),
            [
                ", `bees`: there is no helpline purpose `wasps`",
                ": outcomes: exactly one must have help_called = true (emergency help was called)",
                ": there is no [[danger]] for RED-ED, RED-988, RED-DV",
            ],
        ),
        ('whereabouts = ["planet"]', [": whereabouts: there is no question `planet`"]),
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
        ('about = "soil"', [": about: `soil` is not in on_card"]),
        ('do_not_call = { question = "spots", answer = "yes" }', [": do_not_call: `spots` is not in on_card"]),
        (
            'on_card = ["spots"]\ndo_not_call = { question = "spots", answer = "maybe" }',
            [", do_not_call: `spots` has no"],
        ),
        ('card_labels = [{ question = "soil", text = "Soil" }]', [": card_labels: `soil` is not in on_card"]),
        (
            '[[kind]]\ntier = "GREEN"\ntext = "Calm"\n',
            [": there is no [[kind]] for RED-911, RED-ED, RED-988, RED-DV, ORANGE, AMBER, OPEN"],
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
