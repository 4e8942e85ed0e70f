"""Requests from other sites and for other names are refused, and the server itself asks no other host for anything."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.serving import ROOT, STREAMLIT, Served, free_port, serve

APP = ROOT / "tests/e2e/frame/app.py"
LIVE = "/_stcore/stream"
UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
}


class RecordingProxy:
    """A proxy that notes the first line of every request and never answers, like a network that drops everything."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._door.accept()
            except OSError:  # closed
                return
            self._open.append(connection)
            self.asked.append(connection.recv(200).decode("latin-1").split("\r\n")[0])

    def close(self) -> None:
        for each in (self._door, *self._open):
            each.close()


@contextmanager
def behind_proxy(log: Path, *options: str, **settings: str) -> Iterator[tuple[Served, RecordingProxy]]:
    """The app, told to send all its requests through a proxy that records them."""
    proxy = RecordingProxy()
    for_requests = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), proxy.address)
    unset = {"NO_PROXY": "", "no_proxy": ""}
    try:
        with serve(APP, log, (*STREAMLIT, *options), **for_requests, **unset, **settings) as served:
            yield served, proxy
    finally:
        proxy.close()


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, RecordingProxy]]:
    with behind_proxy(tmp_path_factory.mktemp("same_site") / "log.txt") as both:
        yield both


def status(server: Served, path: str, headers: dict[str, str]) -> int:
    """The status of a GET with these headers; {port} in them is the server's."""
    netloc = urlsplit(server.url).netloc
    port = netloc.rpartition(":")[2]
    with closing(http.client.HTTPConnection(netloc, timeout=10)) as connection:
        connection.putrequest("GET", path, skip_host="Host" in headers, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value.replace("{port}", port))
        connection.endheaders()
        return connection.getresponse().status


FOREIGN = (
    "https://evil.example.org",
    "http://127.0.0.1",
    "http://127.0.0.1:1",
    "http://localhost:{port}",
    "http://0.0.0.0:{port}",
    "http://[::1",
    "http://[::1]:x",
    "http://127.0.0.1:{port}@evil.example.org",
    "http://127.0.0.1:{port}/",
    "HTTP://127.0.0.1:{port}",
    "null",
    "",
    "file://",
)


@pytest.mark.parametrize("origin", FOREIGN)
def test_a_foreign_origin_is_refused_and_no_one_is_asked_about_it(
    behind: tuple[Served, RecordingProxy], origin: str
) -> None:
    server, proxy = behind
    begun = time.monotonic()
    assert status(server, LIVE, {**UPGRADE, "Origin": origin}) == 403
    for path in ("/", "/crisis", "/_stcore/health", "/media/none.pdf"):
        assert status(server, path, {"Origin": origin}) == 403
    assert time.monotonic() - begun < 2
    assert proxy.asked == []
    assert "Rejecting" not in server.log.read_text(), "Streamlit has not seen it"


def test_an_own_origin_opens_the_live_connection(behind: tuple[Served, RecordingProxy]) -> None:
    server, _ = behind
    assert status(server, LIVE, {**UPGRADE, "Origin": server.url}) == 101
    assert status(server, LIVE, {**UPGRADE, "Host": "localhost:{port}", "Origin": "http://localhost:{port}"}) == 101
    assert status(server, "/", {"Origin": server.url}) == 200


def test_a_proxy_that_ends_tls_need_not_tell(behind: tuple[Served, RecordingProxy]) -> None:
    server, _ = behind
    secure = {**UPGRADE, "Origin": server.url.replace("http", "https")}
    assert status(server, LIVE, secure) == 101
    assert status(server, LIVE, {**secure, "X-Forwarded-Proto": "https"}) == 101


@pytest.mark.parametrize(
    "host",
    ["rebound.example.org", "127.0.0.1.evil.example.org", "[::1", "localhost:port", "user@localhost", "", "8.8.8.8"],
)
def test_an_unknown_name_is_refused(behind: tuple[Served, RecordingProxy], host: str) -> None:
    server, _ = behind
    assert status(server, "/", {"Host": host}) == 421
    assert status(server, LIVE, {**UPGRADE, "Host": host, "Origin": f"http://{host}"}) == 403
    assert status(server, "/_stcore/health", {"Host": host}) == 200, "a load balancer asks by address"


def test_there_is_one_live_connection_and_no_other(behind: tuple[Served, RecordingProxy]) -> None:
    server, _ = behind
    assert status(server, "/elsewhere", {**UPGRADE, "Origin": server.url}) == 403
    assert "Error" not in server.log.read_text()


def test_a_server_on_all_addresses_asks_no_one_for_its_own(tmp_path: Path) -> None:
    with behind_proxy(tmp_path / "log.txt", "--server.address=0.0.0.0") as (server, proxy):
        assert status(server, LIVE, {**UPGRADE, "Origin": "https://evil.example.org"}) == 403
        assert proxy.asked == []


# --- with a network that drops everything ----------------------------------------------------------------------------

# Packets sent to the default route come back to the loopback device, where the kernel drops them: nothing answers, and
# nothing is refused either.
NO_NETWORK = "ip link set lo up && ip route add default dev lo && exec "
VISIT = f"""
import concurrent.futures, http.client, json, socket, sys, time
port = int(sys.argv[1])

def ask(path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={{name.replace("_", "-"): value for name, value in headers.items()}})
    status = connection.getresponse().status
    connection.close()
    return status

begun = time.monotonic()
while True:
    try:
        ask("/_stcore/health")
        break
    except OSError:
        if time.monotonic() - begun > 50:
            raise
        time.sleep(0.1)
try:
    socket.create_connection(("8.8.8.8", 80), timeout=0.5)
    reached = True
except TimeoutError:
    reached = False
with concurrent.futures.ThreadPoolExecutor(10) as pool:
    foreign = [
        pool.submit(ask, "{LIVE}", Origin="https://evil.example.org", **{UPGRADE!r}) for _ in range(10)
    ]
    asked = time.monotonic()
    health = ask("/_stcore/health")
    health_took = time.monotonic() - asked
    refused = [one.result() for one in foreign]
found = {{"reached": reached, "health": health, "took": health_took, "refused": refused, "page": ask("/crisis")}}
print(json.dumps(found))
"""


def without_network(*command: str) -> list[str]:
    return ["unshare", "--map-root-user", "--net", "sh", "-c", NO_NETWORK + '"$@"', "sh", *command]


def test_the_server_starts_and_serves_while_outgoing_traffic_is_dropped(tmp_path: Path) -> None:
    try:
        subprocess.run(without_network("true"), check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this system has no network namespaces; the tests with a recording proxy remain")
    port = free_port()
    server = (
        sys.executable,
        "-m",
        *(word.format(app=APP, port=port) for word in STREAMLIT),
        "--server.address=0.0.0.0",
    )
    both = f'{" ".join(server)} >{tmp_path}/log.txt 2>&1 & "$0" -c "$1" {port}; result=$?; kill $!; exit $result'
    found = subprocess.run(
        without_network("sh", "-c", both, sys.executable, VISIT),
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        timeout=90,
        check=True,
    )
    seen = json.loads(found.stdout)
    assert seen["reached"] is False, "the network drops what is sent"
    assert (seen["health"], seen["page"], seen["refused"]) == (200, 200, [403] * 10)
    assert seen["took"] < 2, "ten foreign sockets hold up no one"
