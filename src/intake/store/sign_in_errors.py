"""Why somebody cannot sign in, or an account cannot be made or changed, as a code: the screens have the words."""

from __future__ import annotations

from enum import StrEnum


class SignInProblem(StrEnum):
    """What was wrong. Which part of a sign-in did not fit is never said."""

    WRONG = "wrong"  # the name, the password or the code
    WAIT = "wait"
    TOO_MANY = "too-many"
    SIGNED_OUT = "signed-out"
    LINK_USED = "link-used"
    NAME_TAKEN = "name-taken"
    NAME_INVALID = "name-invalid"
    ADDRESS_TAKEN = "address-taken"
    ADDRESS_INVALID = "address-invalid"
    NOT_FIRST = "not-first"
    LAST_ADMINISTRATOR = "last-administrator"
    NO_ACCOUNT = "no-account"
    ACCOUNT_CLOSED = "account-closed"
    TOO_OLD = "too-old"  # what a provider says was said too long ago
    NOT_ASKED = "not-asked"  # the provider let somebody in without asking for password or key again
    SHORT = "short"
    LONG = "long"
    EASY = "easy"


class SignInError(ValueError):
    """It did not work; `why` says what the person may know of it."""

    def __init__(self, problem: SignInProblem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class WeakPasswordError(SignInError):
    """The password cannot be taken."""
