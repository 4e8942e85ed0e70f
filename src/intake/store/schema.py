"""The tables. Whatever identifies a person is encrypted; what lists sort and filter by is plaintext."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from sqlalchemy import Dialect, ForeignKey, Index, MetaData, String, Text, TypeDecorator, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import BigInteger, DateTime, Integer, LargeBinary

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[dt.datetime]):
    """A time, in UTC both ways. SQLite stores no time zone, so a time without one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Convert to UTC for the database."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time needs its time zone")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Convert to UTC from the database."""
        if value is None or value.tzinfo is None:
            return value and value.replace(tzinfo=dt.UTC)
        return value.astimezone(dt.UTC)


class RecordStatus(StrEnum):
    """The status of a record."""

    CALLING = "calling"  # a call in progress, or interrupted
    FOLLOW_UP = "follow-up"
    CLOSED = "closed"
    MERGED = "merged"  # closed, because it was merged into another case; see CaseMerge


LISTED = (RecordStatus.CALLING, RecordStatus.FOLLOW_UP, RecordStatus.CLOSED)
"""The statuses of records that lists show. What was merged into another case is shown as part of that case."""


class Base(DeclarativeBase):
    """The base class of all tables."""

    metadata = MetaData(naming_convention=_NAMES)


class WrappedKey(Base):
    """A key of the database itself (word index, audit trail, staff), wrapped by the agency's key."""

    __tablename__ = "secret"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)


