"""The command line: the same answers as the app, for testers and scripts; bad input is one line and exit status 2."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from intake.__main__ import main
from intake.config import ROOT, site
from intake.content import load, read
from intake.content.handbook import HANDBOOK, handbook
from intake.domain.answers_json import LARGEST_DOCUMENT, document_of, read_answers
from intake.domain.response import Absent
from intake.outputs.pdf.password import protected
from intake.saved import LARGEST_FILE
from tests.garden import LARGEST, LIBRARY, QUESTIONS, answers, copied, edited, found

TYPED = "Zelda"
"""Stands for what a person typed: it belongs in no message."""

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEXT_STEP_CONTENT", str(LIBRARY))


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A file with an answer to every question."""
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(document_of(answers(**LARGEST))), "utf-8")
    return path


def written(path: Path, document: Any) -> str:
    path.write_text(document if isinstance(document, str) else json.dumps(document), "utf-8")
    return str(path)


def complaint(capsys: Captured, *arguments: str) -> str:
    """The one line a refused command says; it says nothing else, anywhere."""
    assert main(list(arguments)) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.endswith("\n")
    assert len(said.err.splitlines()) == 1
    assert TYPED not in said.err
    return said.err.strip()


def assessed(capsys: Captured, path: str | Path) -> dict[str, Any]:
    assert main(["assess", str(path)]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    result: dict[str, Any] = json.loads(said.out)
    return result


# --- assess ----------------------------------------------------------------------------------------------------------


def test_assess_says_what_the_answers_mean(capsys: Captured, large: Path) -> None:
    said = assessed(capsys, large)
    expected = found(**LARGEST)
    assert (said["tier"], said["tiers"]) == ("RED-911", ["RED-911", "RED-ED", "RED-988"])
    assert said["heading"] == "Act now"
    assert said["withheld"] == ["meeting"]
    assert said["unknowns"] == []
    assert [step["action"] for step in said["steps"]] == [step.action for step in expected.steps]
    assert said["steps"][0] == {
        "action": "step_back",
        "text": "Step back from the beds",
        "when": "Now",
        "rules": ["bees_in_shed", "beds_flooded"],
    }
    assert (said["pathways"], said["kinds"]) == (["winter_rest"], [])
    assert said["helplines"] == list(expected.lines)
    assert (said["content_version"], said["answers_version"]) == ("garden.1", "garden.1")
    assert abs(dt.date.fromisoformat(said["on"]) - dt.datetime.now(tz=dt.UTC).date()) <= dt.timedelta(days=1)
    assert set(said) == {
        *("tier", "tiers", "heading", "findings", "withheld", "unknowns", "steps", "pathways", "kinds"),
        *("helplines", "content_version", "answers_version", "on"),
    }


def test_assess_gives_each_finding_with_the_answers_it_rests_on(capsys: Captured, tmp_path: Path) -> None:
    document = {
        "answers": {
            "now": ["bees"],
            "soil": {"value": "dry", "basis": "saw"},
            "leaves": {"absent": "asked-unknown"},
        }
    }
    findings = {each["rule"]: each for each in assessed(capsys, written(tmp_path / "a.json", document))["findings"]}
    assert findings["bees_in_shed"] == {
        "rule": "bees_in_shed",
        "truth": "met",
        "title": "Bees in the shed",
        "because": "Bees do not like guests.",
        "answers": {"now": ["bees"]},
        "missing": [],
        "sources": ["garden_book"],
    }
    thirsty = findings["thirsty"]
    assert (thirsty["truth"], thirsty["answers"]) == ("unknown", {"soil": {"value": "dry", "basis": "saw"}})
    assert thirsty["missing"] == ["leaves", "watering"]
    assert findings["not_all_known"]["missing"] == ["height", "leaves", "leans", "watering"]
    assert "very_tall" in findings
    assert "tree_falls" in findings


def test_assess_can_rest_on_a_question_nobody_answered(capsys: Captured, tmp_path: Path) -> None:
    said = assessed(capsys, written(tmp_path / "a.json", {"answers": {"leaves": "pale"}}))
    (finding,) = [each for each in said["findings"] if each["rule"] == "no_keeper"]
    assert finding["truth"] == "met"
    assert finding["answers"]["leaves"] == "pale"


def test_assess_keeps_the_version_the_answers_were_given_to(capsys: Captured, tmp_path: Path) -> None:
    said = assessed(capsys, written(tmp_path / "a.json", {"content_version": "garden.0", "answers": {}}))
    assert (said["content_version"], said["answers_version"]) == ("garden.1", "garden.0")


def test_assess_tells_where_911_does_not_answer_what_to_do_there(capsys: Captured, tmp_path: Path) -> None:
    document = {"answers": {"now": ["bees"], "garden_country": "other"}}
    said = assessed(capsys, written(tmp_path / "a.json", document))
    assert "Call a beekeeper near you" in [step["text"] for step in said["steps"]]
    assert said["helplines"] == ["bees_any", "info_any"]


# --- summary ---------------------------------------------------------------------------------------------------------


def test_summary_as_text(capsys: Captured, large: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    assert main(["summary", str(large), "--format", "text", "--out", str(out)]) == 0
    assert capsys.readouterr() == ("", "")
    text = out.read_text("utf-8")
    assert text.startswith("FAMILY SUMMARY\n")
    assert "Suggested priority: Act now" in text
    assert "Bees have moved into the shed; The beds are under water" in text
    for arguments in ([], ["--out", "-"]):
        assert main(["summary", str(large), "--format", "text", *arguments]) == 0
        printed = capsys.readouterr().out.splitlines()
        # The minute may have passed: the line with the time is left out.
        assert [line for line in printed if "Created" not in line] == [
            line for line in text.splitlines() if "Created" not in line
        ]


def test_summary_as_html(large: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    assert main(["summary", str(large), "--format", "html", "--out", str(out)]) == 0
    html = out.read_text("utf-8")
    assert html.startswith("<!DOCTYPE html>")
    assert "The long field" in html
    assert "@media screen" in html, "it can be read in a browser as it is"


@pytest.mark.parametrize(("paper", "size"), [("letter", (612, 792)), ("a4", (595, 842))])
def test_summary_as_pdf(large: Path, tmp_path: Path, paper: str, size: tuple[int, int]) -> None:
    out = tmp_path / "out.pdf"
    assert main(["summary", str(large), "--paper", paper, "--out", str(out)]) == 0
    first = PdfReader(out).pages[0]
    assert (round(first.mediabox.width), round(first.mediabox.height)) == size
    assert "Suggested priority: Act now" in first.extract_text()
    assert "questions version garden.1" in " ".join(first.extract_text().split()).lower()


def test_summary_pdf_goes_to_standard_output_too(capsysbinary: pytest.CaptureFixture[bytes], large: Path) -> None:
    assert main(["summary", str(large)]) == 0
    said = capsysbinary.readouterr()
    assert said.err == b""
    assert len(PdfReader(BytesIO(said.out)).pages) >= 2


def test_summary_in_another_language(capsys: Captured, large: Path) -> None:
    assert main(["summary", str(large), "--format", "text", "--language", "qps"]) == 0
    text = capsys.readouterr().out
    assert "⟦FÁMÍLÝ ŠÚMMÁRÝ⟧" in text
    assert "⟦Ñámé óf thé gárdéñ⟧: “The long field”" in text


@pytest.mark.parametrize("language", ["xx", "../../site", "de", ""])
def test_summary_in_a_language_there_is_not(capsys: Captured, large: Path, language: str) -> None:
    said = complaint(capsys, "summary", str(large), "--language", language)
    assert said == f"there is no language {language!r}; there are en"


def test_summary_that_cannot_be_written(capsys: Captured, large: Path, tmp_path: Path) -> None:
    out = tmp_path / "no such folder" / "out.txt"
    said = complaint(capsys, "summary", str(large), "--format", "text", "--out", str(out))
    assert said == f"{out}: No such file or directory"


@pytest.mark.parametrize("arguments", [["--format", "docx"], ["--paper", "a5"], ["--color"]], ids=" ".join)
def test_an_option_there_is_not(capsys: Captured, large: Path, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["summary", str(large), *arguments])
    assert stopped.value.code == 2
    assert capsys.readouterr().out == ""


# --- extract ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def saved(large: Path, tmp_path: Path) -> Path:
    """A summary as PDF, which carries its answers."""
    out = tmp_path / "summary.pdf"
    assert main(["summary", str(large), "--out", str(out)]) == 0
    return out


def locked(path: Path, password: str) -> str:
    """The same file behind a password."""
    path.write_bytes(protected(path.read_bytes(), password))
    return str(path)


def test_extract_prints_the_answers_that_assess_and_summary_read(
    capsys: Captured, large: Path, saved: Path, tmp_path: Path
) -> None:
    assert main(["extract", str(saved)]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert json.loads(said.out) == json.loads(large.read_text("utf-8"))
    again = written(tmp_path / "again.json", said.out)
    assert assessed(capsys, again) == assessed(capsys, large)
    assert main(["summary", again, "--format", "text"]) == 0


def test_extract_takes_the_password_from_a_file(capsys: Captured, saved: Path, large: Path, tmp_path: Path) -> None:
    path = locked(saved, "four old spades")
    right, wrong = tmp_path / "right.txt", tmp_path / "wrong.txt"
    right.write_text("four old spades\r\nsecond line", "utf-8")
    wrong.write_text(TYPED, "utf-8")
    assert main(["extract", path, "--password-file", str(right)]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(large.read_text("utf-8"))
    needed = "This file has a password. Type it to open the file."
    assert complaint(capsys, "extract", path) == f"{path}: {needed}"
    refused = "This password does not open the file. Check capital letters and spaces."
    assert complaint(capsys, "extract", path, "--password-file", str(wrong)) == f"{path}: {refused}"
    none = tmp_path / "none.txt"
    said = complaint(capsys, "extract", path, "--password-file", str(none))
    assert said == f"{none}: No such file or directory"


def test_extract_says_on_the_side_what_changed_since(capsys: Captured, tmp_path: Path) -> None:
    old = written(tmp_path / "old.json", {"content_version": "garden", "answers": {"gnomes": TYPED, "dryness": "dry"}})
    assert main(["extract", old]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out) == {"content_version": "garden.1", "language": "en", "answers": {"soil": "dry"}}
    assert "“Garden gnomes” is not asked any more. Your answer was left out." in said.err.splitlines()
    assert TYPED not in said.out + said.err


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "This is not a file from this page. Choose the file that you saved here."),
        (b"%PDF-1.7 Zelda", "This file cannot be read. It may be damaged. Try another copy of it."),
        (b'{"answers": {"soil": 5}}', "This file cannot be read. It may be damaged. Try another copy of it."),
        (b"%PDF-" + b" " * LARGEST_FILE, "This file is too large. A file from this page has less than 1 megabyte."),
    ],
    ids=lambda value: str(value[:12]),
)
def test_extract_from_what_is_no_saved_file(capsys: Captured, tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "summary.pdf"
    path.write_bytes(data)
    assert complaint(capsys, "extract", str(path)) == f"{path}: {reason}"


# --- bad input -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["assess", "summary"])
@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ("", "the answers are not valid JSON"),
        (TYPED, "the answers are not valid JSON"),
        ("[" * 100_000, "the answers are nested too deeply"),
        ({"answers": {"soil": TYPED}}, "answer 'soil' has a code that is not one of dry, damp"),
        ({"answers": {"soil": ["dry"]}}, "answer 'soil' takes one code, not a list"),
        ({"answers": {"compost": TYPED}}, "there is no question 'compost'"),
        ({"answers": {"worry": [TYPED]}}, "answer 'worry' is a text"),
        ({"worry": TYPED}, 'the answers need a table named "answers"'),
        (
            {"answers": {}, "content_version": f"{TYPED} and so on"},
            'content_version looks like "2026.11.1" and language like "en" or "fr-CA"',
        ),
        (" " * LARGEST_DOCUMENT + TYPED, "the answers are larger than 1,000,000 bytes"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_answers_that_cannot_be_used(
    capsys: Captured, tmp_path: Path, command: str, document: Any, reason: str
) -> None:
    path = written(tmp_path / "answers.json", document)
    assert complaint(capsys, command, path) == f"{path}: {reason}"


@pytest.mark.parametrize(
    "document",
    [
        pytest.param({"answers": {"worry": f"{TYPED} \ud83d"}}, id="half a character"),
        pytest.param({"answers": {"soil": {"value": "dry", f"a\nb{'c' * 900}": TYPED}}}, id="a key of two lines"),
        pytest.param('{"answers": {"soil": ' + "9" * 5000 + "}}", id="a number of 5,000 digits"),
        pytest.param({"answers": {}, "language": "\udc00"}, id="half a character in the language"),
    ],
)
@pytest.mark.parametrize(("command", "options"), [("assess", []), ("summary", ["--format=text"])])
def test_odd_answers_end_in_one_line_too(
    capsys: Captured, tmp_path: Path, command: str, options: list[str], document: Any
) -> None:
    complaint(capsys, command, written(tmp_path / "answers.json", document), *options)


def test_a_file_that_is_not_there(capsys: Captured, tmp_path: Path) -> None:
    missing = tmp_path / "answers.json"
    assert complaint(capsys, "assess", str(missing)) == f"{missing}: No such file or directory"
    assert complaint(capsys, "assess", str(tmp_path)) == f"{tmp_path}: Is a directory"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs a file without an end, which this system lacks")
def test_a_file_without_an_end_is_read_no_further_than_the_limit(capsys: Captured) -> None:
    assert complaint(capsys, "assess", "/dev/zero") == "/dev/zero: the answers are larger than 1,000,000 bytes"


def test_content_that_cannot_be_read(
    capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: Path
) -> None:
    copy = copied(tmp_path)
    (copy / "kinds.toml").unlink()
    (copy / "bands.toml").unlink()
    monkeypatch.setenv("NEXT_STEP_CONTENT", str(copy))
    said = complaint(capsys, "assess", str(large))
    assert said == "the content folder has 2 problems; `python -m intake check` lists them"


# --- check, handbook, blank ------------------------------------------------------------------------------------------


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the library in which everything was checked today, so that it is in order on any day."""
    copy, today = copied(tmp_path), dt.datetime.now(tz=dt.UTC).date()
    later = today + dt.timedelta(days=180)
    for name in ("sources.toml", "helplines.toml"):
        text = (copy / name).read_text("utf-8")
        for old, new in (("2026-11-01", today), ("2026-11-22", today), ("2027-11-01", later), ("2027-05-22", later)):
            text = text.replace(old, new.isoformat())
        (copy / name).write_text(text, "utf-8")
    (copy / HANDBOOK).write_text(handbook(read(copy)), "utf-8")
    read.cache_clear()
    monkeypatch.setenv("NEXT_STEP_CONTENT", str(copy))
    return copy


def test_check_of_content_in_order(capsys: Captured, fresh: Path) -> None:
    assert main(["check"]) == 0
    assert capsys.readouterr() == ("content is in order\n", "")


def test_check_of_content_with_problems(capsys: Captured, fresh: Path) -> None:
    edited(fresh, "rules/40_hold.toml", 'sources = ["leaf_notes"]', 'sources = ["nowhere"]')
    edited(fresh, "rules/10_red.toml", 'recommend = ["prop_tree"]', 'recommend = ["chop_tree"]')
    assert main(["check"]) == 1
    out, err = capsys.readouterr()
    assert err == ""
    assert out.splitlines() == [
        "rules, tree_falls: there is no action 'chop_tree'",
        "rules, spots_first: there is no source 'nowhere'",
        "2 problems",
    ]


def test_check_of_content_with_one_problem(capsys: Captured, fresh: Path) -> None:
    edited(fresh, "rules/40_hold.toml", 'sources = ["leaf_notes"]', 'sources = ["nowhere"]')
    assert main(["check"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "1 problem"


def test_handbook_is_printed(capsys: Captured) -> None:
    assert main(["handbook"]) == 0
    assert capsys.readouterr() == ((LIBRARY / HANDBOOK).read_text("utf-8"), "")


def test_handbook_is_written_where_check_looks_for_it(capsys: Captured, fresh: Path) -> None:
    (fresh / HANDBOOK).write_text("old", "utf-8")
    assert main(["check"]) == 1
    assert main(["handbook", "--write"]) == 0
    capsys.readouterr()
    assert main(["check"]) == 0


def test_blank_answers_are_answers(capsys: Captured, tmp_path: Path) -> None:
    assert main(["blank"]) == 0
    blank = capsys.readouterr().out
    response = read_answers(blank, QUESTIONS)
    assert [answer.link_id for answer in response.answers] == list(QUESTIONS.items)
    assert {answer.absent for answer in response.answers} == {Absent.NOT_ASKED}
    assert json.dumps(document_of(response), indent=2) + "\n" == blank
    said = assessed(capsys, written(tmp_path / "blank.json", blank))
    assert (said["tier"], said["unknowns"]) == (
        "AMBER",
        ["now", "height", "soil", "leaves", "leans", "watering"],
    )


def test_without_a_folder_named_the_real_content_is_used(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEXT_STEP_CONTENT")
    assert main(["blank"]) == 0
    real = load(folder=ROOT / "content").questionnaire
    assert [answer.link_id for answer in read_answers(capsys.readouterr().out, real).answers] == list(real.items)


# --- as people type it -----------------------------------------------------------------------------------------------


def run(*arguments: str, folder: Path, stdout: int = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    """`python -m intake` in a process of its own, started in another folder."""
    return subprocess.run(
        [sys.executable, "-m", "intake", *arguments],
        cwd=folder,
        # Buffered, as in a terminal, whatever is set here: what cannot be written is then noticed late.
        env={**os.environ, "NEXT_STEP_CONTENT": str(LIBRARY), "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": ""},
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_in_a_process_of_its_own(large: Path, tmp_path: Path) -> None:
    done = run("assess", large.name, folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["tier"] == "RED-911"
    written(large, {"answers": {"soil": TYPED}})
    refused = run("assess", large.name, folder=tmp_path)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == "answers.json: answer 'soil' has a code that is not one of dry, damp\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device to write to, which this system lacks")
@pytest.mark.parametrize("form", ["text", "html"])
def test_a_standard_output_that_takes_nothing_is_one_line_too(large: Path, tmp_path: Path, form: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = run("summary", large.name, "--format", form, folder=tmp_path, stdout=full.fileno())
    assert (done.returncode, done.stderr) == (2, "standard output: No space left on device\n")


def test_a_setting_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    site.cache_clear()
    monkeypatch.setenv("NEXT_STEP_RETENTION_DAYS", '{"open": 3}')
    assert main(["store", "purge"]) == 2
    assert capsys.readouterr().err.startswith("setting retention_days")
    monkeypatch.setenv("NEXT_STEP_RETENTION_DAYS", "30 days")
    assert main(["store", "purge"]) == 2
    assert "retention_days" in capsys.readouterr().err
    site.cache_clear()
