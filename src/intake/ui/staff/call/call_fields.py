"""Fields for what is noted about the call itself, and not about the family.

As with the questions, what a field shows is also compared with what is noted when no callback was called (see
`late_changes`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import streamlit as st

from intake.ui.common import session
from intake.ui.common.callbacks import retry_until_done
from intake.ui.common.late_changes import rerun_if_late
from intake.ui.staff.call import call_state

Tell = Callable[[str], None]
LONGEST = 500  # characters of a line
LONGEST_TEXT = 4000  # characters of several lines


def picked(
    what: str, label: str, options: Mapping[str, str], *, label_shown: bool = True, in_a_row: bool = False
) -> str:
    """One of several answers; gives its code, "" for none."""
    key, tell = _field(what)
    now = call_state.field_value(what)
    shown = st.radio(
        label,
        list(options),
        format_func=options.__getitem__,
        index=list(options).index(now) if now in options else None,
        key=key,
        horizontal=in_a_row,
        label_visibility="visible" if label_shown else "collapsed",
        on_change=_hear,
        args=(key, tell),
    )
    return _shown(what, shown or "")


def chosen(what: str, label: str, options: Mapping[str, str]) -> str:
    """One of several answers in a list that opens: what stands there may have been typed by somebody."""
    key, tell = _field(what, str(len(options)))  # other options under one key would lose what is chosen
    now = call_state.field_value(what)
    shown = st.selectbox(
        label,
        list(options),
        format_func=options.__getitem__,
        index=list(options).index(now) if now in options else 0,
        key=key,
        on_change=_hear,
        args=(key, tell),
    )
    return _shown(what, shown)


def written(what: str, label: str) -> str:
    """A line of words."""
    key, tell = _field(what)
    shown = st.text_input(
        label,
        value=call_state.field_value(what),
        key=key,
        max_chars=LONGEST,
        on_change=_hear,
        args=(key, tell),
        autocomplete="off",
    )
    return _shown(what, shown)


def written_at_length(what: str, label: str) -> str:
    """Several lines of words."""
    key, tell = _field(what)
    shown = st.text_area(
        label,
        value=call_state.field_value(what),
        key=key,
        height=120,
        max_chars=LONGEST_TEXT,
        on_change=_hear,
        args=(key, tell),
    )
    return _shown(what, shown)


def ticked(what: str, label: str) -> bool:
    """A box to tick; "yes" is noted for it."""
    return tick(what, label, call_state.field_value(what) == "yes", lambda value: call_state.set_field(what, value))


def tick(what: str, label: str, now: bool, tell: Tell) -> bool:
    """A box to tick for something that is noted elsewhere: `tell` hears "yes" or ""."""
    key = session.field_key("about", what)
    _hear(key, tell)
    shown = st.checkbox(label, value=now, key=key, on_change=_hear, args=(key, tell))
    rerun_if_late(key, shown, now)
    return shown


def day(what: str, label: str) -> dt.date | None:
    """A day from today on."""
    key, tell = _field(what)
    now = call_state.field_value(what)
    today = session.now().date()
    before = dt.date.fromisoformat(now) if now else None
    shown: dt.date | None = st.date_input(
        label,
        value=before,
        key=key,
        min_value=min(today, before or today),
        format="MM/DD/YYYY",
        on_change=_hear,
        args=(key, tell),
    )
    _shown(what, shown.isoformat() if shown else "")
    return shown


def fill(what: str, words: str) -> None:
    """Puts words into a field, or empties it. Only before it is drawn, or in a callback."""
    call_state.set_field(what, words)
    key = session.field_key("about", what)
    if key in st.session_state:
        st.session_state[key] = words


def _field(what: str, part: str = "") -> tuple[str, Tell]:
    """The key of a field and what notes it; what the field shows already is heard."""
    key = session.field_key("about", what, part)

    def tell(value: str) -> None:
        call_state.set_field(what, value)

    _hear(key, tell)
    return key, tell


@retry_until_done
def _hear(key: str, tell: Tell) -> None:
    if key not in st.session_state:
        return
    shown = st.session_state[key]
    if isinstance(shown, bool):
        tell("yes" if shown else "")
    else:
        tell(shown.isoformat() if isinstance(shown, dt.date) else shown or "")


def _shown(what: str, value: str) -> str:
    noted = call_state.field_value(what)
    rerun_if_late(session.field_key("about", what), value, noted)
    return noted
