"""What a person is told about the answers their tab keeps, and how they change it."""

from __future__ import annotations

import streamlit as st

from intake.ui.common import html, session, tab_storage
from intake.ui.common.browser import cannot_keep


def choice() -> None:
    """Says whether the tab keeps the answers when the page is loaded again, with a way to have it otherwise."""
    ui = session.words().ui
    if cannot_keep():
        return  # the frame says so on every page
    stored = tab_storage.stored()
    if stored:
        told = ui(
            "This tab keeps your answers, locked, until you close it. If you reload the page, they will still be here."
        )
    elif session.wants_keeping() is None:
        told = ui(
            "Because of what you told us, this tab does not keep your answers. If you reload the page, they will be "
            "gone, and no one can find them here. You can change this if no one else uses this device."
        )
    else:
        told = ui("This tab does not keep your answers. If you reload the page, they will be gone.")
    html.paragraph(told)
    other = (
        ui("Do not keep my answers in this tab") if stored else ui("Keep my answers in this tab if I reload the page")
    )
    if st.button(other, key="keeping", type="tertiary"):
        session.want_keeping(not stored)
        st.rerun()
