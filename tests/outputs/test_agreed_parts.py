"""A file with only the parts that the caller agreed to share holds nothing else, in any format."""

from __future__ import annotations

import json
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from intake.brief.agreed_parts import agreed_parts, cut_answers, cut_brief, names_informants
from intake.brief.builder import brief
from intake.brief.model import Brief
from intake.config import content_folder
from intake.content import load
from intake.content.cases import ON
from intake.domain.assessing import assess
from intake.domain.case import Informant, join, without_names
from intake.domain.questionnaire import TYPED, key_of
from intake.domain.response import Answer, Response
from intake.domain.routing import entries
from intake.outputs import formats
from intake.outputs.fhir.addresses import Own
from intake.outputs.formats import SummaryFormat
from intake.saved import ATTACHMENT, open_saved
from tests.garden import ENGLISH, MADE_ON
from tests.often import often

REAL = load()
PARTS = [part.id for part in REAL.layout.consent_parts]


def marker(key: str) -> str:
    return f"Zq{key.replace('_', '').replace('@', '').capitalize()}qz"


@cache
def everything() -> Response:
    """Every question answered, each typed one with a word of its own; the first sign of danger in each list."""
    response = Response(content_version=REAL.questionnaire.version)
    for section in REAL.questionnaire.sections:
        names = ("",) if section.repeats is None else (*entries(REAL.questionnaire, section, response), "n1")
        for entry in dict.fromkeys(names):
            for item in section.items:
                value: Any = marker(key_of(item.link_id, entry))
                if item.type not in TYPED:
                    code = next((option.code for option in item.options if option.sign), item.options[0].code)
                    value = code if item.type == "choice" else (code,)
                response = response.with_answer(Answer(link_id=item.link_id, entry=entry, value=value))
    return response


@cache
def whole() -> Brief:
    response = everything()
    return brief(REAL, response, assess(REAL, response, ON), MADE_ON, ENGLISH)


@cache
def material(*ids: str) -> formats.Summary:
    agreed = agreed_parts(REAL, ids)
    return formats.Summary(
        content=REAL,
        response=cut_answers(REAL, everything(), agreed),
        brief=cut_brief(REAL, whole(), agreed),
        words=ENGLISH,
        folder=content_folder(),
        subset_of=everything(),
    )


@cache
def read_back(kind: SummaryFormat, *ids: str) -> str:
    return text_of(kind, material(*ids))


def text_of(kind: SummaryFormat, summary: formats.Summary) -> str:
    """Everything a file says: its text, and for a PDF also what is attached."""
    data = kind.make(summary)
    if kind is not formats.PDF:
        return data.decode()
    reader = PdfReader(BytesIO(data))
    (attached,) = reader.attachments[ATTACHMENT]
    pages = "".join(page.extract_text() for page in reader.pages)
    return f"{pages.replace(chr(10), '')}{attached.decode()}{reader.metadata}{reader.xmp_metadata}"


def shared_links(*ids: str) -> set[str]:
    """The questions in these parts, taken from the layout."""
    layout, found = REAL.layout, set[str]()
    named = {name: getattr(layout, name) for name in ("who", "reach", "situation", "background")}
    parts = {part.id: part for part in (*layout.risk, layout.medicines, *layout.parts)}
    for part_id in (one for part in layout.consent_parts if part.id in ids for one in part.parts):
        if part_id in named:
            found.update(named[part_id])
            continue
        part = parts[part_id]
        found.update(part.items, getattr(part, "context", ()), getattr(part, "gate", ()))
        found.update(item.link_id for group in part.groups for item in REAL.questionnaire.section[group].items)
    return found


@pytest.mark.parametrize("kind", formats.SUMMARY, ids=[kind.id for kind in formats.SUMMARY])
@pytest.mark.parametrize("part", often(PARTS, ("medicines", "safety", "contact")))
def test_a_file_with_one_part_holds_that_part_and_nothing_else(part: str, kind: SummaryFormat) -> None:
    text, shared = read_back(kind, part), shared_links(part)
    typed = [one for one in everything().answers if REAL.questionnaire.items[one.link_id].type in TYPED]
    shown = {one.link_id for one in typed if marker(one.key) in text}
    assert shown <= shared, f"{kind.id} with only {part} also holds {shown - shared}"
    personal = {"choose", "self"}
    expected = {
        one.link_id
        for one in typed
        if one.link_id in shared and REAL.questionnaire.section_of[one.link_id].asked not in personal
    }
    assert expected <= shown


