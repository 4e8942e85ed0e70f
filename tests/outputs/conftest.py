"""An invented brief, a renderer, and the conformance checker, shared by the tests of documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment

from intake.config import ROOT
from intake.outputs.pdf.renderer import Page, Renderer
from intake.outputs.pdf.renderer import _renderer as shared_renderer
from tests.pdf_conformance.checker import ConformanceChecker, FailedRule, running_checker

HERE = Path(__file__).parent
STYLESHEETS = (ROOT / "content" / "summary" / "fonts" / "fonts.css", HERE / "brief.css")
MADE_ON = datetime(2030, 3, 4, 9, 30, tzinfo=timezone(timedelta(hours=-5)))
QUOTE = "I am worried about him. ☐ ☑ ✓ ≥ ▲ “quoted” fi ffi\nAnd a second line."
PARTS = ("Safety at home", "Health", "Mood", "Drinking")

_TEMPLATE = Environment(autoescape=True).from_string((HERE / "brief.html.j2").read_text(encoding="utf-8"))

MakePage = Callable[..., Page]


def brief_html(*, compact: bool = False, **values: Any) -> str:
    """The invented brief, all values escaped: a cover, four parts with lists and tables, header, and footer."""
    context = {"paper": "letter", "name": "Alex", "quote": QUOTE, "filler": "", "parts": PARTS, **values}
    return _TEMPLATE.render(context, compact=compact)


def brief_page(**values: Any) -> Page:
    """The invented brief, ready to render."""
    attachments = values.pop("attachments", ())
    return Page(
        html=brief_html(**values),
        compact_html=brief_html(compact=True, **values),
        cover_anchor="answers",
        stylesheets=STYLESHEETS,
        made_on=MADE_ON,
        identifier="a brief",
        attachments=attachments,
    )


def small_page(html_body: str, *, head: str = "") -> Page:
    """A minimal document of one page. The body is not escaped."""
    html = f'<!DOCTYPE html><html lang="en"><head><title>Small</title>{head}</head><body>{html_body}</body></html>'
    return Page(html=html, stylesheets=STYLESHEETS, made_on=MADE_ON, identifier="small")


@pytest.fixture
def renderer() -> Renderer:
    """The shared renderer of the app, for tests that do not damage it."""
    return shared_renderer()


@pytest.fixture(scope="session")
def _checker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ConformanceChecker]:
    with running_checker(tmp_path_factory.mktemp("conformance")) as checker:
        yield checker


@pytest.fixture
def failed_rules(_checker: ConformanceChecker, tmp_path: Path) -> Callable[[bytes], list[FailedRule]]:
    """The rules of PDF/UA-1 and PDF/A-3a that a PDF breaks."""

    def check(pdf: bytes) -> list[FailedRule]:
        path = tmp_path / "checked.pdf"
        path.write_bytes(pdf)
        return _checker.check(path)

    return check
