"""Two people edit one case at the same time: nothing is lost, and only what both changed is asked."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from intake.ui.staff.call.merge_edits import Conflict, choose, merge


def case(said: dict[str, dict[str, Any]], *, on_line: str = "i1", **parts: Any) -> dict[str, Any]:
    """The stored content of a case in which these people told this."""
    documents = {id_: {"content_version": "1", "language": "en", "answers": table} for id_, table in said.items()}
    people = [{"id": id_, "name": "", "relation": "", "confidential": False} for id_ in said]
    return {
        "answers": documents.pop(on_line),
        "on_line": on_line,
        "responses": documents,
        "informants": people,
        "topic": "",
        "call": {},
        "told": [],
        "dangers_seen": [],
        **parts,
    }


def told_in(content: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What each person told, in stored content."""
    documents = {content["on_line"]: content["answers"], **content["responses"]}
    return {id_: document["answers"] for id_, document in documents.items()}


def test_answers_to_different_questions_are_both_kept() -> None:
    base = case({"i1": {"fear": "no"}})
    merged = merge(
        base, case({"i1": {"fear": "no", "means": ["none"]}}), case({"i1": {"fear": "no", "driving": "never"}})
    )
    assert not merged.conflicts
    assert told_in(merged.content) == {"i1": {"fear": "no", "means": ["none"], "driving": "never"}}


def test_an_answer_that_both_changed_is_a_conflict_and_a_person_chooses() -> None:
    base = case({"i1": {"fear": "no"}})
    merged = merge(base, case({"i1": {"fear": "often"}}), case({"i1": {"fear": "sometimes", "driving": "never"}}))
    assert merged.conflicts == (Conflict("i1", "fear", "often", "sometimes"),)
    assert told_in(merged.content)["i1"] == {"fear": "often", "driving": "never"}
    assert told_in(choose(merged, frozenset({("i1", "fear")})))["i1"] == {"fear": "sometimes", "driving": "never"}
    assert told_in(choose(merged, frozenset()))["i1"] == {"fear": "often", "driving": "never"}


def test_the_same_change_on_both_sides_is_no_conflict() -> None:
    base, both = case({"i1": {"fear": "no"}}), case({"i1": {"fear": "often"}})
    assert not merge(base, both, both).conflicts


def test_two_people_added_at_once_stay_two_people() -> None:
    """One worker put the sister on the line, another one the son; both got the next free id."""
    base = case({"i1": {}})
    sister, son = case({"i1": {}, "i2": {"fear": "no"}}), case({"i1": {}, "i2": {"fear": "often"}})
    sister["informants"][1]["name"], son["informants"][1]["name"] = "Sister", "Son"
    merged = merge(base, sister, son)
    names = {one["name"]: one["id"] for one in merged.content["informants"]}
    assert told_in(merged.content)[names["Sister"]] == {"fear": "no"}
    assert told_in(merged.content)[names["Son"]] == {"fear": "often"}


def test_fields_of_the_call_and_marks_are_merged_too() -> None:
    base = case({"i1": {}}, call={"outcome": ""}, told=["fear"])
    ours = case({"i1": {}}, call={"first_step": "Call the doctor"}, told=["fear", "means"])
    theirs = case({"i1": {}}, call={"outcome": "referred"}, told=[], dangers_seen=["RED-DV"])
    content = merge(base, ours, theirs).content
    assert content["call"] == {"first_step": "Call the doctor", "outcome": "referred"}
    assert (content["told"], content["dangers_seen"]) == (["means"], ["RED-DV"])


TABLES = st.dictionaries(st.sampled_from("abc"), st.sampled_from(["x", "y", "z"]))


@given(TABLES, TABLES, TABLES)
def test_no_change_of_either_side_is_lost(before: dict[str, str], mine: dict[str, str], other: dict[str, str]) -> None:
    """Each answer ends as one of the two left it; if only one changed it, as that one did; or it is a conflict."""
    merged = merge(case({"i1": before}), case({"i1": mine}), case({"i1": other}))
    result, conflicts = told_in(merged.content)["i1"], {one.key for one in merged.conflicts}
    for key in "abc":
        if mine.get(key) == before.get(key):
            assert result.get(key) == other.get(key)
        elif other.get(key) == before.get(key) or key not in conflicts:
            assert result.get(key) == mine.get(key)
        else:
            assert {result.get(key), other.get(key)} == {mine.get(key), other.get(key)}
