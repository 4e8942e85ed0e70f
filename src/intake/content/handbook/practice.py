"""Chapter of the handbook on the scenes to rehearse."""

from __future__ import annotations

from collections.abc import Iterator

from intake.content.handbook.words import cited, said_if, withheld_with
from intake.domain.content import Content
from intake.domain.practice import Beat, Scene


def practice(content: Content) -> Iterator[str]:
    """The skills, and every scene with all that can be said in it."""
    if not content.practice.scenes:
        return
    yield from ("## Rehearse the talk", "")
    if content.practice.keep_in:
        yield from (f"The sentence a family begins with is kept as the answer to `{content.practice.keep_in}`.", "")
    yield from ("### Skills", "")
    yield from (f"- `{one.id}` **{one.name}**: {one.text} {cited(one.sources)}." for one in content.practice.skills)
    yield ""
    for scene in content.practice.scenes:
        yield from _scene(scene, content)


def _scene(scene: Scene, content: Content) -> Iterator[str]:
    yield from (f"### `{scene.id}`: {scene.title}", "", scene.summary, "")
    yield f"{cited(scene.sources)}. Article: `{scene.article}`."
    yield f"Reviewed on {scene.reviewed_on}, next by {scene.review_by}."
    yield f"{withheld_with(scene.tags)}{said_if(scene.when, scene.unless, content)}".strip()
    yield from ("", scene.setting, "")
    for beat in scene.beats:
        yield from _beat(beat)


def _beat(beat: Beat) -> Iterator[str]:
    yield f"- `{beat.id}`{'' if beat.replies else ' (end)'}: {beat.text}"
    for reply in beat.replies:
        yield f"  - “{reply.text}” → `{reply.next}`. {f'`{reply.skill}`' if reply.skill else 'No skill'}: {reply.why}"
