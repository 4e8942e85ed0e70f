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

from intake.domain.consent import Recipient, Refusal
from intake.domain.rules import Tier
from intake.store import audit, encryption
from intake.store.database import Database, StoreError, migrate
from intake.store.encryption import DamagedRecordError, Keyring, RecordsKeyError
from intake.store.lists import ListRow, Lists, RecordFilter
from intake.store.permissions import ROLE_PERMISSIONS, Actor, NotPermittedError, Permission, Role
from intake.store.records import APPROVED, ConflictError, DisclosureError, RecordGoneError, Records, RecordStateError
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


EMPTY = {"answers": {"content_version": "1", "language": "en", "answers": {}}, "topic": "gate", "call": {"draft": ""}}


def test_an_empty_call_is_discarded_and_only_the_audit_trail_keeps_it(database: Database) -> None:
    records = of(database)
    record = records.begin(EMPTY, urgency=3).head.id
    records.save(record, 1, {**EMPTY, "topic": "first"})
    records.discard(record)
    assert lists(database).rows(RecordFilter()) == ()
    with pytest.raises(RecordGoneError):
        records.open(record)
    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Revision)) == 0
        actions = session.scalars(sa.select(AuditRow.action).where(AuditRow.record_id == record)).all()
    assert actions[:3] == ["begin", "save", "discard"]
    assert faults(database) is None


@pytest.mark.parametrize(
    "said",
    [
        {"answers": {"answers": {"fear": "often"}}},
        {"answers": {"answers": {"fear": {"absent": "not-asked"}}}},
        {**EMPTY, "call": {"draft": "fell"}},
        {**EMPTY, "people": ["Father"]},
    ],
)
def test_a_call_in_which_something_was_said_is_not_discarded(database: Database, said: dict[str, Any]) -> None:
    """Not even if it is empty now: what was said stays in an earlier version."""
    records = of(database)
    record = records.begin(said, urgency=3).head.id
    records.save(record, 1, EMPTY)
    with pytest.raises(RecordStateError):
        records.discard(record)
    assert len(records.history(record)) == 2


def test_a_call_with_a_note_a_hold_or_an_outcome_is_not_discarded(database: Database) -> None:
    records, boss = of(database), of(database, "bo", Role.SUPERVISOR)
    noted, held, closed = (records.begin(EMPTY, urgency=3).head.id for _ in range(3))
    records.add(noted, "note", {"text": "fell twice"}, token="t")
    boss.hold(held, "subpoena")
    records.save(closed, 1, EMPTY, status=RecordStatus.CLOSED)
    for record in (noted, held, closed):
        with pytest.raises(RecordStateError):
            records.discard(record)
    assert set(ids(lists(database).rows(RecordFilter()))) == {noted, held, closed}


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
    whole = records.export_all(record, to_whom=Recipient.OWN_SYSTEM)
    assert [one["content"] for one in whole["versions"]] == [SAID, {"answers": {}}]
    assert [one["said"]["text"] for one in whole["log"]] == ["fell twice"]
    assert [one["action"] for one in whole["audit"]] == ["begin", "save", "add", "export"]
    json.dumps(whole)
    with pytest.raises(NotPermittedError):
        of(database, "bea").export_all(record, to_whom=Recipient.OWN_SYSTEM)
    with pytest.raises(NotPermittedError):
        of(database, "ada", Role.ADMINISTRATOR).export(record, as_what="pdf", to_whom=Recipient.OWN_SYSTEM)
    boss = of(database, "bo", Role.SUPERVISOR)
    assert next(one.action for one in boss.access_log(record)) == "export"
    with pytest.raises(NotPermittedError):
        records.access_log(record)


# --- consent decides what may leave ---


def agreed(**said: str) -> dict[str, Any]:
    return {"answers": {}, "call": {"consent": json.dumps({"format": 2, "said": said})}}


def refused(records: Records, record: str, to_whom: Recipient, *parts: str) -> Refusal | None:
    """Why the store refuses a file."""
    with pytest.raises(DisclosureError) as caught:
        records.export(record, as_what="pdf", to_whom=to_whom, parts=parts)
    return caught.value.refusal


YES = {"share": "yes", "share_with": "Dr. Lee", "share_kind": "doctor"}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ({"answers": {}}, Refusal.NOT_ASKED),
        (agreed(share="no"), Refusal.SAID_NO),
        (agreed(**YES, share_until_on="2026-11-26"), Refusal.EXPIRED),
        ({"call": {**agreed(**YES)["call"], "part_2": "yes"}}, Refusal.PART_2_UNSIGNED),
        ({"call": {**agreed(**YES)["call"], "notes_ok": "no"}}, Refusal.NO_NOTES),
    ],
)
def test_the_store_hands_out_no_file_without_consent(database: Database, content: Any, why: Refusal) -> None:
    records = of(database)
    record = records.begin(content, urgency=3).head.id
    assert refused(records, record, Recipient.NAMED) is why
    boss = of(database, "bo", Role.SUPERVISOR)
    assert "export" not in [one.action for one in boss.access_log(record)]


