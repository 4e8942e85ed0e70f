"""The informants of a case as JSON, as a saved summary of several people carries them.

[{"id": "i1", "name": "Ana", "relation": "partner", "confidential": false, "answers": {"fear": "often"}}]

`answers` is written as in intake.domain.answers_json.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from intake.domain.answers_json import AnswersError, answers_from, document_of
from intake.domain.case import Informant
from intake.domain.questionnaire import Questionnaire

MOST_INFORMANTS = 12
LONGEST_NAME = 120
_FIELDS = {"id", "name", "relation", "confidential", "answers"}


def informants_document(informants: tuple[Informant, ...]) -> list[dict[str, Any]]:
    """The informants as a JSON-ready list, which `informants_from` turns back into the same informants."""
    return [
        {
            "id": one.id,
            "name": one.name,
            "relation": one.relation,
            "confidential": one.confidential,
            "answers": document_of(one.response)["answers"],
        }
        for one in informants
    ]


def informants_from(tables: Any, questionnaire: Questionnaire, version: Mapping[str, Any]) -> tuple[Informant, ...]:
    """Validate a list of informants. `version`: the document's content_version and language. Raises AnswersError."""
    if not isinstance(tables, list) or not 0 < len(tables) <= MOST_INFORMANTS:
        raise AnswersError(f"informants must be a list of at most {MOST_INFORMANTS}")
    informants = tuple(_informant(table, questionnaire, version) for table in tables)
    if len({one.id for one in informants}) < len(informants):
        raise AnswersError("two informants have the same id")
    return informants


def _informant(table: Any, questionnaire: Questionnaire, version: Mapping[str, Any]) -> Informant:
    if not isinstance(table, dict) or set(table) != _FIELDS:
        raise AnswersError(f"an informant has exactly the keys {', '.join(sorted(_FIELDS))}")
    response = answers_from({**version, "answers": table["answers"]}, questionnaire)
    if not isinstance(table["name"], str) or len(table["name"]) > LONGEST_NAME:
        raise AnswersError(f"the name of an informant is longer than {LONGEST_NAME} characters")
    try:
        fields = {name: value for name, value in table.items() if name != "answers"}
        return Informant.model_validate({**fields, "response": response})
    except ValidationError:
        raise AnswersError("an informant has a field that is not allowed") from None
