"""The summary as HTML, plain text and PDF: three drawings of one Brief."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from intake.documents.printable import printable
from intake.documents.renderer import Page, PdfError, PdfUnavailable, RenderedPdf, render_pdf
from intake.language import Translator
from intake.summary import Brief, Row, Status

Paper = Literal["letter", "a4"]

COVER_QUOTE = 640
COVER_LINES = 6
ANSWERS_ANCHOR = "answers"

_SCREEN_STYLE = """
@media screen {
  html { font-size: 16px; line-height: 1.5 }
  body { max-width: 52rem; margin: 0 auto; padding: 1rem }
  .page-head, .page-foot { display: none }
  h1 { font-size: 1.75rem } h2 { font-size: 1.3rem } h3 { font-size: 1.1rem }
  .label, .small, .basis, thead th { font-size: .9rem }
  @media (max-width: 40rem) { .columns { display: block } }
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
    in_box = {row.link_id for part in brief.risk for row in (*part.rows, *part.context)}
    own_style = (folder / "summary" / "summary.css").read_text("utf-8") + _SCREEN_STYLE if style else ""
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
        cover_quote=lambda text: printable(text, limit=COVER_QUOTE, lines=COVER_LINES).text,
        long_quotes=[row for row in brief.situation if row.verbatim and _is_long(row.value)],
        open_in_box=len([row for row in brief.unanswered_safety if row.link_id in in_box]),
        open_elsewhere=[row for row in brief.unanswered_safety if row.link_id not in in_box],
        numbered={source.id: place for place, source in enumerate(brief.sources, 1)},
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


@lru_cache(maxsize=1)
def missing_for_pdf() -> str:
    """The command that installs what this machine lacks for PDFs; empty when it can make them. Asked once per process.

    A download button cannot say why no file comes, so the page asks before it shows one.
    """
    probe = '<!DOCTYPE html><html lang="en"><head><title>-</title></head><body><p>-</p></body></html>'
    made_on = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    try:
        render_pdf(Page(html=probe, stylesheets=(), made_on=made_on, identifier="probe"))
    except PdfUnavailable as unavailable:
        return unavailable.install
    except PdfError:
        return ""  # a slow or broken moment is not a missing library
    return ""


def text(brief: Brief, words: Translator) -> str:
    """The summary as plain text, to paste into a record system."""
    t = words.ui
    lines = [
        t("Family summary").upper(),
        t("Strictly confidential. Reported by a family, not verified, not an assessment and not a diagnosis."),
        t("Made on {date}. Questions version {version}.", date=_moment(brief.made_on), version=brief.content_version),
        t("None of “Not known”, “Rather not say” and “Not answered” means no."),
        "",
        t("Suggested priority: {priority}", priority=brief.heading),
        f"{t('Asked of you:')} {brief.request}",
    ]
    if brief.answered_version != brief.content_version:
        said = t("The answers were given to version {version} of the questions.", version=brief.answered_version)
        lines.append(said)
    if brief.file_withheld:
        lines.append(t("Do not leave this page where the person it is about can find it."))
    lines += [
        *_block(t("Because the family reported:"), brief.reasons),
        *([f"- {t('and {number} more', number=brief.more_reasons)}"] if brief.more_reasons else []),
        *_block(t("Who it is about"), brief.who),
        *_block(t("Who wrote it, and how to reach them"), brief.reach),
        *_block(t("Situation"), brief.situation),
    ]
    for part in brief.risk:
        rows = (*part.rows, *part.context)
        lines += ["", part.title.upper(), *(f"- {row.label}: {_value(row)} [{_state(row, words)}]" for row in rows)]
    lines += _block(t("What was tried"), brief.tried)
    lines += _block(t("What is not known"), brief.not_known) or ["", t("Every question has an answer.")]
    for section in brief.parts:
        lines += _block(section.title, section.rows)
    if not brief.file_withheld:
        lines += ["", t("What the family was told").upper()]
        lines += [f"{place}. {step.text} ({step.when})" for place, step in enumerate(brief.steps, 1)]
        lines += _listed(t("Told not to hold a family meeting now, because of:"), [hold.title for hold in brief.holds])
    applied = [f"{decision.title} ({decision.rule})" for decision in brief.decisions if decision.level]
    lines += _listed(t("How the priority was reached").upper(), applied or [t("No rule for danger applied")])
    lines.append(
        t(
            "Fixed rules, no score. The rules are the project's own reading of the sources; "
            "no clinician has signed them off yet."
        )
    )
    return "\n".join(printable(line).text for line in lines) + "\n"


def _listed(title: str, texts: list[str]) -> list[str]:
    return ["", title, *(f"- {text}" for text in texts)] if texts else []


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
