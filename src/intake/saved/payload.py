"""The content of a saved file: the answers and where the person was, as one JSON document.

{"format": 1, "content_version": "...", "language": "en", "answers": {...}, "saved_at": "2026-11-22T08:05:00-05:00",
 "place": {...}, "sha256": "..."}

The hash covers the answers with their version and language (see `fingerprint`); it detects damage, not forgery. A file
of several informants has format 2, and `informants` with what each of them told (see intake.domain.case_json); its
`answers` are the gravest of theirs.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from pydantic import JsonValue

from intake.domain.answers_json import document_of
from intake.domain.case import JoinedResponse
from intake.domain.case_json import informants_document
from intake.domain.response import Response

FORMAT = 1
FORMAT_OF_SEVERAL = 2
ATTACHMENT = "intake.json"
"""The name of the attachment in a PDF."""

SavedPlace = Mapping[str, JsonValue]
"""Where the person was. Only intake.ui.common.session reads it; it holds no answers."""


def payload(response: Response, place: SavedPlace, saved_at: dt.datetime) -> bytes:
    """The document to attach. Raises ValueError if `saved_at` has no time zone."""
    if saved_at.tzinfo is None:
        raise ValueError("saved_at needs a time zone")
    answers = document_of(response)
    several = isinstance(response, JoinedResponse) and len(response.informants) > 1
    if isinstance(response, JoinedResponse) and several:
        answers["informants"] = informants_document(response.informants)
    document = {
        "format": FORMAT_OF_SEVERAL if several else FORMAT,
        **answers,
        "saved_at": saved_at.isoformat(timespec="seconds"),
        "place": dict(place),
        "sha256": fingerprint(answers),
    }
    return json.dumps(document, ensure_ascii=False).encode()


def fingerprint(answers: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of content_version, language and answers as JSON without spaces and with sorted keys."""
    canonical = json.dumps(dict(answers), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
