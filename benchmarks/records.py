"""How long the call desk waits for its records: listing, searching, opening, and saving among 1,000 to 100,000.

Each is compared with a plain SQLite table of the same rows, unencrypted and without an audit trail.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from benchmarks import situation
from benchmarks.figures import Figures, Measurement, Measurements, Verdict, timed
from intake.domain.answers_json import document_of
from intake.store import encryption, record_body, word_index
from intake.store.database import Database, migrate
from intake.store.encryption import Keyring
from intake.store.lists import PAGE_SIZE, Lists, RecordFilter
from intake.store.permissions import Actor, Role
from intake.store.records import Records
from intake.store.schema import Entry, Record, RecordStatus, RecordWord, Revision

SIZES = (1_000, 10_000, 100_000)
RUNS = 40
TARGET = 0.1
TARGET_NOTES = 5.0
_BATCH = 2_000
_NOW = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)
_SYLLABLES = ("ma", "ri", "lo", "ken", "ta", "sol", "vi", "do", "ber", "ani", "qui", "ell", "or", "hu", "zet")
_NOTE = "Spoke slowly; the sister will call too. Number {number}."


@dataclass(frozen=True)
class _Family:
    """An invented family in the store."""

    record_id: str
    status: RecordStatus
    urgency: int
    owner: str
    started: dt.datetime
    name: str
    phone: str


def measure() -> Measurements:
    """Fill a store of each size and run the queries of the desk on it."""
    rows: list[Measurement] = []
    verdicts: list[Verdict] = []
    for number in SIZES:
        with TemporaryDirectory(prefix="bench-records-") as folder:
            measurements = _measurements(Path(folder), number)
        rows += measurements.rows
        verdicts = list(measurements.verdicts)  # keep those of the largest store
    return Measurements(tuple(rows), tuple(verdicts))


def _measurements(folder: Path, number: int) -> Measurements:
    url = f"sqlite:///{folder}/records.db"
    migrate(url)
    database = Database(url, Keyring([encryption.new_key()]))
    plain = sqlite3.connect(folder / "plain.db", isolation_level=None)
    families = list(_families(number))
    _fill(database, families)
    _fill_plain(plain, families)
    supervisor = Actor("boss", Role.SUPERVISOR)
    records, lists = Records(database, supervisor, lambda: _NOW), Lists(database, supervisor, lambda: _NOW)
    dice = random.Random(number)
    queries: list[tuple[str, Callable[[], object], Callable[[], object] | None]] = [
        (
            "follow-ups, first 25",
            lambda: lists.rows(RecordFilter((RecordStatus.FOLLOW_UP,))),
            lambda: _plain_list(plain),
        ),
        (
            "follow-ups of one person that are overdue, and how many",
            lambda: (lists.rows(overdue := _overdue()), lists.count(overdue)),
            None,
        ),
        (
            "find a name",
            lambda: lists.find(dice.choice(families).name),
            lambda: _plain_name(plain, dice.choice(families).name),
        ),
        ("find three letters", lambda: lists.find(dice.choice(families).name[:3]), None),
        ("find a number", lambda: lists.find(dice.choice(families).phone), None),
        ("open one", lambda: records.open(dice.choice(families).record_id), None),
        (
            "save one",
            lambda: _save(records, dice.choice(families)),
            lambda: _plain_save(plain, dice.choice(families)),
        ),
    ]
    rows = []
    slowest = 0.0
    for what, query, plain_query in queries:
        figures = Figures.of([timed(query) for _ in range(RUNS)])
        slowest = max(slowest, figures.median)
        plain_median = Figures.of([timed(plain_query) for _ in range(RUNS)]).median if plain_query else None
        note = f"{figures.median / plain_median:.1f} times a plain table" if plain_median else ""
        rows.append(Measurement(f"{number:,} records: {what}", figures, "ms", note))
    notes = Figures.of([timed(lambda: lists.search_notes("number 7 of nothing")) for _ in range(2)])
    rows.append(Measurement(f"{number:,} records: search inside every note", notes, "ms"))
    size = sum(file.stat().st_size for file in folder.glob("records.db*")) / 1e6
    database.close()
    plain.close()
    return Measurements(
        tuple(rows),
        (
            Verdict(
                f"lists and search under {TARGET * 1e3:.0f} ms over {number:,} records",
                slowest < TARGET,
                f"{slowest * 1e3:.1f} ms, {size:.0f} MB",
            ),
            Verdict(
                f"search inside notes under {TARGET_NOTES:.0f} s over {number:,} records",
                notes.median < TARGET_NOTES,
                f"{notes.median:.1f} s",
            ),
        ),
    )


def _overdue() -> RecordFilter:
    return RecordFilter((RecordStatus.FOLLOW_UP,), owner="amy", due_before=_NOW)


def _families(number: int) -> Iterator[_Family]:
    dice = random.Random(0)
    for _ in range(number):
        name = " ".join("".join(dice.choices(_SYLLABLES, k=3)) for _ in range(2))
        yield _Family(
            record_id=uuid.UUID(int=dice.getrandbits(128)).hex,
            status=dice.choices(tuple(RecordStatus), weights=(1, 19, 80))[0],
            urgency=dice.randrange(9),
            owner=dice.choice(("amy", "bea", "cy", "")),
            started=_NOW - dt.timedelta(minutes=dice.randrange(500_000)),
            name=name,
            phone=f"555{dice.randrange(10**7):07}",
        )


def _fill(database: Database, families: list[_Family]) -> None:
    initials_of = situation.content().call_desk.initials_of or ""
    content = {"answers": document_of(situation.full()), "topic": "", "call": {}, "dangers_seen": []}
    for start in range(0, len(families), _BATCH):
        rows: dict[type, list[dict[str, object]]] = {Record: [], RecordWord: [], Revision: [], Entry: []}
        for number, family in enumerate(families[start : start + _BATCH], start):
            key = encryption.new_key()
            body = record_body.seal_body(key, content, family.record_id, 1)
            rows[Record].append(
                {
                    "id": family.record_id,
                    "version": 1,
                    "status": family.status,
                    "urgency": family.urgency,
                    "must_ask": 0,
                    "owner": family.owner,
                    "created_at": family.started,
                    "changed_at": family.started,
                    "due_at": family.started + dt.timedelta(days=3)
                    if family.status is RecordStatus.FOLLOW_UP
                    else None,
                    "held": False,
                    "release_by": "",
                    "key": database.keyring.wrap(key),
                    "card": record_body.seal_card(key, {initials_of: family.name}, family.record_id),
                    "body": body,
                }
            )
            words = word_index.indexed_words([family.name, family.phone], prefixes=True)
            rows[RecordWord] += [
                {"word": encryption.keyed_hash(database.index_key, word), "record_id": family.record_id}
                for word in words
            ]
            rows[Revision].append(
                {"record_id": family.record_id, "version": 1, "at": family.started, "by": "amy", "body": body}
            )
            note = record_body.seal_line(key, {"text": _NOTE.format(number=number)}, family.record_id, 1)
            rows[Entry].append(
                {
                    "record_id": family.record_id,
                    "seq": 1,
                    "token": "a",
                    "at": family.started,
                    "by": "amy",
                    "kind": "note",
                    "body": note,
                }
            )
        with database.writing() as session:
            for table, values in rows.items():
                session.execute(sa.insert(table), values)


def _save(records: Records, family: _Family) -> None:
    opened = records.open(family.record_id)
    records.save(family.record_id, opened.head.version, opened.content, search_terms=(family.name, family.phone))


# --- the plain table to compare with ---


def _fill_plain(plain: sqlite3.Connection, families: list[_Family]) -> None:
    plain.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE record (id TEXT PRIMARY KEY, status TEXT, urgency INT, due TEXT, name TEXT, phone TEXT, body);"
        "CREATE INDEX a ON record (status, urgency, due);"
        "CREATE INDEX b ON record (name);"
        "CREATE INDEX c ON record (phone);"
    )
    body = json.dumps(document_of(situation.full()))
    plain.execute("BEGIN")
    plain.executemany(
        "INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (family.record_id, family.status, family.urgency, str(family.started), family.name, family.phone, body)
            for family in families
        ),
    )
    plain.execute("COMMIT")


def _plain_list(plain: sqlite3.Connection) -> object:
    query = "SELECT id, urgency, due, name FROM record WHERE status = ? ORDER BY urgency, due LIMIT ?"
    return plain.execute(query, (RecordStatus.FOLLOW_UP, PAGE_SIZE)).fetchall()


def _plain_name(plain: sqlite3.Connection, name: str) -> object:
    return plain.execute(
        "SELECT id, urgency, due, name FROM record WHERE name = ? LIMIT ?", (name, PAGE_SIZE)
    ).fetchall()


def _plain_save(plain: sqlite3.Connection, family: _Family) -> None:
    (body,) = plain.execute("SELECT body FROM record WHERE id = ?", (family.record_id,)).fetchone()
    plain.execute("UPDATE record SET body = ? WHERE id = ?", (body, family.record_id))
