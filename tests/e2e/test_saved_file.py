"""A file saved in one browser and used in another: the same answers, the same page, the same result."""

from __future__ import annotations

import json
import statistics
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FileChooser, Locator, Page, WebSocket, expect
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject

from intake.config import ROOT
from intake.domain.response import Response
from intake.i18n import PSEUDO, Translator, pseudo
from intake.saved import LARGEST_FILE, open_saved
from tests.e2e.family import CONTENT, Family, case
from tests.e2e.screen import HEADING, OpenPage
from tests.saved.harm import bomb, pdf
from tests.serving import Served, serve
from tests.ui.test_limits import answered, page_of

NAME = "T. <b>R</b> & Söhne"
NOTE = "He sold the piano. {{7*7}}"
PASSWORD = "nine quiet otters"
MADE_UP = Translator(PSEUDO)
NOT_IN_A_FILE = {f"{CONTENT.questionnaire.items[link_id].label}\nNo" for link_id in ("your_safety", "own_use")}
"""What "Check your answers" shows about the writer and a file leaves out. Only the result says that it is open."""
LATE = "strain"
"""A question near the end of the check."""


def told_until(page: Page, url: str, link_id: str) -> Family:
    """Rachel's family at one question, with all questions before it answered."""
    family = Family(page, url, {**case("rachel_evenings").answers, "worry_most": NOTE})
    family.arrive_at(link_id)
    return family


def save(family: Family, folder: Path, *, password: str = "", leave_out: str = "") -> Path:
    """Go from "Stop for now" to a file on the disk."""
    family.press("Stop for now")
    family.press("Save my answers")
    family.main.get_by_role("textbox", name="Your name or initials").fill(NAME)
    if leave_out:
        family.do(lambda: family.main.get_by_role("checkbox", name=leave_out).check(force=True))
    if password:
        field = family.main.get_by_role("textbox", name="Password for the file")
        expect_left_alone(field)
        field.fill(password)
    family.press("Continue")
    return download(family, folder)


def expect_left_alone(password: Locator) -> None:
    """A phone neither begins this field with a capital nor corrects it: it would open no file elsewhere."""
    for attribute, value in {"autocapitalize": "off", "autocorrect": "off", "spellcheck": "false"}.items():
        expect(password).to_have_attribute(attribute, value)


def download(family: Family, folder: Path) -> Path:
    with family.page.expect_download(timeout=40_000) as waiting:
        family.main.get_by_role("button", name="Download the summary (PDF)").click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def save_answers_only(family: Family, folder: Path) -> Path:
    """Save the answers without a PDF, from the page that offers the file."""
    with family.page.expect_download() as waiting:
        family.main.get_by_role("button", name="Save only my answers").click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def choose(family: Family, file: Path) -> None:
    """Choose a file on its page, as a person does in the browser's own dialog."""
    family.settle()
    family.do(lambda: family.page.locator("input[type=file]").set_input_files(file))


def answers_in(file: Path, password: str = "") -> Response:
    return open_saved(file.read_bytes(), CONTENT.questionnaire, password=password).response


def shown(family: Family) -> list[str]:
    """Every answer on "Check your answers"."""
    return family.main.locator(".ns-answer").all_inner_texts()


def finish(family: Family) -> tuple[list[str], str]:
    """Answer the rest; return what "Check your answers" shows and the heading of the result."""
    family.answer_everything()
    answers = shown(family)
    family.press("See my next steps")
    return answers, family.heading


@pytest.mark.long
def test_a_file_continues_in_another_browser_where_it_was_saved(
    server: Served, open_page: OpenPage, tmp_path: Path
) -> None:
    first = told_until(open_page(), server.url, LATE)
    file = save(first, tmp_path)
    assert NAME in str(answers_in(file))
    assert answers_in(save_answers_only(first, tmp_path)) == answers_in(file)
    first.press("Change what goes in")
    first.press("Back")
    assert LATE in first.keys_here

    second = Family(open_page(), server.url, first.answers)
    second.page.goto(server.url)
    second.press("Use a saved file")
    choose(second, file)
    expect(second.main.get_by_role("status")).to_contain_text("Saved on")
    second.press("Use these answers")
    assert LATE in second.keys_here
    answers, result = finish(first)
    assert finish(second) == (
        [one for one in answers if one not in NOT_IN_A_FILE],
        "Some safety questions are still open",
    )
    second.press(f"Answer these now ({len(NOT_IN_A_FILE)})")
    for _ in NOT_IN_A_FILE:
        for item in second.unanswered_here():
            second.answer(item)
        second.move("Continue")
    assert second.heading == result


