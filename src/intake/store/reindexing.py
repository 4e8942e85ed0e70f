"""Write the search words and cards of records again that were written by earlier rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from intake.store import record_body, word_index
from intake.store.database import Database
from intake.store.encryption import DamagedRecordError, RecordsKeyError
from intake.store.record_body import Card, RecordContent
from intake.store.schema import Record

_AT_ONCE = 50  # records in one transaction, so that a call that is going on can be saved in between


class Indexed(NamedTuple):
    """The names and numbers that find a record, and its card."""

    search_terms: Iterable[str]
    card: Card


IndexedBy = Callable[[RecordContent, Card, dt.datetime], Indexed | None]
"""What finds a record with this content and card, last changed then; None if its answers cannot be read."""


def index_again(database: Database, indexed_by: IndexedBy) -> int:
    """Index these records again. Returns their number; those that cannot be read stay as they are."""
    written, after = 0, ""
    while True:
        with database.writing() as session:
            following = sa.select(Record).where(_is_outdated(), Record.id > after).order_by(Record.id).limit(_AT_ONCE)
            records = session.scalars(following.with_for_update()).all()
            if not records:
                return written
            written += sum(_index(session, database, record, indexed_by) for record in records)
            after = records[-1].id


def _is_outdated() -> sa.ColumnElement[bool]:
    return Record.word_rules < word_index.RULES


def _index(session: Session, database: Database, record: Record, indexed_by: IndexedBy) -> bool:
    """Whether a record could be read and was indexed again."""
    try:
        key = database.keyring.unwrap(record.key)
        content = record_body.open_body(key, record.body, record.id, record.version)
        card = record_body.open_card(key, record.card, record.id)
    except (DamagedRecordError, RecordsKeyError):
        return False
    indexed = indexed_by(content, card, record.changed_at)
    if indexed is None:
        return False
    if indexed.card != card:
        record.card = record_body.seal_card(key, indexed.card, record.id)
    word_index.write(session, database.index_key, record.id, indexed.search_terms)
    return True
