"""A real browser on the real app. No page may send a request to another host: the page fixtures check this."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from shutil import which
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.e2e.screen import DESKTOP, EXITS, PATIENCE, PHONE, RUNS, OpenPage
from tests.e2e.staff import served_desk
from tests.serving import ROOT, Served, serve

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The app as `make run` serves it."""
    with serve(ROOT / "app.py", tmp_path_factory.mktemp("server") / "log.txt") as served:
        yield served


@pytest.fixture(scope="session")
def frame(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The small app in the frame folder."""
    with serve(ROOT / "tests/e2e/frame/app.py", tmp_path_factory.mktemp("frame") / "log.txt") as served:
        yield served


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """NEXT_STEP_CHROMIUM (`make` sets it), the system's Chromium, or the one that comes with Playwright."""
    found = os.environ.get("NEXT_STEP_CHROMIUM") or which("chromium-headless-shell") or which("chromium")
    quiet = (
        "disable-background-networking",
        "disable-component-update",
        "disable-sync",
        "no-first-run",
        "host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",  # nothing leaves this computer
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found,
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", *(f"--{word}" for word in quiet)],
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[OpenPage]:
    """open_page(viewport=DESKTOP, color_scheme="dark", ...): a page in a fresh browser profile, by default a phone.

    At the end of the test it fails on any request to another host or any error in the browser's console.
    """
    asked: list[str] = []
    wrong: list[str] = []

    with ExitStack() as stack:

        def opened(**options: object) -> Page:
            context = chromium.new_context(**{"viewport": PHONE, **options})  # type: ignore[arg-type]
            stack.callback(context.close)
            context.set_default_timeout(PATIENCE)
            context.add_init_script(path=RUNS)
            context.on("request", lambda request: asked.append(request.url))
            context.on("weberror", lambda error: wrong.append(str(error.error)))
            context.on(
                "console",
                lambda message: wrong.append(message.text) if "Content Security Policy" in message.text else None,
            )
            return context.new_page()

        yield opened
    foreign = {url for url in asked if urlsplit(url).hostname not in {None, "127.0.0.1", *EXITS}}
    assert foreign == set(), "the page asked another host for something"
    assert wrong == [], "the browser reported errors"


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    """A page of 390 by 844 pixels."""
    return open_page()


@pytest.fixture
def desktop(open_page: OpenPage) -> Page:
    """A page of 1280 by 800 pixels."""
    return open_page(viewport=DESKTOP)


@pytest.fixture(scope="session")
def desk_of_the_worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """See `desk`."""
    with served_desk(tmp_path_factory.mktemp("desk"), NEXT_STEP_RETENTION_DAYS='{"closed": 14}') as served:
        yield served


@pytest.fixture
def desk(desk_of_the_worker: Served) -> Served:
    """A server with both areas, shared by the tests of a worker: each test makes its own account.

    A test may kill and restart it.
    """
    if desk_of_the_worker.process.poll() is not None:
        desk_of_the_worker.start()
    return desk_of_the_worker
