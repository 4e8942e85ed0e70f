"""Parts to open in any order, with progress in words: what is listed on the pages of all parts and of the plan."""

from __future__ import annotations

import streamlit as st

from intake.ui import drawing, navigation, session


def listed(title: str, some: tuple[navigation.Topic, ...]) -> None:
    """Parts under a heading, each a whole row to press."""
    drawing.section(title)
    for topic in some:
        # Bold, and the progress on a line of its own: the row reads as a title with what is left of it.
        label = f"**{topic.section.title}**  \n{_progress(topic)}"
        if st.button(label, key=f"topic_{topic.section.id}", width="stretch"):
            navigation.open_topic(topic.section.id)


def _progress(topic: navigation.Topic) -> str:
    """How far a part is."""
    ui = session.words().ui
    if not topic.shown:
        return ui("Not started")
    if topic.answered == topic.questions:
        return ui("Done")
    if topic.done:
        return ui("Done, {number} left open", number=topic.questions - topic.answered)
    return ui("{number} of {total} answered", number=topic.answered, total=topic.questions)
