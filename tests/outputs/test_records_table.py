"""Many records as one table: nothing in it is a formula, an unknown is no "no", and names stay out."""

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
SAID = response_of({**CALM, "your_name": "=Mara", "spots": "?", "height": "-"}, CONTENT)
FACTS = {"id": "a1", "outcome": "referred"}


@pytest.mark.parametrize("text", FORMULAS)
def test_a_cell_that_looks_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@given(st.text())
def test_no_cell_begins_with_a_formula(text: str) -> None:
    shown = safe_cell(text)
    assert shown in (text, f"'{text}")
    assert not shown.strip().startswith(tuple("=+-@"))


@pytest.mark.parametrize("text", ["Mara", "", "555-010-4477", "a=b", "2026-11-02"])
def test_other_cells_are_unchanged(text: str) -> None:
    assert safe_cell(text) == text


def test_a_row_has_the_answers_and_why_some_are_missing() -> None:
    row = table([(FACTS, SAID)], CONTENT, names_and_words=False).iloc[0]
    assert (row["id"], row["outcome"], row["plants"]) == ("a1", "referred", "beans")
    assert (row["spots"], row["height"]) == ("unknown", "declined")


def test_names_and_typed_text_are_included_only_on_request() -> None:
    assert "your_name" not in table([(FACTS, SAID)], CONTENT, names_and_words=False)
    assert table([(FACTS, SAID)], CONTENT, names_and_words=True)["your_name"].tolist() == ["=Mara"]


def test_csv_and_parquet_have_the_same_rows() -> None:
    found = table([(FACTS, SAID), ({**FACTS, "id": "b2"}, SAID)], CONTENT, names_and_words=True)
    rows = list(csv.DictReader(StringIO(as_csv(found).decode("utf-8-sig"))))
    assert [row["id"] for row in rows] == ["a1", "b2"]
    assert rows[0]["your_name"] == "'=Mara"
    assert pd.read_parquet(BytesIO(as_parquet(found)))["your_name"].tolist() == ["=Mara", "=Mara"]


def test_the_legend_explains_every_cell_without_names() -> None:
    """Also the cells that are no answer, of which none may be taken for a no."""
    rows = csv.DictReader(StringIO(as_csv(legend(CONTENT, Translator("en"))).decode("utf-8-sig")))
    meant = {(row["column"], row["cell"]): row["meaning"] for row in rows}
    said = table([(FACTS, SAID)], CONTENT, names_and_words=False).drop(columns=[*FACTS]).iloc[0].dropna()
    told = {(column, cell): meant[column, cell] for column, cells in said.items() for cell in cells.split(", ")}
    assert told["plants", "beans"] == "Beans"
    assert "not a no" in told["spots", "unknown"]


def test_an_empty_table_has_its_columns() -> None:
    found = table([], CONTENT, names_and_words=False)
    assert found.empty
    assert "height" in found
