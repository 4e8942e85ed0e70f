"""Input fields for facts about the call itself, as opposed to the family's answers.

As with the questions, what a field shows is compared with what is stored after it is rendered, in case its callback did
not run (see `late_changes`).
"""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections.abc import Callable, Mapping

import streamlit as st

from intake.ui.common import session, text_fields
from intake.ui.common.callbacks import retry_until_done
from intake.ui.common.late_changes import rerun_if_late
from intake.ui.staff.call import call_state

Setter = Callable[[str], None]
MAX_LINE = 500  # characters as people count them
MAX_TEXT = 4000


def radio(
    name: str, label: str, options: Mapping[str, str], *, label_shown: bool = True, horizontal: bool = False
) -> str:
    """A choice among radio buttons. `options`: code to label. Returns the code, "" for none."""
    key, store = _prepare(name)
    stored = call_state.field_value(name)
    shown = st.radio(
        label,
        list(options),
        format_func=options.__getitem__,
        index=list(options).index(stored) if stored in options else None,
        key=key,
        horizontal=horizontal,
        label_visibility="visible" if label_shown else "collapsed",
        on_change=_store_shown,
        args=(key, store),
    )
    return _stored(name, shown or "")


def select(name: str, label: str, options: Mapping[str, str]) -> str:
    """A choice from a list that opens, for options that staff typed. `options`: code to label. Returns the code."""
    key, store = _prepare(name, _part_for(options))
    stored = call_state.field_value(name)
    shown = st.selectbox(
        label,
        list(options),
        format_func=options.__getitem__,
        index=list(options).index(stored) if stored in options else 0,
        key=key,
        on_change=_store_shown,
        args=(key, store),
    )
    return _stored(name, shown)


def choose(name: str, code: str, options: Mapping[str, str]) -> None:
    """Set the choice of a `select` with these options. Only in a callback."""
    call_state.set_field(name, code)
    st.session_state[session.field_key("about", name, _part_for(options))] = code


def _part_for(options: Mapping[str, str]) -> str:
    """Part of the key of a `select`: Streamlit drops the choice if the options of a key change, also by their labels.

    The dropped choice would look like a late change, and the rerun for it would swallow the next click.
    """
    return f"{zlib.crc32(json.dumps(dict(options)).encode()):x}"


def text_line(name: str, label: str) -> str:
    """A field for one line of text. Returns the text."""
    key, store = _prepare(name, longest=MAX_LINE)
    shown = text_fields.line(
        label,
        value=call_state.field_value(name),
        key=key,
        longest=MAX_LINE,
        on_change=_store_shown,
        args=(key, store, MAX_LINE),
    )
    return _stored(name, shown)


def text_area(name: str, label: str) -> str:
    """Several lines of text."""
    key, store = _prepare(name, longest=MAX_TEXT)
    shown = text_fields.area(
        label,
        value=call_state.field_value(name),
        key=key,
        longest=MAX_TEXT,
        height=120,
        on_change=_store_shown,
        args=(key, store, MAX_TEXT),
    )
    return _stored(name, shown)


def checkbox(name: str, label: str) -> bool:
    """A checkbox, stored as "yes" or ""."""
    return checkbox_with(
        name, label, call_state.field_value(name) == "yes", lambda value: call_state.set_field(name, value)
    )


def checkbox_with(name: str, label: str, stored: bool, store: Setter) -> bool:
    """A checkbox for a value stored elsewhere: `store` is called with "yes" or ""."""
    key = session.field_key("about", name)
    _store_shown(key, store)
    shown = st.checkbox(label, value=stored, key=key, on_change=_store_shown, args=(key, store))
    rerun_if_late(key, shown, stored)
    return shown


def date(name: str, label: str) -> dt.date | None:
    """A date, today or later."""
    key, store = _prepare(name)
    stored = call_state.field_value(name)
    today = session.now().date()
    before = dt.date.fromisoformat(stored) if stored else None
    shown: dt.date | None = st.date_input(
        label,
        value=before,
        key=key,
        min_value=min(today, before or today),
        format="MM/DD/YYYY",
        on_change=_store_shown,
        args=(key, store),
    )
    _stored(name, shown.isoformat() if shown else "")
    return shown


def fill(name: str, text: str) -> None:
    """Set the text of a field, "" to empty it. Only before the field is rendered, or in a callback."""
    call_state.set_field(name, text)
    key = session.field_key("about", name)
    if key in st.session_state:
        st.session_state[key] = text


def cut_just_now(name: str) -> bool:
    """Whether the text of a field was too long, and the person does not know yet. Only in a callback."""
    key = session.field_key("about", name)
    text_fields.shown(key, MAX_LINE)
    return text_fields.to_be_told(key)


def _prepare(name: str, part: str = "", longest: int | None = None) -> tuple[str, Setter]:
    """The widget key and setter of a field, after storing the value that the widget already shows.

    `longest`: characters that a text field holds.
    """
    key = session.field_key("about", name, part)

    def store(value: str) -> None:
        call_state.set_field(name, value)

    _store_shown(key, store, longest)
    return key, store


@retry_until_done
def _store_shown(key: str, store: Setter, longest: int | None = None) -> None:
    if key not in st.session_state:
        return
    if longest is not None:
        text_fields.shown(key, longest)
    shown = st.session_state[key]
    if isinstance(shown, bool):
        store("yes" if shown else "")
    else:
        store(shown.isoformat() if isinstance(shown, dt.date) else shown or "")


def _stored(name: str, shown: str) -> str:
    """The stored value, after running the page again if the field shows a different one."""
    stored = call_state.field_value(name)
    rerun_if_late(session.field_key("about", name), shown, stored)
    return stored
