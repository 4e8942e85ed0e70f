"""The answers as a JSON document, as the command line reads it and a saved summary carries it.

{"content_version": "...", "language": "en", "answers": {"fear": "yes", "lo_age": {"value": "18_25", "basis": "saw"},
 "overdose_last": {"absent": "asked-unknown"}}}

An answer is a code, a list of codes, typed text, or an object with `value` or `absent` and optionally `basis` and
`as_of`. In a repeating section, the key of an answer is question@entry: "amount@alcohol", "relation@n1".
Everything is checked against the questionnaire. An error message is one sentence that names the answer but never
quotes it.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

from pydantic import ValidationError

from intake.domain.questionnaire import ADDED, TYPED, Item, ItemType, Questionnaire, Section
from intake.domain.response import Answer, Response
from intake.domain.typed_text import fitting

LONGEST_TEXT = 20_000  # code points
LONGEST_LINE = 120  # characters as people count them, of at most MOST_PARTS code points on average
LARGEST_DOCUMENT = 1_000_000
MOST_ANSWERS = 2_000

_NO_ANSWERS = 'the document must have an object named "answers"'
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]{0,39}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class AnswersError(ValueError):
    """The document cannot be used. The message is one sentence that can be shown to people."""


def read_answers(document: str | bytes, questionnaire: Questionnaire) -> Response:
    """Parse a JSON document. Raises AnswersError for anything that is not a valid answer to an existing question."""
    return answers_from(read_table(document), questionnaire)


def answers_from(table: dict[str, Any], questionnaire: Questionnaire) -> Response:
    """Validate the object that `read_table` returned. Raises AnswersError as `read_answers` does."""
    answers = table.get("answers")
    if not isinstance(answers, dict):
        raise AnswersError(_NO_ANSWERS)
    unknown = set(table) - {"content_version", "language", "answers"}
    if unknown:
        raise AnswersError(f"unknown key {min(unknown)[:60]!r}; expected content_version, language, and answers")
    version, language = table.get("content_version", questionnaire.version), table.get("language", "en")
    if not isinstance(version, str) or not isinstance(language, str):
        raise AnswersError("content_version and language must be strings")
    if not _VERSION.fullmatch(version) or not _LANGUAGE.fullmatch(language):
        raise AnswersError('content_version must look like "2026.11.1" and language like "en" or "fr-CA"')
    return Response(content_version=version, language=language, answers=_answers(answers, questionnaire))


def with_as_of(response: Response, questionnaire: Questionnaire, day: dt.date) -> Response:
    """Set `as_of` to `day` on answers that were true only that day, so that an old "last drink: today" shows its date.

    Answers that already have a date keep it.
    """
    return response.model_copy(
        update={
            "answers": tuple(
                answer.model_copy(update={"as_of": day.isoformat()})
                if answer.given and answer.as_of is None and questionnaire.items[answer.link_id].dated
                else answer
                for answer in response.answers
            )
        }
    )


def read_table(document: str | bytes) -> dict[str, Any]:
    """Parse a JSON document whose top level is an object, within limits. Raises AnswersError, which never quotes it."""
    if len(document) > LARGEST_DOCUMENT:
        raise AnswersError(f"the document is larger than {LARGEST_DOCUMENT:,} bytes")
    try:
        table = json.loads(document, object_pairs_hook=_without_duplicates, parse_constant=_refuse_constant)
        json.dumps(table, ensure_ascii=False).encode()
    except AnswersError:
        raise
    except RecursionError:
        raise AnswersError("the document is nested too deeply") from None
    except UnicodeEncodeError:
        raise AnswersError("the document contains half a character (a lone surrogate)") from None
    except ValueError:  # including a number with thousands of digits
        raise AnswersError("the document is not valid JSON") from None
    if not isinstance(table, dict):
        raise AnswersError(_NO_ANSWERS)
    return table


def _answers(entries: dict[str, Any], questionnaire: Questionnaire) -> tuple[Answer, ...]:
    if len(entries) > MOST_ANSWERS:
        raise AnswersError(f"there are more than {MOST_ANSWERS:,} answers")
    answers = tuple(_answer(key, value, questionnaire) for key, value in entries.items())
    _check_entries(answers, questionnaire)
    return answers


def document_of(response: Response) -> dict[str, Any]:
    """The answers as a JSON-ready dict, which `read_answers` turns back into the same Response."""
    return {
        "content_version": response.content_version,
        "language": response.language,
        "answers": {answer.key: _json_value(answer) for answer in response.answers},
    }


def check_answer(answer: Answer, item: Item) -> None:
    """Raise AnswersError if the question does not allow this value."""
    name = f"answer {answer.key!r}"
    if answer.value is None:
        if answer.unnamed and item.opener is None:
            raise AnswersError(f"{name} is a yes to a list that does not open with one")
        return
    if item.type in TYPED:
        if not isinstance(answer.value, str):
            raise AnswersError(f"{name} must be text")
        is_text = item.type is ItemType.TEXT
        longest = LONGEST_TEXT if is_text else LONGEST_LINE
        if len(answer.value) > longest and (is_text or fitting(answer.value, longest) != answer.value):
            raise AnswersError(f"{name} is longer than {longest:,} characters")
        return
    if item.type is ItemType.CHOICE and not isinstance(answer.value, str):
        raise AnswersError(f"{name} must be a single code, not a list")
    if any(code not in item.by_code for code in answer.codes):
        raise AnswersError(f"{name} has an unknown code; the options are {', '.join(item.by_code)}")
    if len(answer.codes) > 1 and any(item.by_code[code].exclusive for code in answer.codes):
        raise AnswersError(f"{name} has a code that cannot be combined with others")


def _answer(key: str, value: Any, questionnaire: Questionnaire) -> Answer:
    link_id, _, entry = key.partition("@")
    item = questionnaire.items.get(link_id)
    if item is None:
        raise AnswersError(f"there is no question {link_id[:60]!r}")
    check_entry(key, entry, questionnaire.section_of[link_id], questionnaire)
    table = dict(value) if isinstance(value, dict) else {"value": value}
    unknown = set(table) - {"value", "absent", "basis", "as_of"}
    if unknown:
        raise AnswersError(f"answer {key!r}: unknown key {min(unknown)[:60]!r}")
    if not isinstance(table.get("as_of", ""), str):
        raise AnswersError(f"answer {key!r}: as_of must be a date like 2026-11-22, 2026-11, or 2026")
    value = table.get("value")
    if isinstance(value, list):
        if not value or not all(isinstance(code, str) for code in value):
            raise AnswersError(f"answer {key!r} must be a list of at least one code")
        table["value"] = tuple(dict.fromkeys(value))
    elif isinstance(value, str) and item.type is ItemType.CHOICES:
        table["value"] = (value,)
    elif value is not None and not isinstance(value, str):
        raise AnswersError(f"answer {key!r} must be a code or a list of codes")
    try:
        answer = Answer.model_validate({**table, "link_id": link_id, "entry": entry})
    except ValidationError as error:
        raise AnswersError(f"answer {key!r}: {_first_error(error)}") from None
    check_answer(answer, item)
    return answer


def check_entry(key: str, entry: str, section: Section, questionnaire: Questionnaire) -> None:
    """Raise AnswersError if the section cannot have this entry."""
    if section.repeats is None:
        if "@" in key:
            raise AnswersError(f"answer {key[:60]!r}: this question is asked only once")
        return
    if not ADDED.fullmatch(entry) and entry not in _entry_codes(section, questionnaire):
        raise AnswersError(
            f"answer {key[:60]!r}: this question is asked about one entry; write it like {section.items[0].link_id}@n1"
        )


def _entry_codes(section: Section, questionnaire: Questionnaire) -> frozenset[str]:
    """The option codes that can be entries of a section."""
    source = section.repeats.each if section.repeats else None
    if source is None:
        return frozenset()
    if source in questionnaire.section:
        return _entry_codes(questionnaire.section[source], questionnaire)
    return frozenset(option.code for option in questionnaire.items[source].options if not option.exclusive)


def _check_entries(answers: tuple[Answer, ...], questionnaire: Questionnaire) -> None:
    """Raise AnswersError if a section has too many added entries."""
    for section in questionnaire.sections:
        own = {item.link_id for item in section.items}
        added = {answer.entry for answer in answers if answer.link_id in own and ADDED.fullmatch(answer.entry)}
        if section.repeats is not None and len(added) > section.repeats.most:
            raise AnswersError(f"section {section.id!r} has more than {section.repeats.most} entries")


def _first_error(error: ValidationError) -> str:
    """Pydantic's first error, without the input."""
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    key = ".".join(str(step) for step in first["loc"])
    message = first["msg"].removeprefix("Value error, ")
    return f"{key}: {message}" if key else message


def _json_value(answer: Answer) -> Any:
    plain = answer.basis is None and answer.as_of is None
    if answer.value is not None and plain:
        return list(answer.value) if isinstance(answer.value, tuple) else answer.value
    return answer.model_dump(mode="json", exclude={"link_id", "entry"}, exclude_none=True)


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) != len(pairs):
        raise AnswersError("the document has the same key twice")
    return table


def _refuse_constant(_: str) -> Any:
    raise AnswersError("the document contains NaN or Infinity")
