"""The command line: the same results as the app; bad input ends with one line and exit status 2."""

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
from tests.garden import LARGEST, LIBRARY, QUESTIONS, answers, assessment, copied, edited

TYPED = "Zelda"
"""Text that a person typed; no message may contain it."""

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
    """The one line of output from a command that fails."""
    assert main(list(arguments)) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.endswith("\n")
    assert len(output.err.splitlines()) == 1
    assert TYPED not in output.err
    return output.err.strip()


def assessed(capsys: Captured, path: str | Path) -> dict[str, Any]:
    assert main(["assess", str(path)]) == 0
    output = capsys.readouterr()
    assert output.err == ""
    result: dict[str, Any] = json.loads(output.out)
    return result


# --- assess ----------------------------------------------------------------------------------------------------------


def test_assess_prints_the_assessment(capsys: Captured, large: Path) -> None:
    output = assessed(capsys, large)
    expected = assessment(**LARGEST)
    assert (output["tier"], output["tiers"]) == ("RED-911", ["RED-911", "RED-ED", "RED-988"])
    assert output["heading"] == "Act now"
    assert output["withheld"] == ["meeting"]
    assert output["unknowns"] == []
    assert [step["action"] for step in output["steps"]] == [step.action for step in expected.steps]
    assert output["steps"][0] == {
        "action": "step_back",
        "text": "Step back from the beds",
        "when": "Now",
        "rules": ["bees_in_shed", "beds_flooded"],
    }
    assert (output["pathways"], output["kinds"]) == (["winter_rest"], [])
    assert output["helplines"] == list(expected.lines)
    assert (output["content_version"], output["answers_version"]) == ("garden.1", "garden.1")
    assert abs(dt.date.fromisoformat(output["on"]) - dt.datetime.now(tz=dt.UTC).date()) <= dt.timedelta(days=1)
    assert set(output) == {
        *("tier", "tiers", "heading", "findings", "withheld", "unknowns", "differences", "steps", "pathways", "kinds"),
        *("helplines", "content_version", "answers_version", "on"),
    }


def test_assess_reads_several_files_as_several_people(capsys: Captured, tmp_path: Path) -> None:
    """What one saw stays beside what another one did not, and both names stand in the differences."""
    files = []
    for name, soil in (("ana", "dry"), ("ben", "damp")):
        files.append(tmp_path / f"{name}.json")
        files[-1].write_text(json.dumps({"answers": {"soil": soil}}))
    alone = assessed(capsys, files[0])
    assert main(["assess", *map(str, files)]) == 0
    together = json.loads(capsys.readouterr().out)
    assert together["differences"] == {"soil": {"i1": "dry", "i2": "damp"}}
    assert together["tier"] == alone["tier"], "a denial takes no urgency away"


def test_assess_lists_each_finding_with_its_evidence(capsys: Captured, tmp_path: Path) -> None:
    document = {
        "answers": {
            "now": ["bees"],
            "soil": {"value": "dry", "basis": "saw"},
            "leaves": {"absent": "asked-unknown"},
        }
    }
    findings = {
        finding["rule"]: finding for finding in assessed(capsys, written(tmp_path / "a.json", document))["findings"]
    }
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


def test_a_finding_can_rest_on_an_unanswered_question(capsys: Captured, tmp_path: Path) -> None:
    output = assessed(capsys, written(tmp_path / "a.json", {"answers": {"leaves": "pale"}}))
    (finding,) = [finding for finding in output["findings"] if finding["rule"] == "no_keeper"]
    assert finding["truth"] == "met"
    assert finding["answers"]["leaves"] == "pale"


def test_assess_keeps_the_version_of_the_answers(capsys: Captured, tmp_path: Path) -> None:
    output = assessed(capsys, written(tmp_path / "a.json", {"content_version": "garden.0", "answers": {}}))
    assert (output["content_version"], output["answers_version"]) == ("garden.1", "garden.0")


def test_assess_gives_other_steps_where_911_does_not_work(capsys: Captured, tmp_path: Path) -> None:
    document = {"answers": {"now": ["bees"], "garden_country": "other"}}
    output = assessed(capsys, written(tmp_path / "a.json", document))
    assert "Call a beekeeper near you" in [step["text"] for step in output["steps"]]
    assert output["helplines"] == ["bees_any", "info_any"]


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


def test_summary_pdf_to_standard_output(capsysbinary: pytest.CaptureFixture[bytes], large: Path) -> None:
    assert main(["summary", str(large)]) == 0
    output = capsysbinary.readouterr()
    assert output.err == b""
    assert len(PdfReader(BytesIO(output.out)).pages) >= 2


def test_summary_in_another_language(capsys: Captured, large: Path) -> None:
    assert main(["summary", str(large), "--format", "text", "--language", "qps"]) == 0
    text = capsys.readouterr().out
    assert "⟦FÁMÍLÝ ŠÚMMÁRÝ⟧" in text
    assert "⟦Thé gárdéñ íš çálléd “The long field”⟧" in text


