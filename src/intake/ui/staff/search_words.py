"""Search words of stored records, written again when a new version folds names and numbers in another way."""

from __future__ import annotations

import datetime as dt

from intake.config import site
from intake.content import load
from intake.domain.answers_json import AnswersError
from intake.store import reindexing
from intake.store.database import Database
from intake.store.index_fields import PART_2_MARK, PART_2_WORDS, refreshed_card, search_terms_of
from intake.store.record_body import Card, RecordContent
from intake.store.reindexing import Indexed
from intake.ui.staff.call import stored_case


def renew(database: Database) -> int:
    """Index the records again that were indexed by earlier rules. Returns their number."""
    content, now = load(site().languages[0]), dt.datetime.now(dt.UTC)

    def indexed(record: RecordContent, card: Card, changed_at: dt.datetime) -> Indexed | None:
        try:
            told = stored_case.stored_case(record, content, changed_at, now).joined(content)
        except AnswersError:
            return None
        terms = search_terms_of(content, told)
        marked = (PART_2_WORDS,) if PART_2_MARK in card else ()
        return Indexed((*terms, *marked), refreshed_card(content, told, card))

    return reindexing.index_again(database, indexed)
