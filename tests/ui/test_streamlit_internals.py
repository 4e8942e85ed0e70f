"""Streamlit's internals: only one module uses them, and the installed version still has each one."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from typing import Any

import pytest
import streamlit as st
from streamlit import config, net_util
from streamlit.navigation.page import StreamlitPage
from streamlit.proto.RootContainer_pb2 import RootContainer
from streamlit.proto.Toast_pb2 import Toast
from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.backend_operation_handler import DeferredFileHandler
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.session_manager import SessionInfo, SessionManager
from streamlit.runtime.state import SessionState
from streamlit.testing.v1 import AppTest
from streamlit.web.server import server_util
from streamlit.web.server.starlette import starlette_auth_routes

from intake.ui.common import streamlit_internals
from tests.serving import ROOT

SOURCES = [*(ROOT / "src/intake").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), ROOT / "app.py"]
DOCUMENTED = ("streamlit", "streamlit.errors")
NOT_STREAMLIT = ("_replace", "_asdict", "_default_executor")
"""Private names outside Streamlit: documented ones of named tuples, and one of asyncio's loop."""


def rerun() -> None:
    import streamlit as st

    from intake.ui.common.streamlit_internals import RerunException

    try:
        if "ran" not in st.session_state:
            st.session_state.ran = True
            st.rerun()
    except RerunException:
        st.session_state.stopped_by = "RerunException"


def parameters(function: Callable[..., Any]) -> set[str]:
    return set(inspect.signature(function).parameters)


PIECES: dict[str, Callable[[], bool]] = {
    "file_util.get_static_dir leads to the served page": (streamlit_internals.static_folder() / "index.html").is_file,
    "the option server.trustedUserHeaders": lambda: "server.trustedUserHeaders" in config.get_config_options(),
    "is_host_allowed reads server.allowedHosts": lambda: (
        streamlit_internals.host_allowed("localhost:8501")
        and not streamlit_internals.host_allowed("elsewhere.example.org")
    ),
    "net_util looks up addresses for server_util": lambda: (
        hasattr(net_util, "get_internal_ip")
        and "get_external_ip" in server_util.is_url_from_allowed_origins.__code__.co_names
    ),
    "_set_auth_cookie gets claims and tokens": lambda: (
        {"user_info", "tokens"} <= parameters(starlette_auth_routes._set_auth_cookie)
        and "_set_auth_cookie" in starlette_auth_routes._auth_callback.__code__.co_names
    ),
    "BackMsg is read from bytes": lambda: (
        streamlit_internals.can_read(b"") and not streamlit_internals.can_read(b"\xff")
    ),
    "AppSession.handle_backmsg gets every message of a page": lambda: (
        parameters(AppSession.handle_backmsg) == {"self", "msg"} and hasattr(AppSession, "session_state")
    ),
    "SessionState keeps the metadata of each widget": lambda: isinstance(
        SessionState()._new_widget_state.widget_metadata, dict
    ),
    "DeferredFileHandler.handle makes the file of a session": lambda: (
        parameters(DeferredFileHandler.handle) == {"self", "request", "session_id"}
    ),
    "the cookie with the XSRF token": lambda: streamlit_internals.XSRF_COOKIE_NAME == "_streamlit_xsrf",
    "a message that shows a notice": lambda: (
        {"body", "duration"} <= {field.name for field in Toast.DESCRIPTOR.fields}
        and RootContainer.EVENT == 2
        and callable(Runtime.exists)
    ),
    "Runtime._session_mgr": lambda: "_session_mgr" in Runtime.__init__.__code__.co_names,
    "Runtime.mark_session_nonresumable": lambda: "session_id" in parameters(Runtime.mark_session_nonresumable),
    "Runtime.connect_session": lambda: {"client", "user_info"} <= parameters(Runtime.connect_session),
    "Runtime.get_app_session, close_session": lambda: (
        hasattr(Runtime, "get_app_session") and hasattr(Runtime, "close_session")
    ),
    "Runtime.media_file_mgr": lambda: isinstance(inspect.getattr_static(Runtime, "media_file_mgr"), property),
    "SessionManager.list_sessions": lambda: hasattr(SessionManager, "list_sessions"),
    "SessionInfo.session": lambda: "session" in SessionInfo.__dataclass_fields__,
    "MemorySessionStorage._cache.expire": lambda: callable(getattr(MemorySessionStorage()._cache, "expire", None)),
    "AppSession._enqueue_forward_msg": lambda: hasattr(AppSession, "_enqueue_forward_msg"),
    "AppSession.shutdown": lambda: hasattr(AppSession, "shutdown"),
    "RerunException ends a run": lambda: (
        AppTest.from_function(rerun).run().session_state["stopped_by"] == "RerunException"
    ),
    "st.Page makes a StreamlitPage": lambda: isinstance(st.Page(rerun, title="A page"), StreamlitPage),
    "generate_login_redirect_url takes a provider": lambda: (
        len(parameters(streamlit_internals.generate_login_redirect_url)) == 1
    ),
    "validate_auth_credentials takes a provider": lambda: (
        len(parameters(streamlit_internals.validate_auth_credentials)) == 1
    ),
}


@pytest.mark.parametrize("piece", PIECES)
def test_the_installed_streamlit_has(piece: str) -> None:
    assert PIECES[piece](), (
        f"Streamlit {st.__version__} changed: {piece}. Update intake/ui/common/streamlit_internals.py"
    )


def test_no_other_module_reaches_into_streamlit() -> None:
    internals = ROOT / "src/intake/ui/common/streamlit_internals.py"
    reached: list[str] = []
    for file in SOURCES:
        if file == internals:
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "streamlit":
                reached += [f"{file.name}: {node.module}"] * (node.module not in DOCUMENTED)
            elif isinstance(node, ast.Import):
                reached += [f"{file.name}: {name.name}" for name in node.names if name.name.startswith("streamlit.")]
            elif isinstance(node, ast.Attribute) and node.attr.startswith("_") and not node.attr.startswith("__"):
                own = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
                if not own and node.attr not in NOT_STREAMLIT and "ui" in file.parts:
                    reached.append(f"{file.name}: {ast.unparse(node)}")
    assert reached == []
