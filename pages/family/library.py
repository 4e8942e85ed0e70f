"""The library: find something to read by a word or on its shelf; stories; the words explained."""

import streamlit as st

from intake.library import found, minutes
from intake.model import Article, Story
from intake.ui import drawing, navigation, reading, session

words = session.words()
ui = words.ui
library = reading.library()


def entry(one: Article | Story, where: str) -> None:
    """One article or story: its title to press, what it gives, and how long it takes."""
    with st.container(gap=None, key=f"shelf_{where}_{one.id}"):
        if st.button(one.title, key=f"read_{where}_{one.id}", type="tertiary"):
            reading.read(one, then="library")
        about = words.count("About {number} minute", "About {number} minutes", minutes(one))
        drawing.show(f"<p>{drawing.safe(one.summary)} <span>{drawing.safe(about)}.</span></p>")


drawing.heading(ui("Learn"))
drawing.paragraph(ui("Short texts to read, in any order. Your answers stay where they are."))
if len(library.articles) < len(session.content().library.articles):
    drawing.hint(
        ui(
            "Some texts are not shown now. What they tell could do harm as things are, or we do not know yet if "
            "everyone is safe at home."
        )
    )
sought = st.text_input(
    ui("Find a word"),
    value=st.session_state.get(reading.SOUGHT, ""),
    key=f"sought_{session.language()}",
    max_chars=60,
    autocomplete="off",
    placeholder=ui("For example: naloxone"),
)
st.session_state[reading.SOUGHT] = sought or ""
if sought and sought.strip():
    hits = found(library, sought)
    drawing.show(
        '<p role="status">'
        + drawing.safe(words.count("{number} text found", "{number} texts found", len(hits)))
        + "</p>"
    )
    if not hits:
        drawing.paragraph(ui("Try another word, or look below."))
    for one in hits:
        entry(one, "found")
    drawing.section(ui("All texts"))
for topic in library.topics:
    there = [one for one in library.article.values() if one.topic == topic.id]
    if there:
        drawing.section(topic.title)
    for one in there:
        entry(one, topic.id)
if library.stories:
    drawing.section(ui("Stories: what would you do?"))
    drawing.paragraph(ui("Made-up families at a point where they decide. No story is about a real person."))
for story in library.stories:
    entry(story, "stories")
drawing.section(ui("Words explained"))
if st.button(ui("See all words")):
    navigation.go("glossary")
st.divider()
reading.way_back("library")
