"""Decide which questions apply, from the answers alone."""

from __future__ import annotations

from intake.domain.conditions import truth_among, truth_of_counts
from intake.domain.questionnaire import ADDED, Asked, Item, Questionnaire, Section, key_of
from intake.domain.response import Response
from intake.domain.rules import Truth


def route(questionnaire: Questionnaire, response: Response) -> tuple[Asked, ...]:
    """The questions that apply, in asking order; in a repeating section, once for each entry.

    A question that depends on an unknown answer is included, because it may matter; not if it makes sense only after a
    certain answer (`follow_up`).
    """
    asked: list[Asked] = []
    known = _known(questionnaire, response)
    for section in questionnaire.sections:
        questions = section.asked_once
        if section.repeats is not None:
            named = entries(questionnaire, section, response)
            questions = tuple(Asked(item, entry) for entry in named for item in section.items)
        asked += [
            question
            for question in questions
            if not (question.entry or question.item.enable_when)  # a shortcut that covers most questions
            or _is_asked(question, _applies(question.item, question.entry, questionnaire, response, known, ()))
        ]
    return tuple(asked)


def _is_asked(question: Asked, applies: Truth) -> bool:
    return applies is Truth.MET or (applies is Truth.UNKNOWN and not question.item.follow_up)


def entries(questionnaire: Questionnaire, section: Section, response: Response) -> tuple[str, ...]:
    """The entries of a section, those that follow from other answers first; ("",) if it does not repeat.

    An entry whose option is no longer chosen is left out; the answers about it stay in the response.
    """
    if section.repeats is None:
        return ("",)
    added = {answer.entry for item in section.items for answer in response.by_question.get(item.link_id, ())}
    own = sorted((entry for entry in added if ADDED.fullmatch(entry)), key=_number)
    return tuple(dict.fromkeys((*inherited_entries(questionnaire, section, response), *own)))


def next_entry(response: Response) -> str:
    """A name for an entry to add that no answer in any section uses."""
    return f"n{max((_number(answer.entry) for answer in response.answers), default=0) + 1}"


def _number(entry: str) -> int:
    return int(entry[1:]) if ADDED.fullmatch(entry) else 0


def inherited_entries(questionnaire: Questionnaire, section: Section, response: Response) -> tuple[str, ...]:
    """The entries that a section gets from another section, or from the options chosen at a question."""
    source = section.repeats.each if section.repeats else None
    if source is None:
        return ()
    if source in questionnaire.section:
        return entries(questionnaire, questionnaire.section[source], response)
    item, answer = questionnaire.items[source], response.by_key.get(source)
    if applies(item, "", questionnaire, response) is Truth.NOT_MET:
        return ()
    return tuple(
        option.code
        for option in item.options
        if answer is not None and option.code in answer.codes and not option.exclusive
    )


def applies(item: Item, entry: str, questionnaire: Questionnaire, response: Response) -> Truth:
    """Whether a question applies. A condition on a question that does not apply is not met."""
    if not item.enable_when and not entry:
        return Truth.MET
    return _applies(item, entry, questionnaire, response, _known(questionnaire, response), ())


def _known(questionnaire: Questionnaire, response: Response) -> dict[str, Truth]:
    """Which questions are known to apply, by key of the answer. Kept with the answers, and gone when they are."""
    made_for: Questionnaire | None
    known: dict[str, Truth]
    made_for, known = response.__dict__.get("applying", (None, {}))
    if made_for is not questionnaire:
        known = {}
        response.__dict__["applying"] = (questionnaire, known)
    return known


def _applies(
    item: Item,
    entry: str,
    questionnaire: Questionnaire,
    response: Response,
    known: dict[str, Truth],
    within: tuple[str, ...],
) -> Truth:
    """`within`: the questions that are being decided and depend on this one."""
    key = key_of(item.link_id, entry)
    if key in known:
        return known[key]
    if key in within:
        return Truth.NOT_MET  # a question that depends on itself never applies; `make check` reports it
    if entry and _named_already(item, entry, questionnaire, response):
        truth = Truth.NOT_MET
    else:
        met = unknown = 0
        conditions = questionnaire.depends_on[item.link_id]
        for condition, other, repeats in conditions:
            # In a repeating section, a condition reads the answer about the same entry.
            other_entry = entry if repeats else ""
            depends = other.enable_when or other_entry
            if depends and (
                _applies(other, other_entry, questionnaire, response, known, (*within, key)) is Truth.NOT_MET
            ):
                continue
            holds = truth_among(condition, other, response.statements.get(key_of(other.link_id, other_entry), ()))
            met += holds is Truth.MET
            unknown += holds is Truth.UNKNOWN
        needed = len(conditions) if item.enable_behavior == "all" else min(1, len(conditions))
        truth = truth_of_counts(needed, met, unknown)
    known[key] = truth
    return truth


def _named_already(item: Item, entry: str, questionnaire: Questionnaire, response: Response) -> bool:
    """Whether the question would ask for the name of an entry that already has one."""
    section = questionnaire.section_of[item.link_id]
    names = section.repeats is not None and item.link_id == section.repeats.named_by
    return names and entry in inherited_entries(questionnaire, section, response)
