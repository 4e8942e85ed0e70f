"""The questions and the answers as FHIR R4 resources, for the record system of a professional.

A section is a group and a question is an item; their linkIds are our ids. Items that are not questions have linkIds
that end in `.why` (why a question is asked), `.intro` (the text under a heading), or `.entry` (the subject of a
repeating group), so they never clash with an id. `enableWhen` expresses `enable_when` with codes only: lists of codes
and comparisons of ordered options are written out.

An answer that is not known, declined, or not asked is a data-absent-reason in place of a value. What FHIR cannot
express is in extensions below BASE:

    entry             on a repeating group: the id of its entry, an option code or n1, n2, ...
    basis, as-of      on an answered item: how the person knows (saw, was-told, guess); the date the answer refers to
    yes-unnamed       on an answered item: yes to a list of options, without saying to which; the answer has no value
    does-not-apply    on an answered item: the question no longer applies because of other answers; its answer is kept
    answered-version  on the response: the version of the questions that was answered, if it is not the current one
    say, ordered      on a question: the wording to read aloud; its options are in ascending order
    entries-from, named-by   on a repeating group: the linkIds that its entries follow from and are named by
    same-entry        on a question: a condition on the same entry of another repeating group

All answers are labeled restricted; if a Part 2 program is the source of some, also with the code of that law. If the
caller agreed to share only a part, the rest is missing and the tag SUBSETTED says so.

FHIR differs from the app in two ways. It does not enable a question that depends on an unknown answer; the app asks it.
And it cannot compare the same entry of two repeating groups, so such a condition is in same-entry instead, and FHIR
asks the question for every entry. No resource says who the person is.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from intake.brief.entry_names import name_of_entry
from intake.domain.answers_json import LONGEST_LINE, LONGEST_TEXT
from intake.domain.conditions import truth_of
from intake.domain.content import Content
from intake.domain.questionnaire import (
    FOR_THE_FAMILY,
    TYPED,
    Asked,
    Condition,
    Item,
    ItemType,
    Operator,
    Option,
    Questionnaire,
    Section,
    key_of,
)
from intake.domain.response import Absent, Answer, Response
from intake.domain.routing import entries, inherited_entries, route
from intake.domain.rules import Truth
from intake.i18n import SOURCE, Translator

Json = dict[str, Any]

BASE = "https://next-step.example/fhir"
"""The base URL of our extensions and code systems. Receivers store it: never change it once files are in use."""
CANONICAL = f"{BASE}/Questionnaire/intake"
_OWN = f"{BASE}/StructureDefinition"
ENTRY = f"{_OWN}/entry"
BASIS = f"{_OWN}/basis"
AS_OF = f"{_OWN}/as-of"
YES_UNNAMED = f"{_OWN}/yes-unnamed"
DOES_NOT_APPLY = f"{_OWN}/does-not-apply"
ANSWERED_VERSION = f"{_OWN}/answered-version"
SAY = f"{_OWN}/say"
ORDERED = f"{_OWN}/ordered"
ENTRIES_FROM = f"{_OWN}/entries-from"
NAMED_BY = f"{_OWN}/named-by"
SAME_ENTRY = f"{_OWN}/same-entry"

ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
EXCLUSIVE = "http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive"
ITEM_CONTROL = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl"
SUPPORT_LINK = "http://hl7.org/fhir/StructureDefinition/questionnaire-supportLink"
SHORT_TEXT = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-shortText"
HELP = {"coding": [{"system": "http://hl7.org/fhir/questionnaire-item-control", "code": "help"}]}
RESTRICTED = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality",
    "code": "R",
    "display": "restricted",
}
"""Confidential: highly sensitive, potentially stigmatizing."""
PART_2 = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
    "code": "42CFRPart2",
    "display": "42 CFR Part2",
}
"""The law that protects a record of a federally assisted program for substance use."""
SUBSETTED = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue",
    "code": "SUBSETTED",
    "display": "subsetted",
}
"""Parts were left out on purpose."""

TYPES = {ItemType.CHOICE: "choice", ItemType.CHOICES: "choice", ItemType.TEXT: "text", ItemType.LINE: "string"}
LONGEST = {ItemType.TEXT: LONGEST_TEXT, ItemType.LINE: LONGEST_LINE}

_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that a FHIR string cannot contain in JSON or in XML: controls and lone surrogates."""


