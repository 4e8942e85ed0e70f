"""Where the plain pages of staff are, what may be sent there, and where Streamlit's sign-in leads back to.

Loads nothing: every request asks.
"""

COOKIE = "next_step_staff"
SIGN_IN = "/staff/sign-in"
AT_PROVIDER = "/staff/provider"
BEGIN = "/staff/begin"
DESK = "/today"
PAGES = ("today", "call", "wrap-up", "record", "overview", "export", "retention", "administration")
CALLBACK, LOGOUT = "/oauth2callback", "/auth/logout"
# Streamlit's: there for whoever signs in at a provider, and for signing out. A provider sends codes of a page's length.
OF_STREAMLIT = ("/auth/", CALLBACK)
LONGEST_CALLBACK = 12_000  # characters of path and query
LARGEST_FORM = 4_000  # bytes
_SIGNED_IN = b"_streamlit_user="


def takes_a_form(path: str) -> bool:
    """Whether something may be sent to an address."""
    return path == SIGN_IN or path.startswith(f"{BEGIN}/")


def way_on(path: str, query: bytes, cookies: list[bytes]) -> str:
    """Where to go on: Streamlit itself leads back to "/", which is the families'. `cookies` are those it sets."""
    if path == CALLBACK and any(one.startswith(_SIGNED_IN) and b"Max-Age=0" not in one for one in cookies):
        return DESK
    tried = path == CALLBACK and (b"code=" in query or b"error=" in query)
    return f"{SIGN_IN}?{'failed' if tried else 'out'}"
