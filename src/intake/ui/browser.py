"""The one component that runs script in the browser: leave fast, crisis numbers, focus, language (browser.js).

The frame mounts it on every run, before the page. The row on top of the window (leave this site, crisis numbers) stands
in the served HTML already; the component makes it work without loading another page.
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path

import streamlit as st
from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from intake.language import Translator

_KEY = "browser"
_ASKED = "browser_asked"

_component = st.components.v2.component(
    "next_step_browser", js=(Path(__file__).parent / "browser.js").read_text("utf-8"), isolate_styles=False
)


class Event(Enum):
    """What the person did in the bar since the last run."""

    NOTHING = "nothing"
    CRISIS = "crisis"  # asked for the crisis numbers: go to the page that has them
    LEFT = "left"  # is gone, everything is wiped: draw nothing, st.stop()


def browser(words: Translator, *, page_id: str, quick_exit_url: str) -> Event:
    """Mounts the component and says what happened in the bar.

    When `page_id` changes, the page scrolls to the top and its h1 gets the focus; on the first run of a session and
    while `page_id` stays the same nothing moves. When the person leaves, the session is wiped before this returns.
    """

    def left() -> None:
        forget()
        _drop_session()

    def crisis() -> None:
        st.session_state[_ASKED] = st.session_state.get(_ASKED, 0) + 1

    result = _component(
        key=_KEY,
        data={
            "page": page_id,
            "language": words.language,
            "direction": words.direction,
            "exit": quick_exit_url,
            # Changes with each request for the numbers, so that the browser learns that the server has heard it.
            "asked": st.session_state.get(_ASKED, 0),
            "labels": {
                "bar": words.ui("Safety"),
                "leave": words.ui("Leave this site"),
                "crisis": words.ui("Crisis numbers"),
            },
        },
        on_left_change=left,
        on_crisis_change=crisis,
    )
    if result.get("left"):
        return Event.LEFT
    return Event.CRISIS if result.get("crisis") else Event.NOTHING


def forget() -> None:
    """Deletes every key of the session: answers, places, what widgets hold."""
    for key in list(st.session_state):
        del st.session_state[key]


def _drop_session() -> None:
    """Has the server drop the session when the page closes, instead of keeping what the page last sent for a return."""
    here = get_script_run_ctx()
    if here is not None:
        Runtime.instance().mark_session_nonresumable(here.session_id)
