"""The web server: headers on every response, closed endpoints, the rewritten page, compression, our routes."""

from __future__ import annotations

import gzip
import http.client
import re
import time
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from streamlit import config, file_util
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from intake.ui.app.styles import styles
from tests.serving import ROOT, Served, serve

APP = ROOT / "tests/e2e/frame/app.py"
STATIC = Path(file_util.get_static_dir())
SCRIPT = next((STATIC / "static/js").glob("index.*.js"))
COMMANDS = {
    "streamlit": ("streamlit", "run", "{app}", "--server.port={port}"),
    "uvicorn": ("uvicorn", "tests.e2e.frame.app:app", "--host=127.0.0.1", "--port={port}"),
}


@dataclass(frozen=True)
class Answer:
    """A response, with header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The decompressed body."""
        compressed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if compressed else self.body).decode()


@pytest.fixture(scope="module", params=COMMANDS)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(APP, tmp_path_factory.mktemp("http") / "log.txt", COMMANDS[request.param]) as served:
        yield served


def ask(server: Served, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=10)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body=body, headers=named)
        response = connection.getresponse()
        return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
    finally:
        connection.close()


# --- headers ---------------------------------------------------------------------------------------------------------

EVERYWHERE = {
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/form",
        "/crisis",
        "/bye",
        "/robots.txt",
        "/favicon.png",
        f"/static/js/{SCRIPT.name}",
        "/static/js/no-such-file.js",
        "/_stcore/health",
        "/_stcore/host-config",
        "/_stcore/metrics",
        "/media/none.pdf",
        "//evil.example.org",
    ],
)
def test_every_response_has_the_security_headers(server: Served, path: str) -> None:
    answer = ask(server, path)
    assert {name: answer.headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    for feature in ("camera", "microphone", "geolocation"):
        assert f"{feature}=()" in answer.headers["permissions-policy"]
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert policy["connect-src"] == "'self'"
    assert "unsafe" not in policy["script-src"]
    assert "http" not in answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/", "/form", "/crisis", "/bye", "/media/none.pdf", "/_stcore/health"])
def test_the_browser_caches_nothing_with_a_trace_of_a_visit(server: Served, path: str) -> None:
    assert ask(server, path).headers["cache-control"] == "no-store"


def test_scripts_are_cached_so_that_the_second_page_is_fast(server: Served) -> None:
    for encoding in ("gzip", "identity"):
        kept = ask(server, f"/static/js/{SCRIPT.name}", accept_encoding=encoding).headers["cache-control"]
        assert "immutable" in kept


def test_the_policy_allows_exactly_the_inline_scripts_of_the_page(server: Served) -> None:
    answer = ask(server, "/")
    assert len(re.findall(r"<script>", answer.text)) == 2, "Streamlit's, and the one that waits for kept answers"
    assert re.search(r"script-src 'self' blob:( 'sha256-[\w+/=]{44}'){2};", answer.headers["content-security-policy"])
    assert "onclick" not in answer.text


def test_no_script_reads_a_cookie_and_behind_tls_all_are_secure(server: Served) -> None:
    plain = ask(server, "/_stcore/health").headers["set-cookie"]
    behind_tls = ask(server, "/_stcore/health", x_forwarded_proto="https").headers["set-cookie"]
    assert plain.lower().endswith("; httponly")
    assert "secure" not in plain.lower()
    assert behind_tls.lower().endswith("; httponly; secure")


def test_behind_tls_browsers_are_told_to_stay_there(server: Served) -> None:
    for path in ("/", "/crisis", "/no-such-page", f"/static/js/{SCRIPT.name}"):
        told = ask(server, path, x_forwarded_proto="https").headers["strict-transport-security"]
        assert told == "max-age=31536000"
        assert "strict-transport-security" not in ask(server, path).headers


# --- closed doors ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/mcp",
        "/_stcore/script-health-check",
        "/_stcore/upload_file/a/b",
        "/%5fstcore/metrics",
        "/wp-login.php",
    ],
)
def test_unneeded_endpoints_are_closed(server: Served, path: str) -> None:
    assert ask(server, path).status == 404


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("PUT", "/_stcore/upload_file/session/file", 404),
        ("POST", "/_stcore/agent/interact", 404),
        ("POST", "/", 405),
        ("DELETE", "/form", 405),
        ("GET", "/form", 413),
    ],
)
def test_nothing_can_be_sent_over_http(server: Served, method: str, path: str, status: int) -> None:
    assert ask(server, path, method, body=b"x" * 5_000).status == status


