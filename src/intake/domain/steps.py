"""Choose the next steps: up to three, and what else is urgent.

No first step of a RED or ORANGE rule is ever left out, unless another step that is shown covers it. No step that means
getting away from the person stands beside one that means going near them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from intake.domain.assessment import Step
from intake.domain.base import Tag
from intake.domain.content import Content
from intake.domain.rules import Action, Level, Reserve, Rule, RuleKind, Tier

STEPS = 3
_RESERVED = tuple(Reserve)


_Shown = Mapping[str, Action | None]
"""For each step that a rule recommends, what is shown: the step, what is shown instead, or nothing."""


class NextSteps(NamedTuple):
    """The three steps in the order to take them, and what else is urgent, most urgent first."""

    steps: tuple[Step, ...]
    also_today: tuple[Step, ...]


def withheld_tags(content: Content, rules: Iterable[Rule]) -> frozenset[Tag]:
    """The tags that these met rules withhold; a step that means getting away also withholds going near."""
    rules = tuple(rules)
    withheld = frozenset(tag for rule in rules for tag in rule.withholds)
    leaving = any(
        (shown := shown_action(content, action, withheld)) is not None and shown.leaves
        for rule in rules
        for action in rule.recommend
    )
    return withheld | {Tag.APPROACH} if leaving else withheld


def shown_action(content: Content, action_id: str, withheld: frozenset[Tag]) -> Action | None:
    """The step itself or, if it is withheld, the one to show instead; None if there is none."""
    action: Action | None = content.action[action_id]
    seen: set[str] = set()
    while action is not None and not withheld.isdisjoint(action.tags):
        seen.add(action.id)
        action = content.action[action.instead] if action.instead and action.instead not in seen else None
    return action


@dataclass
class _Candidate:
    """A step that met rules recommend.

    `urgency`: of the most urgent of them. `urgent`: one is RED or ORANGE. `first`: such a rule leads with it.
    `for_today`: an AMBER rule leads with it, and it is for today all the same. `lead`: it is the call of a RED code.
    `ahead_of`: the order of a call that it goes before.
    """

    action: Action
    order: int
    urgency: int = len(Tier)
    urgent: bool = False
    first: bool = False
    for_today: bool = False
    lead: bool = False
    ahead_of: int | None = None
    rules: list[Rule] = field(default_factory=list)

    @property
    def is_kept(self) -> bool:
        """Whether it is shown for certain: among the three, or as what else is urgent."""
        return self.lead or self.first or self.for_today or (self.urgent and self.action.reserve is not None)

    @property
    def place(self) -> tuple[int, int, int, bool, int]:
        """Sort key: calls for each RED code, then reserved kinds of steps, then the rest by urgency."""
        reserved = self.action.reserve if self.urgent else None
        if self.lead:
            return (0, 0, self.urgency, False, self.order)
        if reserved is not None:
            return (1, _RESERVED.index(reserved), self.urgency, False, self.order)
        return (2, 0, self.urgency, not self.first, self.order)

    @property
    def turn(self) -> tuple[int, int, bool]:
        """Sort key of what is shown: by urgency, then in the order of the file."""
        if self.ahead_of is None:
            return (self.urgency, self.order, True)
        return (self.urgency, min(self.order, self.ahead_of), False)

    def take_over(self, covered: _Candidate) -> None:
        """What a step was for that this one covers is one more reason for this one."""
        self.rules += [rule for rule in covered.rules if rule not in self.rules]
        self.urgency = min(self.urgency, covered.urgency)
        self.urgent |= covered.urgent
        self.first |= covered.first

    @property
    def step(self) -> Step:
        ranked = sorted(self.rules, key=_urgency)
        return Step(action=self.action.id, rules=tuple(rule.id for rule in ranked))


def next_steps(content: Content, rules: Iterable[Rule], withheld: frozenset[Tag]) -> NextSteps:
    """The steps that these met rules recommend. `withheld`: see `withheld_tags`."""
    rules = tuple(rules)
    recommended = dict.fromkeys(name for rule in rules for name in rule.recommend)
    shown = {name: shown_action(content, name, withheld) for name in recommended}
    candidates: dict[str, _Candidate] = {}
    order = content.action_order
    for rule in rules:
        actions = {action.id: action for name in rule.recommend if (action := shown[name]) is not None}
        for place, action in enumerate(actions.values()):
            candidate = candidates.get(action.id)
            if candidate is None:
                candidate = candidates[action.id] = _Candidate(action, order[action.id])
            candidate.rules.append(rule)
            candidate.urgency = min(candidate.urgency, _urgency(rule))
            candidate.urgent |= rule.is_urgent
            candidate.first |= rule.is_urgent and place == 0
            mild = rule.kind is RuleKind.DANGER and not rule.is_urgent
            candidate.for_today |= mild and place == 0 and action.when in ("now", "today")
    leads = _leads(rules, shown)
    for action_id in leads.values():
        candidates[action_id].lead = True
    # What was swallowed does not wait for a talk. But who may be hurt gets safe before the person is taken anywhere.
    if {Tier.RED_ED, Tier.RED_988} <= leads.keys() and Tier.RED_DV not in leads:
        candidates[leads[Tier.RED_ED]].ahead_of = candidates[leads[Tier.RED_988]].order
    ranked = _without_covered(candidates, shown)
    chosen = sorted(ranked[:STEPS], key=lambda candidate: candidate.turn)
    rest = [one for one in ranked[STEPS:] if one.is_kept]
    rest.sort(key=lambda candidate: candidate.turn)
    return NextSteps(tuple(one.step for one in chosen), tuple(one.step for one in rest))


def _without_covered(candidates: dict[str, _Candidate], shown: _Shown) -> list[_Candidate]:
    """The steps by their places, without those that another one that is shown covers."""
    while True:
        ranked = sorted(candidates.values(), key=lambda candidate: candidate.place)
        kept = [one for place, one in enumerate(ranked) if place < STEPS or one.is_kept]
        pairs = ((one, name) for one in kept for name in _covered_by(one, shown) if name in candidates)
        covering, name = next(pairs, (None, ""))
        if covering is None:
            return ranked
        covering.take_over(candidates.pop(name))


def _covered_by(candidate: _Candidate, shown: _Shown) -> list[str]:
    """The steps that are not shown beside this one."""
    covering = (rule for rule in candidate.rules if rule.covers_steps)
    leading = [rule for rule in covering if _first_shown(rule, shown) == candidate.action.id]
    return [*candidate.action.covers, *(name for rule in leading for name in rule.covers_steps)]


def _first_shown(rule: Rule, shown: _Shown) -> str | None:
    """The first step of a rule that may be shown, or what is shown instead."""
    return next((action.id for name in rule.recommend if (action := shown[name]) is not None), None)


def _leads(rules: tuple[Rule, ...], shown: _Shown) -> dict[Tier, str]:
    """The first step of the first rule of each RED code. If 911 applies, only its step: first aid comes next."""
    first: dict[Tier, str] = {}
    for rule in rules:
        if rule.tier is not None and rule.tier.level is Level.RED:
            action = _first_shown(rule, shown)
            if action is not None:
                first.setdefault(rule.tier, action)
    return {Tier.RED_911: first[Tier.RED_911]} if Tier.RED_911 in first else first


def _urgency(rule: Rule) -> int:
    """Rank of a rule. All RED rules are equally urgent, so the order of actions.toml decides which call comes first."""
    return 0 if rule.tier is not None and rule.tier.level is Level.RED else rule.urgency
