"""Tables as files, read as other programs read them: nothing runs, nothing is guessed, and files can be joined."""

from __future__ import annotations

import csv
import datetime as dt
from io import BytesIO, StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pyarrow import parquet

from intake.outputs.table_files import LONGEST_CELL, as_csv, as_parquet, as_xlsx, safe_cell, table_of

FORMULAS = ["=1+1", "+15550104477", "-2", "@SUM(A1)", "\t=1", " =1", "\u200b=1", "\uff1d1", "\ufeff@x", "|cmd"]
BEGAN = dt.datetime(2026, 3, 9, 2, 30, tzinfo=dt.UTC)
NEW_YORK = ZoneInfo("America/New_York")
COLUMNS = ("id", "created_at", "closed_at", "consent_until", "must_ask", "part_2", "outcome")
FULL = {
    "id": "007",
    "created_at": BEGAN,
    "closed_at": BEGAN,
    "consent_until": dt.date(2027, 1, 31),
    "must_ask": 3,
    "part_2": False,
    "outcome": "12/3",
}
EMPTY = {"id": "1E5"}


def frame(*rows: dict[str, Any], zone: dt.tzinfo = NEW_YORK) -> pd.DataFrame:
    return table_of(rows, COLUMNS, zone)


def cells(table: pd.DataFrame) -> list[tuple[Any, ...]]:
    """The rows that a spreadsheet reads from the workbook, below the headings."""
    return list(load_workbook(BytesIO(as_xlsx(table))).active.iter_rows(min_row=2, values_only=True))


@pytest.mark.parametrize("text", FORMULAS)
def test_a_cell_that_looks_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@given(st.text())
def test_no_cell_begins_with_a_formula(text: str) -> None:
    cell = safe_cell(text)
    assert cell in (text, f"'{text}")
    assert not cell.strip().startswith(tuple("=+-@"))


@pytest.mark.parametrize("text", ["Mara", "", "555-010-4477", "a=b", "2026-11-02"])
def test_other_cells_are_unchanged(text: str) -> None:
    assert safe_cell(text) == text


# --- a spreadsheet ---------------------------------------------------------------------------------------------------


def test_a_spreadsheet_reads_times_days_numbers_and_truth_values() -> None:
    (row,) = cells(frame(FULL))
    evening = dt.datetime(2026, 3, 8, 22, 30)  # noqa: DTZ001 - a spreadsheet knows no zones
    assert row == ("007", evening, evening, dt.datetime(2027, 1, 31), 3, False, "12/3")  # noqa: DTZ001
    (made,) = load_workbook(BytesIO(as_xlsx(frame(FULL)))).active.iter_rows(min_row=2)
    assert [cell.number_format for cell in made[:4]] == [
        "@",
        "yyyy-mm-dd hh:mm:ss",
        "yyyy-mm-dd hh:mm:ss",
        "yyyy-mm-dd",
    ]


@pytest.mark.parametrize("text", ["007", "12/3", "TRUE", "1E5", "3-4", "2026-11", "https://example.org", *FORMULAS])
def test_a_spreadsheet_guesses_nothing(text: str) -> None:
    (row,) = load_workbook(BytesIO(as_xlsx(table_of([{"code": text}], ["code"])))).active.iter_rows(min_row=2)
    assert (row[0].value, row[0].data_type, row[0].hyperlink) == (text, "s", None)


def test_an_empty_cell_is_empty() -> None:
    assert cells(frame(EMPTY)) == [("1E5", None, None, None, None, None, None)]


def test_a_text_that_no_cell_can_hold_is_cut_and_says_so() -> None:
    ((text,),) = cells(table_of([{"code": "a" * (LONGEST_CELL + 1)}], ["code"]))
    assert len(text) == LONGEST_CELL
    assert text.endswith("a […]")


# --- other programs --------------------------------------------------------------------------------------------------


def test_a_time_in_a_csv_is_one_that_spreadsheets_know() -> None:
    (row,) = csv.DictReader(StringIO(as_csv(frame(FULL)).decode("utf-8-sig")))
    assert row["created_at"] == "2026-03-08 22:30:00"
    assert row["consent_until"] == "2027-01-31"
    assert (row["must_ask"], row["part_2"]) == ("3", "False")


def test_half_a_character_spoils_no_file() -> None:
    table = table_of([{"code": "half \ud83d"}], ["code"])
    assert b"half ?" in as_csv(table)
    assert cells(table) == [("half ?",)]
    assert parquet.read_table(BytesIO(as_parquet(table)))["code"].to_pylist() == ["half ?"]


# --- analysis --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [(EMPTY,), ()], ids=["empty columns", "no rows"])
@pytest.mark.parametrize("zone", [dt.UTC, NEW_YORK], ids=str)
def test_two_parquet_files_join_even_if_columns_are_empty(rows: tuple[dict[str, Any], ...], zone: dt.tzinfo) -> None:
    first = parquet.read_table(BytesIO(as_parquet(frame(FULL))))
    second = parquet.read_table(BytesIO(as_parquet(frame(*rows, zone=zone))))
    assert first.schema.equals(second.schema, check_metadata=True)
    joined = pa.concat_tables([first, second])
    assert joined.num_rows == 1 + len(rows)
    assert joined["created_at"][0].as_py() == BEGAN
