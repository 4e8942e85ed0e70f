"""Parts to open in any order, with progress in words: what is listed on the pages of all parts and of the plan."""

from __future__ import annotations

import streamlit as st

from intake.ui import drawing, navigation, session


def listed(title: str, some: tuple[navigation.Topic, ...]) -> None:
    """Parts under a heading, each a whole row to press."""
    ui = session.words().ui
    drawing.section(title)
    for topic in some:
        label = ui("{part}: {progress}", part=topic.section.title, progress=_progress(topic))
        if st.button(label, key=f"topic_{topic.section.id}", width="stretch"):
            navigation.open_topic(topic.section.id)


def _progress(topic: navigation.Topic) -> str:
    """How far a part is."""
    ui = session.words().ui
    if not topic.shown:
        return ui("not started")
    if topic.answered == topic.questions:
        return ui("done")
    if topic.done:
        return ui("done, {number} left open", number=topic.questions - topic.answered)
    return ui("{number} of {total} answered", number=topic.answered, total=topic.questions)
