"""The differences between two versions of a record, in words."""

from __future__ import annotations

from intake.brief.changes import AnswerChange, changes
from intake.content.cases import response_of
from intake.domain.answers_json import with_as_of
from tests.garden import CALM, CONTENT, ENGLISH, MADE_ON, QUESTIONS

CALM_STATE = response_of(CALM, CONTENT)


def test_changes_show_before_and_after_with_the_priority_first() -> None:
    worse = response_of({**CALM, "now": ("bees",)}, CONTENT)
    differences = changes(CONTENT, CALM_STATE, worse, MADE_ON, ENGLISH)
    assert differences[0].label == "Suggested priority"
    now = next(change for change in differences if change.label == QUESTIONS.items["now"].label)
    none, bees = (QUESTIONS.items["now"].by_code[code].text for code in ("none", "bees"))
    assert (now.before, now.after) == (none, bees)


def test_a_new_answer_has_an_empty_before() -> None:
    before = response_of({key: value for key, value in CALM.items() if key != "soil"}, CONTENT)
    differences = changes(CONTENT, before, CALM_STATE, MADE_ON, ENGLISH)
    soil = QUESTIONS.items["soil"]
    assert [change for change in differences if change.label != "Suggested priority"] == [
        AnswerChange(soil.label, "", soil.by_code["damp"].text)
    ]


def test_a_new_date_alone_is_not_a_change() -> None:
    earlier = with_as_of(CALM_STATE, QUESTIONS, MADE_ON.date())
    assert changes(CONTENT, CALM_STATE, earlier, MADE_ON, ENGLISH) == ()
    assert changes(CONTENT, CALM_STATE, CALM_STATE, MADE_ON, ENGLISH) == ()
