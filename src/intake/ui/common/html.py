"""Pieces of the screens as HTML. Everything put into them is escaped: families' words never become markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape

import streamlit as st

from intake.brief.model import Brief, BriefPathway, BriefStep, Decision
from intake.brief.rows import Row
from intake.domain.content import Content
from intake.domain.helplines import Helpline
from intake.domain.rules import Level, Source
from intake.i18n import Translator
from intake.ui.common import summary_html
from intake.ui.common.static_pages import as_line, dialled, lines, urgent_lines

MOST_NUMBERS = 4
BAND = {Level.RED: "now", Level.ORANGE: "today", Level.AMBER: "days", Level.GREEN: "plan"}


def safe(text: str) -> str:
    """Text made safe to stand in HTML."""
    return escape(text, quote=True)


def show(*pieces: str) -> None:
    """Puts HTML into the page, if there is any. Links in it dial or text; they never open a second page."""
    if any(pieces):
        st.html("".join(pieces))


def heading(text: str, *, caption: str = "", hint: str = "") -> None:
    """The one h1 of a page, with where it belongs above it and a short explanation below."""
    above = f'<p class="ns-caption">{safe(caption)}</p>' if caption else ""
    below = f'<p class="ns-hint">{safe(hint)}</p>' if hint else ""
    show(f'{above}<h1 tabindex="-1">{safe(text)}</h1>{below}')


def alert(text: str) -> None:
    """What went wrong and what to do, read out at once."""
    show(f'<p class="ns-alert" role="alert">{safe(text)}</p>')


def section(text: str) -> None:
    """A heading inside a page."""
    show(f"<h2>{safe(text)}</h2>")


def question(text: str, hint: str = "") -> None:
    """One of several questions on a page, with a short explanation below."""
    below = f'<p class="ns-hint">{safe(hint)}</p>' if hint else ""
    show(f'<h2 class="ns-question">{safe(text)}</h2>{below}')


def paragraph(text: str) -> None:
    """One paragraph."""
    show(f"<p>{safe(text)}</p>")


def bullets(texts: Iterable[str]) -> str:
    """Texts as a list."""
    return f"<ul>{''.join(f'<li>{safe(text)}</li>' for text in texts)}</ul>"


def table(heads: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    """A table that can be read out. Heads are text, cells are HTML; the first cell of a row names it."""
    head = "".join(f'<th scope="col">{safe(text)}</th>' for text in heads)
    body = "".join(
        f'<tr><th scope="row">{name}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>' for name, *cells in rows
    )
    return f'<div class="ns-table"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def hint(text: str) -> None:
    """A short explanation beside a question."""
    show(f'<p class="ns-hint">{safe(text)}</p>')


def band(found: Brief, words: Translator, *, small: bool = False) -> str:
    """How urgent it is: words, repeated by colour. In danger with the first call to make, one tap away.

    The heading is the page's h1; `small`: an h2 above another page, with the first step in place of the explanation.
    """
    tag, text = ("h2", found.steps[0].text) if small else ("h1", found.text)
    calls = _buttons(found.steps[0].lines, words) if found.level is Level.RED else ""
    return (
        f'<div class="ns-card ns-band-{BAND[found.level]}"><{tag} tabindex="-1">{safe(found.heading)}</{tag}>'
        f"<p>{safe(text)}</p>{calls}</div>"
    )


def _buttons(some: Iterable[Helpline], words: Translator) -> str:
    """Call and text as links side by side, each number once."""
    ui = words.ui
    links: dict[str, str] = {}
    for line in some:
        if line.call:
            links.setdefault(f"tel:{dialled(line.call)}", ui("Call {number}", number=line.call))
        if line.text and not line.text_word:
            links.setdefault(f"sms:{dialled(line.text)}", ui("Text {number}", number=line.text))
    shown = [f'<a class="ns-button" href="{safe(href)}">{safe(label)}</a>' for href, label in links.items()]
    return f'<p class="ns-links">{"".join(shown[:MOST_NUMBERS])}</p>' if shown else ""


def card(title: str, *paragraphs: str) -> str:
    """A framed note; the paragraphs are HTML already."""
    return f'<div class="ns-card"><h2>{safe(title)}</h2>{"".join(paragraphs)}</div>'


def call_lines(some: Iterable[Helpline], words: Translator) -> str:
    """Lines to call as links that dial, with what happens when you call."""
    return lines(tuple(as_line(line) for line in some), words)


def urgent(content: Content, words: Translator) -> str:
    """What to call when, in two lines, before anything about anyone is known."""
    return lines(urgent_lines(content, words), words)


def step(one: BriefStep, place: int, words: Translator) -> str:
    """One of the next steps, the first has place 1, with the numbers it needs."""
    return (
        f'<ol class="ns-steps" start="{place}"><li><p class="ns-when">{safe(one.when)}</p><h3>{safe(one.text)}</h3>'
        f"<p>{safe(one.detail)}</p>{_numbers(one.lines, words)}</li></ol>"
    )


def _numbers(some: tuple[Helpline, ...], words: Translator) -> str:
    """Only the links of a step's lines: what happens when you call stands under "People you can call"."""
    short = tuple(replace(as_line(line), note="", hours="") for line in some[:MOST_NUMBERS])
    return lines(short, words) if short else ""


