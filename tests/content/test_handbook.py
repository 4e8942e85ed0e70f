"""The handbook holds what a clinician signs: every question, rule, step and path, in words, with its source."""

from __future__ import annotations

from intake.content.handbook import HANDBOOK, handbook
from tests.garden import CONTENT, LIBRARY, QUESTIONS, with_parts

TEXT = handbook(CONTENT)


def test_every_question_stands_in_it_as_it_is_asked() -> None:
    for item in QUESTIONS.items.values():
        assert f"#### `{item.link_id}` {item.text}\n" in TEXT
        for said in (item.label, item.say, item.why, *(option.text for option in item.options), *item.sources):
            assert said in block(item.link_id)


def test_every_rule_and_what_it_leads_to_stand_in_it() -> None:
    for rule in CONTENT.rules:
        for said in (rule.title, rule.because, *rule.sources):
            assert said in block(rule.id)
    for action in CONTENT.actions:
        for said in (action.text, action.text_elsewhere or "", action.detail, *action.sources):
            assert said in block(action.id)
    for way in (*CONTENT.pathways, *CONTENT.kinds):
        for said in (way.title, way.text, way.evidence, way.cost, *way.sources):
            assert said in block(way.id)


def test_every_level_helpline_and_source_stands_in_it() -> None:
    for band in CONTENT.bands:
        for said in (band.heading, band.text, band.request):
            assert said in TEXT
        for request in band.requests:
            assert f"- {request.tier.value}: {request.text}\n" in TEXT
    for line in CONTENT.helplines:
        assert f"| {line.id} | {line.name} |" in TEXT
    for source in CONTENT.sources:
        assert source.title in TEXT


def block(name: str) -> str:
    """One entry of the handbook, from its heading to the next."""
    return TEXT.split(f"#### `{name}`", 1)[1].split("\n#### ", 1)[0].split("\n## ", 1)[0]


def test_conditions_are_said_in_the_words_of_the_answers() -> None:
    assert "At least 2 of:" in block("thirsty")
    assert "- `soil` is “Yes, dry and hard”" in block("thirsty")
    assert "- `leaves` is at least “Curled up”" in block("thirsty")
    assert "- `keeper` has no answer" in block("no_keeper")
    assert "- `leaves` is answered, and not with “Green”" in block("no_keeper")
    assert "All of:" in block("fit_prune")
    assert "- `height` is beyond “Up to the knee”" in block("fit_prune")
    assert "Any of:" in block("offer_talk")


def test_a_rule_says_what_it_does() -> None:
    assert block("goat_loose").startswith(" – RED-DV: A goat in the beans")
    assert "Withholds texts about: confrontation, meeting, interventionist, file" in block("goat_loose")
    assert "Recommends: call_keeper, step_back" in block("bees_in_shed")
    assert "Helplines for: bees" in block("bees_in_shed")
    assert "Offers: prune" in block("fit_prune")


def test_a_question_says_when_it_is_asked() -> None:
    assert "Asked when `plants` is “Roses” or “Beans”." in block("watering")
    assert "Asked when `plants` is “A tree” or `height` is at least “Up to the head”." in block("shade")
    assert "Asked when `plants` is “Beans” and `height` is beyond “Up to the ankle”." in block("props")
    assert "Asked when `keeper` has an answer." in block("keeper_days")
    assert "Asked when" not in block("now")


def test_a_question_says_what_its_answers_mean() -> None:
    assert "*choices, safety question, part of the short way.*" in block("now")
    assert "*choice, safety question, ordered.*" in block("height")
    assert "- `bees` Bees have moved into the shed (reports)" in block("now")
    assert "- `none` None of these (denies)" in block("now")


def test_a_question_says_on_which_page_it_stands_and_what_can_be_left_out() -> None:
    assert "*choice, ordered, on one page with the one before.*" in block("plant_age")
    assert "*line, can be left out of a file with names.*" in block("helper_name")
    assert "can be left out of a file with ways to reach people.*" in block("helper_reach")
    assert "*text, can be left out of a file with notes.*" in block("worry")
    assert "left out" not in block("keeper")


def part(name: str) -> str:
    """What stands under the title of one section, before its questions."""
    return TEXT.split(f"(`{name}`)\n", 1)[1].split("\n#### ", 1)[0]


def test_a_section_says_where_it_is_asked_and_when_not() -> None:
    assert "Asked before anything else, and from every page." in part("gate")
    assert "Asked in the check." in part("beds")
    assert "Asked in the full intake. Neither asked nor shown where texts about confrontation are withheld." in part(
        "talk"
    )
    assert "Asked in the plan. Neither asked nor shown where texts about meeting are withheld." in part("garden_day")
    assert "Neither" not in part("helpers")


def test_a_section_that_repeats_says_of_what() -> None:
    assert "Once for each of `plants`, and for each that is added (named by `plant_name`, at most 4)." in part(
        "each_plant"
    )
    assert "Once for each of `helpers`, and for each that is added (named by `day_who`, at most 12)." in part(
        "garden_day"
    )
    assert "Once for each that is added (named by `helper_name`, at most 12)." in part("helpers")
    assert "After the last: “Is there someone to add?”, with the button “Add a helper”." in part("helpers")
    assert "One without a name is called “Helper 1”." in part("helpers")
    assert "nce for each" not in part("beds")


def test_the_flow_leads_to_danger_from_where_danger_is_read() -> None:
    chart = TEXT.split("```mermaid", 1)[1].split("```", 1)[0]
    assert {line.split()[0] for line in chart.splitlines() if line.endswith("-.-> red")} == {"gate", "beds"}


def test_what_nobody_confirmed_is_said_to_be_so() -> None:
    assert "**No clinician has signed this off yet.**" in TEXT
    assert "| no: not confirmed |" in next(row for row in TEXT.splitlines() if "bees_unverified_us" in row)
    assert "| not yet |" in next(row for row in TEXT.splitlines() if "| leaf_notes |" in row)


def test_the_flow_names_every_question_once_and_every_condition() -> None:
    chart = TEXT.split("```mermaid", 1)[1].split("```", 1)[0]
    for section in QUESTIONS.sections:
        assert chart.count(f'{section.id}["{section.title}: ') == 1
    assert 'spots -. "= yes" .-> spots_spread' in chart
    assert 'height -. ">= head" .-> shade' in chart
    assert "any of 4 RED rules" in chart


def test_the_version_that_is_signed_is_named() -> None:
    assert f"from content version {QUESTIONS.version}" in TEXT


def test_where_no_tier_asks_for_its_own_nothing_is_said_of_it() -> None:
    plain = tuple(band.model_copy(update={"requests": ()}) for band in CONTENT.bands)
    assert "for one tier" in TEXT
    assert "for one tier" not in handbook(with_parts(bands=plain))


def test_the_rule_for_gaps_says_when_it_fires() -> None:
    assert "### Kind: fires when a safety question has no answer, or a RED or ORANGE rule cannot be ruled out\n" in TEXT


def test_the_same_content_gives_the_same_handbook_and_the_librarys_is_kept() -> None:
    assert handbook(CONTENT) == TEXT
    assert (LIBRARY / HANDBOOK).read_text("utf-8") == TEXT
