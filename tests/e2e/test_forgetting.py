"""What the privacy page says about a closed tab: within a minute the server has no answers and no summary.

And about erased answers: they are gone while the tab is still open.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from intake.content.cases import response_of
from intake.saved import payload
from intake.ui.staff import routes, store_access
from tests.e2e.family import CONTENT, Family, case
from tests.e2e.screen import HEADING
from tests.e2e.server_memory import CANARY, as_made, canaries, left_in, typed_everywhere
from tests.e2e.staff import press, served_desk, settled, taking_calls
from tests.e2e.test_saved_file import choose, download
from tests.e2e.test_two_relatives import file_for
from tests.saved.files import carrying
from tests.serving import ROOT, Served, serve

MINUTE = 60
A_FEW = 0.01  # of the words that were in memory before, if the server was started by hand
PROFILE = str(Path(tempfile.gettempdir(), "playwright"))  # the browser's own copies of its downloads
PAGES = sorted(path.stem for path in (ROOT / "pages" / "family").glob("*.py"))
ANSWERS = {**case("sam").answers, **typed_everywhere()}
RELATIVES = {**case("rachel_evenings").answers, **typed_everywhere(300)}
LONG = canaries(600, 3, words_each=13)
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a test read another process's memory")
AS_STARTED = pytest.mark.parametrize("started", ["by make run", "by hand"])


def on_disk(folders: list[Path], since: float) -> list[str]:
    """Files written since then that contain one of the words."""
    found: list[str] = []
    walks = (walk for folder in folders for walk in os.walk(folder))  # skips what other processes delete meanwhile
    for path in (Path(folder, name) for folder, _, names in walks for name in names):
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


def settings(started: str) -> dict[str, str]:
    return as_made() if started == "by make run" else {}


def saved_by_a_relative(folder: Path) -> Path:
    path = folder / "relative.pdf"
    path.write_bytes(carrying(payload(response_of(RELATIVES, CONTENT), {}, store_access.now())))
    return path


def summary_saved(family: Family, folder: Path) -> Path:
    """Type into the fields of the summary page, and download the summary as a PDF and as text."""
    family.arrive("summary")
    for number, text in enumerate(LONG):
        box = family.main.get_by_role("textbox").nth(number)
        box.fill(text)
        expect(box).to_have_value(text)
    family.press("Continue")
    path = download(family, folder)
    with family.page.expect_download() as waiting:
        family.main.get_by_role("button", name="Download as plain text").click()
    waiting.value.save_as(folder / "summary.txt")
    return path


def used(family: Family, file: Path) -> None:
    """Use the saved file instead of the answers in the page."""
    family.arrive("open_file")
    choose(family, file)
    family.press("Use these answers")
    family.move("Replace my answers here")


def relative_added(family: Family, file: Path) -> None:
    """Add what a relative saved, and look at the next steps for both and at all answers."""
    family.arrive("together")
    choose(family, file)
    family.do(lambda: family.main.get_by_role("checkbox", name="They know and agree").check(force=True))
    family.press("Add these answers")
    family.press("See the next steps for all of you")
    expect(family.page.locator(HEADING)).to_have_text("Get help now")
    family.page.goto(f"{family.url}/review")
    expect(family.page.locator(HEADING)).to_have_text("Check your answers")
    family.settle()


def assert_forgotten(served: Served, close: Callable[[], object], started: str, files: Sequence[str]) -> None:
    """Close the tab or erase. Within a minute the files are gone, and so is everything that docs/privacy.md says.

    No word is in memory if the server was started by `make run`. If by hand, no long text and only a few words.
    """
    before = left_in(served, LONG)
    assert min(before) > 0, "the search finds texts that are there"
    most = 0 if started == "by make run" else int(before.words * A_FEW)
    close()
    closed = time.monotonic()
    while True:
        left, found = left_in(served, LONG), {status(file) for file in files}
        if left.texts == 0 and left.words <= most and found <= {404}:
            return
        assert time.monotonic() - closed < MINUTE, f"{left} of {before}; the files answer {found}"
        time.sleep(3)


@ON_LINUX
@AS_STARTED
@pytest.mark.long
def test_a_minute_after_a_familys_tab_is_closed_nothing_is_left(
    phone: Page, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, started: str
) -> None:
    """Every page with answers, a saved file and its use, and the answers of a relative."""
    since, scratch = time.time(), tmp_path_factory.mktemp("scratch")
    with serve(ROOT / "app.py", scratch / "log.txt", TMPDIR=str(scratch), **settings(started)) as served:
        files: list[str] = []
        made = f"{served.url}/media/"
        phone.on("request", lambda request: files.append(request.url) if request.url.startswith(made) else None)
        family = Family(phone, served.url, ANSWERS)
        for page in PAGES:
            family.arrive(page)
        file = summary_saved(family, tmp_path)
        assert {status(address) for address in files} == {200}
        used(family, file)
        relative_added(family, saved_by_a_relative(tmp_path))
        assert_forgotten(served, phone.context.close, started, files)
        places = [scratch, Path(tempfile.gettempdir()), ROOT / ".streamlit", ROOT / "content", ROOT / "src"]
        assert [path for path in on_disk(places, since) if not path.startswith((str(tmp_path), PROFILE))] == []


@ON_LINUX
@AS_STARTED
@pytest.mark.long
def test_a_minute_after_the_desks_tab_is_closed_nothing_is_left(
    desktop: Page, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, started: str
) -> None:
    """A call with a family's answers, notes, and a summary for a professional; every page of the desk."""
    with served_desk(tmp_path_factory.mktemp("desk"), **settings(started)) as desk:
        files: list[str] = []
        made = f"{desk.url}/media/"
        desktop.on("request", lambda request: files.append(request.url) if request.url.startswith(made) else None)
        taking_calls(desktop, desk)
        press(desktop, "New call")
        for text in LONG:
            desktop.locator(".st-key-desk_note input").fill(text)
            desktop.keyboard.press("Enter")
            expect(desktop.locator(".st-key-desk_log")).to_contain_text(text)
            settled(desktop)
        press(desktop, "The caller has a file")
        desktop.locator("input[type=file]").set_input_files(saved_by_a_relative(tmp_path))
        press(desktop, "Use these answers and read them back")
        press(desktop, re.compile("^Back to the questions"))
        file_for(desktop, tmp_path)
        for page in (*routes.PAGES, "call"):
            desktop.goto(f"{desk.url}/{page}")
            settled(desktop)
        assert_forgotten(desk, desktop.context.close, started, files)


@ON_LINUX
@pytest.mark.long
def test_after_erasing_nothing_is_left_although_the_tab_stays_open(phone: Page, tmp_path: Path) -> None:
    """Nobody else uses the server, so nothing but the erasing makes it look for what is left."""
    with serve(ROOT / "app.py", tmp_path / "log.txt", **as_made()) as served:
        family = Family(phone, served.url, {**ANSWERS, "worry_most": LONG[0]})
        family.arrive("review")

        def erase() -> None:
            family.press("Start over")
            family.press("Erase them and start over")

        assert_forgotten(served, erase, "by make run", files=[])


def test_the_privacy_page_says_what_these_tests_show(phone: Page, server: Served) -> None:
    phone.goto(f"{server.url}/privacy")
    main = phone.locator('[data-testid="stMain"]')
    for claim in (
        "In this browser tab, locked, and in the memory of the computer that runs this site.",
        "When you close the tab, the computer erases them within a minute",
        "For five minutes, your answers could come back with it.",
    ):
        expect(main).to_contain_text(claim)
