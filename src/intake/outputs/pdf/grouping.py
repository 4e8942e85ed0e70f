"""How the entries of a repeating section are laid out: as table rows, side by side, or as blocks."""

from __future__ import annotations

from typing import Literal, NamedTuple

from intake.brief.model import BriefGroup
from intake.brief.rows import Row
from intake.brief.wording import entry_rows

MOST_COLUMNS = 5
MOST_SIDE_BY_SIDE = 4
ROW_CHARACTERS = 320
"""Characters that fit in a row of cells about three lines high."""

Shape = Literal["table", "side_by_side", "blocks"]


class GroupLayout(NamedTuple):
    """A group, ready to render.

    `columns`: link_id and label of each question answered for at least one entry; `entries`: each entry's name and rows
    by link_id; `open`: one row for each question that is not answered for any entry.
    """

    shape: Shape
    columns: tuple[tuple[str, str], ...]
    entries: tuple[tuple[str, dict[str, Row]], ...]
    open: tuple[Row, ...]


def group_layout(group: BriefGroup) -> GroupLayout:
    """The group in the shape that suits it: few short answers as a table, few entries side by side, else blocks."""
    entries = [(title, {row.link_id: row for row in rows}) for title, rows in entry_rows(group)]
    rows = [row for _, by_question in entries for row in by_question.values()]
    answered = dict.fromkeys(row.link_id for row in rows if not row.status.open)
    labels = {row.link_id: row.label for row in rows}
    order = dict.fromkeys(row.link_id for entry in group.entries for row in entry.rows)
    columns = tuple((link_id, labels[link_id]) for link_id in order if link_id in answered)
    unanswered = {row.link_id: row for row in rows if row.link_id not in answered}
    answered_entries = tuple(
        (title, {link_id: row for link_id, row in by_question.items() if link_id in answered})
        for title, by_question in entries
    )
    answered_rows = [row for _, by_question in answered_entries for row in by_question.values()]
    shape = _shape(columns, answered_rows, len(entries))
    return GroupLayout(shape, columns, answered_entries, tuple(unanswered.values()))


def _shape(columns: tuple[tuple[str, str], ...], rows: list[Row], entries: int) -> Shape:
    longest = max((len(row.value) + len(row.basis) for row in rows), default=0)
    if 0 < len(columns) <= MOST_COLUMNS and longest <= ROW_CHARACTERS // len(columns):
        return "table"
    if columns and 1 < entries <= MOST_SIDE_BY_SIDE and longest <= ROW_CHARACTERS // entries:
        return "side_by_side"
    return "blocks"
