"""A file of an older version: renamed, recoded, split and removed questions are migrated with a note."""

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
"""Marks text from the file: no note may quote it."""


def opened(answers: dict[str, Any], version: str = "garden") -> OpenedFile:
    """Open a file saved with the garden's first version, or another."""
    document = {"content_version": version, "answers": answers}
    return open_saved(json.dumps(document).encode(), QUESTIONS, CONTENT.migrations)


def notes_of(file: OpenedFile) -> list[str]:
    return [
        note.text(ENGLISH) for note in file.notes if note.change not in (AnswerFate.NEW_QUESTIONS, AnswerFate.NEW_PARTS)
    ]


def test_a_file_of_the_first_version_is_migrated() -> None:
    file = opened(
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
    assert file.response.content_version == QUESTIONS.version
    assert set(file.response.answers) == {
        Answer(link_id="keeper", value="Ada"),
        Answer(link_id="leaves", value="pale", basis=Basis.SAW, as_of="2026-10"),
        Answer(link_id="soil", value="dry"),
        Answer(link_id="spots", value="yes"),
        Answer(link_id="plants", value=("roses",)),
        Answer(link_id="height", value="knee"),
        Answer(link_id="now", value=("bees",)),
    }
    assert [note.text(ENGLISH) for note in file.notes] == [
        "2 questions have been added since then.",
        "1 part has been added since then. You can skip it.",
        "The question “The gardener” is now “Who looks after it.” Please check your answer.",
        "The choices for “Leaves” have changed. Please check your answer.",
        "We no longer ask “Garden gnomes.” Your answer was left out.",
        "“Trouble with the plants” is now asked as: Spots on the roses; What grows there; A leaning tree. "
        "Please check these answers.",
    ]


def test_only_later_migrations_are_applied() -> None:
    """A file saved after a migration holds neither its old question nor its old code."""
    file = opened({"gardener": "Ada", "dryness": "dry", "leaves": "pale"}, "garden.0")
    assert set(file.response.by_key) == {"soil", "leaves"}
    assert notes_of(file) == ["1 answer was left out. We do not ask that question here."]
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
        # a single-choice question cannot take two answers: it is left open, with a note
        (["spots", "fine"], {"leans": "no", "plants": ("roses",)}),
    ],
)
def test_one_question_becomes_several(trouble: Any, answers: dict[str, Any]) -> None:
    file = opened({"trouble": trouble})
    assert {answer.link_id: answer.value for answer in file.response.answers} == answers
    conflict = "Your answer to “Spots on the roses” no longer fits the question. Please answer it again."
    assert (conflict in notes_of(file)) is ("spots" not in answers)


def test_a_reason_for_having_no_answer_is_migrated() -> None:
    file = opened({"trouble": {"absent": "asked-unknown"}, "dryness": {"absent": "asked-declined"}})
    assert {key: answer.absent for key, answer in file.response.by_key.items()} == {
        "spots": Absent.UNKNOWN,
        "plants": Absent.UNKNOWN,
        "leans": Absent.UNKNOWN,
        "soil": Absent.DECLINED,
    }


def test_a_skipped_question_gets_no_note() -> None:
    passed = {"absent": "not-asked"}
    file = opened({"gnomes": passed, "gardener": passed, "trouble": passed, "dragons": passed, "soil": "dry"})
    assert notes_of(file) == []


def test_an_answer_whose_option_is_gone_is_asked_again() -> None:
    file = opened({"leaves": "gone", "soil": "dry"})
    assert "leaves" not in file.response.by_key
    assert notes_of(file) == ["Your answer to “Leaves” no longer fits the question. Please answer it again."]


@pytest.mark.parametrize("version", ["garden.1", "garden.0", "garden.9", "2040.1.1"])
def test_unknown_questions_and_options_are_left_out_with_a_note(version: str) -> None:
    file = opened(
        {"dragons": TYPED, f"{TYPED}": "x", "soil@n1": "dry", "now": ["bees", TYPED], "height": TYPED, "spots": "yes"},
        version,
    )
    assert set(file.response.answers) == {Answer(link_id="now", value=("bees",)), Answer(link_id="spots", value="yes")}
    assert [sentence for sentence in notes_of(file) if "newer" not in sentence] == [
        "Part of your answer to “Trouble right now” no longer fits. Please check it.",
        "Your answer to “Height of the tallest” no longer fits the question. Please answer it again.",
        "3 answers were left out. We do not ask those questions here.",
    ]
    newer = "This file was saved with a newer version of the questions."
    assert (newer in notes_of(file)) is (version == "garden.9")


def test_none_of_these_gives_way_to_a_sign_of_danger() -> None:
    """The sign of danger is kept."""
    assert opened({"now": ["none", "bees"]}).response.by_key["now"].value == ("bees",)


@pytest.mark.parametrize(("given", "value"), [(["dry"], "dry"), (["dry", "dry"], "dry")])
def test_a_list_of_one_fits_a_single_choice_question(given: Any, value: str) -> None:
    assert opened({"soil": given}).response.by_key["soil"].value == value


@pytest.mark.parametrize("given", [5, None, True, [], [5], ["dry", None], {}, {"value": 5}, {"value": {"a": 1}}])
def test_a_value_that_cannot_be_an_answer_makes_the_file_damaged(given: Any) -> None:
    with pytest.raises(CannotOpenError) as caught:
        opened({"soil": given, "spots": "yes"})
    assert caught.value.problem is OpenProblem.DAMAGED


def test_a_file_with_only_unknown_questions_is_foreign() -> None:
    with pytest.raises(CannotOpenError) as caught:
        opened({"dragons": "yes", "castle": "no"}, QUESTIONS.version)
    assert caught.value.problem is OpenProblem.FOREIGN


def test_versions_are_ordered_by_their_numbers() -> None:
    versions = ["2026.2", "2026.11.1", "2026.12.1", "2026.12.10", "2027.1.1", "garden", "garden.0", "garden.1"]
    assert sorted(set(versions), key=version_order) == versions
    assert version_order("9" * 5000)


def test_a_question_renamed_twice_gets_one_note() -> None:
    twice = (
        Migration.model_validate({"version": "1", "renamed": [{"question": "a", "to": "b", "was": "First"}]}),
        Migration.model_validate({"version": "2", "renamed": [{"question": "b", "to": "soil", "was": "Second"}]}),
    )
    file = open_saved(b'{"content_version": "0", "answers": {"a": "dry"}}', QUESTIONS, twice)
    assert file.response.by_key["soil"].value == "dry"
    assert file.notes == (ChangeNote(change=AnswerFate.RENAMED, was="First", now=("Dry soil",)),)


def test_two_questions_can_swap_their_names() -> None:
    swapped = Migration.model_validate(
        {
            "version": "2",
            "renamed": [{"question": "keeper", "to": "garden_name"}, {"question": "garden_name", "to": "keeper"}],
        }
    )
    document = b'{"content_version": "1", "answers": {"keeper": "The field", "garden_name": "Ada"}}'
    file = open_saved(document, QUESTIONS, (swapped,))
    assert {key: answer.value for key, answer in file.response.by_key.items()} == {
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
