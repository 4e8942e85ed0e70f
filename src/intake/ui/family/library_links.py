"""The library as this person may read it, and the ways into an article and back to where they came from."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NoReturn

import streamlit as st

from intake.brief.model import BriefPathway, BriefStep
from intake.domain.base import LinkId, Tag
from intake.domain.library import Article, Library, Story
from intake.domain.library_search import without_withheld
from intake.ui.common import html, navigation, session

SOUGHT = "library_sought"  # the word that was looked for: it stands there again after an article
_ARTICLE = "article"
_STORY = "story"
_FROM = {"library": "library_from", "article": "article_from", "story": "story_from"}
_OF_THE_LIBRARY = ("library", "article", "story", "glossary")
_LATER = ("start", "stay_safe", "erased", "privacy", "help_now", "open_file", "danger")


@lru_cache(maxsize=64)
def _open(language: str, withheld: tuple[Tag, ...]) -> Library:
    return without_withheld(session.content().library, withheld)


def library() -> Library:
    """What there is to read, without what the answers so far withhold.

    Who only reads has told nothing that could be unsafe, and gets all of it.
    """
    return _open(session.language(), session.assessment().withheld if session.answered() else ())


def article() -> Article | None:
    """The article that is open."""
    return library().article.get(str(st.session_state.get(_ARTICLE)))


def story() -> Story | None:
    """The story that is open."""
    return library().story.get(str(st.session_state.get(_STORY)))


def read(one: Article | Story, *, then: str) -> NoReturn:
    """Opens an article or a story; Back leads to the screen `then`, from one article to the next as before."""
    page, key = ("article", _ARTICLE) if isinstance(one, Article) else ("story", _STORY)
    st.session_state[key] = one.id
    if then != page:
        st.session_state[_FROM[page]] = then
    navigation.go(page)


def browse(*, then: str) -> NoReturn:
    """Opens the library; Back leads to the screen `then`."""
    if then not in _OF_THE_LIBRARY:
        st.session_state[_FROM["library"]] = then
    navigation.go("library")


def came_from(page: str) -> str:
    """The screen that Back leads to from a page of the library."""
    before = st.session_state.get(_FROM[page]) if page in _FROM else None
    return str(before or ("start" if page == "library" else "library"))


def way_back(page: str) -> None:
    """The button back to where the person came from."""
    ui, to = session.words().ui, came_from(page)
    if to == "library":
        label = ui("Back to the library")
    elif to == "story":
        label = ui("Back to the story")
    elif to in _LATER or not session.response().answers:
        label = ui("Back")
    else:
        label = ui("Back to my answers")
    if st.button(label, type="primary", key="way_back"):
        navigation.go(to)


def nothing_open() -> None:
    """In place of a text: an answer withdrew it, or the page was opened by its address."""
    ui = session.words().ui
    html.heading(ui("Nothing is open here"))
    html.paragraph(ui("Choose something to read in the library."))
    if st.button(ui("See all texts"), type="primary"):
        navigation.go("library")


def offer(article_id: LinkId | None, *, then: str, key: str = "") -> None:
    """A button that opens an article, where there is one that may be read."""
    found = library().article.get(article_id or "")
    if found is None:
        return
    label = session.words().ui("Read: {title}", title=found.title)
    if st.button(label, key=f"read_{key}_{found.id}", type="tertiary"):
        read(found, then=then)


def steps(some: Iterable[BriefStep], *, then: str) -> None:
    """The next steps in order, each with what explains it."""
    for place, step in enumerate(some, start=1):
        with st.container(gap=None):
            html.show(html.step(step, place, session.words()))
            offer(session.content().action[step.action].article, then=then, key=f"step{place}")


def ways(some: Iterable[BriefPathway], *, then: str) -> None:
    """Ways forward, each with what explains it."""
    content = session.content()
    for way in some:
        with st.container(gap=None):
            html.show(html.pathway(way, session.words()))
            offer((content.pathway | content.kind)[way.id].article, then=then, key=way.id)
