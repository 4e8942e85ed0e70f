"""The lines of the audit trail in words."""

from __future__ import annotations

from intake.i18n import Translator


def words_for(words: Translator) -> dict[str, str]:
    """What was done, by the code that stands in the trail."""
    ui = words.ui
    return {
        "account": ui("Set up an account"),
        "add": ui("Added a note"),
        "admit": ui("Made an account for somebody"),
        "assigned": ui("Gave a record to somebody"),
        "begin": ui("Began a record"),
        "change-account": ui("Changed an account"),
        "export": ui("Took a record out as a file"),
        "export-many": ui("Took many records out as a table"),
        "find": ui("Looked for a name or a number"),
        "history": ui("Read the history of a record"),
        "hold": ui("Held a record"),
        "invite": ui("Made an invitation"),
        "lock": ui("The screen was locked"),
        "purge": ui("Destroyed a record"),
        "read": ui("Opened a record"),
        "release-asked": ui("Asked to lift a hold"),
        "released": ui("Lifted a hold"),
        "reset-account": ui("Reset an account"),
        "save": ui("Saved a record"),
        "search-notes": ui("Looked for words inside notes"),
        "sign-in": ui("Signed in"),
        "sign-in-failed": ui("A sign-in failed"),
        "sign-out": ui("Signed out"),
        "unlock": ui("Unlocked the screen"),
    }
