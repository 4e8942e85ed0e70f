"""The one database of this process, and what is done with it: records and accounts."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from sqlalchemy.exc import SQLAlchemyError

from intake.config import records_key, records_url, site
from intake.store.accounts import Accounts
from intake.store.audit_view import AuditTrail
from intake.store.database import Database, StoreError
from intake.store.encryption import RecordsKeyError
from intake.store.lists import Lists
from intake.store.maintenance import open_database
from intake.store.permissions import Actor, Role
from intake.store.records import Records
from intake.store.retention import Retention
from intake.store.sessions import Sessions
from intake.store.sign_in_errors import SignInError


@lru_cache(maxsize=1)
def database() -> Database:
    """Opened at the first call, its tables brought to this version. Raises StoreFault, KeyFault."""
    return open_database(records_url(), records_key())


class StoreAccessError(RuntimeError):
    """The records cannot be used; one sentence for whoever runs this."""


def check() -> None:
    """Raises RecordsFault where the records cannot be used."""
    try:
        database()
    except (StoreError, RecordsKeyError) as fault:
        raise StoreAccessError(str(fault)) from None
    except SQLAlchemyError as error:
        raise StoreAccessError(f"the database cannot be reached ({type(error).__name__})") from None


def now() -> dt.datetime:
    """This moment."""
    return dt.datetime.now(dt.UTC)


def accounts() -> Accounts:
    """The accounts of staff."""
    return Accounts(database(), now, site().organization or site().product_name)


def sessions() -> Sessions:
    """Who is signed in."""
    return accounts().sessions


def records(actor: Actor) -> Records:
    """The records as a member of staff may see and change them now. Raises Refused where their session is over."""
    return Records(database(), sessions().current_actor(actor), now)


def trail(actor: Actor) -> AuditTrail:
    """What was done, for whom that is. Raises Refused where their session is over."""
    return AuditTrail(database(), sessions().current_actor(actor))


def retention(actor: Actor) -> Retention:
    """How long records are kept, for those who may destroy them."""
    return Retention(database(), sessions().current_actor(actor), now, site().retention_days)


def first_invitation() -> str | None:
    """A token for the first account, of an administrator; None when there are accounts already."""
    try:
        return accounts().invite(Role.ADMINISTRATOR)
    except SignInError:
        return None


def lists(actor: Actor) -> Lists:
    """The lists as a member of staff may see them."""
    return Lists(database(), sessions().current_actor(actor), now)