def test_the_store_hands_out_only_the_parts_that_were_agreed(database: Database) -> None:
    records = of(database)
    record = records.begin(agreed(**YES, share_parts="medicines,contact"), urgency=3).head.id
    assert refused(records, record, Recipient.NAMED) is None
    assert refused(records, record, Recipient.NAMED, "medicines", "safety") is None
    records.export(record, as_what="pdf", to_whom=Recipient.NAMED, parts=("medicines",))
    with pytest.raises(DisclosureError):
        records.export_all(record, to_whom=Recipient.NAMED)
    (line, *_) = of(database, "bo", Role.SUPERVISOR).access_log(record)
    assert json.loads(line.detail) == {"as_what": "pdf", "parts": "medicines", "to_whom": "professional"}


def test_a_court_needs_the_approval_of_a_supervisor_with_a_reason(database: Database) -> None:
    """Also if the caller agreed to it. The approval is in the log and the trail, and does not last."""
    clock, boss = Clock(), of(database, "bo", Role.SUPERVISOR)
    records = Records(database, Actor("amy", Role.INTAKE), clock)
    record = records.begin(agreed(**{**YES, "share_kind": "authority"}), urgency=3).head.id
    for to_whom in (Recipient.AUTHORITY, Recipient.NAMED):
        assert refused(records, record, to_whom) is Refusal.NOT_APPROVED
    with pytest.raises(NotPermittedError):
        records.approve_disclosure(record, reason="court_order", text="A judge asked.")
    with pytest.raises(ValueError, match="reason"):
        boss.approve_disclosure(record, reason="court_order", text=" ")
    with pytest.raises(ValueError, match="approve_disclosure"):
        records.add(record, APPROVED, {"text": "A judge asked."}, token="a")
    boss.approve_disclosure(record, reason="court_order", text="Judge Roe asked.")
    for to_whom in (Recipient.AUTHORITY, Recipient.NAMED):
        records.export(record, as_what="pdf", to_whom=to_whom)
    records.export_all(record, to_whom=Recipient.AUTHORITY)
    assert [(line.kind, line.by, line.content["text"]) for line in records.log(record)] == [
        ("approved", "bo", "Judge Roe asked.")
    ]
    approval = next(one for one in boss.access_log(record) if one.action == "approved")
    assert json.loads(approval.detail) == {"reason": "court_order"}
    clock.at += dt.timedelta(days=7)
    assert refused(records, record, Recipient.AUTHORITY) is Refusal.NOT_APPROVED


def test_a_record_of_a_part_2_program_leaves_only_as_the_patient_signed(database: Database) -> None:
    call = {**agreed(**YES)["call"], "part_2": "yes", "part_2_signed": "yes", "part_2_to": "dr.  LEE"}
    call |= {"part_2_scope": "whole"}
    records = of(database)
    record = records.begin({"call": {**call, "part_2_scope": "parts", "part_2_parts": "medicines"}}, urgency=3).head.id
    records.export(record, as_what="pdf", to_whom=Recipient.NAMED, parts=("medicines",))
    assert refused(records, record, Recipient.NAMED) is None
    assert refused(records, record, Recipient.CALLER) is Refusal.PART_2_NAMES_OTHER
    whole = records.export_all(record, to_whom=Recipient.OWN_SYSTEM)
    assert whole["record"]["part_2"] is True
    for version, (changes, why) in enumerate(
        (
            ({"part_2_to": "Dr. Roe"}, Refusal.PART_2_NAMES_OTHER),
            ({"part_2_until": "2026-11-26"}, Refusal.PART_2_EXPIRED),
            ({"part_2_signed": "no"}, Refusal.PART_2_UNSIGNED),
        ),
        start=1,
    ):
        records.save(record, version, {"call": {**call, **changes}})
        assert refused(records, record, Recipient.NAMED) is why


# --- a caller who does not want notes ---


def test_what_was_noted_before_a_caller_refused_notes_is_destroyed(database: Database) -> None:
    records = of(database)
    record = records.begin(SAID, urgency=3, search_terms=["Zacharias"], card={"lo_name": "Z. Q."}).head.id
    records.add(record, "note", {"text": "fell twice"}, token="a")
    records.add(record, "danger", {"text": "911 was called."}, token="b")
    kept = {"answers": {"danger_now": ["very_sick"]}, "call": {"notes_ok": "no"}}
    head = records.save(record, 1, kept, search_terms=[], card={})
    assert [version.content for version in records.history(record)] == [kept]
    assert [line.content["text"] for line in records.log(record)] == ["911 was called."]
    assert lists(database).find("zacharias") == ()
    boss = of(database, "bo", Role.SUPERVISOR)
    assert [one.action for one in boss.access_log(record)].count("drop-notes") == 1
    later = {"answers": {"danger_now": ["none"]}, "call": {"notes_ok": "no"}}
    records.save(record, head.version, later)
    assert [version.content for version in records.history(record)] == [kept, later], "safety facts keep their history"
    assert faults(database) is None


def test_a_hold_keeps_what_was_noted(database: Database) -> None:
    records, boss = of(database), of(database, "bo", Role.SUPERVISOR)
    record = records.begin(SAID, urgency=3).head.id
    boss.hold(record, "a court asked")
    records.save(record, 1, {"answers": {}, "call": {"notes_ok": "no"}})
    assert records.history(record)[0].content == SAID


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