@dataclass(frozen=True)
class Handling:
    """How the answers must be handled.

    `part_2`: a Part 2 program is the source of some of them. `subset_of`: all answers, if only a part may be shared.
    """

    part_2: bool = False
    subset_of: Response | None = None

    @property
    def meta(self) -> Json:
        """The security labels, and the tag of an incomplete resource."""
        labels = [RESTRICTED, *([PART_2] if self.part_2 else [])]
        return _filled({"security": labels, "tag": [SUBSETTED] if self.subset_of is not None else []})


_USUAL = Handling()


def bundle(
    content: Content,
    response: Response,
    authored: dt.datetime,
    words: Translator | None = None,
    handling: Handling = _USUAL,
) -> bytes:
    """A Bundle of Questionnaire and QuestionnaireResponse as JSON (UTF-8).

    `content` and `words` must be in the same language; `authored` must have a time zone.
    """
    resources = (questionnaire(content, words), questionnaire_response(content, response, authored, handling))
    resource_bundle = {
        "resourceType": "Bundle",
        "meta": handling.meta,
        "type": "collection",
        "timestamp": authored.isoformat(timespec="seconds"),
        "entry": [{"fullUrl": _full_url(resource), "resource": resource} for resource in resources],
    }
    return json.dumps(resource_bundle, ensure_ascii=False, indent=1).encode("utf-8")


