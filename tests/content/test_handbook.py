"""The handbook contains what a clinician signs: every question, rule, step, and pathway in words, with its sources."""

from __future__ import annotations

import pytest

from intake.content import load, texts
from intake.content.handbook import HANDBOOK, handbook
from intake.content.handbook.questions import LONGEST_LIST
from intake.domain.call_texts import CallDesk, SearchWords
from intake.domain.content import Content
from tests.garden import CONTENT, LIBRARY, QUESTIONS, with_parts

TEXT = handbook(CONTENT)


def test_it_contains_every_question_as_it_is_asked() -> None:
    for item in QUESTIONS.items.values():
        assert f"#### `{item.link_id}` {item.text}\n" in TEXT
        for text in (item.label, item.say, item.why, *(option.text for option in item.options), *item.sources):
            assert text in block(item.link_id)


def test_it_contains_every_rule_step_and_pathway() -> None:
    for rule in CONTENT.rules:
        for text in (rule.title, rule.because, *rule.sources):
            assert text in block(rule.id)
    for action in CONTENT.actions:
        for text in (action.text, action.text_elsewhere or "", action.detail, *action.sources):
            assert text in block(action.id)
    for pathway in (*CONTENT.pathways, *CONTENT.kinds):
        for text in (pathway.title, pathway.text, pathway.evidence, pathway.cost, *pathway.sources):
            assert text in block(pathway.id)


def test_it_contains_every_level_helpline_and_source() -> None:
    for band in CONTENT.bands:
        for text in (band.heading, band.text, band.request):
            assert text in TEXT
        for request in band.requests:
            assert f"- {request.tier.value}: {request.text}\n" in TEXT
    for line in CONTENT.helplines:
        assert f"| {line.id} | {line.name} |" in TEXT
    for source in CONTENT.sources:
        assert source.title in TEXT


@pytest.mark.parametrize("content", [CONTENT, load()], ids=["garden", "real"])
def test_it_contains_every_text_that_people_read(content: Content) -> None:
    """But: search words, words for earlier versions, and the names in the longest lists.

    Sentences with {what} in them are shown with what they quote.
    """
    shown = " ".join(handbook(content).split())
    long_lists = {item.link_id for item in content.questionnaire.items.values() if len(item.options) > LONGEST_LIST}
    left_out = ("migration.", *(f"question.{link_id}." for link_id in long_lists))
    missing = {
        name
        for name, text in texts(content)
        if " ".join(text.split()) not in shown
        and "{" not in text
        and not name.endswith(".keywords")
        and not name.startswith(left_out)
    }
    assert missing == set()


def block(name: str) -> str:
    """One entry of the handbook, up to the next heading."""
    return TEXT.split(f"#### `{name}`", 1)[1].split("\n#### ", 1)[0].split("\n## ", 1)[0]


def test_conditions_quote_the_options_that_meet_them() -> None:
    assert "Met if at least 2 of these are true:" in block("thirsty")
    assert "- `soil` is “Yes, dry and hard”" in block("thirsty")
    assert "- `leaves` is “Curled up”" in block("thirsty")
    assert "- `keeper` has no answer" in block("no_keeper")
    assert "- `leaves` is answered, but not with “Green”" in block("no_keeper")
    assert "Met if all of these are true:" in block("fit_prune")
    assert "- `height` is “Up to the head” or “Up to the roof”" in block("fit_prune")
    assert "Met if any of these is true:" in block("offer_talk")
    assert "- `plants` includes “Roses”" in block("offer_talk")
    assert "Met if this is true:" in block("spots_first")
    assert "Always met." in block("everyone")


def test_a_rule_says_what_it_does() -> None:
    assert block("goat_loose").startswith(" – RED-DV: A goat in the beans")
    assert "Withholds: confrontation, meetings, interventionists, files" in block("goat_loose")
    assert "Recommends: call_keeper, step_back" in block("bees_in_shed")
    assert "Helplines for: bees" in block("bees_in_shed")
    assert "Offers: prune" in block("fit_prune")


def test_a_question_says_when_it_is_asked() -> None:
    assert "Asked if `plants` includes “Roses” or “Beans”." in block("watering")
    assert "Asked if `plants` includes “A tree” or `height` is “Up to the head” or “Up to the roof”." in block("shade")
    over_the_ankle = "“Up to the knee” or “Up to the head” or “Up to the roof”"
    assert f"Asked if `plants` includes “Beans” and `height` is {over_the_ankle}." in block("props")
    assert "Asked if `keeper` has an answer." in block("keeper_days")
    assert "Asked if" not in block("now")


def test_a_question_says_what_its_answers_mean() -> None:
    assert "*Any number of choices, safety question, in the short way.*" in block("now")
    assert "*One choice, safety question, options in rising order.*" in block("height")
    assert "- `bees` Bees have moved into the shed *(reports a sign)*" in block("now")
    assert "- `none` None of these *(denies)*" in block("now")


def test_a_question_says_which_page_it_is_on_and_how_it_can_be_left_out() -> None:
    same_page = "*One choice, options in rising order, on the same page as the question before.*"
    assert same_page in block("plant_age")
    assert "*One line of text, left out of files without names.*" in block("helper_name")
    assert "left out of files without contact details.*" in block("helper_reach")
    assert "*Free text, left out of files without notes.*" in block("worry")
    assert "left out" not in block("keeper")


