"""Forks a child for each file to read: it need not start Python and load pypdf. python forking_reader.py SOCKET

Each connection to the Unix socket is one file. A child answers it with extract_worker.main(), as one that
intake.saved.reading starts would: the connection is its standard input and output, the first line its arguments.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from importlib import import_module

import pypdf  # noqa: F401 - every child has it then

extract_worker = import_module("extract_worker")  # a script: its folder is on the path, it belongs to no package


def answer(connection: socket.socket) -> None:
    """Reads one file as the child does. Does not come back."""
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
signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody asks how a child ended
while True:
    accepted, _ = listening.accept()
    if os.fork() == 0:
        answer(accepted)
    accepted.close()
