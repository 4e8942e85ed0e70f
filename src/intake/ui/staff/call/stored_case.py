"""What the informants of a stored case told, adapted to today's questions and to today's date.

A record outlives the version of the questions it was answered with, so its answers are migrated like those of a
family's saved file. Answers relative to the day of the call ("last drink: today") get that day.

    {"answers": {...}, "on_line": "i1", "informants": [{"id": "i1", "name": "", ...}, ...], "responses": {"i2": {...}}}

`answers` are those of the person on the line, `responses` those of the others. A record of an earlier version has only
`answers`, `people` on the phone, and `said_by`, which answer each of them gave.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from intake.domain.answers_json import answers_from, document_of, with_as_of
from intake.domain.case import Informant, join
from intake.domain.content import Content
from intake.domain.response import Response
from intake.saved import ChangeNote
from intake.saved.migration import migrate_answers
from intake.store.record_body import RecordContent

FIRST = "i1"
"""The id of the first informant."""


class StoredCase(NamedTuple):
    """The informants of a case, and which of them is on the line. `notes`: what the migration of answers changed."""

    informants: tuple[Informant, ...]
    on_line: str
    notes: tuple[ChangeNote, ...] = ()

    @property
    def response(self) -> Response:
        """What the person on the line told."""
        return next(one.response for one in self.informants if one.id == self.on_line)

    @property
    def others(self) -> tuple[Informant, ...]:
        """The informants who are not on the line."""
        return tuple(one for one in self.informants if one.id != self.on_line)

    def joined(self, content: Content) -> Response:
        """What all of them told, read together; with a single informant, their answers."""
        if not self.others:
            return self.response
        return join(content.questionnaire, self.informants, speaking=self.on_line)


def stored_case(record: RecordContent, content: Content, answered_at: dt.datetime, now: dt.datetime) -> StoredCase:
    """The case in a record saved at `answered_at`. Raises AnswersError if its answers cannot be read."""
    current = record if "on_line" in record else _of_earlier_version(record)
    day = answered_at.astimezone(now.tzinfo).date()
    notes: list[ChangeNote] = []

    def told(document: dict[str, Any]) -> Response:
        migrated, changes = migrate_answers(document, content.questionnaire, content.migrations)
        notes.extend(note for note in changes if note not in notes)
        response = answers_from(migrated, content.questionnaire)
        return response if day == now.date() else with_as_of(response, content.questionnaire, day)

    on_line = str(current["on_line"])
    documents = {on_line: current["answers"], **current["responses"]}
    informants = tuple(
        Informant(
            id=one["id"],
            name=one["name"],
            relation=one["relation"],
            confidential=one["confidential"],
            response=told(documents[one["id"]]),
        )
        for one in current["informants"]
    )
    return StoredCase(informants, on_line, tuple(notes))


def document(on_line: Informant, others: tuple[Informant, ...]) -> dict[str, Any]:
    """The informants as they are stored in a record, JSON-ready."""
    return {
        "answers": document_of(on_line.response),
        "on_line": on_line.id,
        "informants": [
            {"id": one.id, "name": one.name, "relation": one.relation, "confidential": one.confidential}
            for one in sorted((on_line, *others), key=lambda one: one.id)
        ],
        "responses": {one.id: document_of(one.response) for one in others},
    }


def _of_earlier_version(record: RecordContent) -> dict[str, Any]:
    """A record with one set of answers: what someone other than the caller said becomes what that person told."""
    said_by: Mapping[str, str] = record.get("said_by", {})
    people = tuple(dict.fromkeys((*record.get("people", ()), *said_by.values())))
    ids = {name: f"i{number}" for number, name in enumerate(people, start=2)}
    answers = record["answers"]["answers"]
    apart: dict[str, dict[str, Any]] = {id_: {} for id_ in (FIRST, *ids.values())}
    for key, value in answers.items():
        apart[ids.get(said_by.get(key, ""), FIRST)][key] = value
    documents = {id_: {**record["answers"], "answers": table} for id_, table in apart.items()}
    on_line = ids.get(str(record.get("call", {}).get("speaker", "")), FIRST)
    names = {FIRST: "", **{id_: name for name, id_ in ids.items()}}
    return {
        "answers": documents.pop(on_line),
        "on_line": on_line,
        "responses": documents,
        "informants": [{"id": id_, "name": name, "relation": "", "confidential": False} for id_, name in names.items()],
    }
