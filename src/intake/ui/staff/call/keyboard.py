"""Keyboard use of the desk: where the focus goes after a move, and the shortcuts (keyboard.js).

Every shortcut has two modifiers, is shown on the screen, and works while staff are typing. The only single keys are the
numbers of answers, the arrows, and Enter; none of them does anything but type in a text field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import streamlit as st

KEYS = {
    "next": "Alt+Shift+N",
    "previous": "Alt+Shift+P",
    "must_ask": "Alt+Shift+U",
    "find": "Alt+Shift+F",
    "note": "Alt+Shift+M",
    "speaker": "Alt+Shift+S",
    "danger": "Alt+Shift+D",
    "read_back": "Alt+Shift+E",
    "new_call": "Alt+Shift+C",
    "discard": "Alt+Shift+X",
    "keys": "Alt+Shift+K",
}
_FOCUS = "desk_focus"
_NOTES_TAKEN = "desk_taken"
_LINES = (line.strip() for line in (Path(__file__).parent / "keyboard.js").read_text("utf-8").splitlines())
_SCRIPT = "\n".join(line for line in _LINES if line and not line.startswith("//"))
_component = st.components.v2.component("next_step_keyboard", js=_SCRIPT, isolate_styles=False)


def focus_on(key: str) -> None:
    """After this run, move the focus to the first field or button in the container with this key."""
    times, _ = st.session_state.get(_FOCUS, (0, ""))
    st.session_state[_FOCUS] = (times + 1, key)


def note_taken() -> None:
    """Tell the browser that the note is added: the field may now hold only the text typed since."""
    st.session_state[_NOTES_TAKEN] = st.session_state.get(_NOTES_TAKEN, 0) + 1


def with_keys(label: str, name: str) -> str:
    """The label of a button with its shortcut in small type."""
    return f"{label} :small[{KEYS[name]}]"


def bind(
    *, fields: Mapping[str, str] | None = None, buttons: Mapping[str, str], parts: Mapping[str, str] | None = None
) -> None:
    """Enable shortcuts on this page. The mappings: name in KEYS to the key of the field's or button's container.

    `parts`: to the key of a container; the shortcut moves to the first field below the next heading in it.
    """
    times, key = st.session_state.get(_FOCUS, (0, ""))
    _component(
        key="desk_keyboard",
        data={
            "times": times,
            "focus": _css_class(key),
            "taken": st.session_state.get(_NOTES_TAKEN, 0),
            "fields": _by_keys(fields or {}),
            "buttons": _by_keys(buttons),
            "parts": _by_keys(parts or {}),
        },
    )


def _by_keys(containers: Mapping[str, str]) -> dict[str, str]:
    return {KEYS[name]: _css_class(container) for name, container in containers.items()}


def _css_class(key: str) -> str:
    """The CSS class that Streamlit gives the container with this key."""
    return f"st-key-{re.sub(r'[^a-zA-Z0-9_-]', '-', key)}" if key else ""
