"""What several pages list: parts to open in any order, and the entries of a section that repeats."""

from __future__ import annotations

import streamlit as st

from intake.domain.questionnaire import Section
from intake.ui.common import html, question_pages, session

_SURE = "remove_asked"


def listed(title: str, some: tuple[question_pages.Topic, ...]) -> None:
    """Parts under a heading, each a whole row to press."""
    html.section(title)
    for topic in some:
        # Bold, and the progress on a line of its own: the row reads as a title with what is left of it.
        label = f"**{topic.section.title}**  \n{progress(topic)}"
        if st.button(label, key=f"topic_{topic.section.id}", width="stretch"):
            question_pages.open_topic(topic.section.id)


def entry_row(section: Section, entry: str, name: str, *, removable: bool) -> None:
    """One of several things that a section is asked of: its name, and ways to change it and to take it away."""
    ui = session.words().ui
    with st.container(key=f"entry_{section.id}_{entry}"):
        html.show(f"<p><strong>{html.safe(name)}</strong></p>")
        if st.button(ui("Change: {what}", what=name), key=f"change_{entry}", type="tertiary"):
            question_pages.change_entry(section, entry)
        if removable:
            _remove(entry, name)


def _remove(entry: str, name: str) -> None:
    """Takes an entry away, after asking."""
    ui = session.words().ui
    if st.button(ui("Remove: {what}", what=name), key=f"remove_{entry}", type="tertiary"):
        st.session_state[_SURE] = entry
    if st.session_state.get(_SURE) == entry:
        html.paragraph(ui("This will erase what you told us about {what}.", what=name))
        if st.button(ui("Yes, remove"), key=f"sure_{entry}"):
            session.remove_entry(entry)
            del st.session_state[_SURE]
            st.rerun()
        if st.button(ui("No, keep"), key=f"keep_{entry}"):
            del st.session_state[_SURE]
            st.rerun()


def progress(topic: question_pages.Topic) -> str:
    """How far a part is, in words."""
    ui = session.words().ui
    if not topic.shown:
        return ui("Not started")
    if topic.answered == topic.questions:
        return ui("Done")
    if topic.done:
        return ui("Done, {number} skipped", number=topic.questions - topic.answered)
    return ui("{number} of {total} answered", number=topic.answered, total=topic.questions)
