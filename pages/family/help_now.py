"""Help now: everybody to call where the loved one is and where the family is, in the order of need."""

from dataclasses import replace

import streamlit as st

from intake.engine import elsewhere, lines_for
from intake.hours import is_open
from intake.model import Helpline
from intake.ui import drawing, navigation, session
from intake.ui.plain_pages import Line, as_line, lines

words = session.words()
ui = words.ui
content, response, now = session.content(), session.response(), session.now()
MOST = 6


def shown(line: Helpline) -> Line:
    """A line with whether it answers now, what it is not for, and when it was checked."""
    answers = {True: ui("Open now."), False: ui("Closed now."), None: ""}[is_open(line, now)]
    return replace(
        as_line(line),
        now=answers,
        not_for=line.not_for or "",
        checked=ui("Checked {date}", date=words.date(line.checked_on)),
    )


drawing.heading(ui("Help now"))
drawing.paragraph(ui("You can call about someone else. You do not have to give your name."))
if elsewhere(content, response):
    drawing.paragraph(
        ui(
            "The person you worry about is outside the United States and Canada. Where we say "
            "911 or 988, use the emergency number and the crisis line of that country."
        )
    )
elif not session.known_place():
    drawing.paragraph(ui("We show the numbers of the United States and of Canada: we do not know where you are."))
listed: set[str] = set()
for purpose in content.purposes:
    there = [
        line for line in lines_for(content, response, (purpose.id,), now.date(), most=MOST) if line.id not in listed
    ]
    listed.update(line.id for line in there)
    if there:
        drawing.section(purpose.title)
        drawing.show(lines(tuple(shown(line) for line in there), words))
drawing.paragraph(
    ui(
        "Numbers change hands. If someone who answers wants to sell you a place in treatment, or does not give the "
        "name written here, hang up."
    )
)
if st.button(ui("What to say when you call")):
    navigation.open_aside("call_helper", "help_now")
if st.button(ui("Back"), type="primary"):
    navigation.go(navigation.aside_return("help_now"))
