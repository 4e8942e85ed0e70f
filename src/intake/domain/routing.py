"""Which questions apply, from the answers alone."""

from __future__ import annotations

from intake.domain.conditions import enough, truth_of
from intake.domain.questionnaire import ADDED, Asked, Condition, Item, Questionnaire, Section, key_of
from intake.domain.response import Response
from intake.domain.rules import Truth


def route(questionnaire: Questionnaire, response: Response) -> tuple[Asked, ...]:
    """The questions that apply, in asking order, in a section that repeats once for each entry.

    One that depends on an unknown answer is asked: it may matter.
    """
    known: dict[str, Truth] = {}
    found: list[Asked] = []
    for section in questionnaire.sections:
        for entry in entries(questionnaire, section, response):
            found += [
                Asked(item, entry)
                for item in section.items
                if (not entry and not item.enable_when)  # most questions: said here to be quick
                or applies(item, entry, questionnaire, response, known) is not Truth.NOT_MET
            ]
    return tuple(found)


def entries(questionnaire: Questionnaire, section: Section, response: Response) -> tuple[str, ...]:
    """What a section is asked of: its entries, those that follow from other answers first; ("",) if it does not repeat.

    An entry whose option is no longer picked is not asked of; what was said of it stays in the response.
    """
    if section.repeats is None:
        return ("",)
    added = {answer.entry for item in section.items for answer in response.of_question.get(item.link_id, ())}
    own = sorted((entry for entry in added if ADDED.fullmatch(entry)), key=_number)
    return tuple(dict.fromkeys((*taken_over(questionnaire, section, response), *own)))


def next_entry(response: Response) -> str:
    """The name of an entry to be added: no answer has it, in any section."""
    return f"n{max((_number(answer.entry) for answer in response.answers), default=0) + 1}"


def _number(entry: str) -> int:
    return int(entry[1:]) if ADDED.fullmatch(entry) else 0


def taken_over(questionnaire: Questionnaire, section: Section, response: Response) -> tuple[str, ...]:
    """The entries that follow from another section, or from the options picked at a question."""
    each = section.repeats.each if section.repeats else None
    if each is None:
        return ()
    if each in questionnaire.section:
        return entries(questionnaire, questionnaire.section[each], response)
    item, answer = questionnaire.items[each], response.by_key.get(each)
    if applies(item, "", questionnaire, response, {}) is Truth.NOT_MET:
        return ()
    return tuple(
        one.code for one in item.options if answer is not None and one.code in answer.codes and not one.exclusive
    )


def applies(item: Item, entry: str, questionnaire: Questionnaire, response: Response, known: dict[str, Truth]) -> Truth:
    """Whether a question applies; `known` remembers what was found out. A condition on one that does not is not met."""
    if not item.enable_when and not entry:
        return Truth.MET
    key = key_of(item.link_id, entry)
    if key not in known:
        known[key] = Truth.NOT_MET  # a question that depends on itself never applies; make check says so
        if _named_already(item, entry, questionnaire, response):
            return Truth.NOT_MET
        truths = [_holds(condition, entry, questionnaire, response, known) for condition in item.enable_when]
        needed = len(truths) if item.enable_behavior == "all" else min(1, len(truths))
        known[key] = enough(needed, truths.count(Truth.MET), truths.count(Truth.UNKNOWN))
    return known[key]


def _named_already(item: Item, entry: str, questionnaire: Questionnaire, response: Response) -> bool:
    """Whether a question would ask for the name of an entry that has one from elsewhere."""
    section = questionnaire.section_of[item.link_id]
    names = section.repeats is not None and item.link_id == section.repeats.named_by
    return names and entry in taken_over(questionnaire, section, response)


def _holds(
    condition: Condition, entry: str, questionnaire: Questionnaire, response: Response, known: dict[str, Truth]
) -> Truth:
    """One condition of enable_when: of the same entry where the question it reads stands in a section that repeats."""
    other = questionnaire.items[condition.question]
    of = entry if questionnaire.section_of[other.link_id].repeats else ""
    if applies(other, of, questionnaire, response, known) is Truth.NOT_MET:
        return Truth.NOT_MET
    return truth_of(condition, other, response.by_key.get(key_of(other.link_id, of)))
