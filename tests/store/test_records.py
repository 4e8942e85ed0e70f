"""Records on a real database: nothing is overwritten, moved, lost or shown to the wrong person."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from intake.domain.rules import Tier
from intake.store import audit, encryption
from intake.store.database import Database, StoreError, migrate
from intake.store.encryption import DamagedRecordError, Keyring, RecordsKeyError
from intake.store.lists import ListRow, Lists, RecordFilter
from intake.store.permissions import ROLE_PERMISSIONS, Actor, NotPermittedError, Permission, Role
from intake.store.records import ConflictError, RecordGoneError, Records, RecordStateError
from intake.store.schema import AuditRow, Entry, Record, RecordStatus, Revision
from tests.databases import downgrade
from tests.store.conftest import KEY

START = dt.datetime(2026, 11, 27, 9, 0, tzinfo=dt.UTC)
SAID = {"answers": {"lo_name": "Zacharias Quill", "worry_most": "He fell twice. \N{WAVING HAND SIGN}"}}


class Clock:
    """A clock that advances a minute each time it is read."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> dt.datetime:
        self.at += dt.timedelta(minutes=1)
        return self.at


def of(database: Database, name: str = "amy", role: Role = Role.INTAKE) -> Records:
    return Records(database, Actor(name, role), Clock())


def lists(database: Database, name: str = "amy", role: Role = Role.INTAKE) -> Lists:
    return Lists(database, Actor(name, role), Clock())


def ids(rows: Iterable[ListRow]) -> list[str]:
    return [row.head.id for row in rows]


def faults(database: Database, known: audit.Anchor | None = None) -> int | None:
    with database.reading() as session:
        return audit.first_fault(database, session, known)


# --- one record ---


def test_answers_are_read_back_and_every_version_is_kept(database: Database) -> None:
    records = of(database)
    begun = records.begin(SAID, urgency=3)
    changed = {"answers": {"lo_name": "Zack"}}
    records.save(begun.head.id, 1, changed, status=RecordStatus.FOLLOW_UP, due_at=START + dt.timedelta(days=2))
    opened = records.open(begun.head.id)
    assert opened.content == changed
    assert (opened.head.version, opened.head.status) == (2, RecordStatus.FOLLOW_UP)
    assert opened.head.due_at == START + dt.timedelta(days=2)
    assert [(version.version, version.by, version.content) for version in records.history(begun.head.id)] == [
        (1, "amy", SAID),
        (2, "amy", changed),
    ]


def test_the_second_to_save_gets_a_conflict_and_overwrites_nothing(database: Database) -> None:
    amy, boss = of(database), of(database, "bo", Role.SUPERVISOR)
    record = amy.begin(SAID, urgency=3).head.id
    boss.save(record, 1, {"answers": {"fear": "often"}})
    with pytest.raises(ConflictError) as caught:
        amy.save(record, 1, {"answers": {"fear": "never"}})
    assert caught.value.by == "bo"
    assert caught.value.current.content == {"answers": {"fear": "often"}}
    assert amy.open(record).content == {"answers": {"fear": "often"}}


def test_of_concurrent_saves_one_wins_each_version(database: Database) -> None:
    record = of(database).begin({"n": 0}, urgency=3).head.id
    won: list[int] = []
    lost: list[int] = []

    def press() -> None:
        records = of(database)
        for _ in range(15):
            opened = records.open(record)
            try:
                records.save(record, opened.head.version, {"n": opened.content["n"] + 1})
                won.append(1)
            except ConflictError:
                lost.append(1)

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    opened = of(database).open(record)
    assert opened.content["n"] == len(won)
    assert opened.head.version == len(won) + 1
    assert len(won) + len(lost) == 60
    assert faults(database) is None


def test_a_note_sent_twice_is_added_once(database: Database) -> None:
    records = of(database)
    record = records.begin(SAID, urgency=3).head.id
    for _ in range(2):
        records.add(record, "note", {"text": "fell twice"}, token="a")
    records.add(record, "note", {"text": "and again"}, token="b")
    assert [(line.seq, line.content["text"]) for line in records.log(record)] == [(1, "fell twice"), (2, "and again")]


def test_a_missing_record_raises_an_error(database: Database) -> None:
    with pytest.raises(RecordGoneError):
        of(database).open("0" * 32)


# --- permissions ---


def test_intake_staff_see_their_own_records_and_those_without_an_owner(database: Database) -> None:
    amy, bea, boss = of(database), of(database, "bea"), of(database, "bo", Role.SUPERVISOR)
    record = amy.begin(SAID, urgency=3, search_terms=["Zacharias Quill"]).head.id
    for act in (bea.open, bea.log, bea.history):
        with pytest.raises(NotPermittedError):
            act(record)
    with pytest.raises(NotPermittedError):
        bea.save(record, 1, {})
    hers, all_of_them = lists(database, "bea"), lists(database, "bo", Role.SUPERVISOR)
    assert hers.rows(RecordFilter()) == ()
    assert hers.count(RecordFilter()) == 0
    assert [row.guarded for row in hers.find("zacharias")] == [True], "found, and opened only with a reason"
    assert ids(all_of_them.rows(RecordFilter())) == [record]
    with pytest.raises(NotPermittedError):
        amy.assign(record, "bea")
    boss.assign(record, "")
    assert bea.open(record).content == SAID
    assert [(row.head.id, row.guarded) for row in hers.find("zacharias")] == [(record, False)]


