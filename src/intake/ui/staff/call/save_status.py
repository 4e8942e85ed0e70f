"""Whether what stands on the screen is saved: said at the top of it, and only when it is so."""

from __future__ import annotations

import streamlit as st

from intake.ui.common import html, navigation, session
from intake.ui.staff import record_rows, store_access
from intake.ui.staff.call import log, open_record
from intake.ui.staff.call.open_record import OpenRecord, RecordProblem


def top(title: str) -> OpenRecord | None:
    """Saves what was heard, reads the log, draws the heading and when that was saved. Gives the call as it is then."""
    here = open_record.autosave()
    log.read()
    said = _saved(here)
    html.show(
        f'<div class="ns-topline"><h1 tabindex="-1">{html.safe(title)}</h1>'
        f'<p id="saved" role="status" data-version="{here.head.version if here and said else ""}">'
        f"{html.safe(said)}</p>{record_rows.chip(here.head) if here else ''}</div>"
    )
    # A place of its own, also when it is empty: what comes and goes must not move the fields below, or they lose what
    # is being typed in them.
    with st.container(key="desk_state"):
        if here is not None:
            _not_saved(here)
    return here


def end(shown: OpenRecord | None) -> None:
    """Saves what the fields told while they were drawn; then the line at the top is drawn again."""
    after = open_record.autosave()
    if after is not None and shown is not None and _standing(after) != _standing(shown):
        st.rerun()


def why(trouble: RecordProblem) -> str:
    """Why a record is not open, or cannot be saved."""
    ui = session.words().ui
    return {
        RecordProblem.GONE: ui(
            "This record no longer exists. It was erased on request or when its retention period ended."
        ),
        RecordProblem.REFUSED: ui(
            "This record is now assigned to someone else. A supervisor can open it or assign it to you."
        ),
        RecordProblem.DAMAGED: ui("This record is damaged and cannot be read. Contact your system administrator."),
        RecordProblem.UNREACHABLE: ui("Records are unavailable right now. Nothing is lost. Try again in a minute."),
    }[trouble]


def _standing(here: OpenRecord) -> tuple[object, ...]:
    return here.head.version, bool(here.failed_at), here.lost, here.conflict is not None


def _saved(here: OpenRecord | None) -> str:
    if here is None or here.lost or here.conflict or here.failed_at:
        return ""
    at = here.head.changed_at.astimezone(session.now().tzinfo).strftime("%H:%M:%S")
    return session.words().ui("Saved {time}", time=at)


def _not_saved(here: OpenRecord) -> None:
    """What can be done where it is not."""
    ui = session.words().ui
    if here.lost is not None:
        html.alert(
            ui("Not saved. {why} What you typed is still on this screen: copy what you need.", why=why(here.lost))
        )
        if st.button(ui("Close and go to Today"), key="close_lost"):
            open_record.forget()
            navigation.go("today")
    elif here.conflict is not None:
        _conflict(here.conflict.by)
    elif here.failed_at is not None:
        html.alert(ui("Not saved. What you typed is still on this screen. Trying again automatically."))
        _try_again()


def _conflict(by: str) -> None:
    ui = session.words().ui
    html.alert(ui("{name} also changed this record. Your last changes are not saved yet.", name=by))
    if st.button(ui("Use their version"), key="theirs"):
        open_record.take_theirs()
        st.rerun()
    if st.button(ui("Save my version (theirs stays in the history)"), key="ours"):
        open_record.keep_ours()
        st.rerun()


@st.fragment(run_every=1)
def _try_again() -> None:
    """Saves again without a press, until it works."""
    here = open_record.current()
    if (
        here is not None
        and here.failed_at is not None
        and store_access.now() - here.failed_at >= open_record.RETRY_AFTER
    ):
        st.rerun()
