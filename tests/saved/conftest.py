"""A fast child process for tests that read many files."""

from __future__ import annotations

import os
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.domain.answers_json import LARGEST_DOCUMENT
from intake.saved import OpenProblem, reading
from intake.saved.payload import ATTACHMENT

FORKING = Path(__file__).with_name("forking_reader.py")
_LENGTH = struct.Struct(">I")


@pytest.fixture(scope="session")
def forking_reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The socket of a running forking_reader.py."""
    path = tmp_path_factory.mktemp("reader") / "socket"
    paths = os.pathsep.join([str(Path(reading.__file__).parent), *sys.path])
    process = subprocess.Popen(
        [sys.executable, str(FORKING), str(path)], env={**os.environ, "PYTHONPATH": paths}, stderr=subprocess.DEVNULL
    )
    until = time.monotonic() + 60
    while not path.exists():
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.02)
    yield path
    process.kill()
    process.wait()


def _run_child(path: Path, pdf: bytes, password: str) -> bytes:
    """The output of a forked child: replaces `reading._run_child`, with the same limits."""
    secret = password.encode("utf-8", "replace")
    limits = (str(reading.MEMORY_BYTES), str(reading.LIMIT_SECONDS), str(LARGEST_DOCUMENT), ATTACHMENT)
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(reading.LIMIT_SECONDS)
        output = b""
        try:
            connection.connect(str(path))
            connection.sendall(" ".join(limits).encode() + b"\n" + _LENGTH.pack(len(secret)) + secret + pdf)
            connection.shutdown(socket.SHUT_WR)
            while part := connection.recv(1 << 16):
                output += part
        except TimeoutError:
            return OpenProblem.TOO_SLOW.value.encode()
        except (BrokenPipeError, ConnectionResetError):
            return b""
    return output


@pytest.fixture(params=["forked", pytest.param("started", marks=pytest.mark.long)])
def _child(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files in a forked child; `make long` also reads them in one started as in the app."""
    if request.param == "forked":
        path = request.getfixturevalue("forking_reader")
        monkeypatch.setattr(reading, "_run_child", lambda pdf, password: _run_child(path, pdf, password))
