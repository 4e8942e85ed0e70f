"""Lists that several pages show: parts to open in any order, and the entries of a section that repeats."""

from __future__ import annotations

import streamlit as st

from intake.domain.questionnaire import Section
from intake.ui.common import html, question_pages, session
from intake.ui.common.literal import literal

_CONFIRMING = "remove_asked"


def part_list(title: str, parts: tuple[question_pages.PartProgress, ...], *, progress_above: bool = False) -> None:
    """Parts under a heading, each a whole row to tap; `progress_above`: with how many of them are done."""
    done = session.words().ui("{number} of {total} done", number=sum(part.done for part in parts), total=len(parts))
    html.section(title, done if progress_above else "")
    with st.container(key=f"quiet_parts_{parts[0].section.id if parts else ''}", gap=None):
        for part in parts:
            # The title in bold, and the progress beside it or, if it is long, on a line of its own.
            label = f"**{part.section.title}**  \n{progress(part)}"
            if st.button(label, key=f"topic_{part.section.id}", width="stretch"):
                question_pages.open_part(part.section.id)


def entry_row(section: Section, entry: str, name: str, *, removable: bool) -> None:
    """One entry of a section that repeats: its name, with buttons to change and remove it."""
    ui = session.words().ui
    with st.container(key=f"entry_{section.id}_{entry}"):
        html.show(f"<p><strong>{html.safe(name)}</strong></p>")
        if st.button(ui("Change: {what}", what=literal(name)), key=f"change_{entry}", type="tertiary"):
            question_pages.change_entry(section, entry)
        if removable:
            _remove(entry, name)


def _remove(entry: str, name: str) -> None:
    """A button that removes an entry after asking for confirmation."""
    ui = session.words().ui
    if st.button(ui("Remove: {what}", what=literal(name)), key=f"remove_{entry}", type="tertiary"):
        st.session_state[_CONFIRMING] = entry
    if st.session_state.get(_CONFIRMING) == entry:
        html.paragraph(ui("This will erase what you told us about {what}.", what=name))
        if st.button(ui("Yes, remove"), key=f"sure_{entry}"):
            session.remove_entry(entry)
            del st.session_state[_CONFIRMING]
            st.rerun()
        if st.button(ui("No, keep"), key=f"keep_{entry}"):
            del st.session_state[_CONFIRMING]
            st.rerun()


def progress(part: question_pages.PartProgress) -> str:
    """How far along a part is, in words."""
    ui = session.words().ui
    if not part.shown:
        return ui("Not started")
    if part.answered == part.questions:
        return ui("Done")
    if part.done:
        return ui("Done, {number} skipped", number=part.questions - part.answered)
    return ui("{number} of {total} answered", number=part.answered, total=part.questions)
