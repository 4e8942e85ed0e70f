"""The answers as a FHIR QuestionnaireResponse."""

from __future__ import annotations

import datetime as dt
import re
from uuid import NAMESPACE_URL, uuid5

from intake.brief.entry_names import name_of_entry
from intake.domain.answers_json import document_of
from intake.domain.content import Content
from intake.domain.questionnaire import TYPED, Asked, Item, Questionnaire, Section, key_of
from intake.domain.response import Absent, Answer, Response
from intake.domain.routing import entries, inherited_entries, route
from intake.i18n import SOURCE, Translator
from intake.outputs.fhir.addresses import ABSENT, URI, Own, questionnaire_address
from intake.outputs.fhir.codes import basis, coding, is_exported, reason
from intake.outputs.fhir.conditions import entry_id, is_enabled
from intake.outputs.fhir.labels import USUAL, Handling, Json, filled
from intake.outputs.fhir.questionnaire import source_of

_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that a FHIR string cannot contain in JSON or in XML: controls and lone surrogates."""


def questionnaire_response(
    content: Content,
    response: Response,
    authored: dt.datetime,
    handling: Handling = USUAL,
    words: Translator | None = None,
) -> Json:
    """The QuestionnaireResponse resource: every answer in the order asked, including questions no longer asked.

    Texts are in the language of `content`; the `language` field is that of the answers. A blank text counts as not
    answered, as everywhere. A character that FHIR does not allow becomes U+FFFD. Subject and source say what they are,
    never who.
    """
    questions, translator = content.questionnaire, words or Translator(SOURCE)
    asked_questions = route(questions, handling.subset_of or response)
    asked_keys = frozenset(asked.key for asked in asked_questions)
    exported = [answer for answer in response.answers if is_exported(questions.section_of[answer.link_id])]
    applying = response.model_copy(update={"answers": tuple(one for one in exported if one.key in asked_keys)})
    former = [one for one in exported if one.key not in asked_keys]
    groups = (
        _answered_group(section, entry, content, applying, translator)
        for section in questions.sections
        if is_exported(section)
        for entry in entries(questions, section, response)
    )
    complete = _is_complete(questions, applying, asked_questions)
    older = [{"url": Own.ANSWERED_VERSION.url, "valueString": response.content_version}]
    return filled(
        {
            "resourceType": "QuestionnaireResponse",
            "meta": handling.meta,
            "language": response.language,
            "extension": [
                *(older if response.content_version != questions.version else []),
                *(_former_answer(questions.items[answer.link_id], answer, translator) for answer in former),
            ],
            "identifier": {"system": URI, "value": response_identifier(response, authored)},
            "questionnaire": f"{questionnaire_address()}|{questions.version}",
            "status": "completed" if complete else "in-progress",
            "subject": {"type": "Patient", "display": translator.ui("The person the family is worried about")},
            "authored": authored.isoformat(timespec="seconds"),
            "source": {"type": "RelatedPerson", "display": translator.ui("The person who answered")},
            "item": [group for group in groups if group],
        }
    )


def response_identifier(response: Response, authored: dt.datetime) -> str:
    """The same answers of the same moment have the same identifier."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{authored.isoformat()} {document_of(response)!r}')}"


def _answered_group(
    section: Section, entry: str, content: Content, response: Response, words: Translator
) -> Json | None:
    """The group with the answers of one entry; None if there are none."""
    answers = ((item, response.by_key.get(key_of(item.link_id, entry))) for item in section.items)
    items = [element for item, answer in answers if answer for element in _answered_items(item, answer, words)]
    if not items:
        return None
    return filled(
        {
            "extension": [{"url": Own.ENTRY.url, "valueString": entry}] if entry else [],
            "linkId": section.id,
            "text": section.title,
            "item": [*_entry_answers(section, entry, content, response), *items],
        }
    )


def _entry_answers(section: Section, entry: str, content: Content, response: Response) -> list[Json]:
    """The item that names an entry; nothing if the entry's own answers name it."""
    if section.repeats is None:
        return []
    source = source_of(section, content.questionnaire)
    if source and entry in source.by_code:
        value: Json = {"valueCoding": coding(source, source.by_code[entry])}
    elif entry in inherited_entries(content.questionnaire, section, response):
        value = _string(name_of_entry(content, section, entry, response))
    else:
        return []
    return [{"linkId": entry_id(section), "text": section.repeats.one, "answer": [value]}]


