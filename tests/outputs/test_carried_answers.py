"""The PDF with its answers inside: accessible, archivable, locked on request, and without what is left out."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pypdf import PasswordType, PdfReader, PdfWriter
from pypdf.constants import UserAccessPermissions
from pypdf.errors import FileNotDecryptedError
from pypdf.generic import StreamObject

from intake.brief.builder import brief, without
from intake.brief.model import Brief
from intake.config import content_folder
from intake.content import load
from intake.content.cases import ON, Shorthand, response_of
from intake.domain.assessing import assess
from intake.domain.base import Personal
from intake.domain.response import Response
from intake.i18n import Translator
from intake.outputs import formats, summary_pdf, summary_text
from intake.outputs.pdf.password import protected
from intake.saved import ATTACHMENT, CannotOpenError, OpenProblem, open_saved, payload
from tests.garden import ENGLISH, LARGEST, LIBRARY, MADE_ON, QUESTIONS, answers, brief_of
from tests.pdf_conformance.checker import FailedRule

Check = Callable[[bytes], list[FailedRule]]

REAL = load()
PASSWORD = "grüne Bohnen № 5"
RESPONSE = answers(**LARGEST)
PAYLOAD = payload(RESPONSE, {}, MADE_ON)
TYPED = {
    "lo_name": "Zebulon",
    "your_name": "Philomena",
    "reach_you": "555-0199 after six",
    "worry_most": "He said the heron flew away",
}
KIND_OF = {
    "lo_name": Personal.NAME,
    "your_name": Personal.NAME,
    "reach_you": Personal.CONTACT,
    "worry_most": Personal.NOTES,
}


@cache
def carrying() -> bytes:
    """The garden's largest summary with its answers in it."""
    carried = formats.answers_attachment(PAYLOAD, ENGLISH)
    return summary_pdf.pdf(brief_of(RESPONSE), ENGLISH, LIBRARY, attachments=(carried,)).data


@cache
def locked() -> bytes:
    """The same file, locked with a password."""
    return protected(carrying(), PASSWORD)


def summary(identifier: str) -> bytes:
    """The same summary under another identifier."""
    carried = (formats.answers_attachment(PAYLOAD, ENGLISH),)
    return summary_pdf.pdf(brief_of(RESPONSE), ENGLISH, LIBRARY, attachments=carried, identifier=identifier).data


def _letter() -> bytes:
    """A PDF of another program."""
    writer, written = PdfWriter(), BytesIO()
    writer.add_blank_page(72, 72)
    writer.write(written)
    return written.getvalue()


def _joined_by_qpdf(first: bytes, second: bytes) -> bytes:
    joined = BytesIO()
    with pikepdf.open(BytesIO(first)) as one, pikepdf.open(BytesIO(second)) as other:
        one.pages.extend(other.pages)
        one.save(joined)
    return joined.getvalue()


def _joined_by_pypdf(first: bytes, second: bytes) -> bytes:
    writer, joined = PdfWriter(), BytesIO()
    for one in (first, second):
        writer.append(BytesIO(one))
    writer.write(joined)
    return joined.getvalue()


# --- the attachment --------------------------------------------------------------------------------------------------


def test_a_pdf_with_answers_is_still_accessible_and_archivable(failed_rules: Check) -> None:
    assert failed_rules(carrying()) == []
    (attached,) = PdfReader(BytesIO(carrying())).attachment_list
    assert (attached.name, attached.content, attached.subtype) == (ATTACHMENT, PAYLOAD, "/application/json")
    assert (attached.associated_file_relationship, attached.creation_date) == ("/Source", MADE_ON)


def test_an_identifier_makes_the_file_unique() -> None:
    """The server identifies a download by a hash of its bytes."""
    files = {summary(identifier) for identifier in ("a", "b", "b", "")}
    assert len(files) == 3
    assert carrying() in files


