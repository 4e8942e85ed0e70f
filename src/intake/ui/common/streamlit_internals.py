"""Everything the app uses beyond Streamlit's documented interface. A test checks that no other module does so.

This list is why `streamlit` is pinned to one minor version. tests/ui/test_streamlit_internals.py checks each entry
against the installed version, so that an update names what has changed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractAsyncContextManager
from itertools import islice
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from streamlit import config, file_util, net_util
from streamlit.auth_util import validate_auth_credentials
from streamlit.navigation.page import StreamlitPage
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest, BackMsg
from streamlit.proto.ForwardMsg_pb2 import BackendOperationResponse, ForwardMsg
from streamlit.proto.RootContainer_pb2 import RootContainer
from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.backend_operation_handler import DeferredFileHandler
from streamlit.runtime.scriptrunner import RerunException, get_script_run_ctx
from streamlit.runtime.session_manager import SessionClient
from streamlit.user_info import generate_login_redirect_url
from streamlit.web.server.starlette import starlette_auth_routes
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed as host_allowed

__all__ = [
    "XSRF_COOKIE_NAME",
    "FileRefusedError",
    "ForwardMsg",
    "RerunException",
    "Runtime",
    "SessionClient",
    "StreamlitPage",
    "can_read",
    "clean_texts",
    "drop_session_on_close",
    "drop_unneeded_messages",
    "end_expired_sessions",
    "generate_login_redirect_url",
    "host_allowed",
    "keep_in_sign_in_cookies",
    "living_sessions",
    "make_files_in_turn",
    "never_ask_for_own_address",
    "send",
    "show_notice",
    "static_folder",
    "trusts_user_headers",
    "validate_auth_credentials",
]

# What our pages send: runs, the call that keeps an idle connection open, and requests for files.
_MESSAGES = ("rerun_script", "app_heartbeat", "stop_script", "backend_operation_request")


def static_folder() -> Path:
    """The folder with the page, scripts and styles that Streamlit serves."""
    return Path(file_util.get_static_dir())


def trusts_user_headers() -> bool:
    """Whether Streamlit trusts a request header to say who the user is."""
    return bool(config.get_option("server.trustedUserHeaders"))


def never_ask_for_own_address() -> None:
    """Keep Streamlit from asking a service on the internet for this server's address."""
    net_util.get_external_ip = lambda: None
    net_util.get_internal_ip = lambda: None


def keep_in_sign_in_cookies(claims: Collection[str], longest_id_token: int) -> None:
    """Have Streamlit keep only these claims of a person who signed in at a provider, and no token but a short ID token.

    It would keep all of them, and the browser would send a header too long for the live connection.
    """
    keep_all = starlette_auth_routes._set_auth_cookie

    async def keep_needed(response: Any, user_info: dict[str, Any], tokens: dict[str, Any]) -> None:
        user_info = {name: value for name, value in user_info.items() if name in claims}
        id_token = tokens.get("id_token", "")
        await keep_all(response, user_info, {"id_token": id_token} if 0 < len(id_token) <= longest_id_token else {})

    starlette_auth_routes._set_auth_cookie = keep_needed


def drop_unneeded_messages(settling: float, most_unknown: int, most_bytes: int) -> None:
    """Have Streamlit drop messages that no page of ours sends, and states of widgets that the session does not have.

    A page that reconnects to a new session sends the states of the old one. So for `settling` seconds, `most_unknown`
    states of at most `most_bytes` each are let through. `most_bytes` is also the most for the rest of a message.
    """
    handle = AppSession.handle_backmsg
    begun: WeakKeyDictionary[AppSession, float] = WeakKeyDictionary()

    def handle_needed(self: AppSession, msg: BackMsg) -> None:
        kind = msg.WhichOneof("type")
        if kind not in _MESSAGES:
            return
        if kind == "backend_operation_request" and not msg.backend_operation_request.HasField("deferred_file"):
            return
        if kind == "rerun_script":
            states = msg.rerun_script.widget_states.widgets
            if msg.ByteSize() - msg.rerun_script.widget_states.ByteSize() > most_bytes:
                return
            known = self.session_state._new_widget_state.widget_metadata
            kept = [state for state in states if state.id in known]
            now = time.monotonic()
            new = now - begun.setdefault(self, now) < settling
            if len(kept) < len(states):
                if new:
                    others = (one for one in states if one.id not in known and one.ByteSize() <= most_bytes)
                    kept += islice(others, most_unknown)
                del states[:]
                states.extend(kept)
        handle(self, msg)

    AppSession.handle_backmsg = handle_needed  # type: ignore[method-assign]


