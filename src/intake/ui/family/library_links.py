"""The library as this person may read it, and the buttons into an article and back to the previous screen."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NoReturn

import streamlit as st

from intake.brief.model import Brief, BriefPathway
from intake.domain.base import LinkId, Tag
from intake.domain.helplines import Helpline
from intake.domain.library import Article, Library, Story
from intake.domain.library_search import without_withheld
from intake.domain.rules import Level
from intake.ui.common import html, navigation, session

SEARCH_TERM = "library_sought"  # kept for the return from an article
_ARTICLE = "article"
_STORY = "story"
_FROM = {"library": "library_from", "article": "article_from", "story": "story_from"}
_OF_THE_LIBRARY = ("library", "article", "story", "glossary")
_PLAIN_BACK = ("start", "stay_safe", "erased", "privacy", "help_now", "open_file", "danger")


@lru_cache(maxsize=64)
def _open(language: str, withheld: tuple[Tag, ...]) -> Library:
    return without_withheld(session.content().library, withheld)


def library() -> Library:
    """The library without what the answers so far withhold.

    A person who only reads has given no answer that could make an article unsafe, and gets all of it.
    """
    return _open(session.language(), session.assessment().withheld if session.answered() else ())


def article() -> Article | None:
    """The article that is open."""
    return library().article.get(str(st.session_state.get(_ARTICLE)))


def story() -> Story | None:
    """The story that is open."""
    return library().story.get(str(st.session_state.get(_STORY)))


def open_text(text: Article | Story, *, then: str) -> NoReturn:
    """Open an article or a story. Back leads to the screen `then`; between articles, Back stays the same."""
    page, key = ("article", _ARTICLE) if isinstance(text, Article) else ("story", _STORY)
    st.session_state[key] = text.id
    if then != page:
        st.session_state[_FROM[page]] = then
    navigation.go(page)


def open_library(*, then: str) -> NoReturn:
    """Open the library. Back leads to the screen `then`."""
    if then not in _OF_THE_LIBRARY:
        st.session_state[_FROM["library"]] = then
    navigation.go("library")


def previous_screen(page: str) -> str:
    """The screen that Back leads to from a page of the library."""
    previous = st.session_state.get(_FROM[page]) if page in _FROM else None
    return str(previous or ("start" if page == "library" else "library"))


def back_button(page: str) -> None:
    """The button back to the screen the person came from."""
    ui, to = session.words().ui, previous_screen(page)
    if to == "library":
        label = ui("Back to the library")
    elif to == "story":
        label = ui("Back to the story")
    elif to in _PLAIN_BACK or not session.response().answers:
        label = ui("Back")
    else:
        label = ui("Back to my answers")
    if st.button(label, type="primary", key="way_back"):
        navigation.go(to)


def nothing_open() -> None:
    """Shown instead of a text when an answer withdrew it or the page was opened by its address."""
    ui = session.words().ui
    html.heading(ui("Nothing is open here"))
    html.paragraph(ui("Choose something to read in the library."))
    if st.button(ui("See all articles"), type="primary"):
        navigation.go("library")


def article_button(article_id: LinkId | None, *, then: str, key: str = "") -> None:
    """A button that opens an article, if there is one and it may be read."""
    article = library().article.get(article_id or "")
    if article is None:
        return
    label = session.words().ui("Read: {title}", title=article.title)
    if st.button(label, key=f"read_{key}_{article.id}", type="tertiary"):
        open_text(article, then=then)


def steps(brief: Brief, *, then: str, in_band: Iterable[Helpline] = ()) -> None:
    """The next steps in order, each with the article that explains it. `in_band`: lines that the band shows already."""
    in_band = brief.steps[0].lines if brief.level is Level.RED else tuple(in_band)
    for place, step in enumerate(brief.steps, start=1):
        with st.container(key=f"next_step_{place}", gap=None):
            html.show(html.step(step, place, session.words(), in_band=in_band))
            article_button(session.content().action[step.action].article, then=then, key=f"step{place}")


def also_today(brief: Brief) -> None:
    """What else is urgent, right below the steps."""
    if brief.also_today:
        words = session.words()
        html.section(words.ui("Also today"))
        html.show(html.also_today(brief, words))


def pathways(brief_pathways: Iterable[BriefPathway], *, then: str, key: str) -> None:
    """Pathways to open one by one, and below them the articles that explain them."""
    content, shown = session.content(), tuple(brief_pathways)
    html.show(html.pathways(shown, session.words()))
    with st.container(key=f"quiet_{key}", gap=None):
        for article in dict.fromkeys((content.pathway | content.kind)[pathway.id].article for pathway in shown):
            article_button(article, then=then, key=key)
