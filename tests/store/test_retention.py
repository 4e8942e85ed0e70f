"""Expired records are destroyed, records on hold are kept, and no trace of a destroyed one stays in the files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import sqlalchemy as sa

from intake.store.database import Database
from intake.store.lists import RecordFilter
from intake.store.permissions import Actor, NotPermittedError, Role
from intake.store.records import RecordGoneError
from intake.store.retention import Retention
from intake.store.schema import AuditRow, Entry, Record, RecordStatus, RecordWord, Revision
from tests.store.test_records import SAID, START, faults, lists, of

DAYS = {"closed": 30, "closed us-or": 90}


def retention(
    database: Database, days_later: int, days: dict[str, int] = DAYS, role: Role = Role.ADMINISTRATOR
) -> Retention:
    return Retention(database, Actor("ada", role), lambda: START + dt.timedelta(days=days_later), days)


def closed(database: Database, region: str | None = None) -> str:
    """Create a record closed at START. Returns its id."""
    records = of(database)
    record = records.begin(SAID, urgency=3, search_terms=["Quill"], card={"name": "Q"}).head.id
    records.add(record, "note", {"text": "fell twice"}, token="a")
    records.save(record, 1, SAID, status=RecordStatus.CLOSED, closed_at=START, region=region)
    return record


def test_a_dry_run_lists_expired_records_and_changes_nothing(database: Database) -> None:
    short, long = closed(database), closed(database, "us-or")
    of(database).begin({}, urgency=3)
    assert retention(database, 29).expired() == ()
    assert [(record.head.id, record.days) for record in retention(database, 31).expired()] == [(short, 30)]
    assert {record.head.id for record in retention(database, 91).expired()} == {short, long}
    assert retention(database, 10_000, {}).expired() == ()
    assert lists(database).count(RecordFilter()) == 3


def test_a_purge_leaves_proof_and_keeps_records_on_hold(database: Database) -> None:
    gone, held = closed(database), closed(database)
    of(database, "bo", Role.SUPERVISOR).hold(held, "a court asked")
    certificate = retention(database, 400).purge()
    assert [purged.record_id for purged in certificate.destroyed] == [gone]
    assert certificate.held == (held,)
    assert retention(database, 400).purge().destroyed == ()
    with pytest.raises(RecordGoneError):
        of(database).open(gone)
    with database.reading() as session:
        for table, column in (
            (Record, Record.id),
            (Entry, Entry.record_id),
            (Revision, Revision.record_id),
            (RecordWord, RecordWord.record_id),
        ):
            assert session.scalar(sa.select(sa.func.count()).select_from(table).where(column == gone)) == 0
        line = session.scalar(sa.select(AuditRow).where(AuditRow.action == "purge"))
    assert line is not None
    assert certificate.destroyed[0].fingerprint in line.detail
    assert faults(database) is None


def test_one_record_can_be_erased_on_request(database: Database) -> None:
    record = closed(database)
    certificate = retention(database, 0).erase(record)
    assert (certificate.rule, [purged.record_id for purged in certificate.destroyed]) == ("request", [record])
    with pytest.raises(RecordGoneError):
        retention(database, 0).erase(record)


@pytest.mark.parametrize("role", [Role.INTAKE, Role.SUPERVISOR])
def test_only_administrators_destroy_records(database: Database, role: Role) -> None:
    record = closed(database)
    for act in (retention(database, 400, role=role).purge, lambda: retention(database, 400, role=role).erase(record)):
        with pytest.raises(NotPermittedError):
            act()


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
def test_an_erased_record_is_gone_from_the_database_files(database: Database, tmp_path: Path) -> None:
    gone, stays = closed(database), closed(database)
    with database.reading() as session:
        bodies = {row.id: bytes(row.body) for row in session.scalars(sa.select(Record))}
    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert bodies[gone] in stored
    retention(database, 0).erase(gone)
    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert bodies[gone] not in stored
    assert bodies[stays] in stored