def test_an_administrator_reads_no_record(database: Database) -> None:
    record = of(database).begin(SAID, urgency=3).head.id
    admin = of(database, "ada", Role.ADMINISTRATOR)
    listing = lists(database, "ada", Role.ADMINISTRATOR)
    for act in (lambda: admin.open(record), lambda: listing.rows(RecordFilter()), lambda: listing.find("quill")):
        with pytest.raises(NotPermittedError):
            act()
    with pytest.raises(NotPermittedError):
        admin.begin(SAID, urgency=3)


@pytest.mark.parametrize("action", Permission)
def test_every_permission_has_a_role_and_supervisors_have_all_of_intake(action: Permission) -> None:
    assert any(action in allowed for allowed in ROLE_PERMISSIONS.values())
    assert ROLE_PERMISSIONS[Role.INTAKE] <= ROLE_PERMISSIONS[Role.SUPERVISOR]


# --- hold ---


def test_releasing_a_hold_takes_two_supervisors(database: Database) -> None:
    record = of(database).begin(SAID, urgency=3).head.id
    bo, cy = (of(database, name, Role.SUPERVISOR) for name in ("bo", "cy"))
    with pytest.raises(NotPermittedError):
        of(database).hold(record, "a court asked")
    assert bo.hold(record, "a court asked").held
    assert bo.release(record).held
    with pytest.raises(RecordStateError, match="another supervisor"):
        bo.release(record)
    assert not cy.release(record).held
    with pytest.raises(RecordStateError, match="not held"):
        cy.release(record)
    assert [(line.kind, line.by) for line in bo.log(record)] == [
        ("hold", "bo"),
        ("release-asked", "bo"),
        ("released", "cy"),
    ]
    assert bo.log(record)[0].content["text"] == "a court asked"


# --- export ---


def test_a_full_export_holds_versions_log_and_audit_trail(database: Database) -> None:
    records = of(database)
    record = records.begin(SAID, urgency=3).head.id
    records.save(record, 1, {"answers": {}})
    records.add(record, "note", {"text": "fell twice"}, token="a")
    whole = records.export_all(record, to_whom="the family")
    assert [one["content"] for one in whole["versions"]] == [SAID, {"answers": {}}]
    assert [one["said"]["text"] for one in whole["log"]] == ["fell twice"]
    assert [one["action"] for one in whole["audit"]] == ["begin", "save", "add", "export"]
    json.dumps(whole)
    with pytest.raises(NotPermittedError):
        of(database, "bea").export_all(record)
    with pytest.raises(NotPermittedError):
        of(database, "ada", Role.ADMINISTRATOR).export(record, as_what="pdf")
    boss = of(database, "bo", Role.SUPERVISOR)
    assert next(one.action for one in boss.access_log(record)) == "export"
    with pytest.raises(NotPermittedError):
        records.access_log(record)


# --- encryption at rest ---


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
def test_no_answer_can_be_read_in_the_database_files(database: Database, tmp_path: Path) -> None:
    records = of(database)
    record = records.begin(SAID, urgency=3, search_terms=["Zacharias Quill"]).head.id
    records.add(record, "note", {"text": "fell twice"}, token="a")
    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    for word in (b"Quill", b"quill", b"fell twice", b"lo_name"):
        assert word not in stored


def test_a_changed_or_moved_row_is_detected(database: Database) -> None:
    records = of(database)
    one, other = (records.begin({"n": n}, urgency=3).head.id for n in (1, 2))
    records.save(one, 1, {"n": 3})
    with database.writing() as session:
        bodies = {row.id: row.body for row in session.scalars(sa.select(Record))}
        session.execute(sa.update(Record).where(Record.id == one).values(body=bodies[other]))
    with pytest.raises(DamagedRecordError):
        records.open(one)
    with database.writing() as session:  # an older version of the same record in place of the newest
        older = session.scalar(sa.select(Revision.body).where(Revision.record_id == one, Revision.version == 1))
        session.execute(sa.update(Record).where(Record.id == one).values(body=older))
    with pytest.raises(DamagedRecordError):
        records.open(one)
    with database.writing() as session:
        session.execute(sa.update(Record).where(Record.id == other).values(body=bytes([1]) + bytes(60)))
    with pytest.raises(DamagedRecordError):
        records.open(other)


def test_a_moved_note_is_detected(database: Database) -> None:
    records = of(database)
    record = records.begin({}, urgency=3).head.id
    records.add(record, "note", {"text": "one"}, token="a")
    records.add(record, "note", {"text": "two"}, token="b")
    with database.writing() as session:
        first = session.scalar(sa.select(Entry.body).where(Entry.seq == 1))
        session.execute(sa.update(Entry).where(Entry.seq == 2).values(body=first))
    with pytest.raises(DamagedRecordError):
        records.log(record)


