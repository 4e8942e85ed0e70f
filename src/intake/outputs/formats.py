"""Every kind of file that people take away: what it is called, how its name ends, its media type, how it is made.

Each stands here once. The command line, the pages of the family and the desk offer what they find here, so a new format
of the summary is one module that draws it and one entry in `SUMMARY`.

Labels are English; whoever shows one translates it (`Translator.ui`). Libraries that are slow to load are loaded by the
functions that make a file.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from intake.brief.model import Brief
from intake.domain.content import Content
from intake.domain.helplines import Helpline
from intake.domain.response import Response
from intake.i18n import Translator
from intake.outputs import fhir, ics, records_table, summary_text, vcf
from intake.saved import ATTACHMENT, SavedPlace, payload

if TYPE_CHECKING:
    import pandas as pd

    from intake.outputs.comparison_pdf import Comparison
    from intake.outputs.pdf.renderer import Attachment
    from intake.outputs.summary_pdf import Paper

Material = TypeVar("Material")


def _nothing_missing() -> str:
    return ""


def _missing_for_pdf() -> str:
    from intake.outputs import summary_pdf

    return summary_pdf.missing_for_pdf()


@dataclass(frozen=True, kw_only=True)
class Format(Generic[Material]):
    """One kind of file. `make` gives its bytes; `stem` begins its name and names no person and no topic.

    `missing`: the command that installs what this machine lacks for it; "" when it can be made.
    `exact_type`: it is sent with its media type alone, either because phones open it by that, or because its bytes hold
    an identifier that nobody can guess.
    """

    id: str
    label: str
    stem: str
    ending: str
    media_type: str
    make: Callable[[Material], bytes]
    missing: Callable[[], str] = _nothing_missing
    exact_type: bool = False

    @property
    def short_ending(self) -> str:
        """The ending without its dot, as the audit trail notes it."""
        return self.ending.removeprefix(".")

    def file_name(self, made_on: dt.date | None = None) -> str:
        """The name of the file, with the day where one is given."""
        return f"{self.stem}-{made_on:%Y-%m-%d}{self.ending}" if made_on else f"{self.stem}{self.ending}"


# --- one family -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What a file about one family is made from.

    `response` are the answers a file may hold, `place` is where the person was (see intake.saved), `notice` a text that
    the law wants on the file word for word. With a `password` a PDF is locked; `identifier` becomes part of its bytes.
    """

    content: Content
    response: Response
    brief: Brief
    words: Translator
    folder: Path
    paper: Paper = "letter"
    place: SavedPlace = field(default_factory=dict)
    notice: str = ""
    password: str = ""
    identifier: str = ""

    @property
    def answers(self) -> bytes:
        """The document that a file carries, to go on with later."""
        return payload(self.response, self.place, self.brief.made_on)


@dataclass(frozen=True, kw_only=True)
class SummaryFormat(Format[Summary]):
    """A kind of file about one family. `label` is on its button for the family, `desk_label` at the desk.

    Where a label is "", the file is not offered. `command_line`: it can be asked for there, by its id. `at_call_end`:
    the desk offers it at the end of a call too, not only with the record. `opens_here`: it can be opened here again.
    """

    label: str = ""
    stem: str = "summary"
    desk_label: str = ""
    command_line: bool = True
    at_call_end: bool = True
    opens_here: bool = False


def carried(answers: bytes, words: Translator) -> Attachment:
    """The answers as a file inside the PDF, from where intake.saved takes them back."""
    from intake.outputs.pdf.renderer import Attachment

    return Attachment(ATTACHMENT, words.ui("The answers, to go on with later"), ANSWERS.media_type, answers)


def _pdf(summary: Summary) -> bytes:
    from intake.outputs import summary_pdf

    notices = (*summary.brief.notices, summary.notice) if summary.notice else summary.brief.notices
    return summary_pdf.pdf(
        summary.brief.model_copy(update={"notices": notices}),
        summary.words,
        summary.folder,
        paper=summary.paper,
        attachments=(carried(summary.answers, summary.words),),
        identifier=summary.identifier,
        password=summary.password,
    ).data


def _html(summary: Summary) -> bytes:
    from intake.outputs import summary_pdf

    html = summary_pdf.html(summary.brief, summary.words, summary.folder, paper=summary.paper, style=True)
    return html.encode("utf-8", "replace")


def _text(summary: Summary) -> bytes:
    notice = f"\n{summary.notice}\n" if summary.notice else ""
    return (summary_text.text(summary.brief, summary.words) + notice).encode("utf-8", "replace")


def _fhir(summary: Summary) -> bytes:
    return fhir.bundle(summary.content, summary.response, summary.brief.made_on, summary.words)


def _answers(summary: Summary) -> bytes:
    return summary.answers


