"""Files that are damaged, foreign or made to do harm: each ends in one clear sentence, in time, and nothing else."""

from __future__ import annotations

import json
import random
import subprocess
import time
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from intake.config import ROOT
from intake.domain.answers_json import LARGEST_DOCUMENT, LONGEST_TEXT, MOST_ANSWERS
from intake.domain.response import Response
from intake.i18n import PSEUDO, SOURCE, Translator
from intake.outputs import summary_pdf
from intake.saved import LARGEST_FILE, CannotOpenError, OpenProblem, open_saved, payload, reading
from intake.saved.payload import fingerprint
from tests.garden import CONTENT, ENGLISH, LARGEST, LIBRARY, MADE_ON, QUESTIONS, answers, told
from tests.saved.files import carrying

TYPED = "Zelda"
"""Stands for what is in the file: no sentence may repeat it."""
RESPONSE = answers(**LARGEST)
PAYLOAD = payload(RESPONSE, {}, MADE_ON)
PATIENCE = reading.LIMIT_SECONDS + 6
FLIPS = 24
UNREADABLE = (OpenProblem.DAMAGED, OpenProblem.TOO_SLOW, OpenProblem.NO_ANSWERS)
CUTS = 8


def outcome(data: bytes) -> Response | OpenProblem:
    """The answers, or why there are none."""
    try:
        return open_saved(data, QUESTIONS, CONTENT.migrations).response
    except CannotOpenError as reason:
        return reason.problem


def refused(data: bytes, password: str = "") -> OpenProblem:
    """Why a file cannot be opened; it says so in time, in words that are ours alone."""
    start = time.monotonic()
    with pytest.raises(CannotOpenError) as caught:
        open_saved(data, QUESTIONS, CONTENT.migrations, password)
    assert time.monotonic() - start < PATIENCE
    assert TYPED not in str(caught.value)
    assert str(caught.value) == caught.value.problem.text(Translator(SOURCE))
    return caught.value.problem


@cache
def saved() -> bytes:
    """A summary with its answers, as the app makes it."""
    carried = summary_pdf.carried(PAYLOAD, ENGLISH)
    return summary_pdf.pdf(told(RESPONSE), ENGLISH, LIBRARY, attachments=(carried,)).data


def changed(**parts: Any) -> bytes:
    """The payload with other parts, under a hash that fits."""
    document = {**json.loads(PAYLOAD), **parts}
    given = {key: document[key] for key in ("content_version", "language", "answers")}
    return json.dumps({**document, "sha256": fingerprint(given), **parts}).encode()


def pdf(change: Callable[[PdfWriter], None], *attached: bytes) -> bytes:
    """A small PDF to which something was done."""
    writer = PdfWriter()
    writer.add_blank_page(72, 72)
    for each in attached:
        writer.add_attachment("intake.json", each)
    change(writer)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def test_the_file_these_tests_harm_opens() -> None:
    assert open_saved(saved(), QUESTIONS).response == RESPONSE


# --- damaged ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", [number / CUTS for number in range(1, CUTS)])
def test_a_file_that_did_not_come_over_whole(part: float) -> None:
    assert refused(saved()[: int(len(saved()) * part)]) in (OpenProblem.DAMAGED, OpenProblem.TOO_SLOW)


@pytest.mark.parametrize("seed", [*range(6), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(6, FLIPS))])
def test_a_changed_bit_never_changes_an_answer(seed: int) -> None:
    """It goes unnoticed, where nothing depends on it, or the file is refused."""
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
def test_answers_that_are_not_those_that_were_saved(part: str, old: str, new: str) -> None:
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
def test_a_document_that_was_not_written_here(parts: dict[str, Any]) -> None:
    assert refused(changed(**parts)) is OpenProblem.DAMAGED


def test_a_file_of_a_later_program() -> None:
    assert refused(changed(format=2, answers={"x": TYPED}, more=1)) is OpenProblem.NEWER


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
def test_something_else_under_the_name_of_a_saved_file(data: bytes) -> None:
    assert refused(data) is OpenProblem.FOREIGN


