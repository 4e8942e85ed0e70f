"""Maintenance of the records, through the functions that the command line calls."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import sqlalchemy as sa

from intake.store import audit, maintenance
from intake.store.database import Database, StoreError
from intake.store.encryption import read_keyring
from intake.store.permissions import Actor, Role
from intake.store.records import Records
from intake.store.schema import AuditRow, Entry, Record
from tests.postgres import new_database

SAID = {"answers": {"lo_name": "Zacharias Quill"}}


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "records.key"


def filled(database: Database) -> str:
    """Create a record with two versions and a note. Returns its id."""
    records = Records(database, Actor("amy", Role.INTAKE), lambda: dt.datetime.now(dt.UTC))
    record = records.begin({}, urgency=3).head.id
    records.save(record, 1, SAID)
    records.add(record, "note", {"text": "fell twice"}, token="a")
    return record


def read(database: Database, record: str) -> object:
    return Records(database, Actor("amy", Role.INTAKE), lambda: dt.datetime.now(dt.UTC)).open(record).content


def test_a_new_key_opens_everything_and_the_old_one_no_longer_does(url: str, key: Path, tmp_path: Path) -> None:
    database = maintenance.open_database(url, key)
    record = filled(database)
    database.close()
    old = key.read_bytes()
    assert maintenance.rotate_key(url, key) == 1
    newer = Database(url, read_keyring(key))
    assert read(newer, record) == SAID
    assert maintenance.find_damage(newer) == []
    newer.close()
    (tmp_path / "old.key").write_bytes(old)
    with pytest.raises(ValueError, match="does not match"):
        Database(url, read_keyring(tmp_path / "old.key"))


def test_damage_is_found_and_named(url: str, key: Path) -> None:
    database = maintenance.open_database(url, key)
    record, other = filled(database), filled(database)
    assert maintenance.find_damage(database) == []
    with database.reading() as session:
        known = audit.parse_anchor(str(audit.anchor(session)))
    with database.writing() as session:
        session.execute(sa.update(Entry).where(Entry.record_id == record).values(body=bytes(60)))
        session.execute(sa.update(Record).where(Record.id == other).values(version=1))
        session.execute(sa.delete(AuditRow).where(AuditRow.seq == known.seq))
    found = maintenance.find_damage(database, known)
    assert {line.split(":")[0] for line in found} == {f"record {record}", f"record {other}", "audit trail"}
    database.close()


def test_a_backup_made_during_a_transaction_can_be_restored(
    url: str, key: Path, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if programs:
        monkeypatch.setenv("PATH", str(programs[-1]), prepend=":")
    database = maintenance.open_database(url, key)
    record = filled(database)
    copy = tmp_path / "copies.backup"
    with database.writing() as session:
        session.execute(sa.update(Record).values(outcome="not yet"))
        maintenance.backup(url, copy)
    assert copy.stat().st_mode & 0o777 == 0o600
    with pytest.raises(StoreError, match="never overwrites a file"):
        maintenance.backup(url, copy)
    database.close()
    empty = (
        new_database(request.getfixturevalue("postgres_server"))
        if url.startswith("postgresql")
        else f"sqlite:///{tmp_path}/again/records.db"
    )
    maintenance.restore(copy, empty)
    again = maintenance.open_database(empty, key)
    assert read(again, record) == SAID
    with again.reading() as session:
        assert session.scalar(sa.select(Record.outcome)) is None, "what was not saved yet is not in it"
    again.close()
    with pytest.raises(StoreError):
        maintenance.restore(copy, empty)
