"""The library: articles by search or by shelf, stories, and the glossary."""

from collections.abc import Sequence

import streamlit as st

from intake.domain.library import Article, Story
from intake.domain.library_search import minutes, search
from intake.ui.common import html, navigation, session, text_fields
from intake.ui.family import drawings, library_links

words = session.words()
ui = words.ui
library = library_links.library()
FIRST = 3  # of a shelf; the rest is there once all are asked for. The first shelf, about danger, is always whole.
ALL = "library_all"


def found(text: Article | Story) -> None:
    """What a search found: its title as a button, its summary, and how long it takes to read."""
    with st.container(gap=None, key=f"found_{text.id}"):
        if st.button(text.title, key=f"read_found_{text.id}", type="tertiary"):
            library_links.open_text(text, then="library")
        length = words.count("About {number} minute", "About {number} minutes", minutes(text))
        html.show(f"<p>{html.safe(text.summary)} <span>{html.safe(length)}.</span></p>")


def shelf(name: str, texts: Sequence[Article | Story]) -> None:
    """The titles of a shelf, each a whole row to tap: the first few, or all of them."""
    with st.container(gap=None, key=f"quiet_shelf_{name}"):
        whole = st.session_state.get(ALL) or name == library.topics[0].id
        for text in texts if whole else texts[:FIRST]:
            if st.button(text.title, key=f"read_{name}_{text.id}"):
                library_links.open_text(text, then="library")


drawings.heading(ui("Learn"), "book")
html.paragraph(ui("Short articles to read in any order. Your answers stay as they are."))
if len(library.articles) < len(session.content().library.articles):
    html.hint(
        ui(
            "Some articles are not shown right now. What they say could do harm in your situation, or we do not know "
            "yet if everyone is safe at home."
        )
    )
search_term = text_fields.line(
    ui("Search for a word"),
    value=st.session_state.get(library_links.SEARCH_TERM, ""),
    key=f"sought_{session.language()}",
    longest=60,
    placeholder=ui("For example: naloxone"),
)
st.session_state[library_links.SEARCH_TERM] = search_term or ""
if search_term and search_term.strip():
    hits = search(library, search_term)
    html.show('<p role="status">' + html.safe(words.count("{number} result", "{number} results", len(hits))) + "</p>")
    if not hits:
        html.paragraph(ui("Try another word, or look below."))
    for hit in hits:
        found(hit)
for topic in library.topics:
    articles = [article for article in library.article.values() if article.topic == topic.id]
    if articles:
        html.section(topic.title)
        shelf(topic.id, articles)
if library.stories:
    html.show(
        f"<h2>{html.safe(ui('Stories: what would you do?'))}</h2>",
        html.safe_paragraphs(ui("Each made-up family has a choice to make. No story is about a real person.")),
    )
    shelf("stories", library.stories)
if not st.session_state.get(ALL) and st.button(ui("All articles and stories")):
    st.session_state[ALL] = True
    st.rerun()
html.section(ui("What the words mean"))
if st.button(ui("See all words")):
    navigation.go("glossary")
library_links.back_button("library")
