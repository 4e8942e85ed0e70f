"""A file to harm, ways of harming it, and how it is refused."""

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
"""Stands for what is in the file: no sentence may repeat it."""
RESPONSE = answers(**LARGEST)
PAYLOAD = payload(RESPONSE, {}, MADE_ON)
PATIENCE = reading.LIMIT_SECONDS + 6


def refused(data: bytes, password: str = "") -> OpenProblem:
    """Why a file cannot be opened; it says so in time, in words that are ours alone."""
    start = time.monotonic()
    with pytest.raises(CannotOpenError) as caught:
        open_saved(data, QUESTIONS, CONTENT.migrations, password)
    assert time.monotonic() - start < PATIENCE
    assert TYPED not in str(caught.value)
    assert str(caught.value) == caught.value.problem.text(Translator(SOURCE))
    return caught.value.problem


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


@cache
def bomb(size: int) -> bytes:
    """A PDF of some kilobytes whose attachment unpacks to `size` bytes, through two filters."""
    squeezer = zlib.compressobj(1)
    zeros = b"0" * 1_000_000
    once = b"".join(squeezer.compress(zeros) for _ in range(size // len(zeros))) + squeezer.flush()
    return streamed(zlib.compress(once, 9), "/FlateDecode", "/FlateDecode")


def streamed(data: bytes, *filters: str) -> bytes:
    """A PDF whose attachment has these bytes and filters, whatever they are."""

    def change(writer: PdfWriter) -> None:
        stream = StreamObject()
        stream._data = data
        stream[NameObject("/Filter")] = ArrayObject(NameObject(each) for each in filters)
        (attached,) = writer.attachment_list
        attached.pdf_object["/EF"][NameObject("/F")] = writer._add_object(stream)  # type: ignore[index]

    return pdf(change, b"{}")
