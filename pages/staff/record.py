"""One record: follow it up, what changed since, its whole story, and what may leave as a file."""

import streamlit as st

from intake.access import Action
from intake.store.records import Head, Version
from intake.store.schema import Status
from intake.summary import Brief
from intake.ui import brief_on_screen, drawing, navigation, session
from intake.ui.desk import (
    call,
    call_log,
    coming_back,
    following_up,
    leaving,
    owning,
    reopening,
    rows,
    story,
    timeline,
)

words = session.words()
ui = words.ui


def how_it_stands(head: Head, found: Brief) -> None:
    """How urgent, until when, whose, and how to get in touch safely."""
    drawing.show(rows.chip(head))
    drawing.paragraph(" · ".join(rows.facts(head, words, session.now())))
    drawing.show(drawing.bullets(f"{row.label}: {row.value}" for row in found.reach))
    with st.container(horizontal=True, key="record_acts"):
        if st.button(ui("Go on with the questions"), key="record_go_on"):
            navigation.go("call")
        if st.button(ui("Read back and finish"), key="record_wrap_up"):
            navigation.go("wrap_up")


def changed(head: Head, versions: tuple[Version, ...]) -> None:
    """What is different from how it was when somebody was last in touch."""
    last = head.followed_up_at or head.finished_at
    if last is None:
        return
    drawing.section(ui("What changed since {date}", date=rows.moment(last, words, session.now().tzinfo)))
    if since := timeline.changed_since(versions, last):
        drawing.show(story.changes(since))
    else:
        drawing.paragraph(ui("No answer was changed since."))


def for_supervisors(head: Head) -> None:
    """Whose it is, whether it is held, who looked."""
    drawing.section(ui("For supervisors"))
    owning.owner(head)
    owning.hold(head)
    drawing.section(ui("Who looked at this record"))
    owning.who_looked(head)


def record(head: Head) -> None:
    """The page of a record."""
    found, versions = session.current_brief(), timeline.versions_of(head)
    drawing.heading(rows.title(session.response()), caption=ui("Record {number}", number=rows.number(head)))
    how_it_stands(head, found)
    changed(head, versions)
    if head.status is not Status.CLOSED:
        drawing.section(ui("Follow up"))
        following_up.form(found)
    drawing.section(ui("The summary as it is now"))
    drawing.show(f'<div class="ns-plain">{brief_on_screen.cover(found, words)}</div>')
    drawing.section(ui("What happened"))
    call_log.read()
    story.show(call_log.lines(), versions)
    if call.actor().may(Action.EXPORT_RECORD, owner=head.owner):
        drawing.section(ui("Files"))
        leaving.files(found)
    if call.actor().may(Action.HOLD, owner=head.owner):
        for_supervisors(head)


reopening.reopen()
opened = call.current()
if opened is None:
    coming_back.nothing_open()
else:
    with st.container(key="desk_record"):
        record(opened.head)
