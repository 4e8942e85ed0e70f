"""Tries what the app promises, and writes docs/RELIABILITY.md: `make trust`. Takes an hour or more.

Each row runs tests that exist anyway, counts them and times them. Its result is kept in .make/trust.json, so that
`make trust ONLY=strings` runs the rows with this word again and leaves the others as they were.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "RELIABILITY.md"
KEPT = ROOT / ".make" / "trust.json"
REPORT = ROOT / ".make" / "trust.xml"
AUDIT_SECONDS = 300


@dataclass(frozen=True)
class Trial:
    """One row: what is tried, how much of it, what should happen, and the tests that do so."""

    what: str
    how_many: str
    expected: str
    tests: tuple[str, ...]
    only: str = ""  # pytest's -k


@dataclass(frozen=True)
class Outcome:
    """How a row went. `result` is a sentence."""

    result: str
    seconds: int
    day: str


TRIALS = (
    Trial(
        "Odd strings in every field that people type into, in every output",
        "515 strings of the Big List of Naughty Strings and 8 of ours, each in each field; screen, HTML, text, FHIR, "
        "saved answers",
        "no error, no markup, every file can be read again with the same answers",
        ("tests/outputs/test_naughty_strings.py",),
        "every_output",
    ),
    Trial(
        "The same strings in PDFs",
        "each at least once, in 12 whole intakes",
        "PDF/UA and PDF/A by veraPDF; the answers come back",
        ("tests/outputs/test_naughty_strings.py",),
        "every_pdf",
    ),
    Trial(
        "Odd strings typed and pasted in a browser",
        "60 strings, half an emoji, 3 MB",
        "the text arrives as typed, the connection stays",
        ("tests/e2e/test_frame.py",),
        "odd_text",
    ),
    Trial(
        "Typed markup, and texts that are too long",
        "see the tests",
        "printed, not run; what fits is kept, and it is said",
        ("tests/outputs/test_hostile_text.py", "tests/ui/test_text_fields.py", "tests/domain/test_typed_text.py"),
    ),
    Trial(
        "Hostile files",
        "files cut in 7 places, 24 with a changed bit, some that unpack to 2 GB, loops, files of others",
        "refused with a sentence within limits of time and memory; no changed answer",
        ("tests/saved/test_hostile_files.py", "tests/saved/test_child.py"),
    ),
    Trial(
        "Hostile files of one visitor while another clicks",
        "6 files that unpack to 2 GB, or have 500 attachments or 500 fonts, one after another",
        "the other visitor is not held up",
        ("tests/e2e/test_saved_file.py",),
        "hold_up_no_other",
    ),
    Trial(
        "Broken messages on the live connection",
        "1,000 at random, half of them a changed click; floods; unknown fields",
        "the page that sends them may lose its connection; the others are served",
        ("tests/ui/test_limits.py", "tests/ui/test_incoming_text.py"),
    ),
    Trial(
        "kill -9 of a process that saves to the records",
        "53 times",
        "what was acknowledged is there, nothing is there in part",
        ("tests/store/test_killed.py",),
    ),
    Trial(
        "kill -9 of the server during a call",
        "52 times",
        "what the desk called saved is there, and the call goes on",
        ("tests/e2e/test_desk.py",),
        "survives_any_kill",
    ),
    Trial(
        "kill -9, reload and a cut line during a family's visit",
        "after each answer of the short way, one after another",
        "every answer is still there",
        ("tests/e2e/test_keeping.py",),
        "killed_server or another_server or one_failure_after_another",
    ),
    Trial(
        "Disk full, read-only or gone; database locked or damaged, while it runs and at the start",
        "7 troubles",
        "status 503 with the desk's words, families are served, and the desk opens again by itself",
        ("tests/ui/test_store_unavailable.py",),
    ),
    Trial(
        "The clock jumps",
        "a day, twelve hours, months",
        "seals, sessions, waits and telephone numbers end when they should",
        ("tests/test_sealing.py", "tests/store/test_accounts.py", "tests/store/test_sign_in_waits.py"),
        "day or session or wait or idle",
    ),
    Trial(
        "What was typed, sought in memory, on the disk and at the addresses of files after a visit",
        "after every page for families and every page of the desk",
        "nothing a minute after the tab is closed",
        ("tests/e2e/test_forgetting.py",),
    ),
    Trial(
        "What was typed, sought in logs, addresses, metadata and on the device",
        "see the tests",
        "nothing",
        (
            *("tests/ui/test_log_privacy.py", "tests/ui/test_http.py", "tests/e2e/test_keeping.py"),
            *("tests/outputs/test_summary_pdf.py", "tests/outputs/test_renderer.py", "tests/test_command_line.py"),
        ),
        "log or trace or metadata or on_the_device or no_text_of_the_document or typed_text",
    ),
    Trial(
        "Requests to other hosts, of the server and of the browser",
        "while outgoing traffic is recorded and dropped; on every page",
        "none",
        ("tests/ui/test_same_site.py", "tests/e2e/test_every_page.py"),
    ),
    Trial(
        "Networks that block the live connection or the scripts",
        "4 ways",
        "said within ten seconds, and the numbers stay",
        ("tests/e2e/test_frame.py",),
        "ten_seconds or late_takes or without_javascript",
    ),
    Trial(
        "PDFs of whole intakes and of odd text",
        "every whole intake, both papers",
        "PDF/UA and PDF/A by veraPDF",
        (
            *("tests/outputs/test_full_intakes.py", "tests/outputs/test_summary_pdf.py"),
            *("tests/outputs/test_carried_answers.py", "tests/outputs/test_comparison_pdf.py"),
        ),
        "accessible or conforms or archivable",
    ),
)
AUDIT = Trial(
    "Known vulnerabilities of what is installed",
    "every package of requirements.txt",
    "none known to the service that pip-audit asks",
    (),
)

_ABOUT = """\
<!-- Written by `make trust`. Change scripts/trust.py, not this file. -->

