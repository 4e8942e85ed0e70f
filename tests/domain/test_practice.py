"""Whatever one says in a scene, it ends, and the sentences to keep are kind."""

from __future__ import annotations

import re

import pytest

from intake.content import load
from intake.domain.base import Tag
from intake.domain.practice import Beat, Scene

PRACTICE = load().practice
HARSH = re.compile(r"\byou (?:always|never|have to|must)\b|\bpromise\b|\bshame\b|\bor else\b", re.IGNORECASE)

every_scene = pytest.mark.parametrize("scene", PRACTICE.scenes, ids=lambda scene: scene.id)


def ways(scene: Scene, beat: Beat, seen: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every way through the scene that comes to no moment twice, as the moments it passes."""
    here = (*seen, beat.id)
    if not beat.replies:
        return [here]
    after = (scene.beat[reply.next] for reply in beat.replies)
    return [way for next_beat in after if next_beat.id not in here for way in ways(scene, next_beat, here)]


def test_there_are_eight_scenes_and_they_teach_every_skill() -> None:
    assert len(PRACTICE.scenes) >= 8
    taught = {reply.skill for scene in PRACTICE.scenes for beat in scene.beats for reply in beat.replies if reply.skill}
    assert taught == set(PRACTICE.skill)


@every_scene
def test_no_way_through_a_scene_is_longer_than_a_tired_reader_can_bear(scene: Scene) -> None:
    found = ways(scene, scene.beats[0])
    assert found
    assert max(map(len, found)) <= 7
    assert min(map(len, found)) >= 2


@every_scene
def test_a_scene_can_be_played_well_with_skills_alone(scene: Scene) -> None:
    beat, path = scene.beats[0], []
    while beat.replies:
        reply = next(one for one in beat.replies if one.skill)
        path.append(reply.id)
        beat = scene.beat[reply.next]
        assert len(path) < 10
    assert scene.after(path) is beat


@every_scene
def test_a_sentence_to_keep_blames_no_one_and_orders_nothing(scene: Scene) -> None:
    kept = [reply.text for beat in scene.beats for reply in beat.replies if reply.skill]
    assert [text for text in kept if HARSH.search(text)] == []


@every_scene
def test_a_scene_is_withheld_with_every_other_text_about_a_talk(scene: Scene) -> None:
    assert Tag.CONFRONTATION in scene.tags