@pytest.mark.parametrize("language", ["xx", "../../site", "de", ""])
def test_summary_in_an_unknown_language(capsys: Captured, large: Path, language: str) -> None:
    output = complaint(capsys, "summary", str(large), "--language", language)
    assert output == f"there is no language {language!r}; available: en"


def test_summary_to_a_file_that_cannot_be_written(capsys: Captured, large: Path, tmp_path: Path) -> None:
    out = tmp_path / "no such folder" / "out.txt"
    output = complaint(capsys, "summary", str(large), "--format", "text", "--out", str(out))
    assert output == f"{out}: No such file or directory"


@pytest.mark.parametrize("arguments", [["--format", "docx"], ["--paper", "a5"], ["--color"]], ids=" ".join)
def test_an_unknown_option(capsys: Captured, large: Path, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["summary", str(large), *arguments])
    assert stopped.value.code == 2
    assert capsys.readouterr().out == ""


# --- extract ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def saved(large: Path, tmp_path: Path) -> Path:
    """A summary as PDF, with its answers attached."""
    out = tmp_path / "summary.pdf"
    assert main(["summary", str(large), "--out", str(out)]) == 0
    return out


def locked(path: Path, password: str) -> str:
    """The same file, encrypted with a password."""
    path.write_bytes(protected(path.read_bytes(), password))
    return str(path)


def test_extract_prints_answers_that_assess_and_summary_accept(
    capsys: Captured, large: Path, saved: Path, tmp_path: Path
) -> None:
    assert main(["extract", str(saved)]) == 0
    output = capsys.readouterr()
    assert output.err == ""
    assert json.loads(output.out) == json.loads(large.read_text("utf-8"))
    again = written(tmp_path / "again.json", output.out)
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
    refused = "That is not the right password. Check capital letters and spaces."
    assert complaint(capsys, "extract", path, "--password-file", str(wrong)) == f"{path}: {refused}"
    none = tmp_path / "none.txt"
    output = complaint(capsys, "extract", path, "--password-file", str(none))
    assert output == f"{none}: No such file or directory"


