"""A referral as a FHIR document: valid, complete, and no more than one person reported."""

from __future__ import annotations

import base64
import datetime as dt
import json
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from pypdf import PdfReader

from intake.__main__ import main
from intake.brief.agreed_parts import agreed_parts, cut_answers, cut_brief
from intake.brief.builder import brief
from intake.config import content_folder
from intake.content import load
from intake.content.cases import response_of
from intake.domain.assessing import assess
from intake.domain.response import Answer, Response
from intake.domain.rules import Level
from intake.i18n import Translator
from intake.outputs.fhir.labels import Handling, Json
from intake.outputs.fhir.referral import Material, referral
from tests.real_cases import CASES, INTAKES

CONTENT = load()
WORDS = Translator("en")
MADE_ON = dt.datetime(2026, 12, 1, 9, 30, tzinfo=dt.UTC)
RACHEL = INTAKES["rachel"]


def material(response: Response, **changes: Any) -> Material:
    said = brief(CONTENT, response, assess(CONTENT, response, MADE_ON.date()), MADE_ON, WORDS)
    parts = {
        "response": response,
        "brief": said,
        "pdf": b"%PDF",
        "pdf_type": "application/pdf",
        "handling": Handling(),
        **changes,
    }
    return Material(content=CONTENT, words=WORDS, **parts)


def document(response: Response, **changes: Any) -> Json:
    made: Json = json.loads(referral(material(response, **changes)))
    return made


@cache
def rachel() -> Json:
    return document(RACHEL)


def resources(bundle: Json, kind: str) -> list[Json]:
    return [entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind]


