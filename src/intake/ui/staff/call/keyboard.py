"""The call by keyboard: where the focus goes after a move, and the keys that do something (keyboard.js).

Every shortcut has two modifiers, is written on the screen, and works while somebody types. Single keys do nothing.
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
    """After this run the first field or button in the container of that key gets the focus."""
    times, _ = st.session_state.get(_FOCUS, (0, ""))
    st.session_state[_FOCUS] = (times + 1, key)


def with_keys(label: str, key: str) -> str:
    """A button's label with the keys that press it, in small letters."""
    return f"{label} :small[{KEYS[key]}]"


def keyboard(*, fields: Mapping[str, str], buttons: Mapping[str, str]) -> None:
    """Makes the keys work on this page: each goes to the field, or presses the button, in the container named."""
    times, key = st.session_state.get(_FOCUS, (0, ""))
    _component(
        key="desk_keyboard",
        data={
            "times": times,
            "focus": _class(key),
            "fields": {KEYS[name]: _class(place) for name, place in fields.items()},
            "buttons": {KEYS[name]: _class(place) for name, place in buttons.items()},
        },
    )


def _class(key: str) -> str:
    """The class by which Streamlit marks a container with that key."""
    return f"st-key-{re.sub(r'[^a-zA-Z0-9_-]', '-', key)}" if key else ""