# Reliability

What was tried to break the promises of this app, and what came of it. `make trust` tries it again on your machine and
rewrites this page. A row that fails is a fault: please [report it](../SECURITY.md).
"""
_HEAD = "| What was tried | How much | Expected | Result | Seconds | On |\n|---|---|---|---|---|---|"


def main() -> None:
    """Run the rows, and write the page after each."""
    parser = argparse.ArgumentParser(prog="python scripts/trust.py", description=__doc__)
    parser.add_argument("--only", default="", help="only the rows with this word")
    chosen = parser.parse_args().only.lower()
    kept = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    for trial in (*TRIALS, AUDIT):
        if chosen not in trial.what.lower():
            continue
        print(f"{trial.what} …", flush=True)
        outcome = _tried(trial) if trial.tests else _audited()
        print(f"    {outcome.result} ({outcome.seconds} s)", flush=True)
        kept[trial.what] = asdict(outcome)
        KEPT.parent.mkdir(exist_ok=True)
        KEPT.write_text(json.dumps(kept, indent=1), "utf-8")
        PAGE.write_text(page(kept), "utf-8")
    if any("failed" in outcome["result"] for outcome in kept.values()):
        sys.exit(1)


def page(kept: dict[str, dict[str, str | int]]) -> str:
    """The page for these outcomes, by what was tried."""
    lines = [_ABOUT, f"Machine: {_machine()}.\n", _HEAD]
    for trial in (*TRIALS, AUDIT):
        outcome = kept.get(trial.what, {"result": "not run yet", "seconds": "", "day": ""})
        cells = (trial.what, trial.how_many, trial.expected, outcome["result"], outcome["seconds"], outcome["day"])
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines) + "\n"


def _tried(trial: Trial) -> Outcome:
    REPORT.unlink(missing_ok=True)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:randomly",
        f"--junitxml={REPORT}",
        "-m",
        "long or not long",
        "--override-ini=junit_family=xunit1",  # the other kind holds no figures
    ]
    begun = time.monotonic()
    subprocess.run(
        [*command, *trial.tests, *(("-k", trial.only) if trial.only else ())],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    seconds = time.monotonic() - begun
    if not REPORT.exists():
        return _outcome("failed: the tests did not run", seconds)
    suite = next(ET.parse(REPORT).getroot().iter("testsuite"))  # noqa: S314 - written a moment ago by pytest
    number, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
    bad = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
    tried = f"{number - skipped} tests, {bad} failed" if bad else f"as expected (tests: {number - skipped})"
    tried += f"; {skipped} cannot run on this machine" if skipped else ""
    figures = [f"{one.get('name')}: {one.get('value')}" for one in suite.iter("property")]
    return _outcome("; ".join((tried, *figures)), seconds)


def _audited() -> Outcome:
    """What pip-audit says; it asks a service on the internet, which may be out of reach."""
    command = ["uv", "tool", "run", "pip-audit", "--requirement", "requirements.txt", "--no-deps", "--disable-pip"]
    begun = time.monotonic()
    try:
        told = subprocess.run(
            [sys.executable, "-m", *command, "--format", "json"],
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
            timeout=AUDIT_SECONDS,
        ).stdout
        packages = json.loads(told)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError):
        return _outcome("not checked: pip-audit or its service could not be reached", time.monotonic() - begun)
    checked = [package for package in packages if "skip_reason" not in package]
    vulnerable = [package["name"] for package in checked if package["vulns"]]
    if not checked:
        result = "not checked: the service of pip-audit could not be reached"
    elif vulnerable:
        result = f"failed: known vulnerabilities in {', '.join(vulnerable)}"
    else:
        result = f"none in {len(checked)} packages; {len(packages) - len(checked)} are unknown to the service"
    return _outcome(result, time.monotonic() - begun)


def _outcome(result: str, seconds: float) -> Outcome:
    return Outcome(result, round(seconds), dt.datetime.now().astimezone().date().isoformat())


def _machine() -> str:
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors; Python {platform.python_version()}, "
        f"Streamlit {version('streamlit')}, WeasyPrint {version('weasyprint')}"
    )


if __name__ == "__main__":
    main()
