"""The summary as HTML and PDF: the outline of the brief, laid out for paper."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from itertools import groupby, takewhile
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from intake.brief import wording
from intake.brief.blocks import Block, Facts, NamedEntry, Paragraph, Quotes, Reasons, Sentences, UnansweredSafety
from intake.brief.model import Brief
from intake.brief.outline import Cover, OutlineSection, SectionRole, outline
from intake.brief.rows import AnswerStatus, Row
from intake.i18n import Translator
from intake.outputs.pdf import charts
from intake.outputs.pdf.grouping import group_layout
from intake.outputs.pdf.password import protected
from intake.outputs.pdf.printable import letters_without_font, printable
from intake.outputs.pdf.renderer import Attachment, Page, PdfError, PdfUnavailableError, RenderedPdf, render_pdf

Paper = Literal["letter", "a4"]

# Limits for texts of any length on page 1, in characters (COVER_LINES: lines). The list of answers has the full texts.
COVER_QUOTES = 480
COVER_LINES = 4
COVER_MEDICINES = 540
COVER_NAME = 60
SHORT_FACT = 90
# Characters that fit on page 1 in the usual size. With more, a smaller size is used at once, because laying out the
# document again takes as long as the first time.
FULL: dict[Paper, int] = {"letter": 3760, "a4": 3950}
COVER_LINE = 66  # characters in a line of half a page: a list item takes whole lines
USUAL_SIZE = 9.2  # points, as in summary.css
SMALLER = 0.91
LESS = 0.96
SMALLEST_SIZE = 7.0
ANSWERS_ANCHOR = "answers"

# The CSS class of each kind of section in summary.css.
_SECTION_CLASSES = {
    SectionRole.PEOPLE: "who",
    SectionRole.SBAR: "sbar",
    SectionRole.DANGER: "risk",
    SectionRole.RULES: "kept",
}
_IN_BAND = (SectionRole.REQUEST, SectionRole.REACH)
# Blocks that can share a paragraph on page 1.
_RUN_ON = (Paragraph, Facts, Sentences, Reasons, UnansweredSafety)

_TAG = re.compile("<[^>]*>")
_SPACE_AT_END = re.compile(r"\s+(</(?:p|td|th|li|h[1-6]|b|strong|span)>)")
_SPACE_BEFORE_INLINE = re.compile(r"(?<=[^\s>])\s+(<(?:b|strong|span class=\"(?:l|small)\")>)")
_LIST_ITEM = re.compile("<li>(.*?)</li>", re.DOTALL)
_COVER = '<div class="cover">'
_SCREEN_STYLE = """
@media screen {
  html { font-size: 16px; line-height: 1.5 }
  body { max-width: 52rem; margin: 0 auto; padding: 1rem }
  .page-foot { display: none }
  h1 { font-size: 1.75rem } h2 { font-size: 1.3rem } h3 { font-size: 1.1rem }
  h4, .label, .small, thead th { font-size: .9rem }
  .chart { max-width: 100% } .e1 { width: 26% }
  @media (max-width: 40rem) { .band, .halves, .priority, .contact, .half { display: block; width: auto } }
}
"""


def html(
    brief: Brief,
    words: Translator,
    folder: Path,
    *,
    paper: Paper = "letter",
    style: bool = False,
) -> str:
    """The summary as one HTML document. `style`: include the stylesheet, to read it in a browser."""
    own_style = (folder / "summary" / "summary.css").read_text("utf-8") + _SCREEN_STYLE if style else ""
    whole = outline(brief, words)
    rendered = template(folder, "summary.html.j2").render(
        outline=whole,
        paper="A4" if paper == "a4" else "letter",
        screen_style=Markup(own_style),  # noqa: S704 - our own file, no user input
        page_count=page_count(words),
        answers_anchor=ANSWERS_ANCHOR,
        t=words.ui,
        Status=AnswerStatus,
        section_classes=_SECTION_CLASSES,
        in_columns=(SectionRole.SBAR,),
        Role=SectionRole,
        **_places(whole.cover.sections),
        **_room_on_cover(whole.cover),
        period=wording.period,
        phrases=wording.phrases,
        dot=charts.dot,
        group_layout=group_layout,
        facts_of=lambda rows: Facts(rows, wording.status_names(words)),
        lines_of=_lines,
        paragraphs_of=_paragraphs,
    )
    return _without_trailing_spaces(rendered)


def _without_trailing_spaces(html: str) -> str:
    """The document without spaces at the end of texts; a space before a bold text or a label moves into it.

    WeasyPrint breaks a text after its first word if the whole of it fits on the line and only the space after it
    does not.
    """
    return _SPACE_BEFORE_INLINE.sub(r"\1 ", _SPACE_AT_END.sub(r"\1", html))


def _places(sections: tuple[OutlineSection, ...]) -> dict[str, Any]:
    """The sections of page 1 in the order of the outline: those in the frame at the top, then runs of one role."""
    band = list(takewhile(lambda section: section.role in _IN_BAND, sections))
    rest = groupby(sections[len(band) :], lambda section: section.role)
    return {"band": band, "rest_of_cover": [list(run) for _, run in rest]}


def _room_on_cover(cover: Cover) -> dict[str, Any]:
    """Template functions that truncate texts of any length, so that page 1 stays one page."""
    blocks = (block for section in cover.sections for block in section.blocks)
    quotes = [row for block in blocks if isinstance(block, Quotes) for row in block.rows]
    share = max(1, len(quotes))
    limit, lines = COVER_QUOTES // share, max(1, COVER_LINES // share)
    return {
        "cover_quote": lambda text: printable(text, limit=limit, lines=lines).text,
        "cover_name": lambda text: printable(text, limit=COVER_NAME, lines=1).text,
        "long_quotes": [row for row in quotes if printable(row.value, limit=limit, lines=lines).shortened],
        "first_entries": _first_entries,
    }


def _paragraphs(blocks: Iterable[Block]) -> list[tuple[bool, list[Block]]]:
    """The blocks of page 1 in order, grouped into those that share a paragraph (True) and those that do not."""
    return [(together, list(run)) for together, run in groupby(blocks, lambda block: isinstance(block, _RUN_ON))]


def _first_entries(entries: Iterable[NamedEntry]) -> list[NamedEntry]:
    """As many medicines as fit on page 1, at least one."""
    first: list[NamedEntry] = []
    room = COVER_MEDICINES
    for entry in entries:
        if first and room <= 0:
            break
        first.append(entry)
        room -= min(len(entry.title), COVER_NAME)
        room -= sum(len(row.label) + min(len(row.value), COVER_NAME) for row in entry.facts.rows)
    return first


def _lines(facts: Facts) -> list[list[Row]]:
    """The stated rows, line by line: reported signs and long facts get their own line; short facts share one."""
    lines: list[list[Row]] = []
    shares = False
    for row in facts.stated:
        short = row.status is AnswerStatus.GIVEN and len(row.label) + len(row.value) <= SHORT_FACT
        if short and shares:
            lines[-1].append(row)
        else:
            lines.append([row])
        shares = short
    return lines


def pdf(  # noqa: PLR0913 - everything that one file depends on
    brief: Brief,
    words: Translator,
    folder: Path,
    *,
    paper: Paper = "letter",
    attachments: tuple[Attachment, ...] = (),
    identifier: str = "",
    password: str = "",
) -> RenderedPdf:
    """The summary as PDF/A-3a and PDF/UA-1, or as a locked PDF if there is a `password`. Raises PdfError.

    The same arguments give the same bytes. `identifier` becomes part of them and makes them unique.
    """
    styles = folder / "summary"
    fitting, smaller = _sizes(brief, words, folder, paper)
    rendered = render_pdf(
        Page(
            html=fitting,
            compact_html=smaller,
            cover_anchor=ANSWERS_ANCHOR,
            stylesheets=(styles / "fonts" / "fonts.css", styles / "summary.css"),
            made_on=brief.made_on,
            identifier=identifier or f"{brief.content_version} {brief.made_on.isoformat()}",
            attachments=attachments,
        )
    )
    return replace(rendered, data=protected(rendered.data, password)) if password else rendered


def _sizes(brief: Brief, words: Translator, folder: Path, paper: Paper) -> tuple[str, str]:
    """The document with page 1 in the font size that should fit, and in a smaller one to fall back on."""
    usual = html(brief, words, folder, paper=paper)
    cover = usual.partition(_COVER)[2].partition(f'id="{ANSWERS_ANCHOR}"')[0]
    characters = _shown(cover) + sum(-_shown(item) % COVER_LINE for item in _LIST_ITEM.findall(cover))
    if characters <= FULL[paper]:
        return usual, _crowded(usual, USUAL_SIZE * SMALLER)
    # The area of a text grows with the square of its font size; long texts leave more lines unfilled.
    size = max(SMALLEST_SIZE, USUAL_SIZE * LESS * math.sqrt(FULL[paper] / characters))
    return _crowded(usual, size), _crowded(usual, max(SMALLEST_SIZE, size * SMALLER))


def _shown(html: str) -> int:
    """How many characters a piece of HTML shows."""
    return len(" ".join(_TAG.sub(" ", html).split()))


def _crowded(html: str, size: float) -> str:
    """The document with page 1 in a font size of `size` points."""
    return html.replace(_COVER, f'<div class="cover crowded" style="font-size: {size:.2f}pt">', 1)


def unprintable_letters(brief: Brief) -> str:
    """The typed letters that a PDF can only show as □, such as those of a name in Hindi; "" if none."""
    notes = (*brief.desk.notes, *brief.desk.taken_by, *brief.desk.done) if brief.desk else ()
    rows = (row for part in (*brief.sections, *brief.parts) for row in part.all_rows)
    cover = (*brief.who, *brief.reach, *brief.situation, *brief.background)
    return letters_without_font((*notes, *brief.informants, *(row.value for row in (*cover, *rows))))


@lru_cache(maxsize=1)
def missing_for_pdf() -> str:
    """The command that installs what this machine lacks for PDFs; "" if nothing is missing. Checked once per process.

    A download button cannot explain a missing file, so pages check before they show one.
    """
    # No text: laying out a character without a font crashes the child.
    probe = '<!DOCTYPE html><html lang="en"><head><title>-</title></head><body></body></html>'
    made_on = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    try:
        render_pdf(Page(html=probe, stylesheets=(), made_on=made_on, identifier="probe"))
    except PdfUnavailableError as unavailable:
        return unavailable.install
    except PdfError:
        return ""  # a slow or failed render is not a missing library
    return ""


@lru_cache(maxsize=8)
def template(folder: Path, name: str) -> Template:
    """The template of a document, which escapes all values and makes them printable."""
    environment = Environment(
        loader=FileSystemLoader(folder / "summary"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
    )
    return environment.get_template(name)


def _printable(value: Any) -> Any:
    """The value made printable if it is text; our own markup stays as it is."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return printable(value).text
    return value


def page_count(words: Translator) -> Markup:
    """The page number and the number of pages, filled in by the stylesheet."""
    page, pages = Markup('<span class="page"></span>'), Markup('<span class="pages"></span>')
    return escape(words.text("ui", "Page {page} of {pages}")).format(page=page, pages=pages)