def part(name: str) -> str:
    """The text between the title of a section and its first question."""
    return TEXT.split(f"(`{name}`)\n", 1)[1].split("\n#### ", 1)[0]


def test_a_section_says_where_it_is_asked_and_when_not() -> None:
    assert "Asked before anything else, and reachable from every page." in part("gate")
    assert "Asked in the check." in part("beds")
    assert "Asked in the full intake. Neither asked nor shown when a rule withholds confrontation." in part("talk")
    assert "Asked in the plan. Neither asked nor shown when a rule withholds meetings." in part("garden_day")
    assert "Neither" not in part("helpers")


def test_a_repeating_section_says_what_it_repeats_for() -> None:
    chosen = "Repeated for each option chosen in `plants` and for each added entry (up to 4, named by `plant_name`)."
    assert chosen in part("each_plant")
    shared = "Repeated for each entry of `helpers` and for each added entry (up to 12, named by `day_who`)."
    assert shared in part("garden_day")
    assert "Repeated for each added entry (up to 12, named by `helper_name`)." in part("helpers")
    assert "After the last entry: “Is there someone to add?” Button: “Add a helper”." in part("helpers")
    assert "Without a name: “Helper 1”." in part("helpers")
    assert "Repeated" not in part("beds")


def test_the_flow_leads_to_danger_from_sections_that_red_rules_read() -> None:
    chart = TEXT.split("```mermaid", 1)[1].split("```", 1)[0]
    assert {line.split()[0] for line in chart.splitlines() if line.endswith("-.-> red")} == {"gate", "beds"}


def test_unverified_content_is_marked() -> None:
    assert "**No clinician has signed this off yet.**" in TEXT
    assert "| no, not verified |" in next(row for row in TEXT.splitlines() if "bees_unverified_us" in row)
    assert "| not yet |" in next(row for row in TEXT.splitlines() if "| leaf_notes |" in row)


def test_the_flow_names_every_question_once_and_every_condition() -> None:
    chart = TEXT.split("```mermaid", 1)[1].split("```", 1)[0]
    for section in QUESTIONS.sections:
        assert chart.count(f'{section.id}["{section.title}: ') == 1
    assert 'spots -. "= yes" .-> spots_spread' in chart
    assert 'height -. ">= head" .-> shade' in chart
    assert "if any of the 4 RED rules is met" in chart


def test_it_contains_who_answers_the_phone_and_every_word_to_say() -> None:
    call = CONTENT.call_helper
    for listener in call.listeners:
        for text in (listener.title, listener.title_elsewhere or "", listener.intro or ""):
            assert text in TEXT
    for sentence in (sentence for line in call.say for sentence in line.sentences):
        for word in sentence.words:
            assert f"- `{word.code}`: {word.text}\n" in TEXT
    assert "Now, free, calls `keeper`." in block("call_keeper")
    assert "Instead, `shepherd` if any of these is true:\n\n- `now` includes “A goat is in the beans”\n" in TEXT
    assert "What does it cost? *For: neighbor.* Left out if there is danger." in TEXT


def test_it_contains_notices_purposes_and_words_that_find_questions() -> None:
    for notice in CONTENT.layout.notices:
        assert f"- `{notice.id}` {notice.text} Shown if " in TEXT
    for purpose in CONTENT.purposes:
        assert f"- `{purpose.id}` {purpose.title}\n" in TEXT
    find = SearchWords(id="wet", words="rain, wet", questions=("soil",))
    with_words = with_parts(call_desk=CallDesk(finds=(find,)))
    assert "- `wet` rain, wet: soil.\n" in handbook(with_words)


def test_it_names_the_content_version() -> None:
    assert f"from content version {QUESTIONS.version}" in TEXT


def test_without_requests_for_single_tiers_there_is_no_heading_for_them() -> None:
    plain = tuple(band.model_copy(update={"requests": ()}) for band in CONTENT.bands)
    assert "for one tier" in TEXT
    assert "for one tier" not in handbook(with_parts(bands=plain))


def test_the_rules_for_missing_answers_say_when_they_are_met() -> None:
    for heading, reason in (
        ("a danger likely", "and a danger is likely: such a rule is partly met by a sign"),
        ("no danger likely", "and nothing makes a danger likely."),
    ):
        part = TEXT.split(f"### Rule for missing answers, {heading}\n")[1].split("\n#### ")[0]
        assert "This is met if a safety question has no answer, or a RED or ORANGE rule cannot be ruled out" in part
        assert reason in part


def test_it_says_what_sets_a_rule_aside_and_what_a_contradiction_doubts() -> None:
    assert "Set aside if this is true, for certain:\n\n- `shade` is “Yes”" in block("thirsty")
    assert "Doubts: plants, height" in block("bare_but_tall")
    assert "### Contradictions" in TEXT


def test_a_step_says_what_it_goes_before_and_what_it_hides() -> None:
    assert "goes before other urgent steps (life)" in block("step_back")
    assert "hides every text about going near the person" in block("walk_away")
    assert "`rope_off` is shown if this one is hidden" in block("prop_tree")


def test_the_same_content_gives_the_same_handbook_and_the_stored_one_is_current() -> None:
    assert handbook(CONTENT) == TEXT
    assert (LIBRARY / HANDBOOK).read_text("utf-8") == TEXT
