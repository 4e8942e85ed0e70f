"""The child process that takes one attachment out of one PDF. Started by intake.saved.reading, never imported by it.

Standard input: the length of a password (4 bytes, big endian), the password, the PDF. Standard output: one word and a
line feed; after "found" the bytes of the attachment. It parses nothing else, runs nothing, and says nothing elsewhere.
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
_MOST_ATTACHMENTS = 100
# Bytes that any one stream may unpack to. Our files need a tenth of it; a bomb of 1 MB wants a thousand times as much.
_UNPACKED = 8_000_000
_ENDS_WITHIN = 2048


def _restrain(memory: int, seconds: int) -> None:
    """No core file, no file written, little time; on Linux, no more than `memory` bytes."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _answer(pdf: bytes, password: str, name: str, largest: int) -> tuple[str, bytes]:
    """The word that says what came of it, and the attachment."""
    reader = _opened(pdf)
    if reader.is_encrypted and not reader.decrypt(password):
        return ("wrong-password" if password else "password-needed"), b""
    attached = islice(reader.attachment_list, _MOST_ATTACHMENTS)
    found = [each for each in attached if name in (each.name, each.alternative_name)]
    if not found:
        # A file that did not come over whole has lost its end, where the list of what is in it stands.
        return ("no-answers" if b"%%EOF" in pdf[-_ENDS_WITHIN:] else "damaged"), b""
    if len(found) > 1:
        return "damaged", b""
    content = found[0].content
    return ("too-large", b"") if len(content) > largest else ("found", content)


def _opened(pdf: bytes) -> PdfReader:
    """The PDF, with limits on everything in it that can grow."""
    from pypdf import PdfReader, overwrite_configuration

    overwrite_configuration(
        maximum_declared_stream_length=_UNPACKED,
        array_based_stream_maximum_output_length=_UNPACKED,
        lzw_maximum_output_length=_UNPACKED,
        run_length_maximum_output_length=_UNPACKED,
        zlib_maximum_output_length=_UNPACKED,
        zlib_maximum_recovery_input_length=_UNPACKED // 8,
        brotli_maximum_output_length=_UNPACKED,
        jbig2_maximum_output_length=_UNPACKED,
        stream_filters_maximum_length=4,
        stream_decoding_work_maximum_length=2 * _UNPACKED,
        jbig2dec_binary=None,
        disable_legacy_handling=True,
    )
    return PdfReader(BytesIO(pdf), root_object_recovery_limit=1_000, xref_stream_maximum_entries=100_000)


def main() -> None:
    """Answers once. Arguments: memory in bytes, seconds, the largest attachment in bytes, its name."""
    memory, seconds, largest, name = sys.argv[1:]
    _restrain(int(memory), int(seconds))
    warnings.simplefilter("ignore")
    # A library that prints must not break into the answer: it keeps the real standard output for itself.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    (length,) = _LENGTH.unpack(sys.stdin.buffer.read(_LENGTH.size))
    password = sys.stdin.buffer.read(length).decode("utf-8")
    try:
        said, content = _answer(sys.stdin.buffer.read(), password, name, int(largest))
    except Exception:  # noqa: BLE001 - whatever the file did to the library, it cannot be read
        said, content = "damaged", b""
    answers.write(said.encode() + b"\n" + content)
    answers.flush()


if __name__ == "__main__":
    main()
