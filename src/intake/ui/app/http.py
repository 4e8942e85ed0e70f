"""The web server around Streamlit: headers on every response, blocked endpoints, and a few routes of our own.

Answers are private and the people who give them may be watched. So every response forbids foreign scripts, frames and
caching, endpoints the app does not need return "not found", and the page Streamlit serves is rewritten: neutral title,
neutral icon, and the crisis numbers in the very first bytes.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
import socket
from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path

import anyio.to_thread
from starlette.convertors import StringConvertor, register_url_convertor
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from intake.config import site
from intake.ui.app import same_site
from intake.ui.common import static_pages
from intake.ui.common.static_pages import StaticTexts
from intake.ui.common.streamlit_internals import never_ask_for_own_address, static_folder
from intake.ui.staff import routes as staff_routes

_HERE = Path(__file__).parent
_UI = _HERE.parent

# HTTP is only used for reading; answers travel over the WebSocket.
_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_LIVE = "/_stcore/stream"  # the live connection, the only WebSocket
_LONGEST_URL = 2_000  # characters of path and query; ours have fewer than 100
_ELSEWHERE = ("cross-site", "same-site")
_CLOSED = (
    "/_stcore/metrics",  # session counts, open to anyone
    "/_stcore/agent",  # drives the app without a browser
    "/_stcore/upload_file",  # no page uses it
    "/_stcore/script-health-check",  # disabled, but would return a page with status 200
)
# A tab that has kept answers shows the first paint until they are restored, so that no page appears without them.
_WAIT = (
    f'<script>try {{ if (sessionStorage.getItem("{static_pages.SLOT}"))'
    ' document.documentElement.dataset.waiting = ""; } catch {}</script>'
)
# Streamlit's sign-in cookie would last a month; no session here lasts longer than half a day.
_STREAMLIT_MAX_AGE, _OUR_MAX_AGE = "Max-Age=2592000", "Max-Age=43200"
_ROBOTS = "User-agent: *\nDisallow: /\n"
_COMPRESSIBLE = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


class _Page(StringConvertor):
    """The name of a page: anything without a slash, except the one path that Streamlit itself serves at this depth."""

    regex = f"(?!{staff_routes.CALLBACK[1:]}$)[^/]+"


register_url_convertor("page", _Page())


def middleware(texts: StaticTexts) -> list[Middleware]:
    """The layer around Streamlit, for st.App(middleware=...). Reads Streamlit's page once."""
    never_ask_for_own_address()
    return [
        Middleware(_Guard, policy=content_security_policy(app_page(texts))),
        Middleware(GZipMiddleware, minimum_size=1_000, compresslevel=5),
    ]


def routes(texts: StaticTexts, today: Callable[[], StaticTexts]) -> list[Route]:
    """Our routes, for st.App(routes=...): the app's page, /crisis, /bye, icon, /robots.txt and those of staff.

    The page of crisis numbers calls `today` each time, because a number may go out of date while the server runs.
    """
    app = app_page(texts)

    async def page(request: Request) -> Response:
        if "." in request.path_params.get("name", ""):
            return PlainTextResponse("Not found", 404)
        return HTMLResponse(app)

    async def crisis_numbers(_: Request) -> Response:
        return HTMLResponse(static_pages.crisis_page(today()))

    async def leave(_: Request) -> Response:
        # No "cache": browsers take seconds to clear it, and pages with answers are never cached anyway.
        headers = {"Clear-Site-Data": '"cookies", "storage"'}
        return RedirectResponse(texts.quick_exit_url, 303, headers)

    async def icon(_: Request) -> Response:
        return FileResponse(_HERE / "icon.png")

    async def robots(_: Request) -> Response:
        return PlainTextResponse(_ROBOTS)

    async def to_desk(_: Request) -> Response:
        return RedirectResponse(staff_routes.DESK, 303)

    family_routes = [
        Route("/", page),
        Route(static_pages.CRISIS_PATH, crisis_numbers),
        Route(static_pages.LEAVE_PATH, leave),
    ]
    always = [Route("/favicon.png", icon), Route("/favicon.ico", icon), Route("/robots.txt", robots)]
    if "staff" not in site().areas:
        return [*family_routes, *always, Route("/{name:page}", page)]
    from intake.ui.staff.sign_in import pages  # imports the database, so only if the staff area is served

    staff_and_common = [*pages.routes(lambda: texts.words), *always]
    if "family" in site().areas:
        return [*staff_and_common, *family_routes, Route("/{name:page}", page)]
    # Any other request comes from an old link to the family pages, or an address typed from memory.
    desk = [Route(f"/{name}", page) for name in staff_routes.PAGES]
    return [*staff_and_common, *desk, Route("/", to_desk), Route("/{name:page}", to_desk)]


