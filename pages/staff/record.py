"""One record: status, changes since the last contact, follow-up, summary, history, and files."""

import streamlit as st

from intake.store.index_fields import FOLLOW_UP_REASON, FOLLOW_UP_SAFE
from intake.store.permissions import Permission
from intake.store.records import RecordHead, Version
from intake.store.schema import RecordStatus
from intake.ui.common import html, navigation, session, summary_html
from intake.ui.staff import record_rows
from intake.ui.staff.call import call_state, log, open_record, part_2, resume, welcome_back, without_notes
from intake.ui.staff.record import another_call, follow_up, history, merges, ownership, people, timeline
from intake.ui.staff.sharing import hand_over
from intake.ui.staff.wrap_up import desk_facts, export_files

words = session.words()
ui = words.ui


def status(head: RecordHead) -> None:
    """Urgency, due date, owner, the reason for the follow-up, and whether it is safe to call."""
    html.show(record_rows.chip(head))
    html.paragraph(" · ".join(record_rows.facts(head, words, session.now())))
    call = call_state.field_value
    reason = call(FOLLOW_UP_REASON)
    if reason and head.status is not RecordStatus.CLOSED:
        html.paragraph(ui("Reason for the follow-up: {reason}", reason=reason))
    if warning := record_rows.call_warning(call(FOLLOW_UP_SAFE), words):
        html.show(f'<p><strong class="ns-warn">{html.safe(warning)}</strong></p>')
    with st.container(horizontal=True, key="record_acts"):
        if st.button(ui("Continue the questions"), key="record_go_on"):
            navigation.go("call")
        if st.button(ui("Read back and finish"), key="record_wrap_up"):
            navigation.go("wrap_up")
        another_call.button(head)


def part_2_mark() -> None:
    """That some of the record comes from a Part 2 program, with the notice and the scope of the patient's consent."""
    patient = part_2.of_call()
    if patient is None:
        return
    source = ui("Part 2 record. Source: {program}.", program=patient.program or ui("program not named"))
    signed = part_2.scope() or part_2.no_file()
    text = " ".join(filter(None, (part_2.notice(), signed)))
    html.show(f'<p class="ns-alert"><strong>{html.safe(source)}</strong> {html.safe(text)}</p>')


def changes_since_contact(head: RecordHead, versions: tuple[Version, ...]) -> None:
    """Answers that changed since the last contact."""
    last = head.followed_up_at or head.finished_at
    if last is None:
        return
    html.section(ui("Changes since {date}", date=record_rows.moment(last, words, session.now().tzinfo)))
    if changes := timeline.changed_since(versions, last):
        html.show(history.changes_html(changes))
    else:
        html.paragraph(ui("No answers have changed."))


def for_supervisors(head: RecordHead, versions: tuple[Version, ...]) -> None:
    """Owner, hold, merges and audit trail."""
    html.section(ui("For supervisors"))
    ownership.owner_form(head)
    ownership.peak_form(head)
    ownership.hold_form(head)
    merges.form(head, versions)
    html.section(ui("Audit trail for this record"))
    ownership.audit_trail(head)


def record(head: RecordHead) -> None:
    """Show the page of a record."""
    brief, versions = session.current_brief(), timeline.versions_of(head)
    html.heading(record_rows.title(session.case()), caption=ui("Record {number}", number=record_rows.number(head)))
    log.refresh()
    without_notes.mark()
    part_2_mark()
    status(head)
    people.contacts(head)
    changes_since_contact(head, versions)
    if head.status is not RecordStatus.CLOSED:
        html.section(ui("Follow-up"))
        follow_up.form(brief)
    html.section(ui("Current summary"))
    html.show(f'<div class="ns-plain">{summary_html.cover(desk_facts.added_to(brief), words)}</div>')
    people.calls(head)
    html.section(ui("History"))
    history.show(log.lines(), versions)
    if open_record.actor().may(Permission.EXPORT_RECORD, owner=head.owner):
        html.section(ui("Files"))
        export_files.files(brief)
    hand_over.form(head)
    if open_record.actor().may(Permission.HOLD, owner=head.owner):
        for_supervisors(head, versions)


resume.reopen()
opened = open_record.current()
if opened is None:
    welcome_back.nothing_open()
else:
    with st.container(key="desk_record"):
        record(opened.head)