def answer(row: Row) -> str:
    """One answer in a line: what it is about, and what was said."""
    return f'<p class="ns-answer"><strong>{safe(row.label)}</strong><br><span dir="auto">{_said(row)}</span></p>'


def _said(row: Row) -> str:
    """What was said, in quotation marks where the family typed it, with how they know and of when it speaks."""
    said = f"“{row.value}”" if row.verbatim else row.value
    return safe(f"{said} ({row.basis})" if row.basis else said)


def pathway(way: BriefPathway, words: Translator) -> str:
    """A way forward: what it is, why it is named, what is known of it, what it costs."""
    ui = words.ui
    because = "".join(f"<p>{safe(reason)}</p>" for reason in way.because)
    return (
        f'<div class="ns-way"><h3>{safe(way.title)}</h3><p>{safe(way.text)}</p>{because}'
        f"<p><strong>{safe(ui('What is known:'))}</strong> {safe(way.evidence)}</p>"
        f"<p><strong>{safe(ui('Cost:'))}</strong> {safe(way.cost)}</p></div>"
    )


def reasons(some: Iterable[Decision]) -> list[str]:
    """Why something is held back: the answers it rests on as they were given, and what follows from them, said once."""
    first: dict[str, Decision] = {}
    for found in some:
        first.setdefault(found.because, found)
    return [_reason(found) for found in first.values()]


def _reason(found: Decision) -> str:
    said = "; ".join(f"{row.label}: {row.value}" for row in found.evidence)
    return f"<strong>{safe(said or found.title)}.</strong> {safe(found.because)}"


def decision(found: Decision, words: Translator) -> str:
    """One rule that applied, with the answers it rests on and its sources."""
    ui = words.ui
    rests = [*found.evidence, *found.missing]
    said = bullets(f"{row.label}: {row.value}" for row in rests)
    level = f"<p><strong>{safe(ui('What it calls for:'))}</strong> {safe(found.level)}</p>" if found.level else ""
    based = f"<p><strong>{safe(ui('It is based on:'))}</strong></p>{said}" if rests else ""
    return (
        f'<div class="ns-way"><h3>{safe(found.title)}</h3><p>{safe(found.because)}</p>{level}{based}'
        f"{sources(found.sources, found.rule, words)}</div>"
    )


def sources(some: Iterable[Source], rule: str, words: Translator) -> str:
    """Where a statement comes from, under the name of the rule that makes it, if one does."""
    ui = words.ui
    name = f"{ui('Rule')} <code>{safe(rule)}</code>. " if rule else ""
    return f'<p class="ns-source">{name}{safe(ui("Sources:"))}</p>{source_list(some, words)}'


def source_list(some: Iterable[Source], words: Translator) -> str:
    """Sources with title, publisher, when each was looked at, and whether somebody read it there.

    Without links: a press must not lead away from the answers.
    """
    ui = words.ui
    rows = "".join(
        f"<li>{safe(source.title)} ({safe(source.publisher)}). "
        f"{safe(ui('Checked {date}', date=words.date(source.checked_on)))}"
        f"{'' if source.verified else safe(' · ' + ui('not confirmed yet'))}</li>"
        for source in some
    )
    return f'<ul class="ns-source">{rows}</ul>'


def summary(found: Brief, words: Translator) -> str:
    """The summary as it reads on screen: what the file says, in the same order."""
    return summary_html.summary(found, words)
