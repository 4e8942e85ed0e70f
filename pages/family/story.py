"""A story in which the reader makes a choice. It ends with what the rules say about this family, assessed anew."""

import streamlit as st

from intake.domain.library import Story
from intake.ui.common import html, session
from intake.ui.family import article_html, library_links
from intake.ui.family.story_ending import ending

words = session.words()
ui = words.ui


def choice(story: Story) -> bool:
    """Show the choices, and why the one picked is safer or not; return whether one is picked."""
    labels = {option.id: option.text for option in story.choices}
    html.section(story.question)
    picked = st.radio(
        story.question,
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        key=f"story_{story.id}_{session.language()}",
        label_visibility="collapsed",
    )
    for option in story.choices:
        if option.id == picked:
            title = ui("This is a safer way") if option.safer else ui("There is a safer way")
            html.show(html.card(title, article_html.text(option.why)))
    return picked is not None


def show(story: Story) -> None:
    """The whole page."""
    html.heading(story.title, caption=ui("A made-up story"), to_read=True)
    if story.note:
        html.hint(story.note)
    html.show(article_html.text(story.text, library_links.library().terms))
    if choice(story):
        html.section(ui("What matters here"))
        html.show(article_html.text(story.after))
        html.section(ui("What we would tell this family"))
        html.paragraph(
            ui("We answered the questions as this family would. This is what they would see, word for word.")
        )
        html.show(ending(story, words))
        library_links.article_button(story.article, then="story", key="story")
    library_links.back_button("story")


open_story = library_links.story()
if open_story is None:
    library_links.nothing_open()
else:
    show(open_story)
