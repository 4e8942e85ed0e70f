"""Many records as one table: no formulas, unknown is not a no, and names are left out."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.content.cases import response_of
from intake.i18n import Translator
from intake.outputs.records_table import as_csv, as_parquet, legend, safe_cell, table
from tests.garden import CALM, CONTENT

FORMULAS = ["=1+1", "+15550104477", "-2", "@SUM(A1)", "\t=1", " =1", "\u200b=1", "\uff1d1", "\ufeff@x", "|cmd"]
RESPONSE = response_of({**CALM, "your_name": "=Mara", "spots": "?", "height": "-"}, CONTENT)
FACTS = {"id": "a1", "outcome": "referred"}


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


def test_a_row_has_the_answers_and_why_some_are_missing() -> None:
    row = table([(FACTS, RESPONSE)], CONTENT, names_and_words=False).iloc[0]
    assert (row["id"], row["outcome"], row["plants"]) == ("a1", "referred", "beans")
    assert (row["spots"], row["height"]) == ("unknown", "declined")


def test_names_and_typed_text_are_included_only_on_request() -> None:
    assert "your_name" not in table([(FACTS, RESPONSE)], CONTENT, names_and_words=False)
    assert table([(FACTS, RESPONSE)], CONTENT, names_and_words=True)["your_name"].tolist() == ["=Mara"]


def test_csv_and_parquet_have_the_same_rows() -> None:
    frame = table([(FACTS, RESPONSE), ({**FACTS, "id": "b2"}, RESPONSE)], CONTENT, names_and_words=True)
    rows = list(csv.DictReader(StringIO(as_csv(frame).decode("utf-8-sig"))))
    assert [row["id"] for row in rows] == ["a1", "b2"]
    assert rows[0]["your_name"] == "'=Mara"
    assert pd.read_parquet(BytesIO(as_parquet(frame)))["your_name"].tolist() == ["=Mara", "=Mara"]


def test_the_legend_explains_every_cell_without_names() -> None:
    """Including cells without an answer, which must not be read as a no."""
    rows = csv.DictReader(StringIO(as_csv(legend(CONTENT, Translator("en"))).decode("utf-8-sig")))
    meanings = {(row["column"], row["cell"]): row["meaning"] for row in rows}
    cells_by_column = table([(FACTS, RESPONSE)], CONTENT, names_and_words=False).drop(columns=[*FACTS]).iloc[0].dropna()
    explained = {
        (column, cell): meanings[column, cell]
        for column, cells in cells_by_column.items()
        for cell in cells.split(", ")
    }
    assert explained["plants", "beans"] == "Beans"
    assert "does not mean no" in explained["spots", "unknown"]


def test_an_empty_table_has_its_columns() -> None:
    frame = table([], CONTENT, names_and_words=False)
    assert frame.empty
    assert "height" in frame
