"""Many records as one table, for a spreadsheet (CSV) or for analysis (Parquet).

Each row is a record; each column is a fact about it or a question by its link_id. Cells contain codes. The cell of a
question without an answer gives the reason: "unknown", "declined", or "not asked". An empty cell means that the
question was never reached. None of these means no.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

from intake.domain.content import Content
from intake.domain.questionnaire import TYPED, Item
from intake.domain.response import Absent, Answer, Response
from intake.i18n import Translator

if TYPE_CHECKING:
    import pandas as pd

_ABSENT = {Absent.UNKNOWN: "unknown", Absent.DECLINED: "declined", Absent.NOT_ASKED: "not asked"}
# Characters that make a spreadsheet read a cell as a formula, even after invisible characters.
_FORMULA = frozenset("=+-@\t\r\n|")


def table(
    records: Iterable[tuple[Mapping[str, Any], Response]], content: Content, *, names_and_words: bool
) -> pd.DataFrame:
    """The table of records, each given as its facts by name and its answers.

    Without `names_and_words`, questions with typed or identifying answers have no column.
    """
    import pandas as pd

    items = [item for item in content.questionnaire.items.values() if names_and_words or not _identifies(item)]
    rows = [{**facts, **_answers(items, response)} for facts, response in records]
    columns = dict.fromkeys((*(name for row in rows[:1] for name in row), *(item.link_id for item in items)))
    return pd.DataFrame(rows, columns=list(columns))


def legend(content: Content, words: Translator) -> pd.DataFrame:
    """The meaning of each cell: a row for each code of a question and for each reason why it has no answer."""
    import pandas as pd

    absences = {
        _ABSENT[Absent.UNKNOWN]: words.ui("They do not know. This does not mean no."),
        _ABSENT[Absent.DECLINED]: words.ui("They would rather not say. This does not mean no."),
        _ABSENT[Absent.NOT_ASKED]: words.ui("It was skipped. This does not mean no."),
        "": words.ui("It was never reached. This does not mean no."),
    }
    rows = [
        (item.link_id, item.text, code, meaning)
        for item in content.questionnaire.items.values()
        for code, meaning in (*((option.code, option.text) for option in item.options), *absences.items())
    ]
    return pd.DataFrame(rows, columns=["column", "question", "cell", "meaning"])


def as_csv(frame: pd.DataFrame) -> bytes:
    """The table as CSV: UTF-8 with a byte order mark for spreadsheets, every cell quoted, no formulas."""
    safe = frame.map(lambda cell: safe_cell(cell) if isinstance(cell, str) else cell)
    text = safe.to_csv(index=False, quoting=csv.QUOTE_ALL, date_format="%Y-%m-%dT%H:%M:%S%z")
    return b"\xef\xbb\xbf" + text.encode()


def as_parquet(frame: pd.DataFrame) -> bytes:
    """The table as Parquet, with the types of its columns."""
    out = BytesIO()
    frame.to_parquet(out, index=False)
    return out.getvalue()


def safe_cell(text: str) -> str:
    """The text, with an apostrophe in front if a spreadsheet would run it as a formula."""
    plain = unicodedata.normalize("NFKC", text)
    first = next((character for character in plain if character in _FORMULA or not _invisible(character)), "")
    return f"'{text}" if first in _FORMULA and first else text


def _invisible(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in ("Cf", "Cc", "Zs", "Mn")


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


def _cell(answer: Answer) -> str:
    if answer.given:
        return ", ".join(answer.codes)
    return _ABSENT[answer.absent] if answer.absent else ""
