"""The one database of this process, and what is done with it: records and accounts."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path

from intake.access import Actor, Role
from intake.config import ROOT, site
from intake.store.accounts import Accounts, SignInFault
from intake.store.database import Database, migrate
from intake.store.envelope import add_key, read_keyring
from intake.store.records import Records


@lru_cache(maxsize=1)
def database() -> Database:
    """Opened at the first call, its tables brought to this version. Raises StoreFault, KeyFault."""
    file = Path(site().records_key_file or ROOT / ".keys" / "records.key")
    if not file.exists():
        add_key(file)
    url = site().database or f"sqlite:///{ROOT / 'data' / 'records.db'}"
    migrate(url)
    return Database(url, read_keyring(file))


def now() -> dt.datetime:
    """This moment."""
    return dt.datetime.now(dt.UTC)


def accounts() -> Accounts:
    """The accounts of staff."""
    return Accounts(database(), now, site().organization or site().product_name)


def records(actor: Actor) -> Records:
    """The records as a member of staff may see and change them."""
    return Records(database(), actor, now)


def first_invitation() -> str | None:
    """A token for the first account, of an administrator; None when there are accounts already."""
    try:
        return accounts().invite(Role.ADMINISTRATOR)
    except SignInFault:
        return None
