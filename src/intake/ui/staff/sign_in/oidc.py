"""Sign-in at the agency's OpenID Connect provider, set up in section [auth] of Streamlit's secrets.toml.

Streamlit's own cookie lasts 30 days. It is used once, within minutes of the sign-in, as proof of who a person is. After
that, the session in the database counts (intake.store.sessions).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitAuthError

from intake.store.accounts import IdToken
from intake.ui.common.streamlit_internals import (
    generate_login_redirect_url,
    keep_in_sign_in_cookies,
    trusts_user_headers,
    validate_auth_credentials,
)
from intake.ui.staff.routes import CALLBACK

UNNAMED = "default"  # Streamlit's name for a provider that is set up in [auth] itself
_CLAIMS = (
    *("iss", "sub", "iat", "nonce", "auth_time", "email", "email_verified"),
    *("provider", "origin", "is_logged_in"),  # Streamlit's own
)
_LONGEST_ID_TOKEN = 2_000  # characters; some providers want it back at sign-out, and do without if it is missing
_MIN_SECRET = 32  # characters of the key that signs Streamlit's cookie


class ProviderError(RuntimeError):
    """The provider's settings cannot be used. The message is one sentence for the operator."""


def settings() -> dict[str, Any]:
    """Section [auth], {} if there is none. Requires a fresh sign-in (prompt=login) unless the section sets prompt."""
    if not st.secrets.load_if_toml_exists():
        return {}
    auth = st.secrets.to_dict().get("auth", {})
    for provider in (auth, *(value for value in auth.values() if isinstance(value, dict))):
        if "client_id" in provider:
            provider["client_kwargs"] = {"prompt": "login", **provider.get("client_kwargs", {})}
    return dict(auth)


def names() -> tuple[str, ...]:
    """The names of the providers in the settings; () for none."""
    auth = settings()
    named = tuple(name for name, value in auth.items() if isinstance(value, dict) and "client_id" in value)
    return (UNNAMED, *named) if "client_id" in auth else named


def check() -> None:
    """Check the settings. Raises ProviderError if they cannot be used or would accept an unproven identity."""
    auth = settings()
    if trusts_user_headers():
        raise ProviderError("server.trustedUserHeaders is set: anyone who reaches the server could claim any identity")
    if not auth:
        return
    if not str(auth.get("redirect_uri", "")).endswith(CALLBACK):
        raise ProviderError(f"redirect_uri in [auth] of secrets.toml must end with {CALLBACK}")
    if len(str(auth.get("cookie_secret", ""))) < _MIN_SECRET:
        raise ProviderError(f"cookie_secret in [auth] of secrets.toml must be at least {_MIN_SECRET} random characters")
    for name in names():
        try:
            validate_auth_credentials(name)
        except StreamlitAuthError as error:
            raise ProviderError(" ".join(str(error).split())) from None


def keep_cookies_small() -> None:
    """Keep in the browser only what `id_token` reads: a provider may list hundreds of groups."""
    keep_in_sign_in_cookies(_CLAIMS, _LONGEST_ID_TOKEN)


def login_url(name: str) -> str:
    """The provider's URL to sign in at, valid for two minutes. Same as st.login, for pages without Streamlit."""
    return generate_login_redirect_url(name)


def id_token() -> IdToken | None:
    """The id token of this browser's user; None unless they signed in at the provider within the last 30 days."""
    claims = st.user.to_dict()
    issuer, subject, issued = (claims.get(name) for name in ("iss", "sub", "iat"))
    if claims.get("is_logged_in") is not True or not issuer or not subject or not isinstance(issued, int | float):
        return None
    auth_time = claims.get("auth_time")
    return IdToken(
        provider=str(claims.get("provider", UNNAMED)),
        issuer=str(issuer),
        subject=str(subject),
        nonce=str(claims.get("nonce", "")),
        issued_at=dt.datetime.fromtimestamp(issued, dt.UTC),
        asked_at=dt.datetime.fromtimestamp(auth_time, dt.UTC) if isinstance(auth_time, int | float) else None,
        email=_verified_email(claims),
    )


def _verified_email(claims: Mapping[str, Any]) -> str:
    """The email address, if the provider verified it: anyone can type any address into a profile. Otherwise ""."""
    verified = claims.get("email_verified") in (True, "true")
    return str(claims.get("email") or "") if verified else ""
