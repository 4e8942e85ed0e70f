"""What the browser tests look at, measured in the page itself."""

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
# Milliseconds: a machine that does other work beside the tests is slow, and that is no fault of the app.
PATIENCE = 20_000

# Where "Leave this site" goes, in the app and in the small app of these tests; nothing is fetched from there.
EXITS = {urlsplit(str(site().quick_exit_url)).hostname, "weather.example.org"}

OpenPage = Callable[..., Page]


def answer_exits(page: Page) -> None:
    """Stands in for the site to which "Leave this site" goes.

    Only where a test leaves: with it every request of the page goes through the test, and nothing is cached.
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
    """Everything to press that is under 44 pixels high or wide: links, buttons, fields, rows of an answer."""
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
    """How many pixels the page, or what scrolls in it, is wider than the window."""
    wider: int = page.evaluate(
        """() => Math.max(...[document.documentElement, ...document.querySelectorAll('[data-testid="stMain"]')]
          .map(e => e.scrollWidth - e.clientWidth))"""
    )
    return wider


def mark(page: Page) -> object:
    """This moment, for `idle`: which runs of the server the page has asked for so far."""
    moment: object = page.evaluate("testRuns.mark()")
    return moment


def idle(page: Page, *, beats: int = 3, since: object = None) -> None:
    """Waits until the server has nothing more to draw, and the page has not changed for so many beats of 20 ms.

    `since`: a `mark`; waits also until the page has asked for a run since then. The page itself waits (runs.js): the
    time is measured where things are drawn, so a busy machine lengthens it.
    """
    until = time.monotonic() + PATIENCE / 1_000
    while True:
        try:
            waits_for = page.evaluate(
                "([beats, since, milliseconds]) => testRuns.answered(beats, since, milliseconds)",
                [beats, since, (until - time.monotonic()) * 1_000],
            )
        except Error as error:  # another page was loaded meanwhile: wait there
            if "context was destroyed" not in error.message or time.monotonic() > until:
                raise
            continue
        assert not waits_for, f"the server still had something to draw: {waits_for}"
        return


def drawn(page: Page) -> None:
    """Waits until a page that was loaded is drawn, with what the tab had kept."""
    page.locator("html[data-drawn]:not([data-waiting])").wait_for(state="attached")
    page.locator(HEADING).first.wait_for()  # that of the page before may still stand beside it
