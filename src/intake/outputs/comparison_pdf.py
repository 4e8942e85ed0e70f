"""Professionals side by side: what was noted of each, the red flags in it, and what was not asked yet.

`compared` puts it into words once; the page and the PDF draw the same. It is for the family: it stands in no summary.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from intake.brief import wording
from intake.brief.builder import name_of_entry, without
from intake.domain.assessing import raised
from intake.domain.base import Personal
from intake.domain.content import Content
from intake.domain.questionnaire import Item, Section, key_of
from intake.domain.response import Absent, Answer, Response
from intake.domain.routing import entries
from intake.domain.rules import Flag
from intake.i18n import Translator
from intake.outputs.pdf.password import protected
from intake.outputs.pdf.printable import printable
from intake.outputs.pdf.renderer import Page, RenderedPdf, render_pdf
from intake.outputs.summary_pdf import Paper, page_count, template

LONGEST_NAME = 60
"""Letters of a name at the head of a column; the save file keeps the whole of it."""


@dataclass(frozen=True)
class Cell:
    """What was said to one question. `flagged`: it raises a red flag. `open`: it has no answer with a value."""

    label: str
    value: str
    flagged: bool
    open: bool


@dataclass(frozen=True)
class Column:
    """One professional: a cell for each question, in their order, and the flags that the answers raise."""

    entry: str
    name: str
    cells: tuple[Cell, ...]
    flags: tuple[Flag, ...]

    @property
    def not_asked(self) -> tuple[str, ...]:
        """What has no answer."""
        return tuple(cell.label for cell in self.cells if cell.open)


@dataclass(frozen=True)
class Comparison:
    """Everything the page and the PDF say. `names_left_out`: the family wants no names in it."""

    language: str
    version: str
    title: str
    columns: tuple[Column, ...]
    names_left_out: bool

    @property
    def rows(self) -> tuple[tuple[str, tuple[Cell, ...]], ...]:
        """Each question's label with the cells of all columns."""
        return tuple((cells[0].label, cells) for cells in zip(*(column.cells for column in self.columns), strict=True))


def section_of(content: Content) -> Section:
    """The section in which a family compares professionals."""
    return next(section for section in content.questionnaire.sections if section.asked == "choose")


def compared(
    content: Content, response: Response, words: Translator, *, left_out: Iterable[Personal] = ()
) -> Comparison:
    """What was noted, in words; what is `left_out` of files is not in it."""
    section, kinds = section_of(content), frozenset(left_out)
    kept = without(response, content, kinds)
    return Comparison(
        language=content.language,
        version=content.questionnaire.version,
        title=section.title,
        # Of all entries there are: one of which only the name was said still has its column without it.
        columns=tuple(
            _column(content, section, kept, entry, words) for entry in entries(content.questionnaire, section, response)
        ),
        names_left_out=Personal.NAME in kinds,
    )


def _column(content: Content, section: Section, response: Response, entry: str, words: Translator) -> Column:
    flags = raised(content, response, section.id, entry)
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
    return Cell(item.label, _open(answer, words), flagged=False, open=True)


def _open(answer: Answer | None, words: Translator) -> str:
    """Why there is no answer, in words."""
    if answer is not None and answer.absent is Absent.UNKNOWN:
        return words.ui("Not known")
    if answer is not None and answer.absent is Absent.DECLINED:
        return words.ui("Rather not say")
    return words.ui("Not asked yet")


def take_care(flag: Flag, words: Translator) -> str:
    """A red flag as one sentence; what to do about it is the flag's own text."""
    return words.ui("Take care: {what}.", what=flag.title)


def still_open(column: Column, words: Translator) -> str:
    """What has no answer yet, in one sentence."""
    if not column.not_asked:
        return words.ui("Every question has an answer.")
    return words.ui("Not asked yet: {what}.", what="; ".join(column.not_asked))


def no_flags(words: Translator) -> str:
    """What stands where no flag is raised: never that all is well."""
    return words.ui("No red flag in what you noted so far. That alone does not make it a good choice.")


# --- the file --------------------------------------------------------------------------------------------------------


def html(found: Comparison, made_on: dt.datetime, words: Translator, folder: Path, *, paper: Paper = "letter") -> str:
    """The comparison as one HTML document."""
    return template(folder, "comparison.html.j2").render(
        found=found,
        made_on=made_on,
        moment=wording.moment(made_on),
        paper="A4" if paper == "a4" else "letter",
        direction=words.direction,
        page_count=page_count(words),
        t=words.ui,
        name_of=lambda column: printable(column.name, limit=LONGEST_NAME, lines=1).text,
        take_care=lambda flag: take_care(flag, words),
        still_open=lambda column: still_open(column, words),
        no_flags=no_flags(words),
    )


def pdf(  # noqa: PLR0913 - what goes into one file
    found: Comparison,
    made_on: dt.datetime,
    words: Translator,
    folder: Path,
    *,
    paper: Paper = "letter",
    identifier: str = "",
    password: str = "",
) -> RenderedPdf:
    """The comparison as PDF/A-3a and PDF/UA-1; with a `password` as a locked PDF. Raises an error of renderer.

    The same comparison gives the same bytes, unless there is an `identifier`, which becomes part of them.
    """
    styles = folder / "summary"
    made = render_pdf(
        Page(
            html=html(found, made_on, words, folder, paper=paper),
            stylesheets=(styles / "fonts" / "fonts.css", styles / "summary.css"),
            made_on=made_on,
            identifier=identifier or f"comparison {found.version} {made_on.isoformat()}",
        )
    )
    return replace(made, data=protected(made.data, password)) if password else made
