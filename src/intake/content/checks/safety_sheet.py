"""Checks of the family's safety sheet: every question and source exists, and it is withheld with the files."""

from __future__ import annotations

from collections.abc import Iterator

from intake.domain.base import Tag
from intake.domain.content import Content

FILE = "safety_sheet.toml"
MOST_LINES = 40
"""Lines of all blocks together: the sheet is one page."""


def problems(content: Content) -> Iterator[tuple[str, str]]:
    """Problems of the sheet, as (where, sentence)."""
    sheet, questionnaire = content.safety_sheet, content.questionnaire
    if sheet is None:
        return
    part = questionnaire.section.get(sheet.fits)
    if part is None:
        yield FILE, f"there is no part `{sheet.fits}`"
    elif Tag.FILE not in part.tags:
        yield FILE, f"`{sheet.fits}` leads to a file, so it needs the tag `{Tag.FILE.value}`"
    for block in sheet.blocks:
        where = f"{FILE}, block `{block.id}`"
        yield from ((where, f"there is no source `{name}`") for name in block.sources if name not in content.source)
        read = (*block.answers, *(condition.question for condition in (*block.when, *block.unless)))
        yield from ((where, f"there is no question `{name}`") for name in read if name not in questionnaire.items)
    lines = sum(len(block.lines) + len(block.answers) for block in sheet.blocks)
    if lines > MOST_LINES:
        yield FILE, f"{lines} lines and answers; at most {MOST_LINES} fit on one page"
