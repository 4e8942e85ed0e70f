"""No step, request or script names 911 or 988 for a person outside the United States and Canada."""

from __future__ import annotations

import datetime as dt

from hypothesis import given

from intake.brief.builder import brief
from intake.brief.phone_script import phone_scripts
from intake.brief.words_abroad import words_abroad
from intake.domain.assessing import assess
from intake.domain.response import Answer, Response
from intake.i18n import Translator
from tests.any_answers import CONTENT, ON, dangers, responses

MADE_ON = dt.datetime(2026, 11, 22, 20, tzinfo=dt.UTC)
NUMBERS = ("911", "988")


def texts(response: Response) -> list[str]:
    """What a family is told to do and say, and what the professional is asked."""
    assessment = assess(CONTENT, response, ON)
    made = brief(CONTENT, response, assessment, MADE_ON, Translator("en"))
    found = [made.text, *made.requests]
    found += [one.because for one in (*made.holds, *made.contradictions, *made.decisions)]
    found += [text for way in (*made.pathways, *made.kinds) for text in (way.text, way.line, *way.because)]
    found += [text for step in (*made.steps, *made.also_today) for text in (step.text, step.detail)]
    for script in phone_scripts(CONTENT, response, assessment):
        asked = (question.text for question in script.they_ask)
        found += [script.title, script.intro, *script.say, *script.more, *asked, *script.you_ask, *script.besides]
    return found


@given(responses() | dangers())
def test_all_that_is_said_about_a_person_abroad_names_their_own_numbers(response: Response) -> None:
    """They and the family are abroad, and everything else was answered in any way."""
    there = response
    for question, code in (("lo_country", "other"), ("same_place", "no"), ("your_country", "other")):
        there = there.with_answer(Answer(link_id=question, value=code))
    for text in texts(there):
        assert not any(number in text for number in NUMBERS), text


def test_the_longest_words_that_fit_are_used() -> None:
    text = "Call or text 988 now. Do what the 911 operator says. If not, call 911."
    assert words_abroad(text, CONTENT.place.abroad) == (
        "Call a crisis line where they are now. Do what the person who answers says. "
        "If not, call the emergency number where they are."
    )


def test_a_sentence_begins_with_a_capital() -> None:
    assert words_abroad("988 also helps people.", CONTENT.place.abroad) == "Many crisis lines also help people."


def test_who_asks_for_themselves_reads_where_they_are_as_where_you_are() -> None:
    assert words_abroad("Call 911.", CONTENT.place.abroad, own=True) == "Call the emergency number where you are."


def test_the_first_step_of_someone_who_asks_for_themselves_abroad_names_the_place_where_they_are() -> None:
    asked = (("relationship", "self"), ("lo_country", "other"), ("danger_now", ("very_sick",)))
    response = Response(content_version="any")
    for question, value in asked:
        response = response.with_answer(Answer(link_id=question, value=value))
    assert "Call the emergency number of the place where you are, now" in texts(response)


@given(responses() | dangers())
def test_who_is_in_another_town_is_told_to_say_which(response: Response) -> None:
    """A call to 911 reaches help near the phone, in every step that names it."""
    there = response
    own = (("your_safety", "no"), ("own_use", "no"))  # a step for the writer is for where they are
    for question, code in (("where_now", "alone"), ("same_place", "no"), ("lo_country", "us"), *own):
        there = there.with_answer(Answer(link_id=question, value=code))
    made = brief(CONTENT, there, assess(CONTENT, there, ON), MADE_ON, Translator("en"))
    for step in (*made.steps, *made.also_today):
        words = f"{step.text} {step.detail}"
        assert "911" not in words or "town" in words, words


def test_a_writer_in_danger_is_sent_to_the_number_where_they_are() -> None:
    """Their loved one is abroad; the writer may not be."""
    text = words_abroad("If you are in danger now, call 911.", CONTENT.place.abroad)
    assert text == "If you are in danger now, call the emergency number where you are."
