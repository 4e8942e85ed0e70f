"""Extract the attached answers from an untrusted PDF, in a child process that can be killed.

Only the child loads pypdf (extract_worker.py), so a hostile file can do no harm outside it. There is one child per
file, and it gets nothing but that file. It is started with `subprocess`, since `multiprocessing` would rerun the app.
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import threading
from pathlib import Path

from intake.domain.answers_json import LARGEST_DOCUMENT
from intake.saved.password import possible_forms
from intake.saved.payload import ATTACHMENT
from intake.saved.problems import CannotOpenError, OpenProblem

LIMIT_SECONDS = 8
QUEUE_SECONDS = 20.0
CHILDREN = 2
MEMORY_BYTES = 768 * 1024 * 1024

_WORKER = Path(__file__).with_name("extract_worker.py")
_LENGTH = struct.Struct(">I")
_PDF_STARTS_WITHIN = 1024
# The child's environment: what Python and its libraries need to start, and none of our keys or settings.
_ENVIRONMENT = ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")
_turns = threading.BoundedSemaphore(CHILDREN)


def read_attachment(pdf: bytes, password: str = "") -> bytes:
    """The bytes of the attachment `intake.json`. Raises CannotOpenError."""
    if b"%PDF-" not in pdf[:_PDF_STARTS_WITHIN]:
        raise CannotOpenError(OpenProblem.FOREIGN)
    if not _turns.acquire(timeout=QUEUE_SECONDS):
        raise CannotOpenError(OpenProblem.BUSY)
    try:
        status, _, attachment = _run_child(pdf, "\n".join(possible_forms(password))).partition(b"\n")
    finally:
        _turns.release()
    if status == b"found":
        return attachment
    problems = {problem.value.encode(): problem for problem in OpenProblem}
    raise CannotOpenError(problems.get(status, OpenProblem.DAMAGED))


def _run_child(pdf: bytes, password: str) -> bytes:
    """The child's output; empty if it died."""
    secret = password.encode("utf-8", "replace")
    limits = (str(MEMORY_BYTES), str(LIMIT_SECONDS), str(LARGEST_DOCUMENT), ATTACHMENT)
    try:
        process = subprocess.run(
            # -P: modules in the worker's folder must not shadow the standard library. -B: write no bytecode.
            [sys.executable, "-P", "-B", str(_WORKER), *limits],
            input=_LENGTH.pack(len(secret)) + secret + pdf,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=LIMIT_SECONDS,
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return OpenProblem.TOO_SLOW.value.encode()  # a hostile file, or an overloaded machine
    except BrokenPipeError:
        return b""
    return process.stdout