@pytest.mark.parametrize("tool", [_joined_by_qpdf, _joined_by_pypdf], ids=["qpdf", "pypdf"])
def test_pages_of_two_summaries_in_one_file_are_said_to_be_of_two(tool: Callable[[bytes, bytes], bytes]) -> None:
    """qpdf keeps the answers of the first file alone: without a mark on each page they would pass for those of both."""
    ours, theirs = (summary(identifier) for identifier in ("ours", "theirs"))
    with pytest.raises(CannotOpenError) as refused:
        open_saved(tool(ours, theirs), QUESTIONS)
    assert refused.value.problem is OpenProblem.JOINED


def test_a_letter_may_be_added_to_a_summary() -> None:
    assert open_saved(_joined_by_qpdf(summary("ours"), _letter()), QUESTIONS).response == RESPONSE


def test_cutting_pages_leaves_every_answer_in_the_file() -> None:
    """What the page says that gives files away."""
    with pikepdf.open(BytesIO(carrying())) as document:
        assert len(document.pages) > 1
        del document.pages[1:]
        cut = BytesIO()
        document.save(cut)
    assert open_saved(cut.getvalue(), QUESTIONS).response == RESPONSE


# --- the password ----------------------------------------------------------------------------------------------------


def test_nothing_can_be_read_without_the_password() -> None:
    reader = PdfReader(BytesIO(locked()))
    assert reader.is_encrypted
    assert reader.decrypt("") is PasswordType.NOT_DECRYPTED
    with pytest.raises(FileNotDecryptedError):
        reader.pages[0].extract_text()
    readable = b"".join([carrying(), *streams(carrying())])
    for word in (b"Family summary", b"Grace", b"garden", b"intake.json", b"soil"):
        assert word not in locked()
        assert word in readable


def test_everything_can_be_read_with_the_password() -> None:
    assert open_saved(locked(), QUESTIONS, password=PASSWORD).response == RESPONSE
    reader = PdfReader(BytesIO(locked()), password=PASSWORD)
    assert "Grace" in reader.pages[0].extract_text()
    assert reader.metadata is not None
    assert reader.metadata.title == "Family summary"


@pytest.mark.parametrize("typed", [f" {PASSWORD}\n", "gru\u0308ne Bohnen № 5", "grüne Bohnen No 5"])
def test_a_password_works_however_a_keyboard_encodes_it(typed: str) -> None:
    """With a space added by a phone, with decomposed accents, or with the letters of a symbol."""
    assert open_saved(locked(), QUESTIONS, password=typed).response == RESPONSE


@pytest.mark.parametrize(
    ("set_as", "typed"),
    [
        ("gru\u0308ne Bohnen", "gr\u00fcne Bohnen"),
        ("gr\u00fcne Bohnen", "gru\u0308ne Bohnen"),
        ("№ 5 und 6 und 7", "№ 5 und 6 und 7"),
        ("Grandma’s rose", "Grandma’s rose"),
    ],
    ids=["decomposed", "composed", "symbol", "curly"],
)
def test_a_file_that_another_program_locked_opens_with_the_same_letters(set_as: str, typed: str) -> None:
    """Other programs lock with what the keyboard produced: a Mac, for one, may store accents on their own."""
    writer, written = PdfWriter(clone_from=BytesIO(carrying())), BytesIO()
    writer.encrypt(set_as, algorithm="AES-256")
    writer.write(written)
    assert open_saved(written.getvalue(), QUESTIONS, password=typed).response == RESPONSE


def test_a_phone_may_bend_an_apostrophe_when_the_password_is_set_or_typed() -> None:
    for set_as, typed in (("Grandma’s rose", "Grandma's rose"), ("Grandma's “rose”", 'Grandma‘s "rose"')):
        assert open_saved(protected(carrying(), set_as), QUESTIONS, password=typed).response == RESPONSE


def test_it_is_encrypted_with_aes_256_and_accessible_to_screen_readers() -> None:
    rules: Any = PdfReader(BytesIO(locked())).trailer["/Encrypt"]
    assert (rules["/V"], rules["/R"], rules["/CF"]["/StdCF"]["/CFM"]) == (5, 6, "/AESV3")
    reader = PdfReader(BytesIO(locked()), password=PASSWORD)
    allowed = reader.user_access_permissions
    assert allowed is not None
    assert UserAccessPermissions.EXTRACT_TEXT_AND_GRAPHICS in allowed


