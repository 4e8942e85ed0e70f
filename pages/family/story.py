"""A story with a point where the reader decides. It ends in what the check says of this family, worked out anew."""

import streamlit as st

from intake.domain.library import Story
from intake.ui.common import html, session
from intake.ui.family import article_html, library_links
from intake.ui.family.story_ending import ending

words = session.words()
ui = words.ui


def decide(told: Story) -> bool:
    """The ways to go on, and why the one picked is safer or not; whether one is picked."""
    labels = {choice.id: choice.text for choice in told.choices}
    html.section(told.question)
    picked = st.radio(
        told.question,
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        key=f"story_{told.id}_{session.language()}",
        label_visibility="collapsed",
    )
    for choice in told.choices:
        if choice.id == picked:
            title = ui("This is a safer way") if choice.safer else ui("There is a safer way")
            html.show(html.card(title, article_html.text(choice.why)))
    return picked is not None


def story(told: Story) -> None:
    """The whole page."""
    html.heading(told.title, caption=ui("A made-up story"))
    if told.note:
        html.hint(told.note)
    html.show(article_html.text(told.text, library_links.library().terms))
    if decide(told):
        html.section(ui("What matters here"))
        html.show(article_html.text(told.after))
        html.section(ui("What we would tell this family"))
        html.paragraph(
            ui("We answered the questions as this family would. This is what they would see, word for word.")
        )
        html.show(ending(told, words))
        library_links.offer(told.article, then="story", key="story")
    library_links.way_back("story")


opened = library_links.story()
if opened is None:
    library_links.nothing_open()
else:
    story(opened)