def _full_url(resource: Json) -> str:
    """The URN that a bundle needs for a resource. The same content gives the same URN."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, json.dumps(resource))}"


def _filled(table: Json) -> Json:
    """The table without empty values: FHIR allows no empty strings, lists, or objects."""
    return {name: value for name, value in table.items() if value}


# --- the questions -----------------------------------------------------------------------------------------------


def questionnaire(content: Content, words: Translator | None = None) -> Json:
    """The Questionnaire resource with every section and question. Its status is draft until a clinician signs off.

    Raises ValueError for an enable_when that FHIR cannot express.
    """
    translator = words or Translator(SOURCE)
    return {
        "resourceType": "Questionnaire",
        "language": content.language,
        "url": CANONICAL,
        "version": content.questionnaire.version,
        "name": "NextStepIntake",
        "title": "Next Step",
        "status": "draft",
        "subjectType": ["Patient"],
        "description": translator.ui("Family-reported, not verified, not a diagnosis."),
        "item": [_group(section, content) for section in content.questionnaire.sections if _is_exported(section)],
    }


def _is_exported(section: Section) -> bool:
    """Whether a section goes to receivers: not if it is for the family alone."""
    return section.asked not in FOR_THE_FAMILY


def _group(section: Section, content: Content) -> Json:
    return _filled(
        {
            **_repeating(section),
            "linkId": section.id,
            "text": section.title,
            "type": "group",
            "item": [
                *([_display_item(f"{section.id}.intro", section.intro)] if section.intro else []),
                *_entry_items(section, content.questionnaire),
                *(_question(item, content) for item in section.items),
            ],
        }
    )


def _repeating(section: Section) -> Json:
    if section.repeats is None:
        return {}
    extensions = ((ENTRIES_FROM, section.repeats.each), (NAMED_BY, section.repeats.named_by))
    return {
        "extension": [{"url": url, "valueString": link_id} for url, link_id in extensions if link_id],
        "repeats": True,
    }


def _display_item(link_id: str, text: str) -> Json:
    return {"linkId": link_id, "text": text, "type": "display"}


def _source(section: Section, questionnaire: Questionnaire) -> Item | None:
    """The question whose options are the entries of a section, directly or through another section."""
    each = section.repeats.each if section.repeats else None
    if each is None:
        return None
    if each in questionnaire.section:
        return _source(questionnaire.section[each], questionnaire)
    return questionnaire.items[each]


def _entry_items(section: Section, questionnaire: Questionnaire) -> list[Json]:
    """The item that tells any reader what a group is about if its entries follow from elsewhere; else nothing.

    An entry is then an option that was picked, or something that was added and named in another section.
    """
    if section.repeats is None or section.repeats.each is None:
        return []
    source, from_section = _source(section, questionnaire), section.repeats.each in questionnaire.section
    options = [option for option in source.options if not option.exclusive] if source else []
    item = {
        "linkId": _entry_id(section),
        "text": section.repeats.one,
        "type": ("open-choice" if source else "string") if from_section else "choice",
        "answerOption": [{"valueCoding": _coding(source, option)} for option in options] if source else [],
    }
    return [_filled(item)]


def _entry_id(section: Section) -> str:
    return f"{section.id}.entry"


def _question(item: Item, content: Content) -> Json:
    urls = (content.source[source].url for source in item.sources)
    return _filled(
        {
            "extension": [
                {"url": SHORT_TEXT, "valueString": item.label},
                *({"url": SUPPORT_LINK, "valueUri": url} for url in urls if url),
                *([{"url": ORDERED, "valueBoolean": True}] if item.ordered else []),
                *map(_same_entry, _conditions_elsewhere(item, content.questionnaire)),
            ],
            "linkId": item.link_id,
            "text": item.text,
            "_text": {"extension": [{"url": SAY, "valueString": item.say}]} if item.say != item.text else None,
            "type": TYPES[item.type],
            **_enabling(item, content.questionnaire),
            "repeats": item.type is ItemType.CHOICES,
            "maxLength": LONGEST.get(item.type),
            "answerOption": [_option(item, option) for option in item.options],
            "item": [_why(item)],
        }
    )


def _why(item: Item) -> Json:
    return {
        "extension": [{"url": ITEM_CONTROL, "valueCodeableConcept": HELP}],
        **_display_item(f"{item.link_id}.why", item.why),
    }


def _option(item: Item, option: Option) -> Json:
    exclusive = [{"url": EXCLUSIVE, "valueBoolean": True}] if option.exclusive else []
    return _filled({"extension": exclusive, "valueCoding": _coding(item, option)})


def _system(item: Item) -> str:
    """The code system of a question. Each has its own: a "yes" to one question is not a "yes" to another."""
    return f"{BASE}/CodeSystem/{item.link_id}"


def _coding(item: Item, option: Option) -> Json:
    return {"system": _system(item), "code": option.code, "display": option.text}


# --- which question depends on which answer ----------------------------------------------------------------------


def _enabling(item: Item, questionnaire: Questionnaire) -> Json:
    """enable_when as FHIR's enableWhen. A single condition may be joined either way; several only as written."""
    unless_named = _unless_named(item, questionnaire)
    conditions = _expressible(item, questionnaire)
    writers = {"any": _any_of, "all": _all_of}
    for behavior in (item.enable_behavior,) if len(conditions) > 1 else writers:
        written = [writers[behavior](condition, questionnaire.items[condition.question]) for condition in conditions]
        if all(written) and (behavior == "all" or not unless_named):
            clauses = [*unless_named, *chain.from_iterable(written)]
            return _filled({"enableWhen": clauses, "enableBehavior": behavior if len(clauses) > 1 else None})
    raise ValueError(f"question {item.link_id!r}: FHIR cannot express this enable_when")


def _unless_named(item: Item, questionnaire: Questionnaire) -> list[Json]:
    """The clause that hides the question for an entry's name if the name follows from elsewhere; else nothing."""
    section = questionnaire.section_of[item.link_id]
    is_name = section.repeats is not None and section.repeats.each and section.repeats.named_by == item.link_id
    return [_exists(_entry_id(section), expected=False)] if is_name else []


def _conditions_elsewhere(item: Item, questionnaire: Questionnaire) -> list[Condition]:
    """Conditions on another repeating group: FHIR would read all of its entries instead of the same one."""
    section_of = questionnaire.section_of
    own_section = section_of[item.link_id]
    return [
        condition
        for condition in item.enable_when
        if (section := section_of[condition.question]).repeats and section.id != own_section.id
    ]


def _expressible(item: Item, questionnaire: Questionnaire) -> list[Condition]:
    """The conditions that FHIR can express without asking less than the app does."""
    elsewhere = _conditions_elsewhere(item, questionnaire)
    if elsewhere and item.enable_behavior == "any":
        return []
    return [condition for condition in item.enable_when if condition not in elsewhere]


