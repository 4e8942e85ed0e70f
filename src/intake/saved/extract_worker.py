"""A child process that extracts one attachment from one PDF. Started by intake.saved.reading, never imported by it.

Standard input: the length of the password (4 bytes, big endian), the password, the PDF. Standard output: a status word
and a line feed, followed after "found" by the bytes of the attachment. Nothing else is parsed, run or written.
"""

from __future__ import annotations

import os
import struct
import sys
import warnings
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PdfReader

_LENGTH = struct.Struct(">I")
_MAX_ATTACHMENTS = 100
# Bytes to which one stream may decompress. Our files need a tenth of it; a 1 MB bomb needs a thousand times as much.
_MAX_DECOMPRESSED = 8_000_000
_EOF_WITHIN = 2048


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


def _extract(pdf: bytes, password: str, name: str, largest: int) -> tuple[str, bytes]:
    """The status word, and the attachment if it is "found"."""
    reader = _reader(pdf)
    if reader.is_encrypted and not reader.decrypt(password):
        return ("wrong-password" if password else "password-needed"), b""
    attached = islice(reader.attachment_list, _MAX_ATTACHMENTS)
    matches = [file for file in attached if name in (file.name, file.alternative_name)]
    if not matches:
        # A truncated file has lost its end, which holds the list of attachments.
        return ("no-answers" if b"%%EOF" in pdf[-_EOF_WITHIN:] else "damaged"), b""
    if len(matches) > 1:
        return "damaged", b""
    content = matches[0].content
    return ("too-large", b"") if len(content) > largest else ("found", content)


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
    password = sys.stdin.buffer.read(length).decode("utf-8")
    try:
        status, content = _extract(sys.stdin.buffer.read(), password, name, int(largest))
    except Exception:  # noqa: BLE001 - whatever goes wrong in the library, the file cannot be read
        status, content = "damaged", b""
    output.write(status.encode() + b"\n" + content)
    output.flush()


if __name__ == "__main__":
    main()
