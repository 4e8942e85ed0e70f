"""Words that people typed stand in labels as they were typed, however a browser draws them."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.e2e.labels import TYPED
from tests.serving import serve

DRAWN = "a, img, strong, em, code, del, h1, li, blockquote, .katex, [class*='stMarkdownColored'], [class*='badge']"


@pytest.mark.long
def test_typed_words_are_drawn_as_typed(phone: Page, tmp_path: Path) -> None:
    with serve(Path(__file__).with_name("labels.py"), tmp_path / "log.txt") as served:
        phone.goto(served.url)
        phone.locator(f".st-key-choice_{len(TYPED) - 1}").wait_for()
        phone.wait_for_timeout(1_000)  # formulas and icons are loaded after the labels
        for number, words in enumerate(TYPED):
            line = " ".join(words.split())
            for field, label, before in (
                ("button", "button", ""),
                ("box", "label", "Take out: "),
                ("choice", "label:has(input)", ""),
            ):
                drawn = phone.locator(f".st-key-{field}_{number} {label}").last
                assert drawn.inner_text().replace("\N{WORD JOINER}", "").strip() == f"{before}{line}", field
                assert drawn.locator(DRAWN).count() == 0, f"{field}: {words}"
