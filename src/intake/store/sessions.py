"""Who is signed in: sessions that lock when nobody does anything, end with the day, and end at once on the server.

What a browser holds is worth something only as long as its row here says so, also where a provider signed somebody in.
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
ACTIVITY_INTERVAL = dt.timedelta(minutes=1)  # how exactly it is known when somebody last did something
RETURN_WITHIN = dt.timedelta(minutes=10)  # for who goes to sign in again, and comes back to where they were
_KEPT = 2 * MAX_SESSION  # by then no proof of a provider can begin the same session again


@dataclass(frozen=True)
class SignedIn:
    """A session that is there: who it is, and when it locks; `locked` while they have to prove again who they are.

    `provider` names the one that signed them in; "" for a password. `place` is where they were before they had to sign
    in again there; "" for nowhere.
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
        """Who a session belongs to; None where it is over. `active`: the person did something just now."""
        with self.database.reading() as session:
            row, staff = self.find(session, token)
        if row is None or staff is None:
            return None
        now, last = self.now(), row.last_at
        locked = row.locked or now - last > IDLE
        if locked and not row.locked:
            self._lock(row)
        elif active and not locked and now - last >= ACTIVITY_INTERVAL:
            self._note(row, now)
            last = now
        actor = Actor(staff.name, Role(staff.role), session=row.token)
        return SignedIn(actor, staff.shown_as, locked, last + IDLE, row.provider, row.place or "")

    def current_actor(self, actor: Actor) -> Actor:
        """The actor with the role they have now. Raises Refused where their session is over or locked."""
        with self.database.reading() as session:
            row, staff = self._live(session, actor.session)
            if row is None or staff is None or row.locked or self.now() - row.last_at > IDLE:
                raise NotPermittedError("nobody is signed in")
            return Actor(staff.name, Role(staff.role), session=row.token)

    def sign_out(self, token: str) -> None:
        """Ends a session at once, in every tab and for every copy of what the browser held."""
        with self.database.writing() as session:
            row, _ = self.find(session, token)
            if row is not None:
                row.ended_at = self.now()
                self._audit(session, row.name, "sign-out")

    def save_place(self, token: str, place: str) -> None:
        """Notes where somebody is who goes to their provider to sign in again."""
        with self.database.writing() as session:
            row, _ = self.find(session, token)
            if row is not None:
                row.place, row.left_at = place, self.now()

    def clear_place(self, token: str) -> None:
        """Forgets where somebody was: they are there again."""
        with self.database.writing() as session:
            row, _ = self.find(session, token)
            if row is not None:
                row.place = row.left_at = None

    # --- in a transaction of the accounts ---

    def find(self, session: Session, token: str) -> tuple[StaffSession | None, Staff | None]:
        """The row of a session and whose it is, where it is not over and the account is open."""
        return self._live(session, hashed(token))

    def start(self, session: Session, staff: Staff, token: str, provider: str = "") -> None:
        """Signs somebody in. One that went to their provider to sign in again has their place back."""
        now = self.now()
        session.execute(sa.delete(StaffSession).where(StaffSession.begun_at < now - _KEPT))
        row = StaffSession(token=hashed(token), name=staff.name, provider=provider, begun_at=now, last_at=now)
        away = sa.select(StaffSession).where(
            StaffSession.name == staff.name,
            StaffSession.provider == provider,
            StaffSession.ended_at.is_(None),
            StaffSession.left_at > now - RETURN_WITHIN,
        )
        for before in session.scalars(away.order_by(StaffSession.left_at)):
            row.place, before.ended_at = before.place, now
        session.add(row)
        staff.signed_in_at = now
        self._audit(session, staff.name, "sign-in")

    def was_used(self, session: Session, token: str) -> bool:
        """Whether a session was begun with this before, whatever became of it."""
        return session.get(StaffSession, hashed(token)) is not None

    def end_all(self, session: Session, name: str) -> None:
        """Ends every session of an account."""
        open_ones = sa.update(StaffSession).where(StaffSession.name == name, StaffSession.ended_at.is_(None))
        session.execute(open_ones.values(ended_at=self.now()))

    # --- inside ---

    def _live(self, session: Session, known_as: str) -> tuple[StaffSession | None, Staff | None]:
        row = session.get(StaffSession, known_as)
        if row is None or row.ended_at is not None or self.now() - row.begun_at > MAX_SESSION:
            return None, None
        staff = session.get(Staff, row.name)
        return (None, None) if staff is None or staff.disabled else (row, staff)

    def _note(self, row: StaffSession, now: dt.datetime) -> None:
        with self.database.writing() as session:
            unlocked = sa.update(StaffSession).where(StaffSession.token == row.token, StaffSession.locked.is_(False))
            session.execute(unlocked.values(last_at=now))

    def _lock(self, row: StaffSession) -> None:
        """Locks it, where nobody else was quicker: it stands in the trail once."""
        unlocked = sa.update(StaffSession).where(StaffSession.token == row.token, StaffSession.locked.is_(False))
        with self.database.writing() as session:
            changed = session.execute(unlocked.where(StaffSession.last_at == row.last_at).values(locked=True))
            if changed.rowcount == 1:  # type: ignore[attr-defined]
                self._audit(session, row.name, "lock")

    def _audit(self, session: Session, actor: str, action: str) -> None:
        audit.append(self.database, session, audit.AuditEvent(self.now(), actor, action))


def hashed(token: str) -> str:
    """What the database knows of what somebody holds."""
    return hashlib.sha256(token.encode()).hexdigest()
