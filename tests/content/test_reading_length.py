"""How much families read, and that the screens promise what is measured."""

from __future__ import annotations

from intake.content import load
from intake.content.cases import acceptance_cases
from intake.content.reading_length import WORDS_A_MINUTE, Reading, longest, reading, typical
from intake.domain.question_pages import MINUTES, MINUTES_OF_THE_REST, Depth, opened_texts, visible_texts
from intake.i18n import Translator
from tests.garden import CONTENT as GARDEN
from tests.garden import ENGLISH, LIBRARY
from tests.real_cases import ACCEPTANCE

CONTENT = load()
CASES = [case for case in ACCEPTANCE if not case.stops_early]


def readings(depth: Depth) -> list[Reading]:
    return [reading(case, CONTENT, depth, Translator("en")) for case in CASES]


def test_the_short_way_has_at_most_13_screens_and_takes_as_long_as_the_start_page_says() -> None:
    every = readings("quick")
    typical_family = typical(every)
    assert longest(every).screens <= 13
    assert round(typical_family.minutes) == MINUTES["quick"]


def test_the_full_check_has_at_most_28_screens_and_2500_words_and_takes_as_long_as_the_start_page_says() -> None:
    typical_family = typical(readings("check"))
    assert typical_family.screens <= 28
    assert typical_family.words <= 2_500
    assert round(typical_family.minutes) == MINUTES["check"]


def test_the_short_way_is_shorter_and_the_longest_case_is_not_shorter_than_the_typical_one() -> None:
    case = acceptance_cases(LIBRARY, GARDEN)[0]
    quick, check = (reading(case, GARDEN, depth, ENGLISH) for depth in ("quick", "check"))
    assert quick.screens < check.screens
    assert quick.words < check.words
    assert longest([quick, check]).words == check.words
    assert longest([quick, check]).screens == check.screens


def test_the_rest_of_the_questions_takes_as_long_as_the_buttons_say() -> None:
    rest = typical(readings("check")).minutes - typical(readings("quick")).minutes
    assert round(rest) == MINUTES_OF_THE_REST


def test_the_list_behind_a_yes_is_read_only_after_a_yes() -> None:
    case = next(case for case in CASES if case.answers.get("violence") == ("none",))
    yes = case.model_copy(update={"answers": {**case.answers, "violence": ("choked",)}})
    item = CONTENT.questionnaire.items["violence"]
    follow = [CONTENT.questionnaire.items[link_id] for link_id in ("violence_when", "violence_contact")]
    more = [*opened_texts(item), *(text for one in follow for text in visible_texts(one, "quick"))]
    words = [reading(one, CONTENT, "quick", Translator("en")).words for one in (case, yes)]
    assert words[1] - words[0] == sum(len(text.split()) for text in more)


def test_minutes_are_words_at_the_speed_of_silent_reading() -> None:
    assert Reading("a", 1, 2 * WORDS_A_MINUTE).minutes == 2
