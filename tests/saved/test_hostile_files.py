"""Damaged, foreign and malicious files: each is refused in time, with one clear sentence."""

from __future__ import annotations

import json
import random
import time
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from pypdf import PageObject, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NullObject,
    NumberObject,
    TextStringObject,
)

from intake.config import ROOT
from intake.domain.answers_json import LARGEST_DOCUMENT, LONGEST_TEXT, MOST_ANSWERS
from intake.domain.response import Response
from intake.i18n import PSEUDO, Translator
from intake.outputs import formats, summary_pdf
from intake.saved import LARGEST_FILE, CannotOpenError, OpenProblem, open_saved, payload
from intake.saved.payload import fingerprint
from tests.garden import CONTENT, ENGLISH, LIBRARY, MADE_ON, QUESTIONS, answers, brief_of
from tests.saved.files import carrying
from tests.saved.harm import PATIENCE, PAYLOAD, RESPONSE, TYPED, bomb, pdf, refused, streamed

pytestmark = pytest.mark.usefixtures("_child")

FLIPS = 24
UNREADABLE = (OpenProblem.DAMAGED, OpenProblem.TOO_SLOW, OpenProblem.NO_ANSWERS)
CUTS = 8


def outcome(data: bytes) -> Response | OpenProblem:
    """The answers, or why there are none."""
    try:
        return open_saved(data, QUESTIONS, CONTENT.migrations).response
    except CannotOpenError as reason:
        return reason.problem


@cache
def saved() -> bytes:
    """A summary with its answers, as the app makes it."""
    carried = formats.answers_attachment(PAYLOAD, ENGLISH)
    return summary_pdf.pdf(brief_of(RESPONSE), ENGLISH, LIBRARY, attachments=(carried,)).data


def changed(**parts: Any) -> bytes:
    """The payload with other parts, under a hash that fits."""
    document = {**json.loads(PAYLOAD), **parts}
    given = {key: document[key] for key in ("content_version", "language", "answers")}
    return json.dumps({**document, "sha256": fingerprint(given), **parts}).encode()


def test_the_undamaged_file_opens() -> None:
    assert open_saved(saved(), QUESTIONS).response == RESPONSE


# --- damaged ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", [number / CUTS for number in range(1, CUTS)])
def test_a_truncated_file_is_refused(part: float) -> None:
    assert refused(saved()[: int(len(saved()) * part)]) in (OpenProblem.DAMAGED, OpenProblem.TOO_SLOW)


@pytest.mark.parametrize("seed", [*range(6), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(6, FLIPS))])
def test_a_changed_bit_never_changes_an_answer(seed: int) -> None:
    """The file is refused, or the bit did not matter."""
    data = bytearray(saved())
    place = random.Random(seed).randrange(len(data) * 8)
    data[place // 8] ^= 1 << place % 8
    assert outcome(bytes(data)) in (RESPONSE, *UNREADABLE, OpenProblem.FOREIGN)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("answers", '"soil": "dry"', '"soil": "damp"'),
        ("answers", '"keeper": "Ada", ', ""),
        ("language", '"language": "en"', '"language": "fr"'),
        ("version", '"garden.1"', '"garden.0"'),
        ("hash", '"sha256": "', '"sha256": "0'),
    ],
)
def test_altered_answers_are_refused(part: str, old: str, new: str) -> None:
    text = PAYLOAD.decode()
    assert text.count(old) == 1
    assert refused(carrying(text.replace(old, new).encode())) is OpenProblem.DAMAGED
    assert refused(text.replace(old, new).encode()) is OpenProblem.DAMAGED


@pytest.mark.parametrize(
    "parts",
    [
        {"format": 0},
        {"format": "1"},
        {"format": None},
        {"format": True, "sha256": None},
        {"place": [1]},
        {"place": None},
        {"saved_at": "yesterday"},
        {"saved_at": 5},
        {"saved_at": "2026-11-22T08:05:00"},
        {"sha256": None},
        {"more": TYPED},
    ],
    ids=str,
)
def test_a_document_this_program_cannot_have_written_is_refused(parts: dict[str, Any]) -> None:
    assert refused(changed(**parts)) is OpenProblem.DAMAGED


def test_a_file_in_a_newer_format_is_refused() -> None:
    assert refused(changed(format=3, answers={"x": TYPED}, more=1)) is OpenProblem.NEWER


# --- foreign ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 5_000,
        TYPED.encode(),
        f"<html>{TYPED}</html>".encode(),
        (ROOT / "src/intake/ui/app/icon.png").read_bytes(),
        b"PK\x03\x04" + TYPED.encode(),
        b'{"answers": "yes"}',
        b'{"name": "Zelda"}',
        b"[1, 2]",
        b"{}",
    ],
    ids=lambda data: str(data[:12]),
)
def test_a_file_of_another_kind_is_refused(data: bytes) -> None:
    assert refused(data) is OpenProblem.FOREIGN


