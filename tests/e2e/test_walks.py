"""Two families from the first page to the PDF, on a phone, in a real browser."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Page, expect

from intake.content.cases import Shorthand, response_of
from intake.domain.base import Personal
from intake.domain.question_pages import LONG_LIST
from intake.domain.questionnaire import Item, ItemType
from intake.domain.routing import route
from tests.e2e.family import CONTENT, WITHOUT_VALUE, Family, case
from tests.e2e.screen import OpenPage
from tests.serving import Served

NAME = "T. <b>R</b> {{7*7}}"
OWN_WORDS = "She says it is nothing. <b>I am scared</b> for {{ the }} kids & for her.\nShe had a DUI."
HELP_FOR_THE_WRITER = "Before we go on: help for you"
SHOWN_WITHOUT_VALUE = {"?": "Not known", "-": "Rather not say"}


PHRASES = {phrase.question: phrase for phrase in CONTENT.layout.phrases}


def squeezed(text: str) -> str:
    """Text without white space and break opportunities, which differ in a PDF."""
    return re.sub(r"[\s\u200b]+", "", text)


def walk(page: Page, url: str, name: str, **other: str) -> Family:
    """The family of an acceptance case, with some answers changed, at the end of the questions."""
    family = Family(page, url, {**case(name).answers, **other})
    family.begin()
    family.answer_everything()
    return family


def begin_the_short_way(page: Page, url: str, answers: Shorthand) -> Family:
    """A family at the first of the most important questions."""
    family = Family(page, url, answers)
    page.goto(url)
    family.press("Only the most important questions, about 4 minutes")
    family.press("I understand")
    return family


def arrived(page: Page, url: str, name: str, at: str) -> Family:
    """The family of an acceptance case with everything answered, on one page."""
    family = Family(page, url, dict(case(name).answers))
    family.arrive(at)
    return family


def download(family: Family, label: str, folder: Path) -> pypdf.PdfReader:
    with family.page.expect_download(timeout=30_000) as waiting:
        family.main.get_by_role("button", name=label).click()
    path = folder / "summary.pdf"
    waiting.value.save_as(path)
    assert re.fullmatch(r"summary-\d{4}-\d\d-\d\d\.pdf", waiting.value.suggested_filename)
    return pypdf.PdfReader(path)


def assert_every_answer_is_in(text: str, family: Family) -> None:
    """Assert that each answer given on the way is in the PDF, beside its label or in a sentence of page 1."""
    for link_id in family.asked:
        item = CONTENT.questionnaire.items[link_id]
        given = family.answers.get(link_id)
        if given is None:
            continue
        if item.personal is Personal.OWN:
            assert squeezed(item.label) not in text, "nothing about the writer's own danger, unless they choose"
            continue
        codes = (given,) if isinstance(given, str) else given
        phrase = PHRASES.get(link_id)
        if phrase is not None and given not in WITHOUT_VALUE and (phrase.texts_of(codes) or not phrase.words):
            for said in phrase.texts_of(codes):
                assert squeezed(said.text).casefold() in text.casefold(), f"{link_id} is not in the PDF"
            continue
        labels = (item.label, *(short.label for short in CONTENT.layout.short_labels if short.question == link_id))
        assert any(squeezed(label) in text for label in labels), f"{link_id} is not in the PDF"
        if item.type in (ItemType.TEXT, ItemType.LINE):
            wanted = [SHOWN_WITHOUT_VALUE.get(str(given), str(given))] if given not in WITHOUT_VALUE else []
        else:
            wanted = [SHOWN_WITHOUT_VALUE.get(code) or item.by_code[code].text for code in codes]
        for words in wanted:
            assert squeezed(words) in text, f"the answer to {link_id} is not in the PDF"


@pytest.mark.long
def test_rachels_family_gets_an_assessment_and_family_skills_and_a_summary(
    server: Served, phone: Page, tmp_path: Path
) -> None:
    addresses: list[str] = []
    phone.on("request", lambda request: addresses.append(request.url))
    family = walk(phone, server.url, "rachel_evenings", worry_most=OWN_WORDS)
    assert family.warned == [], "nothing Rachel's family says is an emergency"
    assert len(family.pages) <= 35

    family.press("See my next steps")
    assert family.heading == "Talk to a professional within three days"
    expect(family.main.locator("ol.ns-steps > li")).to_have_count(3)
    expect(family.main).to_contain_text("Because you told us")
    expect(family.main).to_contain_text("Family skills first")
    assert not re.search(r"\bscore\b|low risk|no problem|%", family.main.inner_text(), re.IGNORECASE)

    family.press("Get a summary for a professional")
    family.main.get_by_role("textbox", name="Your name or initials").fill(NAME)
    family.press("Continue")
    pdf = download(family, "Download the summary (PDF)", tmp_path)
    text = squeezed("".join(page.extract_text() for page in pdf.pages))
    assert_every_answer_is_in(text, family)
    assert squeezed(NAME) in text, "what was typed is printed as it was typed"
    first = squeezed(pdf.pages[0].extract_text())
    for wanted in (
        "Family-reported, not verified, not a diagnosis",
        "Suggested priority: Talk to a professional within three days",
        "Unsafe driving",
        CONTENT.questionnaire.items["children"].label,
        CONTENT.questionnaire.items["withdrawal_signs"].label,
        f"Page 1 of {len(pdf.pages)}",
    ):
        assert squeezed(wanted) in first
    assert pdf.metadata is not None
    assert pdf.metadata.author is None
    assert_told_nowhere(family, " ".join([*addresses, phone.url, phone.title(), server.log.read_text()]))


def assert_told_nowhere(family: Family, seen: str) -> None:
    """Assert that no answer and no question is in URLs, titles or the server's log."""
    items = CONTENT.questionnaire.items.values()
    texts = [option.text for item in items for option in item.options if len(option.text) > 12]
    codes = {link for link in family.asked if "_" in link}
    assert [word for word in (*texts, *codes, "DUI") if word in seen] == []


