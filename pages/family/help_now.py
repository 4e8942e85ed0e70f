"""Help now: every line to call where the loved one is and where the family is, by need, most urgent first."""

from dataclasses import replace

import streamlit as st

from intake.domain.helplines import Helpline
from intake.domain.local_helplines import lines_for
from intake.domain.opening_hours import is_open
from intake.ui.common import html, navigation, session
from intake.ui.common.static_pages import CallLine, Need, as_line, merged, needs

words = session.words()
ui = words.ui
content, response, now = session.content(), session.response(), session.now()
MOST_LINES = 6  # for each purpose


def call_line(line: Helpline) -> CallLine:
    """A line with whether it is open now, what it is not for, and when it was checked."""
    status = {True: ui("Open now."), False: ui("Closed now."), None: ""}[is_open(line, now)]
    return replace(
        as_line(line),
        now=status,
        not_for=line.not_for or "",
        checked=ui("Checked {date}", date=words.date(line.checked_on)),
    )


html.heading(ui("Help now"))
html.paragraph(ui("You can call about someone else. You do not have to give your name."))
note = html.place_note(content, response, words)
html.show(note)
if not note and not session.country_is_known():
    html.paragraph(ui("We do not know where you are, so we show numbers for the United States and Canada."))


def all_needs() -> list[Need]:
    """Every need with its lines. What serves several needs, or a number of several lines, is at the first."""
    listed: set[str] = set()
    numbers: set[str] = set()
    found = []
    for purpose in content.purposes:
        candidates = lines_for(content, response, (purpose.id,), now.date(), most=MOST_LINES)
        unlisted = [line for line in candidates if line.id not in listed]
        listed.update(line.id for line in unlisted)
        if unlisted:
            urgent = purpose.id in content.place.lines.crisis_page
            lines = [
                one._replace(line=replace(one.line, call=""), above=True) if one.line.call in numbers else one
                for one in merged(map(call_line, unlisted))
            ]
            found.append(Need(purpose.title, tuple(lines), urgent))
            numbers.update(one.line.call for one in lines if one.line.call)
    return found


html.show(needs(all_needs(), words))
html.paragraph(
    ui(
        "Phone numbers can change hands. If the person who answers tries to sell you treatment, or does not give "
        "the name shown here, hang up."
    )
)
if st.button(ui("What to say when you call")):
    navigation.open_side_page("call_helper", "help_now")
if st.button(ui("Back"), type="primary"):
    navigation.go(navigation.side_page_return("help_now"))