def test_a_locked_file_is_not_much_larger() -> None:
    assert len(locked()) < 1.2 * len(carrying()) + 4_000


def test_locking_a_file_twice_gives_different_bytes() -> None:
    assert protected(carrying(), PASSWORD) != locked()


# --- what is left out ------------------------------------------------------------------------------------------------


def streams(pdf: bytes) -> Iterable[bytes]:
    """Every stream of a file, decompressed, including those no longer listed in its cross-reference table."""
    reader = PdfReader(BytesIO(pdf))
    for number in {*reader.xref.get(0, {}), *reader.xref_objStm} - {0}:
        stream = reader.get_object(number)
        if isinstance(stream, StreamObject):
            yield stream.get_data()
    for packed in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            yield zlib.decompressobj().decompress(packed)
        except zlib.error:
            yield packed


def family() -> Response:
    """A family that gave names, a number, and a note."""
    codes: Shorthand = {"danger_now": ("none",), "fear": "no", **TYPED}
    return response_of(codes, REAL)


def without_these(left_out: tuple[Personal, ...]) -> tuple[Brief, bytes, str]:
    """The summary of this family as brief, PDF, and text."""
    response, words = family(), Translator("en")
    summary = brief(REAL, response, assess(REAL, response, ON), MADE_ON, words, left_out=left_out)
    carried = formats.answers_attachment(payload(without(response, REAL, left_out), {}, MADE_ON), words)
    pdf = summary_pdf.pdf(summary, words, content_folder(), attachments=(carried,)).data
    return summary, pdf, summary_text.text(summary, words)


def questions_in(pdf: bytes, text: str) -> set[str]:
    """The questions whose answer is anywhere in the file or the text, in any encoding of a PDF."""
    pages = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    seen = "".join(pages.replace("\u200b", "").split()) + "".join(text.split())
    raw = b"\n".join([pdf, *streams(pdf)])
    questions = set()
    for question, typed in TYPED.items():
        written = (typed.encode(), typed.encode("utf-16-be"), typed.encode().hex().encode())
        if "".join(typed.split()) in seen or any(encoded in raw for encoded in written):
            questions.add(question)
    return questions


@pytest.mark.parametrize(
    "left_out", [(), (Personal.NAME,), (Personal.CONTACT,), (Personal.NOTES,), tuple(Personal)], ids=str
)
def test_left_out_answers_are_nowhere_in_the_file(left_out: tuple[Personal, ...]) -> None:
    summary, pdf, text = without_these(left_out)
    kept = {question for question, kind in KIND_OF.items() if kind not in left_out}
    assert questions_in(pdf, text) == kept
    opened = open_saved(pdf, REAL.questionnaire)
    assert {question for question in TYPED if question in opened.response.by_key} == kept
    assert assess(REAL, opened.response, ON).tier is summary.tier, "leaving out a name never changes the advice"


@pytest.mark.parametrize(
    ("left_out", "sentence"),
    [
        ((Personal.NAME,), "Left out of this file by the family: names."),
        (
            tuple(Personal),
            "Left out of this file by the family: names, contact details, notes in their own words, "
            "notes about professionals.",
        ),
    ],
)
def test_the_file_names_what_was_left_out(left_out: tuple[Personal, ...], sentence: str) -> None:
    _, pdf, text = without_these(left_out)
    assert sentence in " ".join(text.split())
    first = PdfReader(BytesIO(pdf)).pages[0].extract_text()
    assert "".join(sentence.split()) in "".join(first.replace("\u200b", "").split())


def test_a_complete_file_does_not_mention_leaving_out() -> None:
    _, _, text = without_these(())
    assert "Left out" not in text
    whole = brief_of(RESPONSE)
    assert "Left out" not in summary_pdf.html(whole, ENGLISH, LIBRARY)
