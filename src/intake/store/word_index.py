"""Finding records by names and numbers without opening them: the index holds keyed hashes of words.

It tells whoever has the file that two records share a word, and no more. Answers are not in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from intake.store import encryption
from intake.store.schema import RecordWord

MIN_PREFIX = 3
_NUMBER = 10  # digits of a number without its country
_ENDING = 4
# Seven digits or more, with what people put between them.
_TELEPHONE = re.compile(r"\+?\d(?:[\s().+/-]*\d){6,}")


def write(session: Session, key: bytes, record_id: str, search_terms: Iterable[str]) -> None:
    """Puts the words that a record is found by in the place of those before."""
    wanted = {encryption.keyed_hash(key, word) for word in indexed_words(search_terms, prefixes=True)}
    there = set(session.scalars(sa.select(RecordWord.word).where(RecordWord.record_id == record_id)))
    if gone := there - wanted:
        session.execute(sa.delete(RecordWord).where(RecordWord.record_id == record_id, RecordWord.word.in_(gone)))
    if new := wanted - there:
        session.execute(sa.insert(RecordWord), [{"word": word, "record_id": record_id} for word in sorted(new)])


def matching(key: bytes, words: str) -> sa.Select[str] | None:
    """The ids of the records that have every one of the words; None where there is no word to look for."""
    wanted = [encryption.keyed_hash(key, word) for word in indexed_words([words], prefixes=False)]
    if not wanted:
        return None
    found = sa.select(RecordWord.record_id).where(RecordWord.word.in_(wanted)).group_by(RecordWord.record_id)
    return found.having(sa.func.count() == len(wanted))


def indexed_words(texts: Iterable[str], *, prefixes: bool) -> frozenset[str]:
    """The words of names and telephone numbers as the index knows them, with their beginnings where asked for.

    A number is its digits, and its last four.
    """
    found: set[str] = set()
    for text in texts:
        plain = unicodedata.normalize("NFKD", text.casefold())
        plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
        for number in re.findall(_TELEPHONE, plain):
            national = re.sub(r"\D", "", number)[-_NUMBER:]
            found |= {national, national[-_ENDING:]} if prefixes else {national}
        for word in re.findall(r"\w+", re.sub(_TELEPHONE, " ", plain)):
            found |= {word[:end] for end in range(MIN_PREFIX, len(word))} if prefixes else set()
            found.add(word)
    return frozenset(found)
