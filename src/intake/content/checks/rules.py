"""Checks of each rule: kind, tier, offer, and conditions must fit together; and of the steps that rules recommend."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from intake.content import Problem
from intake.domain.base import Tag
from intake.domain.content import Content
from intake.domain.questionnaire import Operator
from intake.domain.rules import Action, Rule, RuleKind

_SOON = ("now", "today", "three_days", "this_week")
_ABOUT_UNKNOWNS = (RuleKind.UNKNOWN_SAFETY, RuleKind.OPEN_SAFETY)


def problems(content: Content) -> Iterator[Problem]:
    """Problems in the rules and in the steps they recommend."""
    for kind in _ABOUT_UNKNOWNS:
        always_on = [rule for rule in content.rules if rule.kind is kind]
        if len(always_on) != 1:
            yield Problem("rules", f"{len(always_on)} rules have kind {kind.value}; there must be exactly one")
    for rule in content.rules:
        where = f"rule `{rule.id}`"
        yield from (
            Problem(where, sentence)
            for sentence in (*_rule(rule, content), *_covers(rule, content), *_texts(rule, content))
        )
    for action in content.actions:
        yield from (Problem(f"action `{action.id}`", sentence) for sentence in _action(action, content))


def _rule(rule: Rule, content: Content) -> Iterator[str]:
    sets_tier = rule.kind in (RuleKind.DANGER, *_ABOUT_UNKNOWNS)
    if sets_tier is not (rule.tier is not None):
        yield f"a rule of kind {rule.kind.value} {'needs a' if sets_tier else 'cannot have a'} tier"
    offers = {RuleKind.PATHWAY: set(content.pathway), RuleKind.FIT: set(content.kind)}.get(rule.kind)
    if (offers is not None) is not (rule.offers is not None):
        yield f"a rule of kind {rule.kind.value} {'needs' if offers is not None else 'cannot have'} offers"
    elif offers is not None and rule.offers not in offers:
        yield f"offers `{rule.offers}`, but there is no such {'pathway' if rule.kind is RuleKind.PATHWAY else 'kind'}"
    if not rule.when and rule.kind not in (RuleKind.PATHWAY, RuleKind.NOTE, *_ABOUT_UNKNOWNS):
        yield "no conditions given"
    if isinstance(rule.match, int) and not 1 <= rule.match <= len(rule.when):
        yield f"match = {rule.match}, but it must be between 1 and {len(rule.when)}"
    if bool(rule.doubts) is not (rule.kind is RuleKind.CONTRADICTION):
        yield "a contradiction needs doubts" if not rule.doubts else "only a contradiction can have doubts"
    if not set(rule.doubts) <= {condition.question for condition in rule.when}:
        yield "doubts a question that its conditions do not read"
    for condition in chain.from_iterable(rule.exceptions):
        if condition.operator is Operator.EXISTS and condition.answer is False:
            yield f"unless reads that `{condition.question}` has no answer, but what is unknown never sets a rule aside"


def _covers(rule: Rule, content: Content) -> Iterator[str]:
    """Problems with the rules it covers: what is not said must be less urgent, or said by the rule itself."""
    for covered in (content.rule[name] for name in rule.covers if name in content.rule):
        if covered.id == rule.id or rule.id in covered.covers:
            yield f"it and `{covered.id}` cannot cover each other"
        if rule.tier is None or (covered.tier is not None and covered.tier.urgency < rule.tier.urgency):
            yield f"it is less urgent than `{covered.id}`, so it cannot cover it"
    if rule.covers_steps and not rule.is_urgent:
        yield "only a RED or ORANGE rule can cover steps"
    for step in (content.action[name] for name in rule.recommend if name in content.action):
        yield from (
            f"it recommends `{step.id}` and `{name}`, which that one covers"
            for name in rule.recommend
            if name in step.covers
        )
    for name in rule.covers_steps:
        if name in rule.recommend:
            yield f"it covers `{name}`, which it recommends"
        elif rule.recommend:
            yield from _covered_step(rule.recommend[0], name, content)


def _covered_step(covering: str, covered: str, content: Content) -> Iterator[str]:
    """Problems with a step that another one covers: it must not be more urgent."""
    step, milder = content.action.get(covering), content.action.get(covered)
    if step is None or milder is None:
        return
    if step is milder or step.id in milder.covers:
        yield f"the steps `{covering}` and `{covered}` cannot cover each other"
    if _SOON.index(step.when) > _SOON.index(milder.when):
        yield f"the step `{covered}` is sooner than `{covering}`, so it cannot be covered"


def _texts(rule: Rule, content: Content) -> Iterator[str]:
    """Problems with what an urgent rule says: on the phone, to the professional, and beside its steps."""
    if rule.is_urgent:
        if not rule.recommend:
            yield "a RED or ORANGE rule needs a step"
        if rule.say is None:
            yield "a RED or ORANGE rule needs `say`: what to say first on the phone"
        if rule.request is None:
            yield "a RED or ORANGE rule needs `request`: who should do what, by when, and why"
    if "{" in (rule.request or "").replace("{writer}", ""):
        yield "`request` has braces around something else than `writer`"
    shown = {*rule.recommend, *(content.action[name].instead for name in rule.recommend if name in content.action)}
    for detail in rule.details:
        if detail.action not in shown:
            yield f"details for `{detail.action}`, which it does not recommend"


def _action(action: Action, content: Content) -> Iterator[str]:
    """Problems with what replaces a step: an urgent step that can be withheld must not leave a gap."""
    if action.leaves and Tag.APPROACH in action.tags:
        yield "it means both getting away from the person and going near them"
    for name in action.covers:
        yield from _covered_step(action.id, name, content)
    if action.instead and not action.tags:
        yield "it is never withheld, so it cannot have instead"
    first = {rule.recommend[0] for rule in content.rules if rule.is_urgent and rule.recommend}
    if action.id in first and action.tags and (last := _last_resort(action, content)).tags:
        yield (
            f"a RED or ORANGE rule leads with it, and `{last.id}` can be withheld too: end `instead` with a step "
            "without tags"
        )


def _last_resort(action: Action, content: Content) -> Action:
    """The step at the end of `instead`."""
    seen = {action.id}
    while action.tags and action.instead in content.action and action.instead not in seen:
        seen.add(action.instead)
        action = content.action[action.instead]
    return action
