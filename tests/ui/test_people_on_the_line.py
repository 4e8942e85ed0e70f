"""Someone else takes the phone: their answers about themself are filled in, and each keeps their own say on notes."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest

from intake.content import load
from intake.domain import consent
from intake.ui.staff import store_access
from tests.ui.test_administration import press
from tests.ui.test_desk_roles import Member, desk, opened, shown
from tests.ui.test_known_case import content_of, mine, new_call, typed

__all__ = ["desk"]  # a fixture
NAME = "Your name or initials"
ADD_NAME, ADD_RELATION = "Their name or initials", "Who they are to the person this is about"


def add(at: AppTest, name: str = "", relation: str = "") -> None:
    press(at, "Add a person")
    if relation:
        next(field for field in at.selectbox if field.label == ADD_RELATION).select(relation)
        at.run()
    if name:
        typed(at, ADD_NAME, name)
    press(at, "Add to call")
    at.run()


def field(at: AppTest, label: str) -> str:
    return str(next(field for field in at.text_input if field.label == label).value)


def told(content: dict[str, Any], informant: str) -> dict[str, Any]:
    documents = {content["on_line"]: content["answers"], **content["responses"]}
    answers: dict[str, Any] = documents[informant]["answers"]
    return answers


def test_a_name_and_relationship_answer_the_questions_about_who_is_calling() -> None:
    pat, asked = Member("pat", "intake"), load().layout.informant
    assert asked is not None
    at = new_call(pat)
    typed(at, NAME, "Mara Quill")
    add(at, "Nora Reed", "A brother or sister")
    assert field(at, NAME) == "Nora Reed"
    stored = content_of(pat, mine(pat)[0].id)
    assert stored["on_line"] == "i2"
    assert told(stored, "i2") == {asked.name: "Nora Reed", asked.relation: "sibling"}
    assert told(stored, "i1") == {asked.name: "Mara Quill"}
    typed(at, NAME, "Nora Reed-Hall")
    line = next(field for field in at.selectbox if field.label.startswith("On the line"))
    assert list(line.options) == ["Mara Quill", "Nora Reed-Hall"], "they are called what they said"
    found = store_access.lists(pat.actor).find("hall")
    assert [row.head.id for row in found] == [mine(pat)[0].id]


def test_a_relationship_alone_is_enough_to_add_someone() -> None:
    pat = Member("pat", "intake")
    at = new_call(pat)
    typed(at, NAME, "Mara Quill")
    add(at, relation="A friend")
    line = next(field for field in at.selectbox if field.label.startswith("On the line"))
    assert list(line.options) == ["Mara Quill", "A friend"]
    assert field(at, NAME) == ""


def test_the_heading_of_a_record_names_the_person_to_call_whoever_is_on_the_line() -> None:
    pat = Member("pat", "intake")
    at = new_call(pat)
    typed(at, NAME, "Mara Quill")
    typed(at, "A safe way to reach you", "555-010-4477")
    add(at, "Nora Reed")
    assert '<h1 tabindex="-1">M. Q.</h1>' in shown(opened(at, "record"))


def test_a_no_to_notes_stays_with_who_said_it() -> None:
    """It holds for who takes the phone next, cuts nothing that another person told before, and keeps files closed."""
    pat = Member("pat", "intake")
    at = new_call(pat)
    typed(at, NAME, "Mara Quill")
    add(at, "Nora Reed")
    case = mine(pat)[0].id
    notes = next(radio for radio in at.radio if radio.label.startswith("May I take notes?"))
    notes.set_value("no")
    at.run()
    assert "your_name" not in told(content_of(pat, case), "i2"), "Nora wants no notes"
    press(at, "Next speaker")
    at.run()
    stored = content_of(pat, case)
    assert told(stored, "i1") == {"your_name": "Mara Quill"}, "Mara's answers are hers"
    assert (stored["call"].get(consent.NOTES, ""), stored["call"][consent.NOTES_REFUSED_BY]) == ("", "i2")
    text = shown(opened(at, "record"))
    assert "Does not want notes. No file leaves until they agree to notes." in text
    opened(at, "call")
    press(at, "Next speaker")
    at.run()
    stored = content_of(pat, case)
    assert stored["call"][consent.NOTES] == "no"
