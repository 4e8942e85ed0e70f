"""The summary on the screen of a phone: in order, escaped, and with nothing that would open or load anything."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from intake.brief.model import Brief
from intake.content import load
from intake.i18n import PSEUDO, Translator
from intake.ui.common.summary_html import summary
from tests.garden import CALM, CONTENT, ENGLISH, LARGEST, LIBRARY, answers, brief_of

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</dl></p><h1>Shouting</h1>",
    "&lt;b&gt; &amp;",
]
TAGS = {"h3", "h4", "h5", "h6", "p", "strong", "span", "br", "ul", "ol", "li", "div", "code"}


class _Screen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.levels: list[int] = []
        self.words: list[str] = []
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attributes}
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def screen(found: Brief, words: Translator = ENGLISH) -> _Screen:
    parsed = _Screen()
    parsed.feed(summary(found, words))
    return parsed


def test_no_heading_level_is_skipped() -> None:
    """The page has an h1 and an h2 above them."""
    levels = [2, *screen(brief_of(answers(**LARGEST))).levels]
    assert levels[1] == 3
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("typed", HOSTILE)
def test_typed_text_is_shown_and_never_becomes_markup(typed: str) -> None:
    found = screen(brief_of(answers(**{**LARGEST, "worry": typed, "helper_name@n2": typed, "keeper": typed})))
    assert set(found.tags) <= TAGS
    assert found.attributes <= {"class", "dir", "style", "aria-hidden"}
    assert "".join(found.words).count(typed) >= 3


def test_every_word_comes_from_the_catalog() -> None:
    made_up = brief_of(answers(**LARGEST), load(PSEUDO, LIBRARY), Translator(PSEUDO))
    rest = "".join(screen(made_up, Translator(PSEUDO)).words)
    while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", "", rest)) != rest:
        rest = shorter
    typed = [row.value for section in made_up.sections for row in section.all_rows if row.verbatim]
    for own in (*typed, *CONTENT.rule, *(f"{one.title} ({one.publisher})" for one in CONTENT.sources)):
        rest = rest.replace(own, "")
    assert not re.search(r"[^\W\d_]", rest), rest


def test_a_screen_that_could_be_dangerous_names_no_step() -> None:
    shown = "".join(screen(brief_of(answers(**{**CALM, "now": ("goat",)}))).words)
    assert "Do not leave this page where the person it is about can find it." in shown
    assert "What the family was told" not in shown


def test_a_part_says_how_much_is_open_and_the_timeline_is_hidden_from_screen_readers() -> None:
    html = summary(brief_of(answers(**LARGEST)), ENGLISH)
    assert re.search(r"What grows</h4><p class=\"ns-fact\">\d+ of \d+ open</p>", html)
    assert [int(share) for share in re.findall(r'ns-line" aria-hidden="true"><div style="width: (\d+)%', html)] == [
        *(0, 50, 100),
    ]
