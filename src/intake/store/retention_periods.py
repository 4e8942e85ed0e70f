"""The retention periods in force: the server's setting until an administrator sets another one.

A period is a number of days, by status ("closed") or by status and state ("closed us_or"). Each change keeps who made
it and when; the audit trail also keeps the value before. If the setting fixes the periods, nobody can set another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from intake.store import audit
from intake.store.database import Clock, Database
from intake.store.permissions import Actor, NotPermittedError, Permission
from intake.store.schema import LISTED, RecordStatus, RetentionPeriod

MAX_DAYS = 36_500
# Instead of days, in the audit trail: no period; that of the status in other states.
KEPT, OF_THE_STATUS = "kept", "status"


class Period(NamedTuple):
    """How long records of a status are kept, in all states or in one. `region`: code of the state, "" for all.

    `days`: None means that they are kept until somebody sets a period. `setting`: the server's days, None for none.
    `by` and `at`: who set it and when; "" and None while it is the server's.
    """

    status: RecordStatus
    region: str
    days: int | None
    setting: int | None
    by: str = ""
    at: dt.datetime | None = None

    @property
    def key(self) -> str:
        """The name of this period in the setting and in the store."""
        return period_key(self.status, self.region)


def period_key(status: RecordStatus, region: str) -> str:
    """The name of a period in the setting and in the store: "closed", "closed us_or"."""
    return f"{status} {region}" if region else str(status)


@dataclass(frozen=True)
class RetentionPeriods:
    """The periods in one database. `setting`: days by key. `fixed`: whether the setting cannot be overridden."""

    database: Database
    actor: Actor
    now: Clock
    setting: Mapping[str, int]
    fixed: bool = False

    def days(self) -> dict[str, int | None]:
        """The days by key; None for records that are kept, whatever the period of their status in other states."""
        self.actor.check(Permission.PURGE)
        return {key: period.days for key, period in self._by_key().items()}

    def all(self) -> tuple[Period, ...]:
        """A period for each status, and those for single states."""
        self.actor.check(Permission.PURGE)
        periods = self._by_key()
        for status in LISTED:
            periods.setdefault(str(status), Period(status, "", None, None))
        order = list(LISTED)
        return tuple(sorted(periods.values(), key=lambda period: (order.index(period.status), period.region)))

    def set(self, status: RecordStatus, region: str, days: int | None) -> None:
        """Set a period; None keeps the records. Raises ValueError, or NotPermittedError if the setting is fixed."""
        if days is not None and not 1 <= days <= MAX_DAYS:
            raise ValueError(f"a retention period is between 1 and {MAX_DAYS} days")
        key = period_key(status, region)
        with self._changing() as session:
            row = session.get(RetentionPeriod, key)
            before = self._setting(key) if row is None else row.days or KEPT
            session.merge(RetentionPeriod(key=key, days=days, at=self.now(), by=self.actor.name))
            self._audit(session, "set-retention", period=key, before=before, now=days or KEPT)

    def reset(self, status: RecordStatus, region: str) -> None:
        """Return to the server's setting. A state without one has no period of its own again."""
        key = period_key(status, region)
        with self._changing() as session:
            row = session.get(RetentionPeriod, key)
            if row is not None:
                session.delete(row)
                before = row.days or KEPT
                self._audit(session, "set-retention", period=key, before=before, now=self._setting(key))

    # --- internals ---

    @contextmanager
    def _changing(self) -> Iterator[Session]:
        self.actor.check(Permission.SET_RETENTION)
        if self.fixed:
            raise NotPermittedError("the server's setting fixes the retention periods")
        with self.database.writing() as session:
            self.database.lock_audit_trail(session)  # so that two changes at once follow one another
            yield session

    def _setting(self, key: str) -> int | str:
        return self.setting.get(key, OF_THE_STATUS if " " in key else KEPT)

    def _by_key(self) -> dict[str, Period]:
        periods = {key: _period(key, days, days) for key, days in self.setting.items()}
        if not self.fixed:
            with self.database.reading() as session:
                for row in session.scalars(sa.select(RetentionPeriod)):
                    periods[row.key] = _period(row.key, row.days, self.setting.get(row.key), row.by, row.at)
        return periods

    def _audit(self, session: Session, action: str, **detail: str | int) -> None:
        audit.append(self.database, session, audit.AuditEvent(self.now(), self.actor.name, action), **detail)


def _period(key: str, days: int | None, setting: int | None, by: str = "", at: dt.datetime | None = None) -> Period:
    status, _, region = key.partition(" ")
    return Period(RecordStatus(status), region, days, setting, by, at)
