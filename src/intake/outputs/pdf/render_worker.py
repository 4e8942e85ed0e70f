"""The child process that renders HTML as PDF. Started by intake.outputs.pdf.renderer, never imported.

It reads jobs from standard input and answers them on standard output, one at a time. A frame is a length (4 bytes, big
endian) and that many bytes. A job is one JSON frame; an answer is one JSON frame, followed by the PDF if there is one.
Nothing about a document leaks: no log, no traceback, no core file. An error answer contains only the kind of error.
"""

from __future__ import annotations

import base64
import contextlib
import gc
import hashlib
import json
import logging
import os
import re
import struct
import sys
import warnings
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    import pydyf
    from weasyprint import Attachment, Document

_LENGTH = struct.Struct(">I")
_MARK = "Intake"
_SAMPLE = """\
<!DOCTYPE html><html lang="en"><head><title>-</title></head><body>
<p>Aa <b>Aa</b> <i>Aa</i></p><table><tr><th scope="row">Aa</th><td>Aa</td></tr></table></body></html>"""

# The PDF/UA-1 claim, which WeasyPrint leaves out of PDF/A files, and its description, which PDF/A requires. Both must
# be inside the first rdf:RDF element, because readers ignore a second one.
_UA_CLAIM = b"""\
<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1"/>\
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" \
rdf:about=""><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description></rdf:li></rdf:Seq>\
</pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>\
</rdf:RDF>"""