@pytest.mark.parametrize("part", PARTS)
def test_answers_by_code_outside_the_part_are_in_no_file(part: str) -> None:
    """FHIR, the answers, and the answers inside the PDF."""
    shared = shared_links(part)
    response = next(
        entry["resource"]
        for entry in json.loads(read_back(formats.FHIR, part))["entry"]
        if entry["resource"]["resourceType"] == "QuestionnaireResponse"
    )
    asked = {item["linkId"] for group in response["item"] for item in group["item"]}
    assert {link_id for link_id in asked if not link_id.endswith(".entry")} <= shared
    assert response["meta"]["tag"][0]["code"] == "SUBSETTED"
    for data in (formats.ANSWERS.make(material(part)), *([pdf(part)] if part == "medicines" else [])):
        opened = open_saved(data, REAL.questionnaire)
        assert {answer.link_id for answer in opened.response.answers} <= shared


@pytest.mark.parametrize("part", ["medicines", "contact"])
@pytest.mark.parametrize("kind", formats.SUMMARY, ids=[kind.id for kind in formats.SUMMARY])
def test_relatives_are_named_only_where_names_may_be_shared(part: str, kind: SummaryFormat) -> None:
    """Also where they contradict each other, and in answers that each of them gave."""
    told = {"i1": ("Ana Zq1qz", "partner", ("injects",)), "i2": ("Bea Zq2qz", "sibling", ("none",))}
    case = join(
        REAL.questionnaire,
        [
            Informant(id=who, name=name, response=told_of(your_name=name, relationship=relation, health_facts=health))
            for who, (name, relation, health) in told.items()
        ],
    )
    agreed = agreed_parts(REAL, (part,))
    shown = case if names_informants(REAL, agreed) else without_names(case)
    summary = brief(REAL, shown, assess(REAL, case, ON), MADE_ON, ENGLISH)
    material = formats.Summary(
        content=REAL,
        response=cut_answers(REAL, case, agreed),
        brief=cut_brief(REAL, summary, agreed),
        words=ENGLISH,
        folder=content_folder(),
        subset_of=case,
    )
    text = text_of(kind, material)
    assert ("Zq1qz" in text or "Zq2qz" in text) is (part == "contact")
    if kind is formats.TEXT and part == "medicines":
        assert "The spouse or partner" in " ".join(text.split())


def told_of(**values: Any) -> Response:
    answers = tuple(Answer(link_id=link_id, value=value) for link_id, value in values.items())
    return Response(content_version=REAL.questionnaire.version, answers=answers)


def pdf(part: str) -> bytes:
    return formats.PDF.make(material(part))


def outdated(bundle: bytes | str) -> set[str]:
    """The questions that FHIR says do not apply."""
    extensions = json.loads(bundle)["entry"][1]["resource"].get("extension", ())
    former = [extension["extension"] for extension in extensions if extension["url"] == Own.FORMER.url]
    return {part["valueString"] for parts in former for part in parts if part["url"] == "question"}


def test_an_answer_still_applies_when_the_answer_that_led_to_it_stays_out() -> None:
    all_of_it = formats.Summary(
        content=REAL, response=everything(), brief=whole(), words=ENGLISH, folder=content_folder()
    )
    for part in PARTS:
        assert outdated(read_back(formats.FHIR, part)) <= outdated(formats.FHIR.make(all_of_it)), part


def test_how_urgent_it_is_goes_only_with_the_parts_that_include_it() -> None:
    heading = whole().heading
    assert heading in read_back(formats.TEXT, "safety")
    for kind in (formats.TEXT, formats.HTML):
        text = read_back(kind, "medicines")
        assert heading not in text
        assert "Suggested priority" not in text
        assert "This file does not say how urgent it is." in " ".join(text.split())
        assert "The family agreed to share only this: Medicines and health." in " ".join(text.split())
    assert 'class="red"' not in read_back(formats.HTML, "medicines")


def test_requests_steps_and_rules_stay_out_of_every_part() -> None:
    """They follow from all answers together."""
    text = " ".join(read_back(formats.TEXT, *PARTS).split())
    for request in whole().requests:
        assert request not in text
    for step in whole().steps:
        assert step.text not in text
    assert "How the priority was set".upper() not in text


def test_a_part_that_the_layout_no_longer_has_shares_nothing() -> None:
    text = read_back(formats.TEXT, "gone")
    assert "Zq" not in text
