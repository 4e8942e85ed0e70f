"""Which scenes a family may rehearse."""

from __future__ import annotations

from intake.brief.step_words import meets_all
from intake.domain.assessment import Assessment
from intake.domain.content import Content
from intake.domain.practice import Scene
from intake.domain.response import Response
from intake.domain.rules import Level


def fitting_scenes(content: Content, response: Response, assessment: Assessment) -> tuple[Scene, ...]:
    """The scenes that fit the answers: none in danger, none without answers, and none that a finding withholds."""
    if not response.answers or assessment.tier.level is Level.RED:
        return ()
    withheld = frozenset(assessment.withheld)
    return tuple(
        scene
        for scene in content.practice.scenes
        if withheld.isdisjoint(scene.tags) and meets_all(content, response, scene.when, scene.unless)
    )
