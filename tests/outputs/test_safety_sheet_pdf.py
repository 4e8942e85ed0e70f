"""The safety sheet is one accessible page, whatever a family writes on it, and says whom to call and in which order."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfReader

from intake.brief.builder import brief
from intake.brief.safety_sheet import Sheet, safety_sheet
from intake.config import content_folder
from intake.content import load
from intake.content.cases import Shorthand, response_of
from intake.domain.assessing import assess
from intake.i18n import PSEUDO, Translator
from intake.outputs import safety_sheet_pdf
from intake.outputs.pdf.renderer import RenderedPdf
from intake.outputs.summary_pdf import Paper
from tests.garden import ENGLISH, MADE_ON
from tests.pdf_conformance.checker import FailedRule
from tests.real_cases import CASES

CONTENT = load()
ASKED = CONTENT.questionnaire.section["plan_sheet"].items
LONG = "Mom in the evening, Uncle Ray on weekends, and Jo whenever she is called; all of them have a key to the door. "
PAPERS: tuple[Paper, ...] = ("letter", "a4")


def sheet(typed: str, language: str = "en") -> Sheet:
    content = load(language)
    own: Shorthand = {
        **{item.link_id: typed for item in ASKED},
        "plan_calls_911": typed,
        "plan_naloxone": "two",
        "plan_put_away": ("guns_out", "pills", "reach"),
        "concern": ("alcohol", "drugs"),
    }
    response = response_of({**CASES["alex"].answers, **own}, content)
    words = ENGLISH if language == "en" else Translator(language)
    assessment = assess(content, response, MADE_ON.date())
    made = safety_sheet(content, response, brief(content, response, assessment, MADE_ON, words))
    assert made is not None
    return made


def as_pdf(made: Sheet, paper: Paper = "letter") -> RenderedPdf:
    return safety_sheet_pdf.pdf(made, MADE_ON, ENGLISH, content_folder(), paper=paper)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_full_sheet_fits_on_one_page(paper: Paper) -> None:
    (page,) = PdfReader(BytesIO(as_pdf(sheet("Mom, evenings and weekends, 555-010-0144"), paper).data)).pages
    text = " ".join(page.extract_text().split())
    for words in ("Call 911 right away if", "Spray naloxone", "988 Suicide", "555-010-0144", "fold in the middle"):
        assert words in text
    assert text.index("911: emergency help") < text.index("988 Suicide")


def test_long_answers_are_cut_and_only_the_card_goes_to_a_second_page() -> None:
    pages = PdfReader(BytesIO(as_pdf(sheet(LONG * 3)).data)).pages
    assert len(pages) <= 2
    assert "Numbers, in this order" in pages[0].extract_text()


def test_the_sheet_is_accessible(failed_rules: Callable[[bytes], list[FailedRule]]) -> None:
    assert failed_rules(as_pdf(sheet("<b>Mom</b> & {{ 7*7 }}")).data) == []


def test_typed_markup_is_printed_not_executed() -> None:
    html = safety_sheet_pdf.html(sheet("</p><script>alert(1)</script>"), MADE_ON, ENGLISH, content_folder())
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_every_word_is_translated() -> None:
    html = safety_sheet_pdf.html(sheet("x", PSEUDO), MADE_ON, Translator(PSEUDO), content_folder())
    assert "Call 911 right away" not in html
    assert "Numbers, in this order" not in html
