"""Every page that names a number knows where the loved one and the person who answers are."""

from __future__ import annotations

import pytest

from intake.content import load
from intake.content.cases import Shorthand, response_of
from intake.domain.local_helplines import lines_for, that_reach_them, writer_elsewhere
from intake.i18n import Translator
from intake.ui.common import html
from tests.garden import MADE_ON
from tests.ui.visit import Visit

CONTENT = load()
WORDS = Translator("en")
THEY = "Your loved one is outside the United States and Canada."
FOR_WHOM = "911 and 988 are for you, where you are."
YOU = "You are outside the United States and Canada."
OWN_EMERGENCY = "Call the emergency number for the country you are in."
BOTH_ABROAD: Shorthand = {"lo_country": "other", "same_place": "yes"}
THEY_ABROAD: Shorthand = {"lo_country": "other", "same_place": "no", "your_country": "us"}
YOU_ABROAD: Shorthand = {"lo_country": "us", "same_place": "no", "your_country": "other"}
HERE: Shorthand = {"lo_country": "us", "same_place": "yes"}


@pytest.mark.parametrize(
    ("given", "known"),
    [
        (BOTH_ABROAD, True),
        (THEY_ABROAD, False),
        (YOU_ABROAD, True),
        (HERE, False),
        ({}, None),
        ({"lo_country": "other"}, None),
        ({"lo_country": "other", "same_place": "?"}, None),
        ({"lo_country": "other", "same_place": "no"}, None),
        ({"same_place": "yes"}, None),
    ],
)
def test_where_the_writer_is_is_known_only_if_they_said_so(given: Shorthand, known: bool | None) -> None:
    assert writer_elsewhere(CONTENT, response_of(given, CONTENT)) is known


@pytest.mark.parametrize(
    ("given", "said", "numbers"),
    [
        ({}, "", True),
        (HERE, "", True),
        (BOTH_ABROAD, THEY, False),
        ({"lo_country": "other"}, THEY, False),
        (THEY_ABROAD, FOR_WHOM, True),
        (YOU_ABROAD, YOU, True),
    ],
)
def test_the_first_numbers_are_shown_only_where_they_work_for_someone(
    given: Shorthand, said: str, numbers: bool
) -> None:
    shown = html.urgent(CONTENT, response_of(given, CONTENT), WORDS)
    assert said in shown
    assert bool(said) is ("outside" in shown)
    assert ('href="tel:911"' in shown) is numbers
    assert (OWN_EMERGENCY in shown) is not numbers


def test_lines_for_the_writer_are_those_of_their_own_country() -> None:
    given = response_of({"lo_country": "us", "same_place": "no", "your_country": "ca"}, CONTENT)
    scopes = [CONTENT.place.lines.for_suicide]
    own = lines_for(CONTENT, given, scopes, MADE_ON.date(), for_writer=True)
    assert {line.country for line in own} == {"CA"}
    assert {"US", "CA"} <= {line.country for line in lines_for(CONTENT, given, scopes, MADE_ON.date())}


def test_no_step_about_someone_abroad_has_an_emergency_number_that_cannot_reach_them() -> None:
    def numbers(given: Shorthand) -> list[str | None]:
        response, life = response_of(given, CONTENT), (CONTENT.place.lines.for_life,)
        lines = lines_for(CONTENT, response, life, MADE_ON.date())
        return [line.call for line in that_reach_them(CONTENT, response, lines)]

    assert numbers(THEY_ABROAD) == [None]
    assert numbers(HERE) == ["911"]
    visit = Visit({"danger_now": ("not_waking",), **THEY_ABROAD})
    visit.seed("call_helper")
    assert "Outside the United States and Canada: the local emergency number" in visit.page.text


@pytest.mark.parametrize("page", ["danger", "act_now", "result", "help_now", "for_you"])
@pytest.mark.parametrize(("given", "said"), [(BOTH_ABROAD, THEY), (THEY_ABROAD, FOR_WHOM), (YOU_ABROAD, YOU)])
def test_every_page_with_numbers_says_for_whom_they_work(page: str, given: Shorthand, said: str) -> None:
    visit = Visit({"danger_now": ("not_waking",), **given})
    visit.seed(page)
    assert said in visit.page.text


@pytest.mark.parametrize("page", ["danger", "act_now", "result", "help_now", "for_you"])
def test_where_the_numbers_work_nothing_is_said(page: str) -> None:
    visit = Visit({"danger_now": ("not_waking",), **HERE})
    visit.seed(page)
    assert "outside the United States" not in visit.page.text


def test_a_young_person_finds_the_way_in() -> None:
    assert "Are you under 18? You can start here too." in Visit().page.text


@pytest.mark.parametrize(("given", "said"), [(BOTH_ABROAD, THEY), (THEY_ABROAD, FOR_WHOM), (HERE, "")])
def test_an_article_says_for_whom_the_numbers_in_it_work(given: Shorthand, said: str) -> None:
    visit = Visit(dict(given))
    visit.seed("library")
    visit.press("All articles and stories")
    visit.press(next(one.title for one in CONTENT.library.articles if one.topic != "danger"))
    assert said in visit.page.text
    assert bool(said) is ("outside the United States" in visit.page.text)
