"""Labels for the actions in the audit trail."""

from __future__ import annotations

from intake.i18n import Translator


def action_labels(words: Translator) -> dict[str, str]:
    """The label of each action, by its code in the audit trail."""
    ui = words.ui
    return {
        "account": ui("Set up an account"),
        "add": ui("Added a log entry"),
        "answer-alert": ui("Answered a request for a supervisor"),
        "ask-supervisor": ui("Asked for a supervisor"),
        "admit": ui("Created an account for someone"),
        "assigned": ui("Assigned a record"),
        "begin": ui("Started a call"),
        "call": ui("Started another call"),
        "change-account": ui("Changed an account"),
        "end-offer": ui("Ended the offer of a case"),
        "export": ui("Exported a record"),
        "export-many": ui("Exported many records"),
        "find": ui("Searched for a name or phone number"),
        "history": ui("Opened the history of a record"),
        "hold": ui("Placed a hold on a record"),
        "invite": ui("Created an invitation"),
        "lock": ui("Screen locked"),
        "look": ui("Looked at a call in progress"),
        "offer": ui("Offered a case to a colleague"),
        "open-shared": ui("Opened a colleague’s case with a reason"),
        "pick-up": ui("Picked up an open call"),
        "peak-cleared": ui("Cleared the highest urgency"),
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
        "take-offered": ui("Took over a case from a colleague"),
        "unlock": ui("Unlocked the screen"),
    }
