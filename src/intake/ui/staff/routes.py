"""Paths of the staff pages, and limits on what may be sent to them.

The web server needs this for every request, also for families, so it imports nothing else of the desk.
"""

COOKIE = "next_step_staff"
SIGN_IN = "/staff/sign-in"
PROVIDER = "/staff/provider"
BEGIN = "/staff/begin"
DESK = "/today"
PAGES = (
    *("today", "call", "wrap-up", "record", "board", "overview", "outcomes", "export"),
    *("retention", "administration", "audit-trail"),
)
CALLBACK, LOGOUT = "/oauth2callback", "/auth/logout"
# Streamlit's own paths, for sign-in at a provider and sign-out. Codes from providers can be thousands of characters.
STREAMLIT_PATHS = ("/auth/", CALLBACK)
LONGEST_CALLBACK = 12_000  # characters of path and query
LARGEST_FORM = 4_000  # bytes
_SIGNED_IN = b"_streamlit_user="


def accepts_form(path: str) -> bool:
    """Whether a form may be posted to this path."""
    return path == SIGN_IN or path.startswith(f"{BEGIN}/")


def redirect_target(path: str, query: bytes, cookies: list[bytes]) -> str:
    """Where to send the browser after Streamlit's sign-in or sign-out, which would lead to "/", the families' start.

    `cookies`: the Set-Cookie values of Streamlit's response.
    """
    if path == CALLBACK and any(cookie.startswith(_SIGNED_IN) and b"Max-Age=0" not in cookie for cookie in cookies):
        return DESK
    attempted = path == CALLBACK and (b"code=" in query or b"error=" in query)
    return f"{SIGN_IN}?{'failed' if attempted else 'out'}"
