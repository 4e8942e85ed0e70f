"""One database, SQLite or PostgreSQL, with the settings under which a saved answer stays saved.

SQLite: write-ahead log, a full sync at every commit, what is deleted is overwritten. Its file belongs to one host and
to no network drive; several hosts share a PostgreSQL.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.orm import Session

from intake.store import encryption
from intake.store.encryption import Keyring
from intake.store.schema import WrappedKey

Clock = Callable[[], dt.datetime]
"""Returns the current time, with its time zone."""

_MIGRATIONS = Path(__file__).parent / "migrations"
_PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "secure_delete": "ON",
    "trusted_schema": "OFF",
    "busy_timeout": "5000",
}
_INDEX, _AUDIT, _STAFF = "index", "audit", "staff"
# Any number serves, as long as every process takes the same: PostgreSQL has one writer of the audit trail at a time.
_ONE_WRITER = 7_265_001


class StoreError(RuntimeError):
    """The database cannot be used; one sentence for whoever runs the server."""


class Database:
    """An open database with the agency's keys. Any number of threads may use it."""

    def __init__(self, url: str, keyring: Keyring) -> None:
        """Opens it; the tables are there already (`migrate`). Raises StoreFault, envelope.KeyFault."""
        self.engine = _engine(url)
        self.keyring = keyring
        try:
            _refuse_other_tables(self.engine)
            self.index_key = self._secret(_INDEX)
            self.audit_key = self._secret(_AUDIT)
            self.staff_key = self._secret(_STAFF)
        except BaseException:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that changes nothing."""
        with Session(self.engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that is committed at the end, or not at all; on SQLite the only one that writes meanwhile."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            session.connection(execution_options={"writes": True})
            yield session

    def lock_audit_trail(self, session: Session) -> None:
        """Waits until no other transaction writes the audit trail."""
        if self.engine.dialect.name == "postgresql":
            session.execute(sa.select(sa.func.pg_advisory_xact_lock(_ONE_WRITER)))

    def close(self) -> None:
        """Closes every connection."""
        self.engine.dispose()

    def overwrite_deleted(self) -> None:
        """After something was deleted: leaves no trace of it in this database's files.

        SQLite has overwritten it (secure_delete) but in its log, which is cut here; PostgreSQL frees it for being
        written over.
        """
        connection = self.engine.raw_connection()  # neither of the two may stand in a transaction
        driver: Any = connection.driver_connection
        try:
            if self.engine.dialect.name == "sqlite":
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            else:
                driver.autocommit = True
                driver.execute("VACUUM")
        finally:
            connection.invalidate()  # not back among the others: it is in another mode

    def rewrap(self, session: Session) -> None:
        """Wraps the database's own keys with the agency's newest key."""
        for secret in session.scalars(sa.select(WrappedKey)):
            secret.wrapped = self.keyring.wrap(self.keyring.unwrap(secret.wrapped))

    def _secret(self, name: str) -> bytes:
        with self.writing() as session:
            found = session.get(WrappedKey, name)
            if found is None:
                found = WrappedKey(name=name, wrapped=self.keyring.wrap(encryption.new_key()))
                session.add(found)
            return self.keyring.unwrap(found.wrapped)


def migrate(url: str) -> None:
    """Brings the tables to this version; makes them where there are none."""
    engine = _engine(url)
    try:
        with engine.connect().execution_options(writes=True) as connection:
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()
    finally:
        engine.dispose()


def _refuse_other_tables(engine: Engine) -> None:
    ours = ScriptDirectory.from_config(_config())
    with engine.connect() as connection:
        theirs = MigrationContext.configure(connection).get_current_revision()
    if theirs is None:
        raise StoreError("the database has no tables yet: run `python -m intake store migrate`")
    if theirs not in {script.revision for script in ours.walk_revisions()}:
        raise StoreError("the database was used by a newer version of Next Step, which has to be run with it")
    if theirs != ours.get_current_head():
        raise StoreError("the tables are of an older version: run `python -m intake store migrate`")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


def _engine(url: str) -> Engine:
    told = make_url(url)
    if told.get_backend_name() == "sqlite":
        return _sqlite(told)
    if told.get_backend_name() == "postgresql":
        return sa.create_engine(told.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    raise StoreError("the database is set as sqlite:///FILE or postgresql://USER@HOST/NAME")


def _sqlite(url: sa.URL) -> Engine:
    if url.database:
        Path(url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = sa.create_engine(url, connect_args={"timeout": 5})

    @event.listens_for(engine, "connect")
    def opened(connection: Any, _: object) -> None:
        connection.isolation_level = None  # the driver would begin a transaction too late for the one lock there is
        for name, value in _PRAGMAS.items():
            connection.execute(f"PRAGMA {name}={value}")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
