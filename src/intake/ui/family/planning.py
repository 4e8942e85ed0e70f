"""Which parts of the plan are open: not what a finding withholds, and a talk only where a way like that was offered."""

from __future__ import annotations

from intake.domain.base import Tag
from intake.domain.rules import Level
from intake.ui.common import question_pages, session


def parts() -> tuple[question_pages.Topic, ...]:
    """The parts that can be planned now, in order."""
    meet = talk_fits()
    return tuple(topic for topic in question_pages.topics("plan") if meet or Tag.MEETING not in topic.section.tags)


def talk_fits() -> bool:
    """Whether the assessment offers a kind of intervention, or a way with a meeting."""
    content, found = session.content(), session.assessment()
    return bool(found.kinds) or any(Tag.MEETING in content.pathway[offer.id].tags for offer in found.pathways)


def may_compare() -> bool:
    """Whether professionals may be spoken of at all, and nothing more urgent stands before it."""
    found = session.assessment()
    return Tag.INTERVENTIONIST not in found.withheld and found.tier.level is not Level.RED


def sensible() -> bool:
    """Whether the result speaks of planning: not in danger, where something else comes first, nor for a mild worry."""
    level = session.assessment().tier.level
    return level in (Level.ORANGE, Level.AMBER) or (level is Level.GREEN and talk_fits())
