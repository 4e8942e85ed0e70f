"""Each rule by itself: its kind, tier, offer and conditions fit together."""

from __future__ import annotations

from collections.abc import Iterator

from intake.content import Problem
from intake.domain.content import Content
from intake.domain.rules import Rule, RuleKind


def problems(content: Content) -> Iterator[Problem]:
    """What is wrong with the rules."""
    always_on = [rule for rule in content.rules if rule.kind is RuleKind.UNKNOWN_SAFETY]
    if len(always_on) != 1:
        yield Problem("rules", "exactly one rule has kind unknown_safety")
    for rule in content.rules:
        where = f"rules, {rule.id}"
        yield from (Problem(where, sentence) for sentence in _rule(rule, content))


def _rule(rule: Rule, content: Content) -> Iterator[str]:
    sets_tier = rule.kind in (RuleKind.DANGER, RuleKind.UNKNOWN_SAFETY)
    if sets_tier is not (rule.tier is not None):
        yield f"kind {rule.kind.value} {'needs a' if sets_tier else 'takes no'} tier"
    offers = {RuleKind.PATHWAY: set(content.pathway), RuleKind.FIT: set(content.kind)}.get(rule.kind)
    if (offers is not None) is not (rule.offers is not None):
        yield f"kind {rule.kind.value} {'needs' if offers is not None else 'takes no'} offers"
    elif offers is not None and rule.offers not in offers:
        yield f"there is no {rule.kind.value} {rule.offers!r} to offer"
    if not rule.when and rule.kind not in (RuleKind.PATHWAY, RuleKind.NOTE, RuleKind.UNKNOWN_SAFETY):
        yield "it has no conditions"
    if isinstance(rule.match, int) and not 1 <= rule.match <= len(rule.when):
        yield f"match = {rule.match} of {len(rule.when)} conditions can never be met, or always is"
