"""Many records as one table, with only the columns asked for; intake.outputs.table_files makes files of it.

A row is a record, a statement of an informant, a call or an event; a column is a fact about it or a question by its
link_id. Cells contain codes. The cell of a question without an answer gives the reason: "unknown", "declined", or "not
asked". An empty cell means that the question was never reached. None of these means no.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from intake.domain.case import Informant
from intake.domain.content import Content
from intake.domain.questionnaire import TYPED, Item
from intake.domain.response import Absent, Answer, Response
from intake.i18n import Translator
from intake.outputs.table_files import table_of
from intake.store.statistics import FEW

if TYPE_CHECKING:
    import pandas as pd

_ABSENT = {
    Absent.UNKNOWN: "unknown",
    Absent.DECLINED: "declined",
    Absent.UNNAMED: "yes without details",
    Absent.NOT_ASKED: "not asked",
}


def exportable(content: Content, *, names_and_words: bool) -> tuple[Item, ...]:
    """The questions that a table may contain; without `names_and_words`, none with typed or identifying answers."""
    items = content.questionnaire.items.values()
    return tuple(item for item in items if names_and_words or not _identifies(item))


def disclosed(informants: Iterable[Informant], *, names_and_words: bool) -> tuple[Informant, ...]:
    """The informants of a case; without `names_and_words`, what was told in confidence is not among their answers."""
    return tuple(one if names_and_words or not one.confidential else _silent(one) for one in informants)


def _silent(informant: Informant) -> Informant:
    nothing = informant.response.without(*informant.response.by_key)
    return informant.model_copy(update={"response": nothing})


def table(
    records: Iterable[tuple[Mapping[str, Any], Response]],
    content: Content,
    *,
    columns: Iterable[str],
    questions: Collection[str],
    names_and_words: bool,
    zone: dt.tzinfo = dt.UTC,
) -> pd.DataFrame:
    """The table of records, each given as its facts by name and its answers: the columns and questions asked for."""
    items = [item for item in exportable(content, names_and_words=names_and_words) if item.link_id in questions]
    columns = tuple(columns)
    rows = ({**facts, **_answers(items, response)} for facts, response in records)
    return table_of(rows, (*columns, *(item.link_id for item in items)), zone)


def statements(
    records: Iterable[tuple[Mapping[str, Any], Iterable[Informant]]],
    content: Content,
    *,
    columns: Iterable[str],
    questions: Collection[str],
    names_and_words: bool,
    zone: dt.tzinfo = dt.UTC,
) -> pd.DataFrame:
    """A row for each answer of each informant to the questions asked for, with the columns asked for.

    What was told in confidence is left out without `names_and_words`.

    `date` is the day, month or year for which the answer is true, if it is known.
    """
    items = {
        item.link_id: item for item in exportable(content, names_and_words=names_and_words) if item.link_id in questions
    }
    rows = (
        {
            **facts,
            "informant": informant.id,
            "confidential": informant.confidential,
            **({"speaker": informant.name} if names_and_words else {}),
            "relation": _relation(content, informant),
            "question": answer.link_id,
            "entry": answer.entry,
            "answer": _cell(answer),
            "basis": str(answer.basis or ""),
            "date": answer.as_of or "",
        }
        for facts, informants in records
        for informant in disclosed(informants, names_and_words=names_and_words)
        for answer in informant.response.answers
        if answer.link_id in items
    )
    return table_of(rows, columns, zone)


def counts(frame: pd.DataFrame, few: str) -> pd.DataFrame:
    """A table of counts for a file: the names of its rows as a column, suppressed counts in words."""
    shown = frame.astype(object).where(frame != FEW, few)
    return shown.rename_axis("outcome").reset_index()


def legend(content: Content, words: Translator, columns: Mapping[str, str]) -> pd.DataFrame:
    """The meaning of each cell: a row for each code of a question and for each reason why it has no answer.

    `columns`: the other columns, with what each says.
    """
    import pandas as pd

    absences = {
        _ABSENT[Absent.UNKNOWN]: words.ui("They do not know. This does not mean no."),
        _ABSENT[Absent.DECLINED]: words.ui("They would rather not say. This does not mean no."),
        _ABSENT[Absent.UNNAMED]: words.ui("They said yes, but not which."),
        _ABSENT[Absent.NOT_ASKED]: words.ui("It was skipped. This does not mean no."),
        "": words.ui("It was never reached. This does not mean no."),
    }
    rows = [(name, meaning, "", "") for name, meaning in columns.items()]
    rows += [("outcome", columns.get("outcome", ""), one.code, one.text) for one in content.call_desk.outcomes]
    rows += [
        (item.link_id, item.text, code, meaning)
        for item in content.questionnaire.items.values()
        for code, meaning in (*((option.code, option.text) for option in item.options), *absences.items())
    ]
    return pd.DataFrame(rows, columns=["column", "question", "cell", "meaning"])


def _identifies(item: Item) -> bool:
    """Whether the answer may identify someone: it is personal or typed."""
    return item.personal is not None or item.type in TYPED


def _answers(items: Iterable[Item], response: Response) -> dict[str, str]:
    """The cells by link_id; in a repeating section the answers of all entries, each after its entry."""
    cells: dict[str, list[str]] = {}
    for answer in response.answers:
        cell = _cell(answer)
        cells.setdefault(answer.link_id, []).append(f"{answer.entry}: {cell}" if answer.entry else cell)
    return {item.link_id: "; ".join(cells[item.link_id]) for item in items if item.link_id in cells}


def _relation(content: Content, informant: Informant) -> str:
    """The code of an informant's relationship: as staff noted it, or as they answered."""
    answer = informant.response.by_key.get(content.call_desk.about or "")
    return informant.relation or (_cell(answer) if answer is not None else "")


def _cell(answer: Answer) -> str:
    if answer.given:
        return ", ".join(answer.codes)
    return _ABSENT[answer.absent] if answer.absent else ""
