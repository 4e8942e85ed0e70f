"""Accounts of staff: with a password and a code from an authenticator app, or signed in by the agency's provider.

An account with a password begins with an invitation: a link that works once and for a short time. The first one is
printed on the server's console. A wrong name, a wrong password and a wrong code are answered alike and take the same
time. A provider (OpenID Connect) proves once who somebody is; what they may do stands here.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import secrets
from dataclasses import dataclass
from functools import lru_cache
from threading import Semaphore
from typing import NamedTuple

import pyotp
import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session

from intake.store import audit, encryption
from intake.store.database import Clock, Database
from intake.store.permissions import Actor, NotPermittedError, Permission, Role
from intake.store.schema import Invitation, Record, RecordStatus, RecoveryCode, Staff
from intake.store.sessions import Sessions, hashed
from intake.store.sign_in_errors import SignInError, SignInProblem, WeakPasswordError

INVITATION_LIFETIME = dt.timedelta(minutes=30)
MIN_PASSWORD_LENGTH = 12
MAX_PASSWORD_LENGTH = 200
FREE_TRIES = 5
WAIT = dt.timedelta(minutes=1)  # after each try beyond the free ones
MAX_TRIES = 100  # then an administrator has to open the account again
RECOVERY_CODES = 10
FRESH = dt.timedelta(minutes=5)  # how long ago a provider may have asked
_AHEAD = dt.timedelta(minutes=1)  # how far its clock may be ahead
_STEP = 30  # seconds that a code lasts
_ONE_STEP = 1  # a phone's clock may be a step off
_NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{0,59}")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
_IDENTITY = re.compile(r"[0-9a-f]{20}")
_MOST_ADDRESS = 254

# The least that OWASP advises. Two at a time: each takes 19 MB and most of a core.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_TURN = Semaphore(2)


class AccountSetup(NamedTuple):
    """A new account: the secret for the authenticator app (as a link and in letters), and the codes without it."""

    link: str
    secret: str
    recovery_codes: tuple[str, ...]


class Account(NamedTuple):
    """What a list of accounts says of one. `waits`: nobody can sign in with it yet, or since it was reset.

    `open_records`: how many records that are not closed they have.
    """

    name: str
    shown_as: str
    role: Role
    disabled: bool
    email: str
    by_provider: bool
    pending: bool
    signed_in_at: dt.datetime | None
    open_records: int = 0


@dataclass(frozen=True)
class IdToken:
    """What a provider says of somebody, once: an ID token that Streamlit has checked.

    `email` is "" where the provider did not verify it; `asked_at` is when it asked for the password, if it says so.
    """

    provider: str
    issuer: str
    subject: str
    nonce: str
    issued_at: dt.datetime
    asked_at: dt.datetime | None = None
    email: str = ""

    @property
    def identity(self) -> str:
        """Who it is: the same at each sign-in, and of nobody else."""
        return hashed(json.dumps([self.issuer, self.subject]))[:20]

    @property
    def token(self) -> str:
        """What stands for this one sign-in, as a cookie does for one with a password."""
        return json.dumps([self.issuer, self.subject, self.nonce, int(self.issued_at.timestamp())])


@dataclass(frozen=True)
class Accounts:
    """The accounts in one database."""

    database: Database
    now: Clock
    issuer: str = "Next Step"

    @property
    def sessions(self) -> Sessions:
        """Who is signed in."""
        return Sessions(self.database, self.now)

    # --- beginning ---

    def invite(self, role: Role, *, by: Actor | None = None) -> str:
        """A token to make an account with, for a role. Without `by` only while there is no account at all."""
        token, now = secrets.token_urlsafe(24), self.now()
        with self.database.writing() as session:
            if by is not None:
                self._check(session, by)
            elif self._any(session):
                raise SignInError(SignInProblem.NOT_FIRST)
            session.execute(sa.delete(Invitation).where(Invitation.until < now))
            session.add(Invitation(token=hashed(token), role=role, until=now + INVITATION_LIFETIME))
            self._audit(session, by.name if by else "console", "invite", role=role)
        return token

    def invited_name(self, token: str) -> str:
        """The name of the account that an invitation begins anew; "" where it makes a new one or is not good."""
        with self.database.reading() as session:
            invitation = session.get(Invitation, hashed(token))
            return (invitation.name if invitation is not None else None) or ""

    def accept(self, token: str, name: str, password: str, shown_as: str) -> AccountSetup:
        """Makes an account, or begins one anew. Raises SignInFault where the invitation is not good, Weak."""
        check_password(password, name)
        secret, codes = pyotp.random_base32(), tuple(secrets.token_hex(5) for _ in range(RECOVERY_CODES))
        known = _hash(password)
        with self.database.writing() as session:
            invitation = session.get(Invitation, hashed(token))
            if invitation is None or invitation.until < self.now():
                raise SignInError(SignInProblem.LINK_USED)
            session.delete(invitation)
            staff = session.get(Staff, invitation.name) if invitation.name is not None else None
            if staff is None:
                staff = self._new(session, name, shown_as, Role(invitation.role))
            staff.password, staff.shown_as = known, shown_as
            staff.totp = encryption.seal(self.database.staff_key, secret.encode(), f"totp|{staff.name}")
            staff.last_step = 0
            session.flush()
            session.add_all(RecoveryCode(name=staff.name, code=hashed(code)) for code in codes)
            self._audit(session, staff.name, "account", role=staff.role)
        link = pyotp.TOTP(secret).provisioning_uri(name=staff.name, issuer_name=self.issuer)
        return AccountSetup(link, secret, codes)

    def add_for_provider(self, known_as: str, name: str, shown_as: str, role: Role, *, by: Actor) -> None:
        """Makes an account for somebody whom a provider signs in.

        `known_as` is their e-mail address, or the code that their first try to sign in has shown them.
        """
        with self.database.writing() as session:
            self._check(session, by)
            staff = self._new(session, name, shown_as, role)
            _expect(session, staff, known_as)
            self._audit(session, by.name, "admit", name=staff.name, role=role)

    # --- signing in ---

    def sign_in(self, name: str, password: str, code: str) -> str:
        """The token of a new session. Raises SignInFault."""
        with self.database.reading() as session:
            staff = session.get(Staff, name)
            known = (staff.password if staff is not None else "") or _of_nobody()
        fits = _fits(known, password)
        with self.database.writing() as session:
            staff = session.get(Staff, name, with_for_update=True)
            fault = self._fault(session, staff, fits=fits, code=code)
            if fault is None and staff is not None:
                staff.failures, staff.locked_until = 0, None
                token = secrets.token_urlsafe(32)
                self.sessions.start(session, staff, token)
                return token
        # Outside the transaction: the try that failed is counted.
        raise fault or SignInError(SignInProblem.WRONG)

    def unlock(self, token: str, password: str) -> None:
        """Opens a session again that began with a password. Raises SignInFault."""
        with self.database.reading() as session:
            _, staff = self.sessions.find(session, token)
            known = (staff.password if staff is not None else "") or _of_nobody()
        fits = _fits(known, password)
        with self.database.writing() as session:
            found, owner = self.sessions.find(session, token)
            if found is None or owner is None:
                raise SignInError(SignInProblem.SIGNED_OUT)
            fault = self._many_tries(owner)
            if fault is None and fits and not found.provider:
                found.last_at = self.now()
                found.locked = False
                self._audit(session, owner.name, "unlock")
                return
            if fault is None:
                self._failed(session, owner)
        raise fault or SignInError(SignInProblem.WRONG)

    def sign_in_with_provider(self, proof: IdToken, *, first_administrator: str = "") -> None:
        """Begins the session of somebody whom a provider has signed in, once for each proof. Raises SignInFault.

        The e-mail address counts until somebody came with it; then the person counts, whoever has the address later.
        `first_administrator` is the address that gets the first account of all.
        """
        now = self.now()
        with self.database.writing() as session:
            if self.sessions.was_used(session, proof.token):
                raise SignInError(SignInProblem.SIGNED_OUT)
            if not now - FRESH <= proof.issued_at <= now + _AHEAD:
                raise SignInError(SignInProblem.TOO_OLD)
            if proof.asked_at is not None and not now - FRESH <= proof.asked_at <= now + _AHEAD:
                raise SignInError(SignInProblem.NOT_ASKED)
            staff = self._of(session, proof) or self._first(session, proof, first_administrator)
            if staff is not None and not staff.disabled:
                staff.identity = proof.identity
                self.sessions.start(session, staff, proof.token, proof.provider)
                return
            self._audit(session, staff.name if staff is not None else "", "sign-in-failed")
        raise SignInError(SignInProblem.ACCOUNT_CLOSED if staff is not None else SignInProblem.NO_ACCOUNT)

    # --- others' accounts ---

    def list_all(self, *, by: Actor) -> tuple[Account, ...]:
        """All accounts, by name."""
        with self.database.reading() as session:
            self._check(session, by)
            owned = sa.select(Record.owner, sa.func.count()).where(Record.status != RecordStatus.CLOSED)
            number = dict(session.execute(owned.group_by(Record.owner)).all())
            found = session.scalars(sa.select(Staff).order_by(Staff.name))
            return tuple(_account(one)._replace(open_records=number.get(one.name, 0)) for one in found)

    def change(self, name: str, *, by: Actor, role: Role | None = None, disabled: bool | None = None) -> None:
        """Changes the role of an account, or shuts or opens it. Its sessions feel it at once.

        Raises SignInFault where no administrator would be left.
        """
        with self.database.writing() as session:
            staff = self._other(session, name, by)
            if role is not None:
                staff.role = role
            if disabled is not None:
                staff.disabled = disabled
                staff.failures, staff.locked_until = 0, None
            session.flush()
            administrators = sa.select(Staff).where(Staff.role == Role.ADMINISTRATOR, Staff.disabled.is_(False))
            if session.scalars(administrators.with_for_update()).first() is None:
                raise SignInError(SignInProblem.LAST_ADMINISTRATOR)
            if staff.disabled:
                self.sessions.end_all(session, name)
            self._audit(session, by.name, "change-account", name=name, role=staff.role, disabled=int(staff.disabled))

    def reset(self, name: str, *, by: Actor) -> str:
        """Begins an account anew: its sessions end, and password, authenticator app and recovery codes open nothing.

        Gives the token of an invitation for the same name; "" where a provider signs in: there whoever comes next with
        the address counts. Nobody resets their own.
        """
        token, now = secrets.token_urlsafe(24), self.now()
        with self.database.writing() as session:
            staff = self._other(session, name, by)
            if name == by.name:
                raise NotPermittedError("nobody resets their own account")
            self.sessions.end_all(session, name)
            session.execute(sa.delete(RecoveryCode).where(RecoveryCode.name == name))
            session.execute(sa.delete(Invitation).where(Invitation.name == name))
            by_provider = _account(staff).by_provider
            staff.password, staff.totp, staff.failures, staff.locked_until = "", b"", 0, None
            self._audit(session, by.name, "reset-account", name=name)
            if by_provider:
                staff.identity = None if staff.email else staff.identity
                return ""
            session.add(Invitation(token=hashed(token), role=staff.role, name=name, until=now + INVITATION_LIFETIME))
        return token

    # --- inside ---

    def _check(self, session: Session, by: Actor) -> None:
        """Raises Refused unless an account may manage others now, whatever its role was when the screen was drawn."""
        staff = session.get(Staff, by.name)
        if staff is None or staff.disabled:
            raise NotPermittedError("there is no such account")
        Actor(staff.name, Role(staff.role)).check(Permission.MANAGE_STAFF)

    def _other(self, session: Session, name: str, by: Actor) -> Staff:
        self._check(session, by)
        staff = session.get(Staff, name, with_for_update=True)
        if staff is None:
            raise LookupError("there is no such account")
        return staff

    def _any(self, session: Session) -> bool:
        return session.scalar(sa.select(Staff.name).limit(1)) is not None

    def _new(self, session: Session, name: str, shown_as: str, role: Role) -> Staff:
        if not _NAME.fullmatch(name):
            raise SignInError(SignInProblem.NAME_INVALID)
        if session.get(Staff, name) is not None:
            raise SignInError(SignInProblem.NAME_TAKEN)
        staff = Staff(name=name, shown_as=shown_as, role=role, password="", totp=b"", made_at=self.now())
        session.add(staff)
        session.flush()
        return staff

    def _of(self, session: Session, proof: IdToken) -> Staff | None:
        """Whose account it is: of the one who came before; else the one that expects the address."""
        known = session.scalar(sa.select(Staff).where(Staff.identity == proof.identity).with_for_update())
        if known is not None or not proof.email:
            return known
        expected = sa.select(Staff).where(Staff.email == proof.email.casefold(), Staff.identity.is_(None))
        return session.scalar(expected.with_for_update())

    def _first(self, session: Session, proof: IdToken, first_administrator: str) -> Staff | None:
        address = proof.email.casefold()
        if not address or address != first_administrator.casefold() or self._any(session):
            return None
        name = re.sub(r"[^a-z0-9._-]", "", address.partition("@")[0])[:60].lstrip("._-") or "administrator"
        staff = self._new(session, name, name, Role.ADMINISTRATOR)
        staff.email = address
        self._audit(session, "settings", "admit", name=staff.name, role=staff.role)
        return staff

    def _fault(self, session: Session, staff: Staff | None, *, fits: bool, code: str) -> SignInError | None:
        """Why somebody cannot sign in; counts a try that failed."""
        if staff is None:
            self._audit(session, "", "sign-in-failed")
            return SignInError(SignInProblem.WRONG)
        if (many := self._many_tries(staff)) is not None:
            return many
        if staff.disabled or not fits or not self._code_fits(session, staff, code):
            self._failed(session, staff)
            return SignInError(SignInProblem.WRONG)
        return None

    def _many_tries(self, staff: Staff) -> SignInError | None:
        if staff.failures >= MAX_TRIES:
            return SignInError(SignInProblem.TOO_MANY)
        if staff.locked_until is not None and staff.locked_until > self.now():
            return SignInError(SignInProblem.WAIT)
        return None

    def _failed(self, session: Session, staff: Staff) -> None:
        staff.failures += 1
        if staff.failures >= FREE_TRIES:
            staff.locked_until = self.now() + WAIT
        self._audit(session, staff.name, "sign-in-failed", tries=staff.failures)

    def _code_fits(self, session: Session, staff: Staff, code: str) -> bool:
        """A code of the app, each once; or one of the recovery codes, each once."""
        given = code.replace(" ", "").lower()
        spent = session.execute(
            sa.delete(RecoveryCode).where(RecoveryCode.name == staff.name, RecoveryCode.code == hashed(given))
        )
        if spent.rowcount == 1:  # type: ignore[attr-defined]
            return True
        secret = encryption.unseal(self.database.staff_key, staff.totp, f"totp|{staff.name}").decode()
        step = int(self.now().timestamp()) // _STEP
        for one in range(max(step - _ONE_STEP, staff.last_step + 1), step + _ONE_STEP + 1):
            if pyotp.utils.strings_equal(given, pyotp.TOTP(secret).generate_otp(one)):
                staff.last_step = one
                return True
        return False

    def _audit(self, session: Session, actor: str, action: str, **detail: str | int) -> None:
        audit.append(self.database, session, audit.AuditEvent(self.now(), actor, action), **detail)


def check_password(password: str, name: str) -> None:
    """Raises Weak where a password is too short, too long, or holds little else than the name."""
    if len(password) < MIN_PASSWORD_LENGTH:
        raise WeakPasswordError(SignInProblem.SHORT)
    if len(password) > MAX_PASSWORD_LENGTH:
        raise WeakPasswordError(SignInProblem.LONG)
    if len(set(password)) < MIN_PASSWORD_LENGTH // 2 or (name and name.casefold() in password.casefold()):
        raise WeakPasswordError(SignInProblem.EASY)


def _expect(session: Session, staff: Staff, known_as: str) -> None:
    """Notes by what somebody is known to their provider. Raises SignInFault."""
    said = known_as.strip().casefold()
    code = re.sub(r"[\s-]", "", said)
    if _ADDRESS.fullmatch(said) and len(said) <= _MOST_ADDRESS:
        staff.email = said
    elif _IDENTITY.fullmatch(code):
        staff.identity = code
    else:
        raise SignInError(SignInProblem.ADDRESS_INVALID)
    there = sa.select(Staff.name).where(sa.or_(Staff.email == said, Staff.identity == code), Staff.name != staff.name)
    with session.no_autoflush:
        if session.scalar(there.limit(1)) is not None:
            raise SignInError(SignInProblem.ADDRESS_TAKEN)


def _account(staff: Staff) -> Account:
    by_provider = bool(staff.email or staff.identity)
    return Account(
        name=staff.name,
        shown_as=staff.shown_as,
        role=Role(staff.role),
        disabled=staff.disabled,
        email=staff.email or "",
        by_provider=by_provider,
        pending=not (staff.identity if by_provider else staff.password),
        signed_in_at=staff.signed_in_at,
    )


def _hash(password: str) -> str:
    with _TURN:
        return _HASHER.hash(password)


def _fits(known: str, password: str) -> bool:
    try:
        with _TURN:
            return len(password) <= MAX_PASSWORD_LENGTH and _HASHER.verify(known, password)
    except (VerificationError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _of_nobody() -> str:
    """What a password is compared with where there is no such account: it takes as long."""
    return _hash(json.dumps(secrets.token_hex(16)))
