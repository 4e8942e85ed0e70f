"""Privacy: what is asked, where it is kept, how it goes away."""

import streamlit as st

from intake.config import site
from intake.ui.common import html, navigation, session
from intake.ui.family import tab_storage_choice

ui = session.words().ui

html.heading(ui("Privacy"))
for title, text in (
    (
        ui("What we ask"),
        ui("We ask about someone you worry about, so that your next steps fit. You do not have to give a name."),
    ),
    (
        ui("Where your answers are"),
        ui(
            "In this tab of your browser, locked, and in the memory of the computer that runs this page. Only that "
            "computer can open the lock. It does not write your answers to disk and does not send them to anyone."
        ),
    ),
    (
        ui("How they go away"),
        ui(
            "“Leave this site” and “Erase my answers” remove them at once. When you close the tab, the computer "
            "forgets them within a minute, and your summary can no longer be fetched from it. A tab that you leave "
            "open can bring them back for a day or two."
        ),
    ),
    (
        ui("If someone else uses this device"),
        ui(
            "Some browsers can open a closed tab again. For five minutes, your answers could come back with it. "
            "If you copy the tab, the copy has your answers too. To be sure, leave or erase first."
        ),
    ),
    (
        ui("Who else sees them"),
        ui(
            "No one, unless you share the summary. There are no ads, no trackers and no visits "
            "to other sites. One cookie keeps the page working."
        ),
    ),
    (
        ui("The file"),
        ui(
            "The summary is made when you press the button. It stays on your device until you delete it. It carries "
            "your answers, so that you can go on later. A file that you open here is read and not kept."
        ),
    ),
):
    html.section(title)
    html.paragraph(text)
html.section(ui("If you load the page again"))
tab_storage_choice.choice()
if site().privacy_contact:
    html.section(ui("Who to ask"))
    html.paragraph(site().privacy_contact)
if st.button(ui("Back"), type="primary"):
    navigation.go(st.session_state.get("privacy_return") or "start")
