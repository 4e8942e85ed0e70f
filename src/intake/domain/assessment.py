"""What the answers mean, as the engine gives it."""

from __future__ import annotations

import datetime as dt

from intake.domain.base import Frozen, LinkId, Tag
from intake.domain.rules import Tier, Truth


class Finding(Frozen):
    """One rule that is met or cannot be ruled out, with the keys of the answers it rests on and of those it lacks."""

    rule: LinkId
    truth: Truth
    evidence: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


class Step(Frozen):
    """One of the three next steps, and the rules that ask for it."""

    action: LinkId
    rules: tuple[LinkId, ...]


class Offer(Frozen):
    """A pathway or kind of intervention, and the rules that offer it."""

    id: LinkId
    rules: tuple[LinkId, ...]


class Assessment(Frozen):
    """What the answers so far mean. `tier` leads; `tiers` lists every RED code that applies, or just the tier."""

    tier: Tier
    tiers: tuple[Tier, ...]
    findings: tuple[Finding, ...]
    withheld: tuple[Tag, ...]
    unknowns: tuple[str, ...]
    steps: tuple[Step, ...]
    pathways: tuple[Offer, ...]
    kinds: tuple[Offer, ...]
    lines: tuple[LinkId, ...]
    on: dt.date

    @property
    def met(self) -> tuple[Finding, ...]:
        """Findings whose conditions hold."""
        return tuple(finding for finding in self.findings if finding.truth is Truth.MET)
