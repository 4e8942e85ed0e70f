"""Checks of the scenes to rehearse: every choice leads on, every end is reached, no way of getting hurt is named."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from intake.content import texts
from intake.domain.base import Tag
from intake.domain.content import Content
from intake.domain.practice import Practice, Scene

FEWEST_WORDS, MOST_WORDS = 300, 1_100
"""Three to five minutes, at the pace of a tired reader who also looks at what else could be said."""
MEANS = re.compile(
    r"\b(?:guns?|rifles?|pistols?|kni(?:fe|ves)|ropes?|bridges?|razors?|blades?|nooses?|car keys|overdos\w+)\b",
    re.IGNORECASE,
)


def problems(content: Content, on: dt.date) -> Iterator[tuple[str, str]]:
    """Problems in the scenes on the date `on`, as (where, sentence)."""
    practice, items = content.practice, content.questionnaire.items
    if practice.keep_in is not None and practice.keep_in not in items:
        yield "practice.toml", f"there is no question `{practice.keep_in}`"
    for skill in practice.skills:
        where = f"skill `{skill.id}`"
        yield from ((where, f"there is no source `{name}`") for name in skill.sources if name not in content.source)
        if not any(
            reply.skill == skill.id for scene in practice.scenes for beat in scene.beats for reply in beat.replies
        ):
            yield where, "no reply uses it"
    for scene in practice.scenes:
        yield from ((f"scene `{scene.id}`", sentence) for sentence in _scene(scene, content, on))


def _scene(scene: Scene, content: Content, on: dt.date) -> Iterator[str]:
    yield from (f"there is no source `{name}`" for name in scene.sources if name not in content.source)
    if scene.article not in content.library.article:
        yield f"there is no article `{scene.article}`"
    if Tag.CONFRONTATION not in scene.tags:
        yield f"it is a talk, so it needs the tag `{Tag.CONFRONTATION.value}`"
    if scene.review_by < on:
        yield f"review_by {scene.review_by} has passed; read it against its sources and set new dates"
    if scene.reviewed_on > on:
        yield f"reviewed_on {scene.reviewed_on} is in the future"
    yield from _ways(scene, content.practice)
    all_text = " ".join(one.text for one in texts(scene))
    if found := MEANS.search(all_text):
        yield f"“{found[0]}” names a way to get hurt"
    words = len(all_text.split())
    if not FEWEST_WORDS <= words <= MOST_WORDS:
        yield f"{words} words; it should have {FEWEST_WORDS} to {MOST_WORDS} (three to five minutes)"


def _ways(scene: Scene, practice: Practice) -> Iterator[str]:
    """Check that every reply leads on, every moment is reached, and that each can still end."""
    if len(scene.beat) < len(scene.beats):
        yield "two moments have the same id"
        return
    dangling = [reply.next for beat in scene.beats for reply in beat.replies if reply.next not in scene.beat]
    yield from (f"a reply leads to `{name}`, which does not exist" for name in dangling)
    for beat in scene.beats:
        if len({reply.id for reply in beat.replies}) < len(beat.replies):
            yield f"`{beat.id}`: two replies have the same id"
        if len(beat.replies) not in (0, 3):
            yield f"`{beat.id}`: {len(beat.replies)} replies; it needs three, or none at the end"
        named = [reply.skill for reply in beat.replies if reply.skill]
        yield from (f"`{beat.id}`: there is no skill `{name}`" for name in named if name not in practice.skill)
        if beat.replies and not named:
            yield f"`{beat.id}`: no reply uses a skill"
        harsh = (reply.id for reply in beat.replies if reply.opens and not reply.skill)
        yield from (f"`{beat.id}`: `{name}` can open a talk, so it needs a skill" for name in harsh)
    if dangling:
        return
    reached = _reached(scene)
    yield from (f"`{beat.id}`: nothing leads here" for beat in scene.beats if beat.id not in reached)
    endless = scene.beat.keys() - _ending(scene)
    yield from (f"`{beat.id}`: from here the scene never ends" for beat in scene.beats if beat.id in endless)


def _reached(scene: Scene) -> set[str]:
    """The moments that some way through the scene leads to."""
    reached, more = {scene.beats[0].id}, [scene.beats[0]]
    while more:
        for reply in more.pop().replies:
            if reply.next not in reached:
                reached.add(reply.next)
                more.append(scene.beat[reply.next])
    return reached


def _ending(scene: Scene) -> set[str]:
    """The moments from which some way leads to an end."""
    ending = {beat.id for beat in scene.beats if not beat.replies}
    while found := {
        beat.id for beat in scene.beats if beat.id not in ending and any(reply.next in ending for reply in beat.replies)
    }:
        ending |= found
    return ending
