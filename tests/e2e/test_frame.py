"""What every page shares: leaving fast, crisis numbers, focus, language, sizes, the first paint, and the error page."""

from __future__ import annotations

import json
import re
import time
import urllib.request
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Locator, Page, Route, expect

from intake.domain.typed_text import clean
from tests.e2e.screen import (
    DESKTOP,
    HEADING,
    PHONE,
    OpenPage,
    answer_exits,
    focused,
    idle,
    scrolled,
    sideways,
    small_targets,
)
from tests.often import often
from tests.serving import ROOT, Served

NAUGHTY: list[str] = json.loads((ROOT / "tests/naughty_strings/blns.json").read_text("utf-8"))
EXIT = "https://weather.example.org/"
ELSEWHERE = "data:text/html,<title>Before</title>"


def visit(page: Page, served: Served, path: str = "/") -> None:
    page.goto(f"{served.url}{path}")
    page.locator(HEADING).wait_for()
    page.locator("html[data-drawn]").wait_for(state="attached")


def press(page: Page, name: str, heading: str) -> None:
    page.get_by_role("button", name=name).click()
    expect(page.locator(HEADING)).to_have_text(heading)


def remembered(served: Served, word: str) -> dict[str, int]:
    with urllib.request.urlopen(f"{served.url}/remembered/{word}") as answer:
        found: dict[str, int] = json.load(answer)
    return found


# --- Leave this site -------------------------------------------------------------------------------------------------


def leave_by_button(page: Page) -> None:
    page.get_by_role("link", name="Leave this site").click()


