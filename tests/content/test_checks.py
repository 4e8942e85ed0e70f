"""Checks of the content: an intact folder has no problems, and every mistake is named by entry and key."""

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
AGAINST = "rules/30_contradictions.toml"
LAYOUT, WHOLE = "summary/layout.toml", "cases/acceptance.toml"
RULE_CASES = "cases/rules/{}.toml"
KINDS_CASES, PATHWAYS_CASES = RULE_CASES.format("60_kinds"), RULE_CASES.format("50_pathways")
SOON_CASES, NOTES_CASES = RULE_CASES.format("20_soon"), RULE_CASES.format("70_notes")
KEEPER = 'text = "Who looks after the garden?"'
"""The text of a question that no case depends on."""


def problems_after(folder: Path, *edits: Edit, on: dt.date = ON) -> list[str]:
    """The problems in a copy of the library after these edits, with an updated handbook."""
    copy = copied(folder)
    for file, old, new in edits:
        edited(copy, file, old, new)
    with suppress(ContentError, KeyError):  # unreadable content and dangling references have no handbook
        (copy / HANDBOOK).write_text(handbook(read(copy)), "utf-8")
    return [str(problem) for problem in problems(copy, on)]


def test_the_library_is_in_order(tmp_path: Path) -> None:
    assert problems(LIBRARY, ON) == []
    assert problems_after(tmp_path) == []


@pytest.mark.long
def test_the_real_content_is_in_order_today() -> None:
    """`make check`, a part of `make test`, asks the same."""
    today = dt.datetime.now(tz=dt.UTC).date()
    assert [str(problem) for problem in problems(content_folder(), today)] == []


def opened(line: str, no: str = "none") -> Edit:
    """The question about trouble, behind a line."""
    text = 'text = "Is anything wrong in the garden right now?"\n'
    return GATE, text, f'{text}opener = {{ line = "{line}", no = "{no}", yes = "Yes" }}\n'


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (opened("Are there bees, a goat or water where it should not be?"), ""),
        (opened("Are there bees or water?"), "the opener has no word of `goat`; who has seen only that would say no"),
        (
            opened("Are there bees, a goat or water?", no="goat"),
            "the `no` of an opener must be an exclusive option, without a sign, of a question with several choices",
        ),
    ],
)
def test_a_line_in_place_of_a_list_names_every_sign(tmp_path: Path, edit: Edit, sentence: str) -> None:
    assert problems_after(tmp_path, edit) == ([f"question `now`: {sentence}"] if sentence else [])