def app_page(texts: StaticTexts) -> str:
    """Streamlit's own page with our title, language, styles, bar and first paint.

    Raises RuntimeError if the installed Streamlit's page does not look as expected.
    """
    words = texts.words
    original = (static_folder() / "index.html").read_text("utf-8")
    head = f'<meta name="robots" content="noindex" /><style>{static_pages.stylesheet()}</style>{_WAIT}</head>'
    desk = "" if "family" in site().areas else " data-desk"  # no bar, from the first byte
    html = re.sub(r"<!--.*?-->", "", original, flags=re.DOTALL)
    for pattern, replacement in (
        (r"<html lang=\"en\">", f'<html lang="{words.language}" dir="{words.direction}"{desk}>'),
        (r"<title>.*?</title>", f"<title>{escape(texts.title)}</title>"),
        (r"<link rel=\"service-desc\"[^>]*>", ""),
        (r"<link\s+rel=\"preload\"[^>]*\.woff2\"[^>]*>", ""),  # a Streamlit font that the theme does not use
        (r"</head>", head),
        (r"<body>", f'<body class="ns-app">{static_pages.bar(words)}{_first_paint(texts)}'),
        (r"<noscript>\s*<p>You need.*?</noscript>", ""),
        # At the end: between rules of the same specificity the later wins, and Streamlit adds its own to the head.
        (r"</body>", f"<style>{_styles()}</style></body>"),
    ):
        parts = re.split(pattern, html, maxsplit=1, flags=re.DOTALL)
        if len(parts) == 1:
            raise RuntimeError(f"the page of this version of Streamlit has no {pattern}")
        html = replacement.join(parts)
    return html.strip()


def _first_paint(texts: StaticTexts) -> str:
    """Shown before the app has rendered: the one for families if they are served."""
    if "family" in site().areas:
        return static_pages.first_paint(texts)
    from intake.ui.staff.first_paint import first_paint  # imported only if the staff area is served

    return first_paint(texts.words)


def _styles() -> str:
    """The styles of every screen, and those of the call desk if it is served."""
    folders = ("common", "staff") if "staff" in site().areas else ("common",)
    return "\n".join((_UI / folder / "style.css").read_text("utf-8") for folder in folders)


def content_security_policy(page: str) -> str:
    """The policy for every response. It allows only the inline scripts of `page`, by their hashes."""
    inline = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    hashes = "".join(f" 'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in inline)
    return "; ".join(
        (
            "default-src 'none'",
            # Streamlit loads a component's inline script from a blob: URL.
            f"script-src 'self' blob:{hashes}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "media-src 'self' blob:",
            "worker-src 'self' blob:",
            "manifest-src 'self'",
            "frame-src 'none'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


class _Guard:
    """ASGI layer: refuses unneeded requests, serves Streamlit's scripts compressed, adds headers to every response."""

    def __init__(self, app: ASGIApp, policy: str) -> None:
        self.app = app
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
        if scope["type"] == "websocket":
            if scope["path"] == _LIVE and same_site.known_host(scope) and same_site.own_origin(scope):
                _without_delay(receive)
                await self.app(scope, receive, send)
            else:
                await WebSocketClose(1008)(scope, receive, send)  # "policy violation"; the browser gets status 403
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        path = scope["path"]

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self.headers)
                if path.startswith(staff_routes.STREAMLIT_PATHS):
                    _redirect_on(headers, path, scope["query_string"])
                if not path.startswith("/static/"):
                    headers["Cache-Control"] = "no-store"
                if scope["scheme"] == "https":
                    _secure_cookies(message)
            await send(message)

        answer = _refusal(scope) or await _compressed(scope) or self.app
        await answer(scope, receive, with_headers)


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
        (path.startswith(closed), 404, "Not found"),
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
    kind = _COMPRESSIBLE.get(Path(scope["path"]).suffix)
    if kind is None or "gzip" not in Headers(scope=scope).get("accept-encoding", ""):
        return None
    file = _static_files().get(scope["path"])
    if file is None:
        return None
    body = await anyio.to_thread.run_sync(_gzipped, file)
    headers = {
        "Content-Encoding": "gzip",
        "Content-Type": kind,
        "Vary": "Accept-Encoding",
        "Cache-Control": "public, immutable, max-age=31536000",  # the name of each file contains its hash
    }
    return Response(body, headers=headers)


@cache
def _static_files() -> dict[str, Path]:
    """Path in the URL -> file, of the scripts and styles in Streamlit's static folder."""
    root = static_folder()
    files = (path for path in root.rglob("*") if path.suffix in _COMPRESSIBLE)
    return {f"/{path.relative_to(root).as_posix()}": path for path in files}


@cache
def _gzipped(file: Path) -> bytes:
    return gzip.compress(file.read_bytes(), compresslevel=6, mtime=0)


def _secure_cookies(message: Message) -> None:
    message["headers"] = [
        (name, value + b"; Secure" if name == b"set-cookie" and b"secure" not in value.lower() else value)
        for name, value in message["headers"]
    ]
