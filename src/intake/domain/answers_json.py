"""The answers as a JSON document: what the command line reads, and what a summary can carry with it.

{"content_version": "...", "language": "en", "answers": {"fear": "yes", "lo_age": {"value": "18_25", "basis": "saw"},
 "overdose_last": {"absent": "asked-unknown"}}}

An answer is a code, a list of codes, the words as written, or a table with value or absent, basis and as_of. In a
section that repeats, the name of an answer is question@entry: "amount@alcohol", "relation@n1".
Everything is checked against the questionnaire; a fault is one sentence that names the answer and never repeats its
words.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

from pydantic import ValidationError

from intake.domain.questionnaire import ADDED, TYPED, Item, ItemType, Questionnaire, Section
from intake.domain.response import Answer, Response

LONGEST_TEXT = 20_000
LONGEST_LINE = 120
LARGEST_DOCUMENT = 1_000_000
MOST_ANSWERS = 2_000


_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]{0,39}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class AnswersError(ValueError):
    """The document cannot be used; the message is one sentence fit for people."""


def read_answers(document: str | bytes, questionnaire: Questionnaire) -> Response:
    """The answers in a JSON document.

    Raises AnswersError for anything that is not a valid answer to a known question.
    """
    return read_answers_in(read_table(document), questionnaire)


def read_answers_in(table: dict[str, Any], questionnaire: Questionnaire) -> Response:
    """The answers in a table that `read_table` gave. Raises AnswersError as `read_answers` does."""
    answers = table.get("answers")
    if not isinstance(answers, dict):
        raise AnswersError('the answers need a table named "answers"')
    unknown = set(table) - {"content_version", "language", "answers"}
    if unknown:
        raise AnswersError(f"unknown key {min(unknown)[:60]!r}; known are content_version, language and answers")
    version, language = table.get("content_version", questionnaire.version), table.get("language", "en")
    if not isinstance(version, str) or not isinstance(language, str):
        raise AnswersError("content_version and language are texts")
    if not _VERSION.fullmatch(version) or not _LANGUAGE.fullmatch(language):
        raise AnswersError('content_version looks like "2026.11.1" and language like "en" or "fr-CA"')
    return Response(content_version=version, language=language, answers=_answers(answers, questionnaire))


def of_day(response: Response, questionnaire: Questionnaire, day: dt.date) -> Response:
    """The same answers, those that were true of the day say so: "last drink: today" is not today's any more."""
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
    """A JSON document that is a table, within limits. Raises AnswersError; nothing of its text is repeated."""
    if len(document) > LARGEST_DOCUMENT:
        raise AnswersError(f"the answers are larger than {LARGEST_DOCUMENT:,} bytes")
    try:
        table = json.loads(document, object_pairs_hook=_no_twins, parse_constant=_no_constant)
        json.dumps(table, ensure_ascii=False).encode()
    except AnswersError:
        raise
    except RecursionError:
        raise AnswersError("the answers are nested too deeply") from None
    except UnicodeEncodeError:
        raise AnswersError("the answers hold half a character") from None
    except ValueError:  # also a number of thousands of digits
        raise AnswersError("the answers are not valid JSON") from None
    if not isinstance(table, dict):
        raise AnswersError('the answers need a table named "answers"')
    return table


def _answers(given: dict[str, Any], questionnaire: Questionnaire) -> tuple[Answer, ...]:
    if len(given) > MOST_ANSWERS:
        raise AnswersError(f"there are more than {MOST_ANSWERS:,} answers")
    answers = tuple(_answer(key, one, questionnaire) for key, one in given.items())
    _check_entries(answers, questionnaire)
    return answers


def document_of(response: Response) -> dict[str, Any]:
    """The answers as a JSON-ready table; `read_answers` gives the same Response back."""
    return {
        "content_version": response.content_version,
        "language": response.language,
        "answers": {answer.key: _given(answer) for answer in response.answers},
    }


