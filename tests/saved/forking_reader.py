"""Fork a child for each file, which saves starting Python and loading pypdf: python forking_reader.py SOCKET

Each connection to the Unix socket is one file. The child runs extract_worker.main() as intake.saved.reading does: the
connection is its standard input and output, the first line its arguments.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from importlib import import_module

import pypdf  # noqa: F401 - loaded once, for every child

extract_worker = import_module("extract_worker")  # a script, found through sys.path, in no package


def answer(connection: socket.socket) -> None:
    """Read one file as the child does. Never returns."""
    arguments = b""
    while not arguments.endswith(b"\n"):
        arguments += connection.recv(1)
    sys.argv = ["extract_worker.py", *arguments.decode().split()]
    os.dup2(connection.fileno(), 0)
    os.dup2(connection.fileno(), 1)
    connection.close()
    extract_worker.main()
    os._exit(0)


listening = socket.socket(socket.AF_UNIX)
listening.bind(sys.argv[1])
listening.listen()
signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children are not waited for
while True:
    accepted, _ = listening.accept()
    if os.fork() == 0:
        answer(accepted)
    accepted.close()
