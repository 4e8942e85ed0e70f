"""Why somebody cannot sign in, or an account cannot be made or changed, in words."""

from __future__ import annotations

from intake.i18n import Translator
from intake.store.accounts import MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH
from intake.store.sign_in_errors import SignInError, SignInProblem


def said(fault: SignInError, words: Translator) -> str:
    """What was wrong and what to do about it."""
    ui = words.ui
    return {
        SignInProblem.WRONG: ui("The name, the password or the code is not right."),
        SignInProblem.WAIT: ui("Too many tries. Wait a minute, then try again."),
        SignInProblem.TOO_MANY: ui("Too many tries. An administrator has to open this account again."),
        SignInProblem.SIGNED_OUT: ui("You are signed out. Sign in again."),
        SignInProblem.LINK_USED: ui("This link was used already, or is too old. Ask for a new one."),
        SignInProblem.NAME_TAKEN: ui("This name is taken. Choose another."),
        SignInProblem.NAME_INVALID: ui(
            "Use small letters, numbers, dots and dashes for the name, and begin with a letter or number."
        ),
        SignInProblem.ADDRESS_TAKEN: ui("There is an account for this person already."),
        SignInProblem.ADDRESS_INVALID: ui(
            "Type an e-mail address, or the code that was shown to the person: 20 letters and numbers."
        ),
        SignInProblem.NOT_FIRST: ui("There are accounts already. An administrator invites."),
        SignInProblem.LAST_ADMINISTRATOR: ui(
            "This is the last administrator. Make somebody else an administrator first."
        ),
        SignInProblem.NO_ACCOUNT: ui("There is no account for you here yet."),
        SignInProblem.ACCOUNT_CLOSED: ui("This account is shut. Ask an administrator."),
        SignInProblem.TOO_OLD: ui("You are signed out. Sign in again."),
        SignInProblem.NOT_ASKED: ui("You were let through without being asked who you are. Sign in again."),
        SignInProblem.SHORT: ui(
            "Use {number} signs or more. A few words in a row are easy to remember.", number=MIN_PASSWORD_LENGTH
        ),
        SignInProblem.LONG: ui("Use at most {number} signs.", number=MAX_PASSWORD_LENGTH),
        SignInProblem.EASY: ui("This password is easy to guess. Use a few words in a row, without your name."),
    }[fault.problem]
