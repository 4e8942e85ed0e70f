"""The library: find something to read by a word or on its shelf; stories; the words explained."""

import streamlit as st

from intake.domain.library import Article, Story
from intake.domain.library_search import minutes, search
from intake.ui.common import html, navigation, session
from intake.ui.family import library_links

words = session.words()
ui = words.ui
library = library_links.library()


def entry(one: Article | Story, where: str) -> None:
    """One article or story: its title to press, what it gives, and how long it takes."""
    with st.container(gap=None, key=f"shelf_{where}_{one.id}"):
        if st.button(one.title, key=f"read_{where}_{one.id}", type="tertiary"):
            library_links.read(one, then="library")
        about = words.count("About {number} minute", "About {number} minutes", minutes(one))
        html.show(f"<p>{html.safe(one.summary)} <span>{html.safe(about)}.</span></p>")


html.heading(ui("Learn"))
html.paragraph(ui("Short texts to read, in any order. Your answers stay where they are."))
if len(library.articles) < len(session.content().library.articles):
    html.hint(
        ui(
            "Some texts are not shown now. What they tell could do harm as things are, or we do not know yet if "
            "everyone is safe at home."
        )
    )
sought = st.text_input(
    ui("Find a word"),
    value=st.session_state.get(library_links.SOUGHT, ""),
    key=f"sought_{session.language()}",
    max_chars=60,
    autocomplete="off",
    placeholder=ui("For example: naloxone"),
)
st.session_state[library_links.SOUGHT] = sought or ""
if sought and sought.strip():
    hits = search(library, sought)
    html.show(
        '<p role="status">' + html.safe(words.count("{number} text found", "{number} texts found", len(hits))) + "</p>"
    )
    if not hits:
        html.paragraph(ui("Try another word, or look below."))
    for one in hits:
        entry(one, "found")
    html.section(ui("All texts"))
for topic in library.topics:
    there = [one for one in library.article.values() if one.topic == topic.id]
    if there:
        html.section(topic.title)
    for one in there:
        entry(one, topic.id)
if library.stories:
    html.section(ui("Stories: what would you do?"))
    html.paragraph(ui("Made-up families at a point where they decide. No story is about a real person."))
for story in library.stories:
    entry(story, "stories")
html.section(ui("Words explained"))
if st.button(ui("See all words")):
    navigation.go("glossary")
st.divider()
library_links.way_back("library")
