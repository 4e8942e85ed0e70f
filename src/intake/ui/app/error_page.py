"""The screen in place of a page whose script failed."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from intake.ui.common import static_pages
from intake.ui.common.static_pages import Plain


def screen(plain: Callable[[], Plain]) -> Callable[[Exception], bool]:
    """A handler for st.App(on_script_error=...): kind words and the crisis numbers, nothing of the error.

    `plain` is asked at that moment, so that the words can be in the session's language.
    """

    def show(_: Exception) -> bool:
        st.html(static_pages.trouble(plain()))
        return True

    return show
