"""Many records as one table: unknown is not a no, and names are left out."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import pandas as pd

from intake.content.cases import response_of
from intake.domain.case import Informant
from intake.domain.response import Answer, Basis, Response
from intake.i18n import Translator
from intake.outputs import records_table
from intake.outputs.records_table import counts, legend, statements
from intake.outputs.table_files import as_csv, as_parquet
from intake.store.statistics import FEW
from tests.garden import CALM, CONTENT

RESPONSE = response_of({**CALM, "your_name": "=Mara", "spots": "?", "height": "-"}, CONTENT)
FACTS = {"id": "a1", "outcome": "referred", "worker": "amy"}
QUESTIONS = [*CONTENT.questionnaire.items]


def table(*rows: tuple[dict[str, str], Response], names_and_words: bool = False) -> pd.DataFrame:
    """A table with the columns "id" and "outcome" and every question."""
    return records_table.table(
        rows, CONTENT, columns=["id", "outcome"], questions=QUESTIONS, names_and_words=names_and_words
    )


def test_a_row_has_the_answers_and_why_some_are_missing() -> None:
    row = table((FACTS, RESPONSE)).iloc[0]
    assert (row["id"], row["outcome"], row["plants"]) == ("a1", "referred", "beans")
    assert (row["spots"], row["height"]) == ("unknown", "declined")


def test_names_and_typed_text_are_included_only_on_request() -> None:
    assert "your_name" not in table((FACTS, RESPONSE))
    assert table((FACTS, RESPONSE), names_and_words=True)["your_name"].tolist() == ["=Mara"]


def test_csv_and_parquet_have_the_same_rows() -> None:
    frame = table((FACTS, RESPONSE), ({**FACTS, "id": "b2"}, RESPONSE), names_and_words=True)
    rows = list(csv.DictReader(StringIO(as_csv(frame).decode("utf-8-sig"))))
    assert [row["id"] for row in rows] == ["a1", "b2"]
    assert rows[0]["your_name"] == "'=Mara"
    assert pd.read_parquet(BytesIO(as_parquet(frame)))["your_name"].tolist() == ["=Mara", "=Mara"]


def test_the_legend_explains_every_cell_without_names() -> None:
    """Including cells without an answer, which must not be read as a no."""
    rows = csv.DictReader(
        StringIO(as_csv(legend(CONTENT, Translator("en"), {"worker": "Who took the call"})).decode("utf-8-sig"))
    )
    meanings = {(row["column"], row["cell"]): row["meaning"] for row in rows}
    cells_by_column = table((FACTS, RESPONSE)).drop(columns=["id", "outcome"]).iloc[0].dropna()
    explained = {
        (column, cell): meanings[column, cell]
        for column, cells in cells_by_column.items()
        for cell in cells.split(", ")
    }
    assert explained["plants", "beans"] == "Beans"
    assert "does not mean no" in explained["spots", "unknown"]
    assert meanings["outcome", "referred"] == CONTENT.call_desk.outcome["referred"]
    assert ("worker", "") in meanings


def test_an_empty_table_has_its_columns() -> None:
    frame = table()
    assert frame.empty
    assert "height" in frame


def test_a_table_has_only_the_columns_and_questions_asked_for() -> None:
    frame = records_table.table(
        [(FACTS, RESPONSE)], CONTENT, columns=["worker"], questions=["plants"], names_and_words=True
    )
    assert frame.to_dict("records") == [{"worker": "amy", "plants": "beans"}]
    unasked = records_table.table(
        [(FACTS, RESPONSE)], CONTENT, columns=["worker"], questions=["your_name"], names_and_words=False
    )
    assert list(unasked) == ["worker"], "a name needs its own choice"


COLUMNS = ["id", "informant", "speaker", "confidential", "question", "answer", "basis", "date"]


def told(*, names_and_words: bool = False) -> pd.DataFrame:
    """What two informants said about the spots and their names."""
    saw = Answer(link_id="spots", value="yes", basis=Basis.SAW, as_of="2026-11")
    first = Informant(id="i1", name="Mara", response=RESPONSE.with_answer(saw))
    second = Informant(id="i2", confidential=True, response=response_of({"spots": "no"}, CONTENT))
    return statements(
        [(FACTS, [first, second])],
        CONTENT,
        columns=COLUMNS,
        questions=["spots", "your_name"],
        names_and_words=names_and_words,
    )


def test_each_statement_is_a_row_with_who_said_it_how_they_know_and_when() -> None:
    (first,) = told().fillna("").to_numpy().tolist()
    assert first == ["a1", "i1", "", False, "spots", "yes", "saw", "2026-11"]


def test_what_was_told_in_confidence_is_only_in_a_file_with_names() -> None:
    assert told()["informant"].tolist() == ["i1"]
    frame = told(names_and_words=True)
    assert frame[frame["confidential"]]["answer"].tolist() == ["no"]


def test_names_of_informants_are_in_statements_only_on_request() -> None:
    assert "Mara" not in told().to_string()
    assert told(names_and_words=True)["speaker"].tolist() == ["Mara", "Mara", ""]


def test_counts_in_a_file_say_few() -> None:
    frame = counts(pd.DataFrame({"amy": [FEW, 9]}, index=["Referral sent", "Prank call"]), "few")
    assert frame.to_dict("list") == {"outcome": ["Referral sent", "Prank call"], "amy": ["few", 9]}
