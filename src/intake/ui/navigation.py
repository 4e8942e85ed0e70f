"""The screens and the ways between them. Every move is a button: text typed before a click on a link would be lost."""

from __future__ import annotations

from copy import copy
from functools import lru_cache
from typing import NoReturn

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from intake.config import ROOT, content_folder, site
from intake.engine import route
from intake.language import translator
from intake.model import Item, Section
from intake.ui import session

FAMILY = ROOT / "pages" / "family"
_AT = "at"
_RETURN = "return_to"
_AFTER = "after_act_now"
_DANGER_RETURN = "danger_return"
_INTRO = "intro:"


@lru_cache(maxsize=8)
def _pages(language: str) -> dict[str, StreamlitPage]:
    """The screens by name with the neutral title that the browser's tab shows:

    making them anew on every run costs time.
    """
    ui = translator(language, content_folder() / "locales").ui
    titles = {
        "start": ui("Start"),
        "stay_safe": ui("Before you begin"),
        "danger": ui("Crisis numbers"),
        "questions": ui("Questions"),
        "act_now": ui("What to do now"),
        "stop": ui("Take a break"),
        "review": ui("Your answers"),
        "result": ui("Your next steps"),
        "how_we_decided": ui("How we decided"),
        "summary": ui("Your summary"),
        "download": ui("Get your summary"),
        "privacy": ui("Privacy"),
        "erased": ui("Erased"),
    }
    return {
        name: st.Page(
            FAMILY / f"{name}.py",
            title=f"{title} – {site().product_name}",
            url_path="" if name == "start" else name.replace("_", "-"),
            default=name == "start",
        )
        for name, title in titles.items()
    }


def pages() -> dict[str, StreamlitPage]:
    """The screens by name. Copies: a page object remembers whether it may run, for one run alone."""
    return {name: copy(page) for name, page in _pages(session.language()).items()}


def page(name: str) -> StreamlitPage:
    """One screen as Streamlit knows it."""
    return copy(_pages(session.language())[name])


def go(name: str) -> NoReturn:
    """Moves to a screen. Only after a button's return value, never in a callback."""
    st.switch_page(page(name))
    raise AssertionError("switch_page does not come back")


# --- one question a page -----------------------------------------------------------------------------------------


def stops() -> tuple[str, ...]:
    """The question pages in order: link_ids, and before a section with an introduction a page for that."""
    questionnaire = session.content().questionnaire
    found: list[str] = []
    for item in route(questionnaire, session.response()):
        section = questionnaire.section_of[item.link_id]
        if section.asked not in ("first", "check"):
            continue
        if section.intro and f"{_INTRO}{section.id}" not in found:
            found.append(f"{_INTRO}{section.id}")
        found.append(item.link_id)
    return tuple(found)


def at() -> str:
    """The question page the person is on."""
    found: str | None = st.session_state.get(_AT)
    return found or stops()[0]


def intro_at(stop: str) -> Section | None:
    """The section a stop introduces, if it is an introduction."""
    sections = {f"{_INTRO}{section.id}": section for section in session.content().questionnaire.sections}
    return sections.get(stop)


def ask(link_id: str, *, then: str | None = None) -> NoReturn:
    """Opens one question; with `then`, Continue comes back to that screen."""
    st.session_state[_AT] = link_id
    st.session_state[_RETURN] = then
    go("questions")


def change(link_id: str, *, then: str) -> NoReturn:
    """Opens a question whose answer is to be changed, and comes back to the screen `then`."""
    if session.content().questionnaire.section_of[link_id].asked == "gate":
        ask_danger(then)
    ask(link_id, then=then)


def ask_danger(then: str | None) -> NoReturn:
    """Opens the question about danger; with `then`, Continue and Back come back to that screen."""
    st.session_state[_DANGER_RETURN] = then
    go("danger")


def danger_return() -> str | None:
    """The screen from which the question about danger was opened, if it was not the first time."""
    found: str | None = st.session_state.get(_DANGER_RETURN)
    return found


def changing() -> str | None:
    """The screen to return to when one answer is being changed."""
    found: str | None = st.session_state.get(_RETURN)
    return found


def onward() -> NoReturn:
    """After Continue on a question: back to where Change was pressed, or to the next question page."""
    leave_for(_neighbour(+1, end="review"))


def backward() -> NoReturn:
    """One question page back; before the first stands the question about danger."""
    go(_neighbour(-1, end="danger"))


def leave_for(name: str) -> NoReturn:
    """To a screen, but first to what to do now, if an answer means danger that the person was not shown yet."""
    if session.new_dangers():
        st.session_state[_AFTER] = name
        go("act_now")
    go(name)


def show_danger(then: str) -> NoReturn:
    """Opens what to do now; "Keep going" there comes back to the screen `then`."""
    st.session_state[_AFTER] = then
    go("act_now")


def keep_going() -> NoReturn:
    """From what to do now on to the screen that was wanted."""
    go(st.session_state.get(_AFTER, "questions"))


def skip_section() -> NoReturn:
    """To the first page of the next section; the questions passed over stay without an answer."""
    here = section_at(at())
    for item in here.items:
        if item.link_id in stops():
            session.passed_over(item.link_id)
    later = [stop for stop in stops()[stops().index(at()) :] if section_at(stop).id != here.id]
    if later:
        st.session_state[_AT] = later[0]
    leave_for("questions" if later else "review")


def section_at(stop: str) -> Section:
    """The section a question page belongs to."""
    return intro_at(stop) or session.content().questionnaire.section_of[stop]


def item_at(stop: str) -> Item:
    """The question of a page that is not an introduction."""
    return session.content().questionnaire.items[stop]


def _neighbour(by: int, *, end: str) -> str:
    """The screen one step away, with the question page set; `end` beyond the last (or first) one."""
    back = changing()
    if back:
        st.session_state[_RETURN] = None
        return back
    there = stops()
    here = at()
    place = there.index(here) + by if here in there else 0
    if not 0 <= place < len(there):
        return end
    st.session_state[_AT] = there[place]
    return "questions"
