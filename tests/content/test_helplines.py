"""The real content/helplines.toml: a wrong, lapsed or unclear number is worse for a family than no number."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

import pyphen
import pytest

from intake.content import read
from intake.domain.helplines import Helpline
from intake.domain.local_helplines import lines_for
from intake.domain.response import Answer, Response

CONTENT = Path(__file__).parents[2] / "content"
SHOWN_FIRST = [
    *("emergency", "suicide", "domestic_violence", "sexual_violence", "poison", "missing_child", "trafficking"),
    "treatment_info",
]
WORRIES = [
    *("domestic_violence", "poison", "treatment_info", "family_support", "gambling", "eating", "child_safety"),
    *("adult_safety", "youth", "overdose_prevention", "mental_health_info", "missing_child", "trafficking", "lgbtq"),
    "child_images",
]
SCOPES = {*SHOWN_FIRST, *WORRIES, "maternal", "memory", "veterans", "indigenous", "local_services"}

# Discontinued, sold to others, or selling treatment. Numbers spelled as words are in digits here.
NEVER = {
    "eating disorder line, closed 2023-06-01": "18009312237",
    "commercial treatment line": "8884672839",
    "call number replaced by Canada's 988": "18334564566",
    "text number replaced by Canada's 988": "45645",
    "gambling line that the national council gave up 2025-09-29": "18004262537",
    "old text code of the domestic violence line": "22522",
    "old number of Never Use Alone": "18004843731",
    "crisis line of New Brunswick, closed 2025-03-28": "18006675005",
    "crisis line of Colorado, part of 988 since 2025-07-01": "18444938255",
}
NEVER_WORDS = re.compile(r"press\s+(3|three)|wellness\s+together|1-800-gambler|loveis\b", re.IGNORECASE)
TOLL_FREE = r"1-8(?:00|33|44|55|66|77|88)-\d{3}-\d{4}"


@lru_cache
def rows() -> list[dict[str, Any]]:
    with (CONTENT / "helplines.toml").open("rb") as stream:
        table = tomllib.load(stream)
    assert set(table) == {"helpline"}
    entries: list[dict[str, Any]] = table["helpline"]
    return entries


@lru_cache
def lines() -> tuple[Helpline, ...]:
    return tuple(Helpline.model_validate(row) for row in rows())


def shown(scope: str, **answers: str | tuple[str, ...]) -> list[str]:
    """The ids the engine gives out for one purpose, for these answers."""
    given = tuple(Answer(link_id=link_id, value=code) for link_id, code in answers.items())
    response = Response(content_version="test", answers=given)
    return [line.id for line in lines_for(read(CONTENT), response, [scope], dt.date(2026, 11, 22))]


# --- the file as a whole -------------------------------------------------------------------------------------------


def test_entry_is_valid() -> None:
    for row in rows():
        line = Helpline.model_validate(row)
        assert set(line.scope) <= SCOPES, line.id
        assert re.search(r"\w\.(com|org|gov|net|ca|me|eu|uk|UK)\b", line.source), f"{line.id}: no official page"


def test_ids_are_unique() -> None:
    ids = [line.id for line in lines()]
    assert sorted(ids) == sorted(set(ids))


def test_file_order_is_the_order_of_need() -> None:
    first = [line.scope[0] for line in lines()]
    leading = [SHOWN_FIRST.index(scope) for scope in first if scope in SHOWN_FIRST]
    assert leading == sorted(leading)
    assert set(first[: len(leading)]) == set(SHOWN_FIRST), "another purpose stands before the urgent ones"


def test_the_lines_of_a_known_country_are_told_apart_by_name() -> None:
    names = [line.name for line in lines()]
    assert len(set(names)) == len(names)


# --- numbers that must not be there ----------------------------------------------------------------------------------


def number_pattern(digits: str) -> re.Pattern[str]:
    """Finds a number however it is written; a country code in front of it may be missing."""
    optional, rest = ("1", digits[1:]) if len(digits) == 11 else ("", digits)
    spaced = r"[\s().\-\u2010-\u2015]*".join(rest)
    return re.compile(rf"(?<!\d){optional}{'?' if optional else ''}[\s().\-+]*{spaced}(?!\d)")


def content_texts() -> Iterator[tuple[Path, str]]:
    for path in sorted(CONTENT.rglob("*")):
        if path.suffix in {".toml", ".md", ".po", ".j2", ".html", ".txt"}:
            yield path, path.read_text(encoding="utf-8")


@pytest.mark.parametrize("written", ["1-800-931-2237", "(800) 931-2237", "+1 800 931 2237", "18009312237"])
def test_a_closed_number_is_recognized_however_it_is_written(written: str) -> None:
    assert number_pattern("18009312237").search(f"call {written} now")
    assert not number_pattern("45645").search("1456450")


@pytest.mark.parametrize("digits", NEVER.values(), ids=NEVER.keys())
def test_closed_or_commercial_number_is_nowhere_in_the_content(digits: str) -> None:
    pattern = number_pattern(digits)
    assert [str(path) for path, text in content_texts() if pattern.search(text)] == []


def test_ended_services_are_not_offered() -> None:
    offered = [line.id for line in lines() if NEVER_WORDS.search(line.model_dump_json())]
    assert offered == []


# --- how to reach a line -------------------------------------------------------------------------------------------


def test_line_can_be_reached_as_written() -> None:
    for line in lines():
        if line.call is not None:
            assert re.fullmatch(rf"[2-9]11|988|{TOLL_FREE}", line.call), line.id
        if line.text is not None:
            assert re.fullmatch(rf"988|\d{{5,6}}|{TOLL_FREE}", line.text), line.id
        if line.text_word is not None:
            assert line.text is not None, line.id
            assert re.fullmatch(r"[A-Z]+|your [A-Za-z ]+", line.text_word), f"{line.id}: a word to send"
        if line.web is not None:
            assert re.fullmatch(r"https://[a-z0-9.-]+(/[\w./-]*)?", line.web), line.id
        if line.id != "emergency_elsewhere":
            assert line.call or line.text or line.web, line.id


def test_numbers_in_the_texts_are_the_lines_own_or_an_emergency_number() -> None:
    for line in lines():
        said = " ".join(filter(None, (line.hours, line.languages, line.what_happens, line.not_for)))
        said = re.sub(rf"TTY: {TOLL_FREE}", "", said)
        own = {line.call, line.text, "911", "988", "211", "112", "999"}
        for number in re.findall(rf"{TOLL_FREE}|\b\d{{5,6}}\b|\b\d11\b|\b988\b|\b112\b|\b999\b", said):
            assert number in own, line.id


def test_canada_is_never_told_to_press_a_key() -> None:
    for line in lines():
        if line.country != "US":
            assert not re.search(r"\bpress\b|AYUDA", line.model_dump_json(), re.IGNORECASE), line.id


def test_regional_codes_are_codes_of_the_questions_and_of_the_lines_country() -> None:
    with (CONTENT / "questions/05_first.toml").open("rb") as stream:
        items = tomllib.load(stream)["item"]
    places = [item["options"] for item in items if item["link_id"] in {"lo_state", "lo_province"}]
    codes = {option["code"] for options in places for option in options}
    for line in lines():
        assert set(line.region) <= codes, line.id
        assert all(code.startswith(f"{line.country.lower()}_") for code in line.region), line.id


# --- checked, and checked again --------------------------------------------------------------------------------------


def months_later(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def test_months_later_stays_inside_the_month() -> None:
    assert months_later(dt.date(2026, 8, 31), 6) == dt.date(2027, 2, 28)


def test_line_is_checked_again_within_six_months() -> None:
    for line in lines():
        assert line.checked_on < line.review_by <= months_later(line.checked_on, 6), line.id


def test_a_line_checked_anew_was_read_in_two_places() -> None:
    for line in lines():
        if line.verified and line.checked_on >= dt.date(2026, 11, 30):
            assert len([place for place in line.source.split("; ") if place.strip()]) >= 2, line.id


def test_the_comment_above_a_line_says_why_it_is_not_shown_and_only_then() -> None:
    text = (CONTENT / "helplines.toml").read_text(encoding="utf-8")
    for line in lines():
        before = text.split(f'[[helpline]]\nid = "{line.id}"')[0]
        comment = before[before.rindex("\n\n") :]
        assert ("# Not shown:" in comment) is not line.verified, line.id


def test_an_unchecked_number_is_never_shown_through_another_entry() -> None:
    unchecked = {number for line in lines() if not line.verified for number in (line.call, line.text) if number}
    checked = {number for line in lines() if line.verified for number in (line.call, line.text) if number}
    assert unchecked & checked <= {"211"}, "only 211 is one number with two services, checked for Canada alone"


# --- what a family is shown ------------------------------------------------------------------------------------------


def test_emergency_and_suicide_lines_come_first_in_each_country() -> None:
    assert shown("emergency", lo_country="us")[0] == "emergency_us"
    assert shown("suicide", lo_country="us")[0] == "lifeline_us"
    assert shown("emergency", lo_country="ca")[0] == "emergency_ca"
    assert shown("suicide", lo_country="ca")[0] == "suicide_crisis_ca"
    assert shown("emergency", lo_country="other") == ["emergency_elsewhere"]
    assert shown("suicide", lo_country="other") == ["find_a_helpline"]


@pytest.mark.parametrize("country", ["us", "ca"])
@pytest.mark.parametrize("scope", WORRIES)
def test_someone_answers_in_each_country_for_each_worry(scope: str, country: str) -> None:
    assert shown(scope, lo_country=country)


@pytest.mark.parametrize("scope", sorted(SCOPES))
def test_no_unchecked_line_is_given_out_when_the_place_is_not_known(scope: str) -> None:
    by_id = {line.id: line for line in lines()}
    assert all(by_id[line_id].verified for line_id in shown(scope))


def test_a_province_gets_its_own_lines_and_not_those_of_its_neighbors() -> None:
    assert shown("poison", lo_country="ca", lo_province="ca_qc") == ["poison_qc"]
    assert shown("poison", lo_country="ca", lo_province="ca_on") == ["poison_ca"]
    assert shown("treatment_info", lo_country="ca", lo_province="ca_qc") == ["drug_help_qc", "local_211_ca"]
    assert shown("treatment_info", lo_country="ca", lo_province="ca_ns") == ["intake_ns", "local_211_ca"]
    assert shown("treatment_info", lo_country="ca", lo_province="ca_sk") == ["local_211_ca"]


def test_a_state_line_stands_before_the_nationwide_line_and_only_in_its_state() -> None:
    nationwide = shown("domestic_violence", lo_country="us")
    assert nationwide[0] == "domestic_violence_us"
    assert shown("domestic_violence", lo_country="us", lo_state="us_ny") == [
        "domestic_violence_ny",
        "domestic_violence_us",
    ]
    assert shown("domestic_violence", lo_country="us", lo_state="us_wy") == nationwide
    assert shown("treatment_info", lo_country="us", lo_state="us_ga") == ["crisis_line_ga", "samhsa_us"]
    assert shown("treatment_info", lo_country="us", lo_state="us_wy") == shown("treatment_info", lo_country="us")


def test_a_missing_child_is_for_the_police_first() -> None:
    for line in lines():
        if "missing_child" in line.scope:
            assert line.not_for is not None, line.id
            assert "911" in line.not_for, line.id


def test_nobody_is_led_to_a_line_for_one_group_by_a_common_worry() -> None:
    groups = {"strong_hearts_us", "trevor_us", "trans_lifeline_us", "trans_lifeline_ca"}
    for worry in {*WORRIES} - {"lgbtq"}:
        assert not groups & {*shown(worry)}, worry


@pytest.mark.parametrize(("age", "fits"), [("under_18", True), ("18_25", True), ("26_39", False), ("65_up", False)])
def test_a_line_for_young_people_is_not_given_out_for_older_ones(age: str, *, fits: bool) -> None:
    assert ("love_is_respect_us" in shown("domestic_violence", lo_country="us", lo_age=age)) is fits
    assert "love_is_respect_us" in shown("domestic_violence", lo_country="us"), "an unknown age rules nothing out"


@pytest.mark.parametrize("age", ["under_18", "18_25", "26_39", "65_up"])
def test_the_line_for_young_lgbtq_people_needs_someone_young_on_either_end(age: str) -> None:
    about_a_sibling = {"lo_country": "us", "relationship": "sibling", "lo_age": age}
    theirs_to_call = "trevor_us" in shown("lgbtq", **about_a_sibling, your_age="adult")
    assert theirs_to_call is (age in {"under_18", "18_25"})
    assert "trevor_us" in shown("lgbtq", **about_a_sibling, your_age="under_18")
    assert "trevor_us" in shown("lgbtq", **about_a_sibling), "an unknown age of the writer rules nothing out"
    assert "trans_lifeline_us" in shown("lgbtq", **about_a_sibling, your_age="adult"), "it is for any age"


@pytest.mark.parametrize(("who", "fits"), [(("child",), True), (("child", "adult"), True), (("adult",), False)])
def test_a_line_for_children_is_not_given_out_for_a_grown_person(who: tuple[str, ...], *, fits: bool) -> None:
    harmed: dict[str, str | tuple[str, ...]] = {
        "lo_country": "us",
        "relationship": "child",
        "lo_age": "26_39",
        "children": ("hurt",),
        "children_who": who,
    }
    assert ("childhelp_us" in shown("child_safety", **harmed)) is fits


def test_families_of_people_who_do_not_drink_or_use_get_lines_for_them() -> None:
    gloomy: dict[str, str | tuple[str, ...]] = {
        "lo_country": "us",
        "concern": ("mental_health",),
        "substances": ("none",),
    }
    assert shown("family_support", **gloomy) == ["samhsa_us", "nami_us"]
    assert "partnership_us" in shown("family_support", **{**gloomy, "substances": ("alcohol",)})
    assert shown("treatment_info", lo_country="us", concern=("memory",)) == []


def test_911_tells_how_to_reach_another_city() -> None:
    for line in lines():
        if line.id in {"emergency_us", "emergency_ca"}:
            assert "in another place" in line.what_happens
            assert "give the 911 operator that city" in line.what_happens


def test_lines_that_cannot_send_help_say_where_help_comes_from() -> None:
    for line in lines():
        if "emergency" not in line.scope:
            assert line.not_for, line.id
            assert re.search(r"911|988|112", line.not_for), line.id


# --- wording ---------------------------------------------------------------------------------------------------------

HYPHENS = pyphen.Pyphen(lang="en_US")


def syllables(word: str) -> int:
    """Hyphenation leaves out breaks after single letters, so the groups of vowels are counted too; the larger wins."""
    groups = re.findall(r"[aeiouy]+", re.sub(r"(?<=[^aeiouy])(e|es|ed)$", "", word.lower()))
    return max(1, len(groups), len(HYPHENS.positions(word)) + 1)


def reading_grade(text: str) -> float:
    """Flesch-Kincaid grade. A number counts as a word of one syllable."""
    words = re.findall(r"[A-Za-zÀ-ÿ']+|\d+", text.replace("a.m.", "am").replace("p.m.", "pm"))
    sentences = max(1, len(re.findall(r"[.!?](?:\s|$)", text)))
    spoken = sum(1 if word.isdigit() else syllables(word) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * spoken / len(words) - 15.59


def test_reading_grade_tells_plain_from_official_words() -> None:
    assert reading_grade("The dog ran home. He was glad to see me.") < 2
    assert reading_grade("Confidential interdisciplinary consultations necessitate authorization.") > 15


def test_text_is_at_grade_six_or_lower() -> None:
    for line, field in product(lines(), ("what_happens", "hours", "not_for")):
        text = getattr(line, field)
        if text is not None:
            assert reading_grade(text) <= 6, f"{line.id}: {reading_grade(text):.1f}: {text}"


def test_what_happens_is_short() -> None:
    for line in lines():
        assert len(line.what_happens.split()) <= 50, line.id
