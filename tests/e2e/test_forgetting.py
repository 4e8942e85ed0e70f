"""What the privacy page says of a closed tab: the computer forgets the answers within a minute, the summary is gone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.family import Family
from tests.serving import ROOT, Served, serve

MINUTE = 60
# Words of nobody's language, so that none of them is in memory by chance.
CANARIES = [f"zq{number:02d}wvk" for number in range(40)]
CANARY = re.compile(rb"z\x00?q\x00?\d\x00?\d\x00?w\x00?v\x00?k")


def memory_of(process: int) -> Iterator[bytes]:
    """Every piece of memory a process can write to."""
    maps = Path(f"/proc/{process}/maps").read_text().splitlines()
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
                continue  # given back to the system meanwhile


def family_of(process: int) -> list[int]:
    """The process and all it has started."""
    found = subprocess.run(["ps", "--ppid", str(process), "-o", "pid="], capture_output=True, text=True, check=False)
    return [process, *(one for child in found.stdout.split() for one in family_of(int(child)))]


def copies(served: Served) -> int:
    """How often any of the words is in the memory of the server and its children."""
    return sum(len(CANARY.findall(piece)) for process in family_of(served.process.pid) for piece in memory_of(process))


def on_disk(folders: list[Path], since: float) -> list[str]:
    """Files written since then that hold one of the words."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts]
    return [
        str(path)
        for path in files
        if os.access(path, os.R_OK) and path.stat().st_mtime >= since and CANARY.search(path.read_bytes())
    ]


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address) as answer:
            code: int = answer.status
            return code
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a test read the memory of another process")
def test_within_a_minute_after_the_tab_is_closed_nothing_is_left(
    phone: Page, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    since = time.time()
    scratch = tmp_path_factory.mktemp("scratch")
    with serve(ROOT / "app.py", scratch / "log.txt", TMPDIR=str(scratch)) as served:
        files: list[str] = []
        phone.on("request", lambda request: files.append(request.url) if ".pdf" in request.url else None)
        family = Family(phone, served.url, {})
        phone.goto(f"{served.url}/summary")
        boxes = family.main.get_by_role("textbox")
        expect(boxes.first).to_be_visible()
        for number in range(3):
            boxes.nth(number).fill(" ".join(CANARIES[number::3]))
        family.main.get_by_role("button", name="Continue", exact=True).click()
        button = family.main.get_by_role("button", name="Letter")
        expect(button).to_be_visible(timeout=60_000)
        with phone.expect_download(timeout=60_000) as waiting:
            button.click()
        waiting.value.save_as(tmp_path / "summary.pdf")
        assert status(files[0]) == 200
        assert copies(served) > 0, "the words are looked for in the right way"

        phone.context.close()
        closed = time.monotonic()
        while (left := copies(served)) or status(files[0]) != 404:
            assert time.monotonic() - closed < MINUTE, f"{left} copies, the file answers {status(files[0])}"
            time.sleep(3)
        written = [scratch, ROOT / ".streamlit", ROOT / ".keys", ROOT / "content", Path(tempfile.gettempdir())]
        assert [path for path in on_disk(written, since) if not path.startswith(str(tmp_path))] == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a test read the memory of another process")
def test_the_privacy_page_says_what_these_tests_show(phone: Page, server: Served) -> None:
    phone.goto(f"{server.url}/privacy")
    main = phone.locator('[data-testid="stMain"]')
    for claim in (
        "In this tab of your browser, locked, and in the memory of the computer that runs this page.",
        "When you close the tab, the computer forgets them within a minute",
        "For five minutes, your answers could come back with it.",
    ):
        expect(main).to_contain_text(claim)
