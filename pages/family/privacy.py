"""Privacy: what is asked, where it is kept, how it goes away."""

import streamlit as st

from intake.config import site
from intake.ui import drawing, navigation, session

ui = session.words().ui

drawing.heading(ui("Privacy"))
for title, text in (
    (
        ui("What we ask"),
        ui("We ask about someone you worry about, so that your next steps fit. You do not have to give a name."),
    ),
    (
        ui("Where your answers are"),
        ui(
            "In the memory of the computer that runs this page, and nowhere else. They are not "
            "written to disk and not sent to anyone. Loading the page again starts with no "
            "answers."
        ),
    ),
    (
        ui("How they go away"),
        ui(
            "“Leave this site” and “Erase my answers” remove them at once. If you just close "
            "the page, the computer may hold them for about half an hour or longer, until it "
            "clears old visits."
        ),
    ),
    (
        ui("Who else sees them"),
        ui(
            "No one, unless you share the summary. There are no ads, no trackers and no visits "
            "to other sites. One cookie keeps the page working."
        ),
    ),
    (ui("The file"), ui("The summary is made when you press the button. It stays on your device until you delete it.")),
):
    drawing.section(title)
    drawing.paragraph(text)
if site().privacy_contact:
    drawing.section(ui("Who to ask"))
    drawing.paragraph(site().privacy_contact)
if st.button(ui("Back"), type="primary"):
    navigation.go(st.session_state.get("privacy_return") or "start")
