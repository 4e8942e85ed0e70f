"""The family as one: what several relatives answered, who agrees, and who differs."""

import streamlit as st

from intake.brief.rows import AnswerStatus, Row
from intake.domain.base import Personal
from intake.saved import OpenedFile
from intake.ui.common import html, navigation, session
from intake.ui.common.literal import literal
from intake.ui.family import drawings, relatives, saved_file

words = session.words()
ui = words.ui
HOLD_BACK = {
    Personal.NAME: ui("Leave out names"),
    Personal.CONTACT: ui("Leave out phone numbers and how to reach them"),
    Personal.NOTES: ui("Leave out what they wrote in their own words"),
    Personal.OWN: ui("Leave out what they said about their own safety"),
}


def offer(file: OpenedFile) -> None:
    """What is in a file, what to leave out of it, and the button to add it."""
    saved_file.show(file)
    if relatives.knows_same(file.response):
        html.alert(ui("These are answers you already have here. Choose another file."))
        return
    agreed = st.checkbox(ui("They know and agree that I add their answers to mine"), key="together_agreed")
    html.paragraph(ui("They may want to keep some of it to themselves. Ask them."))
    left_out = [kind for kind, text in HOLD_BACK.items() if st.checkbox(text, key=f"together_{kind.value}")]
    secret = st.checkbox(ui("Only show it here: keep all of their answers out of any file"), key="together_secret")
    if st.button(ui("Add these answers"), type="primary"):
        if not agreed:
            html.alert(ui("Ask them first. Then check the box that says they agree."))
        elif relatives.add(file, left_out=left_out, confidential=secret):
            saved_file.forget()
            navigation.go("together")
        else:
            html.alert(ui("You already have as many people as fit here."))


def people() -> None:
    """Everybody whose answers are here, with a button to take theirs out."""
    html.section(ui("Whose answers are here"))
    html.show(html.bullets([ui("You"), *(relatives.label(one) for one in session.others())]))
    for one in session.others():
        if st.button(ui("Take out: {name}", name=literal(relatives.label(one))), key=f"out_{one.id}", type="tertiary"):
            relatives.remove(one.id)
            navigation.go("together")


def rows_html(rows: tuple[Row, ...]) -> None:
    """Answers, each with who gave it."""
    html.show(*(html.answer(row) for row in rows))


def picture() -> None:
    """How urgent it is with all answers, what differs, and what several people saw."""
    brief = session.current_brief()
    html.show(html.band(brief, words, small=True))
    html.section(ui("Where you differ"))
    if brief.differences:
        html.paragraph(ui("It is normal to see things differently. We go by the more serious answer."))
        rows_html(brief.differences)
    else:
        html.paragraph(ui("Nowhere, so far."))
    differing = {row.key for row in brief.differences}
    signs = [row for part in brief.risk for row in part.rows if row.status is AnswerStatus.REPORTED]
    several = tuple(row for row in signs if row.key not in differing and ";" in row.basis)
    one_alone = tuple(row for row in signs if row.key not in differing and row.basis and ";" not in row.basis)
    if several:
        html.section(ui("What more than one of you saw or heard"))
        rows_html(several)
    if one_alone:
        html.section(ui("What one of you saw or heard"))
        rows_html(one_alone)
    if st.button(ui("See the next steps for all of you"), type="primary"):
        navigation.go("result")
    if st.button(ui("Get one summary for a professional")):
        navigation.go("summary")


drawings.heading(ui("Your family as one"), "table")
html.paragraph(
    ui(
        "Each of you sees a part. A relative can answer the questions on their own phone, save the file, and send it "
        "to you. Add it here. What they answered stays apart from what you answered."
    )
)
if session.others():
    people()
    picture()
html.section(ui("Add a file"))
if opened := saved_file.choose_file(ui("Choose the file")):
    offer(opened)
if st.button(ui("Back to my next steps")):
    saved_file.forget()
    navigation.go("result")
