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

from intake.config import site
from intake.i18n import Translator
from intake.store.accounts import MIN_PASSWORD_LENGTH
from intake.store.sessions import MAX_SESSION
from intake.store.sign_in_errors import SignInError
from intake.ui.common import static_pages
from intake.ui.staff import store_access
from intake.ui.staff.routes import AT_PROVIDER, BEGIN, COOKIE, DESK, SIGN_IN
from intake.ui.staff.sign_in import error_messages, oidc

_FIELDS = ("name", "shown_as", "password", "code")
_MOST = 200  # characters of a field


def routes(words: Callable[[], Translator]) -> list[Route]:
    """The pages on which staff sign in and make their accounts."""
    with_password = [
        Route(SIGN_IN, _sign_in(words), methods=["POST"]),
        Route(f"{BEGIN}/{{token}}", _begin(words), methods=["GET", "POST"]),
    ]
    return [
        Route(SIGN_IN, _sign_in_page(words), methods=["GET"]),
        Route(f"{AT_PROVIDER}/{{name}}", _at_provider, methods=["GET"]),
        *(with_password if site().local_accounts else ()),
    ]


def _sign_in_page(words: Callable[[], Translator]) -> Callable[[Request], Any]:
    async def page(request: Request) -> Response:
        ui = words().ui
        told = ""
        if "out" in request.query_params:
            told = ui("You are signed out.")
        elif "failed" in request.query_params:
            told = ui("The sign-in was not finished. Try again.")
        return _page("sign_in", words(), fault="", told=told, name="")

    return page


def _sign_in(words: Callable[[], Translator]) -> Callable[[Request], Any]:
    async def sign_in(request: Request) -> Response:
        given = await _given(request)
        if given is None:
            return PlainTextResponse("Not from here", 403)
        try:
            token = await anyio.to_thread.run_sync(
                store_access.accounts().sign_in, given["name"], given["password"], given["code"]
            )
        except SignInError as fault:
            told = {"fault": error_messages.said(fault, words()), "told": "", "name": given["name"]}
            return _page("sign_in", words(), status=401, **told)
        answer = RedirectResponse(DESK, 303)
        answer.set_cookie(
            COOKIE, token, max_age=int(MAX_SESSION.total_seconds()), httponly=True, samesite="strict", path="/"
        )
        return answer

    return sign_in


async def _at_provider(request: Request) -> Response:
    """To the provider of this name, and from there back to the desk."""
    name = request.path_params["name"]
    if name not in oidc.names():
        return RedirectResponse(SIGN_IN, 303)
    return RedirectResponse(oidc.address(name), 303)


def _begin(words: Callable[[], Translator]) -> Callable[[Request], Any]:
    async def begin(request: Request) -> Response:
        accounts, invitation = store_access.accounts(), request.path_params["token"]
        anew = await anyio.to_thread.run_sync(accounts.invited_name, invitation)
        if request.method == "GET":
            return _page("begin", words(), fault="", name=anew, anew=anew, shown_as="")
        given = await _given(request)
        if given is None:
            return PlainTextResponse("Not from here", 403)
        name = anew or given["name"]
        try:
            begun = await anyio.to_thread.run_sync(
                accounts.accept, invitation, name, given["password"], given["shown_as"]
            )
        except SignInError as fault:
            told = {"fault": error_messages.said(fault, words()), "name": name, "shown_as": given["shown_as"]}
            return _page("begin", words(), status=400, anew=anew, **told)
        picture = segno.make(begun.link, error="m").svg_data_uri(scale=5, border=2)
        return _page("begun", words(), begun=begun, picture=picture)

    return begin


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
    html = environment.get_template("pages.html.j2").render(
        page=page,
        ui=words.ui,
        words=words,
        styles=static_pages.stylesheet(),
        sign_in=SIGN_IN,
        at_provider=AT_PROVIDER,
        providers=oidc.names(),
        unnamed=oidc.UNNAMED,
        with_password=site().local_accounts,
        least=MIN_PASSWORD_LENGTH,
        **told,
    )
    return HTMLResponse(html, status)