# --- references ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (
            PLANTS,
            'Dry soil kills plants."\nsources = ["leaf_notes"]',
            'Dry soil kills plants."\nsources = ["nowhere"]',
            "question `soil`: there is no source `nowhere`",
        ),
        (HOLD, '["leaf_notes"]', '["leaf_notes", "nowhere"]', "rule `spots_first`: there is no source `nowhere`"),
        ("actions.toml", '["leaf_notes"]', '["nowhere"]', "action `water_today`: there is no source `nowhere`"),
        ("pathways.toml", '["leaf_notes"]', '["nowhere"]', "pathway `watering_plan`: there is no source `nowhere`"),
        ("kinds.toml", '["leaf_notes"]', '["nowhere"]', "kind `mulch`: there is no source `nowhere`"),
        (
            RED,
            'recommend = ["prop_tree"]',
            'recommend = ["chop_tree"]',
            "rule `tree_falls`: there is no action `chop_tree`",
        ),
        (
            RED,
            'question = "leans"',
            'question = "bends"',
            "rule `tree_falls`: there is no question `bends`",
        ),
        (
            RED,
            'text = "Roots need air today." }',
            'text = "Roots need air today.", when = [{ question = "bends", answer = "today" }] }',
            "rule `beds_flooded`, details for `open_drain`: there is no question `bends`",
        ),
        (
            RED,
            'text = "Roots need air today." }',
            'text = "Roots need air today.", unless = [{ question = "leans", answer = "now" }] }',
            "rule `beds_flooded`, details for `open_drain`: `leans` has no option `now`",
        ),
        (RED, 'answer = "today"', 'answer = "now"', "rule `tree_falls`: `leans` has no option `now`"),
        (
            PLANTS,
            'question = "spots", answer = "yes"',
            'question = "dots", answer = "yes"',
            "question `spots_spread`: there is no question `dots`",
        ),
        (
            PLANTS,
            'answer = ["roses", "beans"]',
            'answer = ["roses", "peas"]',
            "question `watering`: `plants` has no option `peas`",
        ),
        (
            RED,
            'lines = ["bees"]',
            'lines = ["wasps"]',
            "rule `bees_in_shed`: there is no helpline purpose `wasps`",
        ),
        (
            "actions.toml",
            'lines = ["bees"]',
            'lines = ["wasps"]',
            "action `call_keeper`: there is no helpline purpose `wasps`",
        ),
        (
            "pathways.toml",
            'lines = ["garden_info"]',
            'lines = ["wasps"]',
            "pathway `expert`: there is no helpline purpose `wasps`",
        ),
        (
            PATHS,
            'offers = "expert"',
            'offers = "prune"',
            "rule `offer_expert`: offers `prune`, but there is no such pathway",
        ),
        (
            KINDS,
            'offers = "prune"',
            'offers = "expert"',
            "rule `fit_prune`: offers `expert`, but there is no such kind",
        ),
        ("place.toml", '"own_country"', '"my_country"', "place.toml: there is no question `my_country`"),
        ("place.toml", '"garden_state", ', '"state", ', "place.toml: there is no question `state`"),
        ("place.toml", '["garden_info"]', '["tea"]', "place.toml: there is no helpline purpose `tea`"),
        (
            "place.toml",
            '"garden_info", "bees"]',
            '"tea"]',
            "place.toml, lines: there is no helpline purpose `tea`",
        ),
        (
            "place.toml",
            'for_life = "bees"',
            'for_life = "wasps"',
            "place.toml, lines: there is no helpline purpose `wasps`",
        ),
        (LAYOUT, 'who = ["garden_name"', 'who = ["name"', "summary/layout.toml: there is no question `name`"),
        (LAYOUT, 'reach = ["your_name"', 'reach = ["name"', "summary/layout.toml: there is no question `name`"),
        (LAYOUT, 'question = "garden_state"', 'question = "rain"', "summary/layout.toml: there is no question `rain`"),
        (LAYOUT, 'question = "watering"', 'question = "rain"', "summary/layout.toml: there is no question `rain`"),
        (
            LAYOUT,
            '[{ code = "ca", text = "in Canada" }]',
            '[{ code = "cat", text = "in Canada" }]',
            "summary/layout.toml: phrase: `own_country` has no option `cat`",
        ),
        (
            LAYOUT,
            "The garden is called {answer}",
            "The garden is called {name}",
            "summary/layout.toml: phrase: `garden_name`: the text needs {answer} once, and no other braces",
        ),
        (LAYOUT, 'situation = ["worry"', 'situation = ["fear"', "summary/layout.toml: there is no question `fear`"),
        (
            LAYOUT,
            'background = ["watering"',
            'background = ["rain"',
            "summary/layout.toml: there is no question `rain`",
        ),
        (LAYOUT, 'items = ["soil"]', 'items = ["then", "soil"]', "summary/layout.toml: there is no question `then`"),
        (LAYOUT, 'context = ["watering"]', 'context = ["rain"]', "summary/layout.toml: there is no question `rain`"),
        (LAYOUT, '"now", "plants"', '"now", "weeds"', "summary/layout.toml: there is no question `weeds`"),
        (LAYOUT, '{ now = ["flood"] }', '{ then = ["flood"] }', "summary/layout.toml: there is no question `then`"),
        (LAYOUT, '["bees", "goat"]', '["bees", "wasps"]', "summary/layout.toml: `pests`: `now` has no option `wasps`"),
        (
            LAYOUT,
            '{ now = ["flood"] }',
            '{ worry = ["flood"] }',
            "summary/layout.toml: `water`: `worry` has no option `flood`",
        ),
        (
            LAYOUT,
            "[[timelines]]",
            '[[consent_parts]]\nid = "wet"\ntitle = "Water"\nparts = ["water", "sky"]\n\n[[timelines]]',
            "summary/layout.toml: consent part `wet`: there is no part `sky`",
        ),
        (
            "call_desk.toml",
            "on_card = [",
            'kept_without_notes = ["rain"]\non_card = [',
            "call_desk.toml: kept_without_notes: there is no question `rain`",
        ),
    ],
)
def test_a_dangling_reference(tmp_path: Path, file: str, old: str, new: str, sentence: str) -> None:
    sentences = problems_after(tmp_path, (file, old, new))
    assert sentence in sentences
    assert not any(HANDBOOK in other for other in sentences), (
        "a handbook cannot be compared while a reference is broken"
    )


@pytest.mark.parametrize(
    ("old", "new", "wrong"), [('us = "US"', 'usa = "US"', "usa"), ('us = "US"', 'us = "UK"', "UK")]
)
def test_a_country_without_an_option_or_a_helpline(tmp_path: Path, old: str, new: str, wrong: str) -> None:
    """Otherwise, every family in that country would be treated as elsewhere or would get no helpline."""
    (message,) = [
        sentence for sentence in problems_after(tmp_path, ("place.toml", old, new)) if "place.toml" in sentence
    ]
    assert f"`{wrong}`" in message


def test_the_numbers_in_the_first_paint_never_expire(tmp_path: Path) -> None:
    sentences = problems_after(tmp_path, ("helplines.toml", "lasting = true", "lasting = false"))
    assert "place.toml, lines: there is no lasting helpline in the United States for `bees`" in sentences


@pytest.mark.parametrize(
    "edit", [(GATE, 'asked = "gate"', 'asked = "first"'), (FIRST, 'asked = "first"', 'asked = "gate"')]
)
def test_exactly_one_question_about_danger_comes_first(tmp_path: Path, edit: tuple[str, str, str]) -> None:
    sentences = problems_after(tmp_path, edit)
    assert any('exactly one section must have asked = "gate", with one question' in sentence for sentence in sentences)


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
        ('rhythm = "soil"', 'rhythm = "now"', '`now` is not a question with type = "choice" in this section'),
        ('length = "leaves"', 'length = "plants"', '`plants` is not a question with type = "choice" in this section'),
        (", curled = 12", "", "no months given for `curled`"),
        ("pale = 6", "pale = 6, brown = 9", "`leaves` has no option `brown`"),
        ('["damp"]', '["wet"]', "`soil` has no option `wet`"),
    ],
)
def test_check_ins_name_questions_about_how_long_and_how_often(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    intro = "You can skip any of them."
    sentences = problems_after(tmp_path, (PLANTS, f'{intro}"\n', f'{intro}"\n{DATES.replace(old, new)}'))
    own = [sentence for sentence in sentences if "check_ins" in sentence]
    assert own[:1] == ([f"section `beds`, check_ins: {sentence}"] if sentence else [])


# --- conditions that make no sense -----------------------------------------------------------------------------------

CONDITION = '{ question = "leaves", operator = ">", answer = "green" }'


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        (
            '{ question = "keeper", operator = "exists", answer = "yes" }',
            "`keeper` exists: the answer must be true or false",
        ),
        (
            '{ question = "soil", answer = true }',
            "`soil` =: the answer must be an option code, not true or false",
        ),
        (
            '{ question = "worry", answer = "roses" }',
            "`worry` is a text question; only exists can be used with it",
        ),
        (
            '{ question = "keeper", operator = "!=", answer = "ada" }',
            "`keeper` is a text question; only exists can be used with it",
        ),
        (
            '{ question = "soil", operator = ">=", answer = "dry" }',
            "`soil` >= needs a question with ordered = true",
        ),
        (
            '{ question = "height", operator = "<", answer = ["knee", "head"] }',
            "`height` < needs a single code",
        ),
        ('{ question = "soil", operator = "!=", answer = ["dry", "wet"] }', "`soil` has no option `wet`"),
    ],
)
def test_a_meaningless_comparison_in_a_rule(tmp_path: Path, condition: str, sentence: str) -> None:
    assert problems_after(tmp_path, (PATHS, CONDITION, condition)) == [f"rule `offer_expert`: {sentence}"]


