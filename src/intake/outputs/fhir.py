"""The questions and the answers as FHIR R4 resources, for the record system of a professional.

A section is a group and a question an item: their linkIds are our ids. Names of our own end in `.why` (why a question
is asked), `.intro` (the words under a heading) and `.entry` (of what a repeating group speaks), so they clash with no
id. `enableWhen` says `enable_when` with codes only: a list of codes and a comparison of ordered options are
written out.

What was not known, declined or not asked stands as data-absent-reason in the place of the answer's value. What FHIR
has no word for stands in extensions below BASE:

    entry             on a repeating group: the name of the entry it speaks of, an option code or n1, n2, ...
    basis, as-of      on an answered item: how the person knows (saw, was-told, guess); of what date the answer speaks
    does-not-apply    on an answered item: by other answers this question is not asked (any more); its answer is kept
    answered-version  on the response: the version of the questions that was answered, where it is not the present one
    say, ordered      on a question: the words to read aloud; its options rise from first to last
    entries-from, named-by   on a repeating group: the linkIds its entries follow from and are named by
    same-entry        on a question: a condition on the same entry of another repeating group

Where FHIR differs from the app: it does not enable a question that depends on an unknown answer, which the app asks;
and between two repeating groups it can only compare all entries, so such a condition stands in same-entry instead, and
FHIR asks of every entry. No resource says who the person is.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable
from itertools import chain
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from intake.brief.builder import name_of_entry
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
"""Where our names live. Receivers keep them: never change it once files are out."""
CANONICAL = f"{BASE}/Questionnaire/intake"
_OWN = f"{BASE}/StructureDefinition"
ENTRY = f"{_OWN}/entry"
BASIS = f"{_OWN}/basis"
AS_OF = f"{_OWN}/as-of"
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

TYPES = {ItemType.CHOICE: "choice", ItemType.CHOICES: "choice", ItemType.TEXT: "text", ItemType.LINE: "string"}
LONGEST = {ItemType.TEXT: LONGEST_TEXT, ItemType.LINE: LONGEST_LINE}

_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that a FHIR string cannot hold in JSON or in XML: control characters and halves of characters."""


