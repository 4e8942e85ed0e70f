"""A step in the words that fit the answers: on the result, in files, and beside what to say on the phone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from intake.brief.uncovered import uncovered
from intake.brief.words_abroad import words_abroad
from intake.domain.assessment import Step
from intake.domain.conditions import truth_of
from intake.domain.content import Content
from intake.domain.local_helplines import elsewhere, writer_elsewhere
from intake.domain.questionnaire import Condition
from intake.domain.response import Response
from intake.domain.rules import Truth


class StepWords(NamedTuple):
    """`about_writer`: it is about who answers.

    `detail`: how to do it, with what the rules that recommend it add, but not those that another one says more exactly.
    """

    text: str
    detail: str
    about_writer: bool


def step_words(content: Content, response: Response, believed: Response, step: Step) -> StepWords:
    """The words of a step. `believed`: the answers that no other contradicts; only they choose a variant or add."""
    action, rules = content.action[step.action], [content.rule[rule] for rule in step.rules]

    def met(condition: Condition) -> bool:
        return meets(content, believed, condition)

    variant = next((one for one in action.variants if all(map(met, one.when))), None)
    about_writer = all(rule.is_about_writer for rule in rules)
    abroad = elsewhere(content, response)
    if about_writer and (writer_abroad := writer_elsewhere(content, response)) is not None:
        abroad = writer_abroad
    added = (
        one.text
        for rule in uncovered(rules)
        for one in rule.details
        if one.action == action.id and meets_all(content, believed, one.when, one.unless)
    )
    text = (action.text_elsewhere if abroad else None) or (variant.text if variant else None) or action.text
    detail = _each_once(" ".join(((variant.detail if variant else None) or action.detail, *added)))
    if abroad:
        own = about_writer or asks_for_self(content, response)
        text, detail = (words_abroad(one, content.place.abroad, own=own) for one in (text, detail))
    if not about_writer:
        words = f"{text} {detail}"
        for one in content.place.added:
            if one.said in words and one.known not in words and all(map(met, one.when)):
                detail = f"{detail} {one.text}"
    return StepWords(text=text, detail=detail, about_writer=about_writer)


def _each_once(text: str) -> str:
    """The text without what it has said before: two rules may add the same sentence to a step."""
    return " ".join(dict.fromkeys(re.split(r"(?<=[.?!”])\s+(?=[A-Z“])", text)))


def asks_for_self(content: Content, response: Response) -> bool:
    """Whether the person who answers is the one it is about."""
    return any(meets(content, response, condition) for condition in content.call_helper.own)


def meets_all(
    content: Content, response: Response, when: Iterable[Condition], unless: Iterable[Condition] = ()
) -> bool:
    """Whether the answers meet all of `when` and none of `unless`."""
    return all(meets(content, response, one) for one in when) and not any(
        meets(content, response, one) for one in unless
    )


def meets(content: Content, response: Response, condition: Condition) -> bool:
    """Whether an answer meets a condition; one entry is enough."""
    item = content.questionnaire.items[condition.question]
    answers = response.by_question.get(condition.question, (None,))
    return any(truth_of(condition, item, answer) is Truth.MET for answer in answers)
