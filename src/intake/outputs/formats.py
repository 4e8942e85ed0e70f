"""The registry of all file formats: label, name, extension, media type, and the function that makes the file.

The command line, the family pages, and the desk offer the formats listed here. A new format of the summary needs one
module that renders it and one entry in `SUMMARY`.

Labels are in English; callers translate them (`Translator.ui`). The functions that make files import slow libraries
only when called.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from intake.brief.model import Brief
from intake.domain.content import Content
from intake.domain.response import Response
from intake.i18n import Translator
from intake.outputs import ics, summary_text, table_files, vcf
from intake.outputs.fhir.bundle import bundle
from intake.outputs.fhir.labels import Handling
from intake.saved import ATTACHMENT, SavedPlace, payload

if TYPE_CHECKING:
    import pandas as pd

    from intake.brief.safety_sheet import Sheet
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
    """A file format. `make` returns the bytes; `stem` starts the file name and reveals no person and no topic.

    `missing`: returns the command that installs what this machine lacks, or "" if the file can be made.
    `exact_type`: the media type is sent without a random part, because phones choose an app by it or because the bytes
    already contain a random identifier.
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
        """The extension without its dot, as recorded in the audit trail."""
        return self.ending.removeprefix(".")

    def file_name(self, made_on: dt.date | None = None) -> str:
        """The file name, including the date if there is one."""
        return f"{self.stem}-{made_on:%Y-%m-%d}{self.ending}" if made_on else f"{self.stem}{self.ending}"


# --- one family -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Summary:
    """The input of a file about one family.

    `response`: the answers that the file may contain; `place`: where the person was in the app (see intake.saved);
    `notice`: a text required by law, printed word for word; `part_2`: a Part 2 program is the source of some of it;
    `subset_of`: all answers, if the caller agreed to share only some; `password`: locks a PDF; `identifier`: becomes
    part of the bytes of a PDF.
    """

    content: Content
    response: Response
    brief: Brief
    words: Translator
    folder: Path
    paper: Paper = "letter"
    place: SavedPlace = field(default_factory=dict)
    notice: str = ""
    part_2: bool = False
    subset_of: Response | None = None
    password: str = ""
    identifier: str = ""

    @property
    def brief_with_notice(self) -> Brief:
        """The brief with the notice among those of page 1."""
        notices = (*self.brief.notices, self.notice) if self.notice else self.brief.notices
        return self.brief.model_copy(update={"notices": notices})

    @property
    def answers(self) -> bytes:
        """The answers document that a file carries so the family can continue later."""
        place = {**self.place, "part_2": self.notice} if self.part_2 else self.place
        return payload(self.response, place, self.brief.made_on)


@dataclass(frozen=True, kw_only=True)
class SummaryFormat(Format[Summary]):
    """A format of a file about one family. `label`: its button for the family; `desk_label`: its button at the desk.

    A format with an empty label is not offered there. `command_line`: available on the command line by its id;
    `at_call_end`: also offered at the end of a call, not only with the record; `opens_here`: the app can open it.
    """

    label: str = ""
    stem: str = "summary"
    desk_label: str = ""
    command_line: bool = True
    at_call_end: bool = True
    opens_here: bool = False


def answers_attachment(answers: bytes, words: Translator) -> Attachment:
    """The answers as an attachment of the PDF; intake.saved reads them back."""
    from intake.outputs.pdf.renderer import Attachment

    return Attachment(ATTACHMENT, words.ui("The answers, to continue later"), ANSWERS.media_type, answers)


def _pdf(summary: Summary) -> bytes:
    from intake.outputs import summary_pdf

    return summary_pdf.pdf(
        summary.brief_with_notice,
        summary.words,
        summary.folder,
        paper=summary.paper,
        attachments=(answers_attachment(summary.answers, summary.words),),
        identifier=summary.identifier,
        password=summary.password,
    ).data


def _html(summary: Summary) -> bytes:
    from intake.outputs import summary_pdf

    html = summary_pdf.html(summary.brief_with_notice, summary.words, summary.folder, paper=summary.paper, style=True)
    return html.encode("utf-8", "replace")


def _text(summary: Summary) -> bytes:
    notice = f"\n{summary.notice}\n" if summary.notice else ""
    return (summary_text.text(summary.brief, summary.words) + notice).encode("utf-8", "replace")


def _fhir(summary: Summary) -> bytes:
    handling = Handling(part_2=summary.part_2, subset_of=summary.subset_of)
    return bundle(summary.content, summary.response, summary.brief.made_on, summary.words, handling)


