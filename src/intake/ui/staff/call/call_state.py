"""The state of the open call besides the answers. It is encrypted in the record together with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import streamlit as st

FIRST_MINUTE = "first_minute"
SAFE_TO_TALK = "safe_to_talk"  # the first field on the first-minute screen
NOT_THIS_CASE = "not_this_case"  # known cases that staff said the caller does not belong to, by id
_STATE = "desk_noted"
_VOLUNTEERED = "told"  # the name in stored records


@dataclass(frozen=True)
class CallState:
    """State of a call, stored with its record.

    `topic`: the topic on the screen. `call`: call fields by name, each as text, "" for none. `volunteered`: keys of
    answers given before they were asked for. `dangers_seen`: dangers whose drawer was closed with a choice.
    """

    topic: str = FIRST_MINUTE
    call: Mapping[str, str] = field(default_factory=dict)
    volunteered: tuple[str, ...] = ()
    dangers_seen: tuple[str, ...] = ()

    def document(self) -> dict[str, Any]:
        """The state as it is stored in a record, JSON-ready."""
        return {
            _VOLUNTEERED if name == "volunteered" else name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
        }


def from_record(content: Mapping[str, Any]) -> CallState:
    """The state stored in a record; parts missing from records of earlier versions are empty."""
    return CallState(
        topic=str(content.get("topic") or FIRST_MINUTE),
        call={str(name): str(value) for name, value in content.get("call", {}).items()},
        volunteered=tuple(map(str, content.get(_VOLUNTEERED, ()))),
        dangers_seen=tuple(map(str, content.get("dangers_seen", ()))),
    )


def current() -> CallState:
    """The state of the open call."""
    state: CallState | None = st.session_state.get(_STATE)
    return state or CallState()


def replace_state(state: CallState) -> None:
    """Replace the whole state."""
    st.session_state[_STATE] = state


def update(**parts: Any) -> None:
    """Replace some parts of the state."""
    replace_state(replace(current(), **parts))


def forget() -> None:
    """Clear the state."""
    st.session_state.pop(_STATE, None)


def field_value(name: str) -> str:
    """The value of a call field, such as whether it is safe to talk; "" for none."""
    return current().call.get(name, "")


def set_field(name: str, value: str) -> None:
    """Set a call field."""
    if value != field_value(name):
        update(call={**current().call, name: value})


def was_volunteered(key: str) -> bool:
    """Whether an answer was given before it was asked for."""
    return key in current().volunteered


def set_volunteered(key: str, *, volunteered: bool) -> None:
    """Mark an answer as given before it was asked for, or remove the mark."""
    others = tuple(other for other in current().volunteered if other != key)
    update(volunteered=(*others, key) if volunteered else others)
