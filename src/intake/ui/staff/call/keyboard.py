"""Keyboard use of the desk: where the focus goes after a move, and the shortcuts (keyboard.js).

Every shortcut has two modifiers, is shown on the screen, and works while staff are typing. Single keys do nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import streamlit as st

KEYS = {
    "next": "Alt+Shift+N",
    "previous": "Alt+Shift+P",
    "find": "Alt+Shift+F",
    "note": "Alt+Shift+M",
    "danger": "Alt+Shift+D",
    "read_back": "Alt+Shift+E",
}
_FOCUS = "desk_focus"
_LINES = (line.strip() for line in (Path(__file__).parent / "keyboard.js").read_text("utf-8").splitlines())
_SCRIPT = "\n".join(line for line in _LINES if line and not line.startswith("//"))
_component = st.components.v2.component("next_step_keyboard", js=_SCRIPT, isolate_styles=False)


def focus_on(key: str) -> None:
    """After this run, move the focus to the first field or button in the container with this key."""
    times, _ = st.session_state.get(_FOCUS, (0, ""))
    st.session_state[_FOCUS] = (times + 1, key)


def with_keys(label: str, name: str) -> str:
    """The label of a button with its shortcut in small type."""
    return f"{label} :small[{KEYS[name]}]"


def bind(*, fields: Mapping[str, str], buttons: Mapping[str, str]) -> None:
    """Enable shortcuts on this page. Both mappings: name in KEYS to the key of the field's or button's container."""
    times, key = st.session_state.get(_FOCUS, (0, ""))
    _component(
        key="desk_keyboard",
        data={
            "times": times,
            "focus": _css_class(key),
            "fields": {KEYS[name]: _css_class(container) for name, container in fields.items()},
            "buttons": {KEYS[name]: _css_class(container) for name, container in buttons.items()},
        },
    )


def _css_class(key: str) -> str:
    """The CSS class that Streamlit gives the container with this key."""
    return f"st-key-{re.sub(r'[^a-zA-Z0-9_-]', '-', key)}" if key else ""
