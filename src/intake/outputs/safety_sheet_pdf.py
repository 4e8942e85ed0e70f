"""The family's safety sheet as one page for the fridge, with a card for the wallet at its foot."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from intake.brief import wording
from intake.brief.safety_sheet import Sheet
from intake.i18n import Translator
from intake.outputs.pdf.printable import letters_without_font, printable
from intake.outputs.pdf.renderer import Page, RenderedPdf, render_pdf
from intake.outputs.summary_pdf import Paper, page_count, template

LONGEST_ANSWER = 110
"""Most characters of a typed answer on the sheet; the saved file keeps all of it."""


def html(sheet: Sheet, made_on: dt.datetime, words: Translator, folder: Path, *, paper: Paper = "letter") -> str:
    """The sheet as one HTML document."""
    return template(folder, "safety_sheet.html.j2").render(
        sheet=sheet,
        made_on=made_on,
        created=wording.timestamp(made_on, words),
        paper="A4" if paper == "a4" else "letter",
        direction=words.direction,
        page_count=page_count(words),
        t=words.ui,
        typed=lambda text: printable(text, limit=LONGEST_ANSWER, lines=2).text,
    )


def unprintable_letters(sheet: Sheet) -> str:
    """The typed letters that a PDF can only show as □; "" if none."""
    return letters_without_font(answer.value for box in sheet.boxes for answer in box.answers if answer.typed)


def pdf(
    sheet: Sheet,
    made_on: dt.datetime,
    words: Translator,
    folder: Path,
    *,
    paper: Paper = "letter",
    identifier: str = "",
) -> RenderedPdf:
    """The sheet as PDF/A-3a and PDF/UA-1. Raises PdfError.

    The same arguments give the same bytes. `identifier` becomes part of them and makes them unique.
    """
    styles = folder / "summary"
    return render_pdf(
        Page(
            html=html(sheet, made_on, words, folder, paper=paper),
            stylesheets=(styles / "fonts" / "fonts.css", styles / "summary.css", styles / "safety_sheet.css"),
            made_on=made_on,
            identifier=identifier or f"safety sheet {sheet.version} {made_on.isoformat()}",
        )
    )