def test_a_meaningless_comparison_in_a_question(tmp_path: Path) -> None:
    edit = (PLANTS, 'operator = "exists", answer = true', 'answer = "ada"')
    assert problems_after(tmp_path, edit) == [
        "question `keeper_days`: `keeper` is a text question; only exists can be used with it"
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
            "question `soil`: a safety question must always be asked; remove enable_when",
        ),
        (
            (PLANTS, 'text = "Yes, dry and hard", sign = true', 'text = "Yes, dry and hard"'),
            "question `soil`: a safety question needs an option with sign = true",
        ),
        (
            (FIRST, '"own_country"\n', f'"own_country"\n{asked_when("leaves", "pale")}'),
            "question `own_country`: enable_when reads `leaves`, which is not asked before it",
        ),
        (
            (FIRST, '"own_country"\n', f'"own_country"\n{asked_when("own_country", "us")}'),
            "question `own_country`: enable_when reads `own_country`, which is not asked before it",
        ),
        (
            (PLANTS, '"plants"\ntype = "choices"', '"plants"\ntype = "choices"\nordered = true'),
            'question `plants`: ordered = true is allowed only with type = "choice"',
        ),
        (
            (NAMES, '"garden_name"\n', '"garden_name"\noptions = [{ code = "ada", text = "Ada" }]\n'),
            "question `garden_name`: a text question cannot have options",
        ),
        (
            (PLANTS, OFTEN, ""),
            "question `keeper_days`: no options given; a choice needs them",
        ),
        (
            (NAMES, 'the most."\nsources = ["garden_book"]', 'the most."'),
            "question `worry`: no source given",
        ),
        (
            (NAMES, '"What is the garden called?"\nwhy', '"What (or who) is it called?"\nwhy'),
            "question `garden_name`: `say` contains parentheses, brackets, or a slash, which cannot be read aloud",
        ),
        (
            (NAMES, '"What is the garden called?"\nwhy', '"What is he/she/it called?"\nwhy'),
            "question `garden_name`: `say` contains parentheses, brackets, or a slash, which cannot be read aloud",
        ),
        (
            (NAMES, '"What is the garden called?"\nwhy', f'"{"It is me. " * 7}"\nwhy'),
            "question `garden_name`: `say` has more than 20 words",
        ),
        (
            (PLANTS, ROSES_OR_BEANS, f"{ROSES_OR_BEANS}, {SOIL_IS_DRY}"),
            'question `watering`: enable_when: a list of codes must be alone, or needs enable_behavior = "any"',
        ),
        (
            (PLANTS, 'code = "seldom"', 'code = "often"'),
            "question `keeper_days`: an option code is used twice",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_faulty_question(tmp_path: Path, edit: Edit, sentence: str) -> None:
    assert problems_after(tmp_path, edit) == [sentence]


def test_twenty_words_can_be_read_aloud(tmp_path: Path) -> None:
    edit = (NAMES, '"What is the garden called?"\nwhy', f'"{"It is me now. " * 5}"\nwhy')
    assert problems_after(tmp_path, edit) == []


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
        ((TALK, 'id = "talk"', 'id = "worry"'), "section `worry`: a question has the same id; each needs its own"),
        (
            (TALK, 'asked = "full"', 'asked = "check"'),
            'section `talk`: asked = "check" must come before asked = "full"; give its file a lower number',
        ),
        (
            (NAMES, 'asked = "summary"', 'asked = "plan"'),
            'section `each_plant`: asked = "full" must come before asked = "plan"; give its file a lower number',
        ),
        (
            (TALK, 'type = "text"', 'type = "text"\nquick = true'),
            "section `talk`: `talk_about`: quick = true is allowed only in the check or before it",
        ),
        (
            (TALK, 'type = "text"', 'type = "text"\ntogether = true'),
            "section `talk`: `talk_about`: the first question of a section cannot have together = true",
        ),
        (
            (
                TALK,
                'sources = ["garden_book"]',
                'sources = ["garden_book"]' + "".join(ALSO.format(number=n) for n in range(4)),
            ),
            "section `talk`: `talk_about`: 5 questions on one page; the limit is 4",
        ),
        (
            (TALK, 'sources = ["garden_book"]', 'sources = ["garden_book"]' + LONG_LIST),
            "section `talk`: `talk_about`: its page has 18 rows to choose from; remove one together = true",
        ),
        (
            (TALK, 'text = "What would you like to say to them?"', 'text = "What is the garden called?"'),
            "question `talk_about`: same text as `garden_name`; a family would think it is asked twice",
        ),
        (
            (PLANTS, 'link_id = "watering"\ntype = "choice"', 'link_id = "watering"\ntype = "choice"\ntogether = true'),
            "section `beds`: `watering` is together with `leans`, but may be asked when that one is not",
        ),
        (
            (PLANTS, 'link_id = "leaves"\ntype = "choice"\nquick = true\n', 'link_id = "leaves"\ntype = "choice"\n'),
            "question `leaves`: a RED or ORANGE rule reads it, so the short way must ask it: add quick = true",
        ),
        (
            (HELPERS, 'personal = "name"', 'personal = "own"'),
            'question `helper_name`: personal = "own" is allowed only on a choice',
        ),
        (
            (HELPERS, 'named_by = "helper_name"', 'named_by = "garden_name"'),
            "section `helpers`: named_by: `garden_name` is not a question in this section",
        ),
        (
            (HELPERS, 'named_by = "helper_name"', 'named_by = "helper_nam"'),
            "section `helpers`: named_by: `helper_nam` is not a question in this section",
        ),
        (
            (HELPERS, 'personal = "name"\n', f'personal = "name"\n{asked_when("soil", "dry")}'),
            "section `helpers`: `helper_name`: an entry always needs a name; remove enable_when",
        ),
        (
            (EACH, 'each = "plants"', 'each = "peas"'),
            "section `each_plant`: each: `peas` is neither an earlier question nor an earlier section",
        ),
        (
            (EACH, 'each = "plants"', 'each = "helpers"'),
            "section `each_plant`: each: `helpers` is neither an earlier question nor an earlier section",
        ),
        (
            (EACH, 'each = "plants"', 'each = "each_plant"'),
            "section `each_plant`: each: `each_plant` is neither an earlier question nor an earlier section",
        ),
        (
            (EACH, 'each = "plants"', 'each = "beds"'),
            "section `each_plant`: each: `beds` is a section that does not repeat",
        ),
        (
            (EACH, 'each = "plants"', 'each = "soil"'),
            'section `each_plant`: each: `soil` must be a question with type = "choices"',
        ),
        (
            (
                PLANTS,
                '{ code = "bare", text = "Nothing yet"',
                '{ code = "n12", text = "Nettles" },\n  { code = "bare", text = "Nothing yet"',
            ),
            "section `each_plant`: each: `plants`: the option code `n12` is reserved for added entries",
        ),
        (
            (TALK, 'type = "text"', f'type = "text"\n{asked_when("helper_days", "never")}'),
            "question `talk_about`: enable_when reads `helper_days`, which is about entries of `helpers`",
        ),
        (
            (
                DAY,
                'question = "helper_days", answer = ["weekdays", "sundays"]',
                'question = "plant_age", answer = "old"',
            ),
            "question `day_brings`: enable_when reads `plant_age`, which is about entries of `each_plant`",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_faulty_section(tmp_path: Path, edit: Edit, sentence: str) -> None:
    assert sentence in problems_after(tmp_path, edit)


def test_a_safety_question_is_asked_once_and_before_the_result(tmp_path: Path) -> None:
    sentences = problems_after(tmp_path, (EACH, AGE_CHOICE, f"{AGE_CHOICE}safety = true\n"))
    assert "section `each_plant`: `plant_age`: a safety question must be in the check or before it" in sentences
    assert "section `each_plant`: `plant_age`: a safety question cannot be in a repeating section" in sentences


@pytest.mark.parametrize(
    "edit",
    [
        # four questions on a page, and one that is hidden together with the first of its page
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
        # the plan reads the entries it inherits; every question can read what is asked once
        (
            DAY,
            'question = "helper_days", answer = ["weekdays", "sundays"]',
            'question = "helper_reach", operator = "exists", answer = true',
        ),
        (EACH, 'question = "plant_age", operator = ">=", answer = "some"', 'question = "soil", answer = "dry"'),
        # a section may repeat for added entries alone
        (EACH, 'each = "plants"\n', ""),
    ],
    ids=["four", "hidden_together", "inherited", "asked_once", "only_added"],
)
def test_a_valid_section(tmp_path: Path, edit: Edit) -> None:
    assert problems_after(tmp_path, edit) == []


def test_only_a_repeating_section_can_be_a_group(tmp_path: Path) -> None:
    assert problems_after(tmp_path, (LAYOUT, 'groups = ["each_plant"]', 'groups = ["talk"]')) == [
        "summary/layout.toml: there is no repeating section `talk`"
    ]


# --- rules -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        ((SOON, 'tier = "ORANGE"\n', ""), "rule `thirsty`: a rule of kind danger needs a tier"),
        (
            (HOLD, 'kind = "hold"', 'kind = "hold"\ntier = "AMBER"'),
            "rule `spots_first`: a rule of kind hold cannot have a tier",
        ),
        ((PATHS, 'offers = "watering_plan"\n', ""), "rule `offer_watering`: a rule of kind pathway needs offers"),
        (
            (HOLD, 'kind = "hold"', 'kind = "hold"\noffers = "winter_rest"'),
            "rule `spots_first`: a rule of kind hold cannot have offers",
        ),
        ((HOLD, 'when = [{ question = "spots", answer = "yes" }]', ""), "rule `spots_first`: no conditions given"),
        (
            (SOON, "match = 2", "match = 4"),
            "rule `thirsty`: match = 4, but it must be between 1 and 3",
        ),
        (
            (SOON, "match = 2", "match = 0"),
            "rule `thirsty`: match = 0, but it must be between 1 and 3",
        ),
        (
            (SOON, 'kind = "unknown_safety"', 'kind = "danger"'),
            "rules: 0 rules have kind unknown_safety; there must be exactly one",
        ),
        (
            (SOON, 'kind = "danger"\ntier = "AMBER"', 'kind = "unknown_safety"\ntier = "AMBER"'),
            "rules: 2 rules have kind unknown_safety; there must be exactly one",
        ),
        (
            (SOON, 'kind = "open_safety"\ntier = "OPEN"', 'kind = "note"'),
            "rules: 0 rules have kind open_safety; there must be exactly one",
        ),
        (
            (SOON, 'recommend = ["water_today"]', 'recommend = ["water_today"]\ncovers_steps = ["open_drain"]'),
            "rule `thirsty`: the step `open_drain` is sooner than `water_today`, so it cannot be covered",
        ),
        (
            (SOON, 'recommend = ["water_today"]', 'recommend = ["water_today"]\ncovers_steps = ["water_today"]'),
            "rule `thirsty`: it covers `water_today`, which it recommends",
        ),
        (
            (SOON, 'recommend = ["measure"]', 'recommend = ["measure"]\ncovers_steps = ["look_again"]'),
            "rule `very_tall`: only a RED or ORANGE rule can cover steps",
        ),
        ((AGAINST, 'doubts = ["plants", "height"]\n', ""), "rule `bare_but_tall`: a contradiction needs doubts"),
        (
            (AGAINST, 'doubts = ["plants", "height"]', 'doubts = ["soil"]'),
            "rule `bare_but_tall`: doubts a question that its conditions do not read",
        ),
        (
            (HOLD, 'kind = "hold"', 'kind = "hold"\ndoubts = ["spots"]'),
            "rule `spots_first`: only a contradiction can have doubts",
        ),
        (
            (
                SOON,
                '{ question = "shade", answer = "yes" }',
                '{ question = "keeper", operator = "exists", answer = false }',
            ),
            "rule `thirsty`: unless reads that `keeper` has no answer, but what is unknown never sets a rule aside",
        ),
        (
            (SOON, '{ question = "shade", answer = "yes" }', '{ question = "shade", answer = "some" }'),
            "rule `thirsty`: `shade` has no option `some`",
        ),
        ((SOON, 'recommend = ["water_today"]\n', ""), "rule `thirsty`: a RED or ORANGE rule needs a step"),
        (
            (SOON, 'say = "The plants are thirsty."\n', ""),
            "rule `thirsty`: a RED or ORANGE rule needs `say`: what to say first on the phone",
        ),
        (
            (SOON, 'request = "Please bring water today: the plants are thirsty."\n', ""),
            "rule `thirsty`: a RED or ORANGE rule needs `request`: who should do what, by when, and why",
        ),
        (
            (SOON, "match = 2", 'match = 2\ndetails = [{ action = "measure", text = "Not too tall." }]'),
            "rule `thirsty`: details for `measure`, which it does not recommend",
        ),
    ],
)
def test_a_faulty_rule(tmp_path: Path, edit: Edit, sentence: str) -> None:
    assert sentence in problems_after(tmp_path, edit)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "leaves = true",
            'leaves = true\ntags = ["approach"]\ninstead = "rope_off"',
            "action `walk_away`: it means both getting away from the person and going near them",
        ),
        (
            "leaves = true",
            'leaves = true\ninstead = "rope_off"',
            "action `walk_away`: it is never withheld, so it cannot have instead",
        ),
        (
            "leaves = true",
            'leaves = true\ncovers = ["walk_away"]',
            "action `walk_away`: the steps `walk_away` and `walk_away` cannot cover each other",
        ),
        ("leaves = true", 'leaves = true\ncovers = ["ropes"]', "action `walk_away`: there is no action `ropes`"),
        ('instead = "rope_off"', 'instead = "ropes"', "action `prop_tree`: there is no action `ropes`"),
        (
            'instead = "rope_off"\n',
            "",
            "action `prop_tree`: a RED or ORANGE rule leads with it, and `prop_tree` can be withheld too: end "
            "`instead` with a step without tags",
        ),
        (
            'instead = "rope_off"',
            'instead = "garden_meeting"',
            "action `prop_tree`: a RED or ORANGE rule leads with it, and `garden_meeting` can be withheld too: end "
            "`instead` with a step without tags",
        ),
    ],
)
def test_a_faulty_step(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert sentence in problems_after(tmp_path, ("actions.toml", old, new))


def test_match_can_be_the_number_of_all_conditions(tmp_path: Path) -> None:
    sentences = problems_after(tmp_path, (SOON, "match = 2", "match = 3"))
    assert not any("match" in sentence for sentence in sentences)


# --- ids -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "head", "where", "name"),
    [
        (NAMES, "[[item]]", "questions/", "your_name"),
        (NOTES, "[[rule]]", "rules/", "everyone"),
        ("actions.toml", "[[action]]", "actions.toml", "look_again"),
        ("pathways.toml", "[[pathway]]", "pathways.toml", "winter_rest"),
        ("kinds.toml", "[[kind]]", "kinds.toml", "mulch"),
        ("bands.toml", "[[band]]", "bands.toml", "GREEN"),
        ("helplines.toml", "[[helpline]]", "helplines.toml", "info_any"),
        ("sources.toml", "[[source]]", "sources.toml", "leaf_notes"),
    ],
)
def test_a_duplicate_id(tmp_path: Path, file: str, head: str, where: str, name: str) -> None:
    last = (LIBRARY / file).read_text("utf-8").rpartition(head)[2]
    assert problems_after(tmp_path, (file, last, f"{last}\n{head}{last}")) == [
        f"{where}: the id `{name}` is used twice"
    ]


