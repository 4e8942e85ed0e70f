"""The layer around Streamlit: what may reach it, what it answers for an unknown address, headers on every response."""

from __future__ import annotations

import gzip
import socket
from functools import cache
from pathlib import Path

import anyio.to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose, WebSocketDisconnected

from intake.config import site
from intake.ui.app import incoming_text, limits, same_site
from intake.ui.app.limits import OpenPages, TooManyPagesError
from intake.ui.common.streamlit_internals import XSRF_COOKIE_NAME, static_folder
from intake.ui.staff import routes as staff_routes

# HTTP is only used for reading; answers travel over the WebSocket.
_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_LIVE = "/_stcore/stream"  # the live connection, the only WebSocket
_LONGEST_URL = 2_000  # characters of path and query; ours have fewer than 100
_STATIC = "/static/"
_NOT_FOUND = 404
_ELSEWHERE = ("cross-site", "same-site")
_CLOSED = (
    "/_stcore/metrics",  # session counts, open to anyone
    "/_stcore/agent",  # drives the app without a browser
    "/_stcore/upload_file",  # no page uses it
    "/_stcore/script-health-check",  # disabled, but would return a page with status 200
)
# Streamlit's sign-in cookie would last a month; no session here lasts longer than half a day.
_STREAMLIT_MAX_AGE, _OUR_MAX_AGE = "Max-Age=2592000", "Max-Age=43200"
_HSTS = "max-age=31536000"  # a year; not for subdomains, which may be someone else's
_COMPRESSIBLE = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


class Guard:
    """ASGI layer: refuses unneeded requests, serves Streamlit's scripts compressed, adds headers to every response."""

    def __init__(self, app: ASGIApp, policy: str, not_found: str) -> None:
        self.app = app
        self.not_found = not_found
        self.pages = OpenPages()
        self.headers = {
            "Content-Security-Policy": policy,
            "X-Frame-Options": "DENY",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or serve one live connection."""
        if scope["type"] == "websocket":
            await self._live(scope, receive, send)
        elif scope["type"] == "http":
            await self._page(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] != _LIVE or not same_site.known_host(scope) or not same_site.own_origin(scope):
            await WebSocketClose(1008)(scope, receive, send)  # "policy violation"; the browser gets status 403
            return
        _without_delay(receive)
        try:
            with self.pages.one((scope["client"] or ("",))[0]):
                await self.app(_with_xsrf_token(scope), limits.paced(incoming_text.readable(receive)), send)
        except WebSocketDisconnected:
            return  # Streamlit had more to send to a page that was closed meanwhile
        except TooManyPagesError:
            await PlainTextResponse("Too many pages are open", 503, {"Retry-After": "60"})(scope, receive, send)

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        finish = self._with_headers(scope, send)
        missing = False

        async def with_own_404(message: Message) -> None:
            nonlocal missing
            if message["type"] == "http.response.start" and message["status"] == _NOT_FOUND:
                missing = True
                await HTMLResponse(self.not_found, _NOT_FOUND)(scope, receive, finish)
            elif not missing:
                await finish(message)

        answer = _refusal(scope) or await _compressed(scope) or self.app
        await answer(scope, receive, with_own_404)

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        path = scope["path"]

        async def finish(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self.headers)
                if path.startswith(staff_routes.STREAMLIT_PATHS):
                    _redirect_on(headers, path, scope["query_string"])
                if not path.startswith(_STATIC) or message["status"] == _NOT_FOUND:
                    headers["Cache-Control"] = "no-store"
                secure = scope["scheme"] == "https"
                if secure:
                    headers["Strict-Transport-Security"] = _HSTS
                _protect_cookies(message, secure=secure)
            await send(message)

        return finish


def _without_delay(receive: Receive) -> None:
    """Turn off the kernel's buffering of small packets (Nagle's algorithm), which delays every click by about 40 ms.

    Streamlit leaves it on. The socket is reached through the web server's own objects; with another server, the delay
    stays.
    """
    transport = getattr(getattr(receive, "__self__", None), "transport", None)
    connection = transport.get_extra_info("socket") if transport is not None else None
    if connection is not None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _refusal(scope: Scope) -> Response | None:
    headers, path, staff = Headers(scope=scope), scope["path"], "staff" in site().areas
    closed = _CLOSED if staff else (*_CLOSED, *staff_routes.STREAMLIT_PATHS)
    signs_out_from_elsewhere = path == staff_routes.LOGOUT and headers.get("sec-fetch-site") in _ELSEWHERE
    is_form = scope["method"] == "POST" and staff_routes.accepts_form(path) and staff
    longest = staff_routes.LONGEST_CALLBACK if path == staff_routes.CALLBACK and staff else _LONGEST_URL
    reasons = (
        (not same_site.known_host(scope), 421, "There is no site of this name here"),
        (not same_site.own_origin(scope) or signs_out_from_elsewhere, 403, "Not from here"),
        (path.startswith(closed) or not _exists(path), 404, "Not found"),
        (scope["method"] not in _METHODS and not is_form, 405, "Method not allowed"),
        (_sends_more_than(staff_routes.LARGEST_FORM if is_form else 0, headers), 413, "Nothing may be sent here"),
        (len(path) + len(scope["query_string"]) > longest, 414, "Address too long"),
    )
    return next((PlainTextResponse(why, status) for applies, status, why in reasons if applies), None)


def _redirect_on(headers: MutableHeaders, path: str, query: bytes) -> None:
    """Redirect to the desk after sign-in at a provider; after sign-out, to the sign-in page, with cookies cleared."""
    if headers.get("location") == "/":
        cookies = [value.encode() for value in headers.getlist("set-cookie")]
        headers["location"] = staff_routes.redirect_target(path, query, cookies)
    if path == staff_routes.CALLBACK:
        shortened = [value.replace(_STREAMLIT_MAX_AGE, _OUR_MAX_AGE) for value in headers.getlist("set-cookie")]
        del headers["set-cookie"]
        for value in shortened:
            headers.append("set-cookie", value)
    if path == staff_routes.LOGOUT:
        headers.append("set-cookie", f"{staff_routes.COOKIE}=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict")
        headers["Clear-Site-Data"] = '"cookies", "storage"'


def _sends_more_than(most: int, headers: Headers) -> bool:
    length = headers.get("content-length", "0")
    return "transfer-encoding" in headers or not length.isdigit() or int(length) > most


async def _compressed(scope: Scope) -> Response | None:
    """Streamlit's scripts and styles, compressed once. Streamlit leaves compressing these 2.5 MB to a proxy."""
    kind, file = _COMPRESSIBLE.get(Path(scope["path"]).suffix), _static_files().get(scope["path"])
    if kind is None or file is None or "gzip" not in Headers(scope=scope).get("accept-encoding", ""):
        return None
    body = await anyio.to_thread.run_sync(_gzipped, file)
    headers = {
        "Content-Encoding": "gzip",
        "Content-Type": kind,
        "Vary": "Accept-Encoding",
        "Cache-Control": "public, immutable, max-age=31536000",  # the name of each file contains its hash
    }
    return Response(body, headers=headers)


