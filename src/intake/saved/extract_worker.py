"""A child process that extracts one attachment from one PDF. Started by intake.saved.reading, never imported by it.

Standard input: the length of the password (4 bytes, big endian), the password in one or more forms, one a line, and the
PDF. Standard output: a status word and a line feed, followed after "found" by the bytes of the attachment. Nothing else
is parsed, run or written.
"""

from __future__ import annotations

import os
import struct
import sys
import warnings
from contextlib import suppress
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_LENGTH = struct.Struct(">I")
_MAX_ATTACHMENTS = 100
# Bytes to which one stream may decompress. Our files need a tenth of it; a 1 MB bomb needs a thousand times as much.
_MAX_DECOMPRESSED = 8_000_000
_EOF_WITHIN = 2048
_MARK = "/Intake"
_MAX_PAGES = 200
_PAGES_OF_A_SCAN = 5
_SCANNED_PIXELS = 500


def _restrain(memory: int, seconds: int) -> None:
    """Allow no core file, no writing of files, at most `seconds` of CPU and, on Linux, `memory` bytes."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _extract(pdf: bytes, passwords: list[str], name: str, largest: int) -> tuple[str, bytes]:
    """The status word, and the attachment if it is "found". `passwords`: one password in several forms."""
    reader = _reader(pdf)
    if reader.is_encrypted and not any(reader.decrypt(form) for form in passwords):
        return ("wrong-password" if any(passwords) else "password-needed"), b""
    attached = islice(reader.attachment_list, _MAX_ATTACHMENTS)
    matches = [file for file in attached if name in (file.name, file.alternative_name)]
    contents = {file.content for file in matches[:2]}
    if len(contents) > 1 or len(matches) > len(contents) + 1 or len(_marks(reader)) > 1:
        return "joined", b""
    if not matches:
        # A truncated file has lost its end, which holds the list of attachments.
        whole = b"%%EOF" in pdf[-_EOF_WITHIN:]
        return ("damaged" if not whole else "scan" if _is_scan(reader) else "no-answers"), b""
    content = contents.pop()
    return ("too-large", b"") if len(content) > largest else ("found", content)


def _marks(reader: PdfReader) -> set[str]:
    """The identifiers of the files that the pages come from, as intake.outputs.pdf.render_worker wrote them.

    Pages that cannot be read are ignored: the answers are not in them.
    """
    with suppress(Exception):
        infos = (_entry(_entry(page, "/PieceInfo"), _MARK) for page in islice(reader.pages, _MAX_PAGES))
        return {str(info["/Private"]) for info in infos if info}
    return set()


def _is_scan(reader: PdfReader) -> bool:
    """Whether the pages are pictures, possibly with recognized text beneath."""
    pages = list(islice(reader.pages, _PAGES_OF_A_SCAN))
    return bool(pages) and all(_has_picture(page) for page in pages)


def _has_picture(page: PageObject) -> bool:
    """Whether a page has an image in which a printed line would be readable."""
    images = [image.get_object() for image in _entry(_entry(page, "/Resources"), "/XObject").values()]
    return any(
        image.get("/Subtype") == "/Image" and min(image["/Width"], image["/Height"]) >= _SCANNED_PIXELS
        for image in images
    )


def _entry(table: Any, name: str) -> Any:
    """A dictionary in another one, wherever it is in the file; empty if there is none."""
    return table[name] if name in table else {}  # noqa: SIM401 - `get` does not follow references


def _reader(pdf: bytes) -> PdfReader:
    """Open the PDF with limits on everything in it that can expand."""
    from pypdf import PdfReader, overwrite_configuration

    overwrite_configuration(
        maximum_declared_stream_length=_MAX_DECOMPRESSED,
        array_based_stream_maximum_output_length=_MAX_DECOMPRESSED,
        lzw_maximum_output_length=_MAX_DECOMPRESSED,
        run_length_maximum_output_length=_MAX_DECOMPRESSED,
        zlib_maximum_output_length=_MAX_DECOMPRESSED,
        zlib_maximum_recovery_input_length=_MAX_DECOMPRESSED // 8,
        brotli_maximum_output_length=_MAX_DECOMPRESSED,
        jbig2_maximum_output_length=_MAX_DECOMPRESSED,
        stream_filters_maximum_length=4,
        stream_decoding_work_maximum_length=2 * _MAX_DECOMPRESSED,
        jbig2dec_binary=None,
        disable_legacy_handling=True,
    )
    return PdfReader(BytesIO(pdf), root_object_recovery_limit=1_000, xref_stream_maximum_entries=100_000)


def main() -> None:
    """Extract once. Arguments: memory in bytes, seconds, largest attachment in bytes, name of the attachment."""
    memory, seconds, largest, name = sys.argv[1:]
    _restrain(int(memory), int(seconds))
    warnings.simplefilter("ignore")
    # What a library prints must not mix with the result: only `output` keeps the real standard output.
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    (length,) = _LENGTH.unpack(sys.stdin.buffer.read(_LENGTH.size))
    passwords = sys.stdin.buffer.read(length).decode("utf-8").split("\n")
    try:
        status, content = _extract(sys.stdin.buffer.read(), passwords, name, int(largest))
    except Exception:  # noqa: BLE001 - whatever goes wrong in the library, the file cannot be read
        status, content = "damaged", b""
    output.write(status.encode() + b"\n" + content)
    output.flush()


if __name__ == "__main__":
    main()