@pytest.mark.long
def test_a_file_continues_in_another_language(
    server: Served, open_page: OpenPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = save(told_until(open_page(), server.url, "means"), tmp_path)
    monkeypatch.setenv("NEXT_STEP_LANGUAGES", json.dumps([PSEUDO]))
    with serve(ROOT / "app.py", tmp_path / "log.txt") as other:
        family = Family(open_page(), other.url, {})
        family.page.goto(other.url)
        family.press(pseudo("Use a saved file"))
        choose(family, file)
        family.press(pseudo("Use these answers"))
        expect(family.main).to_contain_text(pseudo(CONTENT.questionnaire.items["means"].text))
        family.press(pseudo("Stop for now"))
        family.press(pseudo("Save my answers"))
        field = family.main.get_by_role("textbox", name=pseudo("Your name or initials"))
        expect(field).to_have_value(NAME)
        family.press(pseudo("Continue"))
        family.press(pseudo("Back to my next steps"))
        heading = family.heading
    assert heading in {MADE_UP.text("", band.heading) for band in CONTENT.bands}


def test_a_locked_file_without_names_opens_only_with_its_password(
    server: Served, open_page: OpenPage, tmp_path: Path
) -> None:
    first = told_until(open_page(), server.url, "means")
    file = save(first, tmp_path, password=PASSWORD, leave_out="Leave out all names")
    assert "your_name" not in answers_in(file, PASSWORD).by_key

    family = Family(open_page(), server.url, {})
    family.page.goto(server.url)
    family.press("Use a saved file")
    choose(family, file)
    expect(family.main.get_by_role("alert")).to_contain_text("This file has a password")
    expect_left_alone(family.main.get_by_role("textbox"))
    family.main.get_by_role("textbox").fill("nine quiet otter")
    family.press("Open the file")
    expect(family.main.get_by_role("alert").last).to_contain_text("That is not the right password")
    family.main.get_by_role("textbox").fill(f"{PASSWORD} ")
    family.press("Open the file")
    family.press("Use these answers")
    assert "means" in family.keys_here


@pytest.mark.long
def test_two_downloads_of_the_same_answers_have_different_addresses(
    server: Served, open_page: OpenPage, tmp_path: Path
) -> None:
    """If the address followed from the content alone, anyone who guessed the answers could find the file."""
    page = open_page()
    addresses: list[str] = []
    page.on(
        "request",
        lambda request: addresses.append(request.url) if request.url.startswith(f"{server.url}/media/") else None,
    )
    family = told_until(page, server.url, "relationship")
    save(family, tmp_path)
    download(family, tmp_path)
    for _ in range(2):
        with page.expect_download() as waiting:
            family.main.get_by_role("button", name="Download as plain text").click()
        assert waiting.value.suggested_filename.startswith("summary-")
        family.press("Change what goes in")
        family.press("Continue")
    assert len(addresses) == len(set(addresses)) == 4


@pytest.fixture
def sent(phone: Page) -> list[int]:
    """The sizes of the messages that the page sends over its connection."""
    sizes: list[int] = []

    def opened(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: sizes.append(len(frame)))

    phone.on("websocket", opened)
    return sizes


def test_a_file_that_is_too_large_never_leaves_the_device(
    server: Served, phone: Page, sent: list[int], tmp_path: Path
) -> None:
    requests: list[str] = []
    phone.on("request", lambda request: requests.append(request.method))
    large, fits = tmp_path / "large.pdf", tmp_path / "fits.pdf"
    large.write_bytes(b"%PDF-1.7" + b"0" * LARGEST_FILE)
    fits.write_bytes(b"%PDF-1.7" + b"0" * (LARGEST_FILE - 8))
    family = Family(phone, server.url, {})
    phone.goto(server.url)
    family.press("Use a saved file")
    choose(family, large)
    expect(family.main.get_by_role("alert")).to_have_text(
        "This file is too large. Files saved on this site are smaller than 1 megabyte."
    )
    assert max(sent) < 50_000
    choose(family, fits)
    expect(family.main.get_by_role("alert").last).to_contain_text("We cannot read this file")
    assert max(sent) > LARGEST_FILE
    assert set(requests) <= {"GET"}, "a file is sent only over the page's own connection"


@pytest.mark.long
def test_hostile_files_of_one_visitor_hold_up_no_other(
    server: Served, phone: Page, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Files that unpack to 2 GB, and files with 500 attachments and 500 fonts, while another visitor clicks."""
    files = []
    for number, data in enumerate((bomb(2_000_000_000), pdf(with_attachments), pdf(with_fonts))):
        files.append(tmp_path / f"{number}.pdf")
        files[-1].write_bytes(data)
        assert len(data) < LARGEST_FILE
    family = Family(phone, server.url, {})
    phone.goto(server.url)
    family.press("Use a saved file")
    waits, done = list[float](), threading.Event()

    def click_all_the_time() -> None:
        with page_of(server, "203.0.113.20") as other:
            answered(other)
            while not done.is_set():
                waits.append(answered(other))
                time.sleep(0.05)

    clicking = threading.Thread(target=click_all_the_time)
    clicking.start()
    try:
        for file in (*files, *files):
            choose(family, file)
            expect(family.main.get_by_role("alert").last).to_be_visible(timeout=30_000)
    finally:
        done.set()
        clicking.join()
    record_property("clicks of the other visitor", len(waits))
    record_property("median in ms", round(1_000 * statistics.median(waits)))
    record_property("longest in ms", round(max(waits) * 1_000))
    assert statistics.median(waits) < 1
    assert max(waits) < 10


def with_attachments(writer: PdfWriter) -> None:
    for number in range(500):
        writer.add_attachment(f"{number}.txt", b"x" * 100)


def with_fonts(writer: PdfWriter) -> None:
    fonts = DictionaryObject()
    for number in range(500):
        font = DictionaryObject(
            {NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1")}
        )
        fonts[NameObject(f"/F{number}")] = writer._add_object(font)
    writer.pages[0][NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n<img src=x>", b'{"answers": {"fear": NaN}}'], ids=str)
@pytest.mark.long
def test_an_unusable_file_loses_no_answer(server: Served, phone: Page, tmp_path: Path, content: bytes) -> None:
    family = told_until(phone, server.url, "lo_age")
    file = tmp_path / "photo.pdf"
    file.write_bytes(content)
    while "Start now" not in family.main.inner_text():
        family.press("Back")
    family.press("Use a saved file")
    choose(family, file)
    expect(family.main.get_by_role("alert").last).to_be_visible()
    assert "<img" not in family.main.inner_html()
    family.press("Cancel")
    assert "relationship" in family.keys_here
    family.press("Stop for now")
    expect(family.main).to_contain_text("You have answered 2 questions.")


def test_the_file_field_can_be_reached_by_keyboard_and_shows_the_focus(server: Served, phone: Page) -> None:
    opened: list[FileChooser] = []

    def hear(chooser: FileChooser) -> None:
        opened.append(chooser)

    phone.on(
        "filechooser", hear
    )  # from the start: registered just before Enter, it would be too late in a busy browser
    family = Family(phone, server.url, {})
    phone.goto(server.url)
    family.move("Use a saved file")
    expect(phone.locator(HEADING)).to_be_focused()  # before that, the arriving page undoes a key press
    field = phone.get_by_label("Choose the file")
    for _ in range(6):
        phone.keyboard.press("Tab")
        if field.evaluate("field => field === document.activeElement"):
            break
    expect(field).to_be_focused()
    ring = phone.locator(".ns-file").evaluate("label => getComputedStyle(label).outlineStyle")
    assert ring == "solid", "the focus can be seen"
    phone.keyboard.press("Enter")
    until = time.monotonic() + 10
    while not opened:
        assert time.monotonic() < until, "the browser's file dialog opens"
        phone.wait_for_timeout(50)
