"""What is noted about the call that is open, beside the answers. It is sealed in the record together with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import streamlit as st

FIRST_MINUTE = "first_minute"
SAFE_TO_TALK = "safe_to_talk"  # the field about the call that the first minute begins with
_NOTED = "desk_noted"


@dataclass(frozen=True)
class CallState:
    """`topic`: the one on the screen. `call`: fields about the call by name, each as text, "" for nothing.

    `people`: who took the phone besides the caller, by name or relation. `said_by`: for answers that somebody else than
    the caller gave, who did, by key. `told`: keys of answers that were told without being asked for. `dangers_seen`:
    the dangers whose drawer was closed with a choice.
    """

    topic: str = FIRST_MINUTE
    call: Mapping[str, str] = field(default_factory=dict)
    people: tuple[str, ...] = ()
    said_by: Mapping[str, str] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    dangers_seen: tuple[str, ...] = ()

    def document(self) -> dict[str, Any]:
        """As it stands in a record, JSON-ready."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}


def from_record(content: Mapping[str, Any]) -> CallState:
    """What a record holds; one of an earlier version may lack a part."""
    return CallState(
        topic=str(content.get("topic") or FIRST_MINUTE),
        call={str(name): str(value) for name, value in content.get("call", {}).items()},
        people=tuple(map(str, content.get("people", ()))),
        said_by={str(key): str(who) for key, who in content.get("said_by", {}).items()},
        told=tuple(map(str, content.get("told", ()))),
        dangers_seen=tuple(map(str, content.get("dangers_seen", ()))),
    )


def current() -> CallState:
    """What is noted now."""
    found: CallState | None = st.session_state.get(_NOTED)
    return found or CallState()


def replace_state(what: CallState) -> None:
    """Puts all of it in the place of what was noted."""
    st.session_state[_NOTED] = what


def update(**parts: Any) -> None:
    """Changes some parts."""
    replace_state(replace(current(), **parts))


def forget() -> None:
    """Nothing is noted any more."""
    st.session_state.pop(_NOTED, None)


def field_value(name: str) -> str:
    """A field about the call itself: whether it is safe to talk, whether notes are allowed, what was agreed."""
    return current().call.get(name, "")


def set_field(name: str, value: str) -> None:
    """Notes a field about the call itself."""
    if value != field_value(name):
        update(call={**current().call, name: value})


def speaker() -> str:
    """Who is on the line, by name or relation; "" for the caller."""
    return field_value("speaker")


def was_volunteered(key: str) -> bool:
    """Whether an answer was told without being asked for."""
    return key in current().told


def set_volunteered(key: str, so: bool) -> None:
    """Notes whether it was."""
    others = tuple(other for other in current().told if other != key)
    update(told=(*others, key) if so else others)
