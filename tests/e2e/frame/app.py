"""A small app built from the parts of the real launcher, for tests of what every page shares."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from streamlit.runtime import Runtime

from intake.i18n import Translator
from intake.ui.app import error_page, http, log_privacy
from intake.ui.common.static_pages import CallLine, Group, StaticTexts

HERE = Path(__file__).parent
EMERGENCY = CallLine("Somebody is hurt", call="911", note="A person answers.")
CRISIS = CallLine("Somebody may end their life", call="988", text="988", hours="Day and night")
SAFETY = CallLine("Violence at home", call="1-800-799-7233", text="88788", text_word="START")

PAGES = ("", "form", "danger", "slow", "broken")

log_privacy.install()

texts = StaticTexts(
    title="Plain title",
    words=Translator("en"),
    quick_exit_url="https://weather.example.org/",
    urgent=(EMERGENCY, CRISIS),
    groups=(
        Group("United States", (EMERGENCY, CRISIS, SAFETY)),
        Group(
            "Anywhere else",
            (CallLine("A <directory>", web="https://lines.example.org/all?a=1&b=2"),),
            "Call the local number.",
        ),
    ),
)


async def remembered(request: Request) -> JSONResponse:
    """How many sessions the server has, open or waiting for their page to come back, and how many hold a word."""
    manager: Any = Runtime.instance()._session_mgr
    sessions = [info.session for info in (*manager.list_active_sessions(), *manager._session_storage.list())]
    word = request.path_params["word"]
    held = [f"{dict(s.session_state.filtered_state)}{s._client_state}" for s in sessions]
    return JSONResponse({"sessions": len(sessions), "holding": sum(word in text for text in held)})


app = st.App(
    HERE / "main.py",
    middleware=http.middleware(texts),
    routes=[Route("/remembered/{word}", remembered), *http.routes(texts, lambda: texts, PAGES)],
    on_script_error=error_page.screen(lambda: texts),
)