class Record(Base):
    """One family's record. `body` holds the answers, `card` what a list shows; both are encrypted.

    `urgency` is that of the answers now, `peak_urgency` the most urgent they ever were, until a supervisor clears it.
    `version` increases with each save (optimistic lock). `must_ask`: number of safety questions not asked yet.
    `region`: state where the person lives. `finished_at`: end of the first call. `followed_up_at`: first contact after
    it. `release_by`: the supervisor who asked to release the hold; another one confirms. `word_rules`: the version of
    the rules by which its search words were written (`word_index.RULES`).
    """

    __tablename__ = "record"
    __table_args__ = (
        Index(None, "status", "urgency", "due_at", "owner"),
        Index(None, "owner", "status", "urgency", "due_at"),
        Index(None, "status", "peak_urgency", "due_at", "owner"),
        Index(None, "status", "changed_at"),
        Index(None, "created_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(String(20))
    urgency: Mapped[int] = mapped_column(Integer)
    peak_urgency: Mapped[int] = mapped_column(Integer)
    must_ask: Mapped[int] = mapped_column(Integer, default=0)
    owner: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[dt.datetime] = mapped_column(Instant)
    changed_at: Mapped[dt.datetime] = mapped_column(Instant)
    finished_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    due_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    followed_up_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    closed_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    outcome: Mapped[str | None] = mapped_column(String(40))
    region: Mapped[str | None] = mapped_column(String(10))
    held: Mapped[bool] = mapped_column(default=False)
    release_by: Mapped[str] = mapped_column(String(60), default="")
    word_rules: Mapped[int] = mapped_column(Integer, default=1)
    key: Mapped[bytes] = mapped_column(LargeBinary)
    card: Mapped[bytes] = mapped_column(LargeBinary)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class Call(Base):
    """One call about a case. `informant`: id of the person on the line at its start; `ended_at`: None until it ends.

    `urgency`: that of the answers when the call ended, or the newest while it lasts. `merged_from`: the id of the
    merged record that has the call too; None for the case's own calls.
    """

    __tablename__ = "call"
    __table_args__ = (Index(None, "ended_at", "began_at"), Index(None, "began_at"))

    record_id: Mapped[str] = mapped_column(ForeignKey("record.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    worker: Mapped[str] = mapped_column(String(60))
    informant: Mapped[str] = mapped_column(String(60), default="")
    began_at: Mapped[dt.datetime] = mapped_column(Instant)
    ended_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    outcome: Mapped[str | None] = mapped_column(String(40))
    urgency: Mapped[int] = mapped_column(Integer)
    merged_from: Mapped[str | None] = mapped_column(String(32))


class CaseMerge(Base):
    """A record that was merged into a case. It is kept as it was, to be restored if the merge is undone.

    `version`: the first version of the case with both. `informants`: ids in the case of who told the merged record.
    `first_line`, `last_line`: numbers of the lines that its log added to the log of the case, 0 for none. `columns`:
    JSON of the columns of both before, and of the case after.
    """

    __tablename__ = "case_merge"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id", ondelete="CASCADE"), index=True)
    merged_id: Mapped[str] = mapped_column(ForeignKey("record.id", ondelete="CASCADE"), index=True)
    at: Mapped[dt.datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(String(60))
    version: Mapped[int] = mapped_column(Integer)
    informants: Mapped[str] = mapped_column(Text)
    first_line: Mapped[int] = mapped_column(Integer)
    last_line: Mapped[int] = mapped_column(Integer)
    columns: Mapped[str] = mapped_column(Text)
    undone_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    undone_by: Mapped[str | None] = mapped_column(String(60))


class CaseAccess(Base):
    """Who may work on an open case that someone else owns, and until when. They gave a reason, which is in its log."""

    __tablename__ = "case_access"
    __table_args__ = (Index(None, "name", "until"),)

    record_id: Mapped[str] = mapped_column(ForeignKey("record.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    until: Mapped[dt.datetime] = mapped_column(Instant)


class Offer(Base):
    """A case that is offered to a colleague, who has not taken it yet. `owner`: who owned it then."""

    __tablename__ = "offer"

    record_id: Mapped[str] = mapped_column(ForeignKey("record.id", ondelete="CASCADE"), primary_key=True)
    owner: Mapped[str] = mapped_column(String(60))
    offered_by: Mapped[str] = mapped_column(String(60))
    offered_to: Mapped[str] = mapped_column(String(60), index=True)
    offered_at: Mapped[dt.datetime] = mapped_column(Instant)


class Alert(Base):
    """A worker asked for a supervisor. `answered_by`: the supervisor who acknowledged it, None while it waits."""

    __tablename__ = "alert"
    __table_args__ = (Index(None, "answered_at", "raised_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id", ondelete="CASCADE"), index=True)
    raised_by: Mapped[str] = mapped_column(String(60))
    raised_at: Mapped[dt.datetime] = mapped_column(Instant)
    answered_by: Mapped[str | None] = mapped_column(String(60))
    answered_at: Mapped[dt.datetime | None] = mapped_column(Instant)


class RecordWord(Base):
    """The keyed hash of a word that finds a record."""

    __tablename__ = "record_word"

    word: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id", ondelete="CASCADE"), primary_key=True, index=True)


class Revision(Base):
    """The answers of a record in one version. Never overwritten."""

    __tablename__ = "revision"

    record_id: Mapped[str] = mapped_column(ForeignKey("record.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(String(60))
    body: Mapped[bytes] = mapped_column(LargeBinary)


class Entry(Base):
    """One line of a record's log: note, action in danger, consent, read-back, follow-up. Never changed."""

    __tablename__ = "entry"
    __table_args__ = (UniqueConstraint("record_id", "token"),)

    record_id: Mapped[str] = mapped_column(ForeignKey("record.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    token: Mapped[str] = mapped_column(String(32))
    at: Mapped[dt.datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(20))
    body: Mapped[bytes] = mapped_column(LargeBinary)


class AuditRow(Base):
    """One line of the audit trail. `mac` covers the line and the MAC of the line before it.

    Each index serves one filter of the trail, by time; those by actor and by action also serve both together.
    """

    __tablename__ = "audit"
    __table_args__ = (
        Index(None, "at"),
        Index(None, "actor", "at", "action"),
        Index(None, "action", "at", "actor"),
        Index(None, "record_id", "at"),
    )

    seq: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    at: Mapped[dt.datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(String(60))
    action: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[str | None] = mapped_column(String(32))
    detail: Mapped[str] = mapped_column(Text)
    mac: Mapped[bytes] = mapped_column(LargeBinary)


class Staff(Base):
    """A staff account. `password` (a hash) and `totp` (encrypted) are empty for a provider account.

    `email`: the address that an administrator expects from the provider. `identity`: set at the first sign-in, and
    used instead of the address from then on.
    """

    __tablename__ = "staff"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    shown_as: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(20))
    password: Mapped[str] = mapped_column(String(200), default="")
    totp: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    identity: Mapped[str | None] = mapped_column(String(20), unique=True)
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    disabled: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[dt.datetime] = mapped_column(Instant)
    signed_in_at: Mapped[dt.datetime | None] = mapped_column(Instant)


class SignInWait(Base):
    """Wrong attempts to sign in with one name. `name` is a keyed hash; "" counts those of all further names."""

    __tablename__ = "sign_in_wait"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    failures: Mapped[int] = mapped_column(Integer)
    until: Mapped[dt.datetime] = mapped_column(Instant)
    last_at: Mapped[dt.datetime] = mapped_column(Instant, index=True)


class RecoveryCode(Base):
    """The hash of a one-time code that replaces the authenticator app."""

    __tablename__ = "recovery"

    name: Mapped[str] = mapped_column(ForeignKey("staff.name", ondelete="CASCADE"), primary_key=True)
    code: Mapped[str] = mapped_column(String(64), primary_key=True)


class Invitation(Base):
    """A one-time link that creates an account, or resets the account `name`. `token` is a hash.

    `for_whom`: what the administrator typed to tell pending links apart.
    """

    __tablename__ = "invitation"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    role: Mapped[str] = mapped_column(String(20))
    name: Mapped[str | None] = mapped_column(ForeignKey("staff.name", ondelete="CASCADE"))
    until: Mapped[dt.datetime] = mapped_column(Instant)
    for_whom: Mapped[str] = mapped_column(String(80), default="")


class RetentionPeriod(Base):
    """A retention period that an administrator set, in place of the server's setting. `days`: None keeps records.

    `key`: a status, or a status and a state ("closed us_or"), as in the setting.
    """

    __tablename__ = "retention_period"

    key: Mapped[str] = mapped_column(String(30), primary_key=True)
    days: Mapped[int | None] = mapped_column(Integer)
    at: Mapped[dt.datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(String(60))


class StaffSession(Base):
    """A session of a member of staff. `token` is the hash of the token in their browser.

    Ended sessions are kept for a while, so that an ID token cannot start a second one. `provider`: its name, "" for a
    password. `place`: the page to return to after signing in again at the provider; `left_at`: when they left it.
    """

    __tablename__ = "staff_session"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(ForeignKey("staff.name", ondelete="CASCADE"), index=True)
    provider: Mapped[str] = mapped_column(String(40), default="")
    begun_at: Mapped[dt.datetime] = mapped_column(Instant)
    last_at: Mapped[dt.datetime] = mapped_column(Instant)
    ended_at: Mapped[dt.datetime | None] = mapped_column(Instant)
    locked: Mapped[bool] = mapped_column(default=False)
    place: Mapped[str | None] = mapped_column(String(80))
    left_at: Mapped[dt.datetime | None] = mapped_column(Instant)
