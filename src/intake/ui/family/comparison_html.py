"""Professionals side by side on the screen: a table where there is room, on a phone one card after the other."""

from __future__ import annotations

from intake.i18n import Translator
from intake.outputs.comparison_pdf import Cell, Column, Comparison, flag_sentence, no_flags_note, unanswered_note
from intake.ui.common.html import safe


def side_by_side(found: Comparison, words: Translator) -> str:
    """Both drawings; style.css shows the one that fits the screen."""
    return f'<div class="ns-compared">{_table(found, words)}{_cards(found, words)}</div>'


def _table(found: Comparison, words: Translator) -> str:
    """A column for each professional, a row for each question; below them the red flags and what is not asked."""
    ui = words.ui
    heads = "".join(f'<th scope="col" dir="auto">{safe(column.name)}</th>' for column in found.columns)
    rows = [(label, [_said(cell, words) for cell in cells]) for label, cells in found.rows]
    rows.append((ui("Red flags"), [_flags(column, words) for column in found.columns]))
    next_questions = [f"<p>{safe(unanswered_note(column, words))}</p>" for column in found.columns]
    rows.append((ui("What to ask next"), next_questions))
    body = "".join(
        f'<tr><th scope="row">{safe(label)}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
        for label, cells in rows
    )
    head = f'<tr><th scope="col">{safe(ui("Question"))}</th>{heads}</tr>'
    return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"


def _cards(found: Comparison, words: Translator) -> str:
    return "".join(_card(column, words) for column in found.columns)


def _card(column: Column, words: Translator) -> str:
    """One professional: the red flags, what was said, and in one sentence what has no answer."""
    said = [cell for cell in column.cells if not cell.open]
    facts = "".join(f"<dt>{safe(cell.label)}</dt><dd>{_said(cell, words)}</dd>" for cell in said)
    answers = f"<dl>{facts}</dl>" if said else ""
    return (
        f'<div class="ns-way"><h3 dir="auto">{safe(column.name)}</h3>{_flags(column, words)}{answers}'
        f"<p>{safe(unanswered_note(column, words))}</p></div>"
    )


def _said(cell: Cell, words: Translator) -> str:
    """An answer, with a word before it where it raises a red flag."""
    care = f"<strong>{safe(words.ui('Red flag:'))}</strong> " if cell.flagged else ""
    return f"{care}{safe(cell.value)}"


def _flags(column: Column, words: Translator) -> str:
    if not column.flags:
        return f"<p>{safe(no_flags_note(words))}</p>"
    return "".join(
        f"<p><strong>{safe(flag_sentence(flag, words))}</strong> {safe(flag.text)}</p>" for flag in column.flags
    )
