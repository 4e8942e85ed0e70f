"""The areas a server offers, checked over HTTP, and the session cookie of staff."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pyotp
import pytest

from intake.ui.app.styles import styles
from tests.serving import ROOT, Served, serve

PASSWORD = "correct horse battery"
FAMILY = sorted(path.stem.replace("_", "-") for path in (ROOT / "pages" / "family").glob("*.py"))
STAFF = ("today", "call", "wrap-up", "administration")
OF_STREAMLIT = ("/auth/login", "/auth/logout", "/oauth2callback")


def served(areas: str, folder: Path, **more: str) -> dict[str, str]:
    """Settings for a server with these areas and a store in the folder."""
    return {
        "NEXT_STEP_AREAS": areas,
        "NEXT_STEP_DATABASE": f"sqlite:///{folder}/records.db",
        "NEXT_STEP_RECORDS_KEY_FILE": f"{folder}/records.key",
        **more,
    }


@pytest.fixture(scope="module")
def staff_only(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("staff")
    with serve(ROOT / "app.py", folder / "log.txt", **served('["staff"]', folder)) as server:
        yield server


def ask(
    server: Served, path: str, form: dict[str, str] | None = None, **headers: str
) -> tuple[int, dict[str, str], list[str], str]:
    """Status, headers, cookies set, and text of the response. Posts `form` if there is one."""
    host = urlsplit(server.url).netloc
    connection = http.client.HTTPConnection(host, timeout=20)
    try:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        body = None
        if form is not None:
            body = urlencode(form)
            sent |= {"Origin": server.url, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("GET" if form is None else "POST", path, body=body, headers=sent)
        response = connection.getresponse()
        received = [(name.lower(), value) for name, value in response.getheaders()]
        cookies = [value for name, value in received if name == "set-cookie"]
        return response.status, dict(received), cookies, response.read().decode()
    finally:
        connection.close()


def test_a_staff_only_server_redirects_family_pages_to_the_desk(staff_only: Served) -> None:
    for path in ("/", "/crisis", "/bye", "/no-such-page", *(f"/{name}" for name in FAMILY)):
        status, headers, _, _ = ask(staff_only, path)
        assert (status, headers.get("location")) == (303, "/today"), path


def test_a_staff_only_server_has_a_page_for_unknown_addresses_that_leads_to_the_desk(staff_only: Served) -> None:
    status, _, _, text = ask(staff_only, "/no/such/page")
    assert status == 404
    assert 'href="/today"' in text
    assert 'href="tel:988"' in text
    assert "Leave this site" not in text


def test_a_staff_only_server_shows_the_desk_and_no_family_texts(staff_only: Served) -> None:
    for name in STAFF:
        status, _, _, text = ask(staff_only, f"/{name}")
        assert status == 200
        assert "The call desk is loading." in text
        for family_text in ("The questions are loading", "If someone is in danger now", "Call 911"):
            assert family_text not in text
    status, _, _, text = ask(staff_only, "/staff/sign-in")
    assert status == 200
    assert 'autocomplete="current-password"' in text


def test_a_family_only_server_has_no_desk(tmp_path: Path) -> None:
    with serve(ROOT / "app.py", tmp_path / "log.txt", **served('["family"]', tmp_path)) as server:
        assert "The questions are loading" in ask(server, "/")[3]
        for path in ("/staff/sign-in", "/staff/provider/okta", "/staff/begin/x"):
            assert "Password" not in ask(server, path)[3]
        for path in (*OF_STREAMLIT, *(f"/{name}" for name in STAFF)):
            assert ask(server, path)[0] == 404
        assert not (tmp_path / "records.db").exists()
        assert "/staff/begin/" not in server.log.read_text()


LIST_STAFF_MODULES = """
import sys
from streamlit.testing.v1 import AppTest
from intake.config import ROOT
at = AppTest.from_file(ROOT / "src" / "intake" / "ui" / "app" / "main.py", default_timeout=30).run()
assert not at.exception, at.exception
import intake.ui.app.http
print([name for name in sys.modules if name.startswith(("intake.ui.staff.", "intake.store", "sqlalchemy"))])
"""


def test_a_family_only_server_has_no_desk_styles(tmp_path: Path) -> None:
    """The first page contains the styles of all screens."""
    text = {area: styles((area,)) for area in ("common", "staff")}
    names = {area: set(re.findall(r"[.](?:st-key|ns)-[a-z_-]+", css)) for area, css in text.items()}
    of_staff = {name.removeprefix(".") for name in names["staff"] - names["common"]}
    assert {"st-key-desk_head", "ns-facts"} <= of_staff
    for areas, has_desk in (('["family"]', False), ('["family", "staff"]', True)):
        with serve(ROOT / "app.py", tmp_path / "log.txt", **served(areas, tmp_path)) as server:
            page = ask(server, "/")[3]
        assert text["common"] in page
        assert (text["staff"] in page) is has_desk
        assert {name for name in of_staff if name in page} == (of_staff if has_desk else set())
        assert "call desk" not in page.lower().replace(text["staff"].lower(), "")


def test_a_family_only_server_loads_no_desk_scripts(tmp_path: Path) -> None:
    """Modules register their scripts with Streamlit, so scripts of modules that are not loaded cannot be served."""
    environment = {**os.environ, **served('["family"]', tmp_path), "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", LIST_STAFF_MODULES]
    process = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert process.stdout.strip() == "['intake.ui.staff.routes']", "only the paths to refuse"


def test_a_server_for_both_areas_serves_both(tmp_path: Path) -> None:
    with serve(ROOT / "app.py", tmp_path / "log.txt", **served('["family", "staff"]', tmp_path)) as server:
        desk = (path.stem.replace("_", "-") for path in (ROOT / "pages" / "staff").glob("*.py"))
        for name in {"", *FAMILY, *desk} - {"start", "way-in"}:
            status, _, _, text = ask(server, f"/{name}")
            assert status == 200, name
            assert "The questions are loading" in text
        assert ask(server, "/crisis")[0] == 200
        assert "Password" in ask(server, "/staff/sign-in")[3]


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"NEXT_STEP_LOCAL_ACCOUNTS": "false"}, "must configure a sign-in provider"),
        pytest.param(
            {"NEXT_STEP_RETENTION_DAYS": '{"open": 3}'},
            "Next Step cannot start: setting retention_days",
            marks=pytest.mark.long,
        ),
        pytest.param(
            {"NEXT_STEP_DATABASE": "mysql://here/records"},
            "Next Step cannot start: the database URL must be",
            marks=pytest.mark.long,
        ),
        ({"NEXT_STEP_DATABASE": "postgresql://127.0.0.1:1/x"}, "Next Step cannot start: the database cannot be"),
    ],
)
def test_a_server_with_wrong_settings_does_not_start_and_says_why(
    tmp_path: Path, settings: dict[str, str], sentence: str
) -> None:
    settings = {**served('["staff"]', tmp_path), **settings}
    with (
        pytest.raises(AssertionError, match=sentence),
        serve(ROOT / "app.py", tmp_path / "log.txt", **settings) as server,
    ):
        ask(server, "/")


# --- cookies -----------------------------------------------------------------------------------------------------


def test_the_session_cookie_from_sign_in_to_sign_out(staff_only: Served) -> None:
    begin = re.search(r"/staff/begin/\S+", staff_only.log.read_text())
    assert begin
    account = {"name": "ada", "shown_as": "Ada", "password": PASSWORD}
    created = ask(staff_only, begin[0], account)[3]
    letters = re.search(r'<code id="letters">(\w+)</code>', created)
    recovery = re.findall(r"<li>(\w{10})</li>", created)
    assert letters
    wrong = {"name": "ada", "password": PASSWORD, "code": "000000"}
    status, _, cookies, text = ask(staff_only, "/staff/sign-in", wrong)
    assert status == 401
    assert "The username, password, or code is incorrect." in unescape(text)
    assert not [cookie for cookie in cookies if cookie.startswith("next_step_staff")]

    for code, headers, secure in (
        (pyotp.TOTP(letters[1]).now(), {"X_Forwarded_Proto": "https"}, True),
        (recovery[0], {}, False),
    ):
        fields = {"name": "ada", "password": PASSWORD, "code": code}
        status, received, cookies, _ = ask(staff_only, "/staff/sign-in", fields, **headers)
        assert (status, received["location"]) == (303, "/today")
        (cookie,) = (value.lower() for value in cookies if value.startswith("next_step_staff"))
        assert {"httponly", "samesite=strict", "path=/", "max-age=43200"} <= set(cookie.split("; "))
        assert ("secure" in cookie.split("; ")) is secure

    status, received, cookies, _ = ask(staff_only, "/auth/logout", Cookie=cookies[0].split(";")[0])
    assert (status, received["location"]) == (302, "/staff/sign-in?out")
    assert received["clear-site-data"] == '"cookies", "storage"'
    assert [cookie for cookie in cookies if cookie.startswith("next_step_staff=; Max-Age=0")]
    assert "You are signed out." in ask(staff_only, "/staff/sign-in?out")[3]
    assert ask(staff_only, "/auth/logout", Sec_Fetch_Site="cross-site")[0] == 403
