"""Staff accounts: password plus authenticator app, or sign-in through the agency's identity provider.

A password account is created from an invitation, a link that works once and expires soon. The first invitation is
printed on the server's console. A wrong name, a wrong password and a wrong code get the same answer after the same
time, and are counted alike. A provider (OpenID Connect) only proves who someone is; their role is stored here.
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
from intake.store.invitations import Invitations, check_may_manage_staff
from intake.store.permissions import Actor, NotPermittedError, Role
from intake.store.schema import Invitation, Record, RecordStatus, RecoveryCode, Staff
from intake.store.sessions import Sessions, hashed
from intake.store.sign_in_errors import SignInError, SignInProblem, WeakPasswordError
from intake.store.sign_in_waits import SignInWaits

MIN_PASSWORD_LENGTH = 12
MAX_PASSWORD_LENGTH = 200
RECOVERY_CODES = 10
MAX_TOKEN_AGE = dt.timedelta(minutes=5)  # also the longest time since the provider last asked for the password
_CLOCK_SKEW = dt.timedelta(minutes=1)  # how far the provider's clock may be ahead
_STEP = 30  # seconds for which a code is valid
_STEP_TOLERANCE = 1  # a phone's clock may be one step off
_NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{0,59}")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
_IDENTITY = re.compile(r"[0-9a-f]{20}")
_MAX_ADDRESS_LENGTH = 254

# OWASP's minimum. Two at a time: each takes 19 MB and most of a core.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_HASHING = Semaphore(2)


class AccountSetup(NamedTuple):
    """What a new account needs to sign in: the TOTP secret (as `otpauth://` link and in base32) and recovery codes."""

    link: str
    secret: str
    recovery_codes: tuple[str, ...]


class Account(NamedTuple):
    """One row in the list of accounts.

    `pending`: no one has signed in or set a password since the account was created or reset; `link_until`: the end of
    the link to do so, None if there is none. `open_records`: number of records they own that are not closed.
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
    link_until: dt.datetime | None = None


