"""Professionals side by side on screen: a table where there is room, one card after another on a phone."""

from __future__ import annotations

from intake.i18n import Translator
from intake.outputs.comparison_pdf import Cell, Column, Comparison, flag_sentence, no_flags_note, unanswered_note
from intake.ui.common.html import safe


def side_by_side(comparison: Comparison, words: Translator) -> str:
    """Both versions; library.css shows the one that fits the screen."""
    return f'<div class="ns-compared">{_table(comparison, words)}{_cards(comparison, words)}</div>'


def _table(comparison: Comparison, words: Translator) -> str:
    """A column for each professional, a row for each question; then the red flags and what has no answer."""
    ui = words.ui
    heads = "".join(f'<th scope="col" dir="auto">{safe(column.name)}</th>' for column in comparison.columns)
    rows = [(label, [_answer(cell, words) for cell in cells]) for label, cells in comparison.rows]
    rows.append((ui("Red flags"), [_flags(column, words) for column in comparison.columns]))
    rows.append(
        (ui("What to ask next"), [f"<p>{safe(unanswered_note(column, words))}</p>" for column in comparison.columns])
    )
    body = "".join(
        f'<tr><th scope="row">{safe(label)}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
        for label, cells in rows
    )
    head = f'<tr><th scope="col">{safe(ui("Question"))}</th>{heads}</tr>'
    return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"


def _cards(comparison: Comparison, words: Translator) -> str:
    return "".join(_card(column, words) for column in comparison.columns)


def _card(column: Column, words: Translator) -> str:
    """One professional: the red flags, the answers, and one sentence on what has no answer."""
    answered = [cell for cell in column.cells if not cell.open]
    facts = "".join(f"<dt>{safe(cell.label)}</dt><dd>{_answer(cell, words)}</dd>" for cell in answered)
    answers = f"<dl>{facts}</dl>" if answered else ""
    return (
        f'<div class="ns-way"><h3 dir="auto">{safe(column.name)}</h3>{_flags(column, words)}{answers}'
        f"<p>{safe(unanswered_note(column, words))}</p></div>"
    )


def _answer(cell: Cell, words: Translator) -> str:
    """One answer, with a warning before it if it raises a red flag."""
    warning = f"<strong>{safe(words.ui('Red flag:'))}</strong> " if cell.flagged else ""
    return f"{warning}{safe(cell.value)}"


def _flags(column: Column, words: Translator) -> str:
    if not column.flags:
        return f"<p>{safe(no_flags_note(words))}</p>"
    return "".join(
        f"<p><strong>{safe(flag_sentence(flag, words))}</strong> {safe(flag.text)}</p>" for flag in column.flags
    )
