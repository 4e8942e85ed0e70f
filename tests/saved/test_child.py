"""The child process that reads a file, started as in the app: limits on time and number, no access to our data."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from intake.saved import OpenProblem, open_saved, reading
from tests.garden import QUESTIONS
from tests.saved.files import carrying
from tests.saved.harm import PAYLOAD, RESPONSE, TYPED, bomb, refused


def test_it_reads_a_locked_file_with_its_password() -> None:
    locked = carrying(PAYLOAD, password="three brown hens")
    assert refused(locked) is OpenProblem.PASSWORD_NEEDED
    assert refused(locked, "three brown hen") is OpenProblem.WRONG_PASSWORD
    assert open_saved(locked, QUESTIONS, password="three brown hens").response == RESPONSE


@pytest.mark.parametrize("size", [20_000_000, 1_000_000_000])
def test_it_limits_decompression(size: int) -> None:
    assert refused(bomb(size)) in (OpenProblem.DAMAGED, OpenProblem.TOO_SLOW, OpenProblem.TOO_LARGE)


def test_a_file_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LIMIT_SECONDS", 0.01)
    assert refused(carrying(PAYLOAD)) is OpenProblem.TOO_SLOW


def test_the_number_of_files_read_at_once_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "QUEUE_SECONDS", 0.05)
    for _ in range(reading.CHILDREN):
        assert reading._turns.acquire(blocking=False)
    try:
        assert refused(carrying(PAYLOAD)) is OpenProblem.BUSY
    finally:
        for _ in range(reading.CHILDREN):
            reading._turns.release()
    assert open_saved(carrying(PAYLOAD), QUESTIONS).response == RESPONSE


def test_the_child_gets_no_secrets_and_cannot_write(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its environment holds no key of the server; it cannot create a file or exceed its memory."""
    started: dict[str, Any] = {}
    run = subprocess.run

    def recorded(command: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        started.update(options)
        return run([command[0], "-c", _WITHIN, *command[4:]], **options)

    monkeypatch.setenv("NEXT_STEP_KEY", TYPED)
    monkeypatch.setattr(subprocess, "run", recorded)
    assert reading._run_child(b"%PDF-", "") == b"refused refused\n"
    assert TYPED not in str(started["env"])
    assert started["stderr"] == subprocess.DEVNULL


_WITHIN = f"""
import sys
sys.path.insert(0, {str(Path(reading.__file__).parent)!r})
import extract_worker
extract_worker._restrain(int(sys.argv[1]), int(sys.argv[2]))
def attempt(act):
    try:
        act()
    except (OSError, MemoryError):
        return "refused"
    return "allowed"
def write():
    with open("/tmp/next-step-test-of-a-child", "w") as file:
        file.write("x")
print(attempt(write), attempt(lambda: bytearray(900_000_000)))
"""


def test_nothing_is_left_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TMPDIR", "TEMP", "TMP", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.chdir(tmp_path)
    open_saved(carrying(PAYLOAD), QUESTIONS)
    assert refused(bomb(20_000_000)) is OpenProblem.DAMAGED
    assert list(tmp_path.iterdir()) == []
