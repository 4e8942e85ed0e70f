"""The one component that runs script in the browser (browser.js).

It leaves fast, brings the crisis numbers, moves the focus, sets the language, and keeps the sealed answers in the tab.
The frame mounts it on every run, before the page. The row on top of the window (leave this site, crisis numbers) stands
in the served HTML already; the component makes it work without loading another page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol

import streamlit as st

from intake.i18n import Translator
from intake.ui.common.callbacks import retry_until_done
from intake.ui.common.static_pages import SLOT
from intake.ui.common.streamlit_internals import drop_session_on_close

_KEY = "browser"
_ASKED = "browser_asked"
_KNOWN = "browser_known"
_OPENED = "browser_opened"
_FAILS = "browser_fails"

# It travels with every run: without what is there for readers only.
_LINES = (line.strip() for line in (Path(__file__).parent / "browser.js").read_text("utf-8").splitlines())
_SCRIPT = "\n".join(line for line in _LINES if line and not line.startswith("//"))
_component = st.components.v2.component("next_step_browser", js=_SCRIPT, isolate_styles=False)


class Event(Enum):
    """What the browser said since the last run."""

    NOTHING = "nothing"
    CRISIS = "crisis"  # asked for the crisis numbers: go to the page that has them
    LEFT = "left"  # is gone, everything is wiped: draw nothing, st.stop()
    RESTORED = "restored"  # the answers that the tab had kept are there: go to where the person was
    LOST = "lost"  # the page was in use before this session began, and what it held cannot be opened


@dataclass(frozen=True)
class Keep:
    """What the tab is to keep: sealed text ("" for nothing), `stored` also for when the page is loaded again."""

    token: str
    stored: bool


class Keeper(Protocol):
    """Seals and opens what the tab keeps."""

    def keep(self) -> Keep | None:
        """What the tab is to keep from now on; None when it cannot be sealed."""

    def open(self, token: str, *, drawn: bool) -> bool:
        """Restores what a tab had kept; whether that was possible. `drawn`: whether its page is on the screen still."""


def browser(
    words: Translator,
    *,
    page_id: str,
    quick_exit_url: str,
    keeper: Keeper | None = None,
    leaves: bool = True,
    aside: bool = False,
) -> Event:
    """Mounts the component and says what happened in the browser.

    `leaves`: whether there is a way to leave fast, and the bar with it; members of staff have none.

    `aside`: whether this page is something to read beside the others.

    When `page_id` changes, the page scrolls to the top and its h1 gets the focus, or after a page to read the button
    that led there; on the first run of a session and while `page_id` stays the same nothing moves. When the person
    leaves, the session is wiped before this returns.
    """
    fresh = _KNOWN not in st.session_state
    # In the first run it is not known yet what the tab holds: it must not be told to keep less.
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
            "leaves": leaves,
            "aside": aside,
            # Changes with each request for the numbers, so that the browser learns that the server has heard it.
            "asked": st.session_state.get(_ASKED, 0),
            "labels": {
                "bar": words.ui("Safety"),
                "leave": words.ui("Leave this site"),
                "crisis": words.ui("Crisis numbers"),
            },
            "slot": SLOT,
            "fresh": fresh,
            "opened": st.session_state.get(_OPENED, False),
            "keep": {"token": keep.token, "stored": keep.stored} if keep is not None else None,
            "fails": st.session_state.get(_FAILS, False),
        },
        on_left_change=_left,
        on_crisis_change=_crisis,
        on_opened_change=_heard,
        on_fails_change=_heard,
        on_held_change=_heard,
        on_back_change=_heard,
    )
    if result.get("left"):
        _left()
        return Event.LEFT
    if (fails := result.get("fails")) is not None:
        st.session_state[_FAILS] = bool(fails)
    event = _kept(result, fresh=fresh, keeper=keeper) if keeper is not None else Event.NOTHING
    st.session_state[_KNOWN] = True
    return Event.CRISIS if result.get("crisis") and event is not Event.RESTORED else event


def _kept(said: Mapping[str, object], *, fresh: bool, keeper: Keeper) -> Event:
    """Takes in what the tab hands over of what it had kept.

    A page that was in use when this session began sends it with the first run ("held"). A page that was loaded anew
    hands it in ("opened") until it hears that this was done.
    """
    held, token = said.get("held"), said.get("opened")
    if fresh and isinstance(held, str) and held:
        return Event.NOTHING if keeper.open(held, drawn=True) else Event.LOST
    if isinstance(token, str) and not st.session_state.get(_OPENED):
        found = keeper.open(token, drawn=False)
        st.session_state[_OPENED] = True
        if found:
            return Event.RESTORED
        st.rerun()
    return Event.NOTHING


def arriving() -> bool:
    """Whether the session has just begun: it is not known yet where the person was."""
    return _KNOWN not in st.session_state


def cannot_keep() -> bool:
    """Whether the tab cannot keep the answers: its storage is blocked or full, or they are too many."""
    return bool(st.session_state.get(_FAILS) or st.session_state.get(f"{_FAILS}_sealing"))


def forget() -> None:
    """Deletes every key of the session: answers, places, what widgets hold. The tab is told to keep nothing."""
    for key in list(st.session_state):
        del st.session_state[key]
    # The session has begun already: what the tab still holds must not come back.
    st.session_state[_KNOWN] = True
    st.session_state[_OPENED] = True


@retry_until_done
def _left() -> None:
    forget()
    drop_session_on_close()


def _heard() -> None:
    """What is said is taken from the result; Streamlit wants a callback for every name."""


def _crisis() -> None:
    st.session_state[_ASKED] = st.session_state.get(_ASKED, 0) + 1
