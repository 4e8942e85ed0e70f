"""Signing in, as plain pages with plain forms: password managers know them, and no script can read the cookie."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import anyio.to_thread
import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from intake.language import Translator
from intake.store.accounts import LONGEST, SignInFault, Weak
from intake.ui import plain_pages
from intake.ui.desk import office
from intake.ui.desk.addresses import BEGIN, COOKIE, DESK, SIGN_IN

_FIELDS = ("name", "shown_as", "password", "code")
_MOST = 200  # characters of a field


def routes(words: Callable[[], Translator]) -> list[Route]:
    """The pages on which staff sign in and make their accounts."""

    async def sign_in(request: Request) -> Response:
        if request.method == "GET":
            return _page("sign_in", words(), fault="", name="")
        given = await _given(request)
        if given is None:
            return PlainTextResponse("Not from here", 403)
        try:
            token = await anyio.to_thread.run_sync(
                office.accounts().sign_in, given["name"], given["password"], given["code"]
            )
        except SignInFault as fault:
            return _page("sign_in", words(), status=401, fault=words().ui(str(fault)), name=given["name"])
        answer = RedirectResponse(DESK, 303)
        answer.set_cookie(
            COOKIE, token, max_age=int(LONGEST.total_seconds()), httponly=True, samesite="strict", path="/"
        )
        return answer

    async def begin(request: Request) -> Response:
        if request.method == "GET":
            return _page("begin", words(), fault="", name="", shown_as="")
        given = await _given(request)
        if given is None:
            return PlainTextResponse("Not from here", 403)
        invitation = request.path_params["token"]
        try:
            begun = await anyio.to_thread.run_sync(
                office.accounts().accept, invitation, given["name"], given["password"], given["shown_as"]
            )
        except (SignInFault, Weak) as fault:
            told = {"fault": words().ui(str(fault)), "name": given["name"], "shown_as": given["shown_as"]}
            return _page("begin", words(), status=400, **told)
        picture = segno.make(begun.link, error="m").svg_data_uri(scale=5, border=2)
        return _page("begun", words(), begun=begun, picture=picture)

    return [
        Route(SIGN_IN, sign_in, methods=["GET", "POST"]),
        Route(f"{BEGIN}/{{token}}", begin, methods=["GET", "POST"]),
    ]


async def _given(request: Request) -> dict[str, str] | None:
    """The fields of a form that was sent from a page of this server; None for one from elsewhere."""
    origin = urlsplit(request.headers.get("origin", ""))
    if origin.netloc != request.headers.get("host"):
        return None
    form: FormData = await request.form(max_files=0, max_fields=len(_FIELDS))
    return {field: str(form.get(field, ""))[: _MOST + 1] for field in _FIELDS}


def _page(page: str, words: Translator, *, status: int = 200, **told: Any) -> Response:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    html = environment.get_template("signing_in.html.j2").render(
        page=page, ui=words.ui, words=words, styles=plain_pages.stylesheet(), sign_in=SIGN_IN, **told
    )
    return HTMLResponse(html, status)