@pytest.mark.parametrize("name", ["answers.json", "../intake.json", "INTAKE.JSON", "intake.json\0"])
def test_a_pdf_that_carries_something_else_or_nothing(name: str) -> None:
    assert refused(carrying()) is OpenProblem.NO_ANSWERS
    assert refused(carrying(PAYLOAD, name=name)) is OpenProblem.NO_ANSWERS


def test_of_two_attachments_of_one_name_neither_is_believed() -> None:
    other = payload(answers(soil="damp"), {}, MADE_ON)
    assert refused(carrying(PAYLOAD, other)) is OpenProblem.DAMAGED


# --- passwords -------------------------------------------------------------------------------------------------------


def test_a_locked_file_asks_for_its_password() -> None:
    locked = carrying(PAYLOAD, password="three brown hens")
    assert refused(locked) is OpenProblem.PASSWORD_NEEDED
    assert refused(locked, "   ") is OpenProblem.PASSWORD_NEEDED
    for wrong in ("three brown hen", "Three brown hens", "\0", "x" * 5_000, "\ud83d", "🐔" * 200):
        assert refused(locked, wrong) is OpenProblem.WRONG_PASSWORD
    assert open_saved(locked, QUESTIONS, password=" three brown hens\t").response == RESPONSE


def test_a_file_that_anybody_may_read_needs_none() -> None:
    """Some programs lock a file against changes only: its password for reading is empty."""
    assert open_saved(carrying(PAYLOAD, password=""), QUESTIONS).response == RESPONSE
    assert open_saved(carrying(PAYLOAD), QUESTIONS, password="not needed").response == RESPONSE


# --- made to do harm -------------------------------------------------------------------------------------------------