def test_sams_family_walks_from_the_start_to_the_file_and_back(
    server: Served, open_page: OpenPage, tmp_path: Path
) -> None:
    """The short way; Rachel's family goes the long one."""
    addresses: list[str] = []
    family = begin_the_short_way(open_page(), server.url, dict(case("sam").answers))
    family.page.on("request", lambda request: addresses.append(request.url))
    family.answer_everything()
    assert family.warned == ["acts_care"], "what to do appears right after the page about suicidal acts"
    told = family.main.locator(".ns-answer").all_inner_texts()
    own = {item.label for item in CONTENT.questionnaire.items.values() if item.personal is Personal.OWN}
    in_the_file = [one for one in told if one.partition("\n")[0] not in own]

    family.press("See my next steps")
    assert family.heading == "Get help now"
    steps = family.main.locator("ol.ns-steps > li").all_inner_texts()
    assert "988" in steps[0]
    expect(family.main.locator('.ns-band a[href="tel:988"]')).to_be_visible()
    expect(family.main.locator('.ns-band a[href="sms:988"]')).to_be_visible()
    expect(family.main).to_contain_text("Do not hold a family meeting right now")
    expect(family.main).not_to_contain_text("A planned meeting, led by a professional")

    family.press("Get a summary for a professional")
    expect(family.main.locator(".ns-band-now")).to_be_visible()
    family.main.get_by_role("textbox", name="Your name or initials").fill(NAME)
    family.press("Continue")
    pdf = download(family, "Download the summary (PDF)", tmp_path)
    text = squeezed("".join(page.extract_text() for page in pdf.pages))
    assert_every_answer_is_in(text, family)
    assert squeezed(NAME) in text, "what was typed is printed as it was typed"
    cover = squeezed(pdf.pages[0].extract_text())
    assert squeezed("Suggested priority: Get help now") in cover
    assert squeezed(CONTENT.questionnaire.items["suicide_acts"].label) in cover
    assert_told_nowhere(family, " ".join([*addresses, family.page.url, family.page.title(), server.log.read_text()]))

    back = Family(open_page(), server.url, {})
    back.page.goto(server.url)
    back.press("Use a saved file")
    back.settle()
    back.do(lambda: back.page.locator("input[type=file]").set_input_files(tmp_path / "summary.pdf"))
    back.press("Use these answers")
    assert back.heading == "Get help now"
    assert back.main.locator("ol.ns-steps > li").all_inner_texts() == steps
    back.page.goto(f"{server.url}/review")
    assert back.heading == "Check your answers"
    assert back.main.locator(".ns-answer").all_inner_texts() == in_the_file


def test_a_family_in_danger_from_violence_gets_no_file_unless_they_ask(server: Served, phone: Page) -> None:
    family = arrived(phone, server.url, "spouse_and_meth", "result")
    expect(family.main.locator("ol.ns-steps > li").first).to_contain_text("advocate")
    for withheld in ("Family skills first", "led by a professional", "Pick a calm time"):
        expect(family.main).not_to_contain_text(withheld)
    family.press("Get a summary for a professional")
    expect(family.main.get_by_test_id("stDownloadButton")).to_have_count(0)
    expect(family.main.get_by_role("textbox")).to_have_count(0)
    family.press("No one else can unlock this device: make the file")
    family.press("Continue")
    expect(family.main.get_by_test_id("stDownloadButton")).to_have_count(3)