def _referral(summary: Summary) -> bytes:
    from intake.outputs.fhir.referral import Material, referral

    handling = Handling(part_2=summary.part_2, subset_of=summary.subset_of)
    pdf = _pdf(replace(summary, password=""))  # the document around it has no password either
    return referral(
        Material(
            content=summary.content,
            response=summary.response,
            brief=summary.brief_with_notice,
            pdf=pdf,
            pdf_type=PDF.media_type,
            words=summary.words,
            handling=handling,
        )
    )


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
REFERRAL = SummaryFormat(
    id="referral",
    stem="referral",
    ending=FHIR.ending,
    media_type=FHIR.media_type,
    make=_referral,
    missing=_missing_for_pdf,
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

SUMMARY: tuple[SummaryFormat, ...] = (PDF, HTML, TEXT, FHIR, REFERRAL, ANSWERS)
"""Every format of a file about one family, in the order offered."""


def on_command_line() -> dict[str, SummaryFormat]:
    """The summary formats of the command line, by id."""
    return {format_.id: format_ for format_ in SUMMARY if format_.command_line}


def for_family() -> tuple[SummaryFormat, ...]:
    """The summary formats for families."""
    return tuple(format_ for format_ in SUMMARY if format_.label)


def at_desk(*, call_end: bool) -> tuple[SummaryFormat, ...]:
    """The summary formats for staff. `call_end`: only those offered at the end of a call."""
    return tuple(format_ for format_ in SUMMARY if format_.desk_label and (format_.at_call_end or not call_end))


# --- other files for the family ---------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class ComparisonSheet:
    """The input of the comparison of professionals. `password` and `identifier` are as in `Summary`."""

    comparison: Comparison
    made_on: dt.datetime
    words: Translator
    folder: Path
    paper: Paper
    password: str = ""
    identifier: str = ""


@dataclass(frozen=True, kw_only=True)
class SafetySheet:
    """The input of the family's safety sheet. `identifier` is as in `Summary`."""

    sheet: Sheet
    made_on: dt.datetime
    words: Translator
    folder: Path
    paper: Paper
    identifier: str = ""


@dataclass(frozen=True)
class Dates:
    """The input of a calendar file: days that all have the same title. `family`: a random id kept with the answers."""

    days: Sequence[dt.date]
    made_on: dt.date
    title: str
    family: str


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


def _safety_sheet(sheet: SafetySheet) -> bytes:
    from intake.outputs import safety_sheet_pdf

    return safety_sheet_pdf.pdf(
        sheet.sheet, sheet.made_on, sheet.words, sheet.folder, paper=sheet.paper, identifier=sheet.identifier
    ).data


def _check_ins(dates: Dates) -> bytes:
    return ics.ics(dates.days, dates.made_on, dates.title, series=f"{dates.family} {CHECK_INS.id}")


def _own_dates(dates: Dates) -> bytes:
    return ics.ics(dates.days, dates.made_on, dates.title, series=f"{dates.family} {OWN_DATES.id}")


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
SAFETY_SHEET: Format[SafetySheet] = Format(
    id="safety_sheet",
    label="Get the sheet for the fridge (PDF)",
    stem="sheet",
    ending=PDF.ending,
    media_type=PDF.media_type,
    make=_safety_sheet,
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
NUMBERS: Format[Sequence[vcf.Contact]] = Format(
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
XLSX: Format[pd.DataFrame] = Format(
    id="xlsx",
    label="For a spreadsheet (Excel)",
    stem="records",
    ending=".xlsx",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    make=table_files.as_xlsx,
)
CSV: Format[pd.DataFrame] = Format(
    id="csv",
    label="For other programs (CSV)",
    stem=XLSX.stem,
    ending=".csv",
    media_type="text/csv",
    make=table_files.as_csv,
)
PARQUET: Format[pd.DataFrame] = Format(
    id="parquet",
    label="For analysis (Parquet)",
    stem=CSV.stem,
    ending=".parquet",
    media_type="application/vnd.apache.parquet",
    make=table_files.as_parquet,
)
COLUMNS: Format[pd.DataFrame] = Format(
    id="columns",
    label="Column guide (CSV)",
    stem="columns",
    ending=CSV.ending,
    media_type=CSV.media_type,
    make=table_files.as_csv,
)
COUNTS: Format[pd.DataFrame] = Format(
    id="counts",
    label="Outcomes (CSV)",
    stem="outcomes",
    ending=CSV.ending,
    media_type=CSV.media_type,
    make=table_files.as_csv,
)

TABLES: tuple[Format[pd.DataFrame], ...] = (XLSX, CSV, PARQUET)
"""Every format of a table of many records."""
