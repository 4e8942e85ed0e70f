"""The history of a record on the screen: log lines and changed answers, newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import streamlit as st

from intake.brief.changes import AnswerChange
from intake.store.record_body import LogLine
from intake.store.records import APPROVED, HOLD, RELEASE_ASKED, RELEASED, Version
from intake.ui.common import html, session
from intake.ui.common.html import safe
from intake.ui.staff import log_labels, record_rows
from intake.ui.staff.call import log
from intake.ui.staff.record import timeline

FOLLOW_UP = "follow-up"
_SHOWN_FIRST = 6  # changes shown before "Show all"


def show(lines: Iterable[LogLine], versions: Sequence[Version]) -> None:
    """Log lines and edits, each with its time and author. `versions`: oldest first."""
    lines = tuple(lines)
    times = {str(line.seq): session.words().time(line.at.astimezone(session.now().tzinfo)) for line in lines}
    events: list[tuple[dt.datetime, LogLine | timeline.Edit]] = [(line.at, line) for line in lines]
    events += [(edit.ended, edit) for edit in timeline.edits(versions)]
    for _, event in sorted(events, key=lambda dated: dated[0], reverse=True):
        if isinstance(event, LogLine):
            html.show(_line_html(event, times))
        else:
            _edit(event)


def changes_html(changes: Sequence[AnswerChange]) -> str:
    """Changed answers as an HTML list, before and after. The arrow has a text for screen readers."""
    ui = session.words().ui
    nothing = ui("no answer")
    return (
        "<ul>"
        + "".join(
            f"<li><strong>{safe(change.label)}</strong>: {safe(change.before or nothing)} "
            f'<span aria-label="{safe(ui("changed to"))}">→</span> {safe(change.after or nothing)}</li>'
            for change in changes
        )
        + "</ul>"
    )


def _line_html(line: LogLine, times: dict[str, str]) -> str:
    """One log line with its speaker, what it corrects, and its text. `times`: line number to time."""
    ui, details = session.words().ui, []
    if speaker := log.speaker(line):
        details.append(ui("said by {who}", who=speaker))
    if number := log.came_from(line):
        details.append(ui("from record {number}", number=number))
    if corrected := times.get(str(line.content.get("corrects", ""))):
        details.append(ui("Corrects the note from {time}.", time=corrected))
    detail = f'<p class="ns-why">{safe(" · ".join(details))}</p>' if details else ""
    text = safe(str(line.content.get("text", "")))
    return f'<div class="ns-happened">{_stamp(line.at, line.by, _kind_label(line))}{detail}<p>{text}</p></div>'


def _edit(edit: timeline.Edit) -> None:
    ui, words = session.words().ui, session.words()
    number = len(edit.changes)
    title = words.count("{number} answer added or changed", "{number} answers added or changed", number)
    key = f"story_all_{edit.ended.isoformat()}"
    all_shown = number <= _SHOWN_FIRST or st.session_state.get(key, False)
    changes = edit.changes if all_shown else edit.changes[:_SHOWN_FIRST]
    html.show(f'<div class="ns-happened">{_stamp(edit.ended, edit.by, title)}{changes_html(changes)}</div>')
    if not all_shown and st.button(ui("Show all {number}", number=number), key=f"{key}_go", type="tertiary"):
        st.session_state[key] = True
        st.rerun()


def _stamp(at: dt.datetime, by: str, title: str) -> str:
    when = record_rows.moment(at, session.words(), session.now().tzinfo)
    return f'<p class="ns-why">{safe(f"{when} · {by}")}</p><p><strong>{safe(title)}</strong></p>'


def _kind_label(line: LogLine) -> str:
    ui = session.words().ui
    labels = {
        "danger": ui("Danger"),
        "mistake": ui("Marked by mistake"),
        "consent": ui("Consent"),
        APPROVED: ui("Approved a file for a court or agency"),
        FOLLOW_UP: ui("Follow-up"),
        HOLD: ui("Hold placed"),
        RELEASE_ASKED: ui("Asked to lift the hold"),
        RELEASED: ui("Hold lifted"),
    }
    return labels.get(line.kind) or log_labels.label(line, session.words()) or ui("Note")
