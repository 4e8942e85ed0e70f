"""Checks of what is read aloud on the phone: whole sentences, without signs that cannot be spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake.content import Problem
from intake.domain.call_texts import SayLine, TheyAsk, YouAsk
from intake.domain.content import Content
from intake.domain.questionnaire import Operator
from intake.domain.rules import Rule

_UNSPEAKABLE = re.compile(r"[()\[\]/]")
_WHOLE = re.compile(r"[A-Z].*[.?]", re.DOTALL)


def problems(content: Content) -> Iterator[Problem]:
    """Texts with parentheses, brackets, or slashes, and what rules say that is not a whole sentence."""
    helper = content.call_helper
    for rule in content.rules:
        if rule.say is not None:
            yield from _spoken(f"rule `{rule.id}`, say", rule.say)
            yield from _slots(rule, content)
            if not _WHOLE.fullmatch(rule.say):
                yield Problem(
                    f"rule `{rule.id}`", "`say` must be a whole sentence: a capital letter first, a period last"
                )
    for line in helper.say:
        yield from _line(line, content)
    asked: tuple[TheyAsk | YouAsk, ...] = (*helper.they_ask, *helper.you_ask)
    for text in (*(one.text for one in asked), *(one.own for one in asked if one.own)):
        yield from _spoken("call_helper.toml", text)


def _line(line: SayLine, content: Content) -> Iterator[Problem]:
    """What cannot be read aloud in a line: its sentences, their words, and options said as they are listed."""
    where = f"call_helper.toml, `{line.id}`"
    for sentence in line.sentences:
        for text in (sentence.text.replace("{what}", ""), sentence.calm_text, *(word.text for word in sentence.words)):
            yield from _spoken(where, text or "")
        item = content.questionnaire.items.get(sentence.question or "")
        if sentence.as_listed and item is not None:
            own = {word.code for word in sentence.words}
            for option in (option for option in item.options if option.code not in own):
                yield from _spoken(where, option.text)


def _slots(rule: Rule, content: Content) -> Iterator[Problem]:
    """Slots that no condition of the rule fills, and options in them that cannot be read aloud."""
    for link_id in re.findall(r"\{(\w+)\}", rule.say or ""):
        read = [c for c in rule.when if c.question == link_id and c.operator is Operator.EQUALS]
        if not read:
            yield Problem(f"rule `{rule.id}`", f"`say` has the slot {{{link_id}}}, which no condition with = fills")
        by_code = content.questionnaire.items[link_id].by_code if read else {}
        for code in (code for condition in read for code in condition.codes if code in by_code):
            yield from _spoken(f"rule `{rule.id}`, say", by_code[code].text)


def _spoken(where: str, text: str) -> Iterator[Problem]:
    if _UNSPEAKABLE.search(text):
        yield Problem(where, f"“{text}” contains parentheses, brackets, or a slash, which cannot be read aloud")
