"""The one records database of this process, with records, accounts and sessions for the screens."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from sqlalchemy.exc import OperationalError, SQLAlchemyError

from intake.config import records_key, records_url, site
from intake.store import maintenance
from intake.store.accounts import Accounts
from intake.store.alerts import Alerts
from intake.store.audit_view import AuditTrail
from intake.store.board import Board
from intake.store.database import Database, StoreError
from intake.store.encryption import RecordsKeyError
from intake.store.lists import Lists
from intake.store.merging import Merging
from intake.store.permissions import Actor, Role
from intake.store.records import Records
from intake.store.retention import Retention
from intake.store.sessions import Sessions
from intake.store.sharing import Sharing
from intake.store.sign_in_errors import SignInError


@lru_cache(maxsize=1)
def database() -> Database:
    """The database, opened and migrated on the first call that succeeds.

    Raises StoreError or RecordsKeyError if its settings are wrong, SQLAlchemyError if it cannot be used right now.
    """
    try:
        opened = maintenance.open_database(records_url(), records_key())
    except OSError as error:  # a disk that is read-only, or a folder that is not there
        raise OperationalError(None, None, error) from None
    try:
        opened.check_writable()
    except SQLAlchemyError:
        opened.close()  # a connection made now could not write later either
        raise
    return opened


class StoreAccessError(RuntimeError):
    """The records cannot be used. The message is one sentence for the operator."""


class StoreUnavailableError(StoreAccessError):
    """The records cannot be used right now: perhaps they can later, without any change of a setting."""


def check() -> None:
    """Open the database. Raises StoreUnavailableError, or StoreAccessError if a setting is wrong."""
    try:
        database()
    except (StoreError, RecordsKeyError) as error:
        raise StoreAccessError(str(error)) from None
    except SQLAlchemyError as error:
        raise StoreUnavailableError(f"the database cannot be reached ({type(error).__name__})") from None


def now() -> dt.datetime:
    """The current time, in UTC."""
    return dt.datetime.now(dt.UTC)


def accounts() -> Accounts:
    """The accounts of staff."""
    return Accounts(database(), now, site().organization or site().product_name)


def sessions() -> Sessions:
    """The sessions of signed-in staff."""
    return accounts().sessions


def records(actor: Actor) -> Records:
    """The records, with the actor's permissions. Raises NotPermittedError if their session is over or locked."""
    return Records(database(), sessions().current_actor(actor), now)


def sharing(actor: Actor) -> Sharing:
    """Cases that several workers share. Raises NotPermittedError if the actor's session is over or locked."""
    return Sharing(database(), sessions().current_actor(actor), now, site().share_open_cases)


def merging(actor: Actor) -> Merging:
    """Records that are merged into one case. Raises NotPermittedError if the actor's session is over or locked."""
    return Merging(database(), sessions().current_actor(actor), now)


def alerts(actor: Actor) -> Alerts:
    """Alerts to supervisors. Raises NotPermittedError if the actor's session is over or locked."""
    return Alerts(database(), sessions().current_actor(actor), now)


def board(actor: Actor) -> Board:
    """The live board. Raises NotPermittedError if the actor's session is over or locked."""
    return Board(database(), sessions().current_actor(actor), now)


def audit_trail(actor: Actor) -> AuditTrail:
    """The audit trail, with the actor's permissions. Raises NotPermittedError if their session is over or locked."""
    return AuditTrail(database(), sessions().current_actor(actor))


def retention(actor: Actor) -> Retention:
    """Record retention, with the actor's permissions. Raises NotPermittedError if their session is over or locked."""
    settings = site()
    return Retention(
        database(), sessions().current_actor(actor), now, settings.retention_days, settings.retention_fixed
    )


def first_invitation() -> str | None:
    """An invitation token for the first account, an administrator's; None if there are accounts already."""
    try:
        return accounts().invite(Role.ADMINISTRATOR)
    except SignInError:
        return None


def lists(actor: Actor) -> Lists:
    """Lists of records, with the actor's permissions. Raises NotPermittedError if their session is over or locked."""
    return Lists(database(), sessions().current_actor(actor), now, site().share_open_cases)