def can_read(message: bytes) -> bool:
    """Whether Streamlit can read this message of a page. It closes the connection over one that it cannot."""
    try:
        BackMsg.FromString(message)
    except Exception:  # noqa: BLE001 - of a library that only Streamlit uses
        return False
    return True


def clean_texts(clean: Callable[[str], str], clean_json: Callable[[str], str]) -> None:
    """Have Streamlit pass every text that a page sends as the value of a widget through `clean` or `clean_json`."""
    handle = AppSession.handle_backmsg

    def handle_clean(self: AppSession, msg: BackMsg) -> None:
        if msg.HasField("rerun_script"):
            for state in msg.rerun_script.widget_states.widgets:
                if state.HasField("string_value"):
                    state.string_value = clean(state.string_value)
                elif state.HasField("string_array_value"):
                    state.string_array_value.data[:] = map(clean, state.string_array_value.data)
                elif state.HasField("json_value"):
                    state.json_value = clean_json(state.json_value)
        handle(self, msg)

    AppSession.handle_backmsg = handle_clean  # type: ignore[method-assign]


class FileRefusedError(Exception):
    """A file is not made now. The message is for the person, below the button."""


def make_files_in_turn(turn: Callable[[str], AbstractAsyncContextManager[None]]) -> None:
    """Have Streamlit make a file only within `turn` of the session's id, which may raise FileRefusedError."""
    handle = DeferredFileHandler.handle

    async def handle_in_turn(
        self: DeferredFileHandler, request: BackendOperationRequest, session_id: str
    ) -> BackendOperationResponse:
        try:
            async with turn(session_id):
                return await handle(self, request, session_id)
        except FileRefusedError as refused:
            return BackendOperationResponse(request_id=request.request_id, error_msg=str(refused))

    DeferredFileHandler.handle = handle_in_turn  # type: ignore[method-assign]


def drop_session_on_close() -> None:
    """Have the server drop this run's session when its page closes, instead of keeping it for a reconnect."""
    context = get_script_run_ctx()
    if context is not None:
        Runtime.instance().mark_session_nonresumable(context.session_id)


def end_expired_sessions(runtime: Runtime) -> None:
    """Shut down the sessions that have waited too long for their page; Streamlit does so only on other events.

    Call it only on the event loop's thread.
    """
    for _, expired in _session_manager(runtime)._session_storage._cache.expire():
        expired.session.shutdown()


def living_sessions(runtime: Runtime) -> Iterator[str]:
    """Ids of the sessions that are connected or waiting for their page to reconnect."""
    return (info.session.id for info in _session_manager(runtime).list_sessions())


def send(runtime: Runtime, session_id: str) -> None:
    """Send an empty message to a session, so that Streamlit's loop serves it."""
    session: Any = runtime.get_app_session(session_id)
    session._enqueue_forward_msg(ForwardMsg())


def show_notice(session_id: str, text: str, seconds: int) -> None:
    """Show a notice on the page of a session, between its runs; a later one replaces it.

    `text` is Markdown. Call it only on the event loop's thread.
    """
    session: Any = Runtime.instance().get_app_session(session_id) if Runtime.exists() else None
    if session is None:
        return
    message = ForwardMsg()
    message.delta.new_element.toast.body = text
    message.delta.new_element.toast.duration = seconds
    message.metadata.delta_path[:] = [RootContainer.EVENT, 0]
    session._enqueue_forward_msg(message)


def _session_manager(runtime: Runtime) -> Any:
    return runtime._session_mgr