class Typesetter:
    """Lays out documents with WeasyPrint and caches fonts and stylesheets.

    Use one per process, in one thread: a font configuration shared between threads corrupts memory.
    """

    def __init__(self) -> None:
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import URLFetcher

        class RefusingFetcher(URLFetcher):  # type: ignore[misc]
            """Refuses every fetch that a document asks for."""

            def fetch(self, url: str, headers: object = None) -> None:
                raise ValueError("a document may not load anything")

        self._refuse = RefusingFetcher()
        self._fonts = FontConfiguration()
        self._stylesheets: dict[tuple[str, int], Any] = {}

    def prepare(self, stylesheets: list[str]) -> None:
        """Load stylesheets and fonts, and typeset a sample with them, so that the first document need not wait for it.

        A stylesheet that cannot be read fails the documents that need it, not the start.
        """
        sample = {"html": _SAMPLE, "stylesheets": stylesheets, "made_on": "2000-01-01T00:00:00+00:00"}
        with contextlib.suppress(Exception):
            self.pdf({**sample, "identifier": "", "attachments": [], "compact_html": None, "cover_anchor": None})

    def pdf(self, job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """The answer to a job (pages, compact, cover_fits) and the PDF."""
        document = self._document(job["html"], job["stylesheets"])
        compact = False
        if job["compact_html"] is not None and not _cover_fits(document, job["cover_anchor"]):
            document = self._document(job["compact_html"], job["stylesheets"])
            compact = True
        identifier = hashlib.sha256(base64.b64decode(job["identifier"])).hexdigest()[:32]
        data = document.write_pdf(
            finisher=partial(_finish, identifier=identifier, made_on=job["made_on"]),
            pdf_variant="pdf/a-3a",
            pdf_identifier=identifier.encode(),
            attachments=[_attachment(described, job["made_on"]) for described in job["attachments"]],
        )
        fits = _cover_fits(document, job["cover_anchor"])
        return {"pages": len(document.pages), "compact": compact, "cover_fits": fits}, data

    def _document(self, html: str, stylesheets: list[str]) -> Document:
        from weasyprint import HTML

        document = HTML(string=html, url_fetcher=self._refuse).render(
            font_config=self._fonts,
            stylesheets=[self._stylesheet(path) for path in stylesheets],
            pdf_variant="pdf/a-3a",
        )
        # Keep title, language, and dates. Drop metadata that could name a person, and files of the document's own.
        document.metadata.authors = []
        document.metadata.description = None
        document.metadata.keywords = []
        document.metadata.attachments = []
        return document

    def _stylesheet(self, path: str) -> Any:
        from weasyprint import CSS

        # A changed file is read again, so designers see changes in the next document.
        key = path, Path(path).stat().st_mtime_ns
        if key not in self._stylesheets:
            self._stylesheets[key] = CSS(filename=path, font_config=self._fonts)
        return self._stylesheets[key]


def _cover_fits(document: Document, anchor: str | None) -> bool:
    """Whether the content after the cover starts on page 2; true if there is no anchor."""
    if anchor is None:
        return True
    return len(document.pages) > 1 and anchor in document.pages[1].anchors


def _attachment(described: dict[str, str], made_on: str) -> Attachment:
    from weasyprint import Attachment

    made = datetime.fromisoformat(made_on).astimezone(UTC)
    attachment = Attachment(
        file_obj=BytesIO(),
        name=described["name"],
        description=described["description"],
        created=made,
        modified=made,
        relationship="Source",
    )
    # WeasyPrint would guess the media type from the name; `source` sets it along with the bytes.
    payload = BytesIO(base64.b64decode(described["payload"]))
    attachment.source = contextlib.nullcontext((payload, None, None, described["mime"]))
    return attachment


def _finish(_document: Document, pdf: pydyf.PDF, *, identifier: str, made_on: str) -> None:
    """Add the PDF/UA-1 claim to the metadata of a finished PDF/A file, and the identifier to each page.

    Pages of two files that are joined later can so be told apart (intake.saved.extract_worker).
    """
    made = datetime.fromisoformat(made_on).astimezone(UTC).strftime("(D:%Y%m%d%H%M%SZ)")
    mark = f"<< /{_MARK} << /LastModified {made} /Private ({identifier}) >> >>"
    for page in pdf.objects:
        if isinstance(page, dict) and page.get("Type") == "/Page":
            page.update({"LastModified": made, "PieceInfo": mark})
    number = int(re.match(rb"\d+", pdf.catalog["Metadata"])[0])  # type: ignore[index]
    metadata = pdf.objects[number]
    metadata.stream = [metadata.stream[0].replace(b"</rdf:RDF>", _UA_CLAIM, 1)]
    _write_once(pdf)


class _Written:
    """An object of a PDF whose bytes are made; otherwise like the pydyf object it replaces."""

    def __init__(self, source: pydyf.Object) -> None:
        self.number, self.generation = source.number, source.generation
        self.offset, self.free, self.compressible = source.offset, source.free, source.compressible
        self.data: bytes = b"" if source.free == "f" else source.data

    @property
    def indirect(self) -> bytes:
        """The object as it stands in the file."""
        return f"{self.number} {self.generation} obj\n".encode() + self.data + b"\nendobj"


def _write_once(pdf: pydyf.PDF) -> None:
    """Replace the objects of a finished file by their bytes.

    pydyf makes each object, and compresses each stream, once for the file and again for the file's checksum.
    """
    pdf.objects[:] = map(_Written, pdf.objects)


def _restrain(memory: int) -> None:
    """Disable core files, which would contain answers, and on Linux limit memory to `memory` bytes."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _read(stream: BinaryIO) -> bytes | None:
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    body = stream.read(length)
    return body if len(body) == length else None


def _write(stream: BinaryIO, *frames: bytes) -> None:
    stream.writelines(_LENGTH.pack(len(frame)) + frame for frame in frames)
    stream.flush()


def _start() -> Typesetter | dict[str, Any]:
    """The typesetter, or the error answer that names the missing part of the installation."""
    try:
        typesetter = Typesetter()
    except ImportError:
        return {"error": "python-package"}
    except OSError:
        return {"error": "system-library"}
    for name in ("weasyprint", "weasyprint.progress", "fontTools", "PIL"):
        logger = logging.getLogger(name)
        logger.handlers = [logging.NullHandler()]
        logger.propagate = False
        logger.setLevel(logging.CRITICAL + 1)
    return typesetter


def main() -> None:
    """Serve jobs until standard input ends. Arguments: the memory limit in bytes, and stylesheets to load at once."""
    _restrain(int(sys.argv[1]))
    warnings.simplefilter("ignore")
    jobs = sys.stdin.buffer
    # What a library prints must not mix with the answers: only `answers` keeps the real standard output.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    started = _start()
    if isinstance(started, dict):
        _write(answers, json.dumps(started).encode())
        return
    if stylesheets := sys.argv[2:]:
        started.prepare(stylesheets)
    _write(answers, json.dumps({"ready": True}).encode())
    # Of what is loaded by now, nothing becomes garbage. A collection inside a document takes a tenth of its time.
    gc.freeze()
    gc.set_threshold(1_000_000)
    while (job := _read(jobs)) is not None:
        try:
            answer, data = started.pdf(json.loads(job))
        except MemoryError:
            _write(answers, json.dumps({"error": "memory"}).encode())
            return
        except Exception as error:  # noqa: BLE001 - the child must survive any document
            # An error message may quote the document; its type does not.
            _write(answers, json.dumps({"error": type(error).__name__}).encode())
        else:
            _write(answers, json.dumps(answer).encode(), data)
        gc.collect()  # after the answer, before the next document


if __name__ == "__main__":
    main()
