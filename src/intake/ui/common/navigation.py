"""The screens, and how to move between them. Every move is a button: a click on a link would lose text just typed."""

from __future__ import annotations

from copy import copy
from functools import lru_cache
from typing import Literal, NoReturn

import streamlit as st

from intake.config import ROOT, content_folder, site
from intake.i18n import translator
from intake.ui.common import session
from intake.ui.common.streamlit_internals import StreamlitPage

FAMILY = ROOT / "pages" / "family"
STAFF = ROOT / "pages" / "staff"
# No one reaches these screens without answers, unless the page was reloaded or opened by its address.
AFTER_ANSWERS = (
    "questions",
    "act_now",
    "stop",
    "topics",
    "plan",
    "choose",
    "review",
    "result",
    "ways",
    "rehearse",
    "how_we_decided",
    "summary",
    "download",
    "together",
)
DESK = (
    *("today", "call", "wrap_up", "record", "board", "overview", "outcomes", "export"),
    *("retention", "administration", "audit_trail", "way_in"),
)
_FIRST = (
    "start",
    "way_in",
)  # the page at "/": the families' start, or the redirect to the desk on a staff-only server
SidePage = Literal["call_helper", "choose", "for_you", "help_now", "ways"]
_SIDE_PAGE: dict[SidePage, str] = {
    "call_helper": "call_helper_from",
    "choose": "choose_from",
    "for_you": "for_you_from",
    "help_now": "help_from",
    "ways": "ways_from",
}
_BELONGS_TO: dict[SidePage, str] = {"choose": "result", "help_now": "start", "ways": "result"}


def _titles(language: str) -> dict[str, str]:
    """The titles of the screens that this server has, by name."""
    ui = translator(language, content_folder() / "locales").ui
    titles = {
        "start": ui("Start"),
        "stay_safe": ui("Before you begin"),
        "danger": ui("Crisis numbers"),
        "questions": ui("Questions"),
        "act_now": ui("What to do now"),
        "you_now": ui("Something for you"),
        "both_answers": ui("Two answers"),
        "stop": ui("Take a break"),
        "topics": ui("All parts"),
        "plan": ui("Your plan"),
        "choose": ui("Compare professionals"),
        "review": ui("Your answers"),
        "result": ui("Your next steps"),
        "ways": ui("Ways forward"),
        "rehearse": ui("Rehearse a talk"),
        "how_we_decided": ui("How we decided"),
        "open_file": ui("Use a saved file"),
        "together": ui("Your family as one"),
        "library": ui("Learn"),
        "article": ui("Something to read"),
        "story": ui("A story"),
        "glossary": ui("What the words mean"),
        "help_now": ui("Help now"),
        "call_helper": ui("What to say"),
        "for_you": ui("For you"),
        "summary": ui("Your summary"),
        "download": ui("Get your summary"),
        "privacy": ui("Privacy"),
        "erased": ui("Erased"),
    }
    if "family" not in site().areas:
        titles = {"way_in": ui("Today")}
    if "staff" in site().areas:
        titles |= {
            "today": ui("Today"),
            "call": ui("Call desk"),
            "wrap_up": ui("Read back and finish"),
            "record": ui("Record"),
            "board": ui("Live board"),
            "overview": ui("Overview"),
            "outcomes": ui("Outcomes"),
            "export": ui("Export"),
            "retention": ui("Record retention"),
            "administration": ui("Staff accounts"),
            "audit_trail": ui("Audit trail"),
        }
    return titles


@lru_cache(maxsize=8)
def _pages(language: str) -> dict[str, StreamlitPage]:
    """The screens by name, each with the neutral title that the browser tab shows.

    Cached, because making them on every run takes time.
    """
    return {
        name: st.Page(
            (STAFF if name in DESK else FAMILY) / f"{name}.py",
            title=f"{title} – {site().product_name}",
            url_path=_address(name),
            default=name in _FIRST,
        )
        for name, title in _titles(language).items()
    }


def _address(name: str) -> str:
    return "" if name in _FIRST else name.replace("_", "-")


def addresses() -> frozenset[str]:
    """The addresses of the screens that this server has, without the slash; "" for the first one."""
    return frozenset(map(_address, _titles(site().languages[0])))


def pages() -> dict[str, StreamlitPage]:
    """The screens by name. Copies, because a page object remembers for one run whether it may run."""
    return {name: copy(page) for name, page in _pages(session.language()).items()}


def page(name: str) -> StreamlitPage:
    """One screen as a Streamlit page."""
    return copy(_pages(session.language())[name])


def go(name: str) -> NoReturn:
    """Go to a screen. Call it after a button returns True, never in a callback."""
    st.switch_page(page(name))
    raise AssertionError("switch_page does not return")


def open_side_page(name: SidePage, then: str) -> NoReturn:
    """Open a page that is not a step of the intake. Back leads from there to the screen `then`."""
    st.session_state[_SIDE_PAGE[name]] = then
    go(name)


def side_page_return(name: SidePage) -> str:
    """The screen a side page was opened from; if it was opened by its address, the screen it belongs to."""
    opened_from, home = st.session_state.get(_SIDE_PAGE[name]), "result" if session.response().answers else "start"
    return str(opened_from or _BELONGS_TO.get(name, home))
