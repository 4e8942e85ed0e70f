"""Staff sessions: they lock when idle, end after twelve hours, and can be ended on the server at once.

A token in a browser is valid only while its row here is, even if an identity provider issued it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from intake.store import audit
from intake.store.database import Clock, Database
from intake.store.permissions import Actor, NotPermittedError, Role
from intake.store.schema import Staff, StaffSession

IDLE = dt.timedelta(minutes=15)
MAX_SESSION = dt.timedelta(hours=12)
ACTIVITY_INTERVAL = dt.timedelta(minutes=1)  # activity is written at most this often
RETURN_WITHIN = dt.timedelta(minutes=10)  # to sign in again at the provider and return to the same page
_KEEP_ENDED = 2 * MAX_SESSION  # by then an ID token is too old to start another session


@dataclass(frozen=True)
class SignedIn:
    """A valid session: who is signed in and when it locks. `locked`: they have to sign in again to continue.

    `provider`: name of the identity provider, "" for a password. `place`: the page they left to sign in again, "" for
    none.
    """

    actor: Actor
    shown_as: str
    locked: bool
    locks_at: dt.datetime
    provider: str = ""
    place: str = ""


@dataclass(frozen=True)
class Sessions:
    """The sessions in one database."""

    database: Database
    now: Clock

    def look_up(self, token: str, *, active: bool = True) -> SignedIn | None:
        """The session of a token, None if it is over. `active`: the person did something just now."""
        with self.database.reading() as session:
            row, staff = self.find(session, token)
        if row is None or staff is None:
            return None
        now, last = self.now(), row.last_at
        locked = row.locked or now - last > IDLE
        if locked and not row.locked:
            self._lock(row)
        elif active and not locked and now - last >= ACTIVITY_INTERVAL:
            self._record_activity(row, now)
            last = now
        actor = Actor(staff.name, Role(staff.role), session=row.token)
        return SignedIn(actor, staff.shown_as, locked, last + IDLE, row.provider, row.place or "")

    def current_actor(self, actor: Actor) -> Actor:
        """The actor with their present role. Raises NotPermittedError if their session is over or locked."""
        with self.database.reading() as session:
            row, staff = self._live(session, actor.session)
            if row is None or staff is None or row.locked or self.now() - row.last_at > IDLE:
                raise NotPermittedError("the session is over or locked")
            return Actor(staff.name, Role(staff.role), session=row.token)

    def sign_out(self, token: str) -> None:
        """End a session at once, in every tab and for every copy of its token."""
        with self.database.writing() as session:
            row, _ = self.find(session, token)
            if row is not None:
                row.ended_at = self.now()
                self._audit(session, row.name, "sign-out")

    def save_place(self, token: str, place: str) -> None:
        """Save the page of someone who leaves to sign in again at the provider."""
        with self.database.writing() as session:
            row, _ = self.find(session, token)
            if row is not None:
                row.place, row.left_at = place, self.now()

    def clear_place(self, token: str) -> None:
        """Clear the saved page once the person is back on it."""
        with self.database.writing() as session:
            row, _ = self.find(session, token)
            if row is not None:
                row.place = row.left_at = None

    # --- within a transaction of Accounts ---

    def find(self, session: Session, token: str) -> tuple[StaffSession | None, Staff | None]:
        """The row of a session and its account; (None, None) if the session is over or the account closed."""
        return self._live(session, hashed(token))

    def start(self, session: Session, staff: Staff, token: str, provider: str = "") -> None:
        """Start a session. It takes over the saved page of one that was left to sign in again at the provider."""
        now = self.now()
        session.execute(sa.delete(StaffSession).where(StaffSession.begun_at < now - _KEEP_ENDED))
        row = StaffSession(token=hashed(token), name=staff.name, provider=provider, begun_at=now, last_at=now)
        away = sa.select(StaffSession).where(
            StaffSession.name == staff.name,
            StaffSession.provider == provider,
            StaffSession.ended_at.is_(None),
            StaffSession.left_at > now - RETURN_WITHIN,
        )
        for previous in session.scalars(away.order_by(StaffSession.left_at)):
            row.place, previous.ended_at = previous.place, now
        session.add(row)
        staff.signed_in_at = now
        self._audit(session, staff.name, "sign-in")

    def was_used(self, session: Session, token: str) -> bool:
        """Whether this token has started a session before, even one that has ended."""
        return session.get(StaffSession, hashed(token)) is not None

    def end_all(self, session: Session, name: str) -> None:
        """End every session of an account."""
        open_sessions = sa.update(StaffSession).where(StaffSession.name == name, StaffSession.ended_at.is_(None))
        session.execute(open_sessions.values(ended_at=self.now()))

    # --- internals ---

    def _live(self, session: Session, token_hash: str) -> tuple[StaffSession | None, Staff | None]:
        row = session.get(StaffSession, token_hash)
        if row is None or row.ended_at is not None or self.now() - row.begun_at > MAX_SESSION:
            return None, None
        staff = session.get(Staff, row.name)
        return (None, None) if staff is None or staff.disabled else (row, staff)

    def _record_activity(self, row: StaffSession, now: dt.datetime) -> None:
        with self.database.writing() as session:
            unlocked = sa.update(StaffSession).where(StaffSession.token == row.token, StaffSession.locked.is_(False))
            session.execute(unlocked.values(last_at=now))

    def _lock(self, row: StaffSession) -> None:
        """Lock a session; audited once, even if several requests notice at the same time."""
        unlocked = sa.update(StaffSession).where(StaffSession.token == row.token, StaffSession.locked.is_(False))
        with self.database.writing() as session:
            changed = session.execute(unlocked.where(StaffSession.last_at == row.last_at).values(locked=True))
            if changed.rowcount == 1:  # type: ignore[attr-defined]
                self._audit(session, row.name, "lock")

    def _audit(self, session: Session, actor: str, action: str) -> None:
        audit.append(self.database, session, audit.AuditEvent(self.now(), actor, action))


def hashed(token: str) -> str:
    """The SHA-256 hash (hex) under which the database stores a token or code."""
    return hashlib.sha256(token.encode()).hexdigest()
