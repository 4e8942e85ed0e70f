"""What to say when you call: a script for each call that fits the answers."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from intake.brief.phone_script import PhoneScript, phone_scripts
from intake.content import load
from intake.content.cases import Shorthand, response_of
from intake.domain.assessing import assess
from intake.domain.questionnaire import FOR_THE_FAMILY
from intake.domain.response import Answer, Response
from tests.real_cases import CASES
from tests.ui.visit import Visit, opened

CONTENT = load()
HELPER = CONTENT.call_helper
TODAY = dt.date(2026, 11, 26)
NOTHING = Response(content_version="any")
STOPPED_BREATHING: Shorthand = {"danger_now": ("not_waking",), "relationship": "partner", "lo_age": "40_64"}
AFRAID: Shorthand = {"fear": "often", "violence": ("hit",), "relationship": "partner"}


def case(name: str) -> Response:
    return response_of(CASES[name].answers, CONTENT)


def scripts_of(answers: Response) -> dict[str, PhoneScript]:
    scripts = phone_scripts(CONTENT, answers, assess(CONTENT, answers, TODAY))
    return {script.listener.id: script for script in scripts}


def said(**given: str | tuple[str, ...]) -> Response:
    return Response(content_version="any", answers=tuple(Answer(link_id=key, value=one) for key, one in given.items()))


def arrived(answers: Response, page: str = "call_helper") -> Visit:
    return opened(answers, page)


# --- the words -------------------------------------------------------------------------------------------------------


def test_the_script_is_built_from_the_answers() -> None:
    answers = said(
        relationship="sibling",
        lo_age="18_25",
        concern=("alcohol", "gambling"),
        getting_worse="worse",
        refused="no",
        know_help="no",
        hope="alive",
    )
    script = scripts_of(answers)["program"]
    assert script.say == (
        "I am calling about my sibling. They are between 18 and 25.",
        "I am worried about their drinking and their gambling.",
        "They have said no to help so far.",
        "I do not know where they could get help. Most of all, I want them to stay alive and safe.",
    )
    assert script.more == ("In the past 3 months, it has gotten worse.",)


@pytest.mark.parametrize(
    ("answers", "opening"),
    [
        ({"relationship": "partner"}, "I am calling about my partner."),
        ({"relationship": "self"}, "I am calling for myself."),
        ({}, "I am worried about someone."),
    ],
)
def test_one_relationship_is_named(answers: dict[str, str], opening: str) -> None:
    for script in scripts_of(said(**answers)).values():
        assert script.say[0] == opening


def test_a_person_who_asks_for_themself_reads_of_me_and_not_of_them() -> None:
    answers = said(
        relationship="self",
        lo_age="40_64",
        danger_now=("suicide_now",),
        suicide_talk=("intent",),
        harmed_by_others=("hurt",),
    )
    text = " ".join(scripts_of(answers)["emergency"].say)
    assert "I am between 40 and 64." in text
    assert "In the past month, I said I will end my life, or said how or when." in text
    assert "Someone hurt or scared me." in text
    assert not re.search(r"\b(they|them|their|I are|I were)\b", text, re.IGNORECASE)


def test_a_call_to_911_about_someone_far_away_says_where_they_are() -> None:
    far = {"where_now": "cannot_reach", "same_place": "no", "lo_country": "us", "lo_state": "us_oh"}
    script = scripts_of(said(**STOPPED_BREATHING, **far, your_country="ca"))["emergency"]
    assert script.say[:4] == (
        "I am calling about my partner.",
        "They are in Ohio.",
        "No one can reach them now.",
        "I am in Canada. Please connect me with 911 there.",
    )
    assert script.more[:2] == ("They are between 40 and 64.", "I am not with them.")


def test_a_call_to_911_from_beside_the_person_does_not_ask_to_be_connected() -> None:
    here = {"where_now": "with_me", "same_place": "no", "lo_country": "us", "lo_state": "us_dc"}
    text = " ".join(scripts_of(said(**STOPPED_BREATHING, **here))["emergency"].say)
    assert "They are in Washington DC. They are with me." in text
    assert "I am not with them" not in text
    assert "connect me" not in text


def test_where_911_does_not_work_the_script_says_so() -> None:
    far = {"where_now": "alone", "same_place": "no", "lo_country": "other"}
    script = scripts_of(said(**STOPPED_BREATHING, **far))["emergency"]
    assert script.title == "If you call the emergency number"
    assert "Please help me reach the emergency number there." in " ".join(script.say)
    assert "911" not in " ".join(script.say)


@pytest.mark.parametrize("option", ["hopeless", "wish", "self_harm"])
def test_each_sign_of_despair_has_words_of_its_own(option: str) -> None:
    text = " ".join(scripts_of(said(suicide_talk=(option,)))["crisis"].say)
    found = [words for words in ("no hope", "want to die", "hurt their own body") if words in text]
    assert len(found) == 1


def test_typed_text_is_in_no_sentence() -> None:
    words = "He is a monster and I hate him"
    answers = case("alex").with_answer(Answer(link_id="worry_most", value=words))
    assert words not in str([script.say for script in scripts_of(answers).values()])


def test_every_option_used_by_a_sentence_has_words() -> None:
    worded: dict[str, set[str]] = {}
    for sentence in (sentence for line in HELPER.say for sentence in line.sentences):
        if sentence.question is None:
            continue
        own = {word.code for word in sentence.words}
        listed = CONTENT.questionnaire.items[sentence.question].by_code if sentence.as_listed else ()
        worded.setdefault(sentence.question, set()).update(own, listed)
    worded["relationship"].add("self")  # has a sentence of its own
    for question, codes in worded.items():
        options = CONTENT.questionnaire.items[question].options
        # a "no" and "none of these" need no words
        needed = {option.code for option in options if option.sign is not False and not option.exclusive}
        assert needed <= codes, question


# --- what they will ask ----------------------------------------------------------------------------------------------


def test_the_answers_are_shown_with_the_questions() -> None:
    answers = case("alex")
    page = arrived(answers).page
    first = next(iter(scripts_of(answers).values()))
    assert [node.text for node in page.nodes if node.tag == "dt"] == [one.text for one in first.they_ask]
    beside = {
        question.text: answer.text
        for question, answer in zip(
            (node for node in page.nodes if node.tag == "dt"),
            (node for node in page.nodes if node.tag == "dd"),
            strict=True,
        )
    }
    assert beside["How old is the person?"] == CONTENT.questionnaire.items["lo_age"].by_code["26_39"].text
    assert "It is fine to say that you are not sure" in page.text


def test_few_questions_without_an_answer_are_listed() -> None:
    for script in scripts_of(NOTHING).values():
        assert 1 <= len(script.they_ask) <= 5


def test_questions_that_do_not_apply_are_not_listed() -> None:
    eating = scripts_of(said(concern=("eating",)))["program"]
    assert "When was the last time?" not in [one.text for one in eating.they_ask]


def test_nothing_about_the_person_who_calls_is_listed() -> None:
    section_of = CONTENT.questionnaire.section_of
    assert not any(section_of[one.question].asked in FOR_THE_FAMILY for one in HELPER.they_ask)


# --- what they can ask, and to whom ----------------------------------------------------------------------------------


def test_what_to_ask_a_program_includes_quality_and_cost() -> None:
    calm = scripts_of(said(relationship="child"))["program"]
    assert len([one for one in HELPER.you_ask if one.id.startswith("quality_")]) == 5
    assert "Do you pay or get paid for referrals?" in calm.you_ask


def test_in_an_emergency_no_one_asks_about_money() -> None:
    for script in scripts_of(said(**STOPPED_BREATHING)).values():
        assert "Do you pay or get paid for referrals?" not in script.you_ask
        assert "How could treatment be paid for?" not in [one.text for one in script.they_ask]


def test_after_violence_an_advocate_is_called_and_not_a_program() -> None:
    scripts = scripts_of(said(**AFRAID))
    assert "I want to talk about how to stay safe. I have not decided what to do." in scripts["advocate"].say
    assert "program" not in scripts
    assert "program" in scripts_of(said(relationship="child"))


def test_the_page_for_an_advocate_shows_the_lines_for_violence() -> None:
    page = arrived(said(**AFRAID)).page
    assert "An advocate helps people who are afraid or have been hurt" in page.text
    assert "1-800-799-7233" in page.markup
    assert "SAMHSA" not in page.text


# --- the page --------------------------------------------------------------------------------------------------------


def test_the_first_script_is_open_and_another_can_be_picked() -> None:
    visit = arrived(said(**STOPPED_BREATHING, suicide_talk=("intent",)))
    assert "If you call 911" in visit.page.headings
    assert "911" in visit.page.markup
    [choice] = visit.at.radio
    assert choice.options[0] == "If you call 911"
    choice.set_value("crisis")
    visit.run()
    assert "If you call or text 988" in visit.page.headings
    assert "If you call 911" not in visit.page.headings


def test_what_else_to_do_is_in_view() -> None:
    page = arrived(said(**STOPPED_BREATHING)).page
    assert "What else to do" in page.headings
    assert any("naloxone" in node.text for node in page.nodes if node.tag == "li")


def test_every_line_of_the_result_is_here_or_in_a_script() -> None:
    answers = case("alex")
    page = arrived(answers).page
    found = assess(CONTENT, answers, TODAY)
    in_scripts = {line.id for script in phone_scripts(CONTENT, answers, found) for line in script.lines}
    others = [line for line in CONTENT.helplines if line.id in found.lines and line.id not in in_scripts]
    assert others
    assert "Others you can call" in page.headings
    assert [line.name for line in others if line.name not in page.text] == []


def test_with_one_script_there_is_nothing_to_pick() -> None:
    assert not arrived(said(**AFRAID)).at.radio


# --- the ways to it --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["result", "help_now"])
def test_other_pages_lead_here_and_back(page: str) -> None:
    visit = arrived(case("alex"), page)
    before = visit.page.heading
    visit.press("What to say when you call")
    assert visit.page.heading == "What to say when you call"
    assert "To copy this, press and hold it." in visit.page.text
    assert any("ns-copy" in node.attributes.get("class", "") for node in visit.page.nodes)
    visit.press("Back")
    assert visit.page.heading == before