PDF = SummaryFormat(
    id="pdf",
    label="Download the summary (PDF)",
    desk_label="Summary (PDF)",
    ending=".pdf",
    media_type="application/pdf",
    make=_pdf,
    missing=_missing_for_pdf,
    exact_type=True,
    opens_here=True,
)
HTML = SummaryFormat(id="html", ending=".html", media_type="text/html", make=_html)
TEXT = SummaryFormat(
    id="text",
    label="Download as plain text",
    desk_label="Plain text for a record system",
    ending=".txt",
    media_type="text/plain",
    make=_text,
)
FHIR = SummaryFormat(
    id="fhir",
    desk_label="Answers (FHIR)",
    ending=".fhir.json",
    media_type="application/fhir+json",
    make=_fhir,
    at_call_end=False,
)
ANSWERS = SummaryFormat(
    id="answers",
    label="Save only my answers, to pick up here later",
    ending=".json",
    media_type="application/json",
    make=_answers,
    command_line=False,
    opens_here=True,
)

SUMMARY: tuple[SummaryFormat, ...] = (PDF, HTML, TEXT, FHIR, ANSWERS)
"""Every kind of file about one family, in the order in which they are offered."""


def on_command_line() -> dict[str, SummaryFormat]:
    """What the command line can make of a summary, by its id."""
    return {one.id: one for one in SUMMARY if one.command_line}


def for_family() -> tuple[SummaryFormat, ...]:
    """What a family can take away."""
    return tuple(one for one in SUMMARY if one.label)


def at_desk(*, call_end: bool) -> tuple[SummaryFormat, ...]:
    """What staff can take away of a record; `call_end`: of those what the end of a call offers."""
    return tuple(one for one in SUMMARY if one.desk_label and (one.at_call_end or not call_end))


# --- for the family's own phone and table -----------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class ComparisonSheet:
    """What the comparison of professionals is made from. `password` and `identifier` as in `Summary`."""

    comparison: Comparison
    made_on: dt.datetime
    words: Translator
    folder: Path
    paper: Paper
    password: str = ""
    identifier: str = ""


@dataclass(frozen=True)
class Dates:
    """Days for a calendar, each with the same title."""

    days: Sequence[dt.date]
    made_on: dt.date
    title: str


def _comparison(sheet: ComparisonSheet) -> bytes:
    from intake.outputs import comparison_pdf

    return comparison_pdf.pdf(
        sheet.comparison,
        sheet.made_on,
        sheet.words,
        sheet.folder,
        paper=sheet.paper,
        identifier=sheet.identifier,
        password=sheet.password,
    ).data


def _check_ins(dates: Dates) -> bytes:
    return ics.ics(dates.days, dates.made_on, dates.title)


def _own_dates(dates: Dates) -> bytes:
    return ics.ics(dates.days, dates.made_on, dates.title, of=OWN_DATES.file_name())


COMPARISON: Format[ComparisonSheet] = Format(
    id="comparison",
    label="Download as PDF",
    stem="comparison",
    ending=PDF.ending,
    media_type=PDF.media_type,
    make=_comparison,
    missing=_missing_for_pdf,
    exact_type=True,
)
CHECK_INS: Format[Dates] = Format(
    id="check_ins",
    label="Get these dates for your calendar",
    stem="check-in",
    ending=".ics",
    media_type="text/calendar",
    make=_check_ins,
    exact_type=True,
)
OWN_DATES: Format[Dates] = Format(
    id="own_dates",
    label=CHECK_INS.label,
    stem="for-me",
    ending=CHECK_INS.ending,
    media_type=CHECK_INS.media_type,
    make=_own_dates,
    exact_type=True,
)
NUMBERS: Format[Sequence[Helpline]] = Format(
    id="numbers",
    label="Get these numbers for your phone",
    stem="numbers",
    ending=".vcf",
    media_type="text/vcard",
    make=vcf.vcf,
    exact_type=True,
)


# --- for staff --------------------------------------------------------------------------------------------------------


def _whole_record(record: Mapping[str, Any]) -> bytes:
    return json.dumps(record, indent=2, ensure_ascii=False).encode()


PHONE_NUMBER: Format[str] = Format(
    id="phone_number",
    label="Phone number (text)",
    stem=TEXT.stem,
    ending=TEXT.ending,
    media_type=TEXT.media_type,
    make=str.encode,
)
WHOLE_RECORD: Format[Mapping[str, Any]] = Format(
    id="whole_record",
    label="Full record with history (JSON)",
    stem=PDF.stem,
    ending=ANSWERS.ending,
    media_type=ANSWERS.media_type,
    make=_whole_record,
)
PROOF: Format[str] = Format(
    id="proof",
    label="Proof of destruction (JSON)",
    stem="destroyed",
    ending=ANSWERS.ending,
    media_type=ANSWERS.media_type,
    make=str.encode,
)
CSV: Format[pd.DataFrame] = Format(
    id="csv",
    label="For a spreadsheet (CSV)",
    stem="records",
    ending=".csv",
    media_type="text/csv",
    make=records_table.as_csv,
)
PARQUET: Format[pd.DataFrame] = Format(
    id="parquet",
    label="For analysis (Parquet)",
    stem=CSV.stem,
    ending=".parquet",
    media_type="application/vnd.apache.parquet",
    make=records_table.as_parquet,
)
COLUMNS: Format[pd.DataFrame] = Format(
    id="columns",
    label="Column guide (CSV)",
    stem="columns",
    ending=CSV.ending,
    media_type=CSV.media_type,
    make=records_table.as_csv,
)

TABLES: tuple[Format[pd.DataFrame], ...] = (CSV, PARQUET)
"""Every kind of table of many records."""
