"""Each file format is defined only in outputs/formats.py and offered everywhere."""

from __future__ import annotations

import ast
import datetime as dt
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from intake.__main__ import main
from intake.config import ROOT
from intake.domain.answers_json import document_of
from intake.outputs import formats
from intake.outputs.formats import Format
from tests.garden import CONTENT, ENGLISH, LARGEST, LIBRARY, MADE_ON, answers, brief_of

ALL: list[Format[Any]] = [
    *formats.SUMMARY,
    *formats.TABLES,
    *(format_ for format_ in vars(formats).values() if isinstance(format_, Format)),
]
# Extensions of other names in the code, such as robots.txt: they count only on their own.
COMMON = {".json", ".txt", ".html"}


def texts(file: Path) -> Iterator[str]:
    """Every string in a module except docstrings."""
    tree = ast.parse(file.read_text("utf-8"))
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def test_extensions_and_media_types_are_only_in_the_registry() -> None:
    media_types, endings = {format_.media_type for format_ in ALL}, {format_.ending for format_ in ALL}
    assert {"application/pdf", "text/calendar", "text/vcard", "text/csv", "text/plain"} <= media_types
    registry = ROOT / "src" / "intake" / "outputs" / "formats.py"
    files = [ROOT / "app.py", *(ROOT / "pages").rglob("*.py"), *(ROOT / "src").rglob("*.py")]
    assert registry in files
    repeated = [
        f"{file.relative_to(ROOT)}: {text}"
        for file in files
        if file != registry
        for text in texts(file)
        if any(media_type in text for media_type in media_types)
        or any(text == ending if ending in COMMON else text.endswith(ending) for ending in endings)
    ]
    assert repeated == []


def test_labels_are_only_in_the_registry() -> None:
    labels = {format_.label for format_ in ALL} | {format_.desk_label for format_ in formats.SUMMARY}
    registry = ROOT / "src" / "intake" / "outputs" / "formats.py"
    for file in [*(ROOT / "pages").rglob("*.py"), *(ROOT / "src").rglob("*.py")]:
        assert file == registry or not (labels - {""}) & set(texts(file)), file


def test_ids_are_unique_and_file_names_reveal_nothing() -> None:
    distinct = {id(format_): format_ for format_ in ALL}.values()
    assert len({format_.id for format_ in distinct}) == len(distinct)
    assert formats.PDF.file_name(MADE_ON) == "summary-2026-11-22.pdf"
    assert formats.FHIR.file_name(MADE_ON) == "summary-2026-11-22.fhir.json"
    assert formats.CHECK_INS.file_name() == "check-in.ics"
    stems = {format_.stem for format_ in ALL}
    assert stems == {
        *(
            "summary",
            "referral",
            "comparison",
            "sheet",
            "check-in",
            "for-me",
            "numbers",
            "destroyed",
            "records",
            "columns",
            "outcomes",
        ),
    }


@pytest.mark.parametrize(
    ("id_", "begins"),
    [
        ("pdf", b"%PDF"),
        ("html", b"<!DOCTYPE html>"),
        ("text", b"FAMILY SUMMARY\n"),
        ("fhir", b'{"resourceType"'),
        ("referral", b'{"resourceType"'),
        ("answers", b'{"format"'),
    ],
)
def test_every_format_of_the_summary_can_be_made(id_: str, begins: bytes) -> None:
    response = answers(**LARGEST)
    summary = formats.Summary(
        content=CONTENT,
        response=response,
        brief=brief_of(response),
        words=ENGLISH,
        folder=LIBRARY,
        notice="By law.",
    )
    assert {format_.id for format_ in formats.SUMMARY} == {"pdf", "html", "text", "fhir", "referral", "answers"}
    data = next(format_ for format_ in formats.SUMMARY if format_.id == id_).make(summary)
    assert "".join(data[:40].decode("latin-1").split()).startswith("".join(begins.decode().split()))


def test_a_notice_is_at_the_end_of_the_text_word_for_word() -> None:
    response = answers(**LARGEST)
    notice = "No one may pass this on without consent. " * 4
    summary = formats.Summary(
        content=CONTENT, response=response, brief=brief_of(response), words=ENGLISH, folder=LIBRARY, notice=notice
    )
    assert formats.TEXT.make(summary).decode().endswith(f"\n{notice}\n")


def test_slow_libraries_are_loaded_only_when_a_file_is_made() -> None:
    slow = ("weasyprint", "pandas", "pyarrow", "icalendar", "vobject", "jinja2", "pikepdf")
    code = f"import sys, intake.outputs.formats; print([name for name in {slow} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


# --- a format that is added ------------------------------------------------------------------------------------------


def added(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add a format to the registry."""
    fake = formats.SummaryFormat(
        id="slate",
        label="Download for a slate",
        desk_label="The summary for a slate",
        ending=".slate",
        media_type="text/x-slate",
        make=lambda summary: f"{summary.brief.heading}, scratched".encode(),
    )
    monkeypatch.setattr(formats, "SUMMARY", (*formats.SUMMARY, fake))


def test_an_added_format_works_on_the_command_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NEXT_STEP_CONTENT", str(LIBRARY))
    added(monkeypatch)
    answers_file, out = tmp_path / "answers.json", tmp_path / "out.slate"
    answers_file.write_text(json.dumps(document_of(answers(**LARGEST))), "utf-8")
    assert main(["summary", str(answers_file), "--format", "slate", "--out", str(out)]) == 0
    assert out.read_text("utf-8") == "Act now, scratched"


def test_a_file_name_contains_the_date() -> None:
    assert formats.CSV.file_name(dt.date(2026, 3, 1)) == "records-2026-03-01.csv"
