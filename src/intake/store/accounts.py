"""Local accounts of staff: a password, a code from an authenticator app, and sessions that end.

An account begins with an invitation: a link that works once and for a short time. The first one is printed on the
server's console. A wrong name, a wrong password and a wrong code are answered alike and take the same time.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from threading import Semaphore
from typing import NamedTuple

import pyotp
import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session

from intake.access import Action, Actor, Role
from intake.store import audit, envelope
from intake.store.database import Database
from intake.store.schema import Invitation, Recovery, Staff, StaffSession

Now = Callable[[], dt.datetime]

INVITED_FOR = dt.timedelta(minutes=30)
LEAST_PASSWORD = 12
MOST_PASSWORD = 200
FREE_TRIES = 5
WAIT = dt.timedelta(minutes=1)  # after each try beyond the free ones
MOST_TRIES = 100  # then an administrator has to reset the account
RECOVERY_CODES = 10
IDLE = dt.timedelta(minutes=15)
LONGEST = dt.timedelta(hours=12)
_STEP = 30  # seconds that a code lasts
_ONE_STEP = 1  # a phone's clock may be a step off

# The least that OWASP advises. Two at a time: each takes 19 MB and most of a core.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_TURN = Semaphore(2)


class SignInFault(ValueError):
    """It did not work. The message is for the person, and does not say which part was wrong."""


class Weak(ValueError):
    """The password cannot be taken; the message says why."""


class Begun(NamedTuple):
    """A new account: the secret for the authenticator app (as a link and in letters), and the codes without it."""

    link: str
    letters: str
    recovery: tuple[str, ...]


class Account(NamedTuple):
    """What a list of accounts says of one."""

    name: str
    shown_as: str
    role: Role
    disabled: bool


@dataclass(frozen=True)
class SignedIn:
    """A session that is there: who it is; `locked` while the password has to be given again."""

    actor: Actor
    shown_as: str
    locked: bool


@dataclass(frozen=True)
class Accounts:
    """The accounts in one database."""

    database: Database
    now: Now
    issuer: str = "Next Step"

    # --- beginning ---

    def invite(self, role: Role, *, by: Actor | None = None) -> str:
        """A token to make an account with, for a role. Without `by` only while there is no account at all."""
        if by is not None:
            by.check(Action.MANAGE_STAFF)
        token, now = secrets.token_urlsafe(24), self.now()
        with self.database.writing() as session:
            if by is None and session.scalar(sa.select(sa.func.count()).select_from(Staff)):
                raise SignInFault("there are accounts already: an administrator invites")
            session.add(Invitation(token=_hashed(token), role=role, until=now + INVITED_FOR))
            self._audit(session, by.name if by else "console", "invite", role=role)
        return token

    def accept(self, token: str, name: str, password: str, shown_as: str) -> Begun:
        """Makes an account. Raises SignInFault where the invitation is not good (any more), Weak."""
        check_password(password, name)
        secret, codes = pyotp.random_base32(), tuple(secrets.token_hex(5) for _ in range(RECOVERY_CODES))
        hashed = _hash(password)
        with self.database.writing() as session:
            invitation = session.get(Invitation, _hashed(token))
            if invitation is None or invitation.until < self.now():
                raise SignInFault("This link was used already, or is too old. Ask for a new one.")
            if session.get(Staff, name) is not None:
                raise SignInFault("This name is taken. Choose another.")
            session.delete(invitation)
            session.add(
                Staff(
                    name=name,
                    shown_as=shown_as,
                    role=invitation.role,
                    password=hashed,
                    totp=envelope.seal(self.database.staff_key, secret.encode(), f"totp|{name}"),
                    made_at=self.now(),
                )
            )
            session.flush()
            session.add_all(Recovery(name=name, code=_hashed(code)) for code in codes)
            self._audit(session, name, "account", role=invitation.role)
        link = pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=self.issuer)
        return Begun(link, secret, codes)

    # --- signing in ---

    def sign_in(self, name: str, password: str, code: str) -> str:
        """The token of a new session. Raises SignInFault."""
        with self.database.reading() as session:
            staff = session.get(Staff, name)
            known = staff.password if staff is not None else _of_nobody()
        fits = _fits(known, password)
        with self.database.writing() as session:
            staff = session.get(Staff, name, with_for_update=True)
            fault = self._fault(session, staff, fits=fits, code=code)
            if fault is None and staff is not None:
                return self._opened(session, staff)
        # Outside the transaction: the try that failed is counted.
        raise fault or _wrong()

    def unlock(self, token: str, password: str) -> None:
        """Opens a locked session again. Raises SignInFault."""
        with self.database.reading() as session:
            found = self._session(session, token)
            staff = session.get(Staff, found.name) if found is not None else None
            known = staff.password if staff is not None else _of_nobody()
        fits = _fits(known, password)
        with self.database.writing() as session:
            found = self._session(session, token)
            staff = session.get(Staff, found.name, with_for_update=True) if found is not None else None
            if found is None or staff is None:
                raise SignInFault("You are signed out. Sign in again.")
            if fits and not (staff.locked_until is not None and staff.locked_until > self.now()):
                found.last_at = self.now()
                found.locked = False
                self._audit(session, staff.name, "unlock")
                return
            self._failed(session, staff)
        raise _wrong()

    def look_up(self, token: str, *, active: bool = True) -> SignedIn | None:
        """Who a session belongs to; None where it is over. `active`: the person did something just now."""
        with self.database.writing() as session:
            found = self._session(session, token)
            staff = session.get(Staff, found.name) if found is not None else None
            if found is None or staff is None or staff.disabled:
                return None
            now = self.now()
            if not found.locked and now - found.last_at > IDLE:
                found.locked = True
                self._audit(session, staff.name, "lock")
            elif active and not found.locked:
                found.last_at = now
            return SignedIn(Actor(staff.name, Role(staff.role)), staff.shown_as, found.locked)

    def sign_out(self, token: str) -> None:
        """Ends a session at once, in every tab."""
        with self.database.writing() as session:
            found = self._session(session, token)
            if found is not None:
                self._audit(session, found.name, "sign-out")
                session.delete(found)

    # --- others' accounts ---

    def everyone(self, *, by: Actor) -> tuple[Account, ...]:
        """All accounts, by name."""
        by.check(Action.MANAGE_STAFF)
        with self.database.reading() as session:
            found = session.scalars(sa.select(Staff).order_by(Staff.name))
            return tuple(Account(one.name, one.shown_as, Role(one.role), one.disabled) for one in found)

    def change(self, name: str, *, by: Actor, role: Role | None = None, disabled: bool | None = None) -> None:
        """Changes the role of an account, or shuts or opens it. Its sessions feel it with their next look."""
        by.check(Action.MANAGE_STAFF)
        with self.database.writing() as session:
            staff = session.get(Staff, name)
            if staff is None:
                raise LookupError("there is no such account")
            if role is not None:
                staff.role = role
            if disabled is not None:
                staff.disabled = disabled
                staff.failures = 0
            self._audit(session, by.name, "change-account", name=name, role=staff.role, disabled=int(staff.disabled))

    # --- inside ---

    def _fault(self, session: Session, staff: Staff | None, *, fits: bool, code: str) -> SignInFault | None:
        """Why somebody cannot sign in; counts a try that failed."""
        if staff is None:
            self._audit(session, "", "sign-in-failed")
            return _wrong()
        if staff.failures >= MOST_TRIES:
            return SignInFault("Too many tries. An administrator has to open this account again.")
        if staff.locked_until is not None and staff.locked_until > self.now():
            return SignInFault("Too many tries. Wait a minute, then try again.")
        if staff.disabled or not fits or not self._code_fits(session, staff, code):
            self._failed(session, staff)
            return _wrong()
        return None

    def _opened(self, session: Session, staff: Staff) -> str:
        now, token = self.now(), secrets.token_urlsafe(32)
        staff.failures, staff.locked_until = 0, None
        session.add(StaffSession(token=_hashed(token), name=staff.name, begun_at=now, last_at=now))
        self._audit(session, staff.name, "sign-in")
        return token

    def _failed(self, session: Session, staff: Staff) -> None:
        staff.failures += 1
        if staff.failures >= FREE_TRIES:
            staff.locked_until = self.now() + WAIT
        self._audit(session, staff.name, "sign-in-failed", tries=staff.failures)

    def _session(self, session: Session, token: str) -> StaffSession | None:
        found = session.get(StaffSession, _hashed(token))
        return None if found is None or self.now() - found.begun_at > LONGEST else found

    def _code_fits(self, session: Session, staff: Staff, code: str) -> bool:
        """A code of the app, each once; or one of the recovery codes, each once."""
        given = code.replace(" ", "").lower()
        spent = session.execute(sa.delete(Recovery).where(Recovery.name == staff.name, Recovery.code == _hashed(given)))
        if spent.rowcount == 1:  # type: ignore[attr-defined]
            return True
        secret = envelope.unseal(self.database.staff_key, staff.totp, f"totp|{staff.name}").decode()
        step = int(self.now().timestamp()) // _STEP
        for one in range(max(step - _ONE_STEP, staff.last_step + 1), step + _ONE_STEP + 1):
            if pyotp.utils.strings_equal(given, pyotp.TOTP(secret).generate_otp(one)):
                staff.last_step = one
                return True
        return False

    def _audit(self, session: Session, actor: str, action: str, **detail: str | int) -> None:
        audit.append(self.database, session, audit.Deed(self.now(), actor, action), **detail)


def check_password(password: str, name: str) -> None:
    """Raises Weak where a password is too short, too long, or holds little else than the name."""
    if len(password) < LEAST_PASSWORD:
        raise Weak(f"Use {LEAST_PASSWORD} signs or more. A few words in a row are easy to remember.")
    if len(password) > MOST_PASSWORD:
        raise Weak(f"Use at most {MOST_PASSWORD} signs.")
    if len(set(password)) < LEAST_PASSWORD // 2 or (name and name.casefold() in password.casefold()):
        raise Weak("This password is easy to guess. Use a few words in a row, without your name.")


def _wrong() -> SignInFault:
    return SignInFault("The name, the password or the code is not right.")


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _hash(password: str) -> str:
    with _TURN:
        return _HASHER.hash(password)


def _fits(known: str, password: str) -> bool:
    try:
        with _TURN:
            return len(password) <= MOST_PASSWORD and _HASHER.verify(known, password)
    except (VerificationError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _of_nobody() -> str:
    """What a password is compared with where there is no such account: it takes as long."""
    return _hash(json.dumps(secrets.token_hex(16)))
