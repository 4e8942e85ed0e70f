"""Find records by names and numbers without decrypting them: the index holds keyed hashes of words.

Someone with the file can tell that two records share a word, and no more. Other answers are not indexed.
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
_NATIONAL_DIGITS = 10  # a telephone number without its country code
_LAST_DIGITS = 4
# Seven digits or more, with the usual separators.
_TELEPHONE = re.compile(r"\+?\d(?:[\s().+/-]*\d){6,}")


def write(session: Session, key: bytes, record_id: str, search_terms: Iterable[str]) -> None:
    """Replace the words that find a record."""
    hashes = {encryption.keyed_hash(key, word) for word in indexed_words(search_terms, prefixes=True)}
    present = set(session.scalars(sa.select(RecordWord.word).where(RecordWord.record_id == record_id)))
    if gone := present - hashes:
        session.execute(sa.delete(RecordWord).where(RecordWord.record_id == record_id, RecordWord.word.in_(gone)))
    if new := hashes - present:
        session.execute(sa.insert(RecordWord), [{"word": word, "record_id": record_id} for word in sorted(new)])


def matching(key: bytes, words: str) -> sa.Select[str] | None:
    """A query for the ids of records with every one of the words; None if there is no word to search for."""
    hashes = [encryption.keyed_hash(key, word) for word in indexed_words([words], prefixes=False)]
    if not hashes:
        return None
    query = sa.select(RecordWord.record_id).where(RecordWord.word.in_(hashes)).group_by(RecordWord.record_id)
    return query.having(sa.func.count() == len(hashes))


def whole_numbers(texts: Iterable[str]) -> frozenset[str]:
    """The telephone numbers in these texts, each as its national digits."""
    return frozenset(
        re.sub(r"\D", "", number)[-_NATIONAL_DIGITS:]
        for text in texts
        for number in re.findall(_TELEPHONE, unicodedata.normalize("NFKD", text))
    )


def of_word(key: bytes, word: str) -> sa.Select[str]:
    """A query for the ids of records with this word, as `indexed_words` normalizes it."""
    return sa.select(RecordWord.record_id).where(RecordWord.word == encryption.keyed_hash(key, word))


def is_a_name(text: str) -> bool:
    """Whether a text has a word that can be a name; initials fit too many people."""
    return any(len(word) >= MIN_PREFIX and word.isalpha() for word in re.findall(r"\w+", text))


def indexed_words(texts: Iterable[str], *, prefixes: bool) -> frozenset[str]:
    """The normalized words of names and telephone numbers; with `prefixes`, their beginnings too.

    A number is indexed as its national digits and, with `prefixes`, its last four.
    """
    index: set[str] = set()
    for text in texts:
        plain = unicodedata.normalize("NFKD", text.casefold())
        plain = "".join(character for character in plain if not unicodedata.combining(character))
        for number in re.findall(_TELEPHONE, plain):
            national = re.sub(r"\D", "", number)[-_NATIONAL_DIGITS:]
            index |= {national, national[-_LAST_DIGITS:]} if prefixes else {national}
        for word in re.findall(r"\w+", re.sub(_TELEPHONE, " ", plain)):
            index |= {word[:end] for end in range(MIN_PREFIX, len(word))} if prefixes else set()
            index.add(word)
    return frozenset(index)