def _answered_items(item: Item, answer: Answer, words: Translator) -> list[Json]:
    """A question with its answer, and beside it why there is none, how the person knows, and as of when."""
    absent, values = absence(answer), _values(item, answer, words)
    beside: list[tuple[str, str, Json]] = []
    if absent in (Absent.UNKNOWN, Absent.DECLINED) and item.type in TYPED:
        beside.append(("absent", words.ui("If there is no answer: why"), {"valueCoding": reason(absent, words)}))
    if answer.basis:
        beside.append(("basis", words.ui("How do you know?"), {"valueCoding": basis(answer.basis, words)}))
    if answer.as_of:
        beside.append(("as-of", words.ui("As of when (year, month, or day)"), {"valueString": answer.as_of}))
    return [
        filled(
            {
                "extension": [
                    *([{"url": ABSENT, "valueCode": absent.value}] if absent and not values else []),
                    *([{"url": Own.UNNAMED.url, "valueBoolean": True}] if answer.unnamed else []),
                ],
                "linkId": item.link_id,
                "text": item.text,
                "answer": values,
            }
        ),
        *({"linkId": f"{item.link_id}.{name}", "text": text, "answer": [value]} for name, text, value in beside),
    ]


def absence(answer: Answer) -> Absent | None:
    """Why there is no value; None if there is one."""
    return answer.absent or (None if answer.given else Absent.NOT_ASKED)


def _values(item: Item, answer: Answer, words: Translator) -> list[Json]:
    """The answers of an item. A reason is an answer like any other where people choose it from the options."""
    absent = absence(answer)
    if absent:
        chosen = item.options and absent is not Absent.NOT_ASKED
        return [{"valueCoding": reason(absent, words)}] if chosen else []
    if item.type in TYPED:
        return [_string(text) for text in answer.codes]
    return [{"valueCoding": coding(item, item.by_code[code])} for code in answer.codes]


def _string(text: str) -> Json:
    return {"valueString": fhir_text(text)}


def fhir_text(text: str) -> str:
    """The text without characters that FHIR does not allow."""
    return _REFUSED.sub("\ufffd", text)


def _former_answer(item: Item, answer: Answer, words: Translator) -> Json:
    """An answer to a question that no longer applies. As the answer of an item it would not be valid."""
    absent = absence(answer)
    values = [{"valueCoding": reason(absent, words)}] if absent else _values(item, answer, words)
    parts: list[tuple[str, Json | None]] = [
        ("question", {"valueString": item.link_id}),
        ("entry", {"valueString": answer.entry} if answer.entry else None),
        *(("answer", value) for value in values),
        (Own.UNNAMED.value, {"valueBoolean": True} if answer.unnamed else None),
        ("basis", {"valueCoding": basis(answer.basis, words)} if answer.basis else None),
        ("as-of", {"valueString": answer.as_of} if answer.as_of else None),
    ]
    return {"url": Own.FORMER.url, "extension": [{"url": url, **value} for url, value in parts if value]}


def _is_complete(questionnaire: Questionnaire, response: Response, asked_questions: tuple[Asked, ...]) -> bool:
    """Whether the response has the FHIR status completed.

    Each applicable question of the sections started must have an answer or a reason. No answer may belong to a question
    that enableWhen would not ask: FHIR allows that only while a response is in progress.
    """
    started = {
        section.id for section in questionnaire.sections if is_exported(section) and _is_started(section, response)
    }
    due = {asked.key for asked in asked_questions if questionnaire.section_of[asked.link_id].id in started}
    answered = {answer.key for answer in response.answers if answer.absent is not Absent.NOT_ASKED}
    return due <= answered and all(
        answer.key in due and is_enabled(answer, questionnaire, response) for answer in response.answers
    )


def _is_started(section: Section, response: Response) -> bool:
    """Whether a section counts: the full intake and the plan only once they have an answer."""
    return section.asked not in ("full", "plan") or any(item.link_id in response.by_question for item in section.items)
