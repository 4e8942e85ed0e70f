"""What stands beside the page on a wide screen. On a phone it is not shown: the page itself says the same."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from intake.domain.helplines import Helpline
from intake.domain.library import Article
from intake.domain.local_helplines import elsewhere, writer_elsewhere
from intake.ui.common import html, question_pages, session
from intake.ui.common.static_pages import lines, urgent_lines
from intake.ui.family import article_html


def _beside(title: str, inside: str) -> None:
    label = html.safe(title)
    with st.container(key="aside"):
        html.show(f'<section class="ns-aside" aria-label="{label}"><p><strong>{label}</strong></p>{inside}</section>')


def numbers(on_page: Iterable[Helpline]) -> None:
    """The two numbers for any danger, without those on the page; none where they may not work."""
    content, words = session.content(), session.words()
    if elsewhere(content, session.response()) or writer_elsewhere(content, session.response()):
        return
    shown = {line.call for line in on_page}
    others = tuple(line for line in urgent_lines(content, words) if line.call not in shown)
    if others:
        _beside(words.ui("If it gets worse"), lines(others, words))


def contents(article: Article) -> None:
    """What the article is about, to jump to."""
    _beside(session.words().ui("On this page"), article_html.contents(article))


def parts() -> None:
    """The parts of the check in order, with the one that the page belongs to."""
    if not question_pages.in_check() or question_pages.asks_open():
        return
    pages = question_pages.sequence()
    titles = {page.section.id: page.section.title for page in pages if page.section.asked == "check"}
    order, current = list(titles), question_pages.current().section.id
    if current not in titles or len(titles) == 1:
        return
    place = order.index(current)
    rows = (f"<li{_mark(number, place)}>{html.safe(title)}</li>" for number, title in enumerate(titles.values()))
    _beside(session.words().ui("Parts"), f"<ol>{''.join(rows)}</ol>")


def _mark(number: int, place: int) -> str:
    if number == place:
        return ' aria-current="step"'
    return ' class="ns-past"' if number < place else ""
