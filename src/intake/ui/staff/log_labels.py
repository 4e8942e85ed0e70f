"""Labels for lines of a case's log that say what colleagues and supervisors did; most of them have no text."""

from __future__ import annotations

from intake.i18n import Translator
from intake.store.alerts import ANSWERED, ASKED
from intake.store.record_body import LogLine
from intake.store.sharing import NOT_TAKEN, OFFERED, OPENED, PICKED_UP, TAKEN, AccessReason


def reason_labels(words: Translator) -> dict[AccessReason, str]:
    """Why someone opens a colleague's case, in words."""
    ui = words.ui
    return {
        AccessReason.FAMILY_CALLS: ui("Someone from this family is on the line"),
        AccessReason.COVERING: ui("I am covering for the owner"),
        AccessReason.ASKED_TO_HELP: ui("The owner or a supervisor asked me to help"),
        AccessReason.OTHER: ui("Another reason"),
    }


def label(line: LogLine, words: Translator) -> str:
    """The label of a line; "" if its kind is not one of these."""
    ui, said = words.ui, line.content
    reasons = {str(code): text for code, text in reason_labels(words).items()}
    return {
        ASKED: ui("Asked for a supervisor"),
        ANSWERED: ui("A supervisor answered"),
        OPENED: ui("Opened with a reason: {reason}", reason=reasons.get(str(said.get("reason")), "")),
        OFFERED: ui("Offered to {name}", name=said.get("to", "")),
        NOT_TAKEN: ui("Offer to {name} ended", name=said.get("to", "")),
        TAKEN: ui("Took over the case"),
        PICKED_UP: ui("Picked up the call from {name}", name=said.get("before", "")),
    }.get(line.kind, "")
