"""Each string of a well-known list, in each field that people type into, in each output."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from intake.brief.builder import brief
from intake.config import content_folder
from intake.content import load
from intake.content.cases import ON
from intake.domain.answers_json import LONGEST_LINE, LONGEST_TEXT, document_of, read_answers
from intake.domain.assessing import assess
from intake.domain.questionnaire import TYPED, ItemType
from intake.domain.response import Answer, Response
from intake.domain.typed_text import MOST_PARTS, clean, fitting
from intake.i18n import SOURCE, translator
from intake.outputs import formats
from intake.outputs.formats import Summary
from intake.saved import open_saved
from intake.ui.common import summary_html
from tests.pdf_conformance.checker import FailedRule
from tests.real_cases import INTAKES

NAUGHTY: list[str] = json.loads((Path(__file__).parents[1] / "naughty_strings/blns.json").read_text("utf-8"))
OWN = [
    "\ud83d",
    "a\x00b",
    "\u202eevil",
    "x\ufffe\uffff",
    "e" + "\u0301" * 10_000,
    "\r\n\r\n",
    "😀" * 5_000,
    "a" * 30_000,
]
STRINGS = [*NAUGHTY, *OWN]
CONTENT = load()
WORDS = translator(SOURCE, content_folder() / "locales")
INTAKE = INTAKES["executive"]
FIELDS = [answer for answer in INTAKE.answers if CONTENT.questionnaire.items[answer.link_id].type in TYPED] + [
    Answer(link_id=item.link_id, value="x")
    for section in CONTENT.questionnaire.sections
    for item in section.items
    if item.type in TYPED and not section.repeats and item.link_id not in INTAKE.by_key
]
SHIFTS = range(len(STRINGS))
OFTEN = 4  # of the shifts, in every test run
SHIFTS_WITH_EVERY_STRING = range(0, len(STRINGS), len(FIELDS))


def typed(shift: int) -> Response:
    """A whole intake, with another of the strings in each field."""
    return with_texts([*STRINGS[shift:], *STRINGS[:shift]])


def with_texts(texts: list[str]) -> Response:
    """A whole intake with these texts in its fields, as the screens record them."""
    response = INTAKE
    for number, answer in enumerate(FIELDS):
        is_text = CONTENT.questionnaire.items[answer.link_id].type is ItemType.TEXT
        longest = LONGEST_TEXT // MOST_PARTS if is_text else LONGEST_LINE
        text = fitting(clean(texts[number % len(texts)]), longest)
        if text.strip():
            response = response.with_answer(Answer(link_id=answer.link_id, entry=answer.entry, value=text))
    return response


def summary(response: Response) -> Summary:
    made_on = dt.datetime.combine(ON, dt.time(9), dt.UTC)
    in_words = brief(CONTENT, response, assess(CONTENT, response, ON), made_on, WORDS)
    return Summary(content=CONTENT, response=response, brief=in_words, words=WORDS, folder=content_folder())


class _Tags(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {tag, *(f"{tag} {name}" for name, _ in attrs)}


def tags(page: str) -> set[str]:
    return _Tags(page).found


@pytest.fixture(scope="module")
def known_tags() -> set[str]:
    """Of harmless intakes, one with long texts."""
    found: set[str] = set()
    for response in (INTAKE, with_texts(["plain words " * 2_000])):
        plain = summary(response)
        found |= tags(formats.HTML.make(plain).decode()) | tags(summary_html.summary(plain.brief, WORDS))
    return found


@pytest.mark.parametrize(
    "shift", [shift if shift < OFTEN else pytest.param(shift, marks=pytest.mark.long) for shift in SHIFTS]
)
def test_every_output_of_any_typed_text(shift: int, known_tags: set[str]) -> None:
    response = typed(shift)
    told = summary(response)
    document = json.dumps(document_of(response), ensure_ascii=False)
    assert read_answers(document.encode(), CONTENT.questionnaire) == response
    page, screen = formats.HTML.make(told).decode(), summary_html.summary(told.brief, WORDS)
    assert (tags(page) | tags(screen)) <= known_tags, "typed text became markup"
    assert formats.TEXT.make(told).decode()
    fhir = json.loads(formats.FHIR.make(told))
    assert fhir["resourceType"] == "Bundle"
    opened = open_saved(formats.ANSWERS.make(told), CONTENT.questionnaire, CONTENT.migrations)
    assert opened.response.by_key.keys() == response.by_key.keys()


@pytest.mark.long
@pytest.mark.parametrize("shift", SHIFTS_WITH_EVERY_STRING)
def test_every_pdf_of_any_typed_text(shift: int, failed_rules: Callable[[bytes], list[FailedRule]]) -> None:
    told = summary(typed(shift))
    pdf = formats.PDF.make(told)
    assert len(PdfReader(BytesIO(pdf)).pages) > 1
    assert failed_rules(pdf) == []
    opened = open_saved(pdf, CONTENT.questionnaire, CONTENT.migrations)
    assert {key: answer.value for key, answer in opened.response.by_key.items()} == {
        key: answer.value for key, answer in told.response.by_key.items()
    }
    assert formats.REFERRAL.make(told)
