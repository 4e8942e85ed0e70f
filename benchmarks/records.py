"""How long the call desk waits for its records: listing, searching, opening, and saving among 1,000 to 100,000.

Each record is a case of three relatives. Some queries are compared with plain SQLite tables of the same rows,
unencrypted and without an audit trail.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import families, situation
from benchmarks.families import NOW, Family
from benchmarks.figures import Figures, Measurement, Measurements, Verdict, timed
from intake.domain.answers_json import document_of
from intake.domain.assessing import assess
from intake.domain.routing import route
from intake.store import encryption
from intake.store.board import Board
from intake.store.calls import Period
from intake.store.database import Database, migrate
from intake.store.encryption import Keyring
from intake.store.lists import PAGE_SIZE, Lists, RecordFilter
from intake.store.permissions import Actor, Role
from intake.store.records import Records
from intake.store.schema import RecordStatus
from intake.ui.staff.call import stored_case

SIZES = (1_000, 10_000, 100_000)
RUNS = 40
TARGET = 0.1
TARGET_NOTES = 5.0
_FEW = 2  # runs of what takes long
_PERIOD = Period(begun_from=NOW - dt.timedelta(weeks=8))  # as the overview shows it first
_OPEN = RecordFilter((RecordStatus.CALLING, RecordStatus.FOLLOW_UP))
_FOLLOW_UPS = RecordFilter((RecordStatus.FOLLOW_UP,))
_OVERDUE = replace(_FOLLOW_UPS, owner="amy", due_before=NOW)
_TOMORROW = NOW.replace(hour=0) + dt.timedelta(days=1)
_WORKLISTS = (  # as Today counts them
    _OPEN,
    replace(_FOLLOW_UPS, due_before=NOW),
    replace(_FOLLOW_UPS, due_from=NOW, due_before=_TOMORROW),
    replace(_FOLLOW_UPS, due_from=_TOMORROW),
    RecordFilter((RecordStatus.CALLING,)),
    RecordFilter((RecordStatus.CLOSED,)),
)


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


@dataclass(frozen=True)
class _Desk:
    """What a supervisor does with a filled store. The families are drawn by chance, the same each time."""

    database: Database
    known: Sequence[Family]

    @cached_property
    def _actor(self) -> Actor:
        return Actor("boss", Role.SUPERVISOR)

    @cached_property
    def lists(self) -> Lists:
        """The lists and the search."""
        return Lists(self.database, self._actor, lambda: NOW)

    @cached_property
    def board(self) -> Board:
        """The live board."""
        return Board(self.database, self._actor, lambda: NOW)

    @cached_property
    def _records(self) -> Records:
        return Records(self.database, self._actor, lambda: NOW)

    @cached_property
    def _dice(self) -> random.Random:
        return random.Random(len(self.known))

    def family(self) -> Family:
        """Any family."""
        return self._dice.choice(self.known)

    def name(self) -> str:
        """The name of any relative."""
        return self._dice.choice(self.family().relatives).name

    def phone(self) -> str:
        """The number of any relative."""
        return self._dice.choice(self.family().relatives).phone

    def today(self) -> None:
        """Read what Today shows: the first rows, and how many each list has."""
        self.lists.rows(_OPEN)
        for worklist in _WORKLISTS:
            self.lists.count(worklist)

    def open(self) -> None:
        """Read one record."""
        self._records.open(self.family().record_id)

    def read(self) -> None:
        """Read one record, and what its three relatives told together: the questions that apply, and the tier."""
        content, opened = situation.content(), self._records.open(self.family().record_id)
        joined = stored_case.stored_case(opened.content, content, opened.head.changed_at, NOW).joined(content)
        route(content.questionnaire, joined)
        assess(content, joined, NOW.date())

    def save(self) -> None:
        """Save a record as it is."""
        family = self.family()
        opened = self._records.open(family.record_id)
        version, terms = opened.head.version, family.search_terms
        self._records.save(family.record_id, version, opened.content, search_terms=terms)


def _measurements(folder: Path, number: int) -> Measurements:
    url = f"sqlite:///{folder}/records.db"
    migrate(url)
    database = Database(url, Keyring([encryption.new_key()]))
    plain = sqlite3.connect(folder / "plain.db", isolation_level=None)
    known = list(families.families(number))
    families.fill(database, known)
    _fill_plain(plain, known)
    desk = _Desk(database, known)
    lists = desk.lists
    queries: list[tuple[str, Callable[[], object], Callable[[], object] | None]] = [
        ("follow-ups, first 25", lambda: lists.rows(_FOLLOW_UPS), lambda: _plain_list(plain)),
        (
            "follow-ups of one person that are overdue, and how many",
            lambda: (lists.rows(_OVERDUE), lists.count(_OVERDUE)),
            None,
        ),
        ("Today, its first 25 and how many each list has", desk.today, None),
        ("the live board", desk.board.calls, None),
        ("whether the counts of the overview still stand", lists.calls_state, None),
        ("find a name", lambda: lists.find(desk.name()), lambda: _plain_name(plain, desk.name())),
        ("find three letters", lambda: lists.find(desk.name()[:3]), None),
        ("find a number", lambda: lists.find(desk.phone()), None),
        ("open one", desk.open, None),
        ("open one and read its three relatives together", desk.read, None),
        ("save one", desk.save, lambda: _plain_save(plain, desk.family())),
    ]
    rows = []
    slowest = 0.0
    for what, query, plain_query in queries:
        figures = Figures.of([timed(query) for _ in range(RUNS)])
        slowest = max(slowest, figures.median)
        plain_median = Figures.of([timed(plain_query) for _ in range(RUNS)]).median if plain_query else None
        note = f"{figures.median / plain_median:.1f} times a plain table" if plain_median else ""
        rows.append(Measurement(f"{number:,} records: {what}", figures, "ms", note))
    overview = Figures.of([timed(lambda: lists.overview(_PERIOD)) for _ in range(_FEW)])
    calls = f"{len(lists.overview(_PERIOD)):,} calls"
    rows.append(Measurement(f"{number:,} records: the calls of eight weeks, for counts", overview, "ms", calls))
    notes = Figures.of([timed(lambda: lists.search_notes("number 7 of nothing")) for _ in range(_FEW)])
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
                f"{slowest * 1e3:.1f} ms, {size:.0f} MB; {families.RELATIVES} relatives and calls in each",
            ),
            Verdict(
                f"search inside notes under {TARGET_NOTES:.0f} s over {number:,} records",
                notes.median < TARGET_NOTES,
                f"{notes.median:.1f} s",
            ),
        ),
    )


# --- the plain tables to compare with ---


def _fill_plain(plain: sqlite3.Connection, known: Sequence[Family]) -> None:
    plain.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE record (id TEXT PRIMARY KEY, status TEXT, urgency INT, due TEXT, body);"
        "CREATE TABLE person (record TEXT, name TEXT, phone TEXT);"
        "CREATE INDEX a ON record (status, urgency, due);"
        "CREATE INDEX b ON person (name);"
        "CREATE INDEX c ON person (phone);"
    )
    body = json.dumps([document_of(situation.full())] * families.RELATIVES)
    plain.execute("BEGIN")
    plain.executemany(
        "INSERT INTO record VALUES (?, ?, ?, ?, ?)",
        ((family.record_id, family.status, family.urgency, str(family.started), body) for family in known),
    )
    plain.executemany(
        "INSERT INTO person VALUES (?, ?, ?)",
        ((family.record_id, one.name, one.phone) for family in known for one in family.relatives),
    )
    plain.execute("COMMIT")


def _plain_list(plain: sqlite3.Connection) -> object:
    query = "SELECT id, urgency, due FROM record WHERE status = ? ORDER BY urgency, due LIMIT ?"
    return plain.execute(query, (RecordStatus.FOLLOW_UP, PAGE_SIZE)).fetchall()


def _plain_name(plain: sqlite3.Connection, name: str) -> object:
    query = "SELECT id, urgency, due, name FROM person JOIN record ON id = record WHERE name = ? LIMIT ?"
    return plain.execute(query, (name, PAGE_SIZE)).fetchall()


def _plain_save(plain: sqlite3.Connection, family: Family) -> None:
    (body,) = plain.execute("SELECT body FROM record WHERE id = ?", (family.record_id,)).fetchone()
    plain.execute("UPDATE record SET body = ? WHERE id = ?", (body, family.record_id))
