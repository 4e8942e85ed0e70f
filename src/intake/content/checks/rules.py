"""Checks of each rule: kind, tier, offer, and conditions must fit together."""

from __future__ import annotations

from collections.abc import Iterator

from intake.content import Problem
from intake.domain.content import Content
from intake.domain.rules import Rule, RuleKind


def problems(content: Content) -> Iterator[Problem]:
    """Problems in the rules."""
    always_on = [rule for rule in content.rules if rule.kind is RuleKind.UNKNOWN_SAFETY]
    if len(always_on) != 1:
        yield Problem("rules", f"{len(always_on)} rules have kind unknown_safety; there must be exactly one")
    for rule in content.rules:
        where = f"rule `{rule.id}`"
        yield from (Problem(where, sentence) for sentence in _rule(rule, content))


def _rule(rule: Rule, content: Content) -> Iterator[str]:
    sets_tier = rule.kind in (RuleKind.DANGER, RuleKind.UNKNOWN_SAFETY)
    if sets_tier is not (rule.tier is not None):
        yield f"a rule of kind {rule.kind.value} {'needs a' if sets_tier else 'cannot have a'} tier"
    offers = {RuleKind.PATHWAY: set(content.pathway), RuleKind.FIT: set(content.kind)}.get(rule.kind)
    if (offers is not None) is not (rule.offers is not None):
        yield f"a rule of kind {rule.kind.value} {'needs' if offers is not None else 'cannot have'} offers"
    elif offers is not None and rule.offers not in offers:
        yield f"offers `{rule.offers}`, but there is no such {'pathway' if rule.kind is RuleKind.PATHWAY else 'kind'}"
    if not rule.when and rule.kind not in (RuleKind.PATHWAY, RuleKind.NOTE, RuleKind.UNKNOWN_SAFETY):
        yield "no conditions given"
    if isinstance(rule.match, int) and not 1 <= rule.match <= len(rule.when):
        yield f"match = {rule.match}, but it must be between 1 and {len(rule.when)}"