def test_a_duplicate_section(tmp_path: Path) -> None:
    assert "questions/, sections: the id `beds` is used twice" in problems_after(
        tmp_path, (NAMES, 'id = "names"', 'id = "beds"')
    )


def test_a_level_without_a_band(tmp_path: Path) -> None:
    bands = (LIBRARY / "bands.toml").read_text("utf-8")
    last = bands.rpartition("[[band]]")[2]
    assert problems_after(tmp_path, ("bands.toml", f"[[band]]{last}", "")) == [
        "bands.toml: there is no band for the level GREEN"
    ]


OWN_REQUEST = """[[band.requests]]
tier = "RED-911"
text = "Please put on a bee suit first."
"""


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('tier = "RED-911"', 'tier = "ORANGE"', "bands.toml, RED: the tier ORANGE does not belong to this level"),
        (
            'request = "Please come today."\n',
            f'request = "Please come today."\n\n{OWN_REQUEST}',
            "bands.toml, ORANGE: the tier RED-911 does not belong to this level",
        ),
        (OWN_REQUEST, f"{OWN_REQUEST}\n{OWN_REQUEST}", "bands.toml, RED: the tier RED-911 has two requests"),
    ],
)
def test_a_request_in_the_wrong_band(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    sentences = problems_after(tmp_path, ("bands.toml", old, new))
    assert [other for other in sentences if other.startswith("bands.toml")] == [sentence]


def test_a_request_for_every_tier_of_a_level(tmp_path: Path) -> None:
    another = OWN_REQUEST.replace("RED-911", "RED-DV")
    assert problems_after(tmp_path, ("bands.toml", OWN_REQUEST, f"{OWN_REQUEST}\n{another}")) == []


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
            "source `leaf_notes`: review_by 2026-11-21 has passed; check it and set new dates",
        ),
        ("2026-11-22", "2027-11-01", None),
        ("2026-11-23", "2027-11-01", "source `leaf_notes`: checked_on 2026-11-23 is in the future"),
    ],
)
def test_a_source_past_its_review_date(tmp_path: Path, checked_on: str, review_by: str, sentence: str | None) -> None:
    dates = f'publisher = "Leaf office"\nchecked_on = {checked_on}\nreview_by = {review_by}'
    assert problems_after(tmp_path, ("sources.toml", NOTES_DATES, dates)) == ([sentence] if sentence else [])


