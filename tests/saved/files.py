"""Files to open: small PDFs with a payload, and strategies for every kind of answer the real questions allow."""

from __future__ import annotations

import datetime as dt
from functools import cache
from io import BytesIO

from hypothesis import strategies as st
from pypdf import PdfWriter

from intake.content import load
from intake.domain.answers_json import LONGEST_LINE
from intake.domain.questionnaire import Item, ItemType, Section
from intake.domain.response import Absent, Answer, Basis, Response, Value

CONTENT = load()
QUESTIONS = CONTENT.questionnaire
MOST_ANSWERS = 40


def carrying(*attached: bytes, name: str = "intake.json", password: str | None = None) -> bytes:
    """A PDF of one empty page with these attachments: much faster than rendering a summary."""
    writer = PdfWriter()
    writer.add_blank_page(72, 72)
    for payload in attached:
        writer.add_attachment(name, payload)
    if password is not None:
        writer.encrypt(password, "the owner's", algorithm="AES-256")
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


# --- answers ---------------------------------------------------------------------------------------------------------


@cache
def codes_of(section: Section) -> tuple[str, ...]:
    """The entries of a repeating section that come from options; none if people add them all."""
    each = section.repeats.each if section.repeats else None
    if each in QUESTIONS.section:
        return codes_of(QUESTIONS.section[each])
    options = QUESTIONS.items[each].options if each else ()
    return tuple(option.code for option in options if not option.exclusive)


def entries(item: Item) -> st.SearchStrategy[str]:
    """Entries for which a question can be asked; "" if it is asked once."""
    section = QUESTIONS.section_of[item.link_id]
    if section.repeats is None:
        return st.just("")
    return st.sampled_from([*(f"n{number}" for number in range(1, 4)), *codes_of(section)])


def values(item: Item) -> st.SearchStrategy[Value]:
    """Every kind of value a question allows, including unusual text."""
    if not item.options:
        longest = LONGEST_LINE if item.type is ItemType.LINE else 400
        return st.text(st.characters(exclude_categories=["Cs"]), max_size=longest)
    codes = [option.code for option in item.options]
    if item.type is ItemType.CHOICE:
        return st.sampled_from(codes)
    together = [option.code for option in item.options if not option.exclusive]
    several = st.lists(st.sampled_from(together), min_size=1, unique=True).map(tuple)
    return several | st.sampled_from(codes).map(lambda code: (code,))


@st.composite
def answers(draw: st.DrawFn, item: Item) -> Answer:
    """One answer, with an entry if its section repeats, and with basis and date."""
    day = draw(st.none() | st.dates(min_value=dt.date(1900, 1, 1)))
    known = {
        "link_id": item.link_id,
        "entry": draw(entries(item)),
        "basis": draw(st.none() | st.sampled_from(Basis)),
        "as_of": day and day.isoformat()[: draw(st.sampled_from([4, 7, 10]))],
    }
    if draw(st.booleans()):
        return Answer(
            **known, absent=draw(st.sampled_from([one for one in Absent if item.opener or one is not Absent.UNNAMED]))
        )
    return Answer(**known, value=draw(values(item)))


@st.composite
def responses(draw: st.DrawFn) -> Response:
    """Some answers to the real questions."""
    items = draw(st.lists(st.sampled_from(list(QUESTIONS.items.values())), max_size=MOST_ANSWERS))
    response = Response(content_version=QUESTIONS.version, language=draw(st.sampled_from(["en", "es", "fr-CA"])))
    for item in items:
        response = response.with_answer(draw(answers(item)))
    return response
