"""Text fields that hold so many characters, counted as people count them.

What is typed or pasted beyond that is cut off, and the person is told. With Streamlit's own limit, a text that is too
long is not taken at all, without a word, and an emoji counts as two to eleven characters.
"""

from __future__ import annotations

from enum import Enum
from typing import Any

import streamlit as st

from intake.domain.typed_text import fitting
from intake.ui.common import html, session

_CUT = "cut_texts"


class _Told(Enum):
    """Whether the person has been told that a text was cut."""

    NOT_YET = "not yet"
    NOW = "now"  # in this run
    BEFORE = "before"


def shown(key: str, longest: int) -> str | None:
    """What a field shows, cut to `longest` characters; None while Streamlit does not know the field.

    Only in a callback, or before the field is drawn.
    """
    text: str | None = st.session_state.get(key)
    if text is None:
        return None
    fits, cut = fitting(text, longest), _cut()
    if fits != text:
        st.session_state[key] = fits
        st.session_state[_CUT] = {**cut, key: (len(fits), _Told.NOT_YET)}
    elif key in cut and len(text) < cut[key][0]:
        st.session_state[_CUT] = {name: told for name, told in cut.items() if name != key}
    return fits


def line(label: str, *, key: str, longest: int, value: str = "", **more: Any) -> str:
    """A field for one line of text, with the rest of the parameters of st.text_input. Returns the text."""
    set_now = _set_before_drawn(key, longest)
    text: str = st.text_input(label, value="" if set_now else value, key=key, autocomplete="off", **more)
    _tell(key, longest)
    return text


def area(label: str, *, key: str, longest: int, value: str = "", **more: Any) -> str:
    """A field for several lines of text, with the rest of the parameters of st.text_area. Returns the text."""
    set_now = _set_before_drawn(key, longest)
    text: str = st.text_area(label, value="" if set_now else value, key=key, **more)
    _tell(key, longest)
    return text


def password(label: str, *, key: str, **more: Any) -> str:
    """A field for a password, which is never cut; a phone does not change it (browser.js). Returns the text."""
    with st.container(key=f"password_{key}"):
        text: str = st.text_input(label, key=key, autocomplete="off", **more)
    return text


def being_told() -> bool:
    """Whether a field of this page has just told that its text was cut: the page must stay for it to be read.

    Call it once a run, below the fields.
    """
    cut = _cut()
    now = any(told is _Told.NOW for _, told in cut.values())
    if now:
        st.session_state[_CUT] = {
            key: (length, _Told.BEFORE if told is _Told.NOW else told) for key, (length, told) in cut.items()
        }
    return now


def to_be_told(key: str) -> bool:
    """Whether the text of a field has been cut, and the page has not told it yet."""
    return key in _cut() and _cut()[key][1] is _Told.NOT_YET


def _cut() -> dict[str, tuple[int, _Told]]:
    """Key -> code points that were kept, and whether it was told."""
    cut: dict[str, tuple[int, _Told]] = st.session_state.get(_CUT, {})
    return cut


def _set_before_drawn(key: str, longest: int) -> bool:
    """Cut the text of a field; whether its state was set since it was drawn last.

    With both a state and a value, Streamlit would log the key of the field.
    """
    shown(key, longest)
    return to_be_told(key)


def _tell(key: str, longest: int) -> None:
    if key not in _cut():
        return
    if to_be_told(key):
        st.session_state[_CUT] = {**_cut(), key: (_cut()[key][0], _Told.NOW)}
    ui = session.words().ui
    html.alert(ui("Only the first {number} characters fit here. The rest was left out.", number=f"{longest:,}"))
