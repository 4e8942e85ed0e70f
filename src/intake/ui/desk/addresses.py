"""Where the plain pages of staff are, and what may be sent there. Loads nothing: every request asks."""

COOKIE = "next_step_staff"
SIGN_IN = "/staff/sign-in"
BEGIN = "/staff/begin"
DESK = "/today"
LARGEST_FORM = 4_000  # bytes


def takes_a_form(path: str) -> bool:
    """Whether something may be sent to an address."""
    return path == SIGN_IN or path.startswith(f"{BEGIN}/")
