"""Scenes to rehearse a talk: what the loved one says, what one could answer, and what follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cached_property

from pydantic import Field

from intake.domain.base import Frozen, LinkId, Tag, Text
from intake.domain.questionnaire import Condition


class Skill(Frozen):
    """A way of talking that the scenes teach."""

    id: LinkId
    name: Text
    text: Text
    sources: tuple[LinkId, ...] = Field(min_length=1)


class Reply(Frozen):
    """Something one could say. `skill`: which one it uses; without one it makes things harder. `next`: what follows.

    `opens`: it can also begin a talk, so it is offered as the sentence to keep.
    """

    id: LinkId
    text: Text
    skill: LinkId | None = None
    opens: bool = False
    why: Text
    next: LinkId


class Beat(Frozen):
    """A moment of a scene: what the loved one says or does. Without replies, the scene ends here."""

    id: LinkId
    text: Text
    replies: tuple[Reply, ...] = ()


class Scene(Frozen):
    """An invented talk of three to five minutes; it begins with the first beat.

    Offered if all of `when` and none of `unless` are known to be met. With a withheld tag, it is neither listed nor
    shown.
    """

    id: LinkId
    title: Text
    summary: Text
    setting: Text
    when: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    tags: tuple[Tag, ...] = Field(min_length=1)
    article: LinkId
    sources: tuple[LinkId, ...] = Field(min_length=1)
    reviewed_on: dt.date
    review_by: dt.date
    beats: tuple[Beat, ...] = Field(min_length=2)

    @cached_property
    def beat(self) -> dict[str, Beat]:
        """The beats by id."""
        return {beat.id: beat for beat in self.beats}

    def after(self, path: Iterable[str]) -> Beat:
        """The moment after these replies, each named by its id. Raises KeyError for a reply that is not offered."""
        beat = self.beats[0]
        for said in path:
            beat = self.beat[{reply.id: reply for reply in beat.replies}[said].next]
        return beat


class Practice(Frozen):
    """Everything to rehearse. `keep_in`: the question whose answer is the sentence that a family begins with."""

    keep_in: LinkId | None = None
    skills: tuple[Skill, ...] = ()
    scenes: tuple[Scene, ...] = ()

    @cached_property
    def skill(self) -> dict[str, Skill]:
        """The skills by id."""
        return {skill.id: skill for skill in self.skills}

    @cached_property
    def scene(self) -> dict[str, Scene]:
        """The scenes by id."""
        return {scene.id: scene for scene in self.scenes}
