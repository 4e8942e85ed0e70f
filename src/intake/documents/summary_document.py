"""The summary as HTML, plain text and PDF: three drawings of one Brief."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from intake.documents.printable import printable
from intake.documents.renderer import Page, RenderedPdf, render_pdf
from intake.language import Translator
from intake.summary import Brief, Row, Status

Paper = Literal["letter", "a4"]

COVER_QUOTE = 640
COVER_LINES = 6
MOST_UNKNOWN = 9
ANSWERS_ANCHOR = "answers"

_SCREEN_STYLE = """
@media screen {
  body { max-width: 52rem; margin: 0 auto; padding: 1rem; font-size: 1rem; line-height: 1.5 }
  .page-head, .page-foot { position: static; font-size: .85rem }
}
"""


def file_name(made_on: dt.datetime) -> str:
    """A neutral name for the downloaded file: it names no person and no topic."""
    return f"summary-{made_on:%Y-%m-%d}.pdf"


def html(
    brief: Brief,
    words: Translator,
    folder: Path,
    *,
    paper: Paper = "letter",
    compact: bool = False,
    style: bool = False,
) -> str:
    """The summary as one HTML document. `style`: with the stylesheet inside, to be read in a browser."""
    own_style = _SCREEN_STYLE + (folder / "summary" / "summary.css").read_text("utf-8") if style else ""
    return _template(folder).render(
        brief=brief,
        paper="A4" if paper == "a4" else "letter",
        compact=compact,
        screen_style=Markup(own_style),  # noqa: S704 - our own file, not a person's words
        direction=words.direction,
        made_on=_moment(brief.made_on),
        page_count=_page_count(words),
        t=words.ui,
        Status=Status,
        statuses=_statuses(words),
        state_of=lambda row: _state(row, words),
        given=lambda rows: [row for row in rows if row.status is not Status.NOT_ASKED],
        cover_quote=lambda text: printable(text, limit=COVER_QUOTE, lines=COVER_LINES).text,
        long_quotes=[row for row in brief.situation if row.verbatim and _is_long(row.value)],
        most_unknown=MOST_UNKNOWN,
        other_unknown=len(brief.not_known) - len(brief.unanswered_safety),
    )


def pdf(brief: Brief, words: Translator, folder: Path, *, paper: Paper = "letter") -> RenderedPdf:
    """The summary as PDF/A-3a and PDF/UA-1. Raises PdfUnavailable, PdfTooSlow or PdfFailed."""
    styles = folder / "summary"
    return render_pdf(
        Page(
            html=html(brief, words, folder, paper=paper),
            compact_html=html(brief, words, folder, paper=paper, compact=True),
            cover_anchor=ANSWERS_ANCHOR,
            stylesheets=(styles / "fonts" / "fonts.css", styles / "summary.css"),
            made_on=brief.made_on,
            identifier=f"{brief.content_version} {brief.made_on.isoformat()}",
        )
    )


def text(brief: Brief, words: Translator) -> str:
    """The summary as plain text, to paste into a record system."""
    t = words.ui
    lines = [
        t("Family summary").upper(),
        t("Family-reported, not verified, not a diagnosis."),
        t("Made on {date}. Questions version {version}.", date=_moment(brief.made_on), version=brief.content_version),
        "",
        t("Suggested priority: {priority}", priority=brief.heading),
        f"{t('Asked of you:')} {brief.request}",
        *_block(t("Because the family reported:"), brief.reasons),
        *_block(t("Who it is about"), brief.who),
        *_block(t("Who wrote it, and how to reach them"), brief.reach),
        *_block(t("Situation"), brief.situation),
        "",
        t("Risk, as the family reports it").upper(),
    ]
    for part in brief.risk:
        lines.append(f"{part.title}:")
        lines += [f"  {_state(row, words)}: {row.label}: {_value(row)}" for row in (*part.rows, *part.context)]
    lines += _block(t("What was tried"), brief.tried)
    lines += ["", t("What is not known").upper(), *(f"- {row.label}: {row.value}" for row in brief.not_known)]
    lines += ["", t("All answers").upper()]
    for section in brief.parts:
        lines += _block(section.title, section.rows)
    lines += ["", t("What the family was told").upper()]
    lines += [f"{place}. {step.text} ({step.when})" for place, step in enumerate(brief.steps, 1)]
    lines += [f"- {hold.title}" for hold in brief.holds]
    lines += ["", t("How the priority was reached").upper()]
    lines += [f"- {decision.title} ({decision.rule})" for decision in brief.decisions if decision.level]
    return "\n".join(printable(line).text for line in lines) + "\n"


@lru_cache(maxsize=4)
def _template(folder: Path) -> Template:
    environment = Environment(
        loader=FileSystemLoader(folder / "summary"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finished,
    )
    return environment.get_template("summary.html.j2")


def _finished(value: Any) -> Any:
    """Every text that goes into the document is made printable first; markup of our own is left alone."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return printable(value).text
    return value


def _moment(made_on: dt.datetime) -> str:
    """Date and time with the zone as an offset: 2026-11-22 08:05 (UTC+01:00)."""
    offset = made_on.strftime("%z")
    zone = f"UTC{offset[:3]}:{offset[3:5]}" if offset and offset[:5] != "+0000" else "UTC"
    return f"{made_on:%Y-%m-%d %H:%M} ({zone})"


def _page_count(words: Translator) -> Markup:
    page, pages = Markup('<span class="page"></span>'), Markup('<span class="pages"></span>')
    return escape(words.text("ui", "Page {page} of {pages}")).format(page=page, pages=pages)


def _statuses(words: Translator) -> list[tuple[Status, str]]:
    return [(status, _word(status, words)) for status in Status if status not in (Status.REPORTED, Status.GIVEN)]


def _word(status: Status, words: Translator) -> str:
    return {
        Status.REPORTED: words.ui("Reported"),
        Status.DENIED: words.ui("Denied"),
        Status.GIVEN: words.ui("Given"),
        Status.UNKNOWN: words.ui("Not known"),
        Status.DECLINED: words.ui("Rather not say"),
        Status.NOT_ASKED: words.ui("Not answered"),
    }[status]


def _state(row: Row, words: Translator) -> str:
    mark = "▲ " if row.status is Status.REPORTED else ""
    return f"{mark}{_word(row.status, words)}"


def _value(row: Row) -> str:
    value = f'"{row.value}"' if row.verbatim else row.value
    return f"{value} ({row.basis})" if row.basis else value


def _is_long(value: str) -> bool:
    return printable(value, limit=COVER_QUOTE, lines=COVER_LINES).shortened


def _block(title: str, rows: tuple[Row, ...]) -> list[str]:
    return ["", title.upper(), *(f"- {row.label}: {_value(row)}" for row in rows)] if rows else []
