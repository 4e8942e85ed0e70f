"""Sign-in as plain HTML forms, so that password managers work and no script can read the session cookie."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import anyio.to_thread
import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy.exc import SQLAlchemyError
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from intake.config import site
from intake.i18n import Translator
from intake.store.accounts import MIN_PASSWORD_LENGTH, Accounts, AccountSetup
from intake.store.encryption import DamagedRecordError
from intake.store.sessions import MAX_SESSION
from intake.store.sign_in_errors import SignInError
from intake.ui.common import static_pages
from intake.ui.staff import store_access, unavailable
from intake.ui.staff.routes import BEGIN, COOKIE, DESK, PROVIDER, SIGN_IN
from intake.ui.staff.sign_in import error_messages, oidc

# Of their own, so that people who sign in while the database is slow do not hold up the files of everyone's pages.
_THREADS = anyio.CapacityLimiter(8)
_FIELDS = ("name", "shown_as", "password", "code")
_MAX_FIELD = 200  # characters
_RETRY = 60  # seconds, as the sentence says
_Result = TypeVar("_Result")


def routes(words: Callable[[], Translator]) -> list[Route]:
    """The routes for signing in and for creating an account from an invitation."""
    with_password = [
        Route(SIGN_IN, _sign_in(words), methods=["POST"]),
        Route(f"{BEGIN}/{{token}}", _account_page(words), methods=["GET", "POST"]),
    ]
    return [
        Route(SIGN_IN, _sign_in_page(words), methods=["GET"]),
        Route(f"{PROVIDER}/{{name}}", _redirect_to_provider, methods=["GET"]),
        *(with_password if site().local_accounts else ()),
    ]


def _sign_in_page(words: Callable[[], Translator]) -> Callable[[Request], Any]:
    async def page(request: Request) -> Response:
        ui = words().ui
        notice = ""
        if "out" in request.query_params:
            notice = ui("You are signed out.")
        elif "failed" in request.query_params:
            notice = ui("Sign-in was not completed. Try again.")
        return _page("sign_in", words(), error="", notice=notice, name="")

    return page


def _sign_in(words: Callable[[], Translator]) -> Callable[[Request], Any]:
    async def sign_in(request: Request) -> Response:
        fields = await _form_fields(request)
        if fields is None:
            return PlainTextResponse("Forms from other sites are not accepted", 403)
        try:
            token = await _ask(Accounts.sign_in, fields["name"], fields["password"], fields["code"])
        except SignInError as error:
            message = error_messages.message(error, words())
            return _page("sign_in", words(), status=401, error=message, notice="", name=fields["name"])
        except _UnavailableError:
            message = unavailable.sentence(words())
            return _page("sign_in", words(), status=503, error=message, notice="", name=fields["name"])
        response = RedirectResponse(DESK, 303)
        response.set_cookie(
            COOKIE, token, max_age=int(MAX_SESSION.total_seconds()), httponly=True, samesite="strict", path="/"
        )
        return response

    return sign_in


async def _redirect_to_provider(request: Request) -> Response:
    """Redirect to the provider with this name, which leads back to the desk."""
    name = request.path_params["name"]
    if name not in oidc.names():
        return RedirectResponse(SIGN_IN, 303)
    return RedirectResponse(oidc.login_url(name), 303)


def _account_page(words: Callable[[], Translator]) -> Callable[[Request], Any]:
    async def account_page(request: Request) -> Response:
        invitation = request.path_params["token"]
        if request.method == "GET":
            try:
                existing = await _ask(Accounts.invited_name, invitation)
            except _UnavailableError:
                return _page("unavailable", words(), status=503, error=unavailable.sentence(words()))
            return _page("begin", words(), error="", name=existing, existing=existing, shown_as="")
        fields = await _form_fields(request)
        if fields is None:
            return PlainTextResponse("Forms from other sites are not accepted", 403)
        name, shown_as, existing = fields["name"], fields["shown_as"], ""
        try:
            existing = await _ask(Accounts.invited_name, invitation)
            name = existing or name
            begun = await _ask(Accounts.accept, invitation, name, fields["password"], shown_as)
        except SignInError as error:
            message, status = error_messages.message(error, words()), 400
        except _UnavailableError:
            message, status = unavailable.sentence(words()), 503
        else:
            return _begun(begun, words())
        return _page("begin", words(), status=status, error=message, name=name, existing=existing, shown_as=shown_as)

    return account_page


def _begun(begun: AccountSetup, words: Translator) -> Response:
    """The page of a new account, with what its authenticator app needs."""
    picture = segno.make(begun.link, error="m").svg_data_uri(scale=5, border=2)
    return _page("begun", words, begun=begun, picture=picture)


class _UnavailableError(Exception):
    """The database cannot be used."""


async def _ask(method: Callable[..., _Result], *arguments: Any) -> _Result:
    """Call a method of Accounts, off the event loop. Raises SignInError, _UnavailableError."""

    def call() -> _Result:
        return method(store_access.accounts(), *arguments)  # opens the database, if it could not be opened before

    try:
        return await anyio.to_thread.run_sync(call, limiter=_THREADS)
    except (SQLAlchemyError, DamagedRecordError):
        raise _UnavailableError from None


async def _form_fields(request: Request) -> dict[str, str] | None:
    """The fields of a submitted form; None if the form was not on a page of this server."""
    origin = urlsplit(request.headers.get("origin", ""))
    if origin.netloc != request.headers.get("host"):
        return None
    form: FormData = await request.form(max_files=0, max_fields=len(_FIELDS))
    return {field: str(form.get(field, ""))[: _MAX_FIELD + 1] for field in _FIELDS}


def _page(page: str, words: Translator, *, status: int = 200, **variables: Any) -> Response:
    """One of the pages in pages.html.j2, by name, with its variables."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    html = environment.get_template("pages.html.j2").render(
        page=page,
        ui=words.ui,
        words=words,
        styles=static_pages.stylesheet(),
        sign_in=SIGN_IN,
        provider_path=PROVIDER,
        providers=oidc.names(),
        unnamed=oidc.UNNAMED,
        with_password=site().local_accounts,
        min_password=MIN_PASSWORD_LENGTH,
        **variables,
    )
    return HTMLResponse(html, status, {"Retry-After": str(_RETRY)} if status == 503 else None)  # noqa: PLR2004
