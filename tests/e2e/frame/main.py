"""The frame of the small app: the component, the styles, and one of five pages."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from intake.i18n import Translator
from intake.ui.common.browser import Event, PageKind, browser

HERE = Path(__file__).parent
names = ("long", "form", "danger", "slow", "broken")
pages = {
    name: st.Page(HERE / f"{name}_page.py", title=name.title(), url_path=name, default=name == "long") for name in names
}

page = st.navigation(list(pages.values()), position="hidden")
st.set_page_config(page_title=f"{page.title} - Plain title")
words = Translator(st.session_state.get("language", "en"))
page_id = f"{page.url_path} {st.session_state.get('step', 0)}"
event = browser(words, page_id=page_id, quick_exit_url="https://weather.example.org/", kind=PageKind())
if event is Event.CRISIS:
    st.switch_page(pages["danger"])
if event is not Event.LEFT:
    page.run()
