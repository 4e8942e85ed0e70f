"""The lines of the audit trail in words."""

from __future__ import annotations

from intake.language import Translator


def words_for(words: Translator) -> dict[str, str]:
    """What was done, by the code that stands in the trail."""
    ui = words.ui
    return {
        "account": ui("Set up an account"),
        "add": ui("Added a note"),
        "admit": ui("Made an account for somebody"),
        "begin": ui("Began a record"),
        "change-account": ui("Changed an account"),
        "find": ui("Looked for a name or a number"),
        "history": ui("Read the history of a record"),
        "invite": ui("Made an invitation"),
        "lock": ui("The screen was locked"),
        "read": ui("Opened a record"),
        "reset-account": ui("Reset an account"),
        "save": ui("Saved a record"),
        "sign-in": ui("Signed in"),
        "sign-in-failed": ui("A sign-in failed"),
        "sign-out": ui("Signed out"),
        "unlock": ui("Unlocked the screen"),
    }