@pytest.mark.parametrize("name", ["answers.json", "../intake.json", "INTAKE.JSON", "intake.json\0"])
def test_a_pdf_without_our_attachment_is_refused(name: str) -> None:
    assert refused(carrying()) is OpenProblem.NO_ANSWERS
    assert refused(carrying(PAYLOAD, name=name)) is OpenProblem.NO_ANSWERS


def test_the_answers_of_two_families_in_one_file_are_refused() -> None:
    other = payload(answers(soil="damp"), {}, MADE_ON)
    assert refused(carrying(PAYLOAD, other)) is OpenProblem.JOINED
    assert open_saved(carrying(PAYLOAD, PAYLOAD), QUESTIONS).response == RESPONSE


@pytest.mark.parametrize("recognized", [b"", b"BT 3 Tr /F1 9 Tf (Family summary) Tj ET"], ids=["pictures", "with text"])
def test_a_scan_is_said_to_be_a_scan(recognized: bytes) -> None:
    written = BytesIO()
    Image.new("RGB", (1240, 1754), "white").save(
        written, "PDF", save_all=True, append_images=[Image.new("L", (900, 900))]
    )
    writer = PdfWriter(clone_from=written)
    for page in writer.pages:
        page.merge_page(PageObject.create_blank_page(width=72, height=72))
        page.get_contents().set_data(page.get_contents().get_data() + recognized)  # type: ignore[union-attr]
    scanned = BytesIO()
    writer.write(scanned)
    assert refused(scanned.getvalue()) is OpenProblem.SCAN


# --- passwords -------------------------------------------------------------------------------------------------------


def test_a_locked_file_asks_for_its_password() -> None:
    locked = carrying(PAYLOAD, password="three brown hens")
    assert refused(locked) is OpenProblem.PASSWORD_NEEDED
    assert refused(locked, "   ") is OpenProblem.PASSWORD_NEEDED
    for wrong in ("three brown hen", "Three brown hens", "\0", "x" * 5_000, "\ud83d", "🐔" * 200):
        assert refused(locked, wrong) is OpenProblem.WRONG_PASSWORD
    assert open_saved(locked, QUESTIONS, password=" three brown hens\t").response == RESPONSE


def test_a_file_locked_only_against_changes_needs_no_password() -> None:
    """Some programs lock a file only against changes, with an empty password for reading."""
    assert open_saved(carrying(PAYLOAD, password=""), QUESTIONS).response == RESPONSE
    assert open_saved(carrying(PAYLOAD), QUESTIONS, password="not needed").response == RESPONSE


# --- made to do harm -------------------------------------------------------------------------------------------------


def _names(writer: PdfWriter) -> Any:
    return writer.root_object["/Names"]["/EmbeddedFiles"]  # type: ignore[index]


def _tree_of_itself(writer: PdfWriter) -> None:
    tree = writer._add_object(DictionaryObject())
    tree.get_object()[NameObject("/Kids")] = ArrayObject([tree])  # type: ignore[index]
    writer.root_object["/Names"][NameObject("/EmbeddedFiles")] = tree  # type: ignore[index]


def _pages_of_themselves(writer: PdfWriter) -> None:
    pages: Any = writer.root_object["/Pages"]
    pages[NameObject("/Kids")] = ArrayObject([pages.indirect_reference] * 2)
    pages[NameObject("/Parent")] = pages.indirect_reference


def _attachment_of_itself(writer: PdfWriter) -> None:
    (attached,) = writer.attachment_list
    spec = attached.pdf_object
    spec[NameObject("/EF")] = spec.indirect_reference or NullObject()
    spec[NameObject("/F")] = spec.indirect_reference or NullObject()


def _nothing_attached(writer: PdfWriter) -> None:
    _names(writer)[NameObject("/Names")] = ArrayObject([NullObject(), NumberObject(5), NullObject()])


def _without_a_table(objects: int) -> bytes:
    """Objects without a cross-reference table: a reader has to search for them."""
    body = b"".join(b"%d 0 obj\n<<>>\nendobj\n" % number for number in range(1, objects))
    return b"%PDF-1.7\n" + body + b"trailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"


def _table_before_itself() -> bytes:
    start = saved().rindex(b"startxref")
    offset = int(saved()[start:].split()[1])
    looped = b"xref\n0 0\ntrailer\n<< /Size 1 /Root 1 0 R /Prev %d >>\n" % len(saved())
    assert offset
    return saved() + looped + b"startxref\n%d\n%%%%EOF\n" % len(saved())