@pytest.mark.parametrize(
    ("dates", "sentence"),
    [
        ("checked_on = 2026-11-22\nreview_by = 2027-05-25", None),
        (
            "checked_on = 2026-11-22\nreview_by = 2027-05-26",
            "helpline `info_us_second`: review_by is more than six months after checked_on",
        ),
        (
            "checked_on = 2026-06-01\nreview_by = 2026-11-21",
            "helpline `info_us_second`: review_by 2026-11-21 has passed; check it and set new dates",
        ),
        (
            "checked_on = 2026-11-23\nreview_by = 2027-05-22",
            "helpline `info_us_second`: checked_on 2026-11-23 is in the future",
        ),
    ],
)
def test_a_helpline_is_reviewed_within_six_months(tmp_path: Path, dates: str, sentence: str | None) -> None:
    edit = ("helplines.toml", LINE_DATES + LINE_CHECKED, LINE_DATES + dates)
    assert problems_after(tmp_path, edit) == ([sentence] if sentence else [])


def test_dates_are_compared_with_the_given_day(tmp_path: Path) -> None:
    sentences = problems_after(tmp_path, on=dt.date(2027, 5, 23))
    assert len(sentences) == 11
    assert all(sentence.endswith("has passed; check it and set new dates") for sentence in sentences)


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
def test_banned_wording(tmp_path: Path, text: str, words: str) -> None:
    assert problems_after(tmp_path, (PLANTS, KEEPER, f'text = "{text}"')) == [
        f"question.keeper.text: “{words}” is wording that this product does not use"
    ]