def _same_entry(condition: Condition) -> Json:
    answers: list[Json] = [{"url": "answer", "valueCode": code} for code in condition.codes]
    return {
        "url": SAME_ENTRY,
        "extension": [
            {"url": "question", "valueString": condition.question},
            {"url": "operator", "valueCode": condition.operator.value},
            *(answers or [{"url": "answer", "valueBoolean": condition.answer}]),
        ],
    }


def _any_of(condition: Condition, item: Item) -> list[Json]:
    """A condition as comparisons, at least one of which must hold; empty if FHIR cannot express it so."""
    if condition.operator is Operator.EXISTS:
        return [_exists(item.link_id, expected=bool(condition.answer))]
    if item.type is ItemType.CHOICE:
        return [_comparison(item, "=", code) for code in _meeting_codes(condition, item)]
    if condition.operator is Operator.EQUALS or len(condition.codes) == 1:
        return [_comparison(item, condition.operator.value, code) for code in condition.codes]
    return []


def _all_of(condition: Condition, item: Item) -> list[Json]:
    """A condition as comparisons that must all hold; empty if FHIR cannot express it so."""
    if condition.operator is Operator.EXISTS:
        return [_exists(item.link_id, expected=bool(condition.answer))]
    if condition.operator is Operator.EQUALS and len(condition.codes) == 1:
        return [_comparison(item, "=", condition.codes[0])]
    if item.type is ItemType.CHOICE:
        meeting = _meeting_codes(condition, item)
        return _none_of(item, (option.code for option in item.options if option.code not in meeting))
    return _none_of(item, condition.codes) if condition.operator is Operator.NOT_EQUALS else []


def _meeting_codes(condition: Condition, item: Item) -> list[str]:
    """The codes of the options that meet a condition."""
    answers = ((option.code, Answer(link_id=item.link_id, value=option.code)) for option in item.options)
    return [code for code, answer in answers if truth_of(condition, item, answer) is Truth.MET]


def _none_of(item: Item, codes: Iterable[str]) -> list[Json]:
    """Comparisons that need an answer other than these codes. In FHIR, "!=" alone also holds without an answer."""
    return [_exists(item.link_id, expected=True), *(_comparison(item, "!=", code) for code in codes)]


def _exists(link_id: str, *, expected: bool) -> Json:
    return {"question": link_id, "operator": "exists", "answerBoolean": expected}


def _comparison(item: Item, operator: str, code: str) -> Json:
    return {
        "question": item.link_id,
        "operator": operator,
        "answerCoding": {"system": _system(item), "code": code},
    }


# --- the answers -------------------------------------------------------------------------------------------------


def questionnaire_response(
    content: Content, response: Response, authored: dt.datetime, handling: Handling = _USUAL
) -> Json:
    """The QuestionnaireResponse resource: every answer in the order asked, including questions no longer asked.

    Texts are in the language of `content`; the `language` field is that of the answers. A blank text counts as not
    answered, as everywhere. A character that FHIR does not allow becomes U+FFFD.
    """
    questions = content.questionnaire
    asked_questions = route(questions, handling.subset_of or response)
    asked_keys = frozenset(asked.key for asked in asked_questions)
    groups = (
        _answered_group(section, entry, content, response, asked_keys)
        for section in questions.sections
        if _is_exported(section)
        for entry in _answered_entries(section, questions, response)
    )
    older = [{"url": ANSWERED_VERSION, "valueString": response.content_version}]
    return _filled(
        {
            "resourceType": "QuestionnaireResponse",
            "meta": handling.meta,
            "language": response.language,
            "extension": older if response.content_version != questions.version else [],
            "questionnaire": f"{CANONICAL}|{questions.version}",
            "status": "completed" if _is_complete(questions, response, asked_questions) else "in-progress",
            "authored": authored.isoformat(timespec="seconds"),
            "item": [group for group in groups if group],
        }
    )


def _answered_entries(section: Section, questionnaire: Questionnaire, response: Response) -> tuple[str, ...]:
    """The entries of a section, then former entries that still have answers."""
    with_answers = (answer.entry for item in section.items for answer in response.by_question.get(item.link_id, ()))
    return tuple(dict.fromkeys((*entries(questionnaire, section, response), *with_answers)))


