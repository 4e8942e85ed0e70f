"""Pages in plain HTML: the crisis numbers, which need no script, and the first paint of the app itself.

A slow phone renders the app seconds after the page was requested, and without JavaScript never. So the very first bytes
contain the bar at the top (leave, crisis numbers) and the most important numbers, as links that dial.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from intake.config import Site
from intake.domain.content import Content
from intake.domain.helplines import Helpline
from intake.i18n import Translator

CRISIS_PATH = "/crisis"
LEAVE_PATH = "/bye"
SLOT = "next-step-1"  # where the tab keeps the sealed answers; the number changes when older ones become unreadable

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class CallLine:
    """A line to call: `call` and `text` are numbers as printed, `text_word` is what to text to `text`.

    `note` says what happens when you call. `web` is shown only if there is no number. `now` says whether the line is
    open now, `not_for` what it cannot do, and `checked` when staff last checked it.
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


class Merged(NamedTuple):
    """A line to call, and the names it has: one number may have another name in each country.

    `above`: its number stands above, so that what to do with it is said instead of a button.
    """

    line: CallLine
    names: tuple[str, ...]
    above: bool = False


class Need(NamedTuple):
    """What people may need, and whom to call for it. The lines of `urgent` needs are shown at once."""

    title: str
    lines: tuple[Merged, ...]
    urgent: bool


@dataclass(frozen=True)
class Group:
    """Lines of one country (or of everywhere else) under a heading, after an `intro`."""

    heading: str
    lines: tuple[CallLine, ...] = ()
    intro: str = ""


@dataclass(frozen=True)
class StaticTexts:
    """What the static pages say. The `urgent` lines come first, and only they are in the first paint.

    `title` is the neutral title of every page; `quick_exit_url` is where "Leave this site" leads.
    """

    title: str
    words: Translator
    quick_exit_url: str
    urgent: tuple[CallLine, ...]
    groups: tuple[Group, ...]


def static_texts(content: Content, site: Site, words: Translator, on: dt.date) -> StaticTexts:
    """The texts of this copy on a day, with the lines of content/helplines.toml that serve a whole country."""
    purposes = frozenset(content.place.lines.crisis_page)
    national = [line for line in content.helplines if line.current(on) and not line.region and purposes & {*line.scope}]
    groups = (
        ("US", words.ui("United States"), ""),
        ("CA", words.ui("Canada"), ""),
        ("any", words.ui("Anywhere else"), words.ui("Call the emergency number for the country you are in.")),
    )
    return StaticTexts(
        title=site.product_name,
        words=words,
        quick_exit_url=str(site.quick_exit_url),
        urgent=urgent_lines(content, words),
        groups=tuple(
            Group(heading, tuple(as_line(line) for line in national if line.country == country), intro)
            for country, heading, intro in groups
        ),
    )


def as_line(line: Helpline) -> CallLine:
    """A line of the content as the screens show it."""
    return CallLine(
        name=line.name,
        call=line.call or "",
        text=line.text or "",
        text_word=line.text_word or "",
        web=line.web or "",
        hours=line.hours,
        note=line.what_happens,
    )


def dialled(number: str) -> str:
    """A number for a tel: or sms: link: digits and +."""
    return re.sub(r"[^0-9+]", "", number)


def bar(words: Translator) -> str:
    """The bar at the top of the app: leave, crisis numbers."""
    return _rendered("bar", words)


def lines(call_lines: tuple[CallLine, ...], words: Translator) -> str:
    """Lines as a list: name, hours, links to call or text, and what happens when you call."""
    return _rendered("lines", call_lines, words)


def folded_lines(call_lines: Iterable[CallLine], words: Translator) -> str:
    """Lines with name and links; hours and what happens when you call are behind a tap."""
    return _rendered("callable", merged(call_lines), words)


def needs(all_needs: Iterable[Need], words: Translator) -> str:
    """Whom to call, by need, most urgent first."""
    return _rendered("needs", tuple(all_needs), words)


def merged(call_lines: Iterable[CallLine]) -> tuple[Merged, ...]:
    """The lines in order, those with the same numbers as one."""
    same: dict[tuple[str, str, str], list[CallLine]] = {}
    for line in call_lines:
        numbers = (line.call, line.text, line.text_word)
        same.setdefault(numbers if line.call or line.text else (line.name, "", ""), []).append(line)
    return tuple(Merged(group[0], tuple(line.name for line in group)) for group in same.values())


def first_paint(texts: StaticTexts) -> str:
    """Shown until the app has rendered, and permanently if JavaScript is off."""
    return _rendered("first_paint", texts)


def crisis_page(texts: StaticTexts) -> str:
    """The whole page of crisis numbers. It needs no script, no second file and no session."""
    return _rendered("crisis_page", texts, stylesheet())


def not_found_page(texts: StaticTexts, home: str, *, desk: bool) -> str:
    """The whole page for an address that does not exist: the way to `home`, out of the site, and the numbers.

    `desk`: the server is for staff alone and has no page of crisis numbers to lead to.
    """
    return _rendered("not_found_page", texts, stylesheet(), home, desk)


def failed_page(texts: StaticTexts) -> str:
    """Shown instead of a page that failed: what to do and the numbers, without the error."""
    return _rendered("failed_page", texts)


@cache
def loading_script() -> str:
    """The script that says so when the app cannot load, without comments."""
    lines = ((_HERE / "loading.js").read_text("utf-8")).splitlines()
    return "\n".join(line.partition(" //")[0] for line in lines if not line.startswith("//"))


@cache
def stylesheet() -> str:
    """The style of the bar, the first paint and the crisis page."""
    return (_HERE / "static_pages.css").read_text("utf-8")


def urgent_lines(content: Content, words: Translator) -> tuple[CallLine, ...]:
    """The two lines to call in any danger, before anything is known about anyone. They never go out of date."""
    lasting = [line for line in content.helplines if line.lasting]
    by_purpose = {purpose: line for line in reversed(lasting) if line.country == "US" for purpose in line.scope}
    purposes = content.place.lines
    emergency, suicide = by_purpose[purposes.for_life], by_purpose[purposes.for_suicide]
    # These numbers work in the United States and in Canada, so the texts name neither country.
    return (
        CallLine(words.ui("Someone is hurt, will not wake up, or may be hurt soon"), call=emergency.call or ""),
        CallLine(
            words.ui("Someone may end their life, or it all feels like too much"),
            call=suicide.call or "",
            text=suicide.text or "",
            note=words.ui("A person answers, day and night. You can call about someone else."),
        ),
    )


def _rendered(macro: str, *arguments: Any) -> str:
    # A plain string: Markup would escape everything it is joined with later.
    return str(getattr(_templates(), macro)(*arguments)).strip()


@cache
def _templates() -> Any:
    engine = Environment(autoescape=True, loader=FileSystemLoader(_HERE), undefined=StrictUndefined)
    engine.filters["dialled"] = dialled
    return engine.get_template("static_pages.html.j2").module
