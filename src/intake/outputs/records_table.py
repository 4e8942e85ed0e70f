"""Many records as one table, for a spreadsheet (CSV) or for analysis (Parquet).

A row is a record, a column a fact about it or a question by its link_id. Cells hold codes. A question without an
answer says why: "unknown", "declined" or "not asked"; an empty cell means that nobody came to it. None of this is a no.
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
# What makes a spreadsheet take a cell for a formula, also where something invisible stands before it.
_FORMULA = frozenset("=+-@\t\r\n|")


def table(
    told: Iterable[tuple[Mapping[str, Any], Response]], content: Content, *, names_and_words: bool
) -> pd.DataFrame:
    """The table of records, each as its facts (by name) and its answers.

    Without `names_and_words` there is no column for a question whose answer is typed or names somebody.
    """
    import pandas as pd

    asked = [item for item in content.questionnaire.items.values() if names_and_words or not _tells_who(item)]
    rows = [{**facts, **_answers(asked, response)} for facts, response in told]
    columns = dict.fromkeys((*(name for row in rows[:1] for name in row), *(item.link_id for item in asked)))
    return pd.DataFrame(rows, columns=list(columns))


def legend(content: Content, words: Translator) -> pd.DataFrame:
    """What the columns of the answers mean: a row for each code of a question, and for each way of having no answer."""
    import pandas as pd

    none = {
        _ABSENT[Absent.UNKNOWN]: words.ui("They do not know. That is not a no."),
        _ABSENT[Absent.DECLINED]: words.ui("They would rather not say. That is not a no."),
        _ABSENT[Absent.NOT_ASKED]: words.ui("It was passed over. That is not a no."),
        "": words.ui("Nobody came to it. That is not a no."),
    }
    rows = [
        (item.link_id, item.text, code, meaning)
        for item in content.questionnaire.items.values()
        for code, meaning in (*((option.code, option.text) for option in item.options), *none.items())
    ]
    return pd.DataFrame(rows, columns=["column", "question", "cell", "meaning"])


def as_csv(found: pd.DataFrame) -> bytes:
    """UTF-8 with a mark that spreadsheets know it by; every cell in quotes; no cell is a formula."""
    safe = found.map(lambda cell: safe_cell(cell) if isinstance(cell, str) else cell)
    text = safe.to_csv(index=False, quoting=csv.QUOTE_ALL, date_format="%Y-%m-%dT%H:%M:%S%z")
    return b"\xef\xbb\xbf" + text.encode()


def as_parquet(found: pd.DataFrame) -> bytes:
    """The same columns with their types."""
    out = BytesIO()
    found.to_parquet(out, index=False)
    return out.getvalue()


def safe_cell(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would reckon with it."""
    plain = unicodedata.normalize("NFKC", text)
    first = next((sign for sign in plain if sign in _FORMULA or not _invisible(sign)), "")
    return f"'{text}" if first in _FORMULA and first else text


def _invisible(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in ("Cf", "Cc", "Zs", "Mn")


def _tells_who(item: Item) -> bool:
    return item.personal is not None or item.type in TYPED


def _answers(asked: Iterable[Item], response: Response) -> dict[str, str]:
    """What was answered, by link_id; of a question that is asked of several things every answer with what it is of."""
    found: dict[str, list[str]] = {}
    for answer in response.answers:
        cell = _cell(answer)
        found.setdefault(answer.link_id, []).append(f"{answer.entry}: {cell}" if answer.entry else cell)
    return {item.link_id: "; ".join(found[item.link_id]) for item in asked if item.link_id in found}


def _cell(answer: Answer) -> str:
    if answer.given:
        return ", ".join(answer.codes)
    return _ABSENT[answer.absent] if answer.absent else ""