def _answered_group(
    section: Section, entry: str, content: Content, response: Response, asked_keys: frozenset[str]
) -> Json | None:
    """The group with the answers of one entry; None if there are none."""
    answers = ((item, response.by_key.get(key_of(item.link_id, entry))) for item in section.items)
    items = [
        _answered_item(item, answer, applies=answer.key in asked_keys) for item, answer in answers if answer is not None
    ]
    if not items:
        return None
    return _filled(
        {
            "extension": [{"url": ENTRY, "valueString": entry}] if entry else [],
            "linkId": section.id,
            "text": section.title,
            "item": [*_entry_answers(section, entry, content, response), *items],
        }
    )


def _entry_answers(section: Section, entry: str, content: Content, response: Response) -> list[Json]:
    """The item that names an entry; nothing if the entry's own answers name it."""
    if section.repeats is None:
        return []
    source = _source(section, content.questionnaire)
    if source and entry in source.by_code:
        value: Json = {"valueCoding": _coding(source, source.by_code[entry])}
    elif entry in inherited_entries(content.questionnaire, section, response):
        value = _string(name_of_entry(content, section, entry, response))
    else:
        return []
    return [{"linkId": _entry_id(section), "text": section.repeats.one, "answer": [value]}]


def _answered_item(item: Item, answer: Answer, *, applies: bool) -> Json:
    return _filled(
        {
            "extension": [
                *([{"url": BASIS, "valueCode": answer.basis.value}] if answer.basis else []),
                *([{"url": AS_OF, "valueDate": answer.as_of}] if answer.as_of else []),
                *([{"url": YES_UNNAMED, "valueBoolean": True}] if answer.unnamed else []),
                *([] if applies else [{"url": DOES_NOT_APPLY, "valueBoolean": True}]),
            ],
            "linkId": item.link_id,
            "text": item.text,
            "answer": _values(item, answer),
        }
    )


def _values(item: Item, answer: Answer) -> list[Json]:
    """The answers of an item.

    The reason for a missing value is an extension of the answer: a coding without a code would not be an option.
    """
    absent = answer.absent or (None if answer.given else Absent.NOT_ASKED)
    if absent:
        code = Absent.UNKNOWN if absent is Absent.UNNAMED else absent
        return [{"extension": [{"url": ABSENT, "valueCode": code.value}]}]
    if item.type in TYPED:
        return [_string(text) for text in answer.codes]
    return [{"valueCoding": _coding(item, item.by_code[code])} for code in answer.codes]


def _string(text: str) -> Json:
    return {"valueString": _REFUSED.sub("\ufffd", text)}


def _is_complete(questionnaire: Questionnaire, response: Response, asked_questions: tuple[Asked, ...]) -> bool:
    """Whether the response has the FHIR status completed.

    Each applicable question of the sections started must have an answer or a reason. No answer may belong to a question
    that enableWhen would not ask: FHIR allows that only while a response is in progress.
    """
    started = {
        section.id for section in questionnaire.sections if _is_exported(section) and _is_started(section, response)
    }
    due = {asked.key for asked in asked_questions if questionnaire.section_of[asked.link_id].id in started}
    exported = [answer for answer in response.answers if _is_exported(questionnaire.section_of[answer.link_id])]
    answered = {answer.key for answer in exported if answer.absent is not Absent.NOT_ASKED}
    return due <= answered and all(
        answer.key in due and _is_enabled(answer, questionnaire, response) for answer in exported
    )


def _is_started(section: Section, response: Response) -> bool:
    """Whether a section counts: the full intake and the plan only once they have an answer."""
    return section.asked not in ("full", "plan") or any(item.link_id in response.by_question for item in section.items)


def _is_enabled(answer: Answer, questionnaire: Questionnaire, response: Response) -> bool:
    """Whether FHIR would also ask an answered question: its enableWhen is certainly met."""
    item = questionnaire.items[answer.link_id]
    met = [_is_met(condition, answer.entry, questionnaire, response) for condition in _expressible(item, questionnaire)]
    return not met or (all(met) if item.enable_behavior == "all" else any(met))


def _is_met(condition: Condition, entry: str, questionnaire: Questionnaire, response: Response) -> bool:
    item = questionnaire.items[condition.question]
    item_entry = entry if questionnaire.section_of[item.link_id].repeats else ""
    return truth_of(condition, item, response.by_key.get(key_of(item.link_id, item_entry))) is Truth.MET
