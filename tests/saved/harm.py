"""A file to damage, ways to damage it, and a check that it is refused."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, NameObject, StreamObject

from intake.i18n import SOURCE, Translator
from intake.saved import CannotOpenError, OpenProblem, open_saved, payload, reading
from tests.garden import CONTENT, LARGEST, MADE_ON, QUESTIONS, answers

TYPED = "Zelda"
"""Marks text from the file: no message may quote it."""
RESPONSE = answers(**LARGEST)
PAYLOAD = payload(RESPONSE, {}, MADE_ON)
PATIENCE = reading.LIMIT_SECONDS + 6


def refused(data: bytes, password: str = "") -> OpenProblem:
    """Open a file that must be refused. Checks the time and the message; returns the problem."""
    start = time.monotonic()
    with pytest.raises(CannotOpenError) as caught:
        open_saved(data, QUESTIONS, CONTENT.migrations, password)
    assert time.monotonic() - start < PATIENCE
    assert TYPED not in str(caught.value)
    assert str(caught.value) == caught.value.problem.text(Translator(SOURCE))
    return caught.value.problem


def pdf(change: Callable[[PdfWriter], None], *attached: bytes) -> bytes:
    """A small PDF after `change`."""
    writer = PdfWriter()
    writer.add_blank_page(72, 72)
    for attachment in attached:
        writer.add_attachment("intake.json", attachment)
    change(writer)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


@cache
def bomb(size: int) -> bytes:
    """A PDF of a few kilobytes whose attachment decompresses to `size` bytes through two filters."""
    squeezer = zlib.compressobj(1)
    zeros = b"0" * 1_000_000
    once = b"".join(squeezer.compress(zeros) for _ in range(size // len(zeros))) + squeezer.flush()
    return streamed(zlib.compress(once, 9), "/FlateDecode", "/FlateDecode")


def streamed(data: bytes, *filters: str) -> bytes:
    """A PDF whose attachment has these raw bytes and filters, valid or not."""

    def change(writer: PdfWriter) -> None:
        stream = StreamObject()
        stream._data = data
        stream[NameObject("/Filter")] = ArrayObject(NameObject(each) for each in filters)
        (attached,) = writer.attachment_list
        attached.pdf_object["/EF"][NameObject("/F")] = writer._add_object(stream)  # type: ignore[index]

    return pdf(change, b"{}")
