"""What is noted about the call that is open, beside the answers. It is sealed in the record together with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import streamlit as st

FIRST_MINUTE = "first_minute"
_NOTED = "desk_noted"


@dataclass(frozen=True)
class Noted:
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


def of_record(content: Mapping[str, Any]) -> Noted:
    """What a record holds; one of an earlier version may lack a part."""
    return Noted(
        topic=str(content.get("topic") or FIRST_MINUTE),
        call={str(name): str(value) for name, value in content.get("call", {}).items()},
        people=tuple(map(str, content.get("people", ()))),
        said_by={str(key): str(who) for key, who in content.get("said_by", {}).items()},
        told=tuple(map(str, content.get("told", ()))),
        dangers_seen=tuple(map(str, content.get("dangers_seen", ()))),
    )


def noted() -> Noted:
    """What is noted now."""
    found: Noted | None = st.session_state.get(_NOTED)
    return found or Noted()


def hold(what: Noted) -> None:
    """Puts all of it in the place of what was noted."""
    st.session_state[_NOTED] = what


def note(**parts: Any) -> None:
    """Changes some parts."""
    hold(replace(noted(), **parts))


def forget() -> None:
    """Nothing is noted any more."""
    st.session_state.pop(_NOTED, None)


def said_of_call(name: str) -> str:
    """A field about the call itself: whether it is safe to talk, whether notes are allowed, what was agreed."""
    return noted().call.get(name, "")


def say_of_call(name: str, value: str) -> None:
    """Notes a field about the call itself."""
    if value != said_of_call(name):
        note(call={**noted().call, name: value})


def speaker() -> str:
    """Who is on the line, by name or relation; "" for the caller."""
    return said_of_call("speaker")


def told_unasked(key: str) -> bool:
    """Whether an answer was told without being asked for."""
    return key in noted().told


def tell_unasked(key: str, so: bool) -> None:
    """Notes whether it was."""
    others = tuple(other for other in noted().told if other != key)
    note(told=(*others, key) if so else others)
