"""The screen shown instead of a page whose script failed."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from intake.ui.common import static_pages
from intake.ui.common.static_pages import StaticTexts


def screen(texts: Callable[[], StaticTexts]) -> Callable[[Exception], bool]:
    """A handler for st.App(on_script_error=...) that shows what to do and the crisis numbers, but not the error.

    `texts` is called when the error occurs, so that the texts can be in the session's language.
    """

    def show(_: Exception) -> bool:
        st.html(static_pages.failed_page(texts()))
        return True

    return show
