"""Start an app the way people do, wait until it responds, and stop, kill, or restart it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
STREAMLIT = ("streamlit", "run", "{app}", "--server.port={port}")


@dataclass
class Served:
    """A running app: its address, log file, and process."""

    url: str
    log: Path
    process: subprocess.Popen[bytes]
    words: Sequence[str]
    environment: Mapping[str, str]

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Pause the server, as if the network dropped everything."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """End the process at once, like a power failure."""
        self.process.kill()
        self.process.wait()

    def start(self) -> None:
        """Start the server again at the same address with the same settings."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *self.words],
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        _wait_for(f"{self.url}/_stcore/health", self.process, self.log)


@contextmanager
def serve(app: Path, log: Path, command: Sequence[str] = STREAMLIT, **settings: str) -> Iterator[Served]:
    """Run `python -m command` from the repository, with {app} and {port} filled in, until the block ends.

    `settings` are environment variables.
    """
    port = free_port()
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1", **settings}
    words = [word.format(app=app, port=port) for word in command]
    log.write_bytes(b"")
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *words], cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    served = Served(f"http://127.0.0.1:{port}", log, process, words, environment)
    try:
        _wait_for(f"{served.url}/_stcore/health", process, log)
        yield served
    finally:
        served.process.terminate()
        served.process.wait(timeout=10)


def free_port() -> int:
    """A port on which nothing is listening."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert process.poll() is None, f"the server ended: {log.read_text()}"
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except OSError:  # not up yet, or already gone; the next iteration checks which
            time.sleep(0.1)
    raise AssertionError(f"the server did not respond: {log.read_text()}")
