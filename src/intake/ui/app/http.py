"""The web server around Streamlit: headers on every response, blocked endpoints, and a few routes of our own.

Answers are private and the people who give them may be watched. So every response forbids foreign scripts, frames and
caching, endpoints the app does not need return "not found", and the page Streamlit serves is rewritten: neutral title,
neutral icon, and the crisis numbers in the very first bytes.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Container, Iterable
from html import escape
from pathlib import Path
from typing import Any

from starlette.convertors import StringConvertor, register_url_convertor
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from intake.config import site
from intake.domain.typed_text import clean
from intake.ui.app import incoming_text, limits
from intake.ui.app.guard import Guard
from intake.ui.app.limits import FileLine
from intake.ui.app.styles import styles
from intake.ui.common import static_pages
from intake.ui.common.static_pages import StaticTexts
from intake.ui.common.streamlit_internals import (
    clean_texts,
    drop_unneeded_messages,
    make_files_in_turn,
    never_ask_for_own_address,
    static_folder,
)
from intake.ui.staff import routes as staff_routes

_HERE = Path(__file__).parent

# A tab that has kept answers shows the first paint until they are restored, so that no page appears without them.
_WAIT = (
    f'try {{ if (sessionStorage.getItem("{static_pages.SLOT}"))'
    ' document.documentElement.dataset.waiting = ""; } catch (blocked) {}'
)
_ROBOTS = "User-agent: *\nDisallow: /\n"


class _Unknown(StringConvertor):
    """Any path that is none of Streamlit's own: for everything else, Streamlit would serve its page."""

    regex = (
        r"(?!(?:_stcore/(?:health|host-config|bidi-components/.+)|(?:static|media|component)/.+"
        rf"|{staff_routes.CALLBACK[1:]}|auth/(?:login|logout))$).+"
    )


register_url_convertor("unknown", _Unknown())


def middleware(texts: StaticTexts) -> list[Middleware]:
    """The layer around Streamlit, for st.App(middleware=...). Reads Streamlit's page once and sets its limits."""
    never_ask_for_own_address()
    clean_texts(clean, incoming_text.clean_json)
    drop_unneeded_messages(limits.SETTLING, limits.MOST_UNKNOWN_FIELDS, limits.LONGEST_UNKNOWN)
    make_files_in_turn(FileLine(texts.words).turn)
    desk = "family" not in site().areas
    not_found = static_pages.not_found_page(texts, staff_routes.DESK if desk else "/", desk=desk)
    return [
        Middleware(Guard, policy=content_security_policy(app_page(texts)), not_found=not_found),
        Middleware(GZipMiddleware, minimum_size=1_000, compresslevel=5),
    ]


def routes(texts: StaticTexts, today: Callable[[], StaticTexts], addresses: Iterable[str]) -> list[Route]:
    """Our routes, for st.App(routes=...): the app's page, /crisis, /bye, icon, picture, /robots.txt and those of staff.

    The page of crisis numbers calls `today` each time, because a number may go out of date while the server runs.
    `addresses`: those of the app's screens, without the slash.
    """
    app = app_page(texts)
    screens = [f"/{address}" for address in addresses]

    async def page(_: Request) -> Response:
        return HTMLResponse(app)

    async def crisis_numbers(_: Request) -> Response:
        return HTMLResponse(static_pages.crisis_page(today()))

    async def leave(_: Request) -> Response:
        # No "cache": browsers take seconds to clear it, and pages with answers are never cached anyway.
        headers = {"Clear-Site-Data": '"cookies", "storage"'}
        return RedirectResponse(texts.quick_exit_url, 303, headers)

    async def icon(_: Request) -> Response:
        return FileResponse(_HERE / "icon.png")

    async def summary_picture(_: Request) -> Response:
        return FileResponse(_HERE / "summary.png")

    async def robots(_: Request) -> Response:
        return PlainTextResponse(_ROBOTS)

    async def to_desk(_: Request) -> Response:
        return RedirectResponse(staff_routes.DESK, 303)

    family_routes = [
        Route(static_pages.CRISIS_PATH, crisis_numbers),
        Route(static_pages.LEAVE_PATH, leave),
        Route("/summary.png", summary_picture),
    ]
    always = [Route("/favicon.png", icon), Route("/favicon.ico", icon), Route("/robots.txt", robots)]
    if "family" in site().areas:
        always += [*family_routes, *(Route(screen, page) for screen in screens)]
    else:
        always += [Route(f"/{name}", page) for name in staff_routes.PAGES]
        always.append(Route("/", to_desk))
    if "staff" in site().areas:
        from intake.ui.staff.sign_in import pages  # imports the database, so only if the staff area is served

        always = [*pages.routes(lambda: texts.words), *always]
    return [*always, Route("/{path:unknown}", _unknown({route.path for route in always}))]


def _unknown(known: Container[str]) -> Callable[[Request], Any]:
    """What an unknown address gets: the page that was meant, if only a capital or a slash is too many; else status 404.

    On a server for staff alone, any name leads to the desk: it is from an old link to the pages for families, or typed
    from memory.
    """

    async def unknown(request: Request) -> Response:
        typed = "/" + request.path_params["path"].strip("/").lower()
        if typed in known:
            return RedirectResponse(typed, 307)
        if "family" not in site().areas and typed.count("/") == 1:
            return RedirectResponse(staff_routes.DESK, 303)
        return PlainTextResponse("Not found", 404)

    return unknown


def app_page(texts: StaticTexts) -> str:
    """Streamlit's own page with our title, language, styles, bar and first paint.

    Raises RuntimeError if the installed Streamlit's page does not look as expected.
    """
    words = texts.words
    original = (static_folder() / "index.html").read_text("utf-8")
    script = f"<script>{_WAIT}\n{static_pages.loading_script()}</script>"
    head = f'<meta name="robots" content="noindex" /><style>{static_pages.stylesheet()}</style>{script}</head>'
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
        (r"</body>", f"<style>{styles(_areas())}</style></body>"),
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


def _areas() -> tuple[str, ...]:
    """Whose styles are served: those of every screen, and those of the call desk if it is served."""
    return ("common", "staff") if "staff" in site().areas else ("common",)


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
