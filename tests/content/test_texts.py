"""Every text that people read is found, has a context that says where it is used, and can be translated."""

from __future__ import annotations

import tomllib
from typing import Any

from intake.content import texts, translated
from intake.i18n import Translator
from tests.garden import CONTENT, LIBRARY

TEXTS = dict(texts(CONTENT))

NOT_READ = {
    *("id", "link_id", "code", "type", "kind", "tier", "match", "asked", "level", "when", "question", "operator"),
    *("answer", "enable_when", "enable_behavior", "sources", "recommend", "offers", "withholds", "lines", "tags"),
    *("scope", "region", "country", "own_country", "regions", "countries", "always", "call", "web", "source"),
    *("checked_on", "review_by", "version", "items", "context", "who", "reach", "situation", "tried", "url"),
    *("text_word", "publisher", "personal", "each", "named_by", "to", "new"),
    *("listener", "usual", "after_violence", "action", "doubts", "instead", "reserve", "covers"),
    "covers_steps",
}
"""Keys whose values are codes, numbers, dates, or names that are not translated."""


def written(table: Any) -> list[str]:
    """All texts in a TOML table that people read."""
    if isinstance(table, dict):
        return [text for key, value in table.items() if key not in NOT_READ for text in written(value)]
    if isinstance(table, list):
        return [text for value in table for text in written(value)]
    return [table] if isinstance(table, str) else []


def test_every_text_in_the_files_is_found() -> None:
    texts_found = set(TEXTS.values())
    for path in (*LIBRARY.glob("questions/*.toml"), *LIBRARY.glob("rules/*.toml"), *LIBRARY.glob("*s.toml")):
        if path.name == "sources.toml":
            continue
        for text in written(tomllib.loads(path.read_text("utf-8"))):
            # A helpline's "text" is a number to send a text to.
            assert text in texts_found or (path.name == "helplines.toml" and text.isdigit()), (path.name, text)


def test_a_context_says_where_the_text_is_used() -> None:
    assert TEXTS["question.soil.text"] == "Is the soil dry?"
    assert TEXTS["question.soil.dry.text"] == "Yes, dry and hard"
    assert TEXTS["section.beds.title"] == "The plants"
    assert TEXTS["section.beds.intro"].startswith("The next questions")
    assert TEXTS["rule.thirsty.because"] == "Two signs of thirst are enough."
    assert TEXTS["action.call_keeper.text_elsewhere"] == "Call a beekeeper near you"
    assert TEXTS["pathway.expert.evidence"] == "Nobody has tested it."
    assert TEXTS["band.RED.heading"] == "Act now"
    assert TEXTS["request.RED-911.text"] == "Please put on a bee suit first."
    assert TEXTS["helpline.bees_us.not_for"] == "It is not for wasps."
    assert TEXTS["part.water.title"] == "Water"


def test_no_context_is_used_for_two_texts() -> None:
    contexts = [context for context, _ in texts(CONTENT)]
    assert sorted(set(contexts)) == sorted(contexts)


def test_a_missing_text_has_no_context() -> None:
    assert "section.names.intro" not in TEXTS
    assert "action.step_back.text_elsewhere" not in TEXTS


def test_codes_numbers_and_sources_are_never_translated() -> None:
    pseudo = translated(CONTENT, Translator("qps"))
    assert pseudo.sources == CONTENT.sources
    assert pseudo.place == CONTENT.place
    for line, as_written in zip(pseudo.helplines, CONTENT.helplines, strict=True):
        assert line.name.startswith("⟦")
        assert (line.call, line.text, line.text_word) == (as_written.call, as_written.text, as_written.text_word)


def test_translating_changes_every_text_and_keeps_its_context() -> None:
    pseudo = dict(texts(translated(CONTENT, Translator("qps"))))
    assert list(pseudo) == list(TEXTS)
    assert all(text == f"⟦{text[1:-1]}⟧" for text in pseudo.values())


def test_a_translation_applies_only_to_its_context() -> None:
    """The same English in two places can have two translations."""
    assert TEXTS["pathway.garden_talk.cost"] == TEXTS["pathway.watering_plan.cost"] == "Free."
    words = Translator("de", {("pathway.garden_talk.cost", "Free."): "Kostenlos."})
    german = dict(texts(translated(CONTENT, words)))
    assert german["pathway.garden_talk.cost"] == "Kostenlos."
    assert german["pathway.watering_plan.cost"] == "Free."


def test_translating_does_not_change_the_english_content() -> None:
    before = dict(TEXTS)
    translated(CONTENT, Translator("qps"))
    assert dict(texts(CONTENT)) == before