def check_answer(answer: Answer, item: Item) -> None:
    """Raises AnswersError unless the value is one the question allows."""
    name = f"answer {answer.key!r}"
    if answer.value is None:
        return
    if item.type in TYPED:
        if not isinstance(answer.value, str):
            raise AnswersError(f"{name} is a text")
        longest = LONGEST_TEXT if item.type is ItemType.TEXT else LONGEST_LINE
        if len(answer.value) > longest:
            raise AnswersError(f"{name} is longer than {longest:,} characters")
        return
    if item.type is ItemType.CHOICE and not isinstance(answer.value, str):
        raise AnswersError(f"{name} takes one code, not a list")
    if any(code not in item.by_code for code in answer.codes):
        raise AnswersError(f"{name} has a code that is not one of {', '.join(item.by_code)}")
    if len(answer.codes) > 1 and any(item.by_code[code].exclusive for code in answer.codes):
        raise AnswersError(f"{name} has a code that cannot stand beside others")


def _answer(key: str, given: Any, questionnaire: Questionnaire) -> Answer:
    link_id, _, entry = key.partition("@")
    item = questionnaire.items.get(link_id)
    if item is None:
        raise AnswersError(f"there is no question {link_id[:60]!r}")
    check_entry(key, entry, questionnaire.section_of[link_id], questionnaire)
    table = dict(given) if isinstance(given, dict) else {"value": given}
    unknown = set(table) - {"value", "absent", "basis", "as_of"}
    if unknown:
        raise AnswersError(f"answer {key!r}: unknown key {min(unknown)[:60]!r}")
    if not isinstance(table.get("as_of", ""), str):
        raise AnswersError(f"answer {key!r}: as_of is a date like 2026-11-22, 2026-11 or 2026")
    value = table.get("value")
    if isinstance(value, list):
        if not value or not all(isinstance(code, str) for code in value):
            raise AnswersError(f"answer {key!r} has an empty list or something that is not a code in it")
        table["value"] = tuple(dict.fromkeys(value))
    elif isinstance(value, str) and item.type is ItemType.CHOICES:
        table["value"] = (value,)
    elif value is not None and not isinstance(value, str):
        raise AnswersError(f"answer {key!r} is neither a code nor a list of codes")
    try:
        answer = Answer.model_validate({**table, "link_id": link_id, "entry": entry})
    except ValidationError as error:
        raise AnswersError(f"answer {key!r}: {_first_fault(error)}") from None
    check_answer(answer, item)
    return answer


def check_entry(key: str, entry: str, section: Section, questionnaire: Questionnaire) -> None:
    """Raises AnswersError unless the entry is one the section can have."""
    if section.repeats is None:
        if "@" in key:
            raise AnswersError(f"answer {key[:60]!r}: this question is asked once")
        return
    if not ADDED.fullmatch(entry) and entry not in _codes(section, questionnaire):
        raise AnswersError(
            f"answer {key[:60]!r}: this question is asked of an entry, as in {section.items[0].link_id}@n1"
        )


def _codes(section: Section, questionnaire: Questionnaire) -> frozenset[str]:
    """The option codes that can be entries of a section."""
    each = section.repeats.each if section.repeats else None
    if each is None:
        return frozenset()
    if each in questionnaire.section:
        return _codes(questionnaire.section[each], questionnaire)
    return frozenset(option.code for option in questionnaire.items[each].options if not option.exclusive)


def _check_entries(answers: tuple[Answer, ...], questionnaire: Questionnaire) -> None:
    """Raises AnswersError where a section has more entries than it may."""
    for section in questionnaire.sections:
        own = {item.link_id for item in section.items}
        added = {answer.entry for answer in answers if answer.link_id in own and ADDED.fullmatch(answer.entry)}
        if section.repeats is not None and len(added) > section.repeats.most:
            raise AnswersError(f"there are more than {section.repeats.most} entries in {section.id!r}")


def _first_fault(error: ValidationError) -> str:
    """pydantic's first finding without the value it speaks of."""
    fault = error.errors(include_input=False, include_url=False, include_context=False)[0]
    key = ".".join(str(step) for step in fault["loc"])
    message = fault["msg"].removeprefix("Value error, ")
    return f"{key}: {message}" if key else message


def _given(answer: Answer) -> Any:
    plain = answer.basis is None and answer.as_of is None
    if answer.value is not None and plain:
        return list(answer.value) if isinstance(answer.value, tuple) else answer.value
    return answer.model_dump(mode="json", exclude={"link_id", "entry"}, exclude_none=True)


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) != len(pairs):
        raise AnswersError("the answers name the same key twice")
    return table


def _no_constant(_: str) -> Any:
    raise AnswersError("the answers hold a number that is not a number")
