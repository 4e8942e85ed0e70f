"""Who may do what. Checked by every page and every action, not only by menus."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """A role of staff."""

    INTAKE = "intake"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """Something that a role may be allowed to do."""

    TAKE_CALL = "take-call"
    READ_RECORD = "read-record"
    CHANGE_RECORD = "change-record"
    READ_OTHERS = "read-others"  # records that another member of staff owns
    SEARCH_NOTES = "search-notes"
    EXPORT_RECORD = "export-record"
    EXPORT_MANY = "export-many"
    OPEN_SHARED = "open-shared"  # open cases that another member of staff owns, with a reason
    HAND_OVER = "hand-over"
    ASK_SUPERVISOR = "ask-supervisor"
    SUPERVISE_CALLS = "supervise-calls"  # the live board, a look at a call, alerts
    APPROVE_DISCLOSURE = "approve-disclosure"  # a file for a court or authority
    REASSIGN = "reassign"
    HOLD = "hold"
    CLEAR_PEAK = "clear-peak"
    MERGE_CASES = "merge-cases"
    OVERVIEW = "overview"
    PURGE = "purge"
    SET_RETENTION = "set-retention"
    MANAGE_STAFF = "manage-staff"
    READ_AUDIT = "read-audit"


_INTAKE = frozenset(
    {
        Permission.TAKE_CALL,
        Permission.READ_RECORD,
        Permission.CHANGE_RECORD,
        Permission.EXPORT_RECORD,
        Permission.OPEN_SHARED,
        Permission.HAND_OVER,
        Permission.ASK_SUPERVISOR,
    }
)
_SUPERVISOR = _INTAKE | {
    Permission.READ_OTHERS,
    Permission.SEARCH_NOTES,
    Permission.SUPERVISE_CALLS,
    Permission.EXPORT_MANY,
    Permission.APPROVE_DISCLOSURE,
    Permission.REASSIGN,
    Permission.HOLD,
    Permission.CLEAR_PEAK,
    Permission.MERGE_CASES,
    Permission.OVERVIEW,
    Permission.READ_AUDIT,
}
# Administrators manage accounts and retention; they read no records.
_ADMINISTRATOR = frozenset({Permission.MANAGE_STAFF, Permission.PURGE, Permission.SET_RETENTION, Permission.READ_AUDIT})
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.INTAKE: _INTAKE,
    Role.SUPERVISOR: _SUPERVISOR,
    Role.ADMINISTRATOR: _ADMINISTRATOR,
}


class NotPermittedError(PermissionError):
    """The actor may not do this. Nothing was done."""


class RecordMergedError(NotPermittedError):
    """The record was merged into another case; that one is to be opened instead."""


@dataclass(frozen=True)
class Actor:
    """A member of staff: the name they sign in with, their role, and the hashed token of their session."""

    name: str
    role: Role
    session: str = field(default="", compare=False, repr=False)

    def may(self, action: Permission, *, owner: str = "") -> bool:
        """Whether the actor may do this. `owner` is the owner of the record; "" for none."""
        allowed = ROLE_PERMISSIONS[self.role]
        is_others = owner not in ("", self.name)
        return action in allowed and (not is_others or Permission.READ_OTHERS in allowed)

    def check(self, action: Permission, *, owner: str = "") -> None:
        """Raise NotPermittedError unless the actor may do this."""
        if not self.may(action, owner=owner):
            raise NotPermittedError(f"{self.role} may not {action}")
