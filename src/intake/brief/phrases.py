"""Answers as parts of a sentence: how page 1 says who it is about and how to reach the family."""

from __future__ import annotations

from collections.abc import Iterable

from intake.brief.rows import AnswerStatus, Row, RowPhrase
from intake.domain.summary_layout import Phrase


def with_phrase(row: Row, phrase: Phrase, codes: tuple[str, ...]) -> Row:
    """The row of an answer with its phrase, or as it was if an option has no words. `codes`: the options chosen."""
    words = phrase.texts_of(codes) if phrase.words and not row.verbatim else ()
    if phrase.words and not words and phrase.text is None:
        return row
    quoted = row.verbatim and not phrase.strong  # what stands out needs no marks
    answer = "; ".join(one.text for one in words) or (f"“{row.value}”" if quoted else row.value)
    whole = phrase.text is None or any(one.whole for one in words)
    text = answer if whole or phrase.text is None else phrase.text.format(answer=answer)
    if row.basis:
        text = f"{text} ({row.basis})"
    strong = phrase.strong or row.status is AnswerStatus.REPORTED or any(one.strong for one in words)
    sentence = phrase.sentence or row.link_id
    return row.model_copy(update={"phrase": RowPhrase(text=text, sentence=sentence, strong=strong)})


def sentences(rows: Iterable[Row]) -> tuple[tuple[Row, ...], ...]:
    """The rows with a phrase, by the sentence they form, in order."""
    by_sentence: dict[str, list[Row]] = {}
    for row in rows:
        if row.phrase is not None:
            by_sentence.setdefault(row.phrase.sentence, []).append(row)
    return tuple(map(tuple, by_sentence.values()))
