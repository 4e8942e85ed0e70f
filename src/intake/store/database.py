"""One database, SQLite or PostgreSQL, set up so that a committed answer survives a crash.

SQLite: write-ahead log, full sync at every commit, deleted content is overwritten. Its file must be on a local disk of
one host; several hosts share a PostgreSQL database.
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
# PostgreSQL's advisory lock for the single writer of the audit trail: any number, the same in every process.
_AUDIT_LOCK = 7_265_001


class StoreError(RuntimeError):
    """The database cannot be used; the message is one sentence for the server's operator."""


class Database:
    """An open database with the agency's keys. Safe to use from several threads."""

    def __init__(self, url: str, keyring: Keyring) -> None:
        """Open a database whose tables exist (see `migrate`). Raises StoreError, RecordsKeyError."""
        self.engine = _engine(url)
        self.keyring = keyring
        try:
            _check_revision(self.engine)
            self.index_key = self._own_key(_INDEX)
            self.audit_key = self._own_key(_AUDIT)
            self.staff_key = self._own_key(_STAFF)
        except BaseException:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A read-only transaction."""
        with Session(self.engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction, committed at the end or rolled back. On SQLite no other can write at the same time."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            session.connection(execution_options={"writes": True})
            yield session

    def lock_audit_trail(self, session: Session) -> None:
        """Wait until no other transaction is writing the audit trail; holds the lock until this one ends."""
        if self.engine.dialect.name == "postgresql":
            session.execute(sa.select(sa.func.pg_advisory_xact_lock(_AUDIT_LOCK)))

    def check_writable(self) -> None:
        """Raise SQLAlchemyError if nothing can be written: SQLite opens a file on a read-only disk without a word."""
        with self.writing() as session:
            session.execute(sa.update(WrappedKey).where(sa.false()).values(name=WrappedKey.name))

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def overwrite_deleted(self) -> None:
        """Remove deleted content from the database's files.

        SQLite has already overwritten it in the main file (secure_delete), so its write-ahead log is truncated here;
        PostgreSQL marks the space for reuse.
        """
        connection = self.engine.raw_connection()  # neither command may run in a transaction
        driver: Any = connection.driver_connection
        try:
            if self.engine.dialect.name == "sqlite":
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            else:
                driver.autocommit = True
                driver.execute("VACUUM")
        finally:
            connection.invalidate()  # not back into the pool: autocommit is on

    def rewrap(self, session: Session) -> None:
        """Wrap the database's own keys with the agency's newest key."""
        for row in session.scalars(sa.select(WrappedKey)):
            row.wrapped = self.keyring.wrap(self.keyring.unwrap(row.wrapped))

    def _own_key(self, name: str) -> bytes:
        with self.writing() as session:
            row = session.get(WrappedKey, name)
            if row is None:
                row = WrappedKey(name=name, wrapped=self.keyring.wrap(encryption.new_key()))
                session.add(row)
            return self.keyring.unwrap(row.wrapped)


def migrate(url: str) -> None:
    """Create the tables or upgrade them to this version."""
    with migrating(url) as connection:
        command.upgrade(config_of(connection), "head")


@contextmanager
def migrating(url: str) -> Iterator[Connection]:
    """A transaction in which tables may change.

    SQLite changes a column by making the table anew. Its foreign keys are off meanwhile: dropping the old table would
    delete every row that refers to it.
    """
    engine = _engine(url)
    try:
        with engine.connect().execution_options(writes=True) as connection:
            if engine.dialect.name == "sqlite":
                connection.connection.execute("PRAGMA foreign_keys=OFF")
            yield connection
            connection.commit()
    finally:
        engine.dispose()


def config_of(connection: Connection) -> Config:
    """The settings of Alembic for migrations on this connection."""
    config = _config()
    config.attributes["connection"] = connection
    return config


def _check_revision(engine: Engine) -> None:
    scripts = ScriptDirectory.from_config(_config())
    with engine.connect() as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
    if revision is None:
        raise StoreError("the database has no tables yet: run `python -m intake store migrate`")
    if revision not in {script.revision for script in scripts.walk_revisions()}:
        raise StoreError("the database was upgraded by a newer version of Next Step: run that version")
    if revision != scripts.get_current_head():
        raise StoreError("the tables are from an older version: run `python -m intake store migrate`")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed)
    if parsed.get_backend_name() == "postgresql":
        return sa.create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,
            connect_args={
                "connect_timeout": 5
            },  # seconds; without it, a server that is gone holds a person up for minutes
        )
    raise StoreError("the database URL must be sqlite:///FILE or postgresql://USER@HOST/NAME")


def _sqlite(url: sa.URL) -> Engine:
    if url.database:
        Path(url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = sa.create_engine(url, connect_args={"timeout": 5})

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _: object) -> None:
        connection.isolation_level = None  # the driver would begin too late to take the write lock
        for name, value in _PRAGMAS.items():
            connection.execute(f"PRAGMA {name}={value}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
