"""Answers that a family could give to the real questions, drawn by Hypothesis."""

from __future__ import annotations

import datetime as dt
from itertools import chain

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from intake.config import content_folder
from intake.content import read
from intake.domain.assessing import assess
from intake.domain.assessment import Assessment
from intake.domain.conditions import truth_of
from intake.domain.questionnaire import Condition, Item, ItemType, Operator
from intake.domain.response import Absent, Answer, Response, Value
from intake.domain.rules import Rule, Truth

ON = dt.date(2026, 11, 22)
CONTENT = read(content_folder())
ITEMS = CONTENT.questionnaire.items
SIGNS = tuple(item for item in ITEMS.values() if any(option.sign for option in item.options))
DENIABLE = tuple(
    item
    for item in SIGNS
    if not all(option.sign for option in item.options) and not CONTENT.questionnaire.section_of[item.link_id].repeats
)
URGENT = tuple(rule for rule in CONTENT.rules if rule.is_urgent)


def as_value(item: Item, code: str) -> Value:
    """An option code in the shape in which the question stores it."""
    return (code,) if item.type is ItemType.CHOICES else code


def denial(item: Item) -> Answer:
    """The answer that reports nothing: an option that denies, or one without a sign."""
    quiet = sorted((option for option in item.options if not option.sign), key=lambda option: option.sign is None)
    code = quiet[0].code
    return Answer(link_id=item.link_id, value=as_value(item, code))


def values(item: Item) -> SearchStrategy[Value]:
    """Every value the question allows."""
    if not item.options:
        return st.text(max_size=8)
    alone = st.sampled_from([as_value(item, option.code) for option in item.options])
    together = [option.code for option in item.options if not option.exclusive]
    if item.type is ItemType.CHOICE:
        return alone
    return alone | st.lists(st.sampled_from(together), min_size=1, max_size=4, unique=True).map(tuple)


def entries_of(item: Item) -> tuple[str, ...]:
    """Entries that the question can be about: two added ones in a repeating section, otherwise none."""
    return ("n1", "n2") if CONTENT.questionnaire.section_of[item.link_id].repeats else ("",)


def answers(item: Item) -> SearchStrategy[Answer]:
    """Every answer the question allows, including "I don't know," "I'd rather not say," and a yes to its list alone."""
    entry = st.sampled_from(entries_of(item))
    reasons = [reason for reason in Absent if item.opener or reason is not Absent.UNNAMED]
    absent = st.builds(Answer, link_id=st.just(item.link_id), entry=entry, absent=st.sampled_from(reasons))
    return absent | st.builds(Answer, link_id=st.just(item.link_id), entry=entry, value=values(item))


ANSWERS = {item.link_id: answers(item) for item in ITEMS.values()}
ANY_ANSWER = st.sampled_from(list(ITEMS)).flatmap(ANSWERS.__getitem__)
CALM_FACTS = (
    Answer(link_id="lo_age", value="26_39"),
    Answer(link_id="concern", value=("gambling",)),
    Answer(link_id="plans", value=("none",)),
)
QUIET = Response(content_version="any", answers=(*(denial(item) for item in DENIABLE), *CALM_FACTS))
"""Every danger denied, which random answers never reach."""


@st.composite
def responses(draw: DrawFn) -> Response:
    """Random answers to any questions, or QUIET with a few answers changed or removed."""
    if draw(st.booleans()):
        link_ids = draw(st.lists(st.sampled_from(list(ITEMS)), unique=True))
        return Response(content_version="any", answers=tuple(draw(ANSWERS[link_id]) for link_id in link_ids))
    response = QUIET
    for answer in draw(st.lists(ANY_ANSWER, max_size=8)):
        response = response.with_answer(answer)
    for link_id in draw(st.lists(st.sampled_from(list(ITEMS)), max_size=2)):
        response = response.without(link_id)
    return response


def meeting(response: Response, rule: Rule) -> Response:
    """The answers with those that meet every condition of a rule, and without those that set it aside."""
    response = response.without(*(condition.question for condition in chain.from_iterable(rule.exceptions)))
    given: dict[str, tuple[str, ...]] = {}
    for condition in rule.when:
        item = ITEMS[condition.question]
        if condition.operator is Operator.EXISTS and condition.answer is False:
            response = response.without(item.link_id)
            continue
        fits = [option for option in item.options if meets(condition, as_value(item, option.code))]
        code = min(fits, key=lambda option: not option.sign).code
        earlier = given.get(item.link_id, ()) if item.type is ItemType.CHOICES else ()
        given[item.link_id] = tuple(dict.fromkeys((*earlier, code)))
    for link_id, codes in given.items():
        value: Value = codes if ITEMS[link_id].type is ItemType.CHOICES else codes[0]
        response = response.with_answer(Answer(link_id=link_id, value=value))
    return response


def meets(condition: Condition, value: Value) -> bool:
    """Whether a value meets a condition."""
    answer = Answer(link_id=condition.question, value=value)
    return truth_of(condition, ITEMS[condition.question], answer) is Truth.MET


@st.composite
def dangers(draw: DrawFn) -> Response:
    """Several RED and ORANGE rules met at once, then a few answers changed."""
    response = draw(st.sampled_from([QUIET, Response(content_version="any")]))
    for rule in draw(st.lists(st.sampled_from(URGENT), min_size=2, max_size=8, unique=True)):
        response = meeting(response, rule)
    for answer in draw(st.lists(ANY_ANSWER, max_size=4)):
        response = response.with_answer(answer)
    return response


def judge(response: Response) -> Assessment:
    """The assessment on a fixed day."""
    return assess(CONTENT, response, ON)
