"""The comparison of professionals as HTML and PDF: complete, accessible, and safe against typed markup."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfReader

from intake.config import content_folder
from intake.content import load
from intake.content.cases import Shorthand, response_of
from intake.domain.answers_json import LONGEST_LINE
from intake.domain.base import Personal
from intake.domain.rules import Flag
from intake.i18n import PSEUDO, Translator
from intake.outputs import comparison_pdf, formats
from intake.outputs.comparison_pdf import Comparison
from intake.outputs.pdf.renderer import RenderedPdf
from intake.outputs.summary_pdf import Paper
from tests.pdf_conformance.checker import FailedRule
from tests.pdf_conformance.structure import blocks, spoken

CONTENT = load()
ENGLISH = Translator("en")
SECTION = comparison_pdf.section_of(CONTENT)
QUESTIONS = [item for item in SECTION.items if item.options]
OWN_FLAGS = [flag for flag in CONTENT.flags if flag.about == SECTION.id]
MADE_ON = dt.datetime(2026, 11, 22, 8, 5, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
SIZES: dict[Paper, tuple[int, int]] = {"letter": (612, 792), "a4": (595, 842)}
HOSTILE = [
    "<script>alert(1)</script>",
    "</style></title></th><h1>Shouting</h1>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }} {% include '/etc/passwd' %}",
    "&lt;b&gt; &amp; {name} {0} %s",
]
ODD = ["x" * LONGEST_LINE, "😭👨‍👩‍👧‍👦🏽" * 20, "مرحبا \u202eevil\u202c", "你好，我很担心。" * 9]


def four(*names: str) -> Shorthand:
    """Four professionals: with all first options, with all last options, with some answers, and with only a name."""
    first, last, some, none = names or ("Lee", "Harbor House", "Dana", "Oak Path")
    answers: dict[str, str | tuple[str, ...]] = {
        f"pro_name@n{place}": name for place, name in enumerate(names or (first, last, some, none), 1)
    }
    for item in QUESTIONS:
        codes = [option.code for option in item.options]
        several = item.type == "choices"
        answers[f"{item.link_id}@n1"] = (codes[0],) if several else codes[0]
        answers[f"{item.link_id}@n2"] = tuple(codes[:-1]) if several else codes[-1]
    return {**answers, "pro_training@n3": "?", "pro_supervision@n3": "-", "pro_price@n3": "no"}


def compared(answers: Shorthand | None = None, *left_out: Personal) -> Comparison:
    response = response_of(four() if answers is None else answers, CONTENT)
    return comparison_pdf.compare(CONTENT, response, ENGLISH, left_out=left_out)


def as_html(comparison: Comparison, words: Translator = ENGLISH) -> str:
    return comparison_pdf.html(comparison, MADE_ON, words, content_folder())


def as_pdf(comparison: Comparison, paper: Paper = "letter") -> RenderedPdf:
    return comparison_pdf.pdf(comparison, MADE_ON, ENGLISH, content_folder(), paper=paper)


# --- red flags -------------------------------------------------------------------------------------------------------


def raised_by(flag: Flag, code: str) -> bool:
    (condition,) = flag.when
    item = CONTENT.questionnaire.items[condition.question]
    answer: Shorthand = {f"{item.link_id}@n1": (code,) if item.type == "choices" and code != "?" else code}
    (column,) = compared(answer).columns
    return flag in column.flags


@pytest.mark.parametrize("flag", OWN_FLAGS, ids=lambda flag: flag.id)
def test_a_flag_is_raised_by_its_answers_only(flag: Flag) -> None:
    (condition,) = flag.when
    item = CONTENT.questionnaire.items[condition.question]
    codes = {option.code for option in item.options}
    assert {code for code in codes if raised_by(flag, code)} == set(condition.codes)
    assert condition.code_set < codes
    assert not raised_by(flag, "?")


def test_there_is_a_flag_for_each_reason_to_walk_away() -> None:
    assert len(OWN_FLAGS) >= 9


def test_a_flag_belongs_to_one_professional_only() -> None:
    lee, harbor, dana, oak = compared().columns
    assert {flag.id for flag in dana.flags} == {"no_price_in_writing"}
    assert [cell.label for cell in dana.cells if cell.flagged] == ["Full price in writing"]
    assert oak.flags == ()
    assert {flag.id for flag in (*lee.flags, *harbor.flags)} >= {flag.id for flag in OWN_FLAGS}


# --- words -----------------------------------------------------------------------------------------------------------


def test_unanswered_questions_show_the_reason() -> None:
    column = compared().columns[2]
    values = {cell.label: cell.value for cell in column.cells}
    assert (values["Training"], values["Supervision of their work"]) == ("Not known", "Rather not say")
    assert values["Insurance"] == "Not asked yet"
    assert {"Training", "Supervision of their work", "Insurance"} <= set(column.unanswered)
    assert "Full price in writing" not in column.unanswered


def test_without_flags_it_never_says_that_all_is_well() -> None:
    html = as_html(compared({"pro_name@n1": "Lee"}))
    assert "That alone does not make it a good choice." in html
    assert "A red flag is a reason to ask, not proof." in html


def test_left_out_names_are_nowhere_and_every_column_stays() -> None:
    html = as_html(compared(four(), Personal.NAME))
    assert not re.search("Lee|Harbor|Dana|Oak", html)
    assert [column.name for column in compared(four(), Personal.NAME).columns][:2] == [
        "Professional 1",
        "Professional 2",
    ]
    assert html.count('<th scope="col">') == 1 + 4
    assert "Names are left out of this file." in html


def test_the_file_name_reveals_nothing() -> None:
    assert formats.COMPARISON.file_name(MADE_ON) == "comparison-2026-11-22.pdf"


def test_every_word_of_the_document_is_translated() -> None:
    words = Translator(PSEUDO)
    content = load(PSEUDO)
    comparison = comparison_pdf.compare(content, response_of(four(), content), words)
    body = comparison_pdf.html(comparison, MADE_ON, words, content_folder()).partition("</head>")[2]
    rest = " ".join(re.sub(r"<[^>]*>", " ", body).split())
    while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", "", rest)) != rest:
        rest = shorter
    for name in ("Lee", "Harbor House", "Dana", "Oak Path"):
        rest = rest.replace(name, "")
    assert re.findall(r"[^\W\d_]+", rest) == []


# --- what families type ----------------------------------------------------------------------------------------------


def tags(html: str) -> list[str]:
    return re.findall(r"<[a-z][^>]*>", html)


@pytest.mark.parametrize("typed", HOSTILE)
def test_a_name_is_shown_verbatim_and_never_becomes_markup(typed: str) -> None:
    html = as_html(compared(four(typed, "B", "C", "D")))
    assert tags(html) == tags(as_html(compared(four("A", "B", "C", "D"))))
    assert "49" not in html


def test_odd_names_are_printed_and_the_pdf_conforms(failed_rules: Callable[[bytes], list[FailedRule]]) -> None:
    """Endless, emoji, right to left, and East Asian, side by side."""
    pdf = as_pdf(compared(four(*ODD)))
    assert failed_rules(pdf.data) == []
    assert pdf.pages <= 3


# --- PDF -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_the_pdf_is_accessible_and_has_the_requested_paper_size(
    paper: Paper, failed_rules: Callable[[bytes], list[FailedRule]]
) -> None:
    pdf = as_pdf(compared(), paper)
    assert failed_rules(pdf.data) == []
    reader = PdfReader(BytesIO(pdf.data))
    assert tuple(round(float(side)) for side in reader.pages[0].mediabox[2:]) == SIZES[paper]
    assert reader.metadata is not None
    assert reader.metadata.title == SECTION.title
    assert len(reader.attachments) == 0


def test_a_screen_reader_reads_the_table_with_its_headers_and_then_the_flags() -> None:
    data = as_pdf(compared()).data
    read = [(block.tag, " ".join(block.text.split())) for block in blocks(data)]
    assert [text for tag, text in read if tag == "THead"][:5] == ["Question", "Lee", "Harbor House", "Dana", "Oak Path"]
    heads = [text for tag, text in read if tag == "TH"]  # a label on two lines loses the space between them
    assert ["".join(text.split()) for text in heads] == ["".join(item.label.split()) for item in QUESTIONS]
    read_aloud = spoken(data)
    for column in compared().columns:
        for flag in column.flags:
            assert "".join(f"Red flag: {flag.title}.{flag.text}".split()) in read_aloud
        assert "".join(comparison_pdf.unanswered_note(column, ENGLISH).split()) in read_aloud


def test_the_same_comparison_gives_the_same_bytes_unless_there_is_an_identifier() -> None:
    folder = content_folder()
    files = [
        comparison_pdf.pdf(compared(), MADE_ON, ENGLISH, folder, identifier=identifier).data
        for identifier in ("", "", "a", "b")
    ]
    assert files[0] == files[1]
    assert len(set(files)) == 3


def test_a_password_locks_it() -> None:
    rendered = comparison_pdf.pdf(compared(), MADE_ON, ENGLISH, content_folder(), password="twelve brown horses")
    reader = PdfReader(BytesIO(rendered.data))
    assert reader.is_encrypted
    assert reader.decrypt("twelve brown horses")
