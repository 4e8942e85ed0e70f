"""A story with a point where the reader decides. It ends in what the check says of this family, worked out anew."""

import streamlit as st

from intake.model import Story
from intake.ui import article_on_screen, drawing, reading, session
from intake.ui.stories import ending

words = session.words()
ui = words.ui


def decide(told: Story) -> bool:
    """The ways to go on, and why the one picked is safer or not; whether one is picked."""
    labels = {choice.id: choice.text for choice in told.choices}
    drawing.section(told.question)
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
            drawing.show(drawing.card(title, article_on_screen.text(choice.why)))
    return picked is not None


def story(told: Story) -> None:
    """The whole page."""
    drawing.heading(told.title, caption=ui("A made-up story"))
    if told.note:
        drawing.hint(told.note)
    drawing.show(article_on_screen.text(told.text, reading.library().terms))
    if decide(told):
        drawing.section(ui("What matters here"))
        drawing.show(article_on_screen.text(told.after))
        drawing.section(ui("What our check would say"))
        drawing.paragraph(ui("We gave our check the answers of this family. This is what it says, word for word."))
        drawing.show(ending(told, words))
        reading.offer(told.article, then="story", key="story")
    reading.way_back("story")


opened = reading.story()
if opened is None:
    reading.nothing_open()
else:
    story(opened)
