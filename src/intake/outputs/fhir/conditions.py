"""Which question depends on which answer: enable_when as FHIR's enableWhen.

A question is asked if what it depends on is met, not known, or missing; if it follows up a certain answer, only if that
is met. Forms take "!=" to hold without an answer, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from intake.domain.conditions import truth_of
from intake.domain.questionnaire import Condition, Item, ItemType, Operator, Questionnaire, Section, key_of
from intake.domain.response import Answer, Response
from intake.domain.rules import Truth
from intake.outputs.fhir.addresses import Own
from intake.outputs.fhir.codes import REASONS, code_of, reason_code
from intake.outputs.fhir.labels import Json, filled


def enabling(item: Item, questionnaire: Questionnaire) -> Json:
    """enable_when as FHIR's enableWhen. A single condition may be joined either way; several only as written.

    Raises ValueError for an enable_when that FHIR cannot express.
    """
    unless_named = _unless_named(item, questionnaire)
    conditions = expressible(item, questionnaire)
    writers = {"any": _any_of, "all": _all_of}
    for behavior in (item.enable_behavior,) if len(conditions) > 1 else writers:
        written = [
            writers[behavior](condition, questionnaire.items[condition.question], follow_up=item.follow_up)
            for condition in conditions
        ]
        if all(written) and (behavior == "all" or not unless_named):
            clauses = _without_repeats([*unless_named, *chain.from_iterable(written)])
            return filled({"enableWhen": clauses, "enableBehavior": behavior if len(clauses) > 1 else None})
    raise ValueError(f"question {item.link_id!r}: FHIR cannot express this enable_when")


def entry_id(section: Section) -> str:
    """The linkId of the item that says what a repeating group is about."""
    return f"{section.id}.entry"


def exists(link_id: str, *, expected: bool) -> Json:
    """Whether a question has an answer, which may be a reason for having none."""
    return {"question": link_id, "operator": "exists", "answerBoolean": expected}


def _without_repeats(clauses: list[Json]) -> list[Json]:
    return [clause for place, clause in enumerate(clauses) if clause not in clauses[:place]]


def _unless_named(item: Item, questionnaire: Questionnaire) -> list[Json]:
    """The clause that hides the question for an entry's name if the name follows from elsewhere; else nothing."""
    section = questionnaire.section_of[item.link_id]
    is_name = section.repeats is not None and section.repeats.each and section.repeats.named_by == item.link_id
    return [exists(entry_id(section), expected=False)] if is_name else []


def conditions_elsewhere(item: Item, questionnaire: Questionnaire) -> list[Condition]:
    """Conditions on another repeating group: FHIR would read all of its entries instead of the same one."""
    section_of = questionnaire.section_of
    own_section = section_of[item.link_id]
    return [
        condition
        for condition in item.enable_when
        if (section := section_of[condition.question]).repeats and section.id != own_section.id
    ]


def expressible(item: Item, questionnaire: Questionnaire) -> list[Condition]:
    """The conditions that FHIR can express without asking less than the app does."""
    elsewhere = conditions_elsewhere(item, questionnaire)
    if elsewhere and item.enable_behavior == "any":
        return []
    return [condition for condition in item.enable_when if condition not in elsewhere]


def same_entry(condition: Condition) -> Json:
    """A condition on the same entry of another repeating group."""
    answers: list[Json] = [{"url": "answer", "valueCode": code} for code in condition.codes]
    return {
        "url": Own.SAME_ENTRY.url,
        "extension": [
            {"url": "question", "valueString": condition.question},
            {"url": "operator", "valueCode": condition.operator.value},
            *(answers or [{"url": "answer", "valueBoolean": condition.answer}]),
        ],
    }


