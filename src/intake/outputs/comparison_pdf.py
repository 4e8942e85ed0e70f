"""The comparison of professionals: the family's notes on each, red flags, and open questions.

`compare` builds it once for the page and the PDF. It is for the family alone and is in no summary.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from intake.brief import wording
from intake.brief.builder import without
from intake.brief.entry_names import name_of_entry
from intake.domain.assessing import raised_flags
from intake.domain.base import Personal
from intake.domain.content import Content
from intake.domain.questionnaire import Item, Section, key_of
from intake.domain.response import Absent, Answer, Response
from intake.domain.routing import entries
from intake.domain.rules import Flag
from intake.i18n import Translator
from intake.outputs.pdf.password import protected
from intake.outputs.pdf.printable import letters_without_font, printable
from intake.outputs.pdf.renderer import Page, RenderedPdf, render_pdf
from intake.outputs.summary_pdf import Paper, page_count, template

LONGEST_NAME = 60
"""Most characters of a name in a column head; the saved file keeps all of it."""


@dataclass(frozen=True)
class Cell:
    """The answer to one question. `flagged`: it raises a red flag; `open`: it has no value."""

    label: str
    value: str
    flagged: bool
    open: bool


@dataclass(frozen=True)
class Column:
    """One professional: a cell for each question, in order, and the red flags raised."""

    entry: str
    name: str
    cells: tuple[Cell, ...]
    flags: tuple[Flag, ...]

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The labels of the questions without an answer."""
        return tuple(cell.label for cell in self.cells if cell.open)


@dataclass(frozen=True)
class Comparison:
    """Everything that the page and the PDF say. `names_left_out`: the family left names out of the file."""

    language: str
    version: str
    title: str
    columns: tuple[Column, ...]
    names_left_out: bool

    @property
    def rows(self) -> tuple[tuple[str, tuple[Cell, ...]], ...]:
        """Each question's label with its cells, one per column."""
        return tuple((cells[0].label, cells) for cells in zip(*(column.cells for column in self.columns), strict=True))


def section_of(content: Content) -> Section:
    """The section for comparing professionals."""
    return next(section for section in content.questionnaire.sections if section.asked == "choose")


def compare(
    content: Content, response: Response, words: Translator, *, left_out: Iterable[Personal] = ()
) -> Comparison:
    """The comparison of the professionals in the answers, without the kinds of answers in `left_out`."""
    section, kinds = section_of(content), frozenset(left_out)
    remaining = without(response, content, kinds)
    return Comparison(
        language=content.language,
        version=content.questionnaire.version,
        title=section.title,
        # Entries of the full response: one with only a name keeps its column even if names are left out.
        columns=tuple(
            _column(content, section, remaining, entry, words)
            for entry in entries(content.questionnaire, section, response)
        ),
        names_left_out=Personal.NAME in kinds,
    )


def _column(content: Content, section: Section, response: Response, entry: str, words: Translator) -> Column:
    flags = raised_flags(content, response, section.id, entry)
    reasons = {condition.question for flag in flags for condition in flag.when}
    named_by = section.repeats.named_by if section.repeats else ""
    return Column(
        entry=entry,
        name=name_of_entry(content, section, entry, response),
        cells=tuple(
            _cell(item, response.by_key.get(key_of(item.link_id, entry)), words, flagged=item.link_id in reasons)
            for item in section.items
            if item.link_id != named_by
        ),
        flags=flags,
    )


def _cell(item: Item, answer: Answer | None, words: Translator, *, flagged: bool) -> Cell:
    if answer is not None and answer.given:
        value = "; ".join(item.by_code[code].text for code in answer.codes)
        return Cell(item.label, value, flagged, open=False)
    return Cell(item.label, _absence(answer, words), flagged=False, open=True)


def _absence(answer: Answer | None, words: Translator) -> str:
    """Why there is no answer, in words."""
    if answer is not None and answer.absent is Absent.UNKNOWN:
        return words.ui("Not known")
    if answer is not None and answer.absent is Absent.DECLINED:
        return words.ui("Rather not say")
    return words.ui("Not asked yet")


def flag_sentence(flag: Flag, words: Translator) -> str:
    """A red flag as one sentence, to precede the flag's text."""
    return words.ui("Red flag: {what}.", what=flag.title)


def unanswered_note(column: Column, words: Translator) -> str:
    """The questions without an answer, as one sentence."""
    if not column.unanswered:
        return words.ui("Every question has an answer.")
    return words.ui("No answer yet: {what}.", what="; ".join(column.unanswered))


def no_flags_note(words: Translator) -> str:
    """The sentence shown if no flag is raised. It never says that all is well."""
    return words.ui("No red flags in your notes so far. That alone does not make it a good choice.")


# --- the file --------------------------------------------------------------------------------------------------------


def html(
    comparison: Comparison, made_on: dt.datetime, words: Translator, folder: Path, *, paper: Paper = "letter"
) -> str:
    """The comparison as one HTML document."""
    return template(folder, "comparison.html.j2").render(
        comparison=comparison,
        made_on=made_on,
        created=wording.timestamp(made_on, words),
        paper="A4" if paper == "a4" else "letter",
        direction=words.direction,
        page_count=page_count(words),
        t=words.ui,
        name_of=lambda column: printable(column.name, limit=LONGEST_NAME, lines=1).text,
        flag_sentence=lambda flag: flag_sentence(flag, words),
        unanswered_note=lambda column: unanswered_note(column, words),
        no_flags_note=no_flags_note(words),
    )


def unprintable_letters(comparison: Comparison) -> str:
    """The typed letters that a PDF can only show as □; "" if none."""
    columns = comparison.columns
    return letters_without_font(text for one in columns for text in (one.name, *(cell.value for cell in one.cells)))


def pdf(  # noqa: PLR0913 - everything that one file depends on
    comparison: Comparison,
    made_on: dt.datetime,
    words: Translator,
    folder: Path,
    *,
    paper: Paper = "letter",
    identifier: str = "",
    password: str = "",
) -> RenderedPdf:
    """The comparison as PDF/A-3a and PDF/UA-1, or as a locked PDF if there is a `password`. Raises PdfError.

    The same arguments give the same bytes. `identifier` becomes part of them and makes them unique.
    """
    styles = folder / "summary"
    rendered = render_pdf(
        Page(
            html=html(comparison, made_on, words, folder, paper=paper),
            stylesheets=(styles / "fonts" / "fonts.css", styles / "summary.css"),
            made_on=made_on,
            identifier=identifier or f"comparison {comparison.version} {made_on.isoformat()}",
        )
    )
    return replace(rendered, data=protected(rendered.data, password)) if password else rendered
