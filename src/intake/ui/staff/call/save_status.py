"""The save status at the top of the screen: saved and when, or what to do if not."""

from __future__ import annotations

from typing import Any

import streamlit as st

from intake.brief.rows import row_of
from intake.brief.wording import quoted
from intake.domain.answers_json import answers_from
from intake.ui.common import html, navigation, session
from intake.ui.common.literal import literal
from intake.ui.staff import record_rows, store_access, unavailable
from intake.ui.staff.call import log, open_record, without_notes
from intake.ui.staff.call.open_record import OpenRecord, RecordProblem


def header(title: str, urgency: str = "") -> OpenRecord | None:
    """Save changes, refresh the log, and show the heading with the save status. Returns the record as saved.

    `urgency`: HTML that says how urgent the call is, in place of the level of the record.
    """
    record = open_record.autosave()
    log.refresh()
    text = _saved(record)
    # What to do stands at the top of the page, which may be scrolled away; this line stays in sight.
    missing = session.words().ui("Not saved. See the top of this page.") if record is not None and not text else ""
    html.show(
        f'<div class="ns-topline"><h1 tabindex="-1">{html.safe(title)}</h1>'
        f'<p id="saved" role="status" data-version="{record.head.version if record and text else ""}">'
        f"{html.safe(text or missing)}</p>{urgency or (record_rows.chip(record.head) if record else '')}</div>"
    )
    # Always a container, even if empty: if it came and went, the fields below would lose what is being typed in them.
    with st.container(key="desk_state"):
        if record is not None:
            _not_saved(record)
            without_notes.mark()
    return record


def save_again(shown: OpenRecord | None) -> None:
    """Save changes made while the page was rendered; run again if the status differs from the one shown."""
    record = open_record.autosave()
    if record is not None and shown is not None and _status(record) != _status(shown):
        st.rerun()


def problem_text(problem: RecordProblem) -> str:
    """Why a record is not open or cannot be saved."""
    ui = session.words().ui
    return {
        RecordProblem.GONE: ui(
            "This record no longer exists. It was destroyed on request or after its retention period ended."
        ),
        RecordProblem.MERGED: ui("This record was merged into another case. Search for it by name or number on Today."),
        RecordProblem.REFUSED: ui(
            "This record is now assigned to someone else. A supervisor can open it or assign it to you."
        ),
        RecordProblem.DAMAGED: ui("This record is damaged and cannot be read. Contact your system administrator."),
        RecordProblem.UNREACHABLE: unavailable.sentence(session.words()),
    }[problem]


def _status(record: OpenRecord) -> tuple[object, ...]:
    return record.head.version, bool(record.failed_at), record.lost, record.conflict is not None


def _saved(record: OpenRecord | None) -> str:
    if record is None or record.lost or record.conflict or record.failed_at:
        return ""
    words, at = session.words(), record.head.changed_at.astimezone(session.now().tzinfo)
    return words.ui("Saved {time}", time=words.time(at, seconds=True))


def _not_saved(record: OpenRecord) -> None:
    """What staff can do if the record is not saved; nothing if it is."""
    ui = session.words().ui
    if record.lost is not None:
        why = problem_text(record.lost)
        html.alert(ui("Not saved. {why} What you typed is still on this screen. Copy what you need.", why=why))
        if st.button(ui("Close and go to Today"), key="close_lost"):
            open_record.forget()
            navigation.go("today")
    elif record.conflict is not None:
        _conflict(record.conflict.by)
    elif record.failed_at is not None:
        html.alert(ui("Not saved. What you typed is still on this screen. Trying again automatically."))
        _retry()


def _conflict(by: str) -> None:
    """Each answer that both changed, with a choice between the two; everything else is kept from both."""
    ui, theirs, missing = session.words().ui, set[tuple[str, str]](), 0
    html.alert(
        ui("{name} also changed this record. Where your answers differ, choose one. Everything else is kept.", name=by)
    )
    names = {one.id: open_record.informant_label(one) for one in open_record.informants()}
    for conflict in open_record.conflicts():
        label = session.content().questionnaire.items[conflict.key.partition("@")[0]].label
        if conflict.informant in names and len(names) > 1:
            label = ui("{who}: {answer}", who=literal(names[conflict.informant]), answer=label)
        ours, theirs_in_words = (literal(_in_words(conflict.key, value)) for value in (conflict.ours, conflict.theirs))
        options = {
            "ours": ui("Yours: {answer}", answer=ours),
            "theirs": ui("{name}: {answer}", name=literal(by), answer=theirs_in_words),
        }
        chosen = st.radio(
            label,
            list(options),
            format_func=options.__getitem__,
            index=None,
            key=f"differ_{conflict.informant}_{conflict.key}",
        )
        missing += chosen is None
        if chosen == "theirs":
            theirs.add((conflict.informant, conflict.key))
    if st.button(ui("Save"), key="differ_save", type="primary"):
        if missing:
            html.alert(ui("Choose one answer for each difference first."))
        else:
            open_record.resolve(frozenset(theirs))
            st.rerun()


def _in_words(key: str, value: Any) -> str:
    """A stored answer in words."""
    if value is None:
        return session.words().ui("Not answered")
    questionnaire = session.content().questionnaire
    (answer,) = answers_from({"answers": {key: value}}, questionnaire).answers
    return quoted(row_of(questionnaire.items[answer.link_id], answer.entry, "", answer, session.words()))


@st.fragment(run_every=1)
def _retry() -> None:
    """Run the page again, which saves, once RETRY_AFTER has passed."""
    record = open_record.current()
    if (
        record is not None
        and record.failed_at is not None
        and store_access.now() - record.failed_at >= open_record.RETRY_AFTER
    ):
        st.rerun()