def url_of(bundle: Json, kind: str) -> str:
    (url,) = [entry["fullUrl"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind]
    return str(url)


def with_answers(**values: str) -> Response:
    response = RACHEL
    for link_id, value in values.items():
        response = response.with_answer(Answer(link_id=link_id, value=value))
    return response


def references(element: object) -> set[str]:
    """Every reference in a resource."""
    if isinstance(element, dict):
        own = {element["reference"]} if isinstance(element.get("reference"), str) else set()
        return own.union(*map(references, element.values()))
    return set().union(*map(references, element)) if isinstance(element, list) else set()


@pytest.mark.parametrize("name", ["rachel", "all_unknown", "alex", "mild_worry"])
def test_the_document_is_valid_and_refers_only_to_what_is_in_it(name: str) -> None:
    made = rachel() if name == "rachel" else document(response_of(CASES[name].answers, CONTENT))
    Bundle.model_validate(made)
    assert made["type"] == "document"
    assert made["entry"][0]["resource"]["resourceType"] == "Composition"
    urls = [entry["fullUrl"] for entry in made["entry"]]
    assert len(set(urls)) == len(urls)
    assert references(made) <= {*urls}
    assert references(made["entry"][0]["resource"]) >= {url for url in urls[1:] if url != url_of(made, "Patient")} - {
        url_of(made, "RelatedPerson")
    }, "a reader reaches everything from the first page"


def test_it_states_nothing_as_fact() -> None:
    kinds = {entry["resource"]["resourceType"] for entry in rachel()["entry"]}
    assert kinds == {
        *("Composition", "Patient", "RelatedPerson", "ServiceRequest", "QuestionnaireResponse"),
        *("DocumentReference", "Consent"),
    }
    (patient,) = resources(rachel(), "Patient")
    assert patient.keys() == {"resourceType", "meta", "name"}
    assert patient["name"] == [{"text": "R."}]
    (unnamed,) = resources(document(RACHEL.without("lo_name")), "Patient")
    assert "text" not in unnamed["name"][0]


def test_every_resource_is_labeled() -> None:
    made = document(RACHEL, handling=Handling(part_2=True))
    for resource in (made, *(entry["resource"] for entry in made["entry"])):
        assert [label["code"] for label in resource["meta"]["security"]] == ["R", "42CFRPart2"]


@pytest.mark.parametrize(
    ("name", "level", "priority"),
    [
        ("sam", Level.RED, "stat"),
        ("alex", Level.ORANGE, "asap"),
        ("rachel_evenings", Level.AMBER, "urgent"),
        ("fear_unknown", Level.OPEN, "urgent"),
        ("mild_worry", Level.GREEN, "routine"),
    ],
)
def test_a_request_says_how_soon_and_because_of_what(name: str, level: Level, priority: str) -> None:
    response = response_of(CASES[name].answers, CONTENT)
    said = material(response).brief
    assert said.level is level
    requests = resources(document(response), "ServiceRequest")
    assert [request["code"]["text"] for request in requests] == list(said.requests)
    because = [f"{row.label}: {row.value}" for row in said.reasons]
    for request in requests:
        assert (request["intent"], request["priority"]) == ("proposal", priority)
        assert [reason["text"] for reason in request.get("reasonCode", [])] == because


def test_that_the_person_must_not_know_is_with_each_request_and_on_the_first_page(tmp_path: Path) -> None:
    secret = with_answers(lo_knows="must_not")
    made = document(secret)
    for request in resources(made, "ServiceRequest"):
        assert any("must not find out" in detail["text"] for detail in request["orderDetail"])
    assert "must not find out" in made["entry"][0]["resource"]["section"][0]["text"]["div"]


def test_the_author_is_the_family_member_and_the_relationship_is_theirs() -> None:
    (author,) = resources(rachel(), "RelatedPerson")
    assert author["relationship"] == [{"text": "The spouse or partner"}]
    assert author["patient"] == {"reference": url_of(rachel(), "Patient")}
    for kind, field in (("Composition", "author"), ("DocumentReference", "author"), ("Consent", "performer")):
        (resource,) = resources(rachel(), kind)
        assert resource[field] == [{"reference": url_of(rachel(), "RelatedPerson")}]
    (answers,) = resources(rachel(), "QuestionnaireResponse")
    assert answers["subject"]["reference"] == url_of(rachel(), "Patient")
    assert answers["source"]["reference"] == url_of(rachel(), "RelatedPerson")
    (parent,) = resources(document(with_answers(relationship="child")), "RelatedPerson")
    assert parent["relationship"] == [{"text": "A parent"}], "the person is the child, the author is not"


def test_who_asks_for_themselves_is_patient_and_author() -> None:
    made = document(with_answers(relationship="self"))
    assert resources(made, "RelatedPerson") == []
    (composition,) = resources(made, "Composition")
    assert composition["author"] == [{"reference": url_of(made, "Patient")}]


@pytest.mark.parametrize(("said", "status"), [("yes", "active"), ("ask", "proposed"), ("no", "rejected")])
def test_the_consent_is_of_the_family_member_for_their_own_account(said: str, status: str) -> None:
    (consent,) = resources(document(with_answers(share_professional=said)), "Consent")
    assert consent["status"] == status
    assert "patient" not in consent
    assert "not a consent of the person" in consent["policyRule"]["text"]
    assert resources(document(RACHEL.without("share_professional")), "Consent") == []


def test_a_part_of_the_summary_has_neither_priority_nor_reasons_unless_they_belong_to_it() -> None:
    whole = material(RACHEL).brief
    agreed = agreed_parts(CONTENT, ("medicines",))
    assert not agreed.priority
    made = document(
        cut_answers(CONTENT, RACHEL, agreed),
        brief=cut_brief(CONTENT, whole, agreed),
        handling=Handling(subset_of=RACHEL),
    )
    Bundle.model_validate(made)
    for request in resources(made, "ServiceRequest"):
        assert "priority" not in request
        assert "reasonCode" not in request
    assert all(entry["resource"]["meta"]["tag"][0]["code"] == "SUBSETTED" for entry in made["entry"])


def test_referral_on_the_command_line_has_the_summary(tmp_path: Path) -> None:
    out = tmp_path / "referral.json"
    answers = content_folder() / "cases" / "intakes" / "rachel.json"
    assert main(["summary", str(answers), "--format", "referral", "--out", str(out)]) == 0
    made = json.loads(out.read_bytes())
    Bundle.model_validate(made)
    (summary,) = resources(made, "DocumentReference")
    pdf = base64.b64decode(summary["content"][0]["attachment"]["data"])
    first = PdfReader(BytesIO(pdf)).pages[0].extract_text()
    assert "not to be named as the source" in " ".join(first.split())