def leave_by_keys(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


def note_presses(page: Page) -> list[float]:
    """Record when something is pressed on a page, in milliseconds of the browser's clock."""
    pressed: list[float] = []

    def hear(message: ConsoleMessage) -> None:
        word, _, moment = message.text.partition(" ")
        if word == "pressed":
            pressed.append(float(moment))

    page.on("console", hear)
    page.evaluate(
        """() => { for (const type of ["click", "keydown"])
          window.addEventListener(type, () => console.debug(`pressed ${Date.now()}`), true) }"""
    )
    return pressed


def away_after(page: Page, pressed: list[float]) -> float:
    """Wait for the other site; return how many milliseconds after the last press the browser began to load it."""
    page.wait_for_url(EXIT)
    left: float = page.evaluate("performance.timeOrigin")
    return left - pressed[-1]


@pytest.mark.parametrize("leave", [leave_by_button, leave_by_keys])
def test_leaving_erases_the_answers_and_opens_the_other_site_within_a_second(
    frame: Served, phone: Page, leave: Callable[[Page], None]
) -> None:
    answer_exits(phone)
    others = remembered(frame, "heron")["sessions"]
    phone.goto(ELSEWHERE)
    visit(phone, frame, "/form")
    phone.get_by_text("I don't know").click()
    phone.get_by_label("In your own words").fill("heron")
    press(phone, "Go back", "A long page")
    press(phone, "Go to form", "A page to fill in")
    phone.get_by_label("A name").fill("heron, still being typed")
    assert remembered(frame, "heron")["holding"] == 1

    pressed = note_presses(phone)
    leave(phone)
    assert away_after(phone, pressed) < 1_000
    assert phone.context.cookies() == []

    until = time.monotonic() + 3
    while remembered(frame, "heron")["sessions"] > others and time.monotonic() < until:
        time.sleep(0.05)
    left = remembered(frame, "heron")
    assert left["holding"] == 0
    assert left["sessions"] <= others, "those of earlier tests may have ended in the meantime"
    phone.go_back()
    assert phone.url == ELSEWHERE


def test_nothing_can_be_read_while_leaving(frame: Served, phone: Page) -> None:
    answer_exits(phone)
    visit(phone, frame, "/form")
    drawn = "document.body.getClientRects().length"
    seen = phone.evaluate(
        "() => { document.querySelector('#ns-leave').click();"
        f" return [{drawn}, document.title, localStorage.length, sessionStorage.length] }}"
    )
    assert seen == [0, "weather.example.org", 0, 0]


def test_leaving_works_when_the_server_does_not_answer(frame: Served, phone: Page) -> None:
    answer_exits(phone)
    visit(phone, frame, "/form")
    pressed = note_presses(phone)
    with frame.silent():
        leave_by_button(phone)
        assert away_after(phone, pressed) < 1_000


def test_slow_presses_or_other_keys_in_between_do_not_leave(frame: Served, phone: Page) -> None:
    visit(phone, frame, "/form")
    for key in ("Shift", "a", "Shift", "Shift"):
        phone.keyboard.press(key)
    phone.evaluate(
        "(() => { const real = performance.now.bind(performance); performance.now = () => real() + 5100; })()"
    )
    phone.keyboard.press("Shift")
    phone.wait_for_timeout(400)
    assert phone.url == f"{frame.url}/form"


def test_capitals_can_be_typed(frame: Served, phone: Page) -> None:
    visit(phone, frame, "/form")
    phone.get_by_label("In your own words").click()
    for letter in "ABC":
        phone.keyboard.press(f"Shift+{letter}")
    phone.wait_for_timeout(400)
    expect(phone.get_by_label("In your own words")).to_have_value("ABC")


def test_leaving_needs_no_script(frame: Served, open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    answer_exits(page)
    page.goto(frame.url)
    with page.expect_request(EXIT):
        leave_by_button(page)


# --- Crisis numbers --------------------------------------------------------------------------------------------------


def click(link: Locator) -> None:
    link.click()


def tap(link: Locator) -> None:
    link.tap()


def tap_that_leaves_the_focus_in_the_field(link: Locator) -> None:
    """Tap as on an iPhone, where a link does not take the focus."""
    link.evaluate("link => link.click()")


@pytest.mark.parametrize(
    "press_link", [pytest.param(click, marks=pytest.mark.long), tap, tap_that_leaves_the_focus_in_the_field]
)
def test_words_being_typed_are_kept_on_the_way_to_the_crisis_numbers(
    frame: Served, open_page: OpenPage, press_link: Callable[[Locator], None]
) -> None:
    page = open_page(has_touch=True)
    visit(page, frame, "/form")
    page.get_by_label("In your own words").click()
    page.keyboard.type("he fell twice")
    press_link(page.get_by_role("link", name="Crisis numbers"))
    expect(page.get_by_text("Kept: he fell twice")).to_be_visible()
    press(page, "Back to the page", "A page to fill in")
    expect(page.get_by_label("In your own words")).to_have_value("he fell twice")


def test_words_being_typed_are_kept_where_a_button_does_not_take_the_focus(frame: Served, phone: Page) -> None:
    """As on an iPhone: the field does not lose the focus, which would make it send its text."""
    visit(phone, frame, "/form")
    phone.get_by_label("In your own words").click()
    phone.keyboard.type("he fell twice")
    phone.evaluate("window.addEventListener('mousedown', (event) => event.preventDefault(), true)")
    press(phone, "Go back", "A long page")
    press(phone, "Go to form", "A page to fill in")
    expect(phone.get_by_label("In your own words")).to_have_value("he fell twice")


def test_odd_text_is_sent_without_losing_the_connection(frame: Served, phone: Page) -> None:
    """Half an emoji, or megabytes, would end the connection, and again each time the page sends the field."""
    connections: list[object] = []
    phone.on("websocket", lambda opened: connections.append(opened))  # noqa: PLW0108
    visit(phone, frame, "/form")
    field = phone.get_by_label("In your own words")
    for script, shown in (("'he fell \\ud83dtwice'", "he fell \ufffdtwice"), ("'y'.repeat(3000000)", "y" * 30_000)):
        field.select_text()
        phone.evaluate(f"document.execCommand('insertText', false, {script})")
        expect(field).to_have_value(shown)
        idle(phone)
    phone.get_by_role("link", name="Crisis numbers").click()
    expect(phone.get_by_text("Kept: yyy")).to_be_visible()
    assert len(connections) == 1


@pytest.mark.long
def test_odd_text_of_a_list_arrives_as_it_was_typed(frame: Served, phone: Page) -> None:
    connections: list[object] = []
    phone.on("websocket", lambda opened: connections.append(opened))  # noqa: PLW0108
    visit(phone, frame, "/form")
    field = phone.get_by_label("In your own words")
    strings = [text for text in NAUGHTY if text.strip() and clean(text) == text and "\r" not in text]
    for text in strings[:: len(strings) // 60]:
        field.fill(text)
        idle(phone)
        phone.get_by_role("link", name="Crisis numbers").click()
        expect(phone.get_by_text("Kept: ")).to_contain_text(text.strip())
        press(phone, "Back to the page", "A page to fill in")
        expect(field).to_have_value(text)
    assert len(connections) == 1


def test_crisis_numbers_appear_even_if_the_server_does_not_answer(frame: Served, phone: Page) -> None:
    visit(phone, frame, "/form")
    call = phone.locator("#ns-first").get_by_role("link", name="Call 988")
    expect(call).to_be_hidden()
    with frame.silent():
        phone.get_by_role("link", name="Crisis numbers").click()
        expect(call).to_be_visible(timeout=4_000)
        phone.get_by_role("button", name="Back to where I was").click()
        expect(call).to_be_hidden()


def test_the_bar_works_while_the_dialog_about_a_lost_connection_is_open(frame: Served, phone: Page) -> None:
    visit(phone, frame, "/form")
    phone.context.set_offline(True)
    phone.route("**/_stcore/**", lambda route: route.abort())
    phone.evaluate("WebSocket.prototype.send = function () { this.close(); }")
    phone.get_by_text("I don't know").click()
    phone.get_by_text("Connection error").wait_for(timeout=15_000)
    phone.get_by_role("link", name="Crisis numbers").click()
    expect(phone.locator("#ns-first").get_by_role("link", name="Call 911")).to_be_visible(timeout=4_000)


def test_crisis_page_needs_no_script_and_no_second_file(frame: Served, open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False, viewport={"width": 320, "height": 640})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{frame.url}/crisis")
    us = page.get_by_role("region").or_(page.locator("section")).filter(has_text="United States")
    assert us.get_by_role("link").evaluate_all("all => all.map(link => link.getAttribute('href'))") == [
        "tel:911",
        "tel:988",
        "sms:988",
        "tel:18007997233",
        "sms:88788?&body=START",
    ]
    assert [url for url in asked if not url.endswith("favicon.png")] == [f"{frame.url}/crisis"]
    assert small_targets(page) == []
    assert sideways(page) == 0


# --- First paint -----------------------------------------------------------------------------------------------------


def test_numbers_show_before_any_script_and_disappear_once_the_app_is_rendered(frame: Served, phone: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    phone.route("**/static/js/*", hold)
    phone.goto(frame.url, wait_until="commit")
    call = phone.locator("#ns-first").get_by_role("link", name="Call 988")
    expect(call).to_be_visible()
    assert call.get_attribute("href") == "tel:988"
    phone.unroute_all(behavior="ignoreErrors")
    phone.reload()
    phone.locator(HEADING).wait_for()
    expect(call).to_be_hidden()


def test_numbers_and_ways_to_leave_stay_without_javascript(frame: Served, open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{frame.url}/form")
    expect(page.get_by_role("link", name="Call 911")).to_be_visible()
    expect(page.locator("noscript")).to_be_visible()
    expect(page.get_by_text("loading")).to_be_hidden()
    page.get_by_role("link", name="Crisis numbers").click()
    expect(page.get_by_role("heading", name="Anywhere else")).to_be_visible()


BLOCKED = "cannot load on this connection"


def no_socket(page: Page) -> None:
    page.route_web_socket("**/_stcore/stream", lambda socket: socket.close())


def silent_socket(page: Page) -> None:
    page.route_web_socket("**/_stcore/stream", lambda _: None)


def no_scripts(page: Page) -> None:
    page.route("**/static/js/*", lambda route: route.abort())


@pytest.mark.parametrize(
    "block", [no_socket, *(pytest.param(block, marks=pytest.mark.long) for block in (silent_socket, no_scripts))]
)
def test_a_page_that_cannot_load_says_so_within_ten_seconds(
    frame: Served, phone: Page, block: Callable[[Page], None]
) -> None:
    block(phone)
    phone.goto(frame.url)
    expect(phone.get_by_text("The questions are loading.")).to_be_visible()
    status = phone.get_by_role("status").filter(has_text=BLOCKED)
    expect(status).to_be_visible(timeout=10_000)
    expect(status).to_contain_text("Try another network")
    expect(phone.locator("#ns-first").get_by_role("link", name="Call 988")).to_be_visible()
    phone.get_by_role("link", name="Crisis numbers").click()
    expect(phone.get_by_role("heading", name="Numbers to call now")).to_be_visible()


@pytest.mark.long
def test_a_page_that_loads_late_takes_the_sentence_back(frame: Served, phone: Page) -> None:
    held: list[Route] = []
    late = False

    def hold(route: Route) -> None:
        if late:
            route.continue_()
        else:
            held.append(route)

    phone.route("**/static/js/*", hold)
    phone.goto(frame.url, wait_until="commit")
    expect(phone.get_by_text(BLOCKED)).to_be_visible(timeout=10_000)
    late = True
    for route in held:
        route.continue_()
    phone.locator(HEADING).wait_for()
    expect(phone.get_by_text(BLOCKED)).to_be_hidden()


# --- Focus, scrolling, language --------------------------------------------------------------------------------------


def test_on_the_first_page_the_first_tab_reaches_leave(frame: Served, phone: Page) -> None:
    visit(phone, frame)
    phone.wait_for_timeout(700)
    assert focused(phone) == "BODY"
    phone.keyboard.press("Tab")
    expect(phone.get_by_role("link", name="Leave this site")).to_be_focused()
    phone.keyboard.press("Tab")
    expect(phone.get_by_role("link", name="Crisis numbers")).to_be_focused()


def test_next_page_starts_at_the_top_with_the_focus_on_its_heading(frame: Served, phone: Page) -> None:
    visit(phone, frame)
    phone.get_by_role("button", name="Go to form").scroll_into_view_if_needed()
    assert scrolled(phone) > 500
    press(phone, "Go to form", "A page to fill in")
    expect(phone.locator(HEADING)).to_be_focused()
    assert scrolled(phone) == 0
    expect(phone).to_have_title("Form - Plain title")
    phone.wait_for_timeout(600)
    expect(phone.locator(HEADING)).to_be_focused()


def test_a_heading_that_appears_late_gets_the_focus(frame: Served, phone: Page) -> None:
    visit(phone, frame)
    press(phone, "Go to slow", "A page that took its time, part 0")
    expect(phone.locator(HEADING)).to_be_focused()
    assert scrolled(phone) == 0
    press(phone, "Next part", "A page that took its time, part 1")
    expect(phone.locator(HEADING)).to_be_focused()


def test_answering_moves_nothing(frame: Served, phone: Page) -> None:
    visit(phone, frame)
    press(phone, "Go to form", "A page to fill in")
    expect(phone.locator(HEADING)).to_be_focused()
    phone.get_by_label("A name").fill("B")
    before = scrolled(phone)
    phone.get_by_role("radio", name="No", exact=True).focus()
    phone.keyboard.press("Space")
    phone.wait_for_timeout(800)
    assert focused(phone) == "INPUT"
    assert scrolled(phone) <= before


def test_document_has_the_language_and_direction_of_the_words(frame: Served, phone: Page) -> None:
    visit(phone, frame, "/form")
    document = phone.locator("html")
    expect(document).to_have_attribute("lang", "en")
    phone.get_by_role("button", name="Spanish").click()
    expect(document).to_have_attribute("lang", "es")
    expect(document).to_have_attribute("dir", "ltr")
    phone.get_by_role("button", name="Arabic").click()
    expect(document).to_have_attribute("dir", "rtl")


# --- Sizes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_every_tap_target_is_large_enough(frame: Served, open_page: OpenPage, viewport: dict[str, int]) -> None:
    page = open_page(viewport=viewport)
    visit(page, frame, "/form")
    expect(page.locator('[data-testid="stRadioOption"]')).to_have_count(4)
    page.get_by_role("button", name="Go back").wait_for()
    assert small_targets(page) == []


def test_bar_is_one_line_on_a_phone_stays_in_view_and_hides_nothing(frame: Served, phone: Page) -> None:
    visit(phone, frame)
    last = phone.get_by_role("button", name="Go to broken")
    last.scroll_into_view_if_needed()
    bar = phone.locator("#ns-bar").bounding_box()
    main = phone.locator('[data-testid="stMain"]').bounding_box()
    assert bar is not None
    assert main is not None
    assert bar["y"] == 0
    assert bar["height"] < 60
    assert main["y"] == pytest.approx(bar["height"])
    assert main["y"] + main["height"] == PHONE["height"]
    expect(last).to_be_in_viewport(ratio=1)


def test_small_screen_with_text_twice_as_large(frame: Served, open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 320, "height": 640})
    visit(page, frame, "/form")
    page.add_style_tag(content="html { font-size: 36px !important; }")
    bar = page.locator("#ns-bar").bounding_box()
    assert bar is not None
    assert bar["height"] < 640 * 0.2
    assert sideways(page) == 0
    long_address = f"{'a' * 50}@example.org"
    block = page.locator('[data-testid="stMainBlockContainer"]')
    block.evaluate(
        "(block, text) => block.append(Object.assign(document.createElement('p'), {textContent: text}))", long_address
    )
    assert sideways(page) == 0


def test_a_printed_page_has_every_word_and_no_buttons(frame: Served, phone: Page) -> None:
    visit(phone, frame)
    phone.emulate_media(media="print")
    expect(phone.locator("#ns-bar")).to_be_hidden()
    expect(phone.get_by_role("button", name="Go to form")).to_be_hidden()
    last = phone.get_by_text("Paragraph 39.").bounding_box()
    assert last is not None
    assert phone.evaluate("document.documentElement.scrollHeight") >= last["y"] + last["height"]


# --- Failing kindly --------------------------------------------------------------------------------------------------


def test_the_error_page_shows_numbers_and_reveals_nothing(frame: Served, phone: Page) -> None:
    visit(phone, frame, "/form")
    phone.get_by_label("In your own words").fill("pelican")
    press(phone, "Go back", "A long page")
    press(phone, "Go to broken", "This page did not open")
    expect(phone.get_by_role("link", name="Call 988")).to_be_visible()
    expect(phone.get_by_test_id("stException")).to_have_count(0)
    shown = phone.content()
    written = frame.log.read_text()
    for word in ("pelican", "ValueError", "Traceback", "broken_page.py"):
        assert word not in shown
    assert "pelican" not in written
    assert "drunk_again" not in written
    assert "ValueError at" in written
    assert "broken_page.py:4" in written


# --- The real screens, each opened by its address --------------------------------------------------------------------

SCREENS = (
    "",
    "stay-safe",
    "danger",
    "questions",
    "stop",
    "review",
    "result",
    "how-we-decided",
    "summary",
    "download",
    "open-file",
    "privacy",
    "erased",
)
LIKE_THE_RESULT = ("review", "how-we-decided", "summary", "download")
"""Without answers, they show what the result shows: that there are none."""


def rules_broken(page: Page) -> list[str]:
    """The accessibility rules that a page breaks: every rule in light mode, those on color in dark mode."""
    broken: list[str] = []
    for scheme, options in (("light", None), ("dark", {"runOnly": ["color-contrast", "link-in-text-block"]})):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        # Our colors change at once, Streamlit's when its script has run.
        expect(page.locator('[data-testid="stApp"]')).to_have_css("color-scheme", scheme)
        idle(page)
        # Buttons fade from one color to the other; in between, neither has its contrast.
        # Not with wait_for_function: the page's policy lets it look only once.
        page.evaluate(
            """async () => {
              const running = () => document.getAnimations().some((animation) => animation.playState === "running");
              while (running()) await new Promise(requestAnimationFrame);
            }"""
        )
        found = Axe().run(page, options=options).response["violations"]
        broken += [f"{scheme}: {rule['id']}: {rule['nodes'][0]['html'][:120]}" for rule in found]
    return broken


@pytest.mark.parametrize("screen", often(SCREENS, [screen for screen in SCREENS if screen not in LIKE_THE_RESULT]))
def test_screen_has_the_frame_and_is_accessible(server: Served, open_page: OpenPage, screen: str) -> None:
    page = open_page(viewport={"width": 320, "height": 640})
    visit(page, server, f"/{screen}")
    expect(page.locator("h1:visible")).to_have_count(1)
    expect(page.locator(HEADING)).not_to_have_text("This page did not open")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_title(re.compile("Next Step$"))
    assert [cookie["name"] for cookie in page.context.cookies()] == ["_streamlit_xsrf"]
    assert sideways(page) == 0
    assert small_targets(page) == []
    assert rules_broken(page) == []
    if screen != "danger":
        page.get_by_role("link", name="Crisis numbers").click()
        expect(page.get_by_role("link", name="Call 911").locator("visible=true").first).to_be_visible()
        expect(page).to_have_url(f"{server.url}/danger")


def test_crisis_page_lists_verified_lines(server: Served, phone: Page) -> None:
    phone.goto(f"{server.url}/crisis")
    for country in ("United States", "Canada"):
        section = phone.locator("section").filter(has=phone.get_by_role("heading", name=country, exact=True))
        expect(section.get_by_role("link", name="Call 911")).to_be_visible()
        expect(section.get_by_role("link", name="Text 988")).to_be_visible()
    assert small_targets(phone) == []
    assert Axe().run(phone).response["violations"] == []
