"""Today: what is open, the gravest danger first, and the search by name, phone number, record number or note."""

import datetime as dt
from dataclasses import replace

import streamlit as st

from intake.domain.rules import Tier
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
OPEN, OVERDUE, TODAY, LATER, CALLING, CLOSED = "open", "overdue", "today", "later", "calling", "closed"
EMPTY = {
    OPEN: ui("Nothing is open."),
    OVERDUE: ui("No overdue follow-ups."),
    TODAY: ui("No more follow-ups due today."),
    LATER: ui("No later follow-ups."),
    CALLING: ui("No calls in progress."),
    CLOSED: ui("No closed records."),
}


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
            html.show(record_rows.row(listed, words, session.now()))
            key = f"open_{name}_{listed.head.id}"
            if listed.guarded:
                guarded.button(listed, key)
            elif st.button(ui("Open {number}", number=record_rows.number(listed.head)), key=key):
                open_listed(listed)


def filters() -> RecordFilter:
    """The filter fields, which apply to every list."""
    owner = st.selectbox(ui("Assigned to"), list(OWNERS), format_func=OWNERS.__getitem__, key="desk_whose")
    urgency = st.selectbox(
        ui("Kind of danger"),
        [tier.urgency for tier in Tier],
        index=None,
        placeholder=ui("All"),
        format_func=record_rows.kind,
        key="desk_level",
    )
    return RecordFilter(
        owner={MINE: actor.name, UNASSIGNED: ""}.get(owner), urgencies=None if urgency is None else (urgency,)
    )


def worklists(record_filter: RecordFilter) -> dict[str, RecordFilter]:
    """The lists by name. What is open comes first; closed records are apart."""
    now = session.now()
    tomorrow = (now + dt.timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    follow_ups = replace(record_filter, statuses=(RecordStatus.FOLLOW_UP,))
    return {
        OPEN: replace(record_filter, statuses=(RecordStatus.CALLING, RecordStatus.FOLLOW_UP)),
        OVERDUE: replace(follow_ups, due_before=now),
        TODAY: replace(follow_ups, due_from=now, due_before=tomorrow),
        LATER: replace(follow_ups, due_from=tomorrow),
        CALLING: replace(record_filter, statuses=(RecordStatus.CALLING,)),
        CLOSED: replace(record_filter, statuses=(RecordStatus.CLOSED,)),
    }


def worklist(record_filter: RecordFilter) -> None:
    """The chosen list, PAGE_SIZE rows at a time; the choices show how many records each list has."""
    chosen_lists = worklists(record_filter)
    numbers = {name: lists.count(chosen) for name, chosen in chosen_lists.items()}
    labels = {
        OPEN: ui("Open ({number})", number=numbers[OPEN]),
        OVERDUE: ui("Overdue ({number})", number=numbers[OVERDUE]),
        TODAY: ui("Due today ({number})", number=numbers[TODAY]),
        LATER: ui("Due later ({number})", number=numbers[LATER]),
        CALLING: ui("Calls in progress ({number})", number=numbers[CALLING]),
        CLOSED: ui("Closed ({number})", number=numbers[CLOSED]),
    }
    name = st.radio(
        ui("List"),
        list(labels),
        format_func=labels.__getitem__,
        key="desk_list",
        horizontal=True,
        label_visibility="collapsed",
    )
    more = f"desk_more_{name}"
    most = st.session_state.get(more, PAGE_SIZE)
    if not numbers[name]:
        html.paragraph(EMPTY[name])
    rows(lists.rows(chosen_lists[name], limit=most), name)
    if numbers[name] > most and st.button(ui("Show more"), key=f"more_{name}"):
        st.session_state[more] = most + PAGE_SIZE
        st.rerun()


def name_results(query: str) -> None:
    records = lists.find(query)
    html.section(ui("Found ({number})", number=len(records)))
    if not records:
        html.paragraph(
            ui(
                "No results. Enter a name or its first three letters, a phone number or its last four digits, or the "
                "number of a record."
            )
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


def head() -> tuple[str, str, RecordFilter]:
    """The row at the top: a new call, the search, the filters. Returns what to find by name, and in notes."""
    query = note_query = ""
    with st.container(horizontal=True, key="desk_search", vertical_alignment="bottom"):
        html.heading(ui("Today"))
        if actor.may(Permission.TAKE_CALL) and st.button(ui("New call"), type="primary", key="new_call"):
            open_record.begin()
            navigation.go("call")
        if actor.may(Permission.READ_RECORD):
            query = st.text_input(ui("Find a name or number"), key="desk_find", autocomplete="off")
        if actor.may(Permission.SEARCH_NOTES):
            note_query = st.text_input(ui("Search notes"), key="desk_notes", autocomplete="off")
        record_filter = filters() if actor.may(Permission.READ_RECORD) else RecordFilter()
    return query, note_query, record_filter


query, note_query, record_filter = head()
flash.show()
if actor.may(Permission.READ_RECORD):
    if query.strip():
        name_results(query)
    if note_query.strip():
        note_results(note_query)
    waiting.offers()
    waiting.left_calls()
    with st.container(key="desk_lists"):
        worklist(record_filter)
else:
    html.paragraph(ui("Your role cannot open records."))
    html.paragraph(ui("Use the links above for staff accounts, the audit trail, and record retention."))
keyboard.bind(buttons={"new_call": "new_call"})
