"""The content's laws: an intact folder has no problems, and each thing that breaks is said in the files' own words."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import suppress
from pathlib import Path

import pytest

from intake.config import content_folder
from intake.content import ContentError, read
from intake.content.cases import ON
from intake.content.checks.all import problems
from intake.content.handbook import HANDBOOK, handbook
from intake.domain.answers_json import document_of
from tests.garden import LARGEST, LIBRARY, answers, copied, edited

Edit = tuple[str, str, str]

GATE, FIRST, PLANTS, NAMES = (f"questions/{name}.toml" for name in ("00_gate", "10_first", "20_plants", "80_summary"))
RED, SOON, HOLD, PATHS, KINDS, NOTES = (
    f"rules/{name}.toml" for name in ("10_red", "20_soon", "40_hold", "50_pathways", "60_kinds", "70_notes")
)
LAYOUT, WHOLE = "summary/layout.toml", "cases/acceptance.toml"
RULE_CASES = "cases/rules/{}.toml"
KINDS_CASES, PATHWAYS_CASES = RULE_CASES.format("60_kinds"), RULE_CASES.format("50_pathways")
SOON_CASES, NOTES_CASES = RULE_CASES.format("20_soon"), RULE_CASES.format("70_notes")
KEEPER = 'text = "Who looks after the garden?"'
"""A text of a question that no case depends on."""


def said_of(folder: Path, *edits: Edit, on: dt.date = ON) -> list[str]:
    """What the checker says of a library with these edits, its handbook written anew as an editor would."""
    copy = copied(folder)
    for file, old, new in edits:
        edited(copy, file, old, new)
    with suppress(ContentError, KeyError):  # neither unreadable content nor a dangling reference has a handbook
        (copy / HANDBOOK).write_text(handbook(read(copy)), "utf-8")
    return [str(problem) for problem in problems(copy, on)]


def test_the_library_is_in_order(tmp_path: Path) -> None:
    assert problems(LIBRARY, ON) == []
    assert said_of(tmp_path) == []


def test_the_real_content_is_in_order_today() -> None:
    today = dt.datetime.now(tz=dt.UTC).date()
    assert [str(problem) for problem in problems(content_folder(), today)] == []


# --- what an entry points to -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (
            PLANTS,
            'Dry soil kills plants."\nsources = ["leaf_notes"]',
            'Dry soil kills plants."\nsources = ["nowhere"]',
            "questions, soil: there is no source 'nowhere'",
        ),
        (HOLD, '["leaf_notes"]', '["leaf_notes", "nowhere"]', "rules, spots_first: there is no source 'nowhere'"),
        ("actions.toml", '["leaf_notes"]', '["nowhere"]', "action water_today: there is no source 'nowhere'"),
        ("pathways.toml", '["leaf_notes"]', '["nowhere"]', "pathway watering_plan: there is no source 'nowhere'"),
        ("kinds.toml", '["leaf_notes"]', '["nowhere"]', "kind mulch: there is no source 'nowhere'"),
        (
            RED,
            'recommend = ["prop_tree"]',
            'recommend = ["chop_tree"]',
            "rules, tree_falls: there is no action 'chop_tree'",
        ),
        (
            RED,
            'question = "leans"',
            'question = "bends"',
            "rules, tree_falls: there is no question 'bends'",
        ),
        (RED, 'answer = "today"', 'answer = "now"', "rules, tree_falls: leans has no option 'now'"),
        (
            PLANTS,
            'question = "spots", answer = "yes"',
            'question = "dots", answer = "yes"',
            "questions, spots_spread: there is no question 'dots'",
        ),
        (
            PLANTS,
            'answer = ["roses", "beans"]',
            'answer = ["roses", "peas"]',
            "questions, watering: plants has no option 'peas'",
        ),
        (
            RED,
            'lines = ["bees"]',
            'lines = ["wasps"]',
            "rules, bees_in_shed: there is no purpose of a helpline 'wasps'",
        ),
        (
            "actions.toml",
            'lines = ["bees"]',
            'lines = ["wasps"]',
            "action call_keeper: there is no purpose of a helpline 'wasps'",
        ),
        (
            "pathways.toml",
            'lines = ["garden_info"]',
            'lines = ["wasps"]',
            "pathway expert: there is no purpose of a helpline 'wasps'",
        ),
        (PATHS, 'offers = "expert"', 'offers = "prune"', "rules, offer_expert: there is no pathway 'prune' to offer"),
        (KINDS, 'offers = "prune"', 'offers = "expert"', "rules, fit_prune: there is no fit 'expert' to offer"),
        ("place.toml", '"own_country"', '"my_country"', "place.toml: there is no question 'my_country'"),
        ("place.toml", '"garden_state", ', '"state", ', "place.toml: there is no question 'state'"),
        ("place.toml", '["garden_info"]', '["tea"]', "place.toml: there is no purpose of a helpline 'tea'"),
        (
            "place.toml",
            '"garden_info", "bees"]',
            '"tea"]',
            "place.toml, lines: there is no purpose of a helpline 'tea'",
        ),
        (
            "place.toml",
            'for_life = "bees"',
            'for_life = "wasps"',
            "place.toml, lines: there is no purpose of a helpline 'wasps'",
        ),
        (LAYOUT, 'who = ["garden_name"', 'who = ["name"', "summary/layout.toml: there is no question 'name'"),
        (LAYOUT, 'reach = ["your_name"', 'reach = ["name"', "summary/layout.toml: there is no question 'name'"),
        (LAYOUT, 'situation = ["worry"', 'situation = ["fear"', "summary/layout.toml: there is no question 'fear'"),
        (
            LAYOUT,
            'background = ["watering"',
            'background = ["rain"',
            "summary/layout.toml: there is no question 'rain'",
        ),
        (LAYOUT, 'items = ["soil"]', 'items = ["then", "soil"]', "summary/layout.toml: there is no question 'then'"),
        (LAYOUT, 'context = ["watering"]', 'context = ["rain"]', "summary/layout.toml: there is no question 'rain'"),
        (LAYOUT, '"now", "plants"', '"now", "weeds"', "summary/layout.toml: there is no question 'weeds'"),
        (LAYOUT, '{ now = ["flood"] }', '{ then = ["flood"] }', "summary/layout.toml: there is no question 'then'"),
        (LAYOUT, '["bees", "goat"]', '["bees", "wasps"]', "summary/layout.toml: pests: now has no option 'wasps'"),
        (
            LAYOUT,
            '{ now = ["flood"] }',
            '{ worry = ["flood"] }',
            "summary/layout.toml: water: worry has no option 'flood'",
        ),
    ],
)
def test_a_reference_to_nothing(tmp_path: Path, file: str, old: str, new: str, sentence: str) -> None:
    said = said_of(tmp_path, (file, old, new))
    assert sentence in said
    assert not any(HANDBOOK in other for other in said), "a handbook cannot be compared while a reference is broken"


@pytest.mark.parametrize(
    ("old", "new", "wrong"), [('us = "US"', 'usa = "US"', "usa"), ('us = "US"', 'us = "UK"', "UK")]
)
def test_a_country_that_no_answer_or_no_line_has(tmp_path: Path, old: str, new: str, wrong: str) -> None:
    """With either of them every family in the country would be told that it is elsewhere, or be given no line."""
    (said,) = [sentence for sentence in said_of(tmp_path, ("place.toml", old, new)) if "place.toml" in sentence]
    assert repr(wrong) in said


def test_the_numbers_of_the_first_paint_never_go_out_of_date(tmp_path: Path) -> None:
    said = said_of(tmp_path, ("helplines.toml", "lasting = true", "lasting = false"))
    assert "place.toml, lines: no lasting line of the United States is for 'bees'" in said


@pytest.mark.parametrize(
    "edit", [(GATE, 'asked = "gate"', 'asked = "first"'), (FIRST, 'asked = "first"', 'asked = "gate"')]
)
def test_one_question_about_danger_comes_before_all_others(tmp_path: Path, edit: tuple[str, str, str]) -> None:
    said = said_of(tmp_path, edit)
    assert any("one section has asked = 'gate', with one question" in sentence for sentence in said)


DATES = """
[check_ins]
length = "leaves"
months = { green = 3, pale = 6, curled = 12 }
rhythm = "soil"
weekly = ["damp"]
"""


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("soil", "soil", ""),
        ('rhythm = "soil"', 'rhythm = "now"', "'now' is no choice of this section"),
        ('length = "leaves"', 'length = "plants"', "'plants' is no choice of this section"),
        (", curled = 12", "", "months of 'curled' are missing"),
        ("pale = 6", "pale = 6, brown = 9", "leaves has no option 'brown'"),
        ('["damp"]', '["wet"]', "soil has no option 'wet'"),
    ],
)
def test_dates_for_a_calendar_come_from_questions_that_say_how_long_and_how_often(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    intro = "You can skip any of them."
    said = said_of(tmp_path, (PLANTS, f'{intro}"\n', f'{intro}"\n{DATES.replace(old, new)}'))
    own = [one for one in said if "check_ins" in one]
    assert own[:1] == ([f"questions, beds, check_ins: {sentence}"] if sentence else [])


# --- conditions that make no sense -----------------------------------------------------------------------------------

CONDITION = '{ question = "leaves", operator = ">", answer = "green" }'


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        (
            '{ question = "keeper", operator = "exists", answer = "yes" }',
            "keeper exists: the answer must be true or false",
        ),
        (
            '{ question = "soil", answer = true }',
            "soil =: the answer must be a code of the question, not true or false",
        ),
        (
            '{ question = "worry", answer = "roses" }',
            "worry is an open question: only exists can be asked of it",
        ),
        (
            '{ question = "keeper", operator = "!=", answer = "ada" }',
            "keeper is an open question: only exists can be asked of it",
        ),
        (
            '{ question = "soil", operator = ">=", answer = "dry" }',
            "soil is not ordered, so >= has no meaning",
        ),
        (
            '{ question = "height", operator = "<", answer = ["knee", "head"] }',
            "height < takes one code",
        ),
        ('{ question = "soil", operator = "!=", answer = ["dry", "wet"] }', "soil has no option 'wet'"),
    ],
)
def test_a_comparison_that_means_nothing(tmp_path: Path, condition: str, sentence: str) -> None:
    assert said_of(tmp_path, (PATHS, CONDITION, condition)) == [f"rules, offer_expert: {sentence}"]


def test_a_comparison_that_means_nothing_in_a_question(tmp_path: Path) -> None:
    edit = (PLANTS, 'operator = "exists", answer = true', 'answer = "ada"')
    assert said_of(tmp_path, edit) == [
        "questions, keeper_days: keeper is an open question: only exists can be asked of it"
    ]


def asked_when(question: str, code: str) -> str:
    """A line of a questions file."""
    return f'enable_when = [{{ question = "{question}", answer = "{code}" }}]\n'


OFTEN = """options = [
  { code = "often", text = "Often" },
  { code = "seldom", text = "Not often" },
]"""
ROSES_OR_BEANS = '{ question = "plants", answer = ["roses", "beans"] }'
SOIL_IS_DRY = '{ question = "soil", answer = "dry" }'

# --- questions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (
            (PLANTS, 'Dry soil kills plants."\n', f'Dry soil kills plants."\n{asked_when("plants", "roses")}'),
            "questions, soil: a safety question is always asked: take enable_when away",
        ),
        (
            (PLANTS, 'text = "Yes, dry and hard", sign = true', 'text = "Yes, dry and hard"'),
            "questions, soil: a safety question needs an option with sign = true",
        ),
        (
            (FIRST, '"own_country"\n', f'"own_country"\n{asked_when("leaves", "pale")}'),
            "questions, own_country: enable_when reads 'leaves', which is asked later",
        ),
        (
            (FIRST, '"own_country"\n', f'"own_country"\n{asked_when("own_country", "us")}'),
            "questions, own_country: enable_when reads 'own_country', which is asked later",
        ),
        (
            (PLANTS, '"plants"\ntype = "choices"', '"plants"\ntype = "choices"\nordered = true'),
            "questions, plants: only a choice of one option can be ordered",
        ),
        (
            (NAMES, '"garden_name"\n', '"garden_name"\noptions = [{ code = "ada", text = "Ada" }]\n'),
            "questions, garden_name: a choice needs options; an open question has none",
        ),
        (
            (PLANTS, OFTEN, ""),
            "questions, keeper_days: a choice needs options; an open question has none",
        ),
        (
            (NAMES, 'the most."\nsources = ["garden_book"]', 'the most."'),
            "questions, worry: no source is named",
        ),
        (
            (NAMES, '"What is the garden called?"\nwhy', '"What (or who) is it called?"\nwhy'),
            "questions, garden_name: say has brackets or a slash, which nobody can read aloud",
        ),
        (
            (NAMES, '"What is the garden called?"\nwhy', '"What is he/she/it called?"\nwhy'),
            "questions, garden_name: say has brackets or a slash, which nobody can read aloud",
        ),
        (
            (NAMES, '"What is the garden called?"\nwhy', f'"{"It is me. " * 7}"\nwhy'),
            "questions, garden_name: say has more than 20 words",
        ),
        (
            (PLANTS, ROSES_OR_BEANS, f"{ROSES_OR_BEANS}, {SOIL_IS_DRY}"),
            "questions, watering: a list of codes in enable_when needs enable_behavior = any, or to stand alone",
        ),
        (
            (PLANTS, 'code = "seldom"', 'code = "often"'),
            "questions: keeper_days: an option code is there twice",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_question_that_cannot_be_asked_so(tmp_path: Path, edit: Edit, sentence: str) -> None:
    assert said_of(tmp_path, edit) == [sentence]


def test_twenty_words_can_be_read_aloud(tmp_path: Path) -> None:
    edit = (NAMES, '"What is the garden called?"\nwhy', f'"{"It is me now. " * 5}"\nwhy')
    assert said_of(tmp_path, edit) == []


# --- sections --------------------------------------------------------------------------------------------------------

EACH, HELPERS, TALK, DAY = (
    f"questions/{name}.toml" for name in ("110_each_plant", "120_helpers", "130_talk", "210_garden_day")
)
AGE_CHOICE = 'link_id = "plant_age"\ntype = "choice"\n'
ALSO = """
[[item]]
link_id = "also_{number}"
type = "line"
together = true
label = "Also"
text = "What else {number}?"
say = "What else?"
why = "It may matter."
sources = ["garden_book"]
"""
LONG_LIST = (
    ALSO.format(number=1).replace('"line"', '"choice"')
    + "options = ["
    + "".join(f'{{ code = "n_{n}", text = "Number {n}" }}, ' for n in range(13))
    + "]"
)


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        ((TALK, 'id = "talk"', 'id = "worry"'), "worry: a section and a question have this id; each needs its own"),
        (
            (TALK, 'asked = "full"', 'asked = "check"'),
            "talk: what is asked in 'check' comes before 'full': give its file a lower number",
        ),
        (
            (NAMES, 'asked = "summary"', 'asked = "plan"'),
            "each_plant: what is asked in 'full' comes before 'plan': give its file a lower number",
        ),
        (
            (TALK, 'type = "text"', 'type = "text"\nquick = true'),
            "talk: talk_about: the short way (quick) is part of the check",
        ),
        (
            (TALK, 'type = "text"', 'type = "text"\ntogether = true'),
            "talk: talk_about: the first question of a section has none before it to be together with",
        ),
        (
            (
                TALK,
                'sources = ["garden_book"]',
                'sources = ["garden_book"]' + "".join(ALSO.format(number=n) for n in range(4)),
            ),
            "talk: talk_about: 5 questions on one page; the most is 4",
        ),
        (
            (TALK, 'sources = ["garden_book"]', 'sources = ["garden_book"]' + LONG_LIST),
            "talk: talk_about: 18 rows to choose from on one page; take together away from one of them",
        ),
        (
            (TALK, 'text = "What would you like to say to them?"', 'text = "What is the garden called?"'),
            "talk_about: it asks in the words of garden_name: a family would think that it is asked twice",
        ),
        (
            (PLANTS, 'link_id = "watering"\ntype = "choice"', 'link_id = "watering"\ntype = "choice"\ntogether = true'),
            "beds: watering is together with leans, which may not be asked when it is",
        ),
        (
            (HELPERS, 'named_by = "helper_name"', 'named_by = "garden_name"'),
            "helpers: named_by 'garden_name' is not a question of this section",
        ),
        (
            (HELPERS, 'named_by = "helper_name"', 'named_by = "helper_nam"'),
            "helpers: named_by 'helper_nam' is not a question of this section",
        ),
        (
            (HELPERS, 'personal = "name"\n', f'personal = "name"\n{asked_when("soil", "dry")}'),
            "helpers: named_by helper_name: an entry always needs a name; take enable_when away",
        ),
        (
            (EACH, 'each = "plants"', 'each = "peas"'),
            "each_plant: each 'peas' is no question and no section that comes before",
        ),
        (
            (EACH, 'each = "plants"', 'each = "helpers"'),
            "each_plant: each 'helpers' is no question and no section that comes before",
        ),
        (
            (EACH, 'each = "plants"', 'each = "each_plant"'),
            "each_plant: each 'each_plant' is no question and no section that comes before",
        ),
        ((EACH, 'each = "plants"', 'each = "beds"'), "each_plant: each 'beds' is a section that does not repeat"),
        (
            (EACH, 'each = "plants"', 'each = "soil"'),
            "each_plant: each 'soil' is not a question with several options to pick (choices)",
        ),
        (
            (
                PLANTS,
                '{ code = "bare", text = "Nothing yet"',
                '{ code = "n12", text = "Nettles" },\n  { code = "bare", text = "Nothing yet"',
            ),
            "each_plant: each 'plants': the option 'n12' looks like an entry that was added",
        ),
        (
            (TALK, 'type = "text"', f'type = "text"\n{asked_when("helper_days", "never")}'),
            "talk_about: enable_when reads 'helper_days', which is asked of each of 'helpers', not of these",
        ),
        (
            (
                DAY,
                'question = "helper_days", answer = ["weekdays", "sundays"]',
                'question = "plant_age", answer = "old"',
            ),
            "day_brings: enable_when reads 'plant_age', which is asked of each of 'each_plant', not of these",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_section_that_cannot_be_asked_so(tmp_path: Path, edit: Edit, sentence: str) -> None:
    assert f"questions, {sentence}" in said_of(tmp_path, edit)


def test_danger_is_asked_once_and_before_the_result(tmp_path: Path) -> None:
    said = said_of(tmp_path, (EACH, AGE_CHOICE, f"{AGE_CHOICE}safety = true\n"))
    assert "questions, each_plant: plant_age: a safety question stands in the check or before it" in said
    assert "questions, each_plant: plant_age: a safety question is asked once; this section repeats" in said


@pytest.mark.parametrize(
    "edit",
    [
        # four questions on a page, and one that is hidden with the first of its page
        (
            TALK,
            'sources = ["garden_book"]',
            'sources = ["garden_book"]' + "".join(ALSO.format(number=n) for n in range(3)),
        ),
        (
            PLANTS,
            'link_id = "spots_spread"\ntype = "choice"',
            'link_id = "spots_spread"\ntype = "choice"\ntogether = true',
        ),
        # the plan reads the entries it takes over; anything reads what was said once
        (
            DAY,
            'question = "helper_days", answer = ["weekdays", "sundays"]',
            'question = "helper_reach", operator = "exists", answer = true',
        ),
        (EACH, 'question = "plant_age", operator = ">=", answer = "some"', 'question = "soil", answer = "dry"'),
        # a section may repeat for what is only ever added
        (EACH, 'each = "plants"\n', ""),
    ],
    ids=["four", "hidden_together", "taken_over", "said_once", "only_added"],
)
def test_a_section_that_can_be_asked_so(tmp_path: Path, edit: Edit) -> None:
    assert said_of(tmp_path, edit) == []


def test_only_a_section_that_repeats_can_be_shown_as_a_group(tmp_path: Path) -> None:
    assert said_of(tmp_path, (LAYOUT, 'groups = ["each_plant"]', 'groups = ["talk"]')) == [
        "summary/layout.toml: there is no section 'talk' that repeats"
    ]


# --- rules -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        ((SOON, 'tier = "ORANGE"\n', ""), "rules, thirsty: kind danger needs a tier"),
        ((HOLD, 'kind = "hold"', 'kind = "hold"\ntier = "AMBER"'), "rules, spots_first: kind hold takes no tier"),
        ((PATHS, 'offers = "watering_plan"\n', ""), "rules, offer_watering: kind pathway needs offers"),
        (
            (HOLD, 'kind = "hold"', 'kind = "hold"\noffers = "winter_rest"'),
            "rules, spots_first: kind hold takes no offers",
        ),
        ((HOLD, 'when = [{ question = "spots", answer = "yes" }]', ""), "rules, spots_first: it has no conditions"),
        (
            (SOON, "match = 2", "match = 4"),
            "rules, thirsty: match = 4 of 3 conditions can never be met, or always is",
        ),
        (
            (SOON, "match = 2", "match = 0"),
            "rules, thirsty: match = 0 of 3 conditions can never be met, or always is",
        ),
        ((SOON, 'kind = "unknown_safety"', 'kind = "danger"'), "rules: exactly one rule has kind unknown_safety"),
        (
            (SOON, 'kind = "danger"\ntier = "AMBER"', 'kind = "unknown_safety"\ntier = "AMBER"'),
            "rules: exactly one rule has kind unknown_safety",
        ),
    ],
)
def test_a_rule_that_cannot_work(tmp_path: Path, edit: Edit, sentence: str) -> None:
    assert sentence in said_of(tmp_path, edit)


def test_all_conditions_may_be_asked_for_by_number(tmp_path: Path) -> None:
    said = said_of(tmp_path, (SOON, "match = 2", "match = 3"))
    assert not any("match" in sentence for sentence in said)


# --- ids -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "head", "where", "name"),
    [
        (NAMES, "[[item]]", "questions", "your_name"),
        (NOTES, "[[rule]]", "rules", "everyone"),
        ("actions.toml", "[[action]]", "actions.toml", "look_again"),
        ("pathways.toml", "[[pathway]]", "pathways.toml", "winter_rest"),
        ("kinds.toml", "[[kind]]", "kinds.toml", "mulch"),
        ("bands.toml", "[[band]]", "bands.toml", "GREEN"),
        ("helplines.toml", "[[helpline]]", "helplines.toml", "info_any"),
        ("sources.toml", "[[source]]", "sources.toml", "leaf_notes"),
    ],
)
def test_an_id_that_is_there_twice(tmp_path: Path, file: str, head: str, where: str, name: str) -> None:
    last = (LIBRARY / file).read_text("utf-8").rpartition(head)[2]
    assert said_of(tmp_path, (file, last, f"{last}\n{head}{last}")) == [f"{where}: the id {name!r} is there twice"]


def test_a_section_that_is_there_twice(tmp_path: Path) -> None:
    assert "sections: the id 'beds' is there twice" in said_of(tmp_path, (NAMES, 'id = "names"', 'id = "beds"'))


def test_a_level_that_nobody_can_be_told(tmp_path: Path) -> None:
    bands = (LIBRARY / "bands.toml").read_text("utf-8")
    last = bands.rpartition("[[band]]")[2]
    assert said_of(tmp_path, ("bands.toml", f"[[band]]{last}", "")) == ["bands.toml: the level GREEN is missing"]


OWN_REQUEST = """[[band.requests]]
tier = "RED-911"
text = "Please put on a bee suit first."
"""


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('tier = "RED-911"', 'tier = "ORANGE"', "bands.toml, RED: the tier ORANGE is not of this level"),
        (
            'request = "Please come today."\n',
            f'request = "Please come today."\n\n{OWN_REQUEST}',
            "bands.toml, ORANGE: the tier RED-911 is not of this level",
        ),
        (OWN_REQUEST, f"{OWN_REQUEST}\n{OWN_REQUEST}", "bands.toml, RED: the tier RED-911 has two requests"),
    ],
)
def test_a_request_for_a_tier_that_would_never_be_made(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    said = said_of(tmp_path, ("bands.toml", old, new))
    assert [other for other in said if other.startswith("bands.toml")] == [sentence]


def test_a_request_for_each_tier_of_a_level(tmp_path: Path) -> None:
    another = OWN_REQUEST.replace("RED-911", "RED-DV")
    assert said_of(tmp_path, ("bands.toml", OWN_REQUEST, f"{OWN_REQUEST}\n{another}")) == []


# --- dates -----------------------------------------------------------------------------------------------------------

NOTES_DATES = 'publisher = "Leaf office"\nchecked_on = 2026-11-01\nreview_by = 2027-11-01'
LINE_DATES = 'text = "55502"\nhours = "Day and night."\nlanguages = "English."\n'
LINE_DATES += 'what_happens = "A person who knows plants answers."\nsource = "Garden club"\n'
LINE_CHECKED = "checked_on = 2026-11-22\nreview_by = 2027-05-22"


@pytest.mark.parametrize(
    ("checked_on", "review_by", "sentence"),
    [
        ("2026-11-01", "2026-11-22", None),
        (
            "2026-11-01",
            "2026-11-21",
            "sources.toml: leaf_notes: review_by 2026-11-21 has passed; check it and set new dates",
        ),
        ("2026-11-22", "2027-11-01", None),
        ("2026-11-23", "2027-11-01", "sources.toml: leaf_notes: checked_on 2026-11-23 lies ahead"),
    ],
)
def test_a_source_grows_old(tmp_path: Path, checked_on: str, review_by: str, sentence: str | None) -> None:
    dates = f'publisher = "Leaf office"\nchecked_on = {checked_on}\nreview_by = {review_by}'
    assert said_of(tmp_path, ("sources.toml", NOTES_DATES, dates)) == ([sentence] if sentence else [])


@pytest.mark.parametrize(
    ("dates", "sentence"),
    [
        ("checked_on = 2026-11-22\nreview_by = 2027-05-25", None),
        (
            "checked_on = 2026-11-22\nreview_by = 2027-05-26",
            "helplines.toml: info_us_second: review_by is more than six months after checked_on",
        ),
        (
            "checked_on = 2026-06-01\nreview_by = 2026-11-21",
            "helplines.toml: info_us_second: review_by 2026-11-21 has passed; check it and set new dates",
        ),
        (
            "checked_on = 2026-11-23\nreview_by = 2027-05-22",
            "helplines.toml: info_us_second: checked_on 2026-11-23 lies ahead",
        ),
    ],
)
def test_a_helpline_grows_old_sooner(tmp_path: Path, dates: str, sentence: str | None) -> None:
    edit = ("helplines.toml", LINE_DATES + LINE_CHECKED, LINE_DATES + dates)
    assert said_of(tmp_path, edit) == ([sentence] if sentence else [])


def test_the_date_that_counts_is_the_one_asked_for(tmp_path: Path) -> None:
    said = said_of(tmp_path, on=dt.date(2027, 5, 23))
    assert len(said) == 11
    assert all(sentence.endswith("has passed; check it and set new dates") for sentence in said)


# --- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Addicts dig here.", "Addicts"),
        ("He kept clean tools.", "clean"),
        ("They are in denial.", "in denial"),
        ("It is substance abuse.", "substance abuse"),
        ("She is codependent.", "codependent"),
        ("You are enabling them.", "enabling"),
        ("Wait for rock bottom.", "rock bottom"),
        ("Show tough love.", "tough love"),
        ("We guarantee it.", "guarantee"),
        ("It cures all.", "cures"),
        ("Your risk score is 5.", "risk score"),
        ("You are at low risk.", "low risk"),
        ("Simply call us.", "Simply"),
        ("She committed suicide.", "committed suicide"),
        ("It was a failed attempt.", "failed attempt"),
        ("Beds fill fast.", "Beds fill"),
        ("Go cold turkey.", "cold turkey"),
        ("Pour the bottles out.", "Pour the bottles out"),
        ("Pour it away.", "Pour it away"),
        ("Detox at home.", "Detox at home"),
        ("Let them sleep it off.", "sleep it off"),
        ("Take away their phone.", "Take away their phone"),
        ("Stop drinking today.", "Stop drinking today"),
        ("Make them stop drinking.", "Make them stop drinking"),
        ("Call 988, then press 3.", "988, then press 3"),
        ("Try Wellness Together.", "Wellness Together"),
    ],
)
def test_a_word_or_advice_that_is_not_used(tmp_path: Path, text: str, words: str) -> None:
    assert said_of(tmp_path, (PLANTS, KEEPER, f'text = "{text}"')) == [
        f"question.keeper.text: {words!r} is a word or advice this product does not use"
    ]


@pytest.mark.parametrize(
    "text", ["Who does the cleaning?", "Who may inhabit it?", "Who was psychology for?", "Who stops drinking tea?"]
)
def test_a_word_inside_another_is_no_word(tmp_path: Path, text: str) -> None:
    assert said_of(tmp_path, (PLANTS, KEEPER, f'text = "{text}"')) == []


INTRO = 'intro = "The next questions are about what grows there. You can skip any of them."'
HARD = "Immediately consult interdisciplinary horticultural professionals regarding irrigation modalities."


@pytest.mark.parametrize(
    ("file", "old", "context"),
    [
        (PLANTS, KEEPER, "question.keeper.text"),
        (PLANTS, INTRO, "section.beds.intro"),
        (PLANTS, 'why = "Plants cannot wait long."', "question.keeper_days.why"),
        (HOLD, 'because = "Spots travel on hands."', "rule.spots_first.because"),
        ("actions.toml", 'text = "Measure the tallest plant"', "action.measure.text"),
        ("actions.toml", 'text_elsewhere = "Call a beekeeper near you"', "action.call_keeper.text_elsewhere"),
        ("actions.toml", 'detail = "Use a long stick."', "action.measure.detail"),
        ("pathways.toml", 'evidence = "Most books say so."', "pathway.winter_rest.evidence"),
        ("pathways.toml", 'cost = "Ask for the full price in writing."', "pathway.expert.cost"),
        ("helplines.toml", 'not_for = "It is not for wasps."', "helpline.bees_us.not_for"),
        ("bands.toml", 'heading = "Act in three days"', "band.AMBER.heading"),
    ],
)  # fmt: skip
def test_a_text_for_the_family_that_is_hard_to_read(tmp_path: Path, file: str, old: str, context: str) -> None:
    key = old.partition(" = ")[0]
    (said,) = said_of(tmp_path, (file, old, f'{key} = "{HARD}"'))
    assert said.startswith(f"{context}: reads at grade ")
    assert said.endswith("; the most is 6")


def test_options_may_name_an_illness_but_no_treatise(tmp_path: Path) -> None:
    option, name = 'text = "Not often"', "When the roses caught a bacterial infection some time in the past"
    (tmp_path / "name").mkdir()
    assert said_of(tmp_path / "name", (PLANTS, option, f'text = "{name}"')) == []
    (said,) = said_of(tmp_path, (PLANTS, option, f'text = "{HARD}"'))
    assert said.startswith("question.keeper_days.seldom.text: reads at grade ")
    assert said.endswith("; the most is 9")


def test_what_is_said_in_danger_is_simpler_still(tmp_path: Path) -> None:
    middling = 'text = "Somebody needs your help today, so begin with the first of these steps."'
    red = 'text = "Something cannot wait. Please do the first step now."'
    amber = 'text = "You have a little time. Use it well."'
    (tmp_path / "amber").mkdir()
    assert said_of(tmp_path / "amber", ("bands.toml", amber, middling)) == []
    (said,) = said_of(tmp_path, ("bands.toml", red, middling))
    assert said.startswith("band.RED.text: reads at grade 5.")
    assert said.endswith("; the most is 5")


def test_words_for_the_professional_are_not_graded(tmp_path: Path) -> None:
    of_level = ("bands.toml", 'request = "Please come today."', f'request = "{HARD}"')
    of_tier = ("bands.toml", 'text = "Please put on a bee suit first."', f'text = "{HARD}"')
    assert said_of(tmp_path, of_level, of_tier) == []


def test_words_for_the_professional_hurt_nobody_either(tmp_path: Path) -> None:
    edit = ("bands.toml", 'text = "Please put on a bee suit first."', 'text = "Find the addict first."')
    assert said_of(tmp_path, edit) == ["request.RED-911.text: 'addict' is a word or advice this product does not use"]


@pytest.mark.parametrize(
    ("file", "old", "new", "number"),
    [
        ("helplines.toml", 'call = "555-0107"', 'call = "1-800-931-2237"', "18009312237"),
        ("helplines.toml", 'call = "555-0107"', 'call = "+1 (800) 931 2237"', "18009312237"),
        ("helplines.toml", 'call = "555-0107"', 'call = "888.467.2839"', "8884672839"),
        ("helplines.toml", 'call = "555-0107"', 'call = "1-833-456-4566"', "18334564566"),
        ("actions.toml", 'detail = "Use a long stick."', 'detail = "Call (866) 480-1515."', "18664801515"),
        (PLANTS, "# Choice, ordered", "# Call 18009312237. Choice, ordered", "18009312237"),
    ],
)
def test_a_closed_or_selling_number_wherever_it_stands(
    tmp_path: Path, file: str, old: str, new: str, number: str
) -> None:
    assert said_of(tmp_path, (file, old, new)) == [f"{file}: {number} is a closed or a selling line"]


# --- cases and handbook ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (
            KINDS_CASES,
            'not_met = [{ soil = "damp" }]\n',
            "",
            "cases/rules, fit_mulch: there is no case in which it is not met",
        ),
        (
            KINDS_CASES,
            'unknown = [{ soil = "?" }]',
            "",
            'cases/rules, fit_mulch: there is no case with "I don\'t know"',
        ),
        (
            PATHWAYS_CASES,
            "[offer_rest]\nmet = [{}]",
            "",
            "cases/rules, offer_rest: there are no cases for this rule",
        ),
        (PATHWAYS_CASES, "[offer_rest]", "[offer_holiday]", "cases/rules: there is no rule 'offer_holiday'"),
        (
            SOON_CASES,
            'met = [{ height = "head" }]',
            'met = [{ height = "knee" }]',
            "cases/rules, very_tall: {'height': 'knee'} gives not-met, not met",
        ),
        (
            SOON_CASES,
            'unknown = [{ height = "?" }]',
            'unknown = [{ height = "roof" }]',
            "cases/rules, very_tall: {'height': 'roof'} gives met, not unknown",
        ),
        (
            SOON_CASES,
            'met = [{ height = "head" }]',
            'met = [{ tallness = "head" }]',
            "cases/rules, very_tall: there is no question 'tallness'",
        ),
        (
            WHOLE,
            'tier = "GREEN"',
            'tier = "AMBER"',
            "cases/acceptance.toml, all_is_well: tier is GREEN, not AMBER",
        ),
        (
            WHOLE,
            'first_action = "garden_meeting"',
            'first_action = "write_down"',
            "cases/acceptance.toml, all_is_well: the first action is ['garden_meeting'], not 'write_down'",
        ),
        (
            WHOLE,
            'withheld = ["meeting"]',
            'withheld = ["file"]',
            "cases/acceptance.toml, bees: withheld tag 'file' is missing",
        ),
        (
            WHOLE,
            'pathways = ["winter_rest"]',
            'pathways = ["expert"]',
            "cases/acceptance.toml, bees: pathway 'expert' is missing",
        ),
        (
            WHOLE,
            'not_pathways = ["watering_plan"]',
            'not_pathways = ["winter_rest"]',
            "cases/acceptance.toml, bees: pathway 'winter_rest' is offered",
        ),
        (
            WHOLE,
            'not_rules = ["not_all_known"]',
            'not_rules = ["everyone"]',
            "cases/acceptance.toml, all_is_well: rule 'everyone' fired",
        ),
        (
            WHOLE,
            'unknowns = ["height"]',
            "unknowns = []",
            "cases/acceptance.toml, bees: questions that must be answered are ('height',)",
        ),
        (
            WHOLE,
            'leaves = "green"',
            'petals = "green"',
            "cases/acceptance.toml, all_is_well: there is no question 'petals'",
        ),
        (
            WHOLE,
            'garden_state = "us_oh"',
            'garden_planet = "mars"',
            "cases/acceptance.toml, base: there is no question 'garden_planet'",
        ),
        (
            WHOLE,
            'own_country = "us"\n',
            "",
            "cases/acceptance.toml, base: own_country is asked in cases that do not answer it (3): "
            "give it an answer here, or in each of them",
        ),
        (
            WHOLE,
            'plants = ["tree"]\nheight = "knee"',
            'plants = ["bare"]\nheight = "knee"',
            "cases/acceptance.toml, leaning_tree_not_known: leans is not asked in this case: take its answer out",
        ),
        (WHOLE, 'id = "bees"', 'id = "all_is_well"', "cases/acceptance.toml: the id 'all_is_well' is there twice"),
        (
            SOON_CASES,
            "[very_tall]",
            '[fit_mulch]\nmet = [{ soil = "dry" }]\n[very_tall]',
            "cases/rules/20_soon.toml: the cases of fit_mulch belong into 60_kinds.toml, like the rule",
        ),
        (
            SOON_CASES,
            'met = [{ height = "head" }]',
            'met = [{ height = "roof" }]',
            "cases/rules, very_tall: height >= head: no case in which it is met has 'head'",
        ),
        (
            SOON_CASES,
            'not_met = [{ height = "knee" }]',
            'not_met = [{ height = "ankle" }]',
            "cases/rules, very_tall: height >= head: no case in which it is not met has 'knee'",
        ),
        (
            PATHWAYS_CASES,
            "[offer_rest]\nmet = [{}]",
            '[offer_rest]\nmet = [{}]\nnot_met = [{ soil = "dry" }]',
            "cases/rules, offer_rest: it has no conditions, so it is always met: take the other cases out",
        ),
    ],
)
def test_a_case_that_is_missing_or_does_not_come_out(
    tmp_path: Path, file: str, old: str, new: str, sentence: str
) -> None:
    assert sentence in said_of(tmp_path, (file, old, new))


@pytest.mark.parametrize(
    ("file", "old", "new", "named"),
    [
        # a rule without a case that meets it
        (KINDS_CASES, '[fit_mulch]\nmet = [{ soil = "dry" }]\n', "[fit_mulch]\n", ("fit_mulch", "met")),
        (KINDS_CASES, "[fit_mulch]\nmet = [", "[fit_mulch]\nmett = 1\nmet = [", ("fit_mulch", "mett")),
        (WHOLE, 'note = "Every', 'nota = "Every', ("all_is_well", "nota")),
        (WHOLE, 'tier = "GREEN"', 'tier = "PINK"', ("all_is_well", "tier")),
        # an answer nobody can give
        (SOON_CASES, 'met = [{ height = "head" }]', 'met = [{ height = "hed" }]', ("very_tall", "height", "hed")),
        (KINDS_CASES, 'not_met = [{ soil = "damp" }]', 'not_met = [{ soil = "dmp" }]', ("fit_mulch", "soil", "dmp")),
        (WHOLE, 'leaves = "green"', 'leaves = "gren"', ("all_is_well", "leaves", "gren")),
        # an expectation that can never fail
        (WHOLE, 'not_rules = ["not_all_known"]', 'not_rules = ["not_al_known"]', ("all_is_well", "not_al_known")),
        (WHOLE, 'not_pathways = ["watering_plan"]', 'not_pathways = ["waterplan"]', ("bees", "waterplan")),
        # no case at all
        (WHOLE, (LIBRARY / WHOLE).read_text("utf-8"), "# none yet\n", ("acceptance.toml", "case")),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_broken_case_is_named_in_the_words_of_its_file(
    tmp_path: Path, file: str, old: str, new: str, named: tuple[str, ...]
) -> None:
    said = " / ".join(said_of(tmp_path, (file, old, new)))
    for name in named:
        assert name in said
    for foreign in ("pydantic", "validation error", "no question 'hed'"):
        assert foreign not in said


def test_a_missing_file_of_cases(tmp_path: Path) -> None:
    copy = copied(tmp_path)
    (copy / WHOLE).unlink()
    assert [str(problem) for problem in problems(copy, ON)] == ["cases: acceptance.toml is missing"]


def test_a_rule_that_can_never_be_open_needs_no_case_that_leaves_it_open(tmp_path: Path) -> None:
    """Whether there is an answer is always known."""
    conditions = """when = [
  { question = "keeper", operator = "exists", answer = false },
  { question = "leaves", operator = "!=", answer = "green" },
]"""
    cases = """met = [{ leaves = "pale" }, { keeper = "?", leaves = "pale" }]
