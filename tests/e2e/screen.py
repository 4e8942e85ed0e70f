"""What the browser tests check on a page, measured in the page itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Error, Page, Route

from intake.config import site

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
HEADING = '[data-testid="stMain"] h1'

RUNS = Path(__file__).with_name("runs.js")
# Milliseconds. A machine that is busy with other work is slow, and that is not the app's fault.
PATIENCE = 20_000

# Where "Leave this site" goes, in the app and in the small app of these tests; nothing is fetched from there.
EXITS = {urlsplit(str(site().quick_exit_url)).hostname, "weather.example.org"}

OpenPage = Callable[..., Page]


def answer_exits(page: Page) -> None:
    """Stand in for the site that "Leave this site" goes to.

    Only for tests that leave the site: it sends every request of the page through the test, and nothing is cached.
    """

    def exit_page(route: Route) -> None:
        route.fulfill(body="<title>Weather</title><h1>The weather</h1>", content_type="text/html")

    for host in EXITS:
        page.route(f"https://{host}/**", exit_page)


def focused(page: Page) -> str:
    tag: str = page.evaluate("document.activeElement.tagName")
    return tag


def scrolled(page: Page) -> float:
    top: float = page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")
    return top


def small_targets(page: Page) -> list[str]:
    """Every link, button, field, and answer row that is less than 44 pixels high or wide."""
    found: list[str] = page.evaluate(
        """() => {
          const field = '[data-testid$="RootElement"], [data-testid="stNumberInputContainer"], [role=group]';
          const press = [...document.querySelectorAll('a, button, label:has(input), textarea, input')]
            .filter((e) => !e.matches('[type=radio], [type=checkbox]'))
            .map((e) => e.matches('input') && e.closest(field) || e);
          return press
            .map((e) => [e, e.getBoundingClientRect()])
            .filter(([e, box]) => box.width && box.height && (44 > box.width || 44 > box.height))
            .map(([e, box]) => `${Math.round(box.width)}x${Math.round(box.height)} ${e.outerHTML.slice(0, 150)}`);
        }"""
    )
    return found


def sideways(page: Page) -> int:
    """By how many pixels the page, or anything that scrolls in it, is wider than the window."""
    wider: int = page.evaluate(
        """() => Math.max(...[document.documentElement, ...document.querySelectorAll('[data-testid="stMain"]')]
          .map(e => e.scrollWidth - e.clientWidth))"""
    )
    return wider


def mark(page: Page) -> object:
    """A mark for `idle`: which server runs the page has requested so far."""
    moment: object = page.evaluate("testRuns.mark()")
    return moment


def idle(page: Page, *, beats: int = 3, since: object = None) -> None:
    """Wait until the server has nothing more to render and the page has been unchanged for `beats` of 20 ms each.

    `since`: a `mark`; also wait until the page has requested a run since then. The page itself waits (runs.js), so the
    time is measured where things are rendered, and a busy machine gets more of it.
    """
    until = time.monotonic() + PATIENCE / 1_000
    while True:
        try:
            waits_for = page.evaluate(
                "([beats, since, milliseconds]) => testRuns.answered(beats, since, milliseconds)",
                [beats, since, (until - time.monotonic()) * 1_000],
            )
        except Error as error:  # another page was loaded in the meantime: wait there
            if "context was destroyed" not in error.message or time.monotonic() > until:
                raise
            continue
        assert not waits_for, f"the server still had something to render: {waits_for}"
        return


def drawn(page: Page) -> None:
    """Wait until a loaded page is rendered with what the tab had kept."""
    page.locator("html[data-drawn]:not([data-waiting])").wait_for(state="attached")
    page.locator(HEADING).first.wait_for()  # the previous page's heading may still be there too
