"""Why somebody cannot sign in, or an account cannot be made or changed, in words."""

from __future__ import annotations

from intake.i18n import Translator
from intake.store.accounts import LEAST_PASSWORD, MOST_PASSWORD
from intake.store.sign_in_errors import SignInError, Why


def said(fault: SignInError, words: Translator) -> str:
    """What was wrong and what to do about it."""
    ui = words.ui
    return {
        Why.WRONG: ui("The name, the password or the code is not right."),
        Why.WAIT: ui("Too many tries. Wait a minute, then try again."),
        Why.TOO_MANY: ui("Too many tries. An administrator has to open this account again."),
        Why.SIGNED_OUT: ui("You are signed out. Sign in again."),
        Why.LINK_USED: ui("This link was used already, or is too old. Ask for a new one."),
        Why.NAME_TAKEN: ui("This name is taken. Choose another."),
        Why.NAME_ODD: ui(
            "Use small letters, numbers, dots and dashes for the name, and begin with a letter or number."
        ),
        Why.ADDRESS_TAKEN: ui("There is an account for this person already."),
        Why.ADDRESS_ODD: ui(
            "Type an e-mail address, or the code that was shown to the person: 20 letters and numbers."
        ),
        Why.NOT_FIRST: ui("There are accounts already. An administrator invites."),
        Why.LAST_ADMINISTRATOR: ui("This is the last administrator. Make somebody else an administrator first."),
        Why.NO_ACCOUNT: ui("There is no account for you here yet."),
        Why.SHUT: ui("This account is shut. Ask an administrator."),
        Why.TOO_OLD: ui("You are signed out. Sign in again."),
        Why.NOT_ASKED: ui("You were let through without being asked who you are. Sign in again."),
        Why.SHORT: ui("Use {number} signs or more. A few words in a row are easy to remember.", number=LEAST_PASSWORD),
        Why.LONG: ui("Use at most {number} signs.", number=MOST_PASSWORD),
        Why.EASY: ui("This password is easy to guess. Use a few words in a row, without your name."),
    }[fault.why]
