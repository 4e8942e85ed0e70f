"""The one component that runs script in the browser (browser.js).

It leaves the site fast, opens the crisis numbers, moves the focus, sets the language, and keeps the sealed answers in
the tab. The frame mounts it on every run, before the page. The bar at the top (leave this site, crisis numbers) is part
of the served HTML; the component makes it work without loading another page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import NamedTuple, Protocol

import streamlit as st

from intake import memory
from intake.i18n import Translator
from intake.ui.common.callbacks import retry_until_done
from intake.ui.common.static_pages import SLOT
from intake.ui.common.streamlit_internals import drop_session_on_close

_KEY = "browser"
_ASKED = "browser_asked"
_STARTED = "browser_known"
_OPENED = "browser_opened"
_FAILS = "browser_fails"

# The script is sent with every run, so comments, indentation and blank lines are removed.
_LINES = (line.strip() for line in (Path(__file__).parent / "browser.js").read_text("utf-8").splitlines())
_SCRIPT = "\n".join(line for line in _LINES if line and not line.startswith("//"))
_component = st.components.v2.component("next_step_browser", js=_SCRIPT, isolate_styles=False)


class Event(Enum):
    """What the browser reported since the last run."""

    NOTHING = "nothing"
    CRISIS = "crisis"  # the person asked for the crisis numbers: go to their page
    LEFT = "left"  # the person left, everything is erased: render nothing, st.stop()
    RESTORED = "restored"  # the answers kept in the tab are back: go to where the person was
    LOST = "lost"  # the page was in use before this session began, and its answers cannot be opened


@dataclass(frozen=True)
class Keep:
    """What the tab should keep: sealed text ("" for nothing). `stored`: also when the page is reloaded."""

    token: str
    stored: bool


class PageKind(NamedTuple):
    """What the browser does for a page.

    `leaves`: the bar with "Leave this site" is shown; staff have none. `aside`: it is one to read and come back from,
    such as an article. `reads`: the bar offers to read it aloud, with a voice of the device itself.
    """

    leaves: bool = True
    aside: bool = False
    reads: bool = False


class Keeper(Protocol):
    """Seals and opens what the tab keeps."""

    def keep(self) -> Keep | None:
        """What the tab should keep from now on; None if it cannot be sealed."""

    def open(self, token: str, *, drawn: bool) -> bool:
        """Restore what a tab kept; return whether it could be opened. `drawn`: its page is still on screen."""


def browser(
    words: Translator,
    *,
    page_id: str,
    quick_exit_url: str,
    keeper: Keeper | None = None,
    kind: PageKind,
) -> Event:
    """Mount the component and return what happened in the browser.

    When `page_id` changes, the page scrolls to the top and its h1 gets the focus; after an `aside` page, the button
    that led there does. On the first run of a session, and while `page_id` stays the same, nothing moves. When the
    person leaves, the session is erased before this returns.
    """
    fresh = _STARTED not in st.session_state
    # The first run does not know yet what the tab holds, so it must not overwrite it.
    keep = keeper.keep() if keeper is not None and not fresh else None
    if keeper is not None and not fresh:
        st.session_state[f"{_FAILS}_sealing"] = keep is None
    result = _component(
        key=_KEY,
        data={
            "page": page_id,
            "language": words.language,
            "direction": words.direction,
            "exit": quick_exit_url,
            "leaves": kind.leaves,
            "aside": kind.aside,
            "reads": kind.reads,
            # Changes with each request for the numbers: tells the browser that the request has arrived.
            "asked": st.session_state.get(_ASKED, 0),
            "labels": {
                "bar": words.ui("Safety"),
                "leave": words.ui("Leave this site"),
                "crisis": words.ui("Crisis numbers"),
                "listen": words.ui("Listen"),
                "mute": words.ui("This device has no voice of its own, so it cannot read this page to you."),
            },
            "slot": SLOT,
            "fresh": fresh,
            "opened": st.session_state.get(_OPENED, False),
            "keep": {"token": keep.token, "stored": keep.stored} if keep is not None else None,
            "fails": st.session_state.get(_FAILS, False),
        },
        on_left_change=_left,
        on_crisis_change=_crisis,
        on_opened_change=_no_action,
        on_fails_change=_no_action,
        on_held_change=_no_action,
        on_back_change=_no_action,
    )
    if result.get("left"):
        _left()
        return Event.LEFT
    if (fails := result.get("fails")) is not None:
        st.session_state[_FAILS] = bool(fails)
    event = _take_kept(result, fresh=fresh, keeper=keeper) if keeper is not None else Event.NOTHING
    st.session_state[_STARTED] = True
    return Event.CRISIS if result.get("crisis") and event is not Event.RESTORED else event


def _take_kept(result: Mapping[str, object], *, fresh: bool, keeper: Keeper) -> Event:
    """Restore the answers that the tab kept, if the browser sent them.

    A page that was in use when this session began sends them with the first run ("held"). A page that was just loaded
    sends them ("opened") until the server confirms it.
    """
    held, token = result.get("held"), result.get("opened")
    if fresh and isinstance(held, str) and held:
        return Event.NOTHING if keeper.open(held, drawn=True) else Event.LOST
    if isinstance(token, str) and not st.session_state.get(_OPENED):
        restored = keeper.open(token, drawn=False)
        st.session_state[_OPENED] = True
        if restored:
            return Event.RESTORED
        st.rerun()
    return Event.NOTHING


def is_first_run() -> bool:
    """Whether the session has just begun: it does not know yet where the person was."""
    return _STARTED not in st.session_state


def cannot_keep() -> bool:
    """Whether the tab cannot keep the answers: its storage is blocked or full, or they are too many."""
    return bool(st.session_state.get(_FAILS) or st.session_state.get(f"{_FAILS}_sealing"))


def forget() -> None:
    """Delete every key of the session: answers, places, widget state. The next run tells the tab to keep nothing."""
    for key in list(st.session_state):
        del st.session_state[key]
    memory.make_due()
    # This is not a new session: what the tab still holds must not come back.
    st.session_state[_STARTED] = True
    st.session_state[_OPENED] = True


@retry_until_done
def _left() -> None:
    forget()
    drop_session_on_close()


def _no_action() -> None:
    """Do nothing: the value is read from the result, but Streamlit requires a callback for every name."""


def _crisis() -> None:
    st.session_state[_ASKED] = st.session_state.get(_ASKED, 0) + 1