def test_extract_reports_changed_questions_on_standard_error(capsys: Captured, tmp_path: Path) -> None:
    old = written(tmp_path / "old.json", {"content_version": "garden", "answers": {"gnomes": TYPED, "dryness": "dry"}})
    assert main(["extract", old]) == 0
    output = capsys.readouterr()
    assert json.loads(output.out) == {"content_version": "garden.1", "language": "en", "answers": {"soil": "dry"}}
    assert "We no longer ask “Garden gnomes.” Your answer was left out." in output.err.splitlines()
    assert TYPED not in output.out + output.err


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "This file was not saved here. Choose the file that you saved on this site."),
        (b"%PDF-1.7 Zelda", "We cannot read this file. It may be damaged. Try another copy."),
        (b'{"answers": {"soil": 5}}', "We cannot read this file. It may be damaged. Try another copy."),
        (
            b"%PDF-" + b" " * LARGEST_FILE,
            "This file is too large. Files saved on this site are smaller than 1 megabyte.",
        ),
    ],
    ids=lambda value: str(value[:12]),
)
def test_extract_from_another_file(capsys: Captured, tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "summary.pdf"
    path.write_bytes(data)
    assert complaint(capsys, "extract", str(path)) == f"{path}: {reason}"


# --- bad input -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["assess", "summary"])
@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ("", "the document is not valid JSON"),
        (TYPED, "the document is not valid JSON"),
        ("[" * 100_000, "the document is nested too deeply"),
        ({"answers": {"soil": TYPED}}, "answer 'soil' has an unknown code; the options are dry, damp"),
        ({"answers": {"soil": ["dry"]}}, "answer 'soil' must be a single code, not a list"),
        ({"answers": {"compost": TYPED}}, "there is no question 'compost'"),
        ({"answers": {"worry": [TYPED]}}, "answer 'worry' must be text"),
        ({"worry": TYPED}, 'the document must have an object named "answers"'),
        (
            {"answers": {}, "content_version": f"{TYPED} and so on"},
            'content_version must look like "2026.11.1" and language like "en" or "fr-CA"',
        ),
        (" " * LARGEST_DOCUMENT + TYPED, "the document is larger than 1,000,000 bytes"),
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
def test_odd_answers_also_end_with_one_line(
    capsys: Captured, tmp_path: Path, command: str, options: list[str], document: Any
) -> None:
    complaint(capsys, command, written(tmp_path / "answers.json", document), *options)


def test_a_missing_file(capsys: Captured, tmp_path: Path) -> None:
    missing = tmp_path / "answers.json"
    assert complaint(capsys, "assess", str(missing)) == f"{missing}: No such file or directory"
    assert complaint(capsys, "assess", str(tmp_path)) == f"{tmp_path}: Is a directory"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no endless file")
def test_an_endless_file_is_read_only_up_to_the_limit(capsys: Captured) -> None:
    assert complaint(capsys, "assess", "/dev/zero") == "/dev/zero: the document is larger than 1,000,000 bytes"


def test_content_that_cannot_be_loaded(
    capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: Path
) -> None:
    copy = copied(tmp_path)
    (copy / "kinds.toml").unlink()
    (copy / "bands.toml").unlink()
    monkeypatch.setenv("NEXT_STEP_CONTENT", str(copy))
    output = complaint(capsys, "assess", str(large))
    assert output == "the content folder has 2 problems; `python -m intake check` lists them"


# --- check, handbook, blank ------------------------------------------------------------------------------------------


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the library in which everything was checked today, so that it never expires."""
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


def test_check_without_problems(capsys: Captured, fresh: Path) -> None:
    assert main(["check"]) == 0
    assert capsys.readouterr() == ("no problems in the content\n", "")


def test_check_with_problems(capsys: Captured, fresh: Path) -> None:
    edited(fresh, "rules/40_hold.toml", 'sources = ["leaf_notes"]', 'sources = ["nowhere"]')
    edited(fresh, "rules/10_red.toml", 'recommend = ["prop_tree"]', 'recommend = ["chop_tree"]')
    assert main(["check"]) == 1
    out, err = capsys.readouterr()
    assert err == ""
    assert out.splitlines() == [
        "rule `tree_falls`: there is no action `chop_tree`",
        "rule `spots_first`: there is no source `nowhere`",
        "2 problems",
    ]


def test_check_with_one_problem(capsys: Captured, fresh: Path) -> None:
    edited(fresh, "rules/40_hold.toml", 'sources = ["leaf_notes"]', 'sources = ["nowhere"]')
    assert main(["check"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "1 problem"


def test_handbook_is_printed(capsys: Captured) -> None:
    assert main(["handbook"]) == 0
    assert capsys.readouterr() == ((LIBRARY / HANDBOOK).read_text("utf-8"), "")


def test_handbook_is_written_where_check_expects_it(capsys: Captured, fresh: Path) -> None:
    (fresh / HANDBOOK).write_text("old", "utf-8")
    assert main(["check"]) == 1
    assert main(["handbook", "--write"]) == 0
    capsys.readouterr()
    assert main(["check"]) == 0


def test_blank_answers_are_valid(capsys: Captured, tmp_path: Path) -> None:
    assert main(["blank"]) == 0
    blank = capsys.readouterr().out
    response = read_answers(blank, QUESTIONS)
    assert [answer.link_id for answer in response.answers] == list(QUESTIONS.items)
    assert {answer.absent for answer in response.answers} == {Absent.NOT_ASKED}
    assert json.dumps(document_of(response), indent=2) + "\n" == blank
    output = assessed(capsys, written(tmp_path / "blank.json", blank))
    assert (output["tier"], output["unknowns"]) == (
        "AMBER",
        ["now", "height", "soil", "leaves", "leans", "watering"],
    )


def test_the_real_content_is_the_default(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEXT_STEP_CONTENT")
    assert main(["blank"]) == 0
    real = load(folder=ROOT / "content").questionnaire
    assert [answer.link_id for answer in read_answers(capsys.readouterr().out, real).answers] == list(real.items)


# --- in a separate process -------------------------------------------------------------------------------------------


def run(*arguments: str, folder: Path, stdout: int = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    """Run `python -m intake` in a separate process, started in another folder."""
    return subprocess.run(
        [sys.executable, "-m", "intake", *arguments],
        cwd=folder,
        # Buffered, as in a terminal, so that write errors appear late.
        env={**os.environ, "NEXT_STEP_CONTENT": str(LIBRARY), "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": ""},
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_in_a_separate_process(large: Path, tmp_path: Path) -> None:
    done = run("assess", large.name, folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["tier"] == "RED-911"
    written(large, {"answers": {"soil": TYPED}})
    refused = run("assess", large.name, folder=tmp_path)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == "answers.json: answer 'soil' has an unknown code; the options are dry, damp\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("form", ["text", "html"])
def test_a_full_standard_output_also_ends_with_one_line(large: Path, tmp_path: Path, form: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = run("summary", large.name, "--format", form, folder=tmp_path, stdout=full.fileno())
    assert (done.returncode, done.stderr) == (2, "standard output: No space left on device\n")


def test_an_invalid_setting_is_named(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    site.cache_clear()
    monkeypatch.setenv("NEXT_STEP_RETENTION_DAYS", '{"open": 3}')
    assert main(["store", "purge"]) == 2
    assert capsys.readouterr().err.startswith("setting retention_days")
    monkeypatch.setenv("NEXT_STEP_RETENTION_DAYS", "30 days")
    assert main(["store", "purge"]) == 2
    assert "retention_days" in capsys.readouterr().err
    site.cache_clear()
