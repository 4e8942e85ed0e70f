"""A file of an older version: what was renamed, recoded, split or taken away is brought along, and a note says so."""

from __future__ import annotations

import json
from typing import Any

import pytest

from intake.domain.migrations import Migration, version_order
from intake.domain.response import Absent, Answer, Basis
from intake.i18n import PSEUDO, Translator
from intake.saved import CannotOpenError, ChangeNote, OpenedFile, OpenProblem, open_saved
from intake.saved.migration import AnswerFate
from tests.garden import CONTENT, ENGLISH, QUESTIONS

TYPED = "Zelda <b>"
"""Stands for what a person, or a stranger, put into the file: no note may hold it."""


def opened(answers: dict[str, Any], version: str = "garden") -> OpenedFile:
    """A file of the garden's first version, or of another."""
    document = {"content_version": version, "answers": answers}
    return open_saved(json.dumps(document).encode(), QUESTIONS, CONTENT.migrations)


def said(found: OpenedFile) -> list[str]:
    return [
        note.text(ENGLISH)
        for note in found.notes
        if note.change not in (AnswerFate.NEW_QUESTIONS, AnswerFate.NEW_PARTS)
    ]


def test_a_file_of_the_first_version_is_brought_to_the_present_one() -> None:
    found = opened(
        {
            "gardener": "Ada",
            "leaves": {"value": "yellow", "basis": "saw", "as_of": "2026-10"},
            "dryness": "dry",
            "gnomes": "many",
            "trouble": ["spots"],
            "height": "knee",
            "now": ["bees"],
        }
    )
    assert found.response.content_version == QUESTIONS.version
    assert set(found.response.answers) == {
        Answer(link_id="keeper", value="Ada"),
        Answer(link_id="leaves", value="pale", basis=Basis.SAW, as_of="2026-10"),
        Answer(link_id="soil", value="dry"),
        Answer(link_id="spots", value="yes"),
        Answer(link_id="plants", value=("roses",)),
        Answer(link_id="height", value="knee"),
        Answer(link_id="now", value=("bees",)),
    }
    assert [note.text(ENGLISH) for note in found.notes] == [
        "There are 2 new questions since then.",
        "There is 1 new part since then. You can skip it.",
        "The question “The gardener” is now “Who looks after it”. Please check your answer.",
        "The choices for “Leaves” have changed. Please check your answer.",
        "We no longer ask “Garden gnomes”. Your answer was left out.",
        "“Trouble with the plants” is now asked as: Spots on the roses; What grows there; A leaning tree. "
        "Please check these answers.",
    ]


def test_only_what_came_after_the_file_is_applied() -> None:
    """Of two versions that a file has seen, it has neither the old question nor the old code."""
    found = opened({"gardener": "Ada", "dryness": "dry", "leaves": "pale"}, "garden.0")
    assert set(found.response.by_key) == {"soil", "leaves"}
    assert said(found) == ["1 answer was left out. We do not ask that question here."]
    assert opened({"dryness": "dry", "soil": "damp"}, "garden.1").response.answers == (
        Answer(link_id="soil", value="damp"),
    )


def test_a_file_of_the_present_version_needs_no_note() -> None:
    assert opened({"soil": "dry"}, QUESTIONS.version).notes == ()


@pytest.mark.parametrize(
    ("trouble", "answers"),
    [
        (["leaning", "spots"], {"leans": "always", "spots": "yes", "plants": ("tree", "roses")}),
        ("fine", {"spots": "no", "leans": "no"}),
        # a question of one answer cannot take two: it is left open, and that is said
        (["spots", "fine"], {"leans": "no", "plants": ("roses",)}),
    ],
)
def test_one_question_becomes_several(trouble: Any, answers: dict[str, Any]) -> None:
    found = opened({"trouble": trouble})
    assert {answer.link_id: answer.value for answer in found.response.answers} == answers
    conflict = "Your answer to “Spots on the roses” no longer fits the question. Please answer it again."
    assert (conflict in said(found)) is ("spots" not in answers)


def test_a_reason_for_no_answer_is_brought_along() -> None:
    found = opened({"trouble": {"absent": "asked-unknown"}, "dryness": {"absent": "asked-declined"}})
    assert {key: answer.absent for key, answer in found.response.by_key.items()} == {
        "spots": Absent.UNKNOWN,
        "plants": Absent.UNKNOWN,
        "leans": Absent.UNKNOWN,
        "soil": Absent.DECLINED,
    }


