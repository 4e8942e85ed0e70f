"""Find records by names and numbers without decrypting them: the index holds keyed hashes of words.

Someone with the file can tell that two records share a word, and no more. Other answers are not indexed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from intake.store import encryption
from intake.store.name_folding import folded, is_ideographic, spellings
from intake.store.schema import Record, RecordWord
from intake.store.telephone_numbers import numbers_in, without_numbers

RULES = 2
"""The version of the rules below. Records whose words were written by earlier rules are indexed again."""
MIN_PREFIX = 3
_ENDS = (4, 7)  # digits: people search by the last four, and say a number without its area code


def write(session: Session, key: bytes, record_id: str, search_terms: Iterable[str]) -> None:
    """Replace the words that find a record."""
    outdated = sa.and_(Record.id == record_id, Record.word_rules != RULES)
    session.execute(sa.update(Record).where(outdated).values(word_rules=RULES))
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
    return frozenset(number for text in texts for number in numbers_in(folded(text)))


def of_word(key: bytes, word: str) -> sa.Select[str]:
    """A query for the ids of records with this word, as `indexed_words` normalizes it."""
    return sa.select(RecordWord.record_id).where(RecordWord.word == encryption.keyed_hash(key, word))


def is_a_name(text: str) -> bool:
    """Whether a text has a word that can be a name; initials fit too many people."""
    words = re.findall(r"\w+", folded(text))
    return any(word.isalpha() and (len(word) >= MIN_PREFIX or _is_short_name(word)) for word in words)


def indexed_words(texts: Iterable[str], *, prefixes: bool) -> frozenset[str]:
    """The words of names and telephone numbers, folded; with `prefixes`, their beginnings and other spellings too.

    A number is indexed as its national digits and, with `prefixes`, its last four and seven. Of a name in Chinese,
    Japanese, or Korean signs, each sign from the first or the second on begins a word: families write no space.
    Without `prefixes`, what begins with a digit beside a number is a remark about when to call.
    """
    return frozenset(word for text in texts for word in (_stored(text) if prefixes else _sought(text)))


def _sought(text: str) -> Iterator[str]:
    plain = folded(text)
    numbers = numbers_in(plain)
    yield from numbers
    yield from (word for word in re.findall(r"\w+", without_numbers(plain)) if not (numbers and word[0].isdigit()))


def _stored(text: str) -> Iterator[str]:
    for spelling in spellings(text):
        for number in numbers_in(spelling):
            yield from (number, *(number[-digits:] for digits in _ENDS))
        words = without_numbers(spelling)
        joined = re.sub(r"(?<=\w)-(?=\w)", "", words)
        for word in dict.fromkeys((*re.findall(r"\w+", words), *re.findall(r"\w+", joined))):
            yield word
            yield from _beginnings(word)


def _beginnings(word: str) -> Iterator[str]:
    if is_ideographic(word):
        yield from (rest[:end] for rest in (word, word[1:]) for end in range(1, len(rest) + 1))
        return
    yield from (word[:end] for end in range(MIN_PREFIX, len(word)))


def _is_short_name(word: str) -> bool:
    return is_ideographic(word) and len(word) > 1
