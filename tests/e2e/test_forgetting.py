"""What the privacy page says about a closed tab: within a minute the server has no answers and no summary."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.serving import ROOT, Served, serve

MINUTE = 60
PROFILE = str(Path(tempfile.gettempdir(), "playwright"))  # the browser's own copies of its downloads
# Words of no language, so that none is in memory by chance; typed into the fields of the summary page.
CANARIES = [f"zq{number:02d}wvk" for number in range(40)]
TYPED = [" ".join(CANARIES[number::3]) for number in range(3)]
CANARY = re.compile(rb"z\x00?q\x00?\d\x00?\d\x00?w\x00?v\x00?k")


def as_made() -> dict[str, str]:
    """The variables that `make run` sets for the server."""
    line = next(line for line in (ROOT / "Makefile").read_text().splitlines() if line.startswith("FORGETTING := "))
    return dict(setting.split("=", 1) for setting in line.removeprefix("FORGETTING := ").split())


@dataclass
class Left:
    """What is left in the memory of a server and its children: whole answers, and words from them."""

    answers: int = 0
    words: int = 0


def memory_of(process: int) -> Iterator[bytes]:
    """Every region of memory that a process can write to; none if it has ended."""
    try:
        maps = Path(f"/proc/{process}/maps").read_text().splitlines()
    except OSError:
        return
    with Path(f"/proc/{process}/mem").open("rb", 0) as memory:
        for line in maps:
            area, rights, *_ = line.split()
            if not rights.startswith("rw"):
                continue
            start, end = (int(place, 16) for place in area.split("-"))
            try:
                memory.seek(start)
                yield memory.read(end - start)
            except (OSError, ValueError):
                continue  # freed in the meantime


def family_of(process: int) -> list[int]:
    """The process and all its descendants."""
    found = subprocess.run(["ps", "--ppid", str(process), "-o", "pid="], capture_output=True, text=True, check=False)
    return [process, *(one for child in found.stdout.split() for one in family_of(int(child)))]


def left_in(served: Served) -> Left:
    """How often any of these texts is in the memory of the server and its children."""
    found = Left()
    for process in family_of(served.process.pid):
        for piece in memory_of(process):
            found.words += len(CANARY.findall(piece))
            found.answers += sum(piece.count(text.encode()) + piece.count(text.encode("utf-16-le")) for text in TYPED)
    return found


def on_disk(folders: list[Path], since: float) -> list[str]:
    """Files written since then that contain one of the words."""
    found: list[str] = []
    for path in (path for folder in folders for path in folder.rglob("*")):
        try:
            if path.is_file() and path.stat().st_mtime >= since and CANARY.search(path.read_bytes()):
                found.append(str(path))
        except OSError:
            continue  # gone again, or not ours to read
    return found


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address) as answer:
            code: int = answer.status
            return code
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a test read the memory of another process")
@pytest.mark.parametrize("started", ["by make run", "by hand"])
@pytest.mark.long
def test_within_a_minute_after_the_tab_is_closed_nothing_is_left(
    phone: Page, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, started: str
) -> None:
    """Started by `make run`, no word is left in memory; started by hand, no whole answer."""
    since, scratch = time.time(), tmp_path_factory.mktemp("scratch")
    settings = as_made() if started == "by make run" else {}
    with serve(ROOT / "app.py", scratch / "log.txt", TMPDIR=str(scratch), **settings) as served:
        files: list[str] = []
        phone.on("request", lambda request: files.append(request.url) if ".pdf" in request.url else None)
        phone.goto(f"{served.url}/summary")
        main = phone.locator('[data-testid="stMain"]')
        for number, text in enumerate(TYPED):
            box = main.get_by_role("textbox").nth(number)
            box.fill(text)
            expect(box).to_have_value(text)
        main.get_by_role("button", name="Continue", exact=True).click()
        button = main.get_by_role("button", name="Download the summary (PDF)")
        expect(button).to_be_visible(timeout=60_000)
        with phone.expect_download(timeout=60_000) as waiting:
            button.click()
        waiting.value.save_as(tmp_path / "summary.pdf")
        assert status(files[0]) == 200
        assert left_in(served).answers > 0, "the search finds answers that are there"

        phone.context.close()
        closed = time.monotonic()
        while True:
            left, file = left_in(served), status(files[0])
            nothing = left.words == 0 if started == "by make run" else left.answers == 0
            if nothing and file == 404:
                break
            assert time.monotonic() - closed < MINUTE, f"{left}; the summary answers {file}"
            time.sleep(3)
        places = [scratch, Path(tempfile.gettempdir()), ROOT / ".streamlit", ROOT / "content", ROOT / "src"]
        assert [path for path in on_disk(places, since) if not path.startswith((str(tmp_path), PROFILE))] == []


def test_the_privacy_page_says_what_these_tests_show(phone: Page, server: Served) -> None:
    phone.goto(f"{server.url}/privacy")
    main = phone.locator('[data-testid="stMain"]')
    for claim in (
        "In this browser tab, locked, and in the memory of the computer that runs this site.",
        "When you close the tab, the computer erases them within a minute",
        "For five minutes, your answers could come back with it.",
    ):
        expect(main).to_contain_text(claim)
