"""A referral as a FHIR document: who asks for what about whom, why and how soon, with the answers and the summary.

Everything in it is what one person reported. So it has no Observation and no Condition, the Patient is only what the
family said, and the Consent is that of the family member for their own account, never that of the person it is about.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from html import escape
from uuid import NAMESPACE_URL, uuid5

from intake.brief.model import Brief
from intake.domain.content import Content
from intake.domain.response import Response
from intake.domain.rules import Level
from intake.i18n import Translator
from intake.outputs.fhir.addresses import ABSENT, URI
from intake.outputs.fhir.labels import Handling, Json, filled
from intake.outputs.fhir.response import fhir_text, questionnaire_response, response_identifier

REFERRAL_NOTE = {"system": "http://loinc.org", "code": "57133-1", "display": "Referral note"}
CONSENT_DOCUMENT = {"system": "http://loinc.org", "code": "59284-0", "display": "Consent Document"}
PRIVACY = {
    "system": "http://terminology.hl7.org/CodeSystem/consentscope",
    "code": "patient-privacy",
    "display": "Privacy Consent",
}
PRIORITIES = {
    Level.RED: "stat",
    Level.ORANGE: "asap",
    Level.AMBER: "urgent",
    Level.OPEN: "urgent",
    Level.GREEN: "routine",
}
"""What is not known is never routine."""
_XHTML = "http://www.w3.org/1999/xhtml"


@dataclass(frozen=True)
class Material:
    """The input of a referral: the answers that it may have, the brief, and the summary as PDF with its media type."""

    content: Content
    response: Response
    brief: Brief
    pdf: bytes
    pdf_type: str
    words: Translator
    handling: Handling


def referral(material: Material) -> bytes:
    """The document Bundle as JSON (UTF-8)."""
    return json.dumps(_Referral(material).bundle(), ensure_ascii=False, indent=1).encode("utf-8")


class _Referral:
    """One referral. Its resources refer to each other by URNs that no other referral has."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.brief, self.ui = material.brief, material.words.ui
        self.made_on = material.brief.made_on.isoformat(timespec="seconds")
        self.identifier = response_identifier(material.response, material.brief.made_on)
        self.facts = material.content.layout.referral

    def bundle(self) -> Json:
        parts = self._parts()
        resources = {"composition": self._composition(parts), "patient": self._patient(), **self._related(), **parts}
        return {
            "resourceType": "Bundle",
            "meta": self.material.handling.meta,
            "identifier": {"system": URI, "value": self.identifier},
            "type": "document",
            "timestamp": self.made_on,
            "entry": [{"fullUrl": self._url(name), "resource": resource} for name, resource in resources.items()],
        }

    def _parts(self) -> dict[str, Json]:
        requests = self._requests()
        return {
            **{f"request {place}": request for place, request in enumerate(requests, start=1)},
            "answers": self._answers(),
            "summary": self._summary(),
            **self._consent(),
        }

    def _url(self, name: str) -> str:
        return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{self.identifier} {name}')}"

    def _reference(self, name: str) -> Json:
        return {"reference": self._url(name)}

    @property
    def _author(self) -> Json:
        return self._reference("patient" if self._asks_for_oneself else "author")

    @property
    def _asks_for_oneself(self) -> bool:
        oneself = self.facts.oneself if self.facts else None
        answer = self.material.response.by_key.get(oneself.question) if oneself else None
        return bool(oneself and answer and not oneself.code_set.isdisjoint(answer.codes))

    def _said(self, link_id: str | None) -> str:
        """The answer to a question in words; "" if there is none."""
        answer = self.material.response.by_key.get(link_id or "")
        if answer is None or not answer.given:
            return ""
        item = self.material.content.questionnaire.items[answer.link_id]
        return fhir_text("; ".join(item.by_code[code].text if item.options else code for code in answer.codes)).strip()

    def _patient(self) -> Json:
        name = self._said(self.facts.person if self.facts else None)
        unknown = {"extension": [{"url": ABSENT, "valueCode": "unknown"}]}
        return filled(
            {
                "resourceType": "Patient",
                "meta": self.material.handling.meta,
                "name": [{"text": name} if name else unknown],
            }
        )

    def _related(self) -> dict[str, Json]:
        if self._asks_for_oneself:
            return {}
        naming = self.material.content.layout.informant
        name = self._said(naming.name if naming else None)
        contact = self._said(self.facts.contact if self.facts else None)
        answer = self.material.response.by_key.get(naming.relation) if naming else None
        relation = (
            next((word.text for word in naming.words if answer and word.code in answer.codes), "") if naming else ""
        )
        return {
            "author": filled(
                {
                    "resourceType": "RelatedPerson",
                    "meta": self.material.handling.meta,
                    "patient": self._reference("patient"),
                    "relationship": [{"text": relation}] if relation else [],
                    "name": [{"text": name}] if name else [],
                    "telecom": [{"system": "other", "value": contact}] if contact else [],
                }
            )
        }

    def _requests(self) -> list[Json]:
        """A proposal for each thing that is asked for; what must not be overlooked is a detail of each."""
        brief = self.brief
        with_priority = brief.agreed is None or brief.agreed.priority
        because = [{"text": fhir_text(f"{row.label}: {row.value}")} for row in brief.reasons]
        asked = brief.requests or (self.ui("Please speak with the family about what may help."),)
        return [
            filled(
                {
                    "resourceType": "ServiceRequest",
                    "meta": self.material.handling.meta,
                    "status": "active",
                    "intent": "proposal",
                    "priority": PRIORITIES[brief.level] if with_priority else None,
                    "code": {"text": fhir_text(request)},
                    "orderDetail": [{"text": fhir_text(notice)} for notice in brief.notices],
                    "subject": self._reference("patient"),
                    "authoredOn": self.made_on,
                    "requester": self._author,
                    "reasonCode": because if with_priority else [],
                    "supportingInfo": [self._reference("answers"), self._reference("summary")],
                }
            )
            for request in asked
        ]

    def _answers(self) -> Json:
        material = self.material
        resource = questionnaire_response(
            material.content, material.response, material.brief.made_on, material.handling, material.words
        )
        resource["subject"] = {**self._reference("patient"), **resource["subject"]}
        resource["source"] = self._author if self._asks_for_oneself else {**self._author, **resource["source"]}
        return resource

    def _summary(self) -> Json:
        return {
            "resourceType": "DocumentReference",
            "meta": self.material.handling.meta,
            "status": "current",
            "type": {"coding": [REFERRAL_NOTE]},
            "subject": self._reference("patient"),
            "date": self.made_on,
            "author": [self._author],
            "securityLabel": [{"coding": self.material.handling.meta["security"]}],
            "content": [
                {
                    "attachment": {
                        "contentType": self.material.pdf_type,
                        "language": self.brief.language,
                        "data": base64.b64encode(self.material.pdf).decode(),
                        "title": self.ui("Family summary"),
                        "creation": self.made_on,
                    }
                }
            ],
        }

    def _consent(self) -> dict[str, Json]:
        """What the family member said about sharing; nothing if they were not asked. It names no patient."""
        said = self.facts.consent if self.facts else None
        answer = self.material.response.by_key.get(said.question) if said else None
        if said is None or answer is None or not answer.given:
            return {}
        (code,) = answer.codes
        question = self.material.content.questionnaire.items[said.question].text
        words = self.ui(
            "The family member decides about their own account. This is not a consent of the person it is about."
        )
        return {
            "consent": {
                "resourceType": "Consent",
                "meta": self.material.handling.meta,
                "status": {said.yes: "active", said.no: "rejected"}.get(code, "proposed"),
                "scope": {"coding": [PRIVACY]},
                "category": [{"coding": [CONSENT_DOCUMENT]}],
                "dateTime": self.made_on,
                "performer": [self._author],
                "policyRule": {"text": f"{words} {question} {self._said(said.question)}"},
                "provision": {
                    "type": "deny" if code == said.no else "permit",
                    "data": [{"meaning": "instance", "reference": self._reference("answers")}],
                },
            }
        }

    def _composition(self, parts: dict[str, Json]) -> Json:
        brief = self.brief
        requests = [name for name in parts if name.startswith("request")]
        asked = [parts[name]["code"]["text"] for name in requests]
        sections = [
            (self.ui("Please note"), list(brief.notices), []),
            (self.ui("What is asked for"), asked, requests),
            (self.ui("The answers"), [self.ui("Family-reported, not verified, not a diagnosis.")], ["answers"]),
            (self.ui("The summary"), [self.ui("The same as a PDF.")], ["summary"]),
            (self.ui("What may be shared"), [parts["consent"]["policyRule"]["text"]], ["consent"])
            if "consent" in parts
            else ("", [], []),
        ]
        return {
            "resourceType": "Composition",
            "meta": self.material.handling.meta,
            "language": brief.language,
            "identifier": {"system": URI, "value": self._url("composition")},
            "status": "final",
            "type": {"coding": [REFERRAL_NOTE]},
            "subject": self._reference("patient"),
            "date": self.made_on,
            "author": [self._author],
            "title": self.ui("Report of a family, with a request"),
            "confidentiality": "R",
            "section": [
                filled(
                    {"title": title, "text": _narrative(lines), "entry": [self._reference(name) for name in entries]}
                )
                for title, lines, entries in sections
                if lines
            ],
        }


def _narrative(lines: list[str]) -> Json:
    paragraphs = "".join(f"<p>{escape(fhir_text(line))}</p>" for line in lines)
    return {"status": "generated", "div": f'<div xmlns="{_XHTML}">{paragraphs}</div>'}