def test_very_long_urls_are_refused(server: Served) -> None:
    assert ask(server, "/form?" + "a" * 3_000).status == 414
    assert ask(server, "/form?" + "a" * 300).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/no-such-page",
        "/form/deeper",
        "/index.html",
        "/manifest.json",
        "/wp-login.php",
        "/_stcore",
        "/_stcore/no-such-thing",
        "/_stcore/metrics",
        "/auth/login",
        "/auth/no-such-thing",
        "/oauth2callback",
        "/static",
        "/static/js/no-such-file.js",
        "/static/../index.html",
        "/media/gone.pdf",
        "/component/none/index.html",
        "/_stcore/bidi-components/none/index.js",
        "/healthz",
        "/%2e%2e/etc/passwd",
        "//evil.example.org",
    ],
)
def test_an_unknown_address_gets_our_page_with_the_numbers_and_the_way_out(server: Served, path: str) -> None:
    answer = ask(server, path)
    assert answer.status == 404
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert int(answer.headers["content-length"]) == len(answer.body)
    for link in ("tel:911", "tel:988", "sms:988", "/bye", "/crisis", "/"):
        assert f'href="{link}"' in answer.text
    assert "There is no page at this address" in answer.text
    assert "<script" not in answer.text
    assert ask(server, path, "HEAD").body == b""


@pytest.mark.parametrize("typed", ["/Crisis", "/crisis/", "/CRISIS//", "/Form/"])
def test_a_capital_or_a_slash_too_many_still_leads_to_the_page(server: Served, typed: str) -> None:
    answer = ask(server, typed)
    assert (answer.status, answer.headers["location"]) == (307, typed.lower().rstrip("/"))


def stream(server: Served, origin: str) -> None:
    address = server.url.replace("http", "ws") + "/_stcore/stream"
    with connect(address, origin=Origin(origin), subprotocols=[Subprotocol("streamlit")], proxy=None):
        pass


def test_another_site_cannot_open_the_live_connection(server: Served) -> None:
    stream(server, server.url)
    with pytest.raises(InvalidStatus, match="403"):
        stream(server, "https://evil.example.org")


def test_another_name_for_this_computer_cannot_open_the_live_connection(server: Served) -> None:
    address = server.url.replace("http", "ws") + "/_stcore/stream"
    port = urlsplit(server.url).port
    for host, refused in ((f"localhost:{port}", False), (f"rebound.example.org:{port}", True)):
        headers = {
            "Host": host,
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
            "Origin": f"http://{host}",
        }
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
        connection.request("GET", "/_stcore/stream", headers=headers)
        status = connection.getresponse().status
        connection.close()
        assert (status == 403) == refused, host


