"""What the screens say about the answers this tab keeps, and a button to change it."""

from __future__ import annotations

import streamlit as st

from intake.ui.common import html, session, tab_storage
from intake.ui.common.browser import cannot_keep


def show() -> None:
    """Say whether the tab keeps the answers when the page is reloaded, with a button to change that."""
    ui = session.words().ui
    if cannot_keep():
        return  # the frame says so on every page
    stored = tab_storage.stored()
    if stored:
        status = ui(
            "This tab keeps your answers, locked, until you close it. If you reload the page, they will still be here."
        )
    elif session.tab_storage_choice() is None:
        status = ui(
            "Because of what you told us, this tab does not keep your answers. If you reload the page, they will be "
            "gone, and no one can find them here. You can change this if no one else uses this device."
        )
    else:
        status = ui("This tab does not keep your answers. If you reload the page, they will be gone.")
    html.paragraph(status)
    label = (
        ui("Do not keep my answers in this tab") if stored else ui("Keep my answers in this tab if I reload the page")
    )
    if st.button(label, key="keeping", type="tertiary"):
        session.choose_tab_storage(keep=not stored)
        st.rerun()
