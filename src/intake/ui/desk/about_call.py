"""Fields for what is noted about the call itself, and not about the family."""

from __future__ import annotations

import streamlit as st

from intake.ui import session
from intake.ui.desk import call


def picked(what: str, label: str, options: dict[str, str], *, label_shown: bool = True) -> str:
    """One of several answers; gives its code, "" for none."""
    key, now = session.field_key("about", what), call.said_of_call(what)
    st.radio(
        label,
        list(options),
        format_func=options.__getitem__,
        index=list(options).index(now) if now in options else None,
        key=key,
        label_visibility="visible" if label_shown else "collapsed",
        on_change=_heard,
        args=(what, key),
    )
    return call.said_of_call(what)


def written(what: str, label: str) -> None:
    """A line of words."""
    key = session.field_key("about", what)
    st.text_input(label, value=call.said_of_call(what), key=key, on_change=_heard, args=(what, key), autocomplete="off")


def _heard(what: str, key: str) -> None:
    call.say_of_call(what, st.session_state[key] or "")
