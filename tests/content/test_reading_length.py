"""How much families read, and that the screens promise what is measured."""

from __future__ import annotations

from pathlib import Path

from intake.config import content_folder
from intake.content import load
from intake.content.cases import acceptance_cases
from intake.content.reading_length import WORDS_A_MINUTE, Reading, longest, reading, typical
from intake.domain.question_pages import Depth
from intake.i18n import Translator
from tests.garden import CONTENT as GARDEN
from tests.garden import ENGLISH, LIBRARY

CONTENT = load()
START = (Path(__file__).parents[2] / "pages" / "family" / "start.py").read_text("utf-8")
CASES = [case for case in acceptance_cases(content_folder(), CONTENT) if not case.stops_early]


def readings(depth: Depth) -> list[Reading]:
    return [reading(case, CONTENT, depth, Translator("en")) for case in CASES]


def test_the_short_way_has_at_most_18_screens_and_takes_as_long_as_the_start_page_says() -> None:
    typical_family = typical(readings("quick"))
    assert typical_family.screens <= 18
    assert f"about {round(typical_family.minutes)} minutes" in START.split("Only the most important questions, ")[1]


def test_the_full_check_has_at_most_35_screens_and_4000_words_and_takes_as_long_as_the_start_page_says() -> None:
    typical_family = typical(readings("check"))
    assert typical_family.screens <= 35
    assert typical_family.words <= 4_000
    assert f"It takes about {round(typical_family.minutes)} minutes." in START


def test_the_short_way_is_shorter_and_the_longest_case_is_not_shorter_than_the_typical_one() -> None:
    case = acceptance_cases(LIBRARY, GARDEN)[0]
    quick, check = (reading(case, GARDEN, depth, ENGLISH) for depth in ("quick", "check"))
    assert quick.screens < check.screens
    assert quick.words < check.words
    assert longest([quick, check]).words == check.words
    assert longest([quick, check]).screens == check.screens


def test_minutes_are_words_at_the_speed_of_silent_reading() -> None:
    assert Reading("a", 1, 2 * WORDS_A_MINUTE).minutes == 2
