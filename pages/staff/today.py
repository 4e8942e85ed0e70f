"""Today: calls in progress and follow-ups, the most urgent first."""

import streamlit as st

from intake.access import Action
from intake.model import Tier
from intake.store.records import Head
from intake.store.schema import Status
from intake.ui import drawing, navigation, session
from intake.ui.desk import call, office

words = session.words()
ui = words.ui


def opened(record_id: str) -> None:
    call.resume(record_id)
    navigation.go("call")


def row(head: Head) -> None:
    """One record: how urgent in words, since when or until when, whose."""
    tier = list(Tier)[head.urgency]
    band = session.content().band[tier.level].heading
    due = ui("Due {date}", date=words.date(head.due_at.date())) if head.due_at else ui("No date")
    late = head.due_at is not None and head.due_at < office.now()
    told = " · ".join((band, ui("Overdue: {due}", due=due) if late else due, head.owner or ui("No one's")))
    with st.container(horizontal=True, key=f"record_{head.id}"):
        drawing.show(f"<p><strong>{drawing.safe(head.id[:6])}</strong> {drawing.safe(told)}</p>")
        if st.button(ui("Open: {what}", what=head.id[:6]), key=f"open_{head.id}"):
            opened(head.id)


def listed(title: str, nothing: str, heads: tuple[Head, ...]) -> None:
    drawing.section(title)
    for head in heads:
        row(head)
    if not heads:
        drawing.paragraph(nothing)


drawing.heading(ui("Today"))
if call.actor().may(Action.TAKE_CALL) and st.button(ui("New call"), type="primary", key="new_call"):
    call.begin()
    navigation.go("call")
if call.actor().may(Action.READ_RECORD):
    sought = st.text_input(ui("Find a name or a number"), key="desk_find", autocomplete="off")
    if sought.strip():
        listed(ui("Found"), ui("Nothing was found."), call.records().find(sought))
    listed(ui("Calls in progress"), ui("No call is open."), call.records().listed(Status.CALLING))
    listed(ui("Follow-ups"), ui("There is nothing to follow up."), call.records().listed(Status.FOLLOW_UP))
else:
    drawing.paragraph(ui("Your role reads no records."))
