"""The family's safety sheet, filled in from the answers. None where a file could put someone in danger."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from intake.brief.model import Brief
from intake.brief.rows import Row
from intake.brief.step_words import meets_all
from intake.domain.content import Content
from intake.domain.helplines import Helpline
from intake.domain.questionnaire import TYPED
from intake.domain.response import Response
from intake.domain.safety_sheet import SafetySheet


class SheetAnswer(NamedTuple):
    """One answer of the family; `typed`: in their own words."""

    label: str
    value: str
    typed: bool


@dataclass(frozen=True)
class Box:
    """One box: its lines, the family's answers, and its lines on the card; without any, it is not on it."""

    title: str
    lines: tuple[str, ...]
    numbered: bool
    answers: tuple[SheetAnswer, ...]
    card_lines: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """Everything that the sheet and the card say."""

    language: str
    version: str
    title: str
    note: str
    card_title: str
    numbers_title: str
    boxes: tuple[Box, ...]
    numbers: tuple[Helpline, ...]

    @property
    def columns(self) -> tuple[tuple[Box, ...], ...]:
        """The boxes in two columns of about the same height."""
        return _in_columns(self.boxes)

    @property
    def card(self) -> tuple[tuple[Box, ...], ...]:
        """The boxes of the card for its two halves, with the lines that stand on it and no answers."""
        return _in_columns(replace(box, lines=box.card_lines, answers=()) for box in self.boxes if box.card_lines)


_WIDTH = 46  # characters of a line in a column


def _in_columns(boxes: Iterable[Box]) -> tuple[tuple[Box, ...], tuple[Box, ...]]:
    """The boxes in two columns, in order, so that the longer one is as short as can be."""
    boxes = tuple(boxes)
    heights = tuple(map(_height, boxes))

    def longer(second: tuple[bool, ...]) -> int:
        below = sum(itertools.compress(heights, second))
        return max(below, sum(heights) - below)

    # The first box stands first. Of a handful of boxes, every way to divide them is tried.
    others = itertools.product((False, True), repeat=max(0, len(boxes) - 1))
    second = min(((False, *rest) for rest in others), key=longer)
    first = tuple(box for box, is_second in zip(boxes, second, strict=False) if not is_second)
    return first, tuple(itertools.compress(boxes, second))


def _height(box: Box) -> int:
    """About how many lines a box takes, with its title and border."""
    texts = (*box.lines, *(answer.value for answer in box.answers))
    return 2 + len(box.answers) + sum(1 + len(text) // _WIDTH for text in texts)


def safety_sheet(content: Content, response: Response, brief: Brief) -> Sheet | None:
    """The sheet; None if the content has none, if its part of the plan is withheld, or where 911 cannot send help.

    `brief`: that of the same answers.
    """
    texts = content.safety_sheet
    if texts is None or brief.file_withheld or brief.elsewhere:
        return None
    rows = {row.key: row for part in brief.sections for row in part.all_rows}
    return Sheet(
        language=content.language,
        version=content.questionnaire.version,
        title=texts.title,
        note=texts.note,
        card_title=texts.card_title,
        numbers_title=texts.numbers_title,
        boxes=tuple(_boxes(content, response, texts, rows)),
        numbers=tuple(line for line in brief.lines if line.call or line.text),
    )


def _boxes(content: Content, response: Response, texts: SafetySheet, rows: dict[str, Row]) -> Iterator[Box]:
    for block in texts.blocks:
        if not meets_all(content, response, block.when, block.unless):
            continue
        answers = tuple(
            SheetAnswer(rows[key].label, rows[key].value, content.questionnaire.items[key].type in TYPED)
            for key in block.answers
            if _is_answered(rows.get(key))
        )
        if block.lines or answers:
            lines = tuple(line.text for line in block.lines)
            card_lines = tuple(line.short or line.text for line in block.lines if block.card and line.card)
            yield Box(block.title, lines, block.numbered, answers, card_lines)


def _is_answered(row: Row | None) -> bool:
    return row is not None and not row.status.open
