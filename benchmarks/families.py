"""Invented families in a store: each is a case with three relatives, what each of them told, and a call from each."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from benchmarks import situation
from intake.domain.case import Informant
from intake.store import encryption, record_body, word_index
from intake.store.database import Database
from intake.store.record_body import RecordContent
from intake.store.schema import Call, Entry, Record, RecordStatus, RecordWord, Revision
from intake.ui.staff.call import stored_case

NOW = dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC)
RELATIVES = 3
WORKERS = ("amy", "bea", "cy")
_BATCH = 2_000
_SYLLABLES = ("ma", "ri", "lo", "ken", "ta", "sol", "vi", "do", "ber", "ani", "qui", "ell", "or", "hu", "zet")
_NOTE = "Spoke slowly; the sister will call too. Number {number}."
_MINUTES = 20


@dataclass(frozen=True)
class Relative:
    """Someone who calls about a case: the name and the number that find it."""

    name: str
    phone: str


@dataclass(frozen=True)
class Family:
    """A case."""

    record_id: str
    status: RecordStatus
    urgency: int
    owner: str
    started: dt.datetime
    relatives: tuple[Relative, ...]

    @property
    def search_terms(self) -> tuple[str, ...]:
        """The names and numbers of every relative."""
        return tuple(term for one in self.relatives for term in (one.name, one.phone))


def families(number: int) -> Iterator[Family]:
    """`number` families, the same each time."""
    dice = random.Random(0)
    for _ in range(number):
        yield Family(
            record_id=uuid.UUID(int=dice.getrandbits(128)).hex,
            status=dice.choices(tuple(RecordStatus), weights=(1, 19, 80, 0))[0],
            urgency=dice.randrange(9),
            owner=dice.choice((*WORKERS, "")),
            started=NOW - dt.timedelta(minutes=dice.randrange(500_000)),
            relatives=tuple(_relative(dice) for _ in range(RELATIVES)),
        )


def fill(database: Database, known: Sequence[Family]) -> None:
    """Write the families to an empty store."""
    content = _content()
    for start in range(0, len(known), _BATCH):
        rows: dict[type, list[dict[str, Any]]] = {Record: [], RecordWord: [], Revision: [], Entry: [], Call: []}
        for number, family in enumerate(known[start : start + _BATCH], start):
            key = encryption.new_key()
            body = record_body.seal_body(key, content, family.record_id, 1)
            rows[Record].append(_record(database, family, key, body))
            words = word_index.stored_words(family.search_terms)
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
            rows[Call] += _calls(family)
        with database.writing() as session:
            for table, values in rows.items():
                session.execute(sa.insert(table), values)


def _relative(dice: random.Random) -> Relative:
    name = " ".join("".join(dice.choices(_SYLLABLES, k=3)) for _ in range(2))
    return Relative(name, f"555{dice.randrange(10**7):07}")


def _content() -> RecordContent:
    """What the desk stores: the answers of the person on the line, and those of the others."""
    on_line, *others = (
        Informant(id=f"i{number}", name=f"Relative {number}", response=situation.full())
        for number in range(1, RELATIVES + 1)
    )
    return {**stored_case.document(on_line, tuple(others)), "topic": "", "call": {}, "dangers_seen": []}


def _record(database: Database, family: Family, key: bytes, body: bytes) -> dict[str, Any]:
    initials_of = situation.content().call_desk.initials_of or ""
    return {
        "id": family.record_id,
        "version": 1,
        "status": family.status,
        "urgency": family.urgency,
        "peak_urgency": family.urgency,
        "must_ask": 0,
        "owner": family.owner,
        "created_at": family.started,
        "changed_at": family.started,
        "due_at": family.started + dt.timedelta(days=3) if family.status is RecordStatus.FOLLOW_UP else None,
        "held": False,
        "release_by": "",
        "key": database.keyring.wrap(key),
        "card": record_body.seal_card(key, {initials_of: family.relatives[0].name}, family.record_id),
        "body": body,
    }


def _calls(family: Family) -> Iterator[dict[str, Any]]:
    """A call from each relative, a day apart. The last one is still going on if the case is in a call."""
    for number in range(1, RELATIVES + 1):
        began = family.started - dt.timedelta(days=RELATIVES - number)
        lasts = family.status is RecordStatus.CALLING and number == RELATIVES
        yield {
            "record_id": family.record_id,
            "number": number,
            "worker": WORKERS[number % len(WORKERS)],
            "informant": f"i{number}",
            "began_at": began,
            "ended_at": None if lasts else began + dt.timedelta(minutes=_MINUTES),
            "outcome": None if lasts else "referred",
            "urgency": family.urgency,
        }
