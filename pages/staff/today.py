"""Today: calls in progress and follow-ups, the most urgent first; what is found by a name or a number."""

import datetime as dt
from dataclasses import replace

import streamlit as st

from intake.domain.rules import Level, Tier
from intake.store.lists import PAGE_SIZE, ListRow, RecordFilter
from intake.store.permissions import Permission
from intake.store.schema import RecordStatus
from intake.ui.common import html, navigation, session
from intake.ui.staff import flash, record_rows, store_access
from intake.ui.staff.call import open_record

words = session.words()
ui = words.ui
actor = open_record.actor()
lists = store_access.lists(actor)
MINE, NOBODYS, ALL = "mine", "nobody", "all"
WHOSE = {ALL: ui("Everyone's") if actor.may(Permission.READ_OTHERS) else ui("Mine and no one's")}
WHOSE |= {MINE: ui("Mine"), NOBODYS: ui("No one's")}
LEVELS = {level: session.content().band[level].heading for level in Level}


def opened(found: ListRow) -> None:
    """A call in progress goes on where it was; what is to be followed up, or done, opens as a record."""
    open_record.resume(found.head.id)
    navigation.go("call" if found.head.status is RecordStatus.CALLING or open_record.current() is None else "record")


def shown(found: tuple[ListRow, ...], name: str) -> None:
    """The rows of one list: a record can stand in several of them."""
    for one in found:
        with st.container(horizontal=True, key=f"row_{name}_{one.head.id}"):
            html.show(record_rows.row(one, words, store_access.now()))
            if st.button(ui("Open {number}", number=record_rows.number(one.head)), key=f"open_{name}_{one.head.id}"):
                opened(one)


def section(title: str, nothing: str, wanted: RecordFilter, name: str) -> None:
    """A list with how many there are; more of them when asked for."""
    number, most = lists.count(wanted), st.session_state.get(f"desk_more_{name}", PAGE_SIZE)
    html.section(f"{title} ({number})")
    if not number:
        html.paragraph(nothing)
    shown(lists.rows(wanted, limit=most), name)
    if number > most and st.button(ui("Show more"), key=f"more_{name}"):
        st.session_state[f"desk_more_{name}"] = most + PAGE_SIZE
        st.rerun()


def narrowed() -> RecordFilter:
    """What the person wants to see of each list."""
    with st.container(horizontal=True, key="desk_filters"):
        whose = st.selectbox(ui("Whose"), list(WHOSE), format_func=WHOSE.__getitem__, key="desk_whose")
        level = st.selectbox(
            ui("How urgent"),
            list(LEVELS),
            index=None,
            placeholder=ui("All"),
            format_func=LEVELS.__getitem__,
            key="desk_level",
        )
    return RecordFilter(
        owner={MINE: actor.name, NOBODYS: ""}.get(whose),
        urgencies=tuple(tier.urgency for tier in Tier if tier.level is level) if level else None,
    )


def to_do() -> None:
    """The lists of work, each by the kind of danger first, then by time."""
    now = session.now()
    tomorrow = (now + dt.timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    wanted = narrowed()
    html.paragraph(ui("The most urgent kind of danger first, then what is due first."))
    in_progress = replace(wanted, statuses=(RecordStatus.CALLING,))
    waiting = replace(wanted, statuses=(RecordStatus.FOLLOW_UP,))
    section(ui("Calls in progress"), ui("No call is open."), in_progress, "calling")
    section(ui("Follow-ups overdue"), ui("Nothing is overdue."), replace(waiting, due_before=now), "overdue")
    due_today = replace(waiting, due_from=now, due_before=tomorrow)
    section(ui("Follow-ups for today"), ui("There is nothing more to follow up today."), due_today, "today")
    later = replace(waiting, due_from=tomorrow)
    section(ui("Later"), ui("There is nothing to follow up later."), later, "later")
    section(ui("Closed"), ui("Nothing was closed yet."), replace(wanted, statuses=(RecordStatus.CLOSED,)), "closed")


def found_by_name(sought: str) -> None:
    found = lists.find(sought)
    html.section(ui("Found by name or number ({number})", number=len(found)))
    if not found:
        html.paragraph(ui("Nothing was found. Type a whole name, or three letters of it or more."))
    shown(found, "found")


def found_in_notes(sought: str) -> None:
    """For supervisors: it reads every note there is, so it stands in the audit trail."""
    found = lists.search_notes(sought)
    html.section(ui("Found in notes ({number})", number=len(found)))
    for one in found:
        with st.container(horizontal=True, key=f"row_notes_{one.head.id}_{one.line.seq}"):
            html.show(record_rows.noted(one, words, session.now().tzinfo))
            if st.button(
                ui("Open {number}", number=record_rows.number(one.head)), key=f"open_notes_{one.head.id}_{one.line.seq}"
            ):
                opened(ListRow(one.head, one.card))


html.heading(ui("Today"))
flash.show()
if actor.may(Permission.TAKE_CALL) and st.button(ui("New call"), type="primary", key="new_call"):
    open_record.begin()
    navigation.go("call")
if actor.may(Permission.READ_RECORD):
    in_notes = ""
    with st.container(horizontal=True, key="desk_search"):
        sought = st.text_input(ui("Find a name or a number"), key="desk_find", autocomplete="off")
        if actor.may(Permission.SEARCH_NOTES):
            in_notes = st.text_input(ui("Search inside notes"), key="desk_notes", autocomplete="off")
    if sought.strip():
        found_by_name(sought)
    if in_notes.strip():
        found_in_notes(in_notes)
    to_do()
else:
    html.paragraph(ui("Your role reads no records."))
    html.paragraph(ui("Accounts, what was done, and how long records are kept are in the row above."))
