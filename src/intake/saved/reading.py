"""Takes the attached answers out of a PDF that came from outside, in a child process that can be killed.

pypdf is loaded in the child only (extract_worker.py): what a hostile file does to it stays there. The child is started
with `subprocess` (`multiprocessing` runs the app's script again), one for each file, and knows nothing but that file.
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import threading
from pathlib import Path

from intake.domain.answers_json import LARGEST_DOCUMENT
from intake.saved.password import normalized
from intake.saved.payload import ATTACHMENT
from intake.saved.problems import CannotOpenError, OpenProblem

LIMIT_SECONDS = 8
QUEUE_SECONDS = 20.0
CHILDREN = 2
MEMORY_BYTES = 768 * 1024 * 1024

_WORKER = Path(__file__).with_name("extract_worker.py")
_LENGTH = struct.Struct(">I")
_PDF_STARTS_WITHIN = 1024
# The only surroundings the child gets: what Python and its libraries need to start, and no key or setting of ours.
_SURROUNDINGS = ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")
_turns = threading.BoundedSemaphore(CHILDREN)


def read_attachment(pdf: bytes, password: str = "") -> bytes:
    """The bytes of the attachment `intake.json`. Raises CannotOpen."""
    if b"%PDF-" not in pdf[:_PDF_STARTS_WITHIN]:
        raise CannotOpenError(OpenProblem.FOREIGN)
    if not _turns.acquire(timeout=QUEUE_SECONDS):
        raise CannotOpenError(OpenProblem.BUSY)
    try:
        said, _, found = _asked(pdf, normalized(password)).partition(b"\n")
    finally:
        _turns.release()
    if said == b"found":
        return found
    known = {trouble.value.encode(): trouble for trouble in OpenProblem}
    raise CannotOpenError(known.get(said, OpenProblem.DAMAGED))


def _asked(pdf: bytes, password: str) -> bytes:
    """What the child answers; nothing, if it died."""
    secret = password.encode("utf-8", "replace")
    limits = (str(MEMORY_BYTES), str(LIMIT_SECONDS), str(LARGEST_DOCUMENT), ATTACHMENT)
    try:
        done = subprocess.run(
            # -P: the worker's own folder must not hide modules of the standard library. -B: it writes no file.
            [sys.executable, "-P", "-B", str(_WORKER), *limits],
            input=_LENGTH.pack(len(secret)) + secret + pdf,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=LIMIT_SECONDS,
            env={name: os.environ[name] for name in _SURROUNDINGS if name in os.environ},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return OpenProblem.TOO_SLOW.value.encode()  # a file made for that, or a machine with too much to do
    except BrokenPipeError:
        return b""
    return done.stdout
