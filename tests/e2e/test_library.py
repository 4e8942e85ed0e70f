"""Reading in the middle of the check, on a phone; a home where there is violence; a server whose clock is ahead."""

from __future__ import annotations

import re
from pathlib import Path

import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from intake.ui.common.navigation import FAMILY
from tests.e2e.family import CONTENT, Family, case
from tests.e2e.screen import OpenPage, drawn, sideways
from tests.serving import ROOT, Served, serve

LIBRARY = CONTENT.library
DAYS = 200
LATER = ("tests.e2e.later", str(DAYS), "streamlit", "run", "{app}", "--server.port={port}")
LAPSED = "National Domestic Violence Hotline"
PAGES = sorted(path.stem for path in FAMILY.glob("*.py"))


def test_reading_an_article_during_the_check_loses_no_answer(server: Served, phone: Page) -> None:
    family = Family(phone, server.url, dict(case("rachel_evenings").answers))
    item = family.arrive_at("withdrawal_signs")
    family.answer(item)
    article = LIBRARY.article["withdrawal_danger"]
    family.press(f"Read: {article.title}")
    assert family.heading == article.title
    phone.reload()
    drawn(phone)
    assert family.heading == article.title
    word = family.main.locator("details.ns-term").first
    meaning = word.locator("span")
    expect(meaning).to_be_hidden()
    word.locator("summary").click()
    expect(meaning).to_be_visible()
    assert phone.evaluate("document.activeElement.tagName") == "SUMMARY", "it can be opened with the keyboard too"
    family.press("Back to my answers")
    assert item.link_id in family.keys_here
    expect(family.main.get_by_role("heading", level=1)).to_be_focused()  # the page was reloaded in the meantime
    family.press(f"Read: {article.title}")
    assert family.heading == article.title
    family.press("Back to my answers")
    expect(family.main.get_by_role("button", name=f"Read: {article.title}")).to_be_focused()
    expect(family.main.get_by_role("button", name=f"Read: {article.title}")).to_be_in_viewport()
    given = family.answers[item.link_id]
    for code in (given,) if isinstance(given, str) else given:
        expect(family.option(item, code)).to_be_checked()


@pytest.mark.parametrize("color_scheme", ["light", pytest.param("dark", marks=pytest.mark.long)])
def test_the_library_is_accessible(server: Served, open_page: OpenPage, color_scheme: str) -> None:
    page = open_page(color_scheme=color_scheme, viewport={"width": 320, "height": 700})
    family = Family(page, server.url, {})
    broken: list[str] = []

    def look() -> None:
        family.settle()
        page.wait_for_timeout(200)
        found = Axe().run(page).response["violations"]
        broken.extend(f"{family.heading}: {rule['id']}: {rule['nodes'][0]['html'][:120]}" for rule in found)
        assert sideways(page) == 0, family.heading

    page.goto(server.url)
    family.press("I just want to read")
    look()
    family.press("All articles and stories")
    family.press(LIBRARY.article["overdose_and_naloxone"].title)
    family.main.locator("details.ns-term summary").first.click()
    look()
    family.press("Help now: numbers to call")
    look()
    family.press("Back")
    family.press("Back to the library")
    family.press(LIBRARY.story["sam"].title)
    family.do(lambda: family.main.get_by_role("radio").first.check(force=True))
    look()
    assert broken == []


@pytest.mark.long
def test_after_violence_no_page_and_no_file_mentions_confronting(server: Served, phone: Page, tmp_path: Path) -> None:
    family = Family(phone, server.url, dict(case("spouse_and_meth").answers))
    withheld = frozenset(case("spouse_and_meth").expect.withheld)
    gone = [
        passage.text.strip().split("\n")[0]
        for article in LIBRARY.articles
        for passage in article.passages
        if not withheld.isdisjoint((*article.tags, *passage.tags))
    ]
    gone += [action.text for action in CONTENT.actions if not withheld.isdisjoint(action.tags)]
    gone += [way.text for way in (*CONTENT.pathways, *CONTENT.kinds) if not withheld.isdisjoint(way.tags)]
    gone += [section.title for section in CONTENT.questionnaire.sections if not withheld.isdisjoint(section.tags)]
    gone += [article.title for article in LIBRARY.articles if not withheld.isdisjoint(article.tags)]
    assert len(gone) > 20
    for page in PAGES:
        family.arrive(page)
        text = family.main.inner_text()
        assert [words for words in gone if words in text] == [], page
    family.arrive("choose")
    expect(family.main.get_by_test_id("stDownloadButton")).to_have_count(0)
    family.arrive("summary")
    family.press("No one else can unlock this device: make the file")
    family.press("Continue")
    with phone.expect_download(timeout=40_000) as waiting:
        family.main.get_by_role("button", name="Download the summary (PDF)").click()
    waiting.value.save_as(tmp_path / "summary.pdf")
    printed = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "summary.pdf").pages)
    solid = re.sub(r"\s+", "", printed)
    assert [words for words in gone if re.sub(r"\s+", "", words) in solid] == []


@pytest.mark.long
def test_a_number_past_its_review_date_disappears_and_911_and_988_stay(
    server: Served, open_page: OpenPage, tmp_path: Path
) -> None:
    lapsed = next(line for line in CONTENT.helplines if line.name.startswith(LAPSED))
    assert lapsed.call is not None
    now = Family(open_page(), server.url, {})
    now.arrive("help_now")
    expect(now.main).to_contain_text(lapsed.call)
    with serve(ROOT / "app.py", tmp_path / "log.txt", LATER) as later:
        family = Family(open_page(), later.url, {})
        for page in ("crisis", "help-now"):
            family.page.goto(f"{later.url}/{page}")
            for number in ("911", "988"):
                expect(family.page.locator(f'a[href="tel:{number}"] >> visible=true').first).to_be_visible()
            assert lapsed.call not in family.page.locator("body").inner_text()
        drawn(family.page)
        family.settle()
        expect(family.main).to_contain_text("988")
        expect(family.main).not_to_contain_text(lapsed.call)