not_met = [{ keeper = "Ada", leaves = "pale" }, { leaves = "green" }]
unknown = [{ leaves = "?" }]"""
    said = said_of(
        tmp_path,
        (NOTES, conditions, 'when = [{ question = "keeper", operator = "exists", answer = false }]'),
        (NOTES_CASES, cases, 'met = [{ keeper = "?" }]\nnot_met = [{ keeper = "Ada" }]'),
    )
    assert said == []


@pytest.mark.parametrize(
    ("taken", "sentence"),
    [
        ("", None),
        ("day_brings@n2", None),
        ("keeper", "keeper is asked and has no answer and no reason why not"),
        ("plant_age@roses", "plant_age@roses is asked and has no answer and no reason why not"),
    ],
)
def test_a_whole_intake_answers_what_it_is_asked(tmp_path: Path, taken: str, sentence: str | None) -> None:
    """Of the plan it may leave out what it likes."""
    copy = copied(tmp_path)
    (copy / "cases" / "intakes").mkdir()
    path = copy / "cases" / "intakes" / "big.json"
    path.write_text(json.dumps(document_of(answers(**LARGEST).without(taken))), "utf-8")
    assert [str(problem) for problem in problems(copy, ON)] == (
        [f"cases/intakes/big.json: {sentence}"] if sentence else []
    )


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("{", "the answers are not valid JSON"),
        ('{"answers": {"petals": "red"}}', "there is no question 'petals'"),
    ],
)
def test_a_whole_intake_that_cannot_be_read(tmp_path: Path, written: str, sentence: str) -> None:
    copy = copied(tmp_path)
    (copy / "cases" / "intakes").mkdir()
    (copy / "cases" / "intakes" / "big.json").write_text(written, "utf-8")
    assert [str(problem) for problem in problems(copy, ON)] == [f"cases/intakes/big.json: {sentence}"]


def test_a_whole_intake_of_a_version_that_is_to_come(tmp_path: Path) -> None:
    copy = copied(tmp_path)
    (copy / "cases" / "intakes").mkdir()
    written = {**document_of(answers(**LARGEST)), "content_version": "garden.2"}
    (copy / "cases" / "intakes" / "big.json").write_text(json.dumps(written), "utf-8")
    said = "cases/intakes/big.json: its content_version is newer than garden.1, that of version.toml"
    assert said in [str(problem) for problem in problems(copy, ON)]


OLD_HANDBOOK = "HANDBOOK.md: it does not say what the content says; run `make handbook` and read the difference"


def test_a_handbook_that_says_something_else(tmp_path: Path) -> None:
    copy = copied(tmp_path)
    edited(copy, HOLD, "Spots travel on hands.", "Spots travel by air.")
    assert [str(problem) for problem in problems(copy, ON)] == [OLD_HANDBOOK]


def test_a_handbook_that_is_missing(tmp_path: Path) -> None:
    copy = copied(tmp_path)
    (copy / HANDBOOK).unlink()
    assert [str(problem) for problem in problems(copy, ON)] == [OLD_HANDBOOK]


def test_a_folder_that_cannot_be_read_says_what_loading_says(tmp_path: Path) -> None:
    copy = copied(tmp_path)
    (copy / "kinds.toml").unlink()
    assert [str(problem) for problem in problems(copy, ON)] == ["kinds.toml: the file is missing"]
