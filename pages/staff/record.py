"""One record: follow it up, what changed since, its whole story, and what may leave as a file."""

import streamlit as st

from intake.access import Action
from intake.store.schema import Status
from intake.ui import brief_on_screen, drawing, navigation, session
from intake.ui.desk import call, following_up, leaving, owning, rows, story, timeline

words = session.words()
ui = words.ui
opened = call.current()
if opened is None:
    navigation.go("today")
head, found = opened.head, session.current_brief()
versions = call.records().history(head.id)


def how_it_stands() -> None:
    """How urgent, until when, whose, and how to get in touch safely."""
    drawing.show(rows.chip(head))
    drawing.paragraph(" · ".join(rows.facts(head, words, session.now())))
    drawing.show(drawing.bullets(f"{row.label}: {row.value}" for row in found.reach))
    with st.container(horizontal=True, key="record_acts"):
        if st.button(ui("Go on with the questions"), key="record_go_on"):
            navigation.go("call")
        if st.button(ui("Read back and finish"), key="record_wrap_up"):
            navigation.go("wrap_up")


def changed() -> None:
    """What is different from how it was when somebody was last in touch."""
    last = head.followed_up_at or head.finished_at
    if last is None:
        return
    drawing.section(ui("What changed since {date}", date=rows.moment(last, words, session.now().tzinfo)))
    if since := timeline.changed_since(versions, last):
        drawing.show(story.changes(since))
    else:
        drawing.paragraph(ui("No answer was changed since."))


drawing.heading(rows.title(session.response()), caption=ui("Record {number}", number=rows.number(head)))
how_it_stands()
changed()
if head.status is not Status.CLOSED:
    drawing.section(ui("Follow up"))
    following_up.form(found)
drawing.section(ui("The summary as it is now"))
drawing.show(f'<div class="ns-plain">{brief_on_screen.cover(found, words)}</div>')
drawing.section(ui("What happened"))
story.show(call.log(), versions)
if call.actor().may(Action.EXPORT_RECORD, owner=head.owner):
    drawing.section(ui("Files"))
    leaving.files(found)
if call.actor().may(Action.HOLD, owner=head.owner):
    drawing.section(ui("For supervisors"))
    owning.owner(head)
    owning.hold(head)
    drawing.section(ui("Who looked at this record"))
    owning.who_looked(head)
