"""The questions, their codes, and the answers as one FHIR Bundle."""

from __future__ import annotations

import datetime as dt
import json
from uuid import NAMESPACE_URL, uuid5

from intake.domain.content import Content
from intake.domain.response import Response
from intake.i18n import SOURCE, Translator
from intake.outputs.fhir.codes import code_system
from intake.outputs.fhir.labels import USUAL, Handling, Json
from intake.outputs.fhir.questionnaire import questionnaire
from intake.outputs.fhir.response import questionnaire_response


def bundle(
    content: Content,
    response: Response,
    authored: dt.datetime,
    words: Translator | None = None,
    handling: Handling = USUAL,
) -> bytes:
    """A Bundle of Questionnaire, QuestionnaireResponse, and CodeSystem as JSON (UTF-8).

    `content` and `words` must be in the same language; `authored` must have a time zone.
    """
    translator = words or Translator(SOURCE)
    resources = (
        questionnaire(content, translator),
        questionnaire_response(content, response, authored, handling, translator),
        code_system(content, translator),
    )
    resource_bundle = {
        "resourceType": "Bundle",
        "meta": handling.meta,
        "type": "collection",
        "timestamp": authored.isoformat(timespec="seconds"),
        "entry": [{"fullUrl": full_url(resource), "resource": resource} for resource in resources],
    }
    return json.dumps(resource_bundle, ensure_ascii=False, indent=1).encode("utf-8")


def full_url(resource: Json) -> str:
    """The URN that a bundle needs for a resource. The same content gives the same URN."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, json.dumps(resource))}"
