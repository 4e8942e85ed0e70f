"""One record: follow it up, what changed since, its whole story, and what may leave as a file."""

import streamlit as st

from intake.brief.model import Brief
from intake.store.permissions import Permission
from intake.store.records import RecordHead, Version
from intake.store.schema import RecordStatus
from intake.ui.common import html, navigation, session, summary_html
from intake.ui.staff import record_rows
from intake.ui.staff.call import log, open_record, resume, welcome_back
from intake.ui.staff.record import follow_up, history, ownership, timeline
from intake.ui.staff.wrap_up import export_files

words = session.words()
ui = words.ui


def how_it_stands(head: RecordHead, found: Brief) -> None:
    """How urgent, until when, whose, and how to get in touch safely."""
    html.show(record_rows.chip(head))
    html.paragraph(" · ".join(record_rows.facts(head, words, session.now())))
    html.show(html.bullets(f"{row.label}: {row.value}" for row in found.reach))
    with st.container(horizontal=True, key="record_acts"):
        if st.button(ui("Go on with the questions"), key="record_go_on"):
            navigation.go("call")
        if st.button(ui("Read back and finish"), key="record_wrap_up"):
            navigation.go("wrap_up")


def changed(head: RecordHead, versions: tuple[Version, ...]) -> None:
    """What is different from how it was when somebody was last in touch."""
    last = head.followed_up_at or head.finished_at
    if last is None:
        return
    html.section(ui("What changed since {date}", date=record_rows.moment(last, words, session.now().tzinfo)))
    if since := timeline.changed_since(versions, last):
        html.show(history.changes(since))
    else:
        html.paragraph(ui("No answer was changed since."))


def for_supervisors(head: RecordHead) -> None:
    """Whose it is, whether it is held, who looked."""
    html.section(ui("For supervisors"))
    ownership.owner(head)
    ownership.hold(head)
    html.section(ui("Who looked at this record"))
    ownership.who_looked(head)


def record(head: RecordHead) -> None:
    """The page of a record."""
    found, versions = session.current_brief(), timeline.versions_of(head)
    html.heading(record_rows.title(session.response()), caption=ui("Record {number}", number=record_rows.number(head)))
    how_it_stands(head, found)
    changed(head, versions)
    if head.status is not RecordStatus.CLOSED:
        html.section(ui("Follow up"))
        follow_up.form(found)
    html.section(ui("The summary as it is now"))
    html.show(f'<div class="ns-plain">{summary_html.cover(found, words)}</div>')
    html.section(ui("What happened"))
    log.read()
    history.show(log.lines(), versions)
    if open_record.actor().may(Permission.EXPORT_RECORD, owner=head.owner):
        html.section(ui("Files"))
        export_files.files(found)
    if open_record.actor().may(Permission.HOLD, owner=head.owner):
        for_supervisors(head)


resume.reopen()
opened = open_record.current()
if opened is None:
    welcome_back.nothing_open()
else:
    with st.container(key="desk_record"):
        record(opened.head)
