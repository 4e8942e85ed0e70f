"""Looking after the records: a new key, whether everything can still be read, a copy while others work."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import make_url

from intake.store import audit, record_body
from intake.store.audit import Anchor
from intake.store.database import Database, StoreError, migrate
from intake.store.encryption import DamagedRecordError, RecordsKeyError, add_key, read_keyring
from intake.store.schema import Entry, Record, Revision


def open_database(url: str, key_file: Path) -> Database:
    """The database, its tables brought to this version and its key made where there is none yet."""
    if not key_file.exists():
        add_key(key_file)
    migrate(url)
    return Database(url, read_keyring(key_file))


def rotate_key(url: str, key_file: Path) -> int:
    """Puts a new key in front of the file and wraps every small key with it; how many. What is stored is not touched.

    The older keys stay in the file: older backups are read with them.
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


def find_damage(database: Database, known: Anchor | None = None) -> list[str]:
    """What is damaged: every record, earlier version and note is open_database, and the audit trail is followed."""
    found: list[str] = []
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
            except (DamagedRecordError, RecordsKeyError) as fault:
                found.append(f"record {record.id}: {fault}")
        line_at_fault = audit.first_fault(database, session, known)
    if line_at_fault is not None:
        found.append(f"audit trail: line {line_at_fault} is missing or was changed")
    return found


def backup(url: str, copy: Path) -> None:
    """Copies the database to a new file while others work with it. Raises StoreFault where that did not go well."""
    told = make_url(url)
    if copy.exists():
        raise StoreError(f"{copy.name} is there already; a backup overwrites nothing")
    if told.get_backend_name() == "postgresql":
        address = told.set(drivername="postgresql").render_as_string(hide_password=False)
        _run("pg_dump", "--format=custom", f"--file={copy}", f"--dbname={address}")
    else:
        engine = sa.create_engine(told)
        try:
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("VACUUM INTO ?", (str(copy),))
        finally:
            engine.dispose()
    copy.chmod(0o600)


def restore(copy: Path, url: str) -> None:
    """Fills an empty place with a backup. Raises StoreFault where there is something already."""
    told = make_url(url)
    if told.get_backend_name() == "postgresql":
        address = told.set(drivername="postgresql").render_as_string(hide_password=False)
        _run("pg_restore", "--exit-on-error", "--single-transaction", f"--dbname={address}", str(copy))
        return
    place = Path(told.database or "")
    if place.exists():
        raise StoreError(f"{place.name} is there already; move it away first")
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(copy.read_bytes())
        os.fsync(stream.fileno())


def _run(program: str, *words: str) -> None:
    try:
        told = subprocess.run([program, *words], check=False, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise StoreError(f"{program} is not installed: it comes with PostgreSQL") from error
    if told.returncode:
        raise StoreError(f"{program}: {(told.stderr.strip().splitlines() or ['it failed'])[-1]}")
