"""Open a saved file: a PDF with its answers attached, or their JSON alone. Nothing in it is trusted unchecked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from pydantic import ConfigDict, Field

from intake.domain.answers_json import MOST_ANSWERS, AnswersError, answers_from, read_table
from intake.domain.base import Frozen
from intake.domain.case import Informant
from intake.domain.case_json import informants_from
from intake.domain.migrations import Migration
from intake.domain.questionnaire import Questionnaire
from intake.domain.response import Response
from intake.saved.migration import AnswerFate, ChangeNote, migrate_answers
from intake.saved.payload import FORMAT, FORMAT_OF_SEVERAL, SavedPlace, fingerprint
from intake.saved.problems import LARGEST_FILE, CannotOpenError, OpenProblem
from intake.saved.reading import read_attachment

_ANSWERS = ("content_version", "language", "answers")
_ENVELOPE = {"format", *_ANSWERS, "saved_at", "place", "sha256"}
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class OpenedFile(Frozen):
    """The content of a saved file: answers migrated to the present questions, and `notes` on what changed.

    `informants`: what each person told, if the file is of several; `response` is then the gravest of their answers.
    `saved_at` has a time zone; None if the file does not say. `place` is what was passed when the file was saved.
    """

    model_config = ConfigDict(str_strip_whitespace=False)

    response: Response
    place: SavedPlace = Field(default_factory=dict)
    saved_at: dt.datetime | None = None
    notes: tuple[ChangeNote, ...] = ()
    informants: tuple[Informant, ...] = ()

    @property
    def language(self) -> str:
        """The language in which the answers were given."""
        return self.response.language


def open_saved(
    data: bytes, questionnaire: Questionnaire, migrations: Sequence[Migration] = (), password: str = ""
) -> OpenedFile:
    """Open a saved file. Raises CannotOpenError.

    A PDF is read in a child process, in at most reading.LIMIT_SECONDS once a child process is free.
    """
    if len(data) > LARGEST_FILE:
        raise CannotOpenError(OpenProblem.TOO_LARGE)
    document = data.removeprefix(_BYTE_ORDER_MARK).lstrip()
    if not document.startswith(b"{"):
        document = read_attachment(data, password)
    try:
        return _read(read_table(document), questionnaire, migrations)
    except AnswersError:
        raise CannotOpenError(OpenProblem.DAMAGED) from None


def _read(table: dict[str, Any], questionnaire: Questionnaire, migrations: Sequence[Migration]) -> OpenedFile:
    """Check and migrate a document. Raises AnswersError if this program cannot have written it."""
    if not isinstance(table.get("answers"), dict):
        raise CannotOpenError(OpenProblem.FOREIGN)
    if len(table["answers"]) > MOST_ANSWERS:
        raise AnswersError("there are more answers than questions")
    document = {key: table[key] for key in (*_ANSWERS, "informants") if key in table}
    saved_at, place = _envelope(table, document) if "format" in table else (None, {})
    tables = document.pop("informants", None)
    fitting, notes = migrate_answers(document, questionnaire, migrations)
    response = answers_from(fitting, questionnaire)
    informants = _informants(tables, document, questionnaire, migrations) if tables is not None else ()
    unknown = sum(note.number for note in notes if note.change is AnswerFate.UNKNOWN)
    if unknown and unknown == len(document["answers"]):
        raise CannotOpenError(OpenProblem.FOREIGN)
    return OpenedFile(response=response, place=place, saved_at=saved_at, notes=notes, informants=informants)


def _informants(
    tables: Any, document: dict[str, Any], questionnaire: Questionnaire, migrations: Sequence[Migration]
) -> tuple[Informant, ...]:
    """What each person told, migrated like the answers. Raises AnswersError."""
    if not isinstance(tables, list) or not all(
        isinstance(table, dict) and isinstance(table.get("answers"), dict) for table in tables
    ):
        raise AnswersError("informants must be a list of people with answers")
    version = {key: value for key, value in document.items() if key != "answers"}
    migrated = [
        {
            **table,
            "answers": migrate_answers({**version, "answers": table["answers"]}, questionnaire, migrations)[0][
                "answers"
            ],
        }
        for table in tables
    ]
    return informants_from(migrated, questionnaire, {**version, "content_version": questionnaire.version})


def _envelope(table: dict[str, Any], document: dict[str, Any]) -> tuple[dt.datetime, SavedPlace]:
    """When the file was saved and where the person was. Raises AnswersError unless it is complete and unchanged."""
    version = table["format"]
    if isinstance(version, int) and version > FORMAT_OF_SEVERAL:
        raise CannotOpenError(OpenProblem.NEWER)
    expected = {FORMAT: _ENVELOPE, FORMAT_OF_SEVERAL: _ENVELOPE | {"informants"}}
    if set(table) != expected.get(version) or not isinstance(table["place"], dict):
        raise AnswersError("the file does not have the fields of a saved file")
    if table["sha256"] != fingerprint(document):
        raise AnswersError("the answers were changed after saving")
    return _moment(table["saved_at"]), table["place"]


def _moment(text: Any) -> dt.datetime:
    """Parse a time with a time zone. Raises AnswersError."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except (TypeError, ValueError):
        raise AnswersError("saved_at is not a time") from None
    if moment.tzinfo is None:
        raise AnswersError("saved_at has no time zone")
    return moment
