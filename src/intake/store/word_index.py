"""Find records by names and numbers without decrypting them: the index holds keyed hashes of words.

Someone with the file can tell that two records share a word, and no more. Other answers are not indexed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from intake.store import encryption
from intake.store.name_folding import folded, is_ideographic, shortened, spellings, without_titles
from intake.store.schema import Record, RecordWord
from intake.store.telephone_numbers import numbers_in, without_numbers

RULES = 3
"""The version of the rules below. Records whose words were written by earlier rules are indexed again."""
MIN_PREFIX = 3
_ENDS = (4, 7)  # digits: people search by the last four, and say a number without its area code
_LONGEST_NAME = 6  # words; longer texts are not names that somebody writes as one word
_JOINED = (2, 3)  # words of a name that are also written as one: "De La Cruz", "Mac Donald"
# What staff copy along with a number.
_REMARK = re.compile(
    r"\d\w*|a|and|or|at|in|on|the|ext|extension|x|after|before|until|till|from|to|between|am|pm|noon|not|only|any|time|anytime"
    r"|cell|mobile|home|work|office|tel|phone|call|text|(?:weekd?|d)ays?|weekends?|(?:morn|even)ings?|nights?|afternoons?"
)


def write(session: Session, key: bytes, record_id: str, search_terms: Iterable[str]) -> None:
    """Replace the words that find a record."""
    outdated = sa.and_(Record.id == record_id, Record.word_rules != RULES)
    session.execute(sa.update(Record).where(outdated).values(word_rules=RULES))
    hashes = {encryption.keyed_hash(key, word) for word in stored_words(search_terms)}
    present = set(session.scalars(sa.select(RecordWord.word).where(RecordWord.record_id == record_id)))
    if gone := present - hashes:
        session.execute(sa.delete(RecordWord).where(RecordWord.record_id == record_id, RecordWord.word.in_(gone)))
    if new := hashes - present:
        session.execute(sa.insert(RecordWord), [{"word": word, "record_id": record_id} for word in sorted(new)])


def matching(key: bytes, words: str) -> sa.Select[str] | None:
    """A query for the ids of records with every one of the words; None if there is no word to search for."""
    ways = [{encryption.keyed_hash(key, word) for word in way} for way in sought_words(words)]
    if not ways:
        return None
    found = RecordWord.word.in_({word for way in ways for word in way})
    query = sa.select(RecordWord.record_id).where(found).group_by(RecordWord.record_id)
    return query.having(sa.or_(*(_number_of(way) == len(way) for way in ways)))


def _number_of(way: set[bytes]) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((RecordWord.word.in_(way), 1), else_=0))


def whole_numbers(texts: Iterable[str]) -> frozenset[str]:
    """The telephone numbers in these texts, each as its national digits."""
    return frozenset(number for text in texts for number in numbers_in(folded(text)))


def of_word(key: bytes, word: str) -> sa.Select[str]:
    """A query for the ids of records with this word, as `stored_words` normalizes it."""
    return sa.select(RecordWord.record_id).where(RecordWord.word == encryption.keyed_hash(key, word))


def is_a_name(text: str) -> bool:
    """Whether a text has a word that can be a name; initials fit too many people."""
    words = re.findall(r"\w+", folded(text))
    return any(word.isalpha() and (len(word) >= MIN_PREFIX or _is_short_name(word)) for word in words)


def stored_words(texts: Iterable[str]) -> frozenset[str]:
    """The words of names and telephone numbers in every spelling, with their beginnings.

    A number is indexed as its national digits, and its last four and seven. Of a name in Chinese, Japanese, or Korean
    signs, each sign from the first or the second on begins a word: families write no space.
    """
    return frozenset(word for text in texts for word in _stored(text))


def sought_words(text: str) -> Sequence[frozenset[str]]:
    """The ways to write what is searched for, each as words that must all be there; none if there is no word.

    Titles are left out, and beside a number what people note about when to call.
    """
    plain = folded(text)
    numbers = numbers_in(plain)
    found = re.findall(r"\w+", without_numbers(plain))
    words = without_titles([word for word in found if not (numbers and _REMARK.fullmatch(word))])
    ways = [words, [shortened(word) for word in words]]
    for start, length in _neighbors(words):
        ways.append([*words[:start], "".join(words[start : start + length]), *words[start + length :]])
    return [every for every in dict.fromkeys(frozenset((*numbers, *way)) for way in ways) if every]


def _stored(text: str) -> Iterator[str]:
    for spelling in spellings(text):
        for number in numbers_in(spelling):
            yield from (number, *(number[-digits:] for digits in _ENDS))
        words = re.findall(r"\w+", without_numbers(spelling))
        as_one = ("".join(words[start : start + length]) for start, length in _neighbors(words))
        for word in dict.fromkeys((*words, *as_one)):
            yield word
            yield from _beginnings(word)


def _neighbors(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where words follow one another that may be written as one: the first, and how many."""
    if len(words) <= _LONGEST_NAME:
        yield from ((start, length) for length in _JOINED for start in range(len(words) - length + 1))


def _beginnings(word: str) -> Iterator[str]:
    if is_ideographic(word):
        yield from (rest[:end] for rest in (word, word[1:]) for end in range(1, len(rest) + 1))
        return
    yield from (word[:end] for end in range(MIN_PREFIX, len(word)))


def _is_short_name(word: str) -> bool:
    return is_ideographic(word) and len(word) > 1
