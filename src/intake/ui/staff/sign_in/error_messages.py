"""Messages for failed sign-ins and for accounts that cannot be created or changed."""

from __future__ import annotations

from intake.i18n import Translator
from intake.store.accounts import LEAST_PASSWORD, MOST_PASSWORD
from intake.store.sign_in_errors import SignInError, Why


def message(error: SignInError, words: Translator) -> str:
    """What is wrong and what to do about it."""
    ui = words.ui
    return {
        Why.WRONG: ui("The username, password, or code is incorrect."),
        Why.WAIT: ui("Too many attempts. Wait a minute, then try again."),
        Why.TOO_MANY: ui("Too many attempts. Ask an administrator to reopen this account."),
        Why.SIGNED_OUT: ui("You are signed out. Sign in again."),
        Why.LINK_USED: ui("This link was already used or has expired. Ask for a new one."),
        Why.NAME_TAKEN: ui("This username is taken. Choose another."),
        Why.NAME_ODD: ui(
            "Use only lowercase letters, numbers, dots, and dashes in the username. Start with a letter or number."
        ),
        Why.ADDRESS_TAKEN: ui("This person already has an account."),
        Why.ADDRESS_ODD: ui(
            "Enter an email address or the code shown to the person at sign-in (20 letters and numbers)."
        ),
        Why.NOT_FIRST: ui("Accounts already exist. Ask an administrator for an invitation."),
        Why.LAST_ADMINISTRATOR: ui("This is the last administrator. Make someone else an administrator first."),
        Why.NO_ACCOUNT: ui("You do not have an account here yet."),
        Why.SHUT: ui("This account is closed. Ask an administrator."),
        Why.TOO_OLD: ui("You are signed out. Sign in again."),
        Why.NOT_ASKED: ui("The provider did not ask you to sign in again. Sign in again."),
        Why.SHORT: ui(
            "Use at least {number} characters. A few words in a row are easy to remember.", number=LEAST_PASSWORD
        ),
        Why.LONG: ui("Use at most {number} characters.", number=MOST_PASSWORD),
        Why.EASY: ui("This password is easy to guess. Use a few words in a row, without your name."),
    }[error.why]
