"""Each question by itself, and in its place in the order of asking."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake.content import Problem
from intake.domain.content import Content
from intake.domain.questionnaire import Item, ItemType

LONGEST_SAY = 20


def problems(content: Content) -> Iterator[Problem]:
    """What is wrong with the questions."""
    asked: set[str] = set()
    for item in content.questionnaire.items.values():
        where = f"questions, {item.link_id}"
        yield from (Problem(where, sentence) for sentence in (*_item(item), *_said(item), *_enabling(item, asked)))
        asked.add(item.link_id)


def _item(item: Item) -> Iterator[str]:
    chosen = item.type in (ItemType.CHOICE, ItemType.CHOICES)
    if chosen is not bool(item.options):
        yield "a choice needs options; an open question has none"
    if not item.sources:
        yield "no source is named"
    if item.safety and not any(option.sign for option in item.options):
        yield "a safety question needs an option with sign = true"
    if item.ordered and item.type is not ItemType.CHOICE:
        yield "only a choice of one option can be ordered"


def _said(item: Item) -> Iterator[str]:
    if len(item.say.split()) > LONGEST_SAY:
        yield f"say has more than {LONGEST_SAY} words"
    if re.search(r"[()\[\]/]", item.say):
        yield "say has brackets or a slash, which nobody can read aloud"


def _enabling(item: Item, asked: set[str]) -> Iterator[str]:
    """`asked`: the questions that come before this one."""
    if item.safety and item.enable_when:
        yield "a safety question is always asked: take enable_when away"
    for condition in item.enable_when:
        if condition.question not in asked:
            yield f"enable_when reads {condition.question!r}, which is asked later"
    several = any(len(condition.codes) > 1 for condition in item.enable_when)
    if several and len(item.enable_when) > 1 and item.enable_behavior == "all":
        yield "a list of codes in enable_when needs enable_behavior = any, or to stand alone"