def _any_of(condition: Condition, item: Item, *, follow_up: bool) -> list[Json]:
    """A condition as comparisons, at least one of which must hold; empty if FHIR cannot express it so."""
    if condition.operator is Operator.EXISTS:
        return _any_value(item) if condition.answer else [*_any_reason(item), exists(item.link_id, expected=False)]
    otherwise = [] if follow_up else [*_any_reason(item), exists(item.link_id, expected=False)]
    if item.type is ItemType.CHOICE:
        return [*(_comparison(item, "=", code) for code in _meeting_codes(condition, item)), *otherwise]
    if condition.operator is Operator.EQUALS:
        return [*(_comparison(item, "=", code) for code in condition.codes), *otherwise]
    return []


def _all_of(condition: Condition, item: Item, *, follow_up: bool) -> list[Json]:
    """A condition as comparisons that must all hold; empty if FHIR cannot express it so."""
    if condition.operator is Operator.EXISTS:
        if condition.answer:
            return _known(item)
        return [] if item.options else [exists(item.link_id, expected=False)]
    known = _known(item) if follow_up else []
    if item.type is ItemType.CHOICE:
        meeting = _meeting_codes(condition, item)
        return [*known, *_none_of(item, (option.code for option in item.options if option.code not in meeting))]
    if condition.operator is Operator.NOT_EQUALS:
        return [*known, *_none_of(item, condition.codes)]
    return [_comparison(item, "=", condition.codes[0])] if _only_if_met(condition, item) else []


def _only_if_met(condition: Condition, item: Item) -> bool:
    """Whether a condition that must hold with others has no form that holds for an unknown answer, too."""
    return item.type is ItemType.CHOICES and condition.operator is Operator.EQUALS and len(condition.codes) == 1


def _meeting_codes(condition: Condition, item: Item) -> list[str]:
    """The codes of the options that meet a condition."""
    answers = ((option.code, Answer(link_id=item.link_id, value=option.code)) for option in item.options)
    return [code for code, answer in answers if truth_of(condition, item, answer) is Truth.MET]


def _any_value(item: Item) -> list[Json]:
    """Comparisons, one of which holds if there is a value. Typed questions keep their reasons apart."""
    if not item.options:
        return [exists(item.link_id, expected=True)]
    return [_comparison(item, "=", option.code) for option in item.options]


def _known(item: Item) -> list[Json]:
    """Comparisons that all hold if there is a value."""
    return [exists(item.link_id, expected=True), *(_reason(item, "!=", one) for one in _reasons(item))]


def _any_reason(item: Item) -> list[Json]:
    return [_reason(item, "=", one) for one in _reasons(item)]


def _reasons(item: Item) -> tuple[Json, ...]:
    return tuple(map(reason_code, REASONS)) if item.options else ()


def _reason(item: Item, operator: str, one: Json) -> Json:
    return {"question": item.link_id, "operator": operator, "answerCoding": one}


def _none_of(item: Item, codes: Iterable[str]) -> list[Json]:
    return [_comparison(item, "!=", code) for code in codes]


def _comparison(item: Item, operator: str, code: str) -> Json:
    return {"question": item.link_id, "operator": operator, "answerCoding": code_of(item, code)}


def is_enabled(answer: Answer, questionnaire: Questionnaire, response: Response) -> bool:
    """Whether FHIR asks a question that the app asks. `response`: the answers that the items of the export hold."""
    item = questionnaire.items[answer.link_id]
    conditions = expressible(item, questionnaire)
    together = len(conditions) > 1 and item.enable_behavior == "all"
    holds = [
        _holds(condition, answer.entry, questionnaire, response, unless_unknown=item.follow_up or (together and only))
        for condition in conditions
        for only in [_only_if_met(condition, questionnaire.items[condition.question])]
    ]
    return not holds or (all(holds) if item.enable_behavior == "all" else any(holds))


def _holds(
    condition: Condition, entry: str, questionnaire: Questionnaire, response: Response, *, unless_unknown: bool
) -> bool:
    item = questionnaire.items[condition.question]
    item_entry = entry if questionnaire.section_of[item.link_id].repeats else ""
    truth = truth_of(condition, item, response.by_key.get(key_of(item.link_id, item_entry)))
    return truth is Truth.MET or (truth is Truth.UNKNOWN and not unless_unknown)