def bundle(content: Content, response: Response, authored: dt.datetime, words: Translator | None = None) -> bytes:
    """Questionnaire and QuestionnaireResponse in one JSON file (UTF-8).

    `content` and `words` are of the same language; `authored` knows its time zone.
    """
    resources = (questionnaire(content, words), questionnaire_response(content, response, authored))
    whole = {
        "resourceType": "Bundle",
        "meta": {"security": [RESTRICTED]},
        "type": "collection",
        "timestamp": authored.isoformat(timespec="seconds"),
        "entry": [{"fullUrl": _address(resource), "resource": resource} for resource in resources],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8")


def _address(resource: Json) -> str:
    """A bundle must name its resources: the same answers at the same time have the same name."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, json.dumps(resource))}"


def _filled(table: Json) -> Json:
    """Without what is empty: FHIR allows no empty text, list or object."""
    return {name: value for name, value in table.items() if value}


# --- the questions -----------------------------------------------------------------------------------------------


def questionnaire(content: Content, words: Translator | None = None) -> Json:
    """A Questionnaire: every section and question, whatever was answered. It is a draft until a clinician signs.

    Raises ValueError for an enable_when that FHIR cannot say.
    """
    said = words or Translator(SOURCE)
    return {
        "resourceType": "Questionnaire",
        "language": content.language,
        "url": CANONICAL,
        "version": content.questionnaire.version,
        "name": "NextStepIntake",
        "title": "Next Step",
        "status": "draft",
        "subjectType": ["Patient"],
        "description": said.ui("Family-reported, not verified, not a diagnosis."),
        "item": [_group(section, content) for section in content.questionnaire.sections if _given_on(section)],
    }


def _given_on(section: Section) -> bool:
    """What is asked for the family alone is nothing to hand over."""
    return section.asked not in FOR_THE_FAMILY


def _group(section: Section, content: Content) -> Json:
    return _filled(
        {
            **_repeating(section),
            "linkId": section.id,
            "text": section.title,
            "type": "group",
            "item": [
                *([_shown(f"{section.id}.intro", section.intro)] if section.intro else []),
                *_entry_items(section, content.questionnaire),
                *(_question(item, content) for item in section.items),
            ],
        }
    )


def _repeating(section: Section) -> Json:
    if section.repeats is None:
        return {}
    own = ((ENTRIES_FROM, section.repeats.each), (NAMED_BY, section.repeats.named_by))
    return {"extension": [{"url": url, "valueString": link_id} for url, link_id in own if link_id], "repeats": True}


def _shown(link_id: str, text: str) -> Json:
    return {"linkId": link_id, "text": text, "type": "display"}


def _source(section: Section, questionnaire: Questionnaire) -> Item | None:
    """The question whose options are the entries of a section, also where they come by way of another section."""
    each = section.repeats.each if section.repeats else None
    if each is None:
        return None
    if each in questionnaire.section:
        return _source(questionnaire.section[each], questionnaire)
    return questionnaire.items[each]


def _entry_items(section: Section, questionnaire: Questionnaire) -> list[Json]:
    """Says to people, and to systems that know nothing of us, of what a group speaks where that follows from elsewhere.

    Of an option that was picked, or of a thing that was added and named in another section.
    """
    if section.repeats is None or section.repeats.each is None:
        return []
    source, over = _source(section, questionnaire), section.repeats.each in questionnaire.section
    options = [option for option in source.options if not option.exclusive] if source else []
    item = {
        "linkId": _entry_id(section),
        "text": section.repeats.one,
        "type": ("open-choice" if source else "string") if over else "choice",
        "answerOption": [{"valueCoding": _coding(source, option)} for option in options] if source else [],
    }
    return [_filled(item)]


def _entry_id(section: Section) -> str:
    return f"{section.id}.entry"


def _question(item: Item, content: Content) -> Json:
    links = (content.source[source].url for source in item.sources)
    return _filled(
        {
            "extension": [
                {"url": SHORT_TEXT, "valueString": item.label},
                *({"url": SUPPORT_LINK, "valueUri": url} for url in links if url),
                *([{"url": ORDERED, "valueBoolean": True}] if item.ordered else []),
                *map(_same_entry, _elsewhere(item, content.questionnaire)),
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
        **_shown(f"{item.link_id}.why", item.why),
    }


def _option(item: Item, option: Option) -> Json:
    alone = [{"url": EXCLUSIVE, "valueBoolean": True}] if option.exclusive else []
    return _filled({"extension": alone, "valueCoding": _coding(item, option)})


def _system(item: Item) -> str:
    """Each question has codes of its own: the "yes" of one is not the "yes" of another."""
    return f"{BASE}/CodeSystem/{item.link_id}"


def _coding(item: Item, option: Option) -> Json:
    return {"system": _system(item), "code": option.code, "display": option.text}


# --- which question depends on which answer ----------------------------------------------------------------------


def _enabling(item: Item, questionnaire: Questionnaire) -> Json:
    """enable_when in FHIR's words. One condition can be written out both ways; several only as they are joined."""
    named = _unless_named(item, questionnaire)
    conditions = _comparable(item, questionnaire)
    ways = {"any": _any_of, "all": _all_of}
    for behavior in (item.enable_behavior,) if len(conditions) > 1 else ways:
        written = [ways[behavior](one, questionnaire.items[one.question]) for one in conditions]
        if all(written) and (behavior == "all" or not named):
            clauses = [*named, *chain.from_iterable(written)]
            return _filled({"enableWhen": clauses, "enableBehavior": behavior if len(clauses) > 1 else None})
    raise ValueError(f"question {item.link_id!r}: FHIR has no way to say this enable_when")


def _unless_named(item: Item, questionnaire: Questionnaire) -> list[Json]:
    """The name of an entry is not asked where it follows from elsewhere."""
    section = questionnaire.section_of[item.link_id]
    names = section.repeats is not None and section.repeats.each and section.repeats.named_by == item.link_id
    return [_exists(_entry_id(section), there=False)] if names else []


def _elsewhere(item: Item, questionnaire: Questionnaire) -> list[Condition]:
    """Conditions on questions of another repeating group: FHIR would read all its entries, and not the same one."""
    section_of = questionnaire.section_of
    others = ((section_of[one.question], one) for one in item.enable_when)
    return [one for other, one in others if other.repeats and other.id != section_of[item.link_id].id]


def _comparable(item: Item, questionnaire: Questionnaire) -> list[Condition]:
    """The conditions that FHIR can say, as far as it then asks all that we ask."""
    elsewhere = _elsewhere(item, questionnaire)
    if elsewhere and item.enable_behavior == "any":
        return []
    return [one for one in item.enable_when if one not in elsewhere]


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
    """One condition as comparisons of which any must hold; empty if that cannot be said."""
    if condition.operator is Operator.EXISTS:
        return [_exists(item.link_id, there=bool(condition.answer))]
    if item.type is ItemType.CHOICE:
        return [_compares(item, "=", code) for code in _meeting(condition, item)]
    if condition.operator is Operator.EQUALS or len(condition.codes) == 1:
        return [_compares(item, condition.operator.value, code) for code in condition.codes]
    return []


def _all_of(condition: Condition, item: Item) -> list[Json]:
    """One condition as comparisons that must all hold; empty if that cannot be said."""
    if condition.operator is Operator.EXISTS:
        return [_exists(item.link_id, there=bool(condition.answer))]
    if condition.operator is Operator.EQUALS and len(condition.codes) == 1:
        return [_compares(item, "=", condition.codes[0])]
    if item.type is ItemType.CHOICE:
        meeting = _meeting(condition, item)
        return _none_of(item, (option.code for option in item.options if option.code not in meeting))
    return _none_of(item, condition.codes) if condition.operator is Operator.NOT_EQUALS else []


def _meeting(condition: Condition, item: Item) -> list[str]:
    """The options with which a condition is met."""
    picked = ((option.code, Answer(link_id=item.link_id, value=option.code)) for option in item.options)
    return [code for code, answer in picked if truth_of(condition, item, answer) is Truth.MET]


def _none_of(item: Item, codes: Iterable[str]) -> list[Json]:
    """An answer, and none of these: in FHIR "not equal" is also true of no answer."""
    return [_exists(item.link_id, there=True), *(_compares(item, "!=", code) for code in codes)]


def _exists(link_id: str, *, there: bool) -> Json:
    return {"question": link_id, "operator": "exists", "answerBoolean": there}


def _compares(item: Item, operator: str, code: str) -> Json:
    return {
        "question": item.link_id,
        "operator": operator,
        "answerCoding": {"system": _system(item), "code": code},
    }


# --- the answers -------------------------------------------------------------------------------------------------


def questionnaire_response(content: Content, response: Response, authored: dt.datetime) -> Json:
    """A QuestionnaireResponse: every answer there is, in asking order, also those of questions no longer asked.

    Texts are in the language of `content`, `language` is that of the answers. A text of nothing but spaces counts as
    not answered, as everywhere; a character that FHIR does not allow becomes U+FFFD.
    """
    asked = content.questionnaire
    applying = route(asked, response)
    keys = frozenset(one.key for one in applying)
    groups = (
        _answered_group(section, entry, content, response, keys)
        for section in asked.sections
        if _given_on(section)
        for entry in _spoken_of(section, asked, response)
    )
    older = [{"url": ANSWERED_VERSION, "valueString": response.content_version}]
    return _filled(
        {
            "resourceType": "QuestionnaireResponse",
            "meta": {"security": [RESTRICTED]},
            "language": response.language,
            "extension": older if response.content_version != asked.version else [],
            "questionnaire": f"{CANONICAL}|{asked.version}",
            "status": "completed" if _complete(asked, response, applying) else "in-progress",
            "authored": authored.isoformat(timespec="seconds"),
            "item": [group for group in groups if group],
        }
    )


def _spoken_of(section: Section, questionnaire: Questionnaire, response: Response) -> tuple[str, ...]:
    """The entries of a section; after them those of which something was said before an answer changed."""
    said = (answer.entry for item in section.items for answer in response.by_question.get(item.link_id, ()))
    return tuple(dict.fromkeys((*entries(questionnaire, section, response), *said)))


def _answered_group(
    section: Section, entry: str, content: Content, response: Response, applying: frozenset[str]
) -> Json | None:
    """A group with the answers of one entry; None where there are none."""
    found = ((item, response.by_key.get(key_of(item.link_id, entry))) for item in section.items)
    items = [_answered(item, answer, applies=answer.key in applying) for item, answer in found if answer is not None]
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
    """What an entry follows from; one that was added here is named by its own answers."""
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


def _answered(item: Item, answer: Answer, *, applies: bool) -> Json:
    return _filled(
        {
            "extension": [
                *([{"url": BASIS, "valueCode": answer.basis.value}] if answer.basis else []),
                *([{"url": AS_OF, "valueDate": answer.as_of}] if answer.as_of else []),
                *([] if applies else [{"url": DOES_NOT_APPLY, "valueBoolean": True}]),
            ],
            "linkId": item.link_id,
            "text": item.text,
            "answer": _values(item, answer),
        }
    )


def _values(item: Item, answer: Answer) -> list[Json]:
    """The answers of an item.

    The reason for a missing value stands on the answer, not on a value: a coding without a code would be no option.
    """
    absent = answer.absent or (None if answer.given else Absent.NOT_ASKED)
    if absent:
        return [{"extension": [{"url": ABSENT, "valueCode": absent.value}]}]
    if item.type in TYPED:
        return [_string(text) for text in answer.codes]
    return [{"valueCoding": _coding(item, item.by_code[code])} for code in answer.codes]


def _string(text: str) -> Json:
    return {"valueString": _REFUSED.sub("\ufffd", text)}


def _complete(questionnaire: Questionnaire, response: Response, applying: tuple[Asked, ...]) -> bool:
    """Whether FHIR would call it completed.

    Each question that applies, in the sections begun, has an answer or a reason; and no answer stands where enableWhen
    would not ask, which FHIR allows only while a response is in progress.
    """
    begun = {section.id for section in questionnaire.sections if _given_on(section) and _begun(section, response)}
    wanted = {one.key for one in applying if questionnaire.section_of[one.link_id].id in begun}
    told = [answer for answer in response.answers if _given_on(questionnaire.section_of[answer.link_id])]
    given = {answer.key for answer in told if answer.absent is not Absent.NOT_ASKED}
    return wanted <= given and all(
        answer.key in wanted and _enabled(answer, questionnaire, response) for answer in told
    )


def _begun(section: Section, response: Response) -> bool:
    """The full intake and the plan count once they were begun."""
    return section.asked not in ("full", "plan") or any(item.link_id in response.by_question for item in section.items)


def _enabled(answer: Answer, questionnaire: Questionnaire, response: Response) -> bool:
    """Whether FHIR, too, would ask an answered question: what enableWhen says is met for certain."""
    item = questionnaire.items[answer.link_id]
    met = [_met(condition, answer.entry, questionnaire, response) for condition in _comparable(item, questionnaire)]
    return not met or (all(met) if item.enable_behavior == "all" else any(met))


def _met(condition: Condition, entry: str, questionnaire: Questionnaire, response: Response) -> bool:
    other = questionnaire.items[condition.question]
    of = entry if questionnaire.section_of[other.link_id].repeats else ""
    return truth_of(condition, other, response.by_key.get(key_of(other.link_id, of))) is Truth.MET