# --- the page --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/form", "/danger"])
def test_the_page_is_neutral_and_has_the_numbers_in_its_first_bytes(server: Served, path: str) -> None:
    page = ask(server, path).text
    assert '<html lang="en" dir="ltr">' in page
    assert "<title>Plain title</title>" in page
    assert 'href="tel:911"' in page
    assert 'href="sms:988"' in page
    assert 'href="/bye"' in page
    assert page.index('href="tel:911"') < page.index('<div id="root">')
    visible = re.sub(r"<(style|script)\b.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL)
    assert "streamlit" not in visible.lower()
    assert "agent" not in visible.lower()
    assert re.findall(r"""(?:href|src)=["'](?:https?:)?//[^"']*""", page) == []


def test_the_page_is_compressed(server: Served) -> None:
    packed, plain = ask(server, "/", accept_encoding="gzip"), ask(server, "/")
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == plain.text
    assert len(packed.body) < len(plain.body) / 2


def test_scripts_are_compressed_and_complete(server: Served) -> None:
    packed = ask(server, f"/static/js/{SCRIPT.name}", accept_encoding="gzip, br")
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["content-type"].startswith("text/javascript")
    assert gzip.decompress(packed.body) == SCRIPT.read_bytes()
    assert len(packed.body) < SCRIPT.stat().st_size / 2
    assert ask(server, f"/static/js/{SCRIPT.name}").body == SCRIPT.read_bytes()


def test_the_compressed_scripts_expose_no_other_files(server: Served) -> None:
    for path in ("/static/../index.html.js", "/static/js/../../../config.py.js", "/static/js/%2e%2e/x.js"):
        assert ask(server, path, accept_encoding="gzip").status in {400, 404}, path


# --- the plain routes ------------------------------------------------------------------------------------------------


def test_bye_leads_away_and_clears_cookies_and_storage(server: Served) -> None:
    answer = ask(server, "/bye")
    assert answer.status == 303
    assert answer.headers["location"] == "https://weather.example.org/"
    assert set(answer.headers["clear-site-data"].split(", ")) == {'"cookies"', '"storage"'}


def test_crisis_page_escapes_what_it_shows_and_has_no_script(server: Served) -> None:
    page = ask(server, "/crisis").text
    assert "A &lt;directory&gt;" in page
    assert 'href="https://lines.example.org/all?a=1&amp;b=2"' in page
    assert "<script" not in page
    assert "Text START to 88788" in page


def test_the_icon_is_a_neutral_picture(server: Served) -> None:
    for path in ("/favicon.png", "/favicon.ico"):
        answer = ask(server, path)
        assert answer.headers["content-type"] == "image/png"
        assert answer.body.startswith(b"\x89PNG")
        assert answer.body != (STATIC / "favicon.png").read_bytes()


def test_search_engines_are_asked_to_stay_out(server: Served) -> None:
    assert ask(server, "/robots.txt").text == "User-agent: *\nDisallow: /\n"


# --- the log and the settings ----------------------------------------------------------------------------------------


def test_visits_leave_no_line_in_the_log(server: Served) -> None:
    ask(server, "/form?word=cormorant")
    ask(server, "/media/cormorant.pdf")
    assert "cormorant" not in server.log.read_text()


def test_no_session_id_is_in_the_log(server: Served) -> None:
    """A second tab that claims the session of the first is what Streamlit logs with its id."""
    address = server.url.replace("http", "ws") + "/_stcore/stream"
    offered = [Subprotocol("streamlit"), Subprotocol("PLACEHOLDER_AUTH_TOKEN")]
    with connect(address, origin=Origin(server.url), subprotocols=offered, proxy=None) as first:
        first.send(BackMsg(rerun_script=ClientState()).SerializeToString())
        session = ""
        while not session:
            received = first.recv(timeout=20)
            assert isinstance(received, bytes)
            message = ForwardMsg.FromString(received)
            session = message.new_session.initialize.session_id
        again = [*offered, Subprotocol(session)]
        with connect(address, origin=Origin(server.url), subprotocols=again, proxy=None):
            until = time.monotonic() + 5
            while "already connected" not in server.log.read_text() and time.monotonic() < until:
                time.sleep(0.1)
    log = server.log.read_text()
    assert "Session with id (id) is already connected" in log
    assert session not in log


def settings() -> dict[str, object]:
    with (ROOT / ".streamlit/config.toml").open("rb") as stream:
        table = tomllib.load(stream)
    return {f"{section}.{key}": value for section, keys in table.items() for key, value in keys.items()}


def test_every_setting_is_one_this_version_of_streamlit_knows() -> None:
    known = config.get_config_options()
    flat = {
        f"{name}.{key}" if isinstance(value, dict) else name
        for name, value in settings().items()
        for key in (value if isinstance(value, dict) else [""])
    }
    assert flat - set(known) == set()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("browser.gatherUsageStats", False),
        ("browser.serverAddress", "localhost"),
        ("client.showErrorDetails", "none"),
        ("client.showErrorLinks", False),
        ("client.toolbarMode", "minimal"),
        ("client.disableDataExport", True),
        ("logger.enableRich", False),
        ("runner.postScriptGC", False),
        ("server.address", "127.0.0.1"),
        ("server.enableAgentApi", False),
        ("server.enableStaticServing", False),
        ("server.fileWatcherType", "none"),
    ],
)
def test_the_app_ships_hardened(name: str, value: object) -> None:
    assert settings()[name] == value


def test_the_picture_of_the_summary_comes_from_here(server: Served) -> None:
    """The address that the style of the start page names."""
    (address,) = re.findall(r'url\("(/[^"]+)"\)', styles(("common",)))
    picture = ask(server, address)
    assert picture.status == 200
    assert picture.body.startswith(b"\x89PNG")
    assert len(picture.body) < 60_000, "a slow phone loads it"
