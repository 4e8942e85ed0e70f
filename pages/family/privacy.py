"""Privacy: what is asked, where the answers are kept, and how they are erased."""

import streamlit as st

from intake.config import site
from intake.ui.common import html, navigation, session
from intake.ui.family import tab_storage_choice

ui = session.words().ui

html.heading(ui("Privacy"))
for title, text in (
    (
        ui("What we ask"),
        ui(
            "We ask about the person you are worried about, so that your next steps fit. You do not have to give a "
            "name."
        ),
    ),
    (
        ui("Where your answers are"),
        ui(
            "In this browser tab, locked, and in the memory of the computer that runs this site. Only that computer "
            "can unlock them. It does not save your answers to disk and does not send them to anyone."
        ),
    ),
    (
        ui("How they are erased"),
        ui(
            "“Leave this site” and “Erase my answers” erase them right away. When you close the tab, the computer "
            "erases them within a minute, and no one can download your summary from it anymore. A tab that you leave "
            "open can bring them back for a day or two."
        ),
    ),
    (
        ui("If someone else uses this device"),
        ui(
            "Some browsers can reopen a closed tab. For five minutes, your answers could come back with it. If you "
            "duplicate the tab, the copy has your answers too. To be sure, use “Leave this site” or “Erase my answers” "
            "first."
        ),
    ),
    (
        ui("Who else sees them"),
        ui(
            "No one, unless you share the summary. There are no ads and no trackers, and nothing is loaded from other "
            "sites. One cookie keeps this site working."
        ),
    ),
    (
        ui("The file"),
        ui(
            "The summary is made when you tap the button. It stays on your device until you delete it. It holds your "
            "answers, so you can pick up later where you left off. A file that you open here is read and not kept."
        ),
    ),
):
    html.section(title)
    html.paragraph(text)
html.section(ui("If you reload the page"))
tab_storage_choice.show()
if site().privacy_contact:
    html.section(ui("Who to ask"))
    html.paragraph(site().privacy_contact)
if st.button(ui("Back"), type="primary"):
    navigation.go(st.session_state.get("privacy_return") or "start")
