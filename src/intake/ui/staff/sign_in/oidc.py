"""The agency's provider of sign-in (OpenID Connect), as Streamlit knows it: section [auth] of secrets.toml.

Streamlit's own cookie lasts 30 days and is not heeded here but once: it proves who somebody is, minutes after they were
asked. From then on a row in the database counts (intake.store.sessions).
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
    trusts_user_headers,
    validate_auth_credentials,
)
from intake.ui.staff.routes import CALLBACK

UNNAMED = "default"  # what Streamlit calls a provider whose settings stand in [auth] itself
_LEAST_SECRET = 32  # signs of the key that Streamlit's cookie is signed with


class ProviderError(RuntimeError):
    """The provider's settings cannot be used; one sentence for whoever runs the server."""


def settings() -> dict[str, Any]:
    """Section [auth], with the question for the password at every sign-in where nothing else is set; {} without one."""
    if not st.secrets.load_if_toml_exists():
        return {}
    found = st.secrets.to_dict().get("auth", {})
    for one in (found, *(value for value in found.values() if isinstance(value, dict))):
        if "client_id" in one:
            one["client_kwargs"] = {"prompt": "login", **one.get("client_kwargs", {})}
    return dict(found)


def names() -> tuple[str, ...]:
    """The providers by the names they have in the settings; () where none is set."""
    found = settings()
    named = tuple(name for name, one in found.items() if isinstance(one, dict) and "client_id" in one)
    return (UNNAMED, *named) if "client_id" in found else named


def check() -> None:
    """Raises ProviderFault where the settings cannot be used, or would let somebody in who only says who they are."""
    found = settings()
    if trusts_user_headers():
        raise ProviderError("server.trustedUserHeaders is set: whoever reaches the server could say they are anybody")
    if not found:
        return
    if not str(found.get("redirect_uri", "")).endswith(CALLBACK):
        raise ProviderError(f"redirect_uri in [auth] of secrets.toml has to end with {CALLBACK}")
    if len(str(found.get("cookie_secret", ""))) < _LEAST_SECRET:
        raise ProviderError(f"cookie_secret in [auth] of secrets.toml needs {_LEAST_SECRET} signs or more, at random")
    for name in names():
        try:
            validate_auth_credentials(name)
        except StreamlitAuthError as fault:
            raise ProviderError(" ".join(str(fault).split())) from None


def address(name: str) -> str:
    """Where a plain page sends somebody who signs in; good for two minutes. It is what st.login does."""
    return generate_login_redirect_url(name)


def proof() -> IdToken | None:
    """What the provider said of the person on the other end, if it signed them in within the last 30 days."""
    claims = st.user.to_dict()
    issuer, subject, issued = (claims.get(name) for name in ("iss", "sub", "iat"))
    if claims.get("is_logged_in") is not True or not issuer or not subject or not isinstance(issued, int | float):
        return None
    asked = claims.get("auth_time")
    return IdToken(
        provider=str(claims.get("provider", UNNAMED)),
        issuer=str(issuer),
        subject=str(subject),
        nonce=str(claims.get("nonce", "")),
        issued_at=dt.datetime.fromtimestamp(issued, dt.UTC),
        asked_at=dt.datetime.fromtimestamp(asked, dt.UTC) if isinstance(asked, int | float) else None,
        email=_verified_address(claims),
    )


def _verified_address(claims: Mapping[str, Any]) -> str:
    """An address that anybody may have typed into a profile counts for nothing."""
    verified = claims.get("email_verified") in (True, "true")
    return str(claims.get("email") or "") if verified else ""