@pytest.mark.parametrize("word", ["it's", '\\"it\\"'])
def test_a_straight_quote_is_reported(tmp_path: Path, word: str) -> None:
    (sentence,) = problems_after(tmp_path, (PLANTS, KEEPER, f'text = "Who looks after {word}?"'))
    assert sentence.endswith("has a straight quote; use “ ” or ’")


@pytest.mark.parametrize(
    "text", ["Who does the cleaning?", "Who may inhabit it?", "Who was psychology for?", "Who stops drinking tea?"]
)
def test_a_banned_word_inside_another_is_allowed(tmp_path: Path, text: str) -> None:
    assert problems_after(tmp_path, (PLANTS, KEEPER, f'text = "{text}"')) == []


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
def test_a_text_for_families_that_is_too_hard_to_read(tmp_path: Path, file: str, old: str, context: str) -> None:
    key = old.partition(" = ")[0]
    (message,) = problems_after(tmp_path, (file, old, f'{key} = "{HARD}"'))
    assert message.startswith(f"{context}: reads at grade ")
    assert message.endswith("; the limit is 6")


def test_options_may_be_harder_to_read_but_not_without_limit(tmp_path: Path) -> None:
    option, name = 'text = "Not often"', "When the roses caught a bacterial infection some time in the past"
    (tmp_path / "name").mkdir()
    assert problems_after(tmp_path / "name", (PLANTS, option, f'text = "{name}"')) == []
    (message,) = problems_after(tmp_path, (PLANTS, option, f'text = "{HARD}"'))
    assert message.startswith("question.keeper_days.seldom.text: reads at grade ")
    assert message.endswith("; the limit is 9")


