"""Checks of each question, and of its conditions against the asking order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from intake.content import Problem
from intake.domain.base import Personal
from intake.domain.content import Content
from intake.domain.questionnaire import OF_THE_CHECK, Item, ItemType, Option

LONGEST_SAY = 20
_COMMON = frozenset({"anyo", "some", "them", "they", "thei", "used"})
"""Beginnings of words that say nothing about what an option means."""


def problems(content: Content) -> Iterator[Problem]:
    """Problems in the questions."""
    asked: set[str] = set()
    # What sets a rule aside need not be asked: an unknown answer keeps the danger.
    conditions = [condition for rule in content.rules if rule.is_urgent for condition in rule.when]
    decisive = {condition.question for condition in conditions}
    read = {(condition.question, code) for condition in conditions for code in condition.codes}
    for item in content.questionnaire.items.values():
        where = f"question `{item.link_id}`"
        yield from (
            Problem(where, sentence) for sentence in (*_item(item), *_read_aloud(item), *_conditions(item, asked))
        )
        urgent = [one for one in item.options if one.sign or (one.sign is None and (item.link_id, one.code) in read)]
        yield from (Problem(where, sentence) for sentence in _opener(item, urgent))
        early = content.questionnaire.section_of[item.link_id].asked in OF_THE_CHECK
        if early and item.link_id in decisive and not item.quick:
            yield Problem(where, "a RED or ORANGE rule reads it, so the short way must ask it: add quick = true")
        asked.add(item.link_id)


def _item(item: Item) -> Iterator[str]:
    is_choice = item.type in (ItemType.CHOICE, ItemType.CHOICES)
    if is_choice is not bool(item.options):
        yield "no options given; a choice needs them" if is_choice else "a text question cannot have options"
    if not item.sources:
        yield "no source given"
    if item.safety and not any(option.sign for option in item.options):
        yield "a safety question needs an option with sign = true"
    if item.personal is Personal.OWN and not is_choice:
        yield 'personal = "own" is allowed only on a choice'
    if item.ordered and item.type is not ItemType.CHOICE:
        yield 'ordered = true is allowed only with type = "choice"'


def _opener(item: Item, urgent: Iterable[Option]) -> Iterator[str]:
    """Problems in the line that opens a list. `urgent`: options that a family must not deny by a no."""
    if item.opener is None:
        return
    no = item.by_code.get(item.opener.no)
    if item.type is not ItemType.CHOICES or no is None or not no.exclusive or no.sign:
        yield "the `no` of an opener must be an exclusive option, without a sign, of a question with several choices"
    elif no.sign is False:  # otherwise the line asks whether there is anyone whom the list could be about
        named = _stems(item.opener.line)
        yield from (
            f"the opener has no word of `{option.code}`; who has seen only that would say no"
            for option in urgent
            if named.isdisjoint(_stems(option.text))
        )


def _stems(text: str) -> set[str]:
    """The beginnings of the longer words."""
    return {word[:4] for word in re.findall(r"[a-z]{4,}", text.lower())} - _COMMON


def _read_aloud(item: Item) -> Iterator[str]:
    if len(item.say.split()) > LONGEST_SAY:
        yield f"`say` has more than {LONGEST_SAY} words"
    if re.search(r"[()\[\]/]", item.say):
        yield "`say` contains parentheses, brackets, or a slash, which cannot be read aloud"


def _conditions(item: Item, asked: set[str]) -> Iterator[str]:
    """Problems in enable_when. `asked`: the questions before this one."""
    if item.safety and item.enable_when:
        yield "a safety question must always be asked; remove enable_when"
    for condition in item.enable_when:
        if condition.question not in asked:
            yield f"enable_when reads `{condition.question}`, which is not asked before it"
    several = any(len(condition.codes) > 1 for condition in item.enable_when)
    if several and len(item.enable_when) > 1 and item.enable_behavior == "all":
        yield 'enable_when: a list of codes must be alone, or needs enable_behavior = "any"'
