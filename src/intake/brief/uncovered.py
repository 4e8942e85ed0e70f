"""Which of the met rules are put into words: not those that another one says more exactly."""

from __future__ import annotations

from intake.domain.assessment import Assessment, Finding
from intake.domain.content import Content


def uncovered(content: Content, assessment: Assessment) -> tuple[Finding, ...]:
    """The met findings, in file order, without those that another met rule covers."""
    covered = {name for finding in assessment.met for name in content.rule[finding.rule].covers}
    return tuple(finding for finding in assessment.met if finding.rule not in covered)
