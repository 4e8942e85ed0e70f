"""Today: calls in progress and follow-ups, most urgent first, and the search by name, phone number or note."""

import datetime as dt
from dataclasses import replace

import streamlit as st

from intake.domain.rules import Level, Tier
from intake.store.lists import PAGE_SIZE, ListRow, RecordFilter
from intake.store.permissions import Permission
from intake.store.schema import RecordStatus
from intake.ui.common import html, navigation, session
from intake.ui.staff import flash, looking, record_rows, store_access
from intake.ui.staff.call import keyboard, open_record
from intake.ui.staff.sharing import guarded, waiting

words = session.words()
ui = words.ui
actor = open_record.actor()
lists = store_access.lists(actor)
MINE, UNASSIGNED, ALL = "mine", "nobody", "all"
OWNERS = {ALL: ui("Anyone") if actor.may(Permission.READ_OTHERS) else ui("Me or unassigned")}
OWNERS |= {MINE: ui("Me"), UNASSIGNED: ui("Unassigned")}
LEVELS = {level: session.content().band[level].heading for level in Level}


def open_listed(listed: ListRow) -> None:
    """Open a call in progress at the desk, any other record on its page. Supervisors look at a call of someone else.

    The desk also explains why a record cannot be opened.
    """
    in_a_call = listed.head.status is RecordStatus.CALLING
    if in_a_call and listed.head.owner not in ("", actor.name) and actor.may(Permission.SUPERVISE_CALLS):
        looking.start(listed.head.id)
        navigation.go("board")
    open_record.resume(listed.head.id)
    navigation.go("call" if in_a_call or open_record.current() is None else "record")


def rows(records: tuple[ListRow, ...], name: str) -> None:
    """The rows of one list. `name` makes widget keys unique: a record can be in several lists."""
    for listed in records:
        with st.container(horizontal=True, key=f"row_{name}_{listed.head.id}"):
            html.show(record_rows.row(listed, words, store_access.now()))
            key = f"open_{name}_{listed.head.id}"
            if listed.guarded:
                guarded.button(listed, key)
            elif st.button(ui("Open {number}", number=record_rows.number(listed.head)), key=key):
                open_listed(listed)


def section(title: str, empty_text: str, record_filter: RecordFilter, name: str) -> None:
    """A list with its total count, PAGE_SIZE rows at a time."""
    number, most = lists.count(record_filter), st.session_state.get(f"desk_more_{name}", PAGE_SIZE)
    html.section(f"{title} ({number})")
    if not number:
        html.paragraph(empty_text)
    rows(lists.rows(record_filter, limit=most), name)
    if number > most and st.button(ui("Show more"), key=f"more_{name}"):
        st.session_state[f"desk_more_{name}"] = most + PAGE_SIZE
        st.rerun()


def filters() -> RecordFilter:
    """The filter fields, which apply to every list."""
    with st.container(horizontal=True, key="desk_filters"):
        owner = st.selectbox(ui("Assigned to"), list(OWNERS), format_func=OWNERS.__getitem__, key="desk_whose")
        level = st.selectbox(
            ui("Urgency"),
            list(LEVELS),
            index=None,
            placeholder=ui("All"),
            format_func=LEVELS.__getitem__,
            key="desk_level",
        )
    return RecordFilter(
        owner={MINE: actor.name, UNASSIGNED: ""}.get(owner),
        urgencies=tuple(tier.urgency for tier in Tier if tier.level is level) if level else None,
    )


def worklists() -> None:
    """All lists: in progress, overdue, due today, later, closed."""
    now = session.now()
    tomorrow = (now + dt.timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    record_filter = filters()
    html.paragraph(ui("Sorted by urgency, then by due date."))
    in_progress = replace(record_filter, statuses=(RecordStatus.CALLING,))
    waiting = replace(record_filter, statuses=(RecordStatus.FOLLOW_UP,))
    section(ui("Calls in progress"), ui("No calls in progress."), in_progress, "calling")
    section(ui("Overdue follow-ups"), ui("No overdue follow-ups."), replace(waiting, due_before=now), "overdue")
    due_today = replace(waiting, due_from=now, due_before=tomorrow)
    section(ui("Follow-ups due today"), ui("No more follow-ups due today."), due_today, "today")
    later = replace(waiting, due_from=tomorrow)
    section(ui("Later follow-ups"), ui("No later follow-ups."), later, "later")
    section(ui("Closed"), ui("No closed records."), replace(record_filter, statuses=(RecordStatus.CLOSED,)), "closed")


def name_results(query: str) -> None:
    records = lists.find(query)
    html.section(ui("Results by name or phone number ({number})", number=len(records)))
    if not records:
        html.paragraph(
            ui("No results. Enter a name or its first three letters, or a phone number or its last four digits.")
        )
    rows(records, "found")


def note_results(query: str) -> None:
    """For supervisors. The search reads every note, so it is written to the audit trail."""
    hits = lists.search_notes(query)
    html.section(ui("Results in notes ({number})", number=len(hits)))
    for hit in hits:
        with st.container(horizontal=True, key=f"row_notes_{hit.head.id}_{hit.line.seq}"):
            html.show(record_rows.note_row(hit, words, session.now().tzinfo))
            if st.button(
                ui("Open {number}", number=record_rows.number(hit.head)), key=f"open_notes_{hit.head.id}_{hit.line.seq}"
            ):
                open_listed(ListRow(hit.head, hit.card))


html.heading(ui("Today"))
flash.show()
if actor.may(Permission.TAKE_CALL) and st.button(ui("New call"), type="primary", key="new_call"):
    open_record.begin()
    navigation.go("call")
keyboard.bind(buttons={"new_call": "new_call"})
if actor.may(Permission.READ_RECORD):
    note_query = ""
    with st.container(horizontal=True, key="desk_search"):
        query = st.text_input(ui("Search by name or phone number"), key="desk_find", autocomplete="off")
        if actor.may(Permission.SEARCH_NOTES):
            note_query = st.text_input(ui("Search notes"), key="desk_notes", autocomplete="off")
    if query.strip():
        name_results(query)
    if note_query.strip():
        note_results(note_query)
    waiting.offers()
    waiting.left_calls()
    worklists()
else:
    html.paragraph(ui("Your role cannot open records."))
    html.paragraph(ui("Use the links above for staff accounts, the audit trail, and record retention."))
