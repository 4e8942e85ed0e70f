"""What to say when you call: a script that fits the answers and contains nothing withheld."""

from __future__ import annotations

import datetime as dt

import pytest

from intake.brief.phone_script import PhoneScript, phone_script
from intake.config import content_folder
from intake.content import load
from intake.content.cases import acceptance_cases, response_of
from intake.domain.assessing import assess
from intake.domain.base import Tag
from intake.domain.call_texts import Listener
from intake.domain.questionnaire import FOR_THE_FAMILY
from intake.domain.response import Answer, Response
from tests.ui.visit import Visit, opened

CONTENT = load()
HELPER = CONTENT.call_helper
CASES = {case.id: case for case in acceptance_cases(content_folder(), CONTENT)}
TODAY = dt.date(2026, 11, 26)
MAX_LINES = 4
VIOLENT = {
    *("danger_violence", "violence_high_risk", "choked", "violence_and_weapon", "violence_and_leaving"),
    *("afraid_and_leaving", "afraid", "violence_seen", "controlled", "afraid_and_gun"),
}
NOTHING = Response(content_version="any")


def case(name: str) -> Response:
    return response_of(CASES[name].answers, CONTENT)


def call_of(answers: Response) -> PhoneScript:
    return phone_script(CONTENT, answers, assess(CONTENT, answers, TODAY).withheld)


def said(**given: str | tuple[str, ...]) -> Response:
    return Response(content_version="any", answers=tuple(Answer(link_id=key, value=one) for key, one in given.items()))


def arrived(answers: Response, page: str = "call_helper") -> Visit:
    return opened(answers, page)


# --- the words -------------------------------------------------------------------------------------------------------


def test_the_script_has_a_few_complete_sentences() -> None:
    for name in CASES:
        found = call_of(case(name))
        assert 1 <= len(found.say) <= MAX_LINES, name
        for line in found.say:
            assert line.endswith(".")
            assert line[0].isupper()
            assert "{" not in line
            assert "  " not in line


def test_the_script_is_built_from_the_answers() -> None:
    answers = said(
        relationship="child",
        lo_age="18_25",
        concern=("alcohol", "gambling"),
        overdose_last="3_days",
        suicide_talk=("wish",),
        refused="no",
        hope="alive",
    )
    assert call_of(answers).say == (
        "I am calling about my child. They are between 18 and 25.",
        "I am worried about their drinking and their gambling. "
        "They had an overdose or were very hard to wake, in the past 3 days. They have said that they want to die.",
        "They have said no to help so far.",
        "Most of all, I want them to stay alive and safe.",
    )


def test_without_answers_there_is_no_script() -> None:
    assert call_of(NOTHING).say == ()
    assert "You can always start with “I am worried about someone.”" in arrived(NOTHING).page.text


def test_typed_text_is_in_no_sentence() -> None:
    words = "He is a monster and I hate him"
    assert words not in str(call_of(case("alex").with_answer(Answer(link_id="worry_most", value=words))))


def test_every_option_used_by_a_sentence_has_words() -> None:
    for line in HELPER.say:
        for sentence in line.sentences:
            if sentence.question and Listener.HELPER in line.to:
                options = CONTENT.questionnaire.items[sentence.question].options
                codes = {option.code for option in options if option.sign is not False}  # a "no" needs no words
                assert {word.code for word in sentence.words} == codes, sentence.id


# --- what they will ask ----------------------------------------------------------------------------------------------


def test_the_answers_are_shown_with_the_questions() -> None:
    page = arrived(case("alex")).page
    assert [node.text for node in page.nodes if node.tag == "dt"] == [
        one.text for one in call_of(case("alex")).they_ask
    ]
    beside = {
        question.text: answer.text
        for question, answer in zip(
            (node for node in page.nodes if node.tag == "dt"),
            (node for node in page.nodes if node.tag == "dd"),
            strict=True,
        )
    }
    assert beside["How old is the person?"] == CONTENT.questionnaire.items["lo_age"].by_code["26_39"].text
    assert beside["How could treatment be paid for?"] == "I am not sure."
    assert "It is fine to say that you are not sure" in page.text


def test_questions_that_do_not_apply_are_not_listed() -> None:
    eating = call_of(said(concern=("eating",)))
    assert "When was the last time?" not in [one.text for one in eating.they_ask]


def test_nothing_about_the_person_who_calls_is_listed() -> None:
    section_of = CONTENT.questionnaire.section_of
    assert not any(section_of[one.question].asked in FOR_THE_FAMILY for one in HELPER.they_ask)


# --- what they can ask, and to whom ----------------------------------------------------------------------------------


def test_what_to_ask_includes_quality_and_cost() -> None:
    found = call_of(case("alex"))
    assert len([one for one in HELPER.you_ask if one.id.startswith("quality_")]) == 5
    assert "Do you pay or get paid for referrals?" in found.you_ask


def test_after_violence_the_script_is_for_an_advocate() -> None:
    for name in CASES:
        found = call_of(case(name))
        rules = {finding.rule for finding in assess(CONTENT, case(name), TODAY).met}
        violence = bool(rules & VIOLENT)
        assert (found.listener is Listener.ADVOCATE) is violence, name
        assert ("I want to talk about how to stay safe. I have not decided what to do." in found.say) is violence, name
        assert ("Do you pay or get paid for referrals?" in found.you_ask) is not violence, name


def test_the_page_for_an_advocate_lists_only_lines_for_violence() -> None:
    page = arrived(case("spouse_and_meth")).page
    assert "An advocate helps people who are afraid or have been hurt" in page.text
    assert "1-800-799-7233" in page.markup
    assert "SAMHSA" not in page.text


def test_a_text_with_a_withheld_tag_is_not_shown() -> None:
    tagged = [one.model_copy(update={"tags": (Tag.MEETING,)}) for one in HELPER.you_ask]
    content = CONTENT.model_copy(update={"call_helper": HELPER.model_copy(update={"you_ask": tuple(tagged)})})
    assert phone_script(content, case("alex"), ()).you_ask
    assert phone_script(content, case("alex"), (Tag.MEETING,)).you_ask == ()


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