def _nested(depth: int) -> bytes:
    return b"%PDF-1.7\n1 0 obj\n" + b"[" * depth + b"]" * depth + b"\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def harmful() -> Iterator[Any]:
    """Files made to exhaust memory or time."""
    yield pytest.param(lambda: bomb(1_000_000_000), id="1 GB in a few kB")
    yield pytest.param(lambda: bomb(20_000_000), id="20 MB in a few kB")
    yield pytest.param(lambda: streamed(b"x" * 900_000, *["/ASCIIHexDecode"] * 40), id="40 filters")
    yield pytest.param(lambda: streamed(b"x" * 100, "/JBIG2Decode"), id="a filter that starts a program")
    yield pytest.param(lambda: streamed(zlib.compress(b"x")[:-6], "/FlateDecode"), id="a stream without an end")
    yield pytest.param(lambda: pdf(_tree_of_itself, PAYLOAD), id="a list that contains itself")
    yield pytest.param(lambda: pdf(_attachment_of_itself, PAYLOAD), id="an attachment that is itself")
    yield pytest.param(lambda: pdf(_nothing_attached, PAYLOAD), id="a list of nothing")
    yield pytest.param(lambda: _without_a_table(40_000), id="40,000 objects")
    yield pytest.param(lambda: _nested(400_000), id="400,000 brackets")
    yield pytest.param(lambda: b"%PDF-1.7\n" + b"\n1 0 obj" * 100_000, id="beginnings alone")
    yield pytest.param(lambda: b"%PDF-1.7\nstartxref\n99999999999999\n%%EOF", id="a table beyond the end")


@pytest.mark.parametrize("make", [*harmful()])
def test_a_file_made_to_exhaust_memory_or_time_is_refused(make: Callable[[], bytes]) -> None:
    data = make()
    assert len(data) <= LARGEST_FILE
    assert refused(data) in (*UNREADABLE, OpenProblem.TOO_LARGE)


def test_a_cross_reference_table_that_points_to_itself_does_not_hang() -> None:
    """The answers may be read anyway, but reading must end."""
    data = _table_before_itself()
    start = time.monotonic()
    found = outcome(data)
    assert time.monotonic() - start < PATIENCE
    assert found in (RESPONSE, *UNREADABLE)


def test_the_rest_of_the_pdf_is_ignored() -> None:
    """Endless pages, and a script that a PDF viewer would run."""

    def change(writer: PdfWriter) -> None:
        script = TextStringObject(f"app.alert('{TYPED}'); this.submitForm('https://example.org');")
        action = DictionaryObject({NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): script})
        writer.root_object[NameObject("/OpenAction")] = action
        _pages_of_themselves(writer)

    assert open_saved(pdf(change, PAYLOAD), QUESTIONS).response == RESPONSE


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(b'{"a":' * 100_000, id="deep"),
        pytest.param(b'{"answers": {"soil": NaN}}', id="NaN"),
        pytest.param(b'{"answers": {"soil": Infinity}}', id="Infinity"),
        pytest.param(b'{"answers": {"soil": "dry", "soil": "damp"}}', id="the same key twice"),
        pytest.param(b'{"answers": {"worry": "Zelda \\ud83d"}}', id="half a character"),
        pytest.param(b'{"answers": {"worry": "Zelda \xff"}}', id="no UTF-8"),
        pytest.param(b'{"answers": {"soil": ' + b"9" * 10_000 + b"}}", id="a number of 10,000 digits"),
        pytest.param(b'{"answers": {"soil": "dry"}', id="without its end"),
        pytest.param(json.dumps({"answers": {"worry": TYPED * LONGEST_TEXT}}).encode(), id="a text too long"),
        pytest.param(
            json.dumps({"answers": {f"worry{number}": "" for number in range(MOST_ANSWERS)}, "language": 5}).encode(),
            id="a language that is a number",
        ),
    ],
)
def test_malformed_json_is_refused(document: bytes) -> None:
    assert refused(document) is OpenProblem.DAMAGED
    assert refused(carrying(document)) is OpenProblem.DAMAGED


def test_too_many_answers_are_refused() -> None:
    many = {f"leaves@n{number}": "green" for number in range(1, MOST_ANSWERS)}
    assert outcome(json.dumps({"answers": {**many, "soil": "dry"}}).encode()) == answers(soil="dry")
    one_more = {**many, "soil": "dry", "height": "knee"}
    assert refused(json.dumps({"answers": one_more}).encode()) is OpenProblem.DAMAGED


@pytest.mark.parametrize("more", [0, 1, 500_000_000])
def test_a_file_that_is_too_large_is_refused(more: int) -> None:
    limit = b"%PDF-1.7" + b" " * (LARGEST_FILE - 8 + min(more, 1))
    assert refused(limit) is (OpenProblem.TOO_LARGE if more else OpenProblem.DAMAGED)


def test_an_attachment_that_is_too_large_is_refused() -> None:
    """1 MB compresses into a small file."""
    zeros = zlib.compress(b'{"answers": {"worry": "' + b"0" * LARGEST_DOCUMENT + b'"}}')
    assert refused(streamed(zeros, "/FlateDecode")) is OpenProblem.TOO_LARGE


@pytest.mark.parametrize("trouble", OpenProblem)
def test_every_problem_has_a_sentence_in_every_language(trouble: OpenProblem) -> None:
    assert trouble.text(ENGLISH).endswith(".")
    assert trouble.text(Translator(PSEUDO)).startswith("⟦")
