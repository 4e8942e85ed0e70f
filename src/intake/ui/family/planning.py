"""Which parts of the plan are open: none that a finding withholds, and a meeting only where a pathway offers one."""

from __future__ import annotations

from intake.domain.base import Tag
from intake.domain.rules import Level
from intake.ui.common import question_pages, session


def parts() -> tuple[question_pages.PartProgress, ...]:
    """The parts that can be planned now, in order."""
    meeting = meeting_fits()
    return tuple(part for part in question_pages.parts("plan") if meeting or Tag.MEETING not in part.section.tags)


def meeting_fits() -> bool:
    """Whether the assessment offers a kind of intervention, or a pathway with a meeting."""
    content, assessment = session.content(), session.assessment()
    return bool(assessment.kinds) or any(Tag.MEETING in content.pathway[offer.id].tags for offer in assessment.pathways)


def may_compare_professionals() -> bool:
    """Whether professionals may be mentioned at all, and nothing more urgent comes first."""
    assessment = session.assessment()
    return Tag.INTERVENTIONIST not in assessment.withheld and assessment.tier.level is not Level.RED


def is_suggested() -> bool:
    """Whether the result page suggests planning: not in danger, where safety comes first, nor for a mild worry."""
    level = session.assessment().tier.level
    return level in (Level.ORANGE, Level.AMBER, Level.OPEN) or (level is Level.GREEN and meeting_fits())
