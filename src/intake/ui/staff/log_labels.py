"""Labels for lines of a case's log that say what colleagues and supervisors did; most of them have no text."""

from __future__ import annotations

from intake.i18n import Translator
from intake.store import case_log
from intake.store.lists import NUMBER_LENGTH
from intake.store.merging import MergeReason
from intake.store.record_body import LogLine
from intake.store.sharing import AccessReason


def reason_labels(words: Translator) -> dict[AccessReason, str]:
    """Why someone opens a colleague's case, in words."""
    ui = words.ui
    return {
        AccessReason.FAMILY_CALLS: ui("Someone from this family is on the line"),
        AccessReason.COVERING: ui("I am covering for the owner"),
        AccessReason.ASKED_TO_HELP: ui("The owner or a supervisor asked me to help"),
        AccessReason.OTHER: ui("Another reason"),
    }


def merge_reason_labels(words: Translator) -> dict[MergeReason, str]:
    """Why two records were merged, or why a merge was undone, in words."""
    ui = words.ui
    return {
        MergeReason.FAMILY_CALLS: ui("A caller from this family was on the line"),
        MergeReason.SAME_FAMILY: ui("Two people called about the same person"),
        MergeReason.ENTERED_TWICE: ui("The same caller was entered twice"),
        MergeReason.OTHER_FAMILY: ui("They are two families"),
        MergeReason.OTHER: ui("Another reason"),
    }


def label(line: LogLine, words: Translator) -> str:
    """The label of a line; "" if its kind is not one of these."""
    ui, said = words.ui, line.content
    opened = line.kind == case_log.OPENED
    labels = reason_labels(words).items() if opened else merge_reason_labels(words).items()
    reasons = {str(code): text for code, text in labels}
    reason, other = reasons.get(str(said.get("reason")), ""), str(said.get("other", ""))[:NUMBER_LENGTH]
    return {
        case_log.SUPERVISOR_ASKED: ui("Asked for a supervisor"),
        case_log.SUPERVISOR_CAME: ui("A supervisor answered"),
        case_log.OPENED: ui("Opened with a reason: {reason}", reason=reason),
        case_log.MERGED: ui("Record {number} was merged into this case. {reason}.", number=other, reason=reason),
        case_log.MERGED_INTO: ui("Merged into case {number}. {reason}.", number=other, reason=reason),
        case_log.UNMERGED: ui("The merge with {number} was undone. {reason}.", number=other, reason=reason),
        case_log.OFFERED: ui("Offered to {name}", name=said.get("to", "")),
        case_log.NOT_TAKEN: ui("Offer to {name} ended", name=said.get("to", "")),
        case_log.TAKEN: ui("Took over the case"),
        case_log.PICKED_UP: ui("Picked up the call from {name}", name=said.get("before", "")),
    }.get(line.kind, "")
