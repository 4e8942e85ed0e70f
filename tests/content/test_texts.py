"""Every text a family reads is found, under a context that says where it lives, and goes into another language."""

from __future__ import annotations

import tomllib
from typing import Any

from intake.content import texts, translated
from intake.i18n import Translator
from tests.garden import CONTENT, LIBRARY

FOUND = dict(texts(CONTENT))

NOT_READ = {
    *("id", "link_id", "code", "type", "kind", "tier", "match", "asked", "level", "when", "question", "operator"),
    *("answer", "enable_when", "enable_behavior", "sources", "recommend", "offers", "withholds", "lines", "tags"),
    *("scope", "region", "country", "own_country", "regions", "countries", "always", "call", "web", "source"),
    *("checked_on", "review_by", "version", "items", "context", "who", "reach", "situation", "tried", "url"),
    *("text_word", "publisher", "personal", "each", "named_by", "to", "new"),
}
"""Keys whose value is a code, a number, a date or a name as it is written elsewhere."""


def written(table: Any) -> list[str]:
    """All texts below a table of TOML that are neither code nor name."""
    if isinstance(table, dict):
        return [text for key, value in table.items() if key not in NOT_READ for text in written(value)]
    if isinstance(table, list):
        return [text for value in table for text in written(value)]
    return [table] if isinstance(table, str) else []


def test_no_text_of_the_files_is_forgotten() -> None:
    found = set(FOUND.values())
    for path in (*LIBRARY.glob("questions/*.toml"), *LIBRARY.glob("rules/*.toml"), *LIBRARY.glob("*s.toml")):
        if path.name == "sources.toml":
            continue
        for text in written(tomllib.loads(path.read_text("utf-8"))):
            # A helpline's "text" is a number to send a text to.
            assert text in found or (path.name == "helplines.toml" and text.isdigit()), (path.name, text)


def test_a_context_says_where_the_text_lives() -> None:
    assert FOUND["question.soil.text"] == "Is the soil dry?"
    assert FOUND["question.soil.dry.text"] == "Yes, dry and hard"
    assert FOUND["section.beds.title"] == "The plants"
    assert FOUND["section.beds.intro"].startswith("The next questions")
    assert FOUND["rule.thirsty.because"] == "Two signs of thirst are enough."
    assert FOUND["action.call_keeper.text_elsewhere"] == "Call a beekeeper near you"
    assert FOUND["pathway.expert.evidence"] == "Nobody has tested it."
    assert FOUND["band.RED.heading"] == "Act now"
    assert FOUND["request.RED-911.text"] == "Please put on a bee suit first."
    assert FOUND["helpline.bees_us.not_for"] == "It is not for wasps."
    assert FOUND["part.water.title"] == "Water"


def test_no_context_is_used_for_two_texts() -> None:
    contexts = [context for context, _ in texts(CONTENT)]
    assert sorted(set(contexts)) == sorted(contexts)


def test_a_text_that_is_not_there_is_no_text() -> None:
    assert "section.names.intro" not in FOUND
    assert "action.step_back.text_elsewhere" not in FOUND


def test_codes_numbers_and_sources_are_never_translated() -> None:
    made_up = translated(CONTENT, Translator("qps"))
    assert made_up.sources == CONTENT.sources
    assert made_up.place == CONTENT.place
    for line, as_written in zip(made_up.helplines, CONTENT.helplines, strict=True):
        assert line.name.startswith("⟦")
        assert (line.call, line.text, line.text_word) == (as_written.call, as_written.text, as_written.text_word)


def test_translating_changes_every_text_and_keeps_its_context() -> None:
    made_up = dict(texts(translated(CONTENT, Translator("qps"))))
    assert list(made_up) == list(FOUND)
    assert all(text == f"⟦{text[1:-1]}⟧" for text in made_up.values())


def test_a_translation_goes_where_its_context_says() -> None:
    """The same English stands in two places; each is translated for its own place."""
    assert FOUND["pathway.garden_talk.cost"] == FOUND["pathway.watering_plan.cost"] == "Free."
    words = Translator("de", {("pathway.garden_talk.cost", "Free."): "Kostenlos."})
    german = dict(texts(translated(CONTENT, words)))
    assert german["pathway.garden_talk.cost"] == "Kostenlos."
    assert german["pathway.watering_plan.cost"] == "Free."


def test_english_is_left_as_it_was_written() -> None:
    before = dict(FOUND)
    translated(CONTENT, Translator("qps"))
    assert dict(texts(CONTENT)) == before