def _exists(path: str) -> bool:
    """Whether there is such a file, if the path is that of one. For any other, Streamlit would serve its page."""
    leads_out = path.startswith("//") or ".." in path.split("/")
    return not leads_out and (not path.startswith(_STATIC) or path in _static_files())


@cache
def _static_files() -> dict[str, Path]:
    """Path in the URL -> file, of everything in Streamlit's static folder but its page."""
    root = static_folder()
    return {
        f"{_STATIC}{path.relative_to(root / _STATIC.strip('/')).as_posix()}": path for path in root.glob("static/**/*")
    }


@cache
def _gzipped(file: Path) -> bytes:
    return gzip.compress(file.read_bytes(), compresslevel=6, mtime=0)


def _protect_cookies(message: Message, *, secure: bool) -> None:
    """No script may read a cookie; behind TLS, no connection without it may carry one."""
    wanted = (b"HttpOnly", b"Secure") if secure else (b"HttpOnly",)
    message["headers"] = [
        (name, b"; ".join((value, *(word for word in wanted if word.lower() not in value.lower()))))
        if name == b"set-cookie"
        else (name, value)
        for name, value in message["headers"]
    ]


def _with_xsrf_token(scope: Scope) -> Scope:
    """The request with the token that Streamlit expects its page to copy from a cookie, which no script may read here.

    Streamlit wants a proof that one of its pages opens the connection; the Origin header has proven it.
    """
    headers = MutableHeaders(scope={**scope, "headers": list(scope["headers"])})
    token = cookie_parser(headers.get("cookie", "")).get(XSRF_COOKIE_NAME)
    name, *rest = (part.strip() for part in headers.get("sec-websocket-protocol", "").split(","))
    if token is None or not rest or "origin" not in headers:
        return scope
    headers["sec-websocket-protocol"] = ", ".join((name, token, *rest[1:]))
    return {**scope, "headers": headers.raw}
