"""A switch between a browser and several servers, like a load balancer or a bad network: it can cut connections."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

_CHUNK = 65_536


class Switch:
    """Passes every connection to `url` on to the server at `target`."""

    def __init__(self, target: str) -> None:
        self.target = target
        self.swallowing = False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Break every open connection; let new ones through."""
        for line in self._open:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
        self._open.clear()

    @contextmanager
    def swallow(self) -> Iterator[None]:
        """Lose what the browser sends, then break its connections."""
        self.swallowing = True
        try:
            yield
        finally:
            self.cut()
            self.swallowing = False

    def close(self) -> None:
        """Stop the switch."""
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                here, _ = self._listener.accept()
            except OSError:
                return
            to = urlsplit(self.target)
            try:
                there = socket.create_connection((to.hostname, to.port), timeout=5)
            except OSError:
                here.close()
                continue
            there.settimeout(None)
            self._open += [here, there]
            threading.Thread(target=self._pass, args=(here, there, True), daemon=True).start()
            threading.Thread(target=self._pass, args=(there, here, False), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, from_browser: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(_CHUNK):
                if not (from_browser and self.swallowing):
                    sink.sendall(data)
        for line in (source, sink):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()


@contextmanager
def switch(target: str) -> Iterator[Switch]:
    """A switch in front of a server, until the block ends."""
    made = Switch(target)
    try:
        yield made
    finally:
        made.close()
