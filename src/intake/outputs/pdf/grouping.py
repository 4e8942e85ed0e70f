"""How the entries of a section that repeats are set: a line of a table each, side by side, or a block each."""

from __future__ import annotations

from typing import Literal, NamedTuple

from intake.brief.model import BriefGroup
from intake.brief.rows import Row
from intake.brief.wording import entry_rows

MOST_COLUMNS = 5
MOST_SIDE_BY_SIDE = 4
ROOM = 320
"""Characters in one row of cells that take three lines or so."""

Shape = Literal["table", "side_by_side", "blocks"]


class Set(NamedTuple):
    """A group ready to be drawn.

    `columns` are the questions that have an answer for any entry, with the label of each; `entries` the names with
    their rows by question. Rows of questions nobody answered for any entry are in `open`, each question once.
    """

    shape: Shape
    columns: tuple[tuple[str, str], ...]
    entries: tuple[tuple[str, dict[str, Row]], ...]
    open: tuple[Row, ...]


def laid(group: BriefGroup) -> Set:
    """The group in the shape that suits it: few short answers in a table, few entries side by side, else blocks."""
    entries = [(title, {row.link_id: row for row in rows}) for title, rows in entry_rows(group)]
    rows = [row for _, of in entries for row in of.values()]
    answered = dict.fromkeys(row.link_id for row in rows if not row.status.open)
    labels = {row.link_id: row.label for row in rows}
    order = dict.fromkeys(row.link_id for entry in group.entries for row in entry.rows)
    columns = tuple((link_id, labels[link_id]) for link_id in order if link_id in answered)
    unanswered = {row.link_id: row for row in rows if row.link_id not in answered}
    kept = tuple((title, {key: row for key, row in of.items() if key in answered}) for title, of in entries)
    shape = _shape(columns, [row for _, of in kept for row in of.values()], len(entries))
    return Set(shape, columns, kept, tuple(unanswered.values()))


def _shape(columns: tuple[tuple[str, str], ...], rows: list[Row], entries: int) -> Shape:
    longest = max((len(row.value) + len(row.basis) for row in rows), default=0)
    if 0 < len(columns) <= MOST_COLUMNS and longest <= ROOM // len(columns):
        return "table"
    if columns and 1 < entries <= MOST_SIDE_BY_SIDE and longest <= ROOM // entries:
        return "side_by_side"
    return "blocks"