def test_texts_in_danger_must_be_simpler_still(tmp_path: Path) -> None:
    middling = 'text = "Somebody needs your help today, so begin with the first of these steps."'
    red = 'text = "Something cannot wait. Please do the first step now."'
    amber = 'text = "You have a little time. Use it well."'
    (tmp_path / "amber").mkdir()
    assert problems_after(tmp_path / "amber", ("bands.toml", amber, middling)) == []
    (message,) = problems_after(tmp_path, ("bands.toml", red, middling))
    assert message.startswith("band.RED.text: reads at grade 5.")
    assert message.endswith("; the limit is 5")


def test_requests_to_the_professional_are_not_graded(tmp_path: Path) -> None:
    of_level = ("bands.toml", 'request = "Please come today."', f'request = "{HARD}"')
    of_tier = ("bands.toml", 'text = "Please put on a bee suit first."', f'text = "{HARD}"')
    assert problems_after(tmp_path, of_level, of_tier) == []


def test_requests_to_the_professional_have_no_banned_wording(tmp_path: Path) -> None:
    edit = ("bands.toml", 'text = "Please put on a bee suit first."', 'text = "Find the addict first."')
    assert problems_after(tmp_path, edit) == [
        "request.RED-911.text: “addict” is wording that this product does not use"
    ]


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
def test_a_closed_or_selling_number_anywhere(tmp_path: Path, file: str, old: str, new: str, number: str) -> None:
    assert problems_after(tmp_path, (file, old, new)) == [
        f"{file}: {number} is a line that closed or that sells treatment"
    ]


# --- cases and handbook ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (
            KINDS_CASES,
            'not_met = [{ soil = "damp" }]\n',
            "",
            "cases of rule `fit_mulch`: no case given that does not meet the rule (not_met)",
        ),
        (
            KINDS_CASES,
            'unknown = [{ soil = "?" }]',
            "",
            "cases of rule `fit_mulch`: no case given that leaves the rule undecided (unknown)",
        ),
        (
            PATHWAYS_CASES,
            "[offer_rest]\nmet = [{}]",
            "",
            "cases of rule `offer_rest`: no cases given",
        ),
        (PATHWAYS_CASES, "[offer_rest]", "[offer_holiday]", "cases/rules/: there is no rule `offer_holiday`"),
        (
            SOON_CASES,
            'met = [{ height = "head" }]',
            'met = [{ height = "knee" }]',
            "cases of rule `very_tall`: {'height': 'knee'} gives not-met, expected met",
        ),
        (
            SOON_CASES,
            'unknown = [{ height = "?" }]',
            'unknown = [{ height = "roof" }]',
            "cases of rule `very_tall`: {'height': 'roof'} gives met, expected unknown",
        ),
        (
            SOON_CASES,
            'met = [{ height = "head" }]',
            'met = [{ tallness = "head" }]',
            "cases of rule `very_tall`: there is no question `tallness`",
        ),
        (
            WHOLE,
            'tier = "GREEN"',
            'tier = "AMBER"',
            "cases/acceptance.toml, `all_is_well`: tier is GREEN, expected AMBER",
        ),
        (
            WHOLE,
            'first_action = "garden_meeting"',
            'first_action = "write_down"',
            "cases/acceptance.toml, `all_is_well`: the first action is garden_meeting, expected write_down",
        ),
        (
            WHOLE,
            'withheld = ["meeting"]',
            'withheld = ["file"]',
            "cases/acceptance.toml, `bees`: withheld tag `file` is missing",
        ),
        (
            WHOLE,
            'pathways = ["winter_rest"]',
            'pathways = ["expert"]',
            "cases/acceptance.toml, `bees`: pathway `expert` is missing",
        ),
        (
            WHOLE,
            'not_pathways = ["watering_plan"]',
            'not_pathways = ["winter_rest"]',
            "cases/acceptance.toml, `bees`: pathway `winter_rest` is offered but should not be",
        ),
        (
            WHOLE,
            'not_rules = ["not_all_known"]',
            'not_rules = ["everyone"]',
            "cases/acceptance.toml, `all_is_well`: rule `everyone` is met but should not be",
        ),
        (
            WHOLE,
            'unknowns = ["height"]',
            "unknowns = []",
            "cases/acceptance.toml, `bees`: unanswered questions are height, expected none",
        ),
        (
            WHOLE,
            'leaves = "green"',
            'petals = "green"',
            "cases/acceptance.toml, `all_is_well`: there is no question `petals`",
        ),
        (
            WHOLE,
            'garden_state = "us_oh"',
            'garden_planet = "mars"',
            "cases/acceptance.toml, base: there is no question `garden_planet`",
        ),
        (
            WHOLE,
            'own_country = "us"\n',
            "",
            "cases/acceptance.toml, base: `own_country` is unanswered in 6 cases; answer it here or in each of them",
        ),
        (
            WHOLE,
            'plants = ["tree"]\nheight = "knee"',
            'plants = ["bare"]\nheight = "knee"',
            "cases/acceptance.toml, `leaning_tree_not_known`: `leans` is not asked in this case; remove its answer",
        ),
        (WHOLE, 'id = "bees"', 'id = "all_is_well"', "cases/acceptance.toml: the id `all_is_well` is used twice"),
        (
            SOON_CASES,
            "[very_tall]",
            '[fit_mulch]\nmet = [{ soil = "dry" }]\n[very_tall]',
            "cases/rules/20_soon.toml: move the cases of `fit_mulch` to 60_kinds.toml, the name of the rule's file",
        ),
        (
            SOON_CASES,
            'met = [{ height = "head" }]',
            'met = [{ height = "roof" }]',
            "cases of rule `very_tall`: `height` >= head: no met case has `head`",
        ),
        (
            SOON_CASES,
            'not_met = [{ height = "knee" }]',
            'not_met = [{ height = "ankle" }]',
            "cases of rule `very_tall`: `height` >= head: no not_met case has `knee`",
        ),
        (
            PATHWAYS_CASES,
            "[offer_rest]\nmet = [{}]",
            '[offer_rest]\nmet = [{}]\nnot_met = [{ soil = "dry" }]',
            "cases of rule `offer_rest`: it has no conditions, so it is always met; remove not_met and unknown",
        ),
    ],
)
def test_a_missing_or_failing_case(tmp_path: Path, file: str, old: str, new: str, sentence: str) -> None:
    assert sentence in problems_after(tmp_path, (file, old, new))


