"""A record's story on the screen: what was noted and done, and which answers were changed, the newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import streamlit as st

from intake.brief.changes import AnswerChange
from intake.store.record_body import LogLine
from intake.store.records import HOLD, RELEASE_ASKED, RELEASED, Version
from intake.ui.common import html, session
from intake.ui.common.html import safe
from intake.ui.staff import record_rows
from intake.ui.staff.record import timeline

FOLLOW_UP = "follow-up"
_SHORT = 6  # changes that are shown without a press


def show(lines: Iterable[LogLine], versions: Sequence[Version]) -> None:
    """Lines of the log and sittings, each under its time and by whom."""
    lines = tuple(lines)
    at = {str(line.seq): record_rows.clock(line.at, session.now().tzinfo) for line in lines}
    happened: list[tuple[dt.datetime, LogLine | timeline.Sitting]] = [(line.at, line) for line in lines]
    happened += [(sitting.ended, sitting) for sitting in timeline.sittings(versions)]
    for _, one in sorted(happened, key=lambda told: told[0], reverse=True):
        if isinstance(one, LogLine):
            html.show(_line(one, at))
        else:
            _sitting(one)


def changes(found: Sequence[AnswerChange]) -> str:
    """Changed answers as HTML: before and after, in words for those who do not see the arrow."""
    ui = session.words().ui
    nothing = ui("no answer")
    return (
        "<ul>"
        + "".join(
            f"<li><strong>{safe(one.label)}</strong>: {safe(one.before or nothing)} "
            f'<span aria-label="{safe(ui("is now"))}">→</span> {safe(one.after or nothing)}</li>'
            for one in found
        )
        + "</ul>"
    )


def _line(line: LogLine, at: dict[str, str]) -> str:
    """One line of the log: who said it, and what it puts right."""
    ui, told = session.words().ui, []
    if who := str(line.content.get("speaker") or ""):
        told.append(ui("said by {who}", who=who))
    if corrected := at.get(str(line.content.get("corrects", ""))):
        told.append(ui("Puts right the note of {time}.", time=corrected))
    beside = f'<p class="ns-why">{safe(" · ".join(told))}</p>' if told else ""
    text = safe(str(line.content.get("text", "")))
    return f'<div class="ns-happened">{_stamp(line.at, line.by, _kind(line.kind))}{beside}<p>{text}</p></div>'


def _sitting(one: timeline.Sitting) -> None:
    ui, words = session.words().ui, session.words()
    number = len(one.changed)
    title = words.count("{number} answer given or changed", "{number} answers given or changed", number)
    key = f"story_all_{one.ended.isoformat()}"
    all_of_them = number <= _SHORT or st.session_state.get(key, False)
    shown = one.changed if all_of_them else one.changed[:_SHORT]
    html.show(f'<div class="ns-happened">{_stamp(one.ended, one.by, title)}{changes(shown)}</div>')
    if not all_of_them and st.button(ui("Show all {number}", number=number), key=f"{key}_go", type="tertiary"):
        st.session_state[key] = True
        st.rerun()


def _stamp(at: dt.datetime, by: str, what: str) -> str:
    when = record_rows.moment(at, session.words(), session.now().tzinfo)
    return f'<p class="ns-why">{safe(f"{when} · {by}")}</p><p><strong>{safe(what)}</strong></p>'


def _kind(kind: str) -> str:
    ui = session.words().ui
    return {
        "danger": ui("Danger"),
        FOLLOW_UP: ui("Follow-up"),
        HOLD: ui("Held: not to be destroyed"),
        RELEASE_ASKED: ui("Asked to lift the hold"),
        RELEASED: ui("The hold was lifted"),
    }.get(kind, ui("Note"))
