"""A text that is longer than its field keeps what fits, and the person is told before the page goes on."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from intake.domain.answers_json import LARGEST_DOCUMENT, LONGEST_LINE, AnswersError, document_of, read_answers
from intake.domain.response import Answer
from intake.ui.common import answer_fields
from intake.ui.common.answer_fields import LONGEST_ON_SCREEN
from tests.real_cases import CASES
from tests.serving import ROOT
from tests.ui.visit import Visit

SOURCES = [*(ROOT / "src/intake/ui").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
TOLD = "Only the first {number} characters fit here. The rest was left out."
OPEN_TEXT = "worry_most"


@pytest.mark.parametrize("letter", ["a", "😀", "👍🏽", "e\u0301"])
def test_a_pasted_text_that_is_too_long_keeps_what_fits_and_says_so(letter: str) -> None:
    visit = Visit(CASES["mild_worry"].answers)
    visit.stand_at(OPEN_TEXT)
    item = visit.content.questionnaire.items[OPEN_TEXT]
    visit.type(item, letter * (LONGEST_ON_SCREEN + 1))
    visit.press("Continue")
    assert OPEN_TEXT in visit.asked, "the page stays, so that the sentence is read"
    assert visit.page.text.count(visit.say(TOLD, number=f"{LONGEST_ON_SCREEN:,}")) == 1
    assert visit.field(item).value == letter * LONGEST_ON_SCREEN
    assert visit.response.by_key[OPEN_TEXT].value == letter * LONGEST_ON_SCREEN
    saved = json.dumps(document_of(visit.response))
    assert read_answers(saved, visit.content.questionnaire) == visit.response, "a saved file can be opened again"
    visit.press("Continue")
    assert OPEN_TEXT not in visit.asked


def test_once_it_is_shorter_nothing_is_said_anymore() -> None:
    visit = Visit(CASES["mild_worry"].answers)
    visit.stand_at(OPEN_TEXT)
    item = visit.content.questionnaire.items[OPEN_TEXT]
    visit.type(item, "a" * (LONGEST_ON_SCREEN + 1))
    visit.run()
    told = visit.say(TOLD, number=f"{LONGEST_ON_SCREEN:,}")
    assert told in visit.page.text
    visit.run()
    assert told in visit.page.text, "it is still as long"
    visit.type(item, "shorter")
    visit.run()
    assert told not in visit.page.text
    assert visit.response.by_key[OPEN_TEXT].value == "shorter"


def test_a_visit_holds_so_much_text_and_can_still_be_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_fields, "MOST_TYPED", 4_000)
    visit = Visit(CASES["mild_worry"].answers)
    visit.stand_at(OPEN_TEXT)
    before = visit.response
    visit.at.session_state["response"] = before.with_answer(Answer(link_id="own_words", value="y" * 2_800))
    visit.run()
    item = visit.content.questionnaire.items[OPEN_TEXT]
    visit.type(item, "z" * 1_000)
    visit.press("Continue")
    fits = len(str(visit.response.by_key[OPEN_TEXT].value))
    assert 20 < fits <= (4_000 - 2_800) // answer_fields.LARGEST_CHARACTER
    assert visit.say(TOLD, number=fits) in visit.page.text
    assert visit.response.by_key["own_words"].value == "y" * 2_800, "nothing else is lost"
    visit.press("Continue")
    assert OPEN_TEXT not in visit.asked


def test_the_most_text_of_a_visit_fits_a_file_that_can_be_opened() -> None:
    visit = Visit(CASES["mild_worry"].answers)
    visit.seed("result")
    text = "\U0001f468" * (answer_fields.MOST_TYPED // 4)
    document = document_of(visit.response.with_answer(Answer(link_id=OPEN_TEXT, value=text)))
    assert len(json.dumps(document, ensure_ascii=False).encode()) < LARGEST_DOCUMENT


def long_line() -> None:
    import streamlit as st

    from intake.ui.common import text_fields

    st.session_state.text = text_fields.line("A name", key="name", longest=5, value="Ann")


def test_a_line_shows_its_value_until_it_is_typed_over() -> None:
    at = AppTest.from_function(long_line).run()
    assert at.text_input[0].value == "Ann"
    at.text_input[0].set_value("abcdefg").run()
    assert at.text_input[0].value == "abcde"
    assert at.session_state.text == "abcde"
    assert "Only the first 5 characters" in at.get("html")[0].proto.body
    assert not at.exception


def test_a_name_of_long_characters_comes_back_with_a_saved_file() -> None:
    visit = Visit(CASES["mild_worry"].answers)
    item = visit.content.questionnaire.items["lo_name"]
    document = '{"answers": {"%s": "%s"}}'
    longest = "👍🏽" * LONGEST_LINE
    read = read_answers(document % (item.link_id, longest), visit.content.questionnaire)
    assert read.by_key[item.link_id].value == longest
    with pytest.raises(AnswersError, match="longer than 120 characters"):
        read_answers(document % (item.link_id, longest + "a"), visit.content.questionnaire)


def calls_of_text_input() -> Iterator[tuple[str, ast.Call]]:
    for file in SOURCES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "st.text_input":
                yield file.name, node


def test_no_phone_changes_a_password() -> None:
    """browser.js finds the fields by the container of text_fields.password, or by their type."""
    for file, call in calls_of_text_input():
        of_this_type = any(word.arg == "type" and ast.unparse(word.value) == "'password'" for word in call.keywords)
        assert of_this_type or "assword" not in ast.unparse(call), f"{file}: use text_fields.password"
    page = (ROOT / "src/intake/ui/staff/sign_in/pages.html.j2").read_text("utf-8")
    fields = re.findall(r'<input[^>]*type="password"[^>]*>', page)
    assert fields
    for field in fields:
        assert 'autocapitalize="off" autocorrect="off" spellcheck="false"' in field


def test_no_field_uses_the_limit_that_refuses_a_text_without_a_word() -> None:
    for file in SOURCES:
        assert "max_chars" not in file.read_text("utf-8"), f"{file.name}: use intake.ui.common.text_fields"