@pytest.mark.parametrize(
    ("file", "old", "new", "named"),
    [
        # a rule without a case that meets it
        (KINDS_CASES, '[fit_mulch]\nmet = [{ soil = "dry" }]\n', "[fit_mulch]\n", ("fit_mulch", "met")),
        (KINDS_CASES, "[fit_mulch]\nmet = [", "[fit_mulch]\nmett = 1\nmet = [", ("fit_mulch", "mett")),
        (WHOLE, 'note = "Every', 'nota = "Every', ("all_is_well", "nota")),
        (WHOLE, 'tier = "GREEN"', 'tier = "PINK"', ("all_is_well", "tier")),
        # an answer that does not exist
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
def test_a_broken_case_is_named_by_file_case_and_key(
    tmp_path: Path, file: str, old: str, new: str, named: tuple[str, ...]
) -> None:
    output = " / ".join(problems_after(tmp_path, (file, old, new)))
    for name in named:
        assert name in output
    for unwanted in ("pydantic", "validation error", "no question `hed`"):
        assert unwanted not in output


def test_a_missing_file_of_cases(tmp_path: Path) -> None:
    copy = copied(tmp_path)
    (copy / WHOLE).unlink()
    assert [str(problem) for problem in problems(copy, ON)] == ["cases/: acceptance.toml is missing"]


def test_a_rule_that_is_never_undecided_needs_no_unknown_case(tmp_path: Path) -> None:
    """Whether an answer exists is always known."""
    conditions = """when = [
  { question = "keeper", operator = "exists", answer = false },
  { question = "leaves", operator = "!=", answer = "green" },
]"""
    cases = """met = [{ leaves = "pale" }, { keeper = "?", leaves = "pale" }]
not_met = [{ keeper = "Ada", leaves = "pale" }, { leaves = "green" }]
unknown = [{ leaves = "?" }]"""
    sentences = problems_after(
        tmp_path,
        (NOTES, conditions, 'when = [{ question = "keeper", operator = "exists", answer = false }]'),
        (NOTES_CASES, cases, 'met = [{ keeper = "?" }]\nnot_met = [{ keeper = "Ada" }]'),
    )
    assert sentences == []


@pytest.mark.parametrize(
    ("removed", "sentence"),
    [
        ("", None),
        ("day_brings@n2", None),
        ("keeper", "`keeper` has neither an answer nor a reason for having none"),
        ("plant_age@roses", "`plant_age@roses` has neither an answer nor a reason for having none"),
    ],
)
def test_a_complete_intake_answers_every_question_it_is_asked(
    tmp_path: Path, removed: str, sentence: str | None
) -> None:
    """Except in the plan."""
    copy = copied(tmp_path)
    (copy / "cases" / "intakes").mkdir()
    path = copy / "cases" / "intakes" / "big.json"
    path.write_text(json.dumps(document_of(answers(**LARGEST).without(removed))), "utf-8")
    assert [str(problem) for problem in problems(copy, ON)] == (
        [f"cases/intakes/big.json: {sentence}"] if sentence else []
    )


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("{", "the document is not valid JSON"),
        ('{"answers": {"petals": "red"}}', "there is no question 'petals'"),
    ],
)
def test_a_complete_intake_that_cannot_be_read(tmp_path: Path, written: str, sentence: str) -> None:
    copy = copied(tmp_path)
    (copy / "cases" / "intakes").mkdir()
    (copy / "cases" / "intakes" / "big.json").write_text(written, "utf-8")
    assert [str(problem) for problem in problems(copy, ON)] == [f"cases/intakes/big.json: {sentence}"]


def test_a_complete_intake_with_a_future_version(tmp_path: Path) -> None:
    copy = copied(tmp_path)
    (copy / "cases" / "intakes").mkdir()
    written = {**document_of(answers(**LARGEST)), "content_version": "garden.2"}
    (copy / "cases" / "intakes" / "big.json").write_text(json.dumps(written), "utf-8")
    expected = "cases/intakes/big.json: its content_version is newer than garden.1 in version.toml"
    assert expected in [str(problem) for problem in problems(copy, ON)]


OLD_HANDBOOK = "HANDBOOK.md: it does not match the content; run `make handbook` and read what changed"


def test_an_outdated_handbook(tmp_path: Path) -> None:
    copy = copied(tmp_path)
    edited(copy, HOLD, "Spots travel on hands.", "Spots travel by air.")
    assert [str(problem) for problem in problems(copy, ON)] == [OLD_HANDBOOK]


def test_a_missing_handbook(tmp_path: Path) -> None:
    copy = copied(tmp_path)
    (copy / HANDBOOK).unlink()
    assert [str(problem) for problem in problems(copy, ON)] == [OLD_HANDBOOK]


def test_a_folder_that_cannot_be_loaded_reports_the_loading_problems(tmp_path: Path) -> None:
    copy = copied(tmp_path)
    (copy / "kinds.toml").unlink()
    assert [str(problem) for problem in problems(copy, ON)] == ["kinds.toml: the file is missing"]