def test_a_wrong_key_is_refused_with_a_message(url: str, database: Database) -> None:
    of(database).begin(SAID, urgency=3)
    with pytest.raises(RecordsKeyError, match="does not match"):
        Database(url, Keyring([bytes(32)]))


def test_after_a_new_key_old_records_open_and_new_ones_use_it(url: str, database: Database) -> None:
    record = of(database).begin(SAID, urgency=3).head.id
    both = Database(url, Keyring([bytes(32), KEY]))
    assert of(both).open(record).content == SAID
    newer = of(both).begin({}, urgency=3).head.id
    with both.writing() as session:
        assert {row.id for row in session.scalars(sa.select(Record)) if both.keyring.is_newest(row.key)} == {newer}
    both.close()


# --- audit trail ---


def test_reads_and_changes_are_audited_without_answers(database: Database) -> None:
    records = of(database)
    record = records.begin(SAID, urgency=3, search_terms=["Quill"]).head.id
    records.open(record)
    records.save(record, 1, SAID)
    records.add(record, "note", {"text": "fell twice"}, token="a")
    lists(database).find("quill")
    with database.reading() as session:
        lines = list(session.scalars(sa.select(AuditRow).order_by(AuditRow.seq)))
        assert [line.action for line in lines] == ["begin", "read", "save", "add", "find"]
        assert {line.actor for line in lines} == {"amy"}
        details = " ".join(line.detail for line in lines).casefold()
    assert not any(word in details for word in ("quill", "fell", "zach"))
    assert faults(database) is None


TAMPERED: dict[str, Any] = {
    "changed": lambda session: session.execute(sa.update(AuditRow).where(AuditRow.seq == 3).values(actor="nobody")),
    "deleted": lambda session: session.execute(sa.delete(AuditRow).where(AuditRow.seq == 3)),
    "later": lambda session: session.execute(
        sa.update(AuditRow).where(AuditRow.seq == 3).values(at=START + dt.timedelta(days=1))
    ),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_a_tampered_line_is_named(database: Database, how: str) -> None:
    records = of(database)
    record = records.begin(SAID, urgency=3).head.id
    for _ in range(5):
        records.open(record)
    with database.writing() as session:
        TAMPERED[how](session)
    assert faults(database) == 3


def test_an_anchor_reveals_a_truncated_audit_trail(database: Database) -> None:
    records = of(database)
    record = records.begin(SAID, urgency=3).head.id
    records.open(record)
    with database.reading() as session:
        known = audit.anchor(session)
    with database.writing() as session:
        session.execute(sa.delete(AuditRow).where(AuditRow.seq == known.seq))
    assert faults(database) is None, "the remaining lines are intact"
    assert faults(database, known) == known.seq


# --- tables ---


def test_a_database_without_tables_is_refused(empty_url: str) -> None:
    with pytest.raises(StoreError, match="no tables yet"):
        Database(empty_url, Keyring([KEY]))


def test_a_database_of_a_newer_version_is_refused(url: str, database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="newer version"):
        Database(url, Keyring([KEY]))


def test_the_migrations_create_the_tables_of_the_schema(database: Database) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    from intake.store.schema import Base

    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_records_of_an_earlier_version_keep_their_level(url: str, database: Database) -> None:
    """The tier OPEN came between AMBER and GREEN, so the rank of GREEN rose from 6 to 7."""
    records = of(database)
    ids = [records.begin(SAID, urgency=rank).head.id for rank in (5, 6)]
    downgrade(url, "0001")
    migrate(url)
    assert [records.open(record).head.urgency for record in ids] == [Tier.AMBER.urgency, Tier.GREEN.urgency]


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
def test_a_saved_answer_is_synced_to_the_disk(database: Database) -> None:
    with database.engine.connect() as connection:
        settings = {
            name: connection.execute(sa.text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1}


# --- keys ---


def test_a_new_key_comes_first_and_only_the_owner_can_read_the_file(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "records.key"
    encryption.add_key(file)
    wrapped = encryption.read_keyring(file).wrap(KEY)
    encryption.add_key(file)
    both = encryption.read_keyring(file)
    assert both.unwrap(wrapped) == KEY
    assert not both.is_newest(wrapped)
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("text", ["", "secret", "AAAA\n", "\N{SNOWMAN}"])
def test_an_unusable_key_file_is_refused_with_a_message(tmp_path: Path, text: str) -> None:
    (tmp_path / "key").write_text(text, "utf-8")
    with pytest.raises(RecordsKeyError, match="file with the key"):
        encryption.read_keyring(tmp_path / "key")


def test_a_save_cannot_change_owner_hold_or_key(database: Database) -> None:
    amy = of(database)
    record = amy.begin(SAID, urgency=3).head.id
    for sneaked in ({"owner": "bea"}, {"held": False}, {"key": b""}):
        with pytest.raises(TypeError):
            amy.save(record, 1, SAID, **sneaked)
    assert amy.open(record).head.owner == "amy"