@dataclass(frozen=True)
class IdToken:
    """The claims of a provider's ID token, which Streamlit has verified.

    `email` is "" unless the provider verified it. `asked_at` is when the provider last asked for the password
    (`auth_time`), None if it does not say.
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
        """A stable, unique identifier of the person: 20 hexadecimal digits."""
        return hashed(json.dumps([self.issuer, self.subject]))[:20]

    @property
    def token(self) -> str:
        """The token of this one sign-in, used like the cookie of a password sign-in."""
        return json.dumps([self.issuer, self.subject, self.nonce, int(self.issued_at.timestamp())])


@dataclass(frozen=True)
class Accounts:
    """The accounts in one database. `issuer` is the name shown in authenticator apps."""

    database: Database
    now: Clock
    issuer: str = "Next Step"

    @property
    def sessions(self) -> Sessions:
        """The sessions of these accounts."""
        return Sessions(self.database, self.now)

    @property
    def invitations(self) -> Invitations:
        """The pending invitations to these accounts."""
        return Invitations(self.database, self.now)

    # --- creating accounts ---

    def invite(self, role: Role, *, by: Actor | None = None, for_whom: str = "") -> str:
        """Create an invitation for a role and return its token. `by` may be None only while there is no account.

        `for_whom` is shown to administrators while the invitation is pending; it is not in the audit trail.
        """
        with self.database.writing() as session:
            if by is not None:
                check_may_manage_staff(session, by)
            elif self._any(session):
                raise SignInError(SignInProblem.NOT_FIRST)
            token = self.invitations.add(session, role, for_whom=for_whom)
            self._audit(session, by.name if by else "console", "invite", role=role)
        return token

    def invited_name(self, token: str) -> str:
        """The name of the account that an invitation resets; "" if it is for a new account or is not valid."""
        with self.database.reading() as session:
            invitation = session.get(Invitation, hashed(token))
            return (invitation.name if invitation is not None else None) or ""

    def accept(self, token: str, name: str, password: str, shown_as: str) -> AccountSetup:
        """Create or reset an account. Raises SignInError for an invalid invitation or name, WeakPasswordError."""
        check_password(password, name)
        secret, codes = pyotp.random_base32(), tuple(secrets.token_hex(5) for _ in range(RECOVERY_CODES))
        password_hash = _hash(password)
        with self.database.writing() as session:
            invitation = session.get(Invitation, hashed(token))
            if invitation is None or invitation.until < self.now():
                raise SignInError(SignInProblem.LINK_USED)
            session.delete(invitation)
            staff = session.get(Staff, invitation.name) if invitation.name is not None else None
            if staff is None:
                staff = self._new(session, name, shown_as, Role(invitation.role))
            staff.password, staff.shown_as = password_hash, shown_as
            staff.totp = encryption.seal(self.database.staff_key, secret.encode(), f"totp|{staff.name}")
            staff.last_step = 0
            session.flush()
            session.add_all(RecoveryCode(name=staff.name, code=hashed(code)) for code in codes)
            self._audit(session, staff.name, "account", role=staff.role)
        link = pyotp.TOTP(secret).provisioning_uri(name=staff.name, issuer_name=self.issuer)
        return AccountSetup(link, secret, codes)

    def add_for_provider(self, email_or_code: str, name: str, shown_as: str, role: Role, *, by: Actor) -> None:
        """Create an account for someone who signs in through the provider.

        `email_or_code` is their e-mail address, or the code shown to them at their first attempt to sign in.
        """
        with self.database.writing() as session:
            check_may_manage_staff(session, by)
            staff = self._new(session, name, shown_as, role)
            _expect(session, staff, email_or_code)
            self._audit(session, by.name, "admit", name=staff.name, role=role)

    # --- signing in ---

    def sign_in(self, name: str, password: str, code: str) -> str:
        """Sign in with a password and return the token of the new session. Raises SignInError."""
        with self.database.reading() as session:
            staff = session.get(Staff, name)
            password_hash = (staff.password if staff is not None else "") or _dummy_hash()
        fits = _matches(password_hash, password)
        with self.database.writing() as session:
            self.database.lock_audit_trail(session)  # one attempt at a time, or several could pass as the last free one
            staff = session.get(Staff, name)
            if staff is not None and fits and not staff.disabled and self._code_matches(session, staff, code):
                self._waits.clear(session, name)
                token = secrets.token_urlsafe(32)
                self.sessions.start(session, staff, token)
                return token
            problem = self._refused(session, name, staff)
        # Outside the transaction, so that the failure is counted.
        raise SignInError(problem)

    def unlock(self, token: str, password: str) -> None:
        """Unlock a session that was started with a password. Raises SignInError.

        Wrong attempts are counted for this session alone: trying the name elsewhere cannot keep the screen locked.
        """
        with self.database.reading() as session:
            _, staff = self.sessions.find(session, token)
            password_hash = (staff.password if staff is not None else "") or _dummy_hash()
        fits = _matches(password_hash, password)
        with self.database.writing() as session:
            self.database.lock_audit_trail(session)
            row, owner = self.sessions.find(session, token)
            if row is None or owner is None:
                raise SignInError(SignInProblem.SIGNED_OUT)
            screen = f"screen|{row.token}"
            if fits and not row.provider and not self._waits.waiting(session, screen):
                row.last_at = self.now()
                row.locked = False
                self._waits.clear(session, screen)
                self._audit(session, owner.name, "unlock")
                return
            problem = self._refused(session, screen, owner)
        raise SignInError(problem)

    def sign_in_with_provider(self, id_token: IdToken, *, first_administrator: str = "") -> None:
        """Start a session for someone the provider has signed in, once per ID token. Raises SignInError.

        At the first sign-in the account is found by e-mail address; from then on by the person's identity, whoever
        gets the address later. `first_administrator` is the address that may create the very first account.
        """
        now = self.now()
        with self.database.writing() as session:
            if self.sessions.was_used(session, id_token.token):
                raise SignInError(SignInProblem.SIGNED_OUT)
            if not now - MAX_TOKEN_AGE <= id_token.issued_at <= now + _CLOCK_SKEW:
                raise SignInError(SignInProblem.TOO_OLD)
            if id_token.asked_at is not None and not now - MAX_TOKEN_AGE <= id_token.asked_at <= now + _CLOCK_SKEW:
                raise SignInError(SignInProblem.NOT_ASKED)
            staff = self._account_of(session, id_token) or self._first(session, id_token, first_administrator)
            if staff is not None and not staff.disabled:
                staff.identity = id_token.identity
                self.sessions.start(session, staff, id_token.token, id_token.provider)
                return
            self._audit(session, staff.name if staff is not None else "", "sign-in-failed")
        raise SignInError(SignInProblem.ACCOUNT_CLOSED if staff is not None else SignInProblem.NO_ACCOUNT)

    # --- managing accounts ---

    def list_all(self, *, by: Actor) -> tuple[Account, ...]:
        """All accounts, by name."""
        with self.database.reading() as session:
            check_may_manage_staff(session, by)
            owned = sa.select(Record.owner, sa.func.count()).where(
                Record.status.not_in((RecordStatus.CLOSED, RecordStatus.MERGED))
            )
            open_records = dict(session.execute(owned.group_by(Record.owner)).all())
            links = dict(session.execute(sa.select(Invitation.name, Invitation.until)).all())
            return tuple(
                _account(staff)._replace(open_records=open_records.get(staff.name, 0), link_until=links.get(staff.name))
                for staff in session.scalars(sa.select(Staff).order_by(Staff.name))
            )

    def change(self, name: str, *, by: Actor, role: Role | None = None, disabled: bool | None = None) -> None:
        """Change the role of an account, or close or reopen it. Takes effect in its sessions at once.

        Raises SignInError if no administrator would be left.
        """
        with self.database.writing() as session:
            staff = self._other(session, name, by)
            if role is not None:
                staff.role = role
            if disabled is not None:
                staff.disabled = disabled
                self._waits.clear(session, name)
            session.flush()
            administrators = sa.select(Staff).where(Staff.role == Role.ADMINISTRATOR, Staff.disabled.is_(False))
            if session.scalars(administrators.with_for_update()).first() is None:
                raise SignInError(SignInProblem.LAST_ADMINISTRATOR)
            if staff.disabled:
                self.sessions.end_all(session, name)
                self.invitations.void(session, name)
            self._audit(session, by.name, "change-account", name=name, role=staff.role, disabled=int(staff.disabled))

    def reset(self, name: str, *, by: Actor) -> str:
        """Reset an account: end its sessions and void its password, authenticator app and recovery codes.

        Returns the token of an invitation for the same name, or "" for a provider account: it then belongs to whoever
        next signs in with its address. Raises NotPermittedError for one's own account.
        """
        with self.database.writing() as session:
            staff = self._other(session, name, by)
            if name == by.name:
                raise NotPermittedError("no one may reset their own account")
            self.sessions.end_all(session, name)
            session.execute(sa.delete(RecoveryCode).where(RecoveryCode.name == name))
            self.invitations.void(session, name)
            by_provider = _account(staff).by_provider
            self._waits.clear(session, name)
            staff.password, staff.totp = "", b""
            self._audit(session, by.name, "reset-account", name=name)
            if by_provider:
                staff.identity = None if staff.email else staff.identity
                return ""
            return self.invitations.add(session, Role(staff.role), name=name)

    # --- internals ---

    @property
    def _waits(self) -> SignInWaits:
        return SignInWaits(self.database, self.now)

    def _other(self, session: Session, name: str, by: Actor) -> Staff:
        check_may_manage_staff(session, by)
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

    def _account_of(self, session: Session, id_token: IdToken) -> Staff | None:
        """The account with this identity, or else the unused one with this e-mail address; None if there is none."""
        staff = session.scalar(sa.select(Staff).where(Staff.identity == id_token.identity).with_for_update())
        if staff is not None or not id_token.email:
            return staff
        expected = sa.select(Staff).where(Staff.email == id_token.email.casefold(), Staff.identity.is_(None))
        return session.scalar(expected.with_for_update())

    def _first(self, session: Session, id_token: IdToken, first_administrator: str) -> Staff | None:
        address = id_token.email.casefold()
        if not address or address != first_administrator.casefold() or self._any(session):
            return None
        name = re.sub(r"[^a-z0-9._-]", "", address.partition("@")[0])[:60].lstrip("._-") or "administrator"
        staff = self._new(session, name, name, Role.ADMINISTRATOR)
        staff.email = address
        self._audit(session, "settings", "admit", name=staff.name, role=staff.role)
        return staff

    def _refused(self, session: Session, counted_as: str, staff: Staff | None) -> SignInProblem:
        """What the person is told. Counts the attempt unless it came too early."""
        if self._waits.waiting(session, counted_as):
            return SignInProblem.WAIT
        all_wait = self._waits.count(session, counted_as, known=staff is not None)
        if staff is not None or not all_wait:
            self._audit(session, staff.name if staff is not None else "", "sign-in-failed")
        return SignInProblem.WAIT if all_wait else SignInProblem.WRONG

    def _code_matches(self, session: Session, staff: Staff, code: str) -> bool:
        """Whether the code is valid: a recovery code or, unless the name has to wait, the app's. Each works once.

        A recovery code is too long to guess, so someone who keeps trying the name cannot keep its owner out.
        """
        typed = code.replace(" ", "").lower()
        deleted = session.execute(
            sa.delete(RecoveryCode).where(RecoveryCode.name == staff.name, RecoveryCode.code == hashed(typed))
        )
        if deleted.rowcount == 1:  # type: ignore[attr-defined]
            return True
        if self._waits.waiting(session, staff.name):
            return False
        secret = encryption.unseal(self.database.staff_key, staff.totp, f"totp|{staff.name}").decode()
        current = int(self.now().timestamp()) // _STEP
        for step in range(max(current - _STEP_TOLERANCE, staff.last_step + 1), current + _STEP_TOLERANCE + 1):
            if pyotp.utils.strings_equal(typed, pyotp.TOTP(secret).generate_otp(step)):
                staff.last_step = step
                return True
        return False

    def _audit(self, session: Session, actor: str, action: str, **detail: str | int) -> None:
        audit.append(self.database, session, audit.AuditEvent(self.now(), actor, action), **detail)


def check_password(password: str, name: str) -> None:
    """Raise WeakPasswordError for a password that is too short, too long, too uniform, or contains the name."""
    if len(password) < MIN_PASSWORD_LENGTH:
        raise WeakPasswordError(SignInProblem.SHORT)
    if len(password) > MAX_PASSWORD_LENGTH:
        raise WeakPasswordError(SignInProblem.LONG)
    if len(set(password)) < MIN_PASSWORD_LENGTH // 2 or (name and name.casefold() in password.casefold()):
        raise WeakPasswordError(SignInProblem.EASY)


def _expect(session: Session, staff: Staff, email_or_code: str) -> None:
    """Store the e-mail address or identity that the provider will report. Raises SignInError."""
    address = email_or_code.strip().casefold()
    code = re.sub(r"[\s-]", "", address)
    if _ADDRESS.fullmatch(address) and len(address) <= _MAX_ADDRESS_LENGTH:
        staff.email = address
    elif _IDENTITY.fullmatch(code):
        staff.identity = code
    else:
        raise SignInError(SignInProblem.ADDRESS_INVALID)
    same = sa.or_(Staff.email == address, Staff.identity == code)
    others = sa.select(Staff.name).where(same, Staff.name != staff.name)
    with session.no_autoflush:
        if session.scalar(others.limit(1)) is not None:
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
    with _HASHING:
        return _HASHER.hash(password)


def _matches(password_hash: str, password: str) -> bool:
    try:
        with _HASHING:
            return len(password) <= MAX_PASSWORD_LENGTH and _HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _dummy_hash() -> str:
    """A hash to check against when there is no such account, so that the answer takes as long."""
    return _hash(json.dumps(secrets.token_hex(16)))
