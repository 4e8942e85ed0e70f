"""Loading a content folder: complete and in order, or messages that name the file, entry, and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.config import ROOT
from intake.content import ContentError, load, read
from intake.domain.base import Personal, Tag
from intake.domain.questionnaire import Operator
from intake.domain.response import Response
from intake.domain.rules import Level, RuleKind, Tier
from tests.garden import CONTENT, ENGLISH, LIBRARY, QUESTIONS, brief_of, copied, edited


def broken(folder: Path) -> list[str]:
    """The problems in loading a folder, one sentence each."""
    with pytest.raises(ContentError) as caught:
        read(folder)
    assert str(caught.value).splitlines() == [str(problem) for problem in caught.value.problems]
    return [str(problem) for problem in caught.value.problems]


# --- valid content ---------------------------------------------------------------------------------------------------


def test_sections_and_rules_keep_the_order_of_files_and_entries() -> None:
    assert [section.id for section in QUESTIONS.sections] == [
        *("gate", "first", "beds", "names", "each_plant", "helpers", "talk", "garden_day")
    ], "sorted by number: 110 comes after 80"
    assert list(QUESTIONS.items)[:4] == ["now", "garden_country", "garden_state", "garden_province"]
    kinds = [rule.kind for rule in CONTENT.rules]
    assert kinds[0] is RuleKind.DANGER
    assert kinds[-1] is RuleKind.NOTE
    assert next(iter(CONTENT.action)) == "step_back"


def test_all_keys_of_an_entry_are_read() -> None:
    item = QUESTIONS.items["props"]
    assert [condition.operator for condition in item.enable_when] == [Operator.EQUALS, Operator.GREATER]
    assert QUESTIONS.items["watering"].enable_when[0].codes == ("roses", "beans")
    assert [option.exclusive for option in QUESTIONS.items["now"].options] == [False, False, False, True]
    assert CONTENT.rule["thirsty"].match == 2
    assert CONTENT.place.countries == {"us": "US", "ca": "CA"}
    assert [part.gate for part in CONTENT.layout.risk] == [{"now": ("flood",)}, {}, {"now": ("bees", "goat")}]
    assert [request.tier for request in CONTENT.band[Level.RED].requests] == [Tier.RED_911]
    assert CONTENT.band[Level.ORANGE].requests == ()
    assert QUESTIONS.version == "garden.1"
    each_plant, garden_day = QUESTIONS.section["each_plant"], QUESTIONS.section["garden_day"]
    assert each_plant.repeats is not None
    assert (each_plant.repeats.each, each_plant.repeats.named_by, each_plant.repeats.most) == (
        "plants",
        "plant_name",
        4,
    )
    assert (garden_day.asked, garden_day.tags) == ("plan", (Tag.MEETING,))
    assert [item.link_id for item in QUESTIONS.items.values() if item.quick] == [
        *("now", "soil", "leaves", "leans", "watering", "shade")
    ]
    assert [item.together for item in each_plant.items] == [False, True, False]
    assert QUESTIONS.items["helper_reach"].left_out_with is Personal.CONTACT
    assert QUESTIONS.items["worry"].left_out_with is Personal.NOTES
    assert QUESTIONS.items["keeper"].left_out_with is None


def test_the_environment_chooses_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEXT_STEP_CONTENT", str(LIBRARY))
    assert load() == CONTENT
    monkeypatch.delenv("NEXT_STEP_CONTENT")
    assert load() == read(ROOT / "content")


def test_a_language_changes_texts_and_nothing_else() -> None:
    pseudo = load("qps", LIBRARY)
    assert pseudo.language == "qps"
    assert pseudo.questionnaire.items["soil"].text == "⟦Íš thé šóíl drý?⟧"
    assert [rule.when for rule in pseudo.rules] == [rule.when for rule in CONTENT.rules]
    assert list(pseudo.questionnaire.items) == list(QUESTIONS.items)
    assert pseudo.place == CONTENT.place
    assert pseudo.layout.who == CONTENT.layout.who
    assert [part.gate for part in pseudo.layout.risk] == [part.gate for part in CONTENT.layout.risk]
    (request,) = pseudo.band[Level.RED].requests
    assert (request.tier, request.text) == (Tier.RED_911, "⟦Pléášé pút óñ á béé šúít fíršt.⟧")


def test_a_language_loaded_after_english_is_used_everywhere() -> None:
    """Cached lookups of the English content (options by code, questions by id) must not be reused."""
    brief_of(Response(content_version="x"))
    assert QUESTIONS.items["soil"].by_code["dry"].text == "Yes, dry and hard"
    read.cache_clear()
    english = load("en", LIBRARY)
    assert all(item.by_code for item in english.questionnaire.items.values() if item.options)
    assert english.questionnaire.section_of
    assert all((english.band, english.rule, english.action, english.pathway, english.kind, english.source))
    pseudo = load("qps", LIBRARY)
    assert pseudo.questionnaire.items["soil"].text.startswith("⟦")
    assert pseudo.questionnaire.items["soil"].by_code["dry"].text.startswith("⟦")
    assert pseudo.questionnaire.section_of["soil"].title.startswith("⟦")
    entries = (pseudo.rule, pseudo.pathway, pseudo.kind)
    assert all(entry.title.startswith("⟦") for family in entries for entry in family.values())
    assert all(action.text.startswith("⟦") for action in pseudo.action.values())
    assert all(band.heading.startswith("⟦") for band in pseudo.band.values())


def test_english_stays_english_after_another_language() -> None:
    load("qps", LIBRARY)
    assert load("en", LIBRARY) == CONTENT
    assert ENGLISH.ui("Not known") == "Not known"


# --- problems --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (
            "rules/10_red.toml",
            'title = "Bees in the shed"',
            'title = "Bees in the shed"\ncolor = "red"',
            "rules/10_red.toml, bees_in_shed: unknown key `color`",
        ),
        (
            "questions/20_plants.toml",
            'link_id = "soil"',
            'link_id = "soil"\ncolor = "brown"',
            "questions/20_plants.toml: items soil: unknown key `color`",
        ),
        (
            "questions/00_gate.toml",
            'text = "Bees have moved into the shed", sign = true',
            'text = "Bees have moved into the shed", sing = true',
            "questions/00_gate.toml: items now, options bees: unknown key `sing`",
        ),
        (
            "questions/00_gate.toml",
            'asked = "gate"',
            'askd = "gate"',
            "questions/00_gate.toml: unknown key `askd`",
        ),
        ("place.toml", "always =", "alway =", "place.toml: unknown key `alway`"),
        ("place.toml", "always =", "alway =", "place.toml: `always` is missing"),
        ("summary/layout.toml", "who =", "whom =", "summary/layout.toml: unknown key `whom`"),
        ("bands.toml", 'request = "Please come now."', "", "bands.toml, RED: `request` is missing"),
        (
            "bands.toml",
            'text = "Please put on a bee suit first."',
            "",
            "bands.toml, RED: requests entry without an id: `text` is missing",
        ),
        (
            "questions/20_plants.toml",
            'text = "Is the soil dry?"',
            "",
            "questions/20_plants.toml: items soil: `text` is missing",
        ),
        (
            "questions/20_plants.toml",
            'link_id = "soil"',
            "",
            "questions/20_plants.toml: items entry without an id: `link_id` is missing",
        ),
        (
            "rules/40_hold.toml",
            'sources = ["leaf_notes"]',
            "",
            "rules/40_hold.toml, spots_first: `sources` is missing",
        ),
        (
            "sources.toml",
            'url = "https://garden.example/book"\nchecked_on = 2026-11-01',
            'url = "https://garden.example/book"',
            "sources.toml, garden_book: `checked_on` is missing",
        ),
        (
            "kinds.toml",
            'id = "prune"',
            'name = "prune"',
            "kinds.toml, entry without an id: `id` is missing",
        ),
        (
            "kinds.toml",
            "# In the order",
            "note = 1\n# In the order",
            "kinds.toml: unknown key `note`: this file can contain only [[kind]] entries",
        ),
    ],
)
def test_a_wrong_or_missing_key_is_named_by_file_and_entry(
    tmp_path: Path, file: str, old: str, new: str, sentence: str
) -> None:
    folder = copied(tmp_path)
    edited(folder, file, old, new)
    assert sentence in broken(folder)


@pytest.mark.parametrize(
    ("file", "old", "new", "where", "key"),
    [
        ("rules/40_hold.toml", 'title = "Spots on the roses"', "title = 5", "rules/40_hold.toml, spots_first", "title"),
        ("rules/40_hold.toml", 'kind = "hold"', 'kind = "stop"', "rules/40_hold.toml, spots_first", "kind"),
        (
            "rules/40_hold.toml",
            'withholds = ["meeting"]',
            'withholds = "meeting"',
            "rules/40_hold.toml, spots_first",
            "withholds",
        ),
        (
            "rules/40_hold.toml",
            'withholds = ["meeting"]',
            'withholds = ["tea"]',
            "rules/40_hold.toml, spots_first",
            "withholds",
        ),
        ("rules/40_hold.toml", 'answer = "yes"', "answer = 5", "rules/40_hold.toml, spots_first", "answer"),
        (
            "rules/40_hold.toml",
            'answer = "yes"',
            'operator = "is", answer = "yes"',
            "rules/40_hold.toml, spots_first",
            "operator",
        ),
        ("rules/20_soon.toml", "match = 2", 'match = "two"', "rules/20_soon.toml, thirsty", "match"),
        ("sources.toml", "verified = false", 'verified = "soon"', "sources.toml, leaf_notes", "verified"),
        (
            "questions/20_plants.toml",
            'link_id = "soil"\ntype = "choice"',
            'link_id = "soil"\ntype = "slider"',
            "questions/20_plants.toml: items soil",
            "type",
        ),
        (
            "questions/20_plants.toml",
            'link_id = "soil"',
            'link_id = "The soil"',
            "questions/20_plants.toml: items The soil",
            "link_id",
        ),
        ("bands.toml", 'level = "RED"', 'level = "PINK"', "bands.toml, PINK", "level"),
        ("bands.toml", 'tier = "RED-911"', 'tier = "RED-912"', "bands.toml, RED: requests", "tier"),
        ("summary/layout.toml", '{ now = ["flood"] }', '{ now = "flood" }', "summary/layout.toml: risk water", "now"),
        ("summary/layout.toml", '{ now = ["flood"] }', '["flood"]', "summary/layout.toml: risk water", "gate"),
        ("place.toml", 'always = ["garden_info"]', 'always = "garden_info"', "place.toml", "always"),
        ("version.toml", 'version = "garden.1"', "version = 1", "version.toml", "version"),
        ("version.toml", 'version = "garden.1"', "", "version.toml", "version"),
        ("version.toml", 'version = "garden.1"', 'version = "garden.1"\nyear = 1', "version.toml", "year"),
    ],
)
def test_an_invalid_value_is_named_by_file_entry_and_key(
    tmp_path: Path, file: str, old: str, new: str, where: str, key: str
) -> None:
    folder = copied(tmp_path)
    edited(folder, file, old, new)
    sentences = broken(folder)
    assert sentences
    for sentence in sentences:
        assert sentence.startswith(where)
        assert key in sentence.removeprefix(where)


def test_invalid_toml_is_named_by_file_and_line(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edited(folder, "bands.toml", 'level = "RED"', "level = RED")
    assert broken(folder) == ["bands.toml: this is not valid TOML: Invalid value (at line 2, column 9)"]


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / "kinds.toml").write_bytes('title = "Düngen"'.encode("latin-1"))
    (message,) = broken(folder)
    assert message.startswith("kinds.toml: this is not valid TOML")


@pytest.mark.parametrize("file", ["version.toml", "actions.toml", "place.toml", "summary/layout.toml", "sources.toml"])
def test_a_missing_file_is_the_only_problem(tmp_path: Path, file: str) -> None:
    folder = copied(tmp_path)
    (folder / file).unlink()
    assert broken(folder) == [f"{file}: the file is missing"]


@pytest.mark.parametrize("name", ["questions", "rules"])
def test_an_empty_subfolder_is_named(tmp_path: Path, name: str) -> None:
    folder = copied(tmp_path)
    for path in (folder / name).glob("*.toml"):
        path.unlink()
    assert broken(folder) == [f"{name}/: this folder has no .toml file"]


def test_a_missing_bracket_is_reported_once(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edited(folder, "rules/40_hold.toml", "[[rule]]", "[rule]")
    (message,) = broken(folder)
    assert message.startswith("rules/40_hold.toml")
    assert "[[rule]]" in message


def test_all_problems_are_reported_together(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    edited(folder, "place.toml", "always =", "alway =")
    edited(folder, "bands.toml", 'request = "Please come now."', "")
    (folder / "kinds.toml").unlink()
    files = [sentence.partition(":")[0] for sentence in broken(folder)]
    assert sorted(files) == ["bands.toml, RED", "kinds.toml", "place.toml", "place.toml"]
