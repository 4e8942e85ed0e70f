"""The entries of the audit trail in words: who, what, and the details of each."""

from __future__ import annotations

from intake.domain.content import Content
from intake.i18n import Translator
from intake.store.audit_view import AuditEntry
from intake.store.merging import MergeReason
from intake.store.permissions import Role
from intake.store.sharing import AccessReason
from intake.ui.staff import period_labels, record_rows
from intake.ui.staff.log_labels import merge_reason_labels, reason_labels


def action_labels(words: Translator) -> dict[str, str]:
    """The label of each action, by its code in the audit trail."""
    ui = words.ui
    return {
        "account": ui("Set up an account"),
        "add": ui("Added a log entry"),
        "answer-alert": ui("Answered a request for a supervisor"),
        "ask-supervisor": ui("Asked for a supervisor"),
        "admit": ui("Created an account for someone"),
        "approved": ui("Approved a file for a court or authority"),
        "assigned": ui("Assigned a record"),
        "begin": ui("Started a call"),
        "call": ui("Started another call"),
        "change-account": ui("Changed an account"),
        "discard": ui("Discarded an empty call"),
        "drop-notes": ui("Destroyed notes that the caller did not want"),
        "end-offer": ui("Ended the offer of a case"),
        "end-wait": ui("Ended the wait after wrong sign-ins"),
        "export": ui("Exported a record"),
        "export-counts": ui("Exported a table of counts"),
        "export-many": ui("Exported a table of records"),
        "find": ui("Searched by name or phone number"),
        "history": ui("Viewed a record’s history"),
        "hold": ui("Placed a hold on a record"),
        "invite": ui("Created an invitation link"),
        "invite-again": ui("Replaced an invitation link"),
        "lock": ui("Screen locked"),
        "match": ui("Was shown known cases for a caller’s name or number"),
        "merge": ui("Merged another record into a case"),
        "merged-into": ui("Merged a record into another case"),
        "look": ui("Viewed a call in progress"),
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
        "set-retention": ui("Changed a retention period"),
        "sign-in": ui("Signed in"),
        "sign-in-failed": ui("Failed to sign in"),
        "sign-out": ui("Signed out"),
        "take-offered": ui("Took over a case from a colleague"),
        "unmerge": ui("Undid a merge"),
        "unlock": ui("Unlocked the screen"),
        "withdraw-invitation": ui("Withdrew an invitation link"),
    }


def other_actors(words: Translator) -> dict[str, str]:
    """Actors in the audit trail who are not members of staff."""
    ui = words.ui
    return {"": ui("Unknown person"), "console": ui("Server console"), "settings": ui("Server settings")}


def role_names(words: Translator) -> dict[Role, str]:
    """The names of the roles."""
    ui = words.ui
    return {Role.INTAKE: ui("Intake"), Role.SUPERVISOR: ui("Supervisor"), Role.ADMINISTRATOR: ui("Administrator")}


def details(entry: AuditEntry, words: Translator, content: Content) -> tuple[str, ...]:
    """What an entry says besides its record: the account, the role, the values before and after."""
    ui, about = words.ui, entry.about
    texts = [str(about.get("name", ""))]
    if "role" in about:
        texts.append(role_names(words)[Role(str(about["role"]))])
    if "disabled" in about:
        texts.append(ui("closed") if about["disabled"] else ui("open"))
    before, now = about.get("before", ""), about.get("now", "")
    if "period" in about:
        texts.append(period_labels.label(str(about["period"]), words, content))
        before, now = period_labels.length(before, words), period_labels.length(now, words)
    if before and now:
        texts.append(ui("from {before} to {now}", before=before, now=now))
    elif before or now:
        texts.append(ui("to {now}", now=now) if now else ui("from {before} to no one", before=before))
    if entry.action == "open-shared":
        texts.append(reason_labels(words)[AccessReason(str(about["reason"]))])
    if "other" in about:
        texts.append(ui("record {number}", number=record_rows.number_of(str(about["other"]))))
        texts.append(merge_reason_labels(words)[MergeReason(str(about["reason"]))])
    texts += [str(about.get(name, "")) for name in ("as_what", "to_whom", "purpose")]
    if "records" in about:
        texts.append(words.count("{number} record", "{number} records", int(about["records"])))
    return tuple(filter(None, texts))
