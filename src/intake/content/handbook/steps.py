"""Chapters of the handbook on what the result offers: steps, pathways, and kinds of intervention."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from intake.content.handbook.words import cited, condition_words, how_many, withheld_with
from intake.domain.content import Content
from intake.domain.rules import Action, Pathway

_WHEN = {"now": "Now", "today": "Today", "three_days": "Within three days", "this_week": "This week"}


def steps(content: Content) -> Iterator[str]:
    """Every step, with its other words and what hides it."""
    yield from ("## Steps, in the order to take them", "")
    yield from (line for action in content.actions for line in _action(action, content))


def _action(action: Action, content: Content) -> Iterator[str]:
    yield from (f"#### `{action.id}` {action.text}", "", action.detail, "")
    if action.text_elsewhere:
        yield from (f"Outside the United States and Canada: {action.text_elsewhere}", "")
    for variant in action.variants:
        yield from (f"Other words if {how_many(variant.when, 'all')} (`{variant.id}`):", "")
        yield from (f"- {condition_words(condition, content)}" for condition in variant.when)
        yield from ("", *filter(None, (variant.text, variant.detail)), "")
    notes = [_WHEN[action.when], *(["free"] if action.free else [])]
    if action.reserve:
        notes.append(f"goes before other urgent steps ({action.reserve.value})")
    if action.private:
        notes.append("in no file that a violent person could find")
    if action.covers:
        notes.append(f"hides {', '.join(f'`{name}`' for name in action.covers)}")
    if action.leaves:
        notes.append("hides every text about going near the person")
    if action.instead:
        notes.append(f"`{action.instead}` is shown if this one is hidden")
    if action.listener:
        notes.append(f"calls `{action.listener}`")
    yield from (
        " ".join(filter(None, (f"{', '.join(notes)}.", withheld_with(action.tags), cited(action.sources)))),
        "",
    )


def pathways(title: str, listed: Iterable[Pathway]) -> Iterator[str]:
    """Pathways, or kinds of intervention, under one heading."""
    yield from (f"## {title}", "")
    for pathway in listed:
        yield from (f"#### `{pathway.id}` {pathway.title}", "", pathway.text, "")
        if pathway.line:
            yield from (f"In one line: {pathway.line}", "")
        yield from (f"Evidence: {pathway.evidence}  ", f"Cost: {pathway.cost}  ")
        yield from (" ".join(filter(None, (withheld_with(pathway.tags), cited(pathway.sources)))), "")
