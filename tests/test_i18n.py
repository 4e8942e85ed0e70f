"""Translation: a finished translation is shown; otherwise, the English text is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from hypothesis import given
from hypothesis import strategies as st

from intake.content import load
from intake.i18n import Translator, pseudo, translator
from tests.garden import LIBRARY, copied


@pytest.fixture
def locales(tmp_path: Path) -> Path:
    """A German catalog as a translation tool writes it, with finished, fuzzy, empty, and plural entries."""
    catalog = Catalog(locale="de", creation_date=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    catalog.add("Not known", "Nicht bekannt", context="ui")
    catalog.add("Now", "Jetzt", context="ui", flags=["fuzzy"])
    catalog.add("Today", "", context="ui")
    catalog.add("Page {page} of {pages}", "Seite {page} von {pages}", context="ui")
    catalog.add("{number} answer", "{number} Antwort", context="ui")
    catalog.add("{number} answers", "{number} Antworten", context="ui")
    catalog.add("Free.", "Frei.", context="pathway.watering_plan.cost")
    catalog.add("Free.", "Ledig.", context="question.keeper.text")
    catalog.add("Is the soil dry?", "Ist die Erde trocken?", context="question.soil.text")
    catalog.add("Yes, dry and hard", "Ja, trocken und hart", context="question.soil.dry.text")
    folder = tmp_path / "locales"
    folder.mkdir()
    with (folder / "de.po").open("wb") as file:
        write_po(file, catalog)
    return folder


def test_a_finished_translation_is_shown(locales: Path) -> None:
    assert translator("de", locales).ui("Not known") == "Nicht bekannt"


@pytest.mark.parametrize("english", ["Now", "Today", "Never heard of"])
def test_fuzzy_empty_and_missing_translations_show_english(locales: Path, english: str) -> None:
    assert translator("de", locales).ui(english) == english


def test_the_same_english_in_two_contexts_has_two_translations(locales: Path) -> None:
    german = translator("de", locales)
    assert german.text("pathway.watering_plan.cost", "Free.") == "Frei."
    assert german.text("question.keeper.text", "Free.") == "Ledig."
    assert german.text("pathway.expert.cost", "Free.") == "Free."
    assert german.ui("Free.") == "Free."


def test_a_text_changed_after_its_translation_is_shown_in_english(locales: Path) -> None:
    assert translator("de", locales).text("question.soil.text", "Is the soil very dry?") == "Is the soil very dry?"


def test_slots_are_filled_after_translation(locales: Path) -> None:
    for language, filled in (("en", "Page 2 of 9"), ("de", "Seite 2 von 9"), ("qps", "⟦Págé 2 óf 9⟧")):
        assert translator(language, locales).ui("Page {page} of {pages}", page=2, pages=9) == filled


def test_a_text_with_its_own_braces_is_unchanged() -> None:
    assert Translator("en").ui("{{7*7}}") == "{{7*7}}"


def test_slot_values_are_not_formatted_again() -> None:
    assert Translator("en").ui("Hello {name}", name="{name.__class__}") == "Hello {name.__class__}"


@pytest.mark.parametrize(
    ("date", "english", "spanish"),
    [
        ("2026", "2026", "2026"),
        ("2026-11", "Nov 2026", "nov 2026"),
        ("2026-11-01", "Nov 1, 2026", "1 nov 2026"),
    ],
)
def test_a_date_known_in_part_is_written_as_people_write_it(date: str, english: str, spanish: str) -> None:
    assert Translator("en").partial_date(date) == english
    assert Translator("es").partial_date(date) == spanish


def test_a_date_can_include_the_weekday() -> None:
    day = dt.date(2026, 11, 22)
    assert Translator("en").date(day) == "November 22, 2026"
    assert Translator("en").date(day, weekday=True) == "Sunday, November 22, 2026"
    assert Translator("de").date(day, weekday=True) == "Sonntag, 22. November 2026"


def test_a_time_follows_the_clock_of_the_language() -> None:
    at = dt.datetime(2026, 11, 22, 15, 2, 45, tzinfo=dt.UTC)
    assert Translator("en").time(at) == "3:02 PM"
    assert Translator("en").time(at, seconds=True) == "3:02:45 PM"
    assert Translator("de").time(at) == "15:02"
    assert Translator("de").time(at, seconds=True) == "15:02:45"


def test_singular_and_plural(locales: Path) -> None:
    german = translator("de", locales)
    counted = [german.count("{number} answer", "{number} answers", number) for number in (0, 1, 2)]
    assert counted == ["0 Antworten", "1 Antwort", "2 Antworten"]
    assert translator("en", locales).count("{number} answer", "{number} answers", 1) == "1 answer"


def test_content_uses_the_catalog_of_its_own_folder(locales: Path, tmp_path: Path) -> None:
    folder = copied(tmp_path)
    locales.rename(folder / "locales")
    soil = load("de", folder).questionnaire.items["soil"]
    assert (soil.text, soil.say) == ("Ist die Erde trocken?", "Is the soil dry?")
    assert [option.text for option in soil.options] == ["Ja, trocken und hart", "No, it is damp"]


def test_a_language_without_a_catalog_is_english() -> None:
    assert load("fr", LIBRARY).questionnaire.items["soil"].text == "Is the soil dry?"
    assert translator("fr", LIBRARY / "locales").ui("Now") == "Now"


@pytest.mark.parametrize(
    ("language", "direction"), [("en", "ltr"), ("qps", "ltr"), ("de", "ltr"), ("ar", "rtl"), ("he", "rtl")]
)
def test_the_writing_direction(language: str, direction: str) -> None:
    assert Translator(language).direction == direction


@given(st.text(st.characters(exclude_characters="{}\0")), st.text("abcdefgh_", min_size=1))
def test_the_pseudo_language_keeps_slots_and_marks_the_whole_text(text: str, slot: str) -> None:
    pseudo_text = pseudo(f"{text}{{{slot}}}{text}")
    assert pseudo_text[0] + pseudo_text[-1] == "⟦⟧"
    assert f"{{{slot}}}" in pseudo_text
    assert len(pseudo_text) == 2 * len(text) + len(slot) + 4


def test_the_pseudo_language_is_easy_to_see() -> None:
    assert pseudo("Leave this site") == "⟦Léávé thíš šíté⟧"
