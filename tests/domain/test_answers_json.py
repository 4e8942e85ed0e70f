"""Answers as a JSON document: round trips, and error messages of one line that never quote the input."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.answers_json import (
    LARGEST_DOCUMENT,
    LONGEST_TEXT,
    AnswersError,
    check_answer,
    document_of,
    read_answers,
)
from intake.domain.questionnaire import Item, ItemType
from intake.domain.response import Absent, Answer, Basis, Response
from tests.garden import QUESTIONS

TYPED = "Zelda"
"""Text that a person typed; no message may contain it."""


def refused(document: Any) -> str:
    """The error message for a document that cannot be used."""
    text = document if isinstance(document, str | bytes) else json.dumps(document)
    with pytest.raises(AnswersError) as caught:
        read_answers(text, QUESTIONS)
    return str(caught.value)


def answer_to(link_id: str, value: Any) -> dict[str, Any]:
    return {"answers": {link_id: value}}


# --- round trip ------------------------------------------------------------------------------------------------------


def values(item: Item) -> st.SearchStrategy[str | tuple[str, ...]]:
    """Every kind of value a question allows."""
    codes = [option.code for option in item.options]
    if item.type is ItemType.CHOICE:
        return st.sampled_from(codes)
    if item.type is ItemType.CHOICES:
        alone = st.sampled_from(codes).map(lambda code: (code,))
        together = [option.code for option in item.options if not option.exclusive]
        return alone | st.lists(st.sampled_from(together), min_size=1, unique=True).map(tuple)
    return st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


ENTRIES: dict[str, tuple[str, ...]] = {
    section.id: ("n1", "n3") if section.repeats else ("",) for section in QUESTIONS.sections
}
ENTRIES["each_plant"] = ("roses", "tree", "n2")
"""Entries that the questions of each section can be about."""


@st.composite
def valid_answers(draw: st.DrawFn, item: Item) -> Answer:
    entry = draw(st.sampled_from(ENTRIES[QUESTIONS.section_of[item.link_id].id]))
    basis = draw(st.none() | st.sampled_from(Basis))
    day = draw(st.none() | st.dates(min_value=dt.date(1900, 1, 1)))
    as_of = day and day.isoformat()[: draw(st.sampled_from([4, 7, 10]))]
    reasons = [reason for reason in Absent if item.opener or reason is not Absent.UNNAMED]
    if draw(st.booleans()):
        return Answer(
            link_id=item.link_id, entry=entry, absent=draw(st.sampled_from(reasons)), basis=basis, as_of=as_of
        )
    return Answer(link_id=item.link_id, entry=entry, value=draw(values(item)), basis=basis, as_of=as_of)


@st.composite
def responses(draw: st.DrawFn) -> Response:
    items = draw(st.lists(st.sampled_from(list(QUESTIONS.items.values())), unique_by=lambda item: item.link_id))
    language = draw(st.sampled_from(["en", "es", "fr", "qps"]))
    given = tuple(draw(valid_answers(item)) for item in items)
    return Response(content_version=draw(st.sampled_from(["garden.1", "garden.0"])), language=language, answers=given)


@given(response=responses(), as_bytes=st.booleans())
def test_every_response_survives_a_round_trip(response: Response, *, as_bytes: bool) -> None:
    text = json.dumps(document_of(response), ensure_ascii=False)
    assert read_answers(text.encode() if as_bytes else text, QUESTIONS) == response


@given(responses())
def test_plain_answers_are_written_in_short_form(response: Response) -> None:
    """Only a basis, a date, or a missing value needs an object."""
    written = document_of(response)["answers"]
    for answer in response.answers:
        plain = answer.value is not None and answer.basis is None and answer.as_of is None
        assert isinstance(written[answer.key], dict) is not plain


def test_every_way_to_write_an_answer() -> None:
    document = {
        "content_version": "garden.0",
        "language": "fr",
        "answers": {
            "soil": "dry",
            "now": ["bees", "flood", "bees"],
            "plants": "roses",
            "leaves": {"value": "pale", "basis": "saw", "as_of": "2026-11-20"},
            "height": {"absent": "asked-declined"},
            "worry": "  as\n typed ",
        },
    }
    response = read_answers(json.dumps(document), QUESTIONS)
    assert (response.content_version, response.language) == ("garden.0", "fr")
    assert response.answers == (
        Answer(link_id="soil", value="dry"),
        Answer(link_id="now", value=("bees", "flood")),
        Answer(link_id="plants", value=("roses",)),
        Answer(link_id="leaves", value="pale", basis=Basis.SAW, as_of="2026-11-20"),
        Answer(link_id="height", absent=Absent.DECLINED),
        Answer(link_id="worry", value="  as\n typed "),
    )


def test_version_and_language_may_be_left_out() -> None:
    response = read_answers('{"answers": {}}', QUESTIONS)
    assert response == Response(content_version="garden.1", language="en")


@pytest.mark.parametrize("version", ["2026.11.1", "garden.0", "1", "2027.1.0-rc.1+a", "9" * 40])
@pytest.mark.parametrize("language", ["en", "qps", "fr-CA", "zh-Hant-TW"])
def test_valid_versions_and_languages(version: str, language: str) -> None:
    response = read_answers(json.dumps({"content_version": version, "language": language, "answers": {}}), QUESTIONS)
    assert (response.content_version, response.language) == (version, language)


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (TYPED, "the document is not valid JSON"),
        ('{"answers": {"worry": "Zelda"', "the document is not valid JSON"),
        (b'{"answers": {"worry": "Zelda \xff"}}', "the document is not valid JSON"),
        ("", "the document is not valid JSON"),
        ("[" * 100_000, "the document is nested too deeply"),
        ('{"answers": {"worry": ' + '{"value":' * 100_000, "the document is nested too deeply"),
        (" " * (LARGEST_DOCUMENT + 1), "the document is larger than 1,000,000 bytes"),
        ('{"answers": {"soil": NaN}}', "the document contains NaN or Infinity"),
        ('{"answers": {"soil": -Infinity}}', "the document contains NaN or Infinity"),
        ('{"answers": {"soil": "dry", "soil": "damp"}}', "the document has the same key twice"),
        ('{"answers": {}, "answers": {}}', "the document has the same key twice"),
        ([TYPED], 'the document must have an object named "answers"'),
        ({"worry": TYPED}, 'the document must have an object named "answers"'),
        ({"answers": [TYPED]}, 'the document must have an object named "answers"'),
        ({"answers": {}, "author": TYPED}, "unknown key 'author'; expected content_version, language, and answers"),
        ({"answers": {}, "language": 1}, "content_version and language must be strings"),
        ({"answers": {}, "content_version": [TYPED]}, "content_version and language must be strings"),
        (answer_to("compost", TYPED), "there is no question 'compost'"),
        (answer_to("soil", TYPED), "answer 'soil' has an unknown code; the options are dry, damp"),
        (answer_to("soil", ""), "answer 'soil' has an unknown code; the options are dry, damp"),
        (answer_to("soil", ["dry"]), "answer 'soil' must be a single code, not a list"),
        (answer_to("soil", 987_654), "answer 'soil' must be a code or a list of codes"),
        (answer_to("soil", {"value": {"value": TYPED}}), "answer 'soil' must be a code or a list of codes"),
        (
            answer_to("now", ["bees", TYPED]),
            "answer 'now' has an unknown code; the options are bees, flood, goat, none",
        ),
        (answer_to("now", TYPED), "answer 'now' has an unknown code; the options are bees, flood, goat, none"),
        (answer_to("now", ["none", "bees"]), "answer 'now' has a code that cannot be combined with others"),
        (answer_to("now", []), "answer 'now' must be a list of at least one code"),
        (answer_to("now", [[TYPED]]), "answer 'now' must be a list of at least one code"),
        (answer_to("worry", [TYPED]), "answer 'worry' must be text"),
        (answer_to("worry", "x" * (LONGEST_TEXT + 1)), "answer 'worry' is longer than 20,000 characters"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_bad_document_is_refused_with_the_reason(document: Any, message: str) -> None:
    assert refused(document) == message
    assert TYPED not in message


@pytest.mark.parametrize(
    "frame",
    [
        *({"content_version": wrong} for wrong in ("", " ", f"{TYPED} 1", "../1", ".1", "1\n", "1/2", "<b>", "9" * 41)),
        *(
            {"language": wrong}
            for wrong in ("", "e", "EN", "engl", "en_US", "en-", "en-x", "en\n", "../en", f"en {TYPED}")
        ),
    ],
    ids=str,
)
def test_version_and_language_cannot_contain_free_text(frame: dict[str, str]) -> None:
    """Both are printed on every page of a summary."""
    assert refused({**frame, "answers": {}}) == (
        'content_version must look like "2026.11.1" and language like "en" or "fr-CA"'
    )


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"value": "dry", "absent": "asked-unknown"}, ""),
        ({}, ""),
        (None, ""),
        ({"absent": TYPED}, "absent"),
        ({"value": "dry", "basis": TYPED}, "basis"),
        ({"value": "dry", "as_of": TYPED}, "as_of"),
        ({"value": "dry", "as_of": "2026-02-30"}, "as_of"),
        ({"value": "dry", "as_of": [TYPED]}, "as_of"),
        ({"value": "dry", "as_of": 0}, "as_of"),
        ({"value": "dry", "certain": TYPED}, "certain"),
        ({"value": "dry", "link_id": "height"}, "link_id"),
        ({"value": "dry", "one\ntwo": TYPED}, ""),
    ],
    ids=str,
)
def test_a_bad_object_is_refused_naming_the_answer_and_the_key(given: Any, named: str) -> None:
    message = refused(answer_to("soil", given))
    assert message.startswith("answer 'soil'")
    assert named in message
    assert "\n" not in message
    for typed in (TYPED, "2026-02-30", "height"):
        assert typed not in message


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(answer_to("worry", "half a character \ud83d"), id="half a character in an answer"),
        pytest.param({"answers": {}, "content_version": "\udc00"}, id="half a character in the version"),
        pytest.param({"answers": {}, "language": "\udc00"}, id="half a character in the language"),
        pytest.param('{"answers": {"soil": ' + "9" * 5000 + "}}", id="a number of 5,000 digits"),
        pytest.param('{"answers": {"soil": 1e999}}', id="a number beyond all numbers"),
    ],
)
def test_odd_documents_also_get_one_short_line(document: Any) -> None:
    assert 0 < len(refused(document).splitlines()[0]) < 200
    assert len(refused(document).splitlines()) == 1


def test_a_line_has_a_maximum_length() -> None:
    message = refused(answer_to("keeper", TYPED * LONGEST_TEXT))
    assert re.fullmatch(r"answer 'keeper' is longer than [\d,]+ characters", message)


def test_unknown_names_are_shortened_in_messages() -> None:
    assert len(refused(answer_to("x" * 5000, "y"))) < 100
    assert len(refused({"answers": {}, "x" * 5000: "y"})) < 200


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text() | st.sampled_from(["dry", "bees"]), st.lists))
def test_every_value_gives_an_answer_or_an_answers_error(value: Any) -> None:
    for link_id in ("soil", "now", "worry"):
        try:
            response = read_answers(json.dumps(answer_to(link_id, value)), QUESTIONS)
        except AnswersError as error:
            assert "\n" not in str(error)  # noqa: PT017 - either outcome is right
        else:
            check_answer(response.answers[0], QUESTIONS.items[link_id])
            assert response.answers[0].link_id == link_id
