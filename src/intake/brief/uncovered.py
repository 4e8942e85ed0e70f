"""Which of several rules are put into words: not those that another one of them says more exactly."""

from __future__ import annotations

from collections.abc import Iterable

from intake.domain.rules import Rule


def uncovered(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules in their order, without those that another one of them covers."""
    rules = tuple(rules)
    covered = {name for rule in rules for name in rule.covers}
    return tuple(rule for rule in rules if rule.id not in covered)
