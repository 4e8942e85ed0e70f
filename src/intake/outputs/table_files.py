"""A table as a file: for a spreadsheet (.xlsx), for other programs (CSV), or for analysis (Parquet).

The type of a column follows from its name, never from the rows: two files of the same columns can be joined even if a
column is empty in one of them.
"""

from __future__ import annotations

import csv
import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping
from enum import Enum, auto
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

LONGEST_CELL = 32_767
"""Characters in a cell of a spreadsheet."""
_CUT = " […]"
_CELL_WIDTH = 20
# Characters that make a spreadsheet read a cell as a formula, even after invisible characters.
_FORMULA = frozenset("=+-@\t\r\n|")


class Kind(Enum):
    """What a column holds. A column that `KINDS` does not name holds text."""

    TEXT = auto()
    NUMBER = auto()
    YES_NO = auto()
    TIME = auto()
    DAY = auto()


_SHOWN = {Kind.TIME: "yyyy-mm-dd hh:mm:ss", Kind.DAY: "yyyy-mm-dd"}
_DTYPES: dict[Kind, Any] = {Kind.TEXT: "object", Kind.NUMBER: "Int64", Kind.YES_NO: "boolean", Kind.DAY: "object"}

KINDS = {
    **dict.fromkeys(("must_ask", "informants", "number"), Kind.NUMBER),
    **dict.fromkeys(("part_2", "confidential"), Kind.YES_NO),
    **dict.fromkeys(("created_at", "finished_at", "due_at", "followed_up_at", "closed_at"), Kind.TIME),
    **dict.fromkeys(("began_at", "ended_at", "at"), Kind.TIME),
    "consent_until": Kind.DAY,
}
"""The columns of records, statements, calls, and events that do not hold text."""


def table_of(rows: Iterable[Mapping[str, Any]], columns: Iterable[str], zone: dt.tzinfo = dt.UTC) -> pd.DataFrame:
    """Rows as a table with only these columns. Times are those of `zone`."""
    import pandas as pd

    names = list(columns)
    cells = [[_whole(row.get(name)) for name in names] for row in rows]
    frame = pd.DataFrame(cells, columns=names, dtype="object")
    for name in names:
        kind = KINDS.get(name, Kind.TEXT)
        if kind is Kind.TIME:
            frame[name] = pd.to_datetime(frame[name], utc=True).dt.as_unit("us").dt.tz_convert(zone)
        else:
            frame[name] = frame[name].astype(_DTYPES[kind])
    return frame


def as_csv(frame: pd.DataFrame) -> bytes:
    """The table as CSV: UTF-8 with a byte order mark for spreadsheets, every cell quoted, no formulas.

    A time has no zone: spreadsheets take a time with one for text.
    """
    safe = frame.map(lambda cell: safe_cell(cell) if isinstance(cell, str) else cell)
    text = safe.to_csv(index=False, quoting=csv.QUOTE_ALL, date_format="%Y-%m-%d %H:%M:%S")
    return b"\xef\xbb\xbf" + text.encode()


def as_xlsx(frame: pd.DataFrame) -> bytes:
    """The table as a workbook: codes and numbers that people typed stay text, and times are times.

    A spreadsheet that opens a CSV guesses: 007 becomes 7, 12/3 a date, TRUE a truth value, and 1E5 a number.
    """
    from xlsxwriter import Workbook

    data = BytesIO()
    # In memory: nothing about a family is written to the disk of the server.
    with Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.set_column(0, len(frame.columns), _CELL_WIDTH)
        sheet.freeze_panes(1, 0)
        heading, text = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "@"})
        dated = {kind: workbook.add_format({"num_format": shown}) for kind, shown in _SHOWN.items()}
        for place, name in enumerate(frame):
            sheet.write_string(0, place, str(name), heading)
            look = dated.get(KINDS.get(str(name), Kind.TEXT))
            for row, cell in enumerate(_present(frame[name]), start=1):
                if isinstance(cell, str):
                    sheet.write_string(row, place, _fitting(cell), text)
                elif cell is not None:
                    sheet.write(row, place, cell, look)
    return data.getvalue()


def as_parquet(frame: pd.DataFrame) -> bytes:
    """The table as Parquet, with the types of its columns. Times are in UTC."""
    import pyarrow as pa
    from pyarrow import parquet

    types = {
        Kind.TEXT: pa.string(),
        Kind.NUMBER: pa.int64(),
        Kind.YES_NO: pa.bool_(),
        Kind.TIME: pa.timestamp("us", tz="UTC"),
        Kind.DAY: pa.date32(),
    }
    schema = pa.schema([(str(name), types[KINDS.get(str(name), Kind.TEXT)]) for name in frame])
    # Without the notes that pandas adds: they differ from file to file.
    table = pa.Table.from_pandas(frame, schema=schema, preserve_index=False).replace_schema_metadata(None)
    out = BytesIO()
    parquet.write_table(table, out)
    return out.getvalue()


def safe_cell(text: str) -> str:
    """The text, with an apostrophe in front if a spreadsheet would run it as a formula."""
    plain = unicodedata.normalize("NFKC", text)
    first = next((character for character in plain if character in _FORMULA or not _invisible(character)), "")
    return f"'{text}" if first in _FORMULA and first else text


def _invisible(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in ("Cf", "Cc", "Zs", "Mn")


def _whole(cell: Any) -> Any:
    """The cell; half a character, which no file can hold, becomes a question mark."""
    return cell.encode("utf-8", "replace").decode() if isinstance(cell, str) else cell


def _present(column: pd.Series[Any]) -> list[Any]:
    """The cells of a column, None where there is none; a time without its zone, which a spreadsheet does not have."""
    return [
        None if missing else cell.replace(tzinfo=None) if isinstance(cell, dt.datetime) else cell
        for cell, missing in zip(column.tolist(), column.isna(), strict=True)
    ]


def _fitting(text: str) -> str:
    """The text, cut if a cell cannot hold it."""
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - len(_CUT)]}{_CUT}"