def test_an_answer_can_be_changed_and_the_others_stay(server: Served, phone: Page) -> None:
    family = arrived(phone, server.url, "rachel_evenings", "review")
    item = CONTENT.questionnaire.items["driving"]
    before = family.main.locator(".ns-answer").all_inner_texts()
    family.press(f"Change: {item.label}")
    assert family.heading == item.text
    expect(family.option(item, "3_months")).to_be_checked()
    family.do(partial(family.option(item, "never").check, force=True))
    family.press("Continue")
    assert family.heading == "Check your answers"
    after = family.main.locator(".ns-answer").all_inner_texts()
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert [new.splitlines()[-1] for _, new in changed] == [item.by_code["never"].text]


def test_skipping_every_question_is_never_all_clear(server: Served, phone: Page) -> None:
    """The short way; tests/ui/test_screens.py skips the whole check."""
    family = begin_the_short_way(phone, server.url, {})
    family.answer_everything()
    assert family.warned == []
    family.press("See my next steps")
    assert family.heading == "Some safety questions are still open"
    expect(family.main).to_contain_text("safety questions have no answer yet")


def press_twice(family: Family, pause: int, then: str = "Continue") -> None:
    """Double-press, starting on Continue, with this many milliseconds between the presses.

    By then the next page may be there, or something below may have moved up to where Continue was: `then`.
    """
    mouse = family.page.mouse
    places = []
    for name in ("Continue", then):
        button = family.main.get_by_role("button", name=name, exact=True)
        button.scroll_into_view_if_needed()
        box = button.bounding_box()
        assert box is not None
        places.append((box["x"] + box["width"] / 2, box["y"] + box["height"] / 2))
    for count, place in enumerate(places, 1):
        mouse.move(*place)
        mouse.down(click_count=count)
        mouse.up(click_count=count)
        family.page.wait_for_timeout(pause)


def answer_all_but_last(family: Family, seen: list[str]) -> Item:
    """Answer the questions on the page, but for the last, which is returned. An answer can add or remove another."""
    while True:
        first, *others = (key for key in family.keys_here if key not in seen)
        seen.append(first)
        item = CONTENT.questionnaire.items[first]
        if not others:
            return item
        family.answer(item)


def test_double_presses_lose_no_answer_and_skip_no_question(server: Served, phone: Page) -> None:
    """Each answer is followed by a double press on Continue before the server can respond.

    Every third press ends on Back, as when a shorter next page is already there.
    """
    family = Family(phone, server.url, dict(case("rachel_evenings").answers))
    family.begin()
    there: list[str] = []
    for page in range(1, 7):
        last = answer_all_but_last(family, there)
        (code,) = given if isinstance(given := family.answers[last.link_id], tuple) else (given,)
        if last.type is ItemType.CHOICE and len(last.options) > LONG_LIST:
            family.answer(last)
        else:
            family.option(last, code).check(force=True)
        press_twice(family, page % 2 * 150, "Back" if page % 3 == 0 else "Continue")
        expect(family.main.get_by_role("heading", name=last.text, exact=True)).to_have_count(0)
    asked = [asked.link_id for asked in route(CONTENT.questionnaire, response_of(family.answers, CONTENT))]
    assert there == asked[: len(there)], "no question was skipped"
    for _ in range(6):
        family.move("Back")
        for item in family.unanswered_here():
            given = family.answers[item.link_id]
            for code in (given,) if isinstance(given, str) else given:
                if item.type is ItemType.CHOICES or len(item.options) <= LONG_LIST:
                    expect(family.option(item, code)).to_be_checked()


@pytest.mark.parametrize("pause", [0, 100])
def test_a_double_press_does_not_skip_the_help_for_the_writer(server: Served, phone: Page, pause: int) -> None:
    family = Family(phone, server.url, {**case("rachel_evenings").answers, "your_safety": "thoughts"})
    item = family.arrive_at("your_safety")
    family.option(item, "thoughts").check(force=True)
    press_twice(family, pause)
    expect(family.main.get_by_role("heading", name=HELP_FOR_THE_WRITER)).to_be_visible()
    assert family.heading == HELP_FOR_THE_WRITER


def test_a_family_taken_back_to_the_questions_still_sees_the_help_for_the_writer(server: Served, phone: Page) -> None:
    family = Family(phone, server.url, {**case("rachel_evenings").answers, "your_safety": "thoughts"})
    family.arrive("questions", {"danger_now": ("none",), "your_safety": "thoughts"}, at="own_use")
    assert family.heading == HELP_FOR_THE_WRITER
    family.move("Keep going")
    assert "own_use" in family.keys_here
