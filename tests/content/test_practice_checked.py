"""`make check` finds a scene that leads nowhere, never ends, or names a way to get hurt."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from intake.content import load
from intake.content.checks import practice
from intake.domain.content import Content

CONTENT = load()
ON = dt.date(2026, 12, 1)
SCENE = CONTENT.practice.scene["opening"]


def problems_with(*, reply: dict[str, Any] | None = None, **scene: Any) -> list[str]:
    """The problems if the first scene has these fields, or the first reply of its first moment has."""
    if reply is not None:
        first, *rest = SCENE.beats
        said, *others = first.replies
        beat = first.model_copy(update={"replies": (said.model_copy(update=reply), *others)})
        scene = {"beats": (beat, *rest)}
    changed = type(SCENE).model_validate({**{name: getattr(SCENE, name) for name in type(SCENE).model_fields}, **scene})
    scenes = (changed, *(one for one in CONTENT.practice.scenes if one.id != SCENE.id))
    content = Content.model_validate(
        {
            **{name: getattr(CONTENT, name) for name in Content.model_fields},
            "practice": CONTENT.practice.model_copy(update={"scenes": scenes}),
        }
    )
    return [what for where, what in practice.problems(content, ON) if where == "scene `opening`"]


def test_the_scenes_are_in_order() -> None:
    assert list(practice.problems(CONTENT, ON)) == []


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        ({"next": "nowhere"}, "a reply leads to `nowhere`, which does not exist"),
        ({"skill": "shouting"}, "`start`: there is no skill `shouting`"),
        ({"text": "Where did you put the gun?"}, "“gun” names a way to get hurt"),
        ({"id": "list"}, "`start`: two replies have the same id"),
    ],
)
def test_a_faulty_reply_is_found(reply: dict[str, Any], sentence: str) -> None:
    assert sentence in problems_with(reply=reply)


def test_a_moment_that_nothing_leads_to_is_found() -> None:
    *beats, end, other = SCENE.beats
    assert problems_with(beats=(*beats, end, other, other.model_copy(update={"id": "lost"}))) == [
        "`lost`: nothing leads here"
    ]


def test_a_loop_without_an_exit_is_found() -> None:
    looped = tuple(
        beat.model_copy(update={"replies": tuple(one.model_copy(update={"next": beat.id}) for one in beat.replies)})
        for beat in SCENE.beats
    )
    assert "`start`: from here the scene never ends" in problems_with(beats=looped)


def test_replies_without_a_skill_are_found() -> None:
    dull = tuple(
        beat.model_copy(update={"replies": tuple(one.model_copy(update={"skill": None}) for one in beat.replies)})
        for beat in SCENE.beats
    )
    assert "`start`: no reply uses a skill" in problems_with(beats=dull)


@pytest.mark.parametrize(
    ("scene", "sentence"),
    [
        ({"tags": ("adult",)}, "it is a talk, so it needs the tag `confrontation`"),
        ({"article": "none_such"}, "there is no article `none_such`"),
        ({"sources": ("none_such",)}, "there is no source `none_such`"),
        ({"review_by": dt.date(2026, 11, 30)}, "review_by 2026-11-30 has passed"),
        ({"reviewed_on": dt.date(2026, 12, 2)}, "reviewed_on 2026-12-02 is in the future"),
        ({"setting": "word " * 1_100}, "words; it should have 300 to 1100"),
    ],
)
def test_a_faulty_scene_is_found(scene: dict[str, Any], sentence: str) -> None:
    assert any(sentence in problem for problem in problems_with(**scene))
