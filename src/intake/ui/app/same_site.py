"""Whether a request comes from a page of this site and asks for a name that this server goes by.

Streamlit compares a foreign origin with the server's own address on the internet, which it asks an outside service for.
So a foreign origin must never reach it.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import Scope

from intake.ui.common.streamlit_internals import host_allowed

# A load balancer asks for this page by the server's bare address. It says only that the server runs.
_BY_ANY_NAME = "/_stcore/health"


def known_host(scope: Scope) -> bool:
    """Whether the Host header holds one of the names in the setting server.allowedHosts."""
    hosts = Headers(scope=scope).getlist("host")
    return scope["path"] == _BY_ANY_NAME or (len(hosts) == 1 and host_allowed(hosts[0]))


def own_origin(scope: Scope) -> bool:
    """Whether the request has no Origin header, or that of a page of this server: same host and port.

    Only browsers send the header, and a page cannot change it. Both schemes count, because a proxy that ends TLS may
    not tell. Streamlit accepts exactly these two as well, without comparing anything else.
    """
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    return headers.getlist("origin") in ([], [f"http://{host}"], [f"https://{host}"])
