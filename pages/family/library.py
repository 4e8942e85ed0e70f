"""The library: articles by search or by topic, stories, and the glossary."""

import streamlit as st

from intake.domain.library import Article, Story
from intake.domain.library_search import minutes, search
from intake.ui.common import html, navigation, session
from intake.ui.family import library_links

words = session.words()
ui = words.ui
library = library_links.library()


def entry(text: Article | Story, place: str) -> None:
    """One article or story: its title as a button, its summary, and how long it takes to read."""
    with st.container(gap=None, key=f"shelf_{place}_{text.id}"):
        if st.button(text.title, key=f"read_{place}_{text.id}", type="tertiary"):
            library_links.open_text(text, then="library")
        length = words.count("About {number} minute", "About {number} minutes", minutes(text))
        html.show(f"<p>{html.safe(text.summary)} <span>{html.safe(length)}.</span></p>")


html.heading(ui("Learn"))
html.paragraph(ui("Short articles to read in any order. Your answers stay as they are."))
if len(library.articles) < len(session.content().library.articles):
    html.hint(
        ui(
            "Some articles are not shown right now. What they say could do harm in your situation, or we do not know "
            "yet if everyone is safe at home."
        )
    )
search_term = st.text_input(
    ui("Search for a word"),
    value=st.session_state.get(library_links.SEARCH_TERM, ""),
    key=f"sought_{session.language()}",
    max_chars=60,
    autocomplete="off",
    placeholder=ui("For example: naloxone"),
)
st.session_state[library_links.SEARCH_TERM] = search_term or ""
if search_term and search_term.strip():
    hits = search(library, search_term)
    html.show('<p role="status">' + html.safe(words.count("{number} result", "{number} results", len(hits))) + "</p>")
    if not hits:
        html.paragraph(ui("Try another word, or look below."))
    for hit in hits:
        entry(hit, "found")
    html.section(ui("All articles"))
for topic in library.topics:
    articles = [article for article in library.article.values() if article.topic == topic.id]
    if articles:
        html.section(topic.title)
    for article in articles:
        entry(article, topic.id)
if library.stories:
    html.section(ui("Stories: what would you do?"))
    html.paragraph(ui("Each made-up family has a choice to make. No story is about a real person."))
for story in library.stories:
    entry(story, "stories")
html.section(ui("What the words mean"))
if st.button(ui("See all words")):
    navigation.go("glossary")
st.divider()
library_links.back_button("library")
