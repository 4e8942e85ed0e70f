"""Maintenance of the records: rotate the key, check for damage, back up and restore."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import make_url

from intake.store import audit, record_body
from intake.store.audit import Anchor
from intake.store.database import Database, StoreError, migrate
from intake.store.encryption import DamagedRecordError, RecordsKeyError, add_key, read_keyring
from intake.store.schema import Entry, Record, Revision, Staff
from intake.store.sign_in_waits import SignInWaits


def open_database(url: str, key_file: Path) -> Database:
    """Open the database. Creates the key file if there is none, and creates or upgrades the tables."""
    if not key_file.exists():
        add_key(key_file)
    migrate(url)
    return Database(url, read_keyring(key_file))


def rotate_key(url: str, key_file: Path) -> int:
    """Add a new agency key and rewrap every record's key with it. Returns the number of records.

    Records are not re-encrypted. Older keys stay in the file, since older backups need them.
    """
    add_key(key_file)
    database = Database(url, read_keyring(key_file))
    try:
        with database.writing() as session:
            database.rewrap(session)
            records = list(session.scalars(sa.select(Record)))
            for record in records:
                record.key = database.keyring.wrap(database.keyring.unwrap(record.key))
        return len(records)
    finally:
        database.close()


def end_wait(database: Database, name: str, now: dt.datetime) -> None:
    """Let this username sign in again at once after wrong attempts. Raises LookupError if there is no account."""
    with database.writing() as session:
        if session.get(Staff, name) is None:
            raise LookupError("there is no account with this username")
        SignInWaits(database, lambda: now).clear(session, name)
        audit.append(database, session, audit.AuditEvent(now, "console", "end-wait"), name=name)


def find_damage(database: Database, trusted: Anchor | None = None) -> list[str]:
    """Decrypt every record, version and note and verify the audit trail. One line per problem; empty if intact."""
    problems: list[str] = []
    with database.reading() as session:
        for record in session.scalars(sa.select(Record)).yield_per(100):
            try:
                key = database.keyring.unwrap(record.key)
                record_body.open_body(key, record.body, record.id, record.version)
                record_body.open_card(key, record.card, record.id)
                for version in session.scalars(sa.select(Revision).where(Revision.record_id == record.id)):
                    record_body.open_body(key, version.body, record.id, version.version)
                for line in session.scalars(sa.select(Entry).where(Entry.record_id == record.id)):
                    record_body.open_line(key, record.id, line)
            except (DamagedRecordError, RecordsKeyError) as error:
                problems.append(f"record {record.id}: {error}")
        bad_line = audit.first_fault(database, session, trusted)
    if bad_line is not None:
        problems.append(f"audit trail: entry {bad_line} is missing or was changed")
    return problems


def backup(url: str, copy: Path) -> None:
    """Copy the database to a new file while it is in use. Raises StoreError."""
    parsed = make_url(url)
    if copy.exists():
        raise StoreError(f"{copy.name} already exists; a backup never overwrites a file")
    if parsed.get_backend_name() == "postgresql":
        address = parsed.set(drivername="postgresql").render_as_string(hide_password=False)
        _run("pg_dump", "--format=custom", f"--file={copy}", f"--dbname={address}")
    else:
        engine = sa.create_engine(parsed)
        try:
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("VACUUM INTO ?", (str(copy),))
        finally:
            engine.dispose()
    copy.chmod(0o600)


def restore(copy: Path, url: str) -> None:
    """Restore a backup into a database that is empty or does not exist. Raises StoreError otherwise."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        address = parsed.set(drivername="postgresql").render_as_string(hide_password=False)
        _run("pg_restore", "--exit-on-error", "--single-transaction", f"--dbname={address}", str(copy))
        return
    file = Path(parsed.database or "")
    if file.exists():
        raise StoreError(f"{file.name} already exists; move it elsewhere first")
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(copy.read_bytes())
        os.fsync(stream.fileno())


def _run(program: str, *arguments: str) -> None:
    try:
        process = subprocess.run([program, *arguments], check=False, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise StoreError(f"{program} is not installed: it comes with PostgreSQL") from error
    if process.returncode:
        raise StoreError(f"{program}: {(process.stderr.strip().splitlines() or ['it failed'])[-1]}")
