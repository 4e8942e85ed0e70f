"""Why a sign-in or a change of an account is refused, as codes. The screens hold the texts."""

from __future__ import annotations

from enum import StrEnum


class SignInProblem(StrEnum):
    """What was wrong. Never reveals which part of a sign-in was."""

    WRONG = "wrong"  # the name, the password or the code
    WAIT = "wait"
    SIGNED_OUT = "signed-out"
    LINK_USED = "link-used"
    INVITATION_GONE = "invitation-gone"  # used, sent again or withdrawn while the list was on the screen
    NAME_TAKEN = "name-taken"
    NAME_INVALID = "name-invalid"
    ADDRESS_TAKEN = "address-taken"
    ADDRESS_INVALID = "address-invalid"
    NOT_FIRST = "not-first"
    LAST_ADMINISTRATOR = "last-administrator"
    NO_ACCOUNT = "no-account"
    ACCOUNT_CLOSED = "account-closed"
    TOO_OLD = "too-old"  # the ID token was issued too long ago
    NOT_ASKED = "not-asked"  # the provider did not ask for the password or passkey again
    SHORT = "short"
    LONG = "long"
    EASY = "easy"


class SignInError(ValueError):
    """A sign-in or a change of an account was refused; `problem` is what the person may know."""

    def __init__(self, problem: SignInProblem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class WeakPasswordError(SignInError):
    """The password is too weak to be accepted."""
