"""The result of an assessment."""

from __future__ import annotations

import datetime as dt

from intake.domain.base import Frozen, LinkId, Tag
from intake.domain.rules import Tier, Truth


class Finding(Frozen):
    """A rule that is met or cannot be ruled out, with the keys of its evidence and of the answers it still needs."""

    rule: LinkId
    truth: Truth
    evidence: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


class Step(Frozen):
    """A step to take, and the rules that recommend it, the most urgent first."""

    action: LinkId
    rules: tuple[LinkId, ...]


class Offer(Frozen):
    """A pathway or kind of intervention, and the rules that offer it."""

    id: LinkId
    rules: tuple[LinkId, ...]


class Assessment(Frozen):
    """What the answers so far mean.

    `tier` is the most urgent; `tiers`: every RED code that applies, or just `tier`. `steps`: at most three.
    `also_today`: what else is urgent. Together they have the first step of every RED or ORANGE rule that is met.
    `differences`: the keys of answers in which several informants contradict each other.
    """

    tier: Tier
    tiers: tuple[Tier, ...]
    findings: tuple[Finding, ...]
    withheld: tuple[Tag, ...]
    unknowns: tuple[str, ...]
    differences: tuple[str, ...] = ()
    steps: tuple[Step, ...]
    also_today: tuple[Step, ...] = ()
    pathways: tuple[Offer, ...]
    kinds: tuple[Offer, ...]
    lines: tuple[LinkId, ...]
    on: dt.date

    @property
    def met(self) -> tuple[Finding, ...]:
        """The findings whose conditions are met."""
        return tuple(finding for finding in self.findings if finding.truth is Truth.MET)
