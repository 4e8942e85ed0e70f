"""The rules made ready, once for each content: every condition once, by the question it reads, and who needs it.

Hundreds of rules read a few dozen questions. A condition is judged once for all of them, and a rule is looked at only
if none of the conditions that it needs has failed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from intake.domain.conditions import codes_that_meet
from intake.domain.questionnaire import Condition, Item, Operator
from intake.domain.rules import Rule


class ReadyCondition(NamedTuple):
    """A condition as some rules read it.

    `every`: they also read answers to questions that no longer apply. `exists`: for `exists`, whether a value meets it;
    None for all other operators. `codes`: any of these meets it, or, with `negated`, only an answer without them.
    """

    number: int
    condition: Condition
    every: bool
    exists: bool | None
    codes: frozenset[str]
    negated: bool


class RuleIndex:
    """The conditions of rules, numbered.

    `size`: how many there are. `by_question`: the conditions on each question. `of_rule`: the numbers of a rule's
    conditions, by its id. `needed_by`: for each condition, the ids of the rules that cannot be met without it.
    `exceptions`: the conditions of all exceptions, each once. `exceptions_of`: the numbers, in that list, of the
    conditions of each of a rule's exceptions, by its id.
    """

    def __init__(self, rules: Iterable[Rule], items: Mapping[str, Item]) -> None:
        numbers: dict[tuple[Condition, bool], int] = {}
        needed_by: dict[int, list[str]] = {}
        self.of_rule: dict[str, tuple[int, ...]] = {}
        exceptions: dict[Condition, int] = {}
        self.exceptions_of: dict[str, tuple[tuple[int, ...], ...]] = {}
        for rule in rules:
            self.exceptions_of[rule.id] = tuple(
                tuple(exceptions.setdefault(condition, len(exceptions)) for condition in exception)
                for exception in rule.exceptions
            )
            read = [(condition, rule.reads_every_answer) for condition in rule.when]
            self.of_rule[rule.id] = tuple(numbers.setdefault(one, len(numbers)) for one in read)
            if rule.needed == len(rule.when):
                for number in self.of_rule[rule.id]:
                    needed_by.setdefault(number, []).append(rule.id)
        self.exceptions = tuple(exceptions)
        self.size = len(numbers)
        self.needed_by = tuple(tuple(needed_by.get(number, ())) for number in range(self.size))
        self.by_question: dict[str, list[ReadyCondition]] = {}
        for (condition, every), number in numbers.items():
            ready = ReadyCondition(
                number,
                condition,
                every,
                bool(condition.answer) if condition.operator is Operator.EXISTS else None,
                codes_that_meet(condition, items[condition.question]),
                condition.operator is Operator.NOT_EQUALS,
            )
            self.by_question.setdefault(condition.question, []).append(ready)
