"""Everything the app uses beyond Streamlit's documented interface. A test checks that no other module does so.

This list is why `streamlit` is pinned to one minor version. tests/ui/test_streamlit_internals.py checks each entry
against the installed version, so that an update names what has changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from streamlit import config, file_util, net_util
from streamlit.auth_util import validate_auth_credentials
from streamlit.navigation.page import StreamlitPage
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner import RerunException, get_script_run_ctx
from streamlit.runtime.session_manager import SessionClient
from streamlit.user_info import generate_login_redirect_url
from streamlit.web.server.starlette import starlette_auth_routes
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed as host_allowed

__all__ = [
    "XSRF_COOKIE_NAME",
    "ForwardMsg",
    "RerunException",
    "Runtime",
    "SessionClient",
    "StreamlitPage",
    "drop_session_on_close",
    "end_expired_sessions",
    "generate_login_redirect_url",
    "host_allowed",
    "keep_in_sign_in_cookies",
    "living_sessions",
    "never_ask_for_own_address",
    "send",
    "static_folder",
    "trusts_user_headers",
    "validate_auth_credentials",
]


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


def _session_manager(runtime: Runtime) -> Any:
    return runtime._session_mgr
