"""Three-valued conditions: an answer that is missing, not known, or declined is unknown, never false."""

from __future__ import annotations

import operator

from intake.domain.questionnaire import Condition, Item, Operator
from intake.domain.response import Answer
from intake.domain.rules import Truth

_COMPARISONS = {
    Operator.GREATER: operator.gt,
    Operator.LESS: operator.lt,
    Operator.AT_LEAST: operator.ge,
    Operator.AT_MOST: operator.le,
}


def has_value(answer: Answer | None) -> bool:
    """Whether the answer exists and has a value."""
    return answer is not None and answer.given


def truth_of(condition: Condition, item: Item, answer: Answer | None) -> Truth:
    """Evaluate one comparison.

    `exists` is met or not met depending on whether there is a value. All other operators are unknown without one; but a
    yes to a list is known not to be its "no".
    """
    compared = condition.operator
    if compared is Operator.EXISTS:
        return _truth(has_value(answer) is bool(condition.answer))
    if answer is None or not answer.given:
        return _truth_of_yes(condition, item) if answer is not None and answer.unnamed else Truth.UNKNOWN
    none_of_these = codes_that_meet(condition, item).isdisjoint(answer.codes)
    return _truth(none_of_these is (compared is Operator.NOT_EQUALS))


def codes_that_meet(condition: Condition, item: Item) -> frozenset[str]:
    """The codes any of which meets a comparison; for `!=`, those none of which may be there; for `exists`, none."""
    if condition.operator in (Operator.EQUALS, Operator.NOT_EQUALS, Operator.EXISTS):
        return condition.code_set
    compare, limit = _COMPARISONS[condition.operator], item.rank[condition.codes[0]]
    return frozenset(code for code, rank in item.rank.items() if compare(rank, limit))


def truth_among(condition: Condition, item: Item, answers: tuple[Answer, ...], *, gravest: bool = True) -> Truth:
    """Evaluate one comparison against everything that was answered to a question.

    An answer without a value counts only if nobody gave one. With `gravest`, one answer that meets the comparison is
    enough; without, answers that contradict each other leave it unknown.
    """
    if len(answers) <= 1:
        return truth_of(condition, item, answers[0] if answers else None)
    told = [answer for answer in answers if answer.given or answer.unnamed] or answers[:1]
    truths = {truth_of(condition, item, answer) for answer in told}
    if len(truths) == 1:
        return truths.pop()
    return Truth.MET if gravest and Truth.MET in truths else Truth.UNKNOWN


def is_open(item: Item, answers: tuple[Answer, ...]) -> bool:
    """Whether a question has no value yet: nobody gave one, or one person said yes to its list and others only no."""
    given = [answer for answer in answers if answer.given]
    return not given or (
        any(answer.unnamed for answer in answers) and not any(item.opened_by(answer.codes) for answer in given)
    )


def _truth_of_yes(condition: Condition, item: Item) -> Truth:
    """A comparison with a yes to a list without saying to what."""
    if item.opener is None or condition.code_set != {item.opener.no}:
        return Truth.UNKNOWN
    return _truth(condition.operator is Operator.NOT_EQUALS)


def _truth(holds: bool) -> Truth:
    return Truth.MET if holds else Truth.NOT_MET


def truth_of_counts(needed: int, met: int, unknown: int) -> Truth:
    """Met if at least `needed` conditions are met; unknown while the unknown ones could still make up the number."""
    if met >= needed:
        return Truth.MET
    return Truth.UNKNOWN if met + unknown >= needed else Truth.NOT_MET
