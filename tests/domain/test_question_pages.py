"""Which questions share a page: short ones, in order, without moving while a section is answered."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from intake.domain.question_pages import MOST_WORDS, Depth, QuestionPage, opened_texts, paged, visible_texts
from intake.domain.questionnaire import Condition, Item, Opener, Option, Questionnaire, Section
from intake.domain.response import Absent, Answer, Response
from intake.domain.routing import route


def question(link_id: str, words: int = 10, *, after: str = "", together: bool = False) -> Item:
    """A question of this many words, with the options "yes" and "no" and one word why; asked `after` a yes."""
    text = " ".join([link_id] * (words - 2))
    return Item.model_validate(
        {
            "link_id": link_id,
            "type": "choice",
            "label": link_id,
            "text": text,
            "say": text,
            "why": "Why.",
            "options": [Option(code="yes", text="Yes"), Option(code="no", text="No")],
            "enable_when": [Condition(question=after, answer="yes")] if after else [],
            "together": together,
            "quick": True,
        }
    )


def section(*items: Item, asked: str = "check", intro: str | None = None, name: str = "part") -> Section:
    return Section.model_validate({"id": name, "title": "Part", "intro": intro, "asked": asked, "items": items})


def pages(*sections: Section, depth: Depth = "quick", **given: str) -> list[str]:
    """The pages, each as its questions joined by a space."""
    return [" ".join(asked.link_id for asked in page.questions) for page in made(*sections, depth=depth, given=given)]


def made(
    *sections: Section, depth: Depth = "quick", given: Mapping[str, str] | None = None
) -> tuple[QuestionPage, ...]:
    questionnaire = Questionnaire(version="1", sections=sections)
    answers = tuple(Answer(link_id=link_id, value=value) for link_id, value in (given or {}).items())
    asked = route(questionnaire, Response(content_version="1", answers=answers))
    return paged(questionnaire, asked, frozenset(questionnaire.items), depth)


def test_short_questions_share_a_page_four_at_most() -> None:
    assert pages(section(*map(question, "abcde"))) == ["a b c d", "e"]


@pytest.mark.parametrize("depth", ["quick", "check"])
def test_a_page_holds_only_so_many_words(depth: Depth) -> None:
    why = len(visible_texts(question("a"), depth)) - len(visible_texts(question("a"), "quick"))
    most = MOST_WORDS - 10 - 2 * why
    assert pages(section(question("a"), question("b", most)), depth=depth) == ["a b"]
    assert pages(section(question("a"), question("b", most + 1)), depth=depth) == ["a", "b"]


def test_a_long_question_stands_alone() -> None:
    assert pages(section(question("a", 200), question("b"), question("c"))) == ["a", "b c"]


def test_a_new_section_begins_a_page_and_its_introduction_counts() -> None:
    intro = " ".join(["soon"] * 75)
    first, second = section(question("a")), section(question("b"), question("c", 20), intro=intro, name="other")
    found = made(first, second)
    assert [page.name for page in found] == ["a", "b", "c"]
    assert [page.opens for page in found] == [False, True, False]


def test_what_follows_from_an_answer_joins_its_page_and_moves_nothing() -> None:
    part = section(question("a", 30), question("b", 60, after="a"), question("c", 30), question("d", 50))
    assert pages(part, a="no") == ["a c", "d"]
    assert pages(part, a="yes") == ["a b c", "d"]


def test_a_question_that_earlier_sections_rule_out_takes_no_room() -> None:
    earlier = section(question("z"), name="earlier")
    part = section(question("a", 30), question("b", 30, after="z"), question("c", 50))
    assert pages(earlier, part, z="no") == ["z", "a c"]
    assert pages(earlier, part, z="yes") == ["z", "a b", "c"]


def test_no_answer_of_a_section_changes_the_name_of_a_page() -> None:
    part = section(question("a", 60), question("b", 20), question("c", 10, after="b"), question("d", after="a"))
    names = {answer: [page.name for page in made(part, given={"a": answer, "b": answer})] for answer in ("yes", "no")}
    assert set(names["no"]) <= set(names["yes"])


def test_after_the_result_the_content_says_what_shares_a_page() -> None:
    part = section(question("a"), question("b"), question("c", together=True), asked="full")
    assert pages(part, depth="check") == ["a", "b c"]


def test_a_page_that_a_question_may_join_is_shared_before_and_after() -> None:
    part = section(question("a", 30), question("b", 60, after="a"), question("c", 80), question("d", 80))
    for answer in ("no", "yes"):
        assert [page.shared for page in made(part, given={"a": answer})] == [True, False, False]


@pytest.mark.parametrize("absent", list(Absent))
def test_a_follow_up_waits_for_an_answer_that_calls_for_it(absent: Absent) -> None:
    lead, other = question("a"), question("b", after="a")
    follow_up = question("c", after="a").model_copy(update={"follow_up": True})
    questionnaire = Questionnaire(version="1", sections=(section(lead, other, follow_up),))

    def asked(*answers: Answer) -> list[str]:
        return [one.link_id for one in route(questionnaire, Response(content_version="1", answers=answers))]

    assert asked() == ["a", "b"]
    assert asked(Answer(link_id="a", absent=absent)) == ["a", "b"]
    assert asked(Answer(link_id="a", value="yes")) == ["a", "b", "c"]
    assert asked(Answer(link_id="a", value="no")) == ["a"]


def test_a_list_behind_a_yes_takes_no_room_until_it_opens() -> None:
    long = question("a", 200).model_copy(update={"opener": Opener(line="Is there any?", no="no", yes="There is")})
    assert pages(section(long, question("b", 90))) == ["a b"]
    assert visible_texts(long, "quick") == ("Is there any?",)
    assert opened_texts(long) == (long.text, "Yes")
    assert opened_texts(question("b")) == ()