@cache
def bomb(size: int) -> bytes:
    """A PDF of some kilobytes whose attachment unpacks to `size` bytes, through two filters."""
    squeezer = zlib.compressobj(1)
    zeros = b"0" * 1_000_000
    once = b"".join(squeezer.compress(zeros) for _ in range(size // len(zeros))) + squeezer.flush()
    return _streamed(zlib.compress(once, 9), "/FlateDecode", "/FlateDecode")


def _streamed(data: bytes, *filters: str) -> bytes:
    """A PDF whose attachment has these bytes and filters, whatever they are."""

    def change(writer: PdfWriter) -> None:
        stream = StreamObject()
        stream._data = data
        stream[NameObject("/Filter")] = ArrayObject(NameObject(each) for each in filters)
        (attached,) = writer.attachment_list
        attached.pdf_object["/EF"][NameObject("/F")] = writer._add_object(stream)  # type: ignore[index]

    return pdf(change, b"{}")


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
    """Nothing but objects: a reader has to look for where each begins."""
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
    """Files that want to take the memory or the time."""
    yield pytest.param(lambda: bomb(1_000_000_000), id="1 GB in a few kB")
    yield pytest.param(lambda: bomb(20_000_000), id="20 MB in a few kB")
    yield pytest.param(lambda: _streamed(b"x" * 900_000, *["/ASCIIHexDecode"] * 40), id="40 filters")
    yield pytest.param(lambda: _streamed(b"x" * 100, "/JBIG2Decode"), id="a filter that starts a program")
    yield pytest.param(lambda: _streamed(zlib.compress(b"x")[:-6], "/FlateDecode"), id="a stream without an end")
    yield pytest.param(lambda: pdf(_tree_of_itself, PAYLOAD), id="a list that contains itself")
    yield pytest.param(lambda: pdf(_attachment_of_itself, PAYLOAD), id="an attachment that is itself")
    yield pytest.param(lambda: pdf(_nothing_attached, PAYLOAD), id="a list of nothing")
    yield pytest.param(lambda: _without_a_table(40_000), id="40,000 objects")
    yield pytest.param(lambda: _nested(400_000), id="400,000 brackets")
    yield pytest.param(lambda: b"%PDF-1.7\n" + b"\n1 0 obj" * 100_000, id="beginnings alone")
    yield pytest.param(lambda: b"%PDF-1.7\nstartxref\n99999999999999\n%%EOF", id="a table beyond the end")


@pytest.mark.parametrize("make", [*harmful()])
def test_a_file_made_to_take_memory_or_time(make: Callable[[], bytes]) -> None:
    data = make()
    assert len(data) <= LARGEST_FILE
    assert refused(data) in (*UNREADABLE, OpenProblem.TOO_LARGE)


def test_a_table_that_comes_before_itself() -> None:
    """Readers may find the answers all the same; what they may not do is look for ever."""
    start = time.monotonic()
    found = outcome(_table_before_itself())
    assert time.monotonic() - start < PATIENCE
    assert found in (RESPONSE, *UNREADABLE)


def test_what_is_around_the_answers_is_not_looked_at() -> None:
    """Pages without an end, and script that a reader of PDFs would run."""

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
def test_a_document_that_no_honest_program_writes(document: bytes) -> None:
    assert refused(document) is OpenProblem.DAMAGED
    assert refused(carrying(document)) is OpenProblem.DAMAGED


def test_more_answers_than_there_can_be() -> None:
    many = {f"leaves@n{number}": "green" for number in range(1, MOST_ANSWERS)}
    assert outcome(json.dumps({"answers": {**many, "soil": "dry"}}).encode()) == answers(soil="dry")
    one_more = {**many, "soil": "dry", "height": "knee"}
    assert refused(json.dumps({"answers": one_more}).encode()) is OpenProblem.DAMAGED


@pytest.mark.parametrize("more", [0, 1, 500_000_000])
def test_a_file_that_is_too_large(more: int) -> None:
    limit = b"%PDF-1.7" + b" " * (LARGEST_FILE - 8 + min(more, 1))
    assert refused(limit) is (OpenProblem.TOO_LARGE if more else OpenProblem.DAMAGED)


def test_an_attachment_that_is_too_large() -> None:
    """1 MB of it squeezes into a small file."""
    zeros = zlib.compress(b'{"answers": {"worry": "' + b"0" * LARGEST_DOCUMENT + b'"}}')
    assert refused(_streamed(zeros, "/FlateDecode")) is OpenProblem.TOO_LARGE


# --- the child -------------------------------------------------------------------------------------------------------


def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LIMIT_SECONDS", 0.01)
    assert refused(carrying(PAYLOAD)) is OpenProblem.TOO_SLOW


def test_not_more_than_some_files_are_read_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "QUEUE_SECONDS", 0.05)
    for _ in range(reading.CHILDREN):
        assert reading._turns.acquire(blocking=False)
    try:
        assert refused(carrying(PAYLOAD)) is OpenProblem.BUSY
    finally:
        for _ in range(reading.CHILDREN):
            reading._turns.release()
    assert open_saved(carrying(PAYLOAD), QUESTIONS).response == RESPONSE


def test_the_child_knows_nothing_of_ours_and_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key of the server is in its surroundings; it cannot make a file, and takes no more memory than it may."""
    started: dict[str, Any] = {}
    run = subprocess.run

    def noted(command: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        started.update(options)
        return run([command[0], "-c", _WITHIN, *command[4:]], **options)

    monkeypatch.setenv("NEXT_STEP_KEY", TYPED)
    monkeypatch.setattr(subprocess, "run", noted)
    assert reading._run_child(b"%PDF-", "") == b"refused refused\n"
    assert TYPED not in str(started["env"])
    assert started["stderr"] == subprocess.DEVNULL


_WITHIN = f"""
import sys
sys.path.insert(0, {str(Path(reading.__file__).parent)!r})
import extract_worker
extract_worker._restrain(int(sys.argv[1]), int(sys.argv[2]))
def tried(act):
    try:
        act()
    except (OSError, MemoryError):
        return "refused"
    return "allowed"
def write():
    with open("/tmp/next-step-test-of-a-child", "w") as file:
        file.write("x")
print(tried(write), tried(lambda: bytearray(900_000_000)))
"""


@pytest.mark.parametrize("trouble", OpenProblem)
def test_every_trouble_has_its_sentence_in_every_language(trouble: OpenProblem) -> None:
    assert trouble.text(ENGLISH).endswith(".")
    assert trouble.text(Translator(PSEUDO)).startswith("⟦")


def test_nothing_is_left_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TMPDIR", "TEMP", "TMP", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.chdir(tmp_path)
    open_saved(carrying(PAYLOAD), QUESTIONS)
    assert refused(bomb(20_000_000)) is OpenProblem.DAMAGED
    assert list(tmp_path.iterdir()) == []
