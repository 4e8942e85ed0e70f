"""Labels for the actions in the audit trail."""

from __future__ import annotations

from intake.i18n import Translator


def action_labels(words: Translator) -> dict[str, str]:
    """The label of each action, by its code in the audit trail."""
    ui = words.ui
    return {
        "account": ui("Set up an account"),
        "add": ui("Added a log entry"),
        "admit": ui("Created an account for someone"),
        "approved": ui("Approved a file for a court or authority"),
        "assigned": ui("Assigned a record"),
        "begin": ui("Started a call"),
        "change-account": ui("Changed an account"),
        "drop-notes": ui("Destroyed notes, which the caller did not want"),
        "export": ui("Exported a record"),
        "export-many": ui("Exported many records"),
        "find": ui("Searched for a name or phone number"),
        "history": ui("Opened the history of a record"),
        "hold": ui("Placed a hold on a record"),
        "invite": ui("Created an invitation"),
        "lock": ui("Screen locked"),
        "purge": ui("Destroyed a record"),
        "read": ui("Opened a record"),
        "release-asked": ui("Asked to lift a hold"),
        "released": ui("Lifted a hold"),
        "reset-account": ui("Reset an account"),
        "save": ui("Saved a record"),
        "search-notes": ui("Searched notes"),
        "sign-in": ui("Signed in"),
        "sign-in-failed": ui("Failed sign-in"),
        "sign-out": ui("Signed out"),
        "unlock": ui("Unlocked the screen"),
    }