def test_a_question_passed_over_is_not_worth_a_note() -> None:
    passed = {"absent": "not-asked"}
    found = opened({"gnomes": passed, "gardener": passed, "trouble": passed, "dragons": passed, "soil": "dry"})
    assert said(found) == []


def test_an_answer_there_is_no_more_is_asked_again() -> None:
    found = opened({"leaves": "gone", "soil": "dry"})
    assert "leaves" not in found.response.by_key
    assert said(found) == ["Your answer to “Leaves” no longer fits the question. Please answer it again."]


@pytest.mark.parametrize("version", ["garden.1", "garden.0", "garden.9", "2040.1.1"])
def test_what_the_questions_do_not_know_is_left_out_with_a_note(version: str) -> None:
    found = opened(
        {"dragons": TYPED, f"{TYPED}": "x", "soil@n1": "dry", "now": ["bees", TYPED], "height": TYPED, "spots": "yes"},
        version,
    )
    assert set(found.response.answers) == {Answer(link_id="now", value=("bees",)), Answer(link_id="spots", value="yes")}
    assert [sentence for sentence in said(found) if "newer" not in sentence] == [
        "Part of your answer to “Trouble right now” no longer fits. Please check it.",
        "Your answer to “Height of the tallest” no longer fits the question. Please answer it again.",
        "3 answers were left out. We do not ask those questions here.",
    ]
    newer = "This file was saved with a newer version of the questions."
    assert (newer in said(found)) is (version == "garden.9")


def test_what_stands_alone_gives_way_to_what_was_reported() -> None:
    """ "None of these" beside a sign of danger: the sign is kept."""
    assert opened({"now": ["none", "bees"]}).response.by_key["now"].value == ("bees",)


@pytest.mark.parametrize(("given", "value"), [(["dry"], "dry"), (["dry", "dry"], "dry")])
def test_one_answer_of_a_list_fits_a_question_of_one_answer(given: Any, value: str) -> None:
    assert opened({"soil": given}).response.by_key["soil"].value == value


@pytest.mark.parametrize("given", [5, None, True, [], [5], ["dry", None], {}, {"value": 5}, {"value": {"a": 1}}])
def test_what_can_be_no_answer_at_all_makes_the_file_unusable(given: Any) -> None:
    with pytest.raises(CannotOpenError) as caught:
        opened({"soil": given, "spots": "yes"})
    assert caught.value.problem is OpenProblem.DAMAGED


def test_answers_to_other_questions_altogether_are_a_foreign_file() -> None:
    with pytest.raises(CannotOpenError) as caught:
        opened({"dragons": "yes", "castle": "no"}, QUESTIONS.version)
    assert caught.value.problem is OpenProblem.FOREIGN


def test_versions_are_ordered_by_their_numbers() -> None:
    versions = ["2026.2", "2026.11.1", "2026.12.1", "2026.12.10", "2027.1.1", "garden", "garden.0", "garden.1"]
    assert sorted(set(versions), key=version_order) == versions
    assert version_order("9" * 5000)


def test_a_question_renamed_twice_is_told_of_once() -> None:
    twice = (
        Migration.model_validate({"version": "1", "renamed": [{"question": "a", "to": "b", "was": "First"}]}),
        Migration.model_validate({"version": "2", "renamed": [{"question": "b", "to": "soil", "was": "Second"}]}),
    )
    found = open_saved(b'{"content_version": "0", "answers": {"a": "dry"}}', QUESTIONS, twice)
    assert found.response.by_key["soil"].value == "dry"
    assert found.notes == (ChangeNote(change=AnswerFate.RENAMED, was="First", now=("Dry soil",)),)


def test_two_questions_can_change_their_names_with_each_other() -> None:
    swapped = Migration.model_validate(
        {
            "version": "2",
            "renamed": [{"question": "keeper", "to": "garden_name"}, {"question": "garden_name", "to": "keeper"}],
        }
    )
    document = b'{"content_version": "1", "answers": {"keeper": "The field", "garden_name": "Ada"}}'
    found = open_saved(document, QUESTIONS, (swapped,))
    assert {key: answer.value for key, answer in found.response.by_key.items()} == {
        "garden_name": "The field",
        "keeper": "Ada",
    }


@pytest.mark.parametrize("change", AnswerFate)
def test_every_note_can_be_translated_and_has_no_empty_slot(change: AnswerFate) -> None:
    for number in (1, 2):
        note = ChangeNote(change=change, was="WAS", now=("ONE", "TWO"), number=number)
        assert "{" not in note.text(ENGLISH)
        assert note.text(Translator(PSEUDO)).startswith("⟦")
        assert note.text(ENGLISH)[-1] == "."
