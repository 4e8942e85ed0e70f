"""Who may do what. A menu is no lock: every page and every action asks here."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What somebody does here."""

    INTAKE = "intake"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """What somebody can want to do."""

    TAKE_CALL = "take-call"
    READ_RECORD = "read-record"
    CHANGE_RECORD = "change-record"
    READ_OTHERS = "read-others"  # records that another member of staff owns
    SEARCH_NOTES = "search-notes"
    EXPORT_RECORD = "export-record"
    EXPORT_MANY = "export-many"
    REASSIGN = "reassign"
    HOLD = "hold"
    OVERVIEW = "overview"
    PURGE = "purge"
    MANAGE_STAFF = "manage-staff"
    READ_AUDIT = "read-audit"


_INTAKE = frozenset({Permission.TAKE_CALL, Permission.READ_RECORD, Permission.CHANGE_RECORD, Permission.EXPORT_RECORD})
_SUPERVISOR = _INTAKE | {
    Permission.READ_OTHERS,
    Permission.SEARCH_NOTES,
    Permission.EXPORT_MANY,
    Permission.REASSIGN,
    Permission.HOLD,
    Permission.OVERVIEW,
    Permission.READ_AUDIT,
}
# An administrator runs the place and reads no record.
_ADMINISTRATOR = frozenset({Permission.MANAGE_STAFF, Permission.PURGE, Permission.READ_AUDIT})
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.INTAKE: _INTAKE,
    Role.SUPERVISOR: _SUPERVISOR,
    Role.ADMINISTRATOR: _ADMINISTRATOR,
}


class NotPermittedError(PermissionError):
    """The person may not do this. Nothing was done."""


@dataclass(frozen=True)
class Actor:
    """Who acts: a member of staff by the name they sign in with, their role, and the session it was found by."""

    name: str
    role: Role
    session: str = field(default="", compare=False, repr=False)

    def may(self, action: Permission, *, owner: str = "") -> bool:
        """Whether they may; `owner` is whose record it is about, "" for none and for one that nobody owns."""
        allowed = ROLE_PERMISSIONS[self.role]
        others = owner not in ("", self.name)
        return action in allowed and (not others or Permission.READ_OTHERS in allowed)

    def check(self, action: Permission, *, owner: str = "") -> None:
        """Raises Refused where they may not."""
        if not self.may(action, owner=owner):
            raise NotPermittedError(f"{self.role} may not {action}")
