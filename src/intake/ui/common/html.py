"""Parts of the screens as HTML. Everything put into them is escaped: what families type never becomes markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from html import escape

import streamlit as st

from intake.brief import wording
from intake.brief.model import Brief, BriefPathway, BriefStep, Decision
from intake.brief.rows import AnswerStatus, Row, with_status
from intake.domain.content import Content
from intake.domain.helplines import Helpline
from intake.domain.local_helplines import elsewhere, writer_elsewhere
from intake.domain.response import Response
from intake.domain.rules import Level, Source, Truth
from intake.i18n import Translator
from intake.ui.common import summary_html
from intake.ui.common.static_pages import as_line, dialled, folded_lines, lines, urgent_lines

MOST_NUMBERS = 4
MOST_IN_BAND = 2
BAND = {Level.RED: "now", Level.ORANGE: "today", Level.AMBER: "days", Level.OPEN: "open", Level.GREEN: "plan"}


def safe(text: str) -> str:
    """Text escaped for HTML."""
    return escape(text, quote=True)


def show(*pieces: str) -> None:
    """Add HTML to the page, if there is any. Its links only call or text; they never open another page."""
    if any(pieces):
        st.html("".join(pieces))


def drawing(name: str) -> str:
    """A line drawing of styles/drawings.css, which means nothing; for pages without danger."""
    return f'<div class="ns-drawing ns-drawing-{name}" aria-hidden="true"></div>'


def heading(text: str, *, caption: str = "", hint: str = "", to_read: bool = False) -> None:
    """The one h1 of a page, with a caption above it and a short explanation below.

    `to_read`: in the letters of pages that are there to be read.
    """
    above = f'<p class="ns-caption">{safe(caption)}</p>' if caption else ""
    below = f'<p class="ns-hint">{safe(hint)}</p>' if hint else ""
    letters = ' class="ns-serif"' if to_read else ""
    show(f'{above}<h1{letters} tabindex="-1">{safe(text)}</h1>{below}')


def alert(text: str) -> None:
    """What went wrong and what to do; screen readers announce it immediately."""
    show(f'<p class="ns-alert" role="alert">{safe(text)}</p>')


def section(text: str, progress: str = "") -> None:
    """A heading inside a page, with how much below it is done."""
    below = f'<p class="ns-source">{safe(progress)}</p>' if progress else ""
    show(f"<h2>{safe(text)}</h2>{below}")


def question(text: str, hint: str = "") -> None:
    """One of several questions on a page, with a short explanation below."""
    below = f'<p class="ns-hint">{safe(hint)}</p>' if hint else ""
    show(f'<h2 class="ns-question">{safe(text)}</h2>{below}')


def opened_question(text: str, hint: str) -> None:
    """The question above a list that has just opened, with a short explanation."""
    show(f'<p class="ns-opened">{safe(text)}</p><p class="ns-hint">{safe(hint)}</p>')


def paragraph(text: str) -> None:
    """One paragraph."""
    show(f"<p>{safe(text)}</p>")


def safe_paragraphs(*texts: str) -> str:
    """Texts as paragraphs, to join with other HTML."""
    return "".join(f"<p>{safe(text)}</p>" for text in texts)


def bullets(texts: Iterable[str]) -> str:
    """Texts as a list."""
    return f"<ul>{''.join(f'<li>{safe(text)}</li>' for text in texts)}</ul>"


def table(heads: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    """A table that works with screen readers. Heads are text, cells are HTML; the first cell of a row is its header."""
    head = "".join(f'<th scope="col">{safe(text)}</th>' for text in heads)
    body = "".join(
        f'<tr><th scope="row">{name}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>' for name, *cells in rows
    )
    return f'<div class="ns-table"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def folded(title: str, texts: Iterable[str]) -> None:
    """Paragraphs behind a title that opens them."""
    inside = "".join(f"<p>{safe(text)}</p>" for text in texts)
    show(f'<details class="ns-folded"><summary>{safe(title)}</summary>{inside}</details>')


def folded_section(title: str, inside: str) -> None:
    """A part of a page behind its heading, which opens it. `inside` is HTML."""
    show(f'<details class="ns-folded"><summary><h2>{safe(title)}</h2></summary>{inside}</details>')


def hint(text: str) -> None:
    """A short explanation, in small type."""
    show(f'<p class="ns-hint">{safe(text)}</p>')


def band(
    brief: Brief,
    words: Translator,
    *,
    small: bool = False,
    caption: str = "",
    first_call: Iterable[Helpline] = (),
    before_call: str = "",
) -> str:
    """How urgent it is, in words repeated by color, with buttons for the first call. In danger, that of the first step.

    The heading is the page's h1. `before_call`: what the first call is for, if it is not the first step. `small`: an h2
    above another page, with the first step instead of the explanation.
    """
    tag, text = ("h2", brief.steps[0].text) if small else ("h1", brief.text)
    above = f'<p class="ns-caption">{safe(caption)}</p>' if caption else ""
    calls = _buttons(brief.steps[0].lines if brief.level is Level.RED else first_call, words)
    if brief.level is Level.RED and not _calls_first(brief.steps[0]):
        before_call = words.ui("If it gets worse, or they cannot go safely:")
    if calls and before_call:
        calls = f"<p>{safe(before_call)}</p>{calls}"
    return (
        f'<div class="ns-card ns-band ns-band-{BAND[brief.level]}">{above}'
        f'<{tag} tabindex="-1">{safe(brief.heading)}</{tag}>{so_far(brief)}<p>{safe(text)}</p>{calls}</div>'
    )


def _calls_first(step: BriefStep) -> bool:
    """Whether a step in danger is itself a call. Beside a way to a hospital, 911 is for when it gets worse."""
    short = [line.call for line in step.lines if line.call and line.call.isdigit()]
    return not short or any(number in step.text for number in short)


def call_first(text: str, helpline: Helpline, words: Translator) -> str:
    """A line to call before anything else, with buttons as strong as those of a result."""
    return f'<div class="ns-card ns-band ns-band-today"><p>{safe(text)}</p>{_buttons((helpline,), words)}</div>'


def so_far(brief: Brief) -> str:
    """While safety questions are open: what the answers so far mean, below the heading."""
    return f"<p><strong>{safe(brief.so_far)}</strong></p>" if brief.so_far else ""


def _buttons(helplines: Iterable[Helpline], words: Translator) -> str:
    """Links to call and text, side by side, each number once."""
    ui = words.ui
    links: dict[str, str] = {}
    names: dict[str, str] = {}
    for line in helplines:
        if line.call:
            names.setdefault(f"tel:{dialled(line.call)}", line.name)
            links.setdefault(f"tel:{dialled(line.call)}", ui("Call {number}", number=line.call))
        if line.text and not line.text_word:
            links.setdefault(f"sms:{dialled(line.text)}", ui("Text {number}", number=line.text))
    anchors = [
        f'<a class="ns-button" href="{safe(href)}">{safe(label)}{_small(names.get(href, ""))}</a>'
        for href, label in links.items()
    ]
    return f'<p class="ns-links">{"".join(anchors[:MOST_IN_BAND])}</p>' if anchors else ""


def _small(text: str) -> str:
    return f" <small>{safe(text)}</small>" if text else ""


def card(title: str, *paragraphs: str) -> str:
    """A framed note. The paragraphs are HTML."""
    return f'<div class="ns-card"><h2>{safe(title)}</h2>{"".join(paragraphs)}</div>'


def call_lines(helplines: Iterable[Helpline], words: Translator) -> str:
    """Lines to call, with links that dial and what happens when you call."""
    return lines(tuple(map(as_line, helplines)), words)


def folded_call_lines(helplines: Iterable[Helpline], words: Translator) -> str:
    """Lines to call, with links that dial; what happens when you call is behind a tap."""
    return folded_lines(map(as_line, helplines), words)


def urgent(content: Content, response: Response, words: Translator) -> str:
    """The two lines to call in any danger; none where they are known not to work."""
    note = place_note(content, response, words)
    if elsewhere(content, response) and writer_elsewhere(content, response) is not False:
        return f"<p>{safe(words.ui('Call the emergency number for the country you are in.'))}</p>{note}"
    return f"{note}{lines(urgent_lines(content, words), words)}"


def place_note(content: Content, response: Response, words: Translator) -> str:
    """For whom 911 and 988 work, as a paragraph; "" if they work for everyone, or if nobody said where they are."""
    ui, own = words.ui, writer_elsewhere(content, response)
    if elsewhere(content, response):
        text = (
            ui(
                "Your loved one is outside the United States and Canada. 911 and 988 are for you, where you are. For "
                "your loved one, use the emergency number or crisis line of the country they are in."
            )
            if own is False
            else ui(
                "Your loved one is outside the United States and Canada. Where we say 911 or 988, use that country’s "
                "emergency number or crisis line."
            )
        )
    elif own:
        text = ui(
            "You are outside the United States and Canada. 911 and 988 may not work from your phone. Ask someone near "
            "your loved one to call, or look up the number of the police where they are. For yourself, use the "
            "emergency number of the country you are in."
        )
    else:
        return ""
    return f"<p>{safe(text)}</p>"


def step(step: BriefStep, place: int, words: Translator, *, in_band: Iterable[Helpline] = ()) -> str:
    """One of the next steps with the numbers it needs, without those in the band; `place` counts from 1."""
    shown = {line.id for line in in_band}
    needed = tuple(_to_press(line) for line in step.lines if line.id not in shown)
    return (
        f'<ol class="ns-steps" start="{place}"><li><p class="ns-when">{safe(step.when)}</p><h3>{safe(step.text)}</h3>'
        f"<p>{safe(step.detail)}</p>{numbers(needed, words)}</li></ol>"
    )


def _to_press(line: Helpline) -> Helpline:
    """The line without a text message that has to be written, such as a ZIP code, if it can be called."""
    typed = line.call and " " in (line.text_word or "")
    return line.model_copy(update={"text": None, "text_word": None}) if typed else line


def also_today(brief: Brief, words: Translator) -> str:
    """What else is urgent, a line each: tap it for details. With its number, unless a step above shows that."""
    above = {line.call for step in brief.steps for line in step.lines[:MOST_NUMBERS]}
    rows = []
    for step in brief.also_today:
        new = next((line for line in step.lines if line.call and line.call not in above), None)
        rows.append(
            f"<li><details><summary>{safe(step.text)}</summary><p>{safe(step.detail)}</p></details>"
            f"{_call_link(new, words)}</li>"
        )
    return f'<ul class="ns-also">{"".join(rows)}</ul>' if rows else ""


def _call_link(line: Helpline | None, words: Translator) -> str:
    if line is None or not line.call:
        return ""
    label = words.ui("Call {number}", number=line.call)
    return f'<p class="ns-links"><a href="tel:{safe(dialled(line.call))}">{safe(label)}</a></p>'


def indicators(brief: Brief, words: Translator) -> str:
    """The signs that it may be time for outside help: which were reported, and which are not known."""
    ui = words.ui
    met, unknown = wording.indicators(brief, Truth.MET), wording.indicators(brief, Truth.UNKNOWN)
    return "".join(
        (
            f"<h2>{safe(wording.indicators_title(brief, words))}</h2>",
            f"<p>{safe(ui('A list to think about. It is not a test.'))}</p>" if met or unknown else "",
            bullets(met) if met else "",
            f"<p>{safe(ui('Not known:'))}</p>{bullets(unknown)}" if unknown else "",
        )
    )


def numbers(helplines: tuple[Helpline, ...], words: Translator) -> str:
    """Only the links of these lines, without what happens when you call."""
    short = tuple(replace(as_line(line), note="", hours="") for line in helplines[:MOST_NUMBERS])
    return lines(short, words) if short else ""


def answer(row: Row) -> str:
    """One answer: what it is about, and the answer itself."""
    return f'<p class="ns-answer"><strong>{safe(row.label)}</strong><br><span dir="auto">{_value(row)}</span></p>'


def told(rows: Iterable[Row]) -> str:
    """Answers as a list, a line each."""
    items = (f'<li><strong>{safe(row.label)}:</strong> <span dir="auto">{_value(row)}</span></li>' for row in rows)
    return f'<ul class="ns-told">{"".join(items)}</ul>'


def _value(row: Row) -> str:
    """The answer, in quotation marks if the family typed it, with how they know it and when it was true."""
    value = f"“{row.value}”" if row.verbatim else row.value
    return safe(f"{value} ({row.basis})" if row.basis else value)


def pathways(pathways: Iterable[BriefPathway], words: Translator) -> str:
    """Pathways, each with its title and one line; a tap opens the rest."""
    return f'<ul class="ns-needs ns-paths">{"".join(_pathway(one, words) for one in pathways)}</ul>'


def _pathway(pathway: BriefPathway, words: Translator) -> str:
    """A pathway: what it is, why it is shown, what is known about it, and what it costs."""
    ui = words.ui
    because = "".join(f"<p>{safe(reason)}</p>" for reason in pathway.because)
    return (
        f"<li><details><summary><h3>{safe(pathway.title)}</h3><p>{safe(pathway.line)}</p></summary>"
        f"<p>{safe(pathway.text)}</p>{because}"
        f"<p><strong>{safe(ui('What is known:'))}</strong> {safe(pathway.evidence)}</p>"
        f"<p><strong>{safe(ui('Cost:'))}</strong> {safe(pathway.cost)}</p></details></li>"
    )


def way_lines(ways: Iterable[tuple[str, str]]) -> str:
    """Ways forward, each with its title and one line."""
    rows = (f"<li><h3>{safe(title)}</h3><p>{safe(line)}</p></li>" for title, line in ways)
    return f'<ul class="ns-ways">{"".join(rows)}</ul>'


def reasons(decisions: Iterable[Decision]) -> list[str]:
    """Why something is held back: what follows from the answers, and what these are about; each answer once."""
    named: set[str] = set()
    texts: dict[str, str] = {}
    for decision in decisions:
        told = with_status(decision.evidence, AnswerStatus.REPORTED, AnswerStatus.GIVEN)
        signs = with_status(told, AnswerStatus.REPORTED) or told
        new = [row for row in signs if row.key not in named]
        if decision.because in texts or (signs and not new):
            continue  # said already, or what follows from answers that are named already
        named.update(row.key for row in new)
        about = "; ".join(row.label for row in new) or decision.title
        texts[decision.because] = f'{safe(decision.because)} <span class="ns-about">({safe(about)})</span>'
    return list(texts.values())


def decisions(decisions: Iterable[Decision], words: Translator) -> str:
    """Rules that applied, each with what follows from it; a tap opens the answers it is based on and its sources."""
    return f'<ul class="ns-needs">{"".join(_decision(one, words) for one in decisions)}</ul>'


def _decision(decision: Decision, words: Translator) -> str:
    ui = words.ui
    rows = [*decision.evidence, *decision.missing]
    evidence = bullets(f"{row.label}: {row.value}" for row in rows)
    level = f"<p><strong>{safe(ui('What it calls for:'))}</strong> {safe(decision.level)}</p>" if decision.level else ""
    based = f"<p><strong>{safe(ui('It is based on:'))}</strong></p>{evidence}" if rows else ""
    return (
        f"<li><details><summary><h3>{safe(decision.title)}</h3><p>{safe(decision.because)}</p></summary>"
        f"<p>{safe(decision.because)}</p>{level}{based}"
        f"{sources(decision.sources, words)}</details></li>"
    )


def with_sources(titled: Iterable[tuple[str, Iterable[Source]]], words: Translator) -> str:
    """Titles, each of which opens the sources of what it names."""
    rows = (
        f"<li><details><summary><h3>{safe(title)}</h3></summary>{sources(named, words)}</details></li>"
        for title, named in titled
    )
    return f'<ul class="ns-needs ns-paths">{"".join(rows)}</ul>'


def sources(sources: Iterable[Source], words: Translator) -> str:
    """Where a statement comes from."""
    return f'<p class="ns-source">{safe(words.ui("Sources:"))}</p>{source_list(sources, words)}'


def source_list(sources: Iterable[Source], words: Translator) -> str:
    """Sources with title, publisher, when each was checked, and whether it is confirmed.

    Without links: a tap must not lead away from the answers.
    """
    ui = words.ui
    rows = "".join(
        f"<li>{safe(source.title)} ({safe(source.publisher)}). "
        f"{safe(ui('Checked {date}', date=words.date(source.checked_on)))}"
        f"{'' if source.verified else safe(' · ' + ui('not confirmed yet'))}</li>"
        for source in sources
    )
    return f'<ul class="ns-source">{rows}</ul>'


def summary(brief: Brief, words: Translator) -> str:
    """The summary on screen: what the file says, in the same order."""
    return summary_html.summary(brief, words)
