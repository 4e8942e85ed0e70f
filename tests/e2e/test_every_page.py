"""Every page of the family on the smallest phone, with the largest text, and in forced colors."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from intake.domain.questionnaire import TYPED, ItemType
from intake.ui.common.navigation import FAMILY
from tests.e2e.family import CONTENT, Family, case
from tests.e2e.screen import OpenPage, drawn, sideways
from tests.serving import Served

PAGES = sorted({path.stem for path in FAMILY.glob("*.py")} - {"article", "start", "story"})
SMALLEST = {"width": 320, "height": 640}
LARGEST_TEXT = "html { font-size: 36px !important; }"
LONG = "a.very.long.name.of.someone.in.the.family@an.example.hospital.org"
STATE = next(item.link_id for item in CONTENT.questionnaire.items.values() if len(item.options) > 40)


def answers() -> dict[str, str | tuple[str, ...]]:
    """Those of a case, with a long word where the family writes."""
    typed = next(item for item in CONTENT.questionnaire.items.values() if item.type in TYPED and not item.personal)
    return {**case("alex").answers, typed.link_id: LONG}


def every_page(page: Page, server: Served) -> Iterator[tuple[str, Family]]:
    """Open each page of the family in turn."""
    given = answers()
    page.goto(server.url)
    drawn(page)
    yield "start", Family(page, server.url, given)
    for name in PAGES:
        family = Family(page, server.url, given)
        family.arrive(name, given)
        yield name, family
    for link_id in (STATE, "fear", "violence"):
        family = Family(page, server.url, given)
        family.arrive("questions", given, at=link_id)
        yield link_id, family


@pytest.mark.long
@pytest.mark.parametrize("style", ["", LARGEST_TEXT], ids=["320 pixels", "text twice as large"])
def test_no_page_scrolls_sideways(server: Served, open_page: OpenPage, style: str) -> None:
    page = open_page(viewport=SMALLEST)
    wider = {}
    for name, family in every_page(page, server):
        family.settle()
        if style:
            page.add_style_tag(content=style)
        if sideways(page) > 0:
            wider[name] = page.evaluate(
                """() => [...document.querySelectorAll('[data-testid="stMain"] *')]
                  .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
                  .map((e) => e.outerHTML.slice(0, 120)).slice(-2)"""
            )
    assert wider == {}


@pytest.mark.long
def test_boxes_are_a_group_named_by_their_question(server: Served, open_page: OpenPage) -> None:
    page, given = open_page(), answers()
    several = next(one for one in CONTENT.questionnaire.items.values() if one.type is ItemType.CHOICES)
    typed = next(one for one in CONTENT.questionnaire.items.values() if one.type is ItemType.TEXT)
    planned = next(
        item
        for section in CONTENT.questionnaire.sections
        if section.asked == "plan"
        for item in section.items
        if item.type is ItemType.CHOICES
    )
    for item in (several, typed):
        family = Family(page, server.url, given)
        family.arrive("questions", given, at=item.link_id)
        expect(page.get_by_role("group", name=item.text)).to_have_count(1)
    family = Family(page, server.url, given)
    family.arrive("plan", given)
    section = next(one for one in CONTENT.questionnaire.sections if planned in one.items)
    family.open_part(section.title)
    expect(page.get_by_role("group", name=planned.text)).to_have_count(1)


@pytest.mark.long
def test_in_forced_colors_a_picked_answer_keeps_its_mark(server: Served, open_page: OpenPage) -> None:
    page, given = open_page(forced_colors="active"), answers()
    for link_id in ("concern", "fear"):
        family = Family(page, server.url, given)
        family.arrive("questions", given, at=link_id)
        picked = page.locator("label:has(input:checked)").first
        kept = picked.evaluate(
            """label => [...label.querySelectorAll('div')].map((e) => getComputedStyle(e))
              .some((style) => style.forcedColorAdjust === 'none' && style.backgroundColor !== 'rgba(0, 0, 0, 0)')"""
        )
        assert kept, link_id
