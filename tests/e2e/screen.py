"""What the browser tests look at, measured in the page itself."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}
HEADING = '[data-testid="stMain"] h1'

OpenPage = Callable[..., Page]


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


def idle(page: Page) -> None:
    """Waits until the server has nothing more to draw."""
    app = page.locator('[data-testid="stApp"]')
    expect(app).to_have_attribute("data-test-script-state", "notRunning")


def drawn(page: Page) -> None:
    """Waits until a page that was loaded is drawn, with what the tab had kept."""
    page.locator("html[data-drawn]:not([data-waiting])").wait_for(state="attached")
    page.locator(HEADING).first.wait_for()  # that of the page before may still stand beside it
