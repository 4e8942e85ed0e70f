"""Messages for failed sign-ins and for accounts that cannot be created or changed."""

from __future__ import annotations

from intake.i18n import Translator
from intake.store.accounts import MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH
from intake.store.sign_in_errors import SignInError, SignInProblem
from intake.store.sign_in_waits import MAX_WAIT


def message(error: SignInError, words: Translator) -> str:
    """What is wrong and what to do about it."""
    ui = words.ui
    return {
        SignInProblem.WRONG: ui("The username, password, or code is incorrect."),
        SignInProblem.WAIT: ui(
            "Too many attempts. Wait {minutes} minutes and try again, or sign in with a recovery code now.",
            minutes=int(MAX_WAIT.total_seconds() // 60),
        ),
        SignInProblem.SIGNED_OUT: ui("You are signed out. Sign in again."),
        SignInProblem.LINK_USED: ui("This link was already used or has expired. Ask for a new one."),
        SignInProblem.INVITATION_GONE: ui("This link was used, replaced, or withdrawn in the meantime."),
        SignInProblem.NAME_TAKEN: ui("This username is taken. Choose another."),
        SignInProblem.NAME_INVALID: ui(
            "Use only lowercase letters, numbers, dots, and dashes in the username. Start with a letter or number."
        ),
        SignInProblem.ADDRESS_TAKEN: ui("This person already has an account."),
        SignInProblem.ADDRESS_INVALID: ui(
            "Enter an email address or the code shown to the person at sign-in (20 letters and numbers)."
        ),
        SignInProblem.NOT_FIRST: ui("Accounts already exist. Ask an administrator for an invitation."),
        SignInProblem.LAST_ADMINISTRATOR: ui(
            "This is the last administrator. Make someone else an administrator first."
        ),
        SignInProblem.NO_ACCOUNT: ui("You do not have an account here yet."),
        SignInProblem.ACCOUNT_CLOSED: ui("This account is closed. Ask an administrator."),
        SignInProblem.TOO_OLD: ui("You are signed out. Sign in again."),
        SignInProblem.NOT_ASKED: ui("Your work account let you in without asking who you are. Sign in again."),
        SignInProblem.SHORT: ui(
            "Use at least {number} characters. A few words in a row are easy to remember.", number=MIN_PASSWORD_LENGTH
        ),
        SignInProblem.LONG: ui("Use at most {number} characters.", number=MAX_PASSWORD_LENGTH),
        SignInProblem.EASY: ui("This password is easy to guess. Use a few words in a row, without your name."),
    }[error.problem]
