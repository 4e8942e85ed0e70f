"""Pending links to set up an account: who they are for, until when, sent again or withdrawn.

A link that expired stays in the list, so that it can be sent again: a link that resets an account until it is used,
one for a new account for a month. Only the hash of a link's token is stored, so a link can be shown just once.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from intake.store import audit
from intake.store.database import Clock, Database
from intake.store.permissions import Actor, NotPermittedError, Permission, Role
from intake.store.schema import Invitation, Staff
from intake.store.sessions import hashed
from intake.store.sign_in_errors import SignInError, SignInProblem

INVITATION_LIFETIME = dt.timedelta(minutes=30)
MAX_FOR_WHOM = 80  # characters
_KEEP_EXPIRED = dt.timedelta(days=30)


class PendingInvitation(NamedTuple):
    """A link that was not used yet.

    `id` changes when it is sent again. `name`: the account it resets, "" for a new account. `for_whom`: what the
    administrator typed, or the display name of the account.
    """

    id: str
    role: Role
    name: str
    for_whom: str
    until: dt.datetime
    expired: bool


@dataclass(frozen=True)
class Invitations:
    """The links in one database."""

    database: Database
    now: Clock

    def pending(self, *, by: Actor) -> tuple[PendingInvitation, ...]:
        """Every link that was not used yet, by whom it is for; expired ones too."""
        with self.database.reading() as session:
            check_may_manage_staff(session, by)
            query = sa.select(Invitation, Staff).outerjoin(Staff, Staff.name == Invitation.name)
            rows = session.execute(query.order_by(Invitation.until, Invitation.token)).all()
        pending = (self._pending(invitation, staff) for invitation, staff in rows)
        return tuple(sorted(pending, key=lambda one: (one.for_whom.casefold(), one.role)))

    def send_again(self, invitation_id: str, *, by: Actor) -> str:
        """Replace a link by a new one for the same person and return its token. The old one no longer works."""
        with self.database.writing() as session:
            check_may_manage_staff(session, by)
            old = self._taken(session, invitation_id)
            token = self.add(session, Role(old.role), name=old.name, for_whom=old.for_whom)
            self._audit(session, by.name, "invite-again", role=old.role, name=old.name or "")
        return token

    def withdraw(self, invitation_id: str, *, by: Actor) -> None:
        """Void a link. An account that was reset then needs another reset."""
        with self.database.writing() as session:
            check_may_manage_staff(session, by)
            old = self._taken(session, invitation_id)
            self._audit(session, by.name, "withdraw-invitation", role=old.role, name=old.name or "")

    # --- within a transaction of Accounts ---

    def add(self, session: Session, role: Role, *, name: str | None = None, for_whom: str = "") -> str:
        """Add a link and return its token. Removes links for new accounts that expired long ago."""
        token, now = secrets.token_urlsafe(24), self.now()
        forgotten = sa.delete(Invitation).where(Invitation.until < now - _KEEP_EXPIRED, Invitation.name.is_(None))
        session.execute(forgotten)
        row = Invitation(token=hashed(token), role=role, name=name, for_whom=for_whom, until=now + INVITATION_LIFETIME)
        session.add(row)
        return token

    def void(self, session: Session, name: str) -> None:
        """Void the links that reset this account."""
        session.execute(sa.delete(Invitation).where(Invitation.name == name))

    # --- internals ---

    def _taken(self, session: Session, invitation_id: str) -> Invitation:
        """The link with this id, removed. Raises SignInError if it was used, sent again or withdrawn meanwhile."""
        row = session.get(Invitation, invitation_id, with_for_update=True)
        if row is None:
            raise SignInError(SignInProblem.INVITATION_GONE)
        session.delete(row)
        session.flush()
        return row

    def _pending(self, invitation: Invitation, staff: Staff | None) -> PendingInvitation:
        return PendingInvitation(
            id=invitation.token,
            role=Role(staff.role if staff is not None else invitation.role),
            name=staff.name if staff is not None else "",
            for_whom=staff.shown_as if staff is not None else invitation.for_whom,
            until=invitation.until,
            expired=invitation.until < self.now(),
        )

    def _audit(self, session: Session, actor: str, action: str, **detail: str | int) -> None:
        audit.append(self.database, session, audit.AuditEvent(self.now(), actor, action), **detail)


def invitation_id(token: str) -> str:
    """The id of the pending invitation with this token."""
    return hashed(token)


def check_may_manage_staff(session: Session, by: Actor) -> None:
    """Raise NotPermittedError unless `by` may manage staff now, whatever role the page was rendered for."""
    staff = session.get(Staff, by.name)
    if staff is None or staff.disabled:
        raise NotPermittedError("there is no such account")
    Actor(staff.name, Role(staff.role)).check(Permission.MANAGE_STAFF)
