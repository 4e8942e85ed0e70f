"""What tests of staff accounts share: the first account, and a clock that moves only when told to."""

from __future__ import annotations

import datetime as dt

import pyotp

from intake.store.accounts import Accounts, AccountSetup
from intake.store.permissions import Actor, Role
from intake.store.sessions import SignedIn

PASSWORD = "correct horse battery"
ADA = Actor("ada", Role.ADMINISTRATOR)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.at = dt.datetime(2026, 11, 27, 9, 0, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.at

    def passes(self, **time: float) -> None:
        self.at += dt.timedelta(**time)


def code(begun: AccountSetup, clock: Clock) -> str:
    return pyotp.TOTP(begun.secret).at(clock.at)


def present(staff: Accounts, token: str, *, active: bool = True) -> SignedIn:
    found = staff.sessions.look_up(token, active=active)
    assert found is not None
    return found
