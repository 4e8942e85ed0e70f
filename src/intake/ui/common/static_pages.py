"""Pages in plain HTML: the crisis numbers with no script at all, and the first paint of the app itself.

A slow phone draws the app seconds after the page was asked for, and without JavaScript never. What stands here is in
the very first bytes: the bar on top (leave, crisis numbers) and the numbers that matter most, as links that dial.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from intake.config import Site
from intake.domain.content import Content
from intake.domain.helplines import Helpline
from intake.i18n import Translator

CRISIS_PATH = "/crisis"
LEAVE_PATH = "/bye"
SLOT = "next-step-1"  # where the tab keeps the sealed answers; the number changes when older ones cannot be read

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Line:
    """A line people can call: `call` and `text` are numbers as printed, `text_word` is what to send to `text`.

    `note` says what happens when you call. `web` is shown only where there is no number. `now` says whether it answers
    now, `checked` when somebody looked at it, `not_for` what it cannot do.
    """

    name: str
    call: str = ""
    text: str = ""
    text_word: str = ""
    web: str = ""
    hours: str = ""
    note: str = ""
    now: str = ""
    not_for: str = ""
    checked: str = ""


@dataclass(frozen=True)
class Group:
    """Lines of one country (or of everywhere else) under a heading; `intro` stands before them."""

    heading: str
    lines: tuple[Line, ...] = ()
    intro: str = ""


@dataclass(frozen=True)
class Plain:
    """What the plain pages say: `urgent` lines come first and are the only ones in the first paint.

    `title` is the neutral title of every page, `quick_exit_url` where leaving goes.
    """

    title: str
    words: Translator
    quick_exit_url: str
    urgent: tuple[Line, ...]
    groups: tuple[Group, ...]


def plain(content: Content, site: Site, words: Translator, on: dt.date) -> Plain:
    """The plain pages of this copy on a day: the lines of content/helplines.toml that serve a whole country."""
    wanted = frozenset(content.place.lines.crisis_page)
    listed = [line for line in content.helplines if line.current(on) and not line.region and wanted & {*line.scope}]
    groups = (
        ("US", words.ui("United States"), ""),
        ("CA", words.ui("Canada"), ""),
        ("any", words.ui("Anywhere else"), words.ui("Call the emergency number for the country you are in.")),
    )
    return Plain(
        title=site.product_name,
        words=words,
        quick_exit_url=str(site.quick_exit_url),
        urgent=urgent_lines(content, words),
        groups=tuple(
            Group(heading, tuple(as_line(line) for line in listed if line.country == country), intro)
            for country, heading, intro in groups
        ),
    )


def as_line(line: Helpline) -> Line:
    """A line of the content as the plain pages show it."""
    return Line(
        name=line.name,
        call=line.call or "",
        text=line.text or "",
        text_word=line.text_word or "",
        web=line.web or "",
        hours=line.hours,
        note=line.what_happens,
    )


def dialled(number: str) -> str:
    """A number as a link dials it: digits alone."""
    return re.sub(r"[^0-9+]", "", number)


def bar(words: Translator) -> str:
    """The row on top of the app: leave, crisis numbers."""
    return _rendered("bar", words)


def lines(some: tuple[Line, ...], words: Translator) -> str:
    """Lines as a list: name, hours, links that dial or text, and what happens when you call."""
    return _rendered("lines", some, words)


def first_paint(plain: Plain) -> str:
    """What shows until the app has drawn itself, and for good where JavaScript is off."""
    return _rendered("first_paint", plain)


def crisis_page(plain: Plain) -> str:
    """The whole page of crisis numbers. It needs no script, no second file and no session."""
    return _rendered("crisis_page", plain, stylesheet())


def trouble(plain: Plain) -> str:
    """What a person sees in place of a page that failed: no word of the error, what to do, the numbers."""
    return _rendered("trouble", plain)


@cache
def stylesheet() -> str:
    """The style of the bar, the first paint and the crisis page."""
    return (_HERE / "static_pages.css").read_text("utf-8")


def urgent_lines(content: Content, words: Translator) -> tuple[Line, ...]:
    """What to call when, in two lines, before anything about anyone is known. They do not go out of date."""
    lasting = [line for line in content.helplines if line.lasting]
    by_purpose = {purpose: line for line in reversed(lasting) if line.country == "US" for purpose in line.scope}
    shown = content.place.lines
    emergency, suicide = by_purpose[shown.for_life], by_purpose[shown.for_suicide]
    # The same numbers reach help in the United States and in Canada, so the words around them are those of neither.
    return (
        Line(words.ui("Someone is hurt, will not wake up, or may be hurt soon"), call=emergency.call or ""),
        Line(
            words.ui("Someone may end their life, or it all feels like too much"),
            call=suicide.call or "",
            text=suicide.text or "",
            note=words.ui("A person answers, day and night. You can call about someone else."),
        ),
    )


def _rendered(macro: str, *about: Any) -> str:
    # A plain string: Markup would escape everything it is joined with later.
    return str(getattr(_templates(), macro)(*about)).strip()


@cache
def _templates() -> Any:
    engine = Environment(autoescape=True, loader=FileSystemLoader(_HERE), undefined=StrictUndefined)
    engine.filters["dialled"] = dialled
    return engine.get_template("static_pages.html.j2").module
