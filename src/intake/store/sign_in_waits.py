"""How long the next attempt to sign in has to wait after wrong ones, counted for each name that was tried.

A name without an account is counted like any other, so that neither the answer nor the wait tells whether it has one.
No wait is longer than MAX_WAIT, and FORGET_AFTER the last wrong attempt all of them are forgotten.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from intake.store import encryption
from intake.store.database import Clock, Database
from intake.store.schema import SignInWait

FREE_TRIES = 5
MAX_WAIT = dt.timedelta(minutes=15)
FORGET_AFTER = dt.timedelta(hours=1)
MAX_UNKNOWN = 1_000
"""Names without an account that are counted at a time. Beyond them, everyone who fails has to wait."""

_FIRST_WAIT = dt.timedelta(minutes=1)  # it doubles with each further attempt
_DOUBLINGS = 10  # far beyond MAX_WAIT
_ALL_OTHERS = ""


@dataclass(frozen=True)
class SignInWaits:
    """The waits in one database. Every function runs within a transaction of its caller."""

    database: Database
    now: Clock

    def waiting(self, session: Session, name: str) -> bool:
        """Whether this name has to wait now."""
        row = session.get(SignInWait, self._key(name))
        return row is not None and row.until > self.now()

    def count(self, session: Session, name: str, *, known: bool) -> bool:
        """Count a wrong attempt. True if so many names were tried that whoever fails is told to wait."""
        now = self.now()
        session.execute(sa.delete(SignInWait).where(SignInWait.last_at < now - FORGET_AFTER))
        key = self._key(name)
        full = session.scalar(sa.select(sa.func.count()).select_from(SignInWait)) or 0
        row = session.get(SignInWait, key)
        if row is None and not known and full >= MAX_UNKNOWN:
            key = _ALL_OTHERS
            row = session.get(SignInWait, key)
        if row is None:
            row = SignInWait(name=key, failures=0)
            session.add(row)
        row.failures += 1
        row.last_at = row.until = now
        if row.failures >= FREE_TRIES:
            row.until = now + min(_FIRST_WAIT * 2 ** min(row.failures - FREE_TRIES, _DOUBLINGS), MAX_WAIT)
        return full >= MAX_UNKNOWN

    def clear(self, session: Session, name: str) -> None:
        """Forget the wrong attempts with this name."""
        session.execute(sa.delete(SignInWait).where(SignInWait.name == self._key(name)))

    def _key(self, name: str) -> str:
        """A keyed hash: what is typed as a name may be a password."""
        return encryption.keyed_hash(self.database.staff_key, f"sign-in|{name}").hex()
